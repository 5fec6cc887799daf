// Front door of messages: what others put into the outbox, always in the transaction that causes it.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/language.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "db/topic.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lectern::db {
class Database;
class Read;
class Write;
} // namespace lectern::db
namespace lectern::mail {
class MailSink;
} // namespace lectern::mail

namespace lectern::messages {

// Woken when something was put into the outbox.
inline constexpr db::Topic outbox_changed{1};
// How long the link that confirms an address works, from when its mail goes out.
inline constexpr std::chrono::hours confirming_link_works{24};

// A registration was confirmed at once: the confirmation with the calendar entry of its first coming session,
// entries of further ones, reminders.
void plan_confirmation(db::Write& tx, RegistrationId registration, UtcTime now);
// The same for all registrations of an enrolment: one confirmation, the calendar entries, the reminders.
void plan_enrolment(db::Write& tx, EnrolmentId enrolment, std::vector<RegistrationId> const& confirmed,
                    UtcTime now);
// On the waiting list.
void plan_waitlisted(db::Write& tx, RegistrationId registration, UtcTime now);
// From the waiting list to a seat: the first calendar entry, reminders.
void plan_promotion(db::Write& tx, RegistrationId registration, UtcTime now);
// The address is to be confirmed first.
void plan_verification(db::Write& tx, RegistrationId registration, UtcTime now);
// The same once more, at most once in 24 hours.
void plan_verification_again(db::Write& tx, RegistrationId registration, UtcTime now);
// The owner has proven the address: what was held back from a stranger's mailbox goes out now.
void release_withheld(db::Write& tx, RegistrationId registration, UtcTime now);
// Somebody registered an address again: at most one message in 24 hours, whatever the registration.
void plan_already_registered(db::Write& tx, RegistrationId registration, UtcTime now);
// The place was given up: what is unsent is skipped; `tell` sends the notice that takes the calendar entry
// back.
void plan_cancellation(db::Write& tx, RegistrationId registration, bool tell, UtcTime now);
// The month was left with all these places: one notice, and what takes each calendar entry back.
void plan_leaving(db::Write& tx, EnrolmentId enrolment, std::vector<RegistrationId> const& left, UtcTime now);
// Sends the confirmation (or waiting-list notice) once more, under the next version.
void send_again(db::Write& tx, RegistrationId registration, UtcTime now);
// The same for an enrolment: the one confirmation of all its confirmed registrations.
void send_enrolment_again(db::Write& tx, EnrolmentId enrolment, std::vector<RegistrationId> const& confirmed,
                          UtcTime now);
// The reader's zone or language changed: reminders that are not sent yet stand at their new hours.
void plan_reminders_again(db::Write& tx, RegistrationId registration, UtcTime now);

// The link and the code that let somebody in. Both lie sealed in the outbox, and nowhere once the mail was
// sent.
struct SignInLink {
    std::int64_t id = 0;                // of the sign-in, for the key
    std::string email, email_key, name; // `name` may be empty
    Language language = Language::en;
    Zone zone = Zone::utc();
    std::string token, code;
    UtcTime expires_at{};
};
void plan_sign_in(db::Write& tx, Keys const& keys, SignInLink const& link, UtcTime now);

// A role offered to an address, with the link that takes it; sealed alike.
struct MembershipInvitation {
    std::int64_t id = 0;
    std::string email, email_key;
    Language language = Language::en;
    std::string community; // or the site
    std::string inviter;
    Word role; // as a word of the catalogue
    std::string token;
    UtcTime expires_at{};
};
void plan_membership_invitation(db::Write& tx, Keys const& keys, MembershipInvitation const& invitation,
                                UtcTime now);

struct WorkerOptions {
    std::string site_url; // without a slash at the end
    std::string site_name;
    std::string from;                              // address; the organiser of calendar entries too
    std::string domain;                            // of Message-IDs
    std::int64_t epoch = 1;                        // of this process: leases of older ones are void
    int connections = 2;                           // threads that send
    milliseconds grace = std::chrono::seconds{10}; // for the mails in hand when it is stopped
};

// Sends what is due. With start() on its own threads; without, run_due() sends on the caller's (tests,
// rehearse).
class Worker {
public:
    using MakeSink = std::function<std::unique_ptr<mail::MailSink>()>;
    Worker(db::Database& database, Clock const& clock, Keys const& keys, WorkerOptions options,
           MakeSink make_sink);
    ~Worker();
    Worker(Worker const&) = delete;
    Worker& operator=(Worker const&) = delete;

    void start();
    void stop(); // the messages in hand are finished, or after the grace wait for the next start
    // Sends everything that is due by the clock; gives back how many were sent.
    int run_due();

private:
    struct Implementation;
    std::shared_ptr<Implementation> implementation_; // the database's watcher looks whether it still lives
};

} // namespace lectern::messages

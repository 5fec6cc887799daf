// One row of the outbox, whom it goes to, and what becomes of it.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/language.hpp"
#include "db/session.hpp"
#include "features/messages/messages.hpp"
#include "features/messages/rules.hpp"
#include "mail/message.hpp"
#include "mail/sink.hpp"

#include <optional>
#include <string>

namespace lectern::messages {

// The registration that a message is about, as far as messages care.
struct Addressee {
    RegistrationId id;
    EditionId edition;
    EventId event;
    PersonId person;
    std::optional<EnrolmentId> enrolment;
    std::string email, email_key, name;
    Language language = Language::en;
    Zone zone = Zone::utc();
    bool zone_guessed = false;
    std::string state;         // "confirmed", "waitlisted", …
    std::int64_t position = 0; // on the waiting list, 1 for the first
    std::string salt;          // with `epoch` what its links are made from
    std::int64_t epoch = 0;
    std::int64_t version = 1;
    UtcTime created_at{};
    bool is_muted = false;    // no reminders wanted
    bool is_verified = false; // the address is proven
    bool is_active() const { return state != "cancelled" && state != "declined" && state != "expired"; }
    static Addressee from(db::Row const& row);
};
Addressee load_addressee(db::Read& db, RegistrationId id); // throws NotFound

struct Row {
    MessageId id;
    std::string key;
    std::string message_id; // without its domain
    Kind kind = Kind::confirmation;
    std::string email, email_key;
    Language language = Language::en;
    std::optional<RegistrationId> registration;
    std::optional<EnrolmentId> enrolment;
    std::optional<SessionId> session;
    std::optional<std::string> rule;
    std::optional<std::int64_t> schedule_version;
    UtcTime due_at{}, not_after{}, created_at{};
    int attempts = 0;
    std::optional<UtcTime> rendered_at;
    std::optional<std::string> sealed; // secrets, until it is sent
    static Row from(db::Row const& row);
};

// What the addressee's calendar is told with a mail, kept once it was sent.
struct CalendarNews {
    SessionId session;
    mail::Method method = mail::Method::request;
    std::int64_t sequence = 0;
    std::string hash; // of start, end and state, 32 bytes
};

// A message ready to go, or the reason why it must not.
struct Rendered {
    std::string skip; // empty: send it
    mail::Envelope envelope;
    std::string bytes;
    std::optional<CalendarNews> news;
    std::vector<MessageId> merged;     // reminders that this one speaks for
    std::optional<UtcTime> later = {}; // the reader sleeps: not before then, and nothing else is set
};

// The key of a mail that takes one more calendar entry back, beside the one of `key` that has the words.
std::string key_of_further_session(std::string const& key, SessionId session);
bool is_of_further_session(std::string_view key);

// Loads what the message speaks about and writes it, by what is true now.
Rendered render_message(db::Read& db, Row const& row, WorkerOptions const& options, Keys const& keys,
                        UtcTime now);

Rendered render_letter(Row const& row, WorkerOptions const& options, Keys const& keys, UtcTime now);

// The text of a kind in a language, as embedded; throws Bug where there is none.
std::string_view text_source(Kind kind, Language language);
std::string_view frame_source(Language language);

} // namespace lectern::messages

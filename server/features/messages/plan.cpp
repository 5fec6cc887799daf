// Puts messages into the outbox, in the transaction of what causes them.
// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "db/session.hpp"
#include "features/messages/outbox.hpp"
#include "gen/sql/messages.hpp"

#include <algorithm>

namespace lectern::messages {
namespace {

using namespace std::chrono_literals;

constexpr int first_mails_a_day = 3; // to an address that nobody has proven
constexpr milliseconds useful_confirmation = 48h;

struct PlannedSession {
    SessionId id;
    UtcTime starts_at{}, ends_at{};
    std::int64_t schedule_version = 1;
    static PlannedSession from(db::Row const& row) {
        return {row.get<SessionId>("id"), row.get<UtcTime>("starts_at"), row.get<UtcTime>("ends_at"),
                row.get<std::int64_t>("schedule_version")};
    }
};

std::vector<PlannedSession> coming_sessions(db::Read& db, EditionId edition, UtcTime now) {
    return db.all<PlannedSession>(sql::messages::sessions_of_edition, "edition"_p = edition, "now"_p = now);
}

struct Planned {
    std::string key;
    Kind kind;
    Window window;
    std::optional<EnrolmentId> enrolment = {};
    std::optional<SessionId> session = {};
    std::optional<std::string> rule = {};
    std::optional<std::int64_t> schedule_version = {};
    std::optional<std::string> skipped = {}; // the reason
};

void put(db::Write& tx, Addressee const& to, Planned const& planned, UtcTime now) {
    tx.maybe<std::int64_t>(
        sql::messages::insert, "key"_p = planned.key, "message_id"_p = hex(sha256(planned.key)).substr(0, 32),
        "kind"_p = name(planned.kind), "priority"_p = priority(planned.kind), "email"_p = to.email,
        "email_key"_p = to.email_key, "language"_p = tag(to.language), "person"_p = to.person,
        "registration"_p = to.id, "enrolment"_p = planned.enrolment, "session"_p = planned.session,
        "rule"_p = planned.rule, "schedule_version"_p = planned.schedule_version,
        "state"_p = planned.skipped ? "skipped" : "queued", "reason"_p = planned.skipped,
        "due"_p = planned.window.due, "not_after"_p = planned.window.not_after, "now"_p = now);
    tx.wake(outbox_changed);
}

std::string number(auto id) {
    return std::to_string(id.value());
}

std::string key_of(Kind kind, Addressee const& to) {
    return std::string(name(kind)) + ":registration " + number(to.id) + ":v" + std::to_string(to.version);
}

// A first mail to an unproven address: those of three forms a day go out, further ones wait for the window to
// open, one of each kind.
Planned first_mail(db::Read& db, Addressee const& to, Kind kind, std::string key, UtcTime now) {
    auto const useful = kind == Kind::verify ? milliseconds(confirming_link_works) : useful_confirmation;
    Planned planned{std::move(key), kind, {now, now + useful}};
    if (to.is_verified || kind == Kind::promoted) // a seat that somebody waited for is no first mail
        return planned;
    struct Lately {
        std::int64_t count;
        UtcTime oldest_at;
        static Lately from(db::Row const& row) {
            return {row.get<std::int64_t>("id"), row.get<UtcTime>("oldest_at")};
        }
    };
    auto const lately = db.one<Lately>(sql::messages::first_mails_since, "key"_p = to.email_key,
                                       "since"_p = now - 24h, "enrolment"_p = to.enrolment);
    if (lately.count < first_mails_a_day)
        return planned;
    planned.window.due = lately.oldest_at + 24h;
    planned.window.not_after = planned.window.due + useful;
    if (db.maybe<MessageId>(sql::messages::waits_for_window, "key"_p = to.email_key, "kind"_p = name(kind),
                            "now"_p = now))
        planned.skipped = "merged"; // the one that waits speaks for it
    return planned;
}

// What follows a first mail that is held back is held back too, until somebody proves the address.
bool is_held_back(Planned const& planned, UtcTime now) {
    return planned.skipped || planned.window.due > now;
}

bool was_sent_lately(db::Read& db, Addressee const& to, Kind kind, UtcTime now) {
    return db
        .maybe<std::int64_t>(sql::messages::sent_lately, "key"_p = to.email_key, "kind"_p = name(kind),
                             "since"_p = now - 24h)
        .has_value();
}

// Whether a mail that says the same goes out now too.
enum class Beside { confirmation, nothing };

// One reminder per session and rule. What would be due already is merged into the confirmation that goes out
// now; without one it still goes where it is useful.
void plan_reminders(db::Write& tx, Addressee const& to, Beside beside, UtcTime now) {
    for (auto const& session : coming_sessions(tx, to.edition, now)) {
        auto const plan = [&](Kind kind, std::string const& rule, Window window) {
            auto const key = rule + ":session " + number(session.id) + ":registration " + number(to.id) +
                             ":v" + std::to_string(session.schedule_version);
            Planned planned{key, kind, window};
            planned.session = session.id;
            planned.rule = rule;
            planned.schedule_version = session.schedule_version;
            if (window.due <= now && beside == Beside::confirmation)
                planned.skipped = "merged";
            else if (window.not_after <= now)
                planned.skipped = "too late";
            put(tx, to, planned, now);
        };
        plan(Kind::reminder_day, "reminder-day", day_before(session.starts_at, to.zone));
        plan(Kind::reminder_hour, "reminder-hour", hour_before(session.starts_at));
    }
}

// The calendar entries of all sessions but the first, which the confirmation carries.
void plan_invitations(db::Write& tx, Addressee const& to, std::vector<PlannedSession> const& sessions,
                      std::size_t from, std::size_t in_all, UtcTime now) {
    for (std::size_t i = from; i < sessions.size(); ++i) {
        auto const& session = sessions[i];
        Planned planned{"invitation:session " + number(session.id) + ":registration " + number(to.id) + ":v" +
                            std::to_string(session.schedule_version),
                        Kind::invitation,
                        invitation(session.starts_at, session.ends_at, static_cast<int>(in_all), now)};
        planned.session = session.id;
        planned.schedule_version = session.schedule_version;
        put(tx, to, planned, now);
    }
}

void plan_place(db::Write& tx, Addressee const& to, Kind kind, UtcTime now) {
    auto const sessions = coming_sessions(tx, to.edition, now);
    auto planned = first_mail(tx, to, kind, key_of(kind, to), now);
    if (!sessions.empty())
        planned.session = sessions.front().id;
    put(tx, to, planned, now);
    if (!is_held_back(planned, now))
        plan_invitations(tx, to, sessions, 1, sessions.size(), now);
    plan_reminders(tx, to, Beside::confirmation, now);
}

struct Confirmed {
    Addressee to;
    std::vector<PlannedSession> sessions; // that are still to come
};

std::vector<Confirmed> by_start(db::Read& db, std::vector<RegistrationId> const& ids, UtcTime now) {
    std::vector<Confirmed> all;
    for (auto const id : ids) {
        auto to = load_addressee(db, id);
        auto sessions = coming_sessions(db, to.edition, now);
        all.push_back({std::move(to), std::move(sessions)});
    }
    auto const start = [](Confirmed const& one) {
        return one.sessions.empty() ? UtcTime::max() : one.sessions.front().starts_at;
    };
    std::stable_sort(all.begin(), all.end(),
                     [&](auto const& a, auto const& b) { return start(a) < start(b); });
    return all;
}

// One confirmation for all that an enrolment holds, with the entry of its very first session. Whether it goes
// out now.
bool put_enrolment_confirmation(db::Write& tx, EnrolmentId enrolment, Confirmed const& first, UtcTime now) {
    auto planned = first_mail(tx, first.to, Kind::confirmation,
                              "confirmation:enrolment " + number(enrolment) + ":registration " +
                                  number(first.to.id) + ":v" + std::to_string(first.to.version),
                              now);
    planned.enrolment = enrolment;
    if (!first.sessions.empty())
        planned.session = first.sessions.front().id;
    put(tx, first.to, planned, now);
    return !is_held_back(planned, now);
}

} // namespace

void plan_confirmation(db::Write& tx, RegistrationId id, UtcTime now) {
    plan_place(tx, load_addressee(tx, id), Kind::confirmation, now);
}

void plan_promotion(db::Write& tx, RegistrationId id, UtcTime now) {
    plan_place(tx, load_addressee(tx, id), Kind::promoted, now);
}

void plan_enrolment(db::Write& tx, EnrolmentId enrolment, std::vector<RegistrationId> const& confirmed,
                    UtcTime now) {
    auto const all = by_start(tx, confirmed, now);
    std::size_t in_all = 0;
    for (auto const& one : all)
        in_all += one.sessions.size();
    bool const goes_out = !all.empty() && put_enrolment_confirmation(tx, enrolment, all.front(), now);
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto const& [to, sessions] = all[i];
        if (goes_out)
            plan_invitations(tx, to, sessions, i == 0 ? 1 : 0, in_all, now);
        plan_reminders(tx, to, Beside::confirmation, now);
    }
}

void plan_waitlisted(db::Write& tx, RegistrationId id, UtcTime now) {
    auto const to = load_addressee(tx, id);
    put(tx, to, first_mail(tx, to, Kind::waitlisted, key_of(Kind::waitlisted, to), now), now);
}

void plan_verification(db::Write& tx, RegistrationId id, UtcTime now) {
    auto const to = load_addressee(tx, id);
    put(tx, to, first_mail(tx, to, Kind::verify, key_of(Kind::verify, to), now), now);
}

void plan_verification_again(db::Write& tx, RegistrationId id, UtcTime now) {
    if (was_sent_lately(tx, load_addressee(tx, id), Kind::verify, now))
        return;
    tx.maybe<std::int64_t>(sql::messages::raise_version, "registration"_p = id);
    plan_verification(tx, id, now);
}

void plan_already_registered(db::Write& tx, RegistrationId id, UtcTime now) {
    auto const to = load_addressee(tx, id);
    if (was_sent_lately(tx, to, Kind::already_registered, now))
        return;
    auto const key = "already:person " + number(to.person) + ":" + rfc3339(now);
    put(tx, to, first_mail(tx, to, Kind::already_registered, key, now), now);
}

void release_withheld(db::Write& tx, RegistrationId id, UtcTime now) {
    auto const owner = load_addressee(tx, id);
    tx.run(sql::messages::release, "key"_p = owner.email_key, "now"_p = now);
    auto const all = by_start(
        tx, tx.all<RegistrationId>(sql::messages::confirmed_of_person, "person"_p = owner.person), now);
    for (auto const& [to, coming] : all) {
        auto sessions = coming;
        std::size_t in_all = 0; // of the same form
        for (auto const& other : all)
            if (other.to.id == to.id || (to.enrolment && other.to.enrolment == to.enrolment))
                in_all += other.sessions.size();
        std::erase_if(sessions, [&](PlannedSession const& session) {
            return tx
                .maybe<std::int64_t>(sql::messages::is_told, "session"_p = session.id, "key"_p = to.email_key)
                .has_value();
        });
        plan_invitations(tx, to, sessions, 0, in_all, now);
    }
    tx.wake(outbox_changed);
}

namespace {

struct Told {
    Addressee to;
    SessionId session;
};

// Skips what is unsent, and adds the coming sessions that the calendar was told of.
void take_back(db::Write& tx, Addressee const& to, std::vector<Told>& told, UtcTime now) {
    tx.run(sql::messages::skip_unsent, "registration"_p = to.id, "reason"_p = "cancelled");
    for (auto const session :
         tx.all<SessionId>(sql::messages::invited_sessions, "edition"_p = to.edition, "key"_p = to.email_key,
                                                            "now"_p = now))
        told.push_back({to, session});
}

// One CANCEL for each session that the calendar holds: the first goes with the words, each of the others says
// which one it is.
void put_cancellations(db::Write& tx, Addressee const& to, std::string const& key,
                       std::optional<EnrolmentId> enrolment, std::vector<Told> const& told, UtcTime now) {
    Window const window{now, now + useful_confirmation};
    Planned words{key, Kind::cancellation_own, window};
    words.enrolment = enrolment;
    if (!told.empty())
        words.session = told.front().session;
    put(tx, told.empty() ? to : told.front().to, words, now);
    for (std::size_t i = 1; i < told.size(); ++i) {
        Planned further{key_of_further_session(key, told[i].session), Kind::cancellation_own, window};
        further.session = told[i].session;
        put(tx, told[i].to, further, now);
    }
}

} // namespace

void plan_cancellation(db::Write& tx, RegistrationId id, bool tell, UtcTime now) {
    auto const to = load_addressee(tx, id);
    std::vector<Told> told;
    take_back(tx, to, told, now);
    tx.run(sql::messages::speak_instead, "key"_p = to.email_key, "now"_p = now);
    if (tell)
        put_cancellations(tx, to, key_of(Kind::cancellation_own, to), {}, told, now);
}

void plan_leaving(db::Write& tx, EnrolmentId enrolment, std::vector<RegistrationId> const& left,
                  UtcTime now) {
    auto const all = by_start(tx, left, now);
    if (all.empty())
        return;
    std::vector<Told> told;
    for (auto const& one : all)
        take_back(tx, one.to, told, now);
    auto const& first = all.front().to;
    tx.run(sql::messages::speak_instead, "key"_p = first.email_key, "now"_p = now);
    put_cancellations(tx, first, "cancellation_own:enrolment " + number(enrolment) + ":v1", enrolment, told,
                      now);
}

void send_again(db::Write& tx, RegistrationId id, UtcTime now) {
    tx.maybe<std::int64_t>(sql::messages::raise_version, "registration"_p = id);
    auto const to = load_addressee(tx, id);
    auto const kind = to.state == "waitlisted"   ? Kind::waitlisted
                      : to.state == "unverified" ? Kind::verify
                                                 : Kind::confirmation;
    auto const sessions = coming_sessions(tx, to.edition, now);
    auto planned = first_mail(tx, to, kind, key_of(kind, to), now);
    if (kind == Kind::confirmation && !sessions.empty())
        planned.session = sessions.front().id;
    put(tx, to, planned, now);
}

void send_enrolment_again(db::Write& tx, EnrolmentId enrolment, std::vector<RegistrationId> const& confirmed,
                          UtcTime now) {
    for (auto const id : confirmed) // whichever of them is first, its key is a new one
        tx.maybe<std::int64_t>(sql::messages::raise_version, "registration"_p = id);
    if (auto const all = by_start(tx, confirmed, now); !all.empty())
        put_enrolment_confirmation(tx, enrolment, all.front(), now);
}

void plan_reminders_again(db::Write& tx, RegistrationId id, UtcTime now) {
    auto const to = load_addressee(tx, id);
    tx.run(sql::messages::forget_reminders, "registration"_p = id);
    if (to.state == "confirmed" && !to.is_muted)
        plan_reminders(tx, to, Beside::nothing, now);
}

} // namespace lectern::messages

// The calendar entry that a mail gives or takes back; see scene.hpp.
// SPDX-License-Identifier: MIT
#include "base/secret.hpp"
#include "features/messages/scene.hpp"
#include "gen/sql/messages.hpp"
#include "mail/calendar.hpp"

#include <algorithm>

namespace lectern::messages {
namespace {

using catalogue::Session;

struct Told {
    std::int64_t sequence;
    bool is_request;
    std::string hash;
    static Told from(db::Row const& row) {
        return {row.get<std::int64_t>("id"), row.get<std::string>("method") == "REQUEST",
                row.get<std::string>("hash")};
    }
};

std::optional<Told> told(Scene const& scene) {
    return scene.db.maybe<Told>(sql::messages::was_invited, "session"_p = scene.row.session,
                                "key"_p = scene.row.email_key);
}

struct Found {
    Part const* part = nullptr;
    Session const* session = nullptr;
};

Found session_of_message(Scene const& scene) {
    Found found;
    auto const look = [&](Part const& part) {
        for (auto const& session : part.edition.sessions)
            if (session.id == *scene.row.session)
                found = {&part, &session};
    };
    for (auto const& part : scene.parts)
        look(part);
    if (scene.left)
        look(*scene.left);
    return found;
}

// "Living soil (2/3)": figures alone, for calendars are read in any language.
std::string title_of(Part const& part, Session const& session) {
    auto const number = number_of(part, session);
    return number
               ? part.event.title + " (" + std::to_string(number->at) + "/" + std::to_string(number->of) + ")"
               : part.event.title;
}

} // namespace

bool carries_calendar(Scene const& scene) {
    switch (scene.row.kind) {
    case Kind::confirmation:
    case Kind::promoted:
    case Kind::invitation: // of a place that is still held
        return scene.row.session.has_value() &&
               std::any_of(scene.parts.begin(), scene.parts.end(), [&](Part const& part) {
                   return std::any_of(part.sessions.begin(), part.sessions.end(),
                                      [&](Session const& one) { return one.id == *scene.row.session; });
               });
    case Kind::cancellation_own:
    case Kind::cancellation_event: { // nothing is taken back that was never given
        auto const held = scene.row.session ? told(scene) : std::nullopt;
        return held && held->is_request;
    }
    default:
        return false;
    }
}

// With the number that this addressee's calendar must see (product: max of session's and told).
void add_calendar(Scene const& scene, mail::Message& message, Rendered& out) {
    auto const [part, session] = session_of_message(scene);
    if (!session)
        return;
    auto const method = scene.is_cancellation() ? mail::Method::cancel : mail::Method::request;
    auto const now_told = sha256(rfc3339(session->starts_at) + rfc3339(session->ends_at) +
                                 (method == mail::Method::cancel ? "cancelled" : "confirmed"));
    auto const before = told(scene);
    std::int64_t sequence = session->sequence;
    if (before && (method == mail::Method::cancel || !before->is_request || before->hash != now_told))
        sequence = std::max(sequence, before->sequence + 1);
    else if (before)
        sequence = std::max(sequence, before->sequence);
    mail::CalendarSession entry{.uid = session->uid, .organizer = message.from};
    entry.sequence = static_cast<int>(sequence);
    entry.dtstamp = message.date;
    entry.start = session->starts_at;
    entry.end = session->ends_at;
    entry.zone = session->zone;
    entry.summary = title_of(*part, *session);
    auto const page = scene.url(scene.prefix() + "/events/" + part->event.slug);
    entry.location = part->edition.venue.value_or(page);
    entry.url = mail::Url::parse(page);
    if (method == mail::Method::request) {
        if (auto const join = scene.link(part->to, "join", "/j/")) {
            entry.conference = join;
            entry.description = part->event.summary + "\n\n" + join->text();
        }
    }
    entry.status = method == mail::Method::cancel ? mail::CalendarSession::Status::cancelled
                                                  : mail::CalendarSession::Status::confirmed;
    entry.attendee = message.to;
    message.calendar = {mail::write_calendar(method, {&entry, 1}), method};
    out.news = CalendarNews{session->id, method, sequence, now_told};
}

} // namespace lectern::messages

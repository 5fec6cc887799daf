// Writes calendar entries; see calendar.hpp.
// SPDX-License-Identifier: MIT
#include "mail/calendar.hpp"

#include "base/error.hpp"
#include "mail/safe_text.hpp"
#include "mail/vtimezone.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace lectern::mail {
namespace {

using Status = CalendarSession::Status;
using Class = CalendarSession::Class;

// TEXT, RFC 5545 §3.3.11.
std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : several_lines(text)) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == '\\' || c == ';' || c == ',')
            out += '\\';
        out += c;
    }
    return out;
}

// A parameter value in quotes. It has no escape for a quote, and RFC 6868 gives "^" a meaning.
std::string quoted(HeaderValue const& value) {
    std::string out = value.text();
    std::ranges::replace(out, '"', '\'');
    std::erase(out, '^');
    return "\"" + out + "\"";
}

std::string cal_address(std::string_view property, NamedAddress const& who, std::string_view more = {}) {
    std::string out(property);
    if (!who.name.empty())
        out += ";CN=" + quoted(who.name);
    out += more;
    out += ":mailto:";
    for (char const c : who.address.address())
        if (c == '%' || c == '?' || c == '#')
            out += c == '%' ? "%25" : c == '?' ? "%3F" : "%23";
        else
            out += c;
    return out;
}

std::string duration(std::chrono::minutes length) {
    return "PT" + std::to_string(length.count()) + "M";
}

bool is_uid(std::string_view text) {
    return !text.empty() && text.size() <= 250 && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '@' ||
               c == '.' || c == '-' || c == '_';
    });
}

// Programs differ in which of the two they take where the clock goes back over a time, so such a session is
// in UTC.
bool is_ambiguous(UtcTime time, Zone zone) {
    return resolve(to_local(time, zone), zone).kind == Resolved::Kind::fold;
}

std::string time_property(std::string_view name, UtcTime time, std::optional<Zone> zone) {
    if (!zone)
        return std::string(name) + ":" + calendar_utc(time);
    return std::string(name) + ";TZID=" + zone->name() + ":" + calendar_local(time, *zone);
}

std::string_view status_text(Method method, Status status) {
    if (method == Method::cancel || status == Status::cancelled)
        return "CANCELLED";
    return status == Status::tentative ? "TENTATIVE" : "CONFIRMED";
}

void add_alarm(std::string& out, CalendarSession const& session) {
    add_line(out, "BEGIN:VALARM");
    add_line(out, "ACTION:DISPLAY");
    add_line(out, "DESCRIPTION:" + escaped(session.summary));
    add_line(out, "TRIGGER:-" + duration(*session.alarm));
    add_line(out, "END:VALARM");
}

void add_event(std::string& out, Method method, CalendarSession const& session) {
    ensure(is_uid(session.uid), "a calendar UID is letters, digits and @.-_");
    ensure(session.start < session.end, "a session ends after it starts");
    add_line(out, "BEGIN:VEVENT");
    add_line(out, "UID:" + session.uid);
    add_line(out, "DTSTAMP:" + calendar_utc(session.dtstamp));
    add_line(out, "SEQUENCE:" + std::to_string(session.sequence));
    bool const in_utc = session.zone == Zone::utc() || is_ambiguous(session.start, session.zone) ||
                        is_ambiguous(session.end, session.zone);
    auto const zone = in_utc ? std::nullopt : std::optional(session.zone);
    add_line(out, time_property("DTSTART", session.start, zone));
    add_line(out, time_property("DTEND", session.end, zone));
    add_line(out, "SUMMARY:" + escaped(session.summary));
    if (!session.description.empty())
        add_line(out, "DESCRIPTION:" + escaped(session.description));
    if (!session.location.empty())
        add_line(out, "LOCATION:" + escaped(session.location));
    if (session.url)
        add_line(out, "URL:" + session.url->text());
    add_line(out, "STATUS:" + std::string(status_text(method, session.status)));
    add_line(out, std::string("CLASS:") + (session.visibility == Class::is_public ? "PUBLIC" : "PRIVATE"));
    add_line(out, "TRANSP:OPAQUE");
    add_line(out, cal_address("ORGANIZER", session.organizer));
    if (session.attendee)
        add_line(out, cal_address("ATTENDEE", *session.attendee,
                                  ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE"));
    if (session.conference)
        add_line(out, "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:" + session.conference->text());
    if (session.alarm && method == Method::request)
        add_alarm(out, session);
    add_line(out, "END:VEVENT");
}

void add_feed(std::string& out, Feed const& feed) {
    if (!feed.name.empty()) {
        add_line(out, "NAME:" + escaped(feed.name));
        add_line(out, "X-WR-CALNAME:" + escaped(feed.name));
    }
    add_line(out, "REFRESH-INTERVAL;VALUE=DURATION:" + duration(feed.refresh));
    add_line(out, "X-PUBLISHED-TTL:" + duration(feed.refresh));
}

void add_zones(std::string& out, std::span<CalendarSession const> sessions) {
    std::map<std::string, std::pair<UtcTime, UtcTime>> spans;
    for (auto const& session : sessions) {
        auto const [at, is_new] =
            spans.try_emplace(session.zone.name(), std::pair(session.start, session.end));
        if (!is_new)
            at->second = {std::min(at->second.first, session.start),
                          std::max(at->second.second, session.end)};
    }
    for (auto const& session : sessions) { // in the order of the sessions, each zone once
        auto const span = spans.extract(session.zone.name());
        if (!span.empty() && session.zone != Zone::utc())
            out += write_vtimezone(session.zone, span.mapped().first, span.mapped().second);
    }
}

} // namespace

std::string_view name_of(Method method) {
    switch (method) {
    case Method::publish:
        return "PUBLISH";
    case Method::request:
        return "REQUEST";
    case Method::cancel:
        return "CANCEL";
    }
    throw Bug("a calendar method has a name");
}

std::string write_calendar(Method method, std::span<CalendarSession const> sessions, Feed const& feed) {
    if (method == Method::publish)
        ensure(std::ranges::none_of(sessions, [](auto const& s) { return s.attendee.has_value(); }),
               "a published calendar names no attendee");
    else
        ensure(sessions.size() == 1 && sessions.front().attendee.has_value(),
               "an invitation is for one session and one attendee");
    std::string out;
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    add_line(out, "PRODID:-//Lectern//Lectern//EN");
    add_line(out, "CALSCALE:GREGORIAN");
    add_line(out, "METHOD:" + std::string(name_of(method)));
    if (method == Method::publish)
        add_feed(out, feed);
    add_zones(out, sessions);
    for (auto const& session : sessions)
        add_event(out, method, session);
    add_line(out, "END:VCALENDAR");
    return out;
}

} // namespace lectern::mail

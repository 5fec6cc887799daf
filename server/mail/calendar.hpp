// Calendar entries (iCalendar, RFC 5545): invitations and cancellations for mails (RFC 5546 REQUEST and
// CANCEL), and feeds (PUBLISH). The features fill CalendarSessions, mails and feed pages take the bytes.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"
#include "mail/header.hpp"
#include "mail/url.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lectern::mail {

enum class Method { publish, request, cancel };
std::string_view name_of(Method method); // "PUBLISH", "REQUEST", "CANCEL"

// One sitting, one VEVENT. Texts may hold anything: they are escaped, control characters dropped.
struct CalendarSession {
    enum class Status { confirmed, tentative, cancelled };
    enum class Class { is_public, is_private };

    std::string uid;   // one for ever, stored whole; letters, digits and "@.-_" only
    int sequence = 0;  // rises with start, end and status, never falls
    UtcTime dtstamp{}; // when this entry was written
    UtcTime start{};
    UtcTime end{};
    Zone zone = Zone::utc(); // the zone in which the session was planned
    std::string summary = {};
    std::string description = {}; // several lines
    std::string location = {};    // a room, or the address of a page
    std::optional<Url> url = std::nullopt;
    std::optional<Url> conference = std::nullopt; // personal copies only
    Status status = Status::confirmed;
    Class visibility = Class::is_private;
    NamedAddress organizer;                              // the From of the mail
    std::optional<NamedAddress> attendee = std::nullopt; // the one addressee; never in a feed
    std::optional<std::chrono::minutes> alarm =
        std::nullopt; // before the start, only where the reader asked for one
};

// What a feed says about itself.
struct Feed {
    std::string name;
    std::chrono::minutes refresh = std::chrono::hours(1);
};

// The bytes, CRLF, folded at 75 octets. REQUEST and CANCEL take one session with an attendee, PUBLISH any
// number without. Throws Bug where that does not hold or a UID is none.
std::string write_calendar(Method method, std::span<CalendarSession const> sessions, Feed const& feed = {});

} // namespace lectern::mail

// Small builders of mails and calendar entries for the tests of this room.
// SPDX-License-Identifier: MIT
#pragma once

#include "mail/calendar.hpp"
#include "mail/message.hpp"

#include <string>
#include <string_view>

namespace lectern::mail::sample {

inline Email email(std::string_view text) {
    return Email::parse(text).value();
}
inline Url url(std::string_view text) {
    return Url::parse(text).value();
}
inline UtcTime time(std::string_view text) {
    return parse_rfc3339(text).value();
}
inline Zone zone(std::string_view name) {
    return Zone::find(name).value();
}

inline CalendarSession session(std::string_view zone_name = "Africa/Lagos") {
    return {
        .uid = "3f0c6b1e-0c8f-4c53-9f5e-4f5dd1d3a111@example.org",
        .dtstamp = time("2027-02-20T10:00:00Z"),
        .start = time("2027-03-09T14:00:00Z"),
        .end = time("2027-03-09T15:30:00Z"),
        .zone = zone(zone_name),
        .summary = "Budgets for mine closure",
        .organizer = {"Open Learning", email("events@example.org")},
        .attendee = NamedAddress{"Adaeze Okafor", email("adaeze@example.net")},
    };
}

inline Message message() {
    return {
        .key = "confirmation:registration 88:v1",
        .message_id = message_id_of("confirmation:registration 88:v1", "example.org"),
        .date = time("2027-02-20T10:00:00Z"),
        .from = {"Open Learning", email("events@example.org")},
        .to = {"Adaeze Okafor", email("adaeze@example.net")},
        .subject = "Your place is confirmed: Budgets for mine closure",
        .plain = "Hello Adaeze,\n\nyou have a place.\n",
        .html =
            "<!DOCTYPE html>\n<html lang=\"en\"><body><p>Hello Adaeze, you have a place.</p></body></html>\n",
    };
}

inline Message invitation() {
    auto out = message();
    auto const entry = session();
    out.calendar = CalendarPart{write_calendar(Method::request, {&entry, 1}), Method::request};
    return out;
}

} // namespace lectern::mail::sample

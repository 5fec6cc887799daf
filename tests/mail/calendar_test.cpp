// Calendar entries as bytes. What calendar programs make of them is asked in parsers_test.py and
// parsers.test.mjs. SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/error.hpp"
#include "mail/calendar.hpp"
#include "sample.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace lectern;
using namespace lectern::mail;

namespace {

std::vector<std::string> lines_of(std::string_view bytes) {
    std::vector<std::string> lines;
    while (!bytes.empty()) {
        auto const end = bytes.find("\r\n");
        REQUIRE(end != std::string_view::npos);
        auto const line = bytes.substr(0, end);
        if (line.starts_with(' ') && !lines.empty())
            lines.back() += line.substr(1);
        else
            lines.emplace_back(line);
        bytes.remove_prefix(end + 2);
    }
    return lines;
}

std::vector<std::string> written(Method method, CalendarSession const& session) {
    return lines_of(write_calendar(method, {&session, 1}));
}

bool holds(std::vector<std::string> const& lines, std::string_view line) {
    return std::ranges::find(lines, line) != lines.end();
}

std::ptrdiff_t count(std::vector<std::string> const& lines, std::string_view start) {
    return std::ranges::count_if(lines, [&](auto const& line) { return line.starts_with(start); });
}

} // namespace

TEST_CASE("an invitation says who, when and where, once", "[mail]") {
    auto session = sample::session();
    session.sequence = 2;
    session.description = "Who pays?";
    session.location = "https://learn.example.org/j/AAAA";
    session.url = sample::url("https://learn.example.org/events/mine-closure");

    CHECK(written(Method::request, session) ==
          std::vector<std::string>{
              "BEGIN:VCALENDAR",
              "VERSION:2.0",
              "PRODID:-//Lectern//Lectern//EN",
              "CALSCALE:GREGORIAN",
              "METHOD:REQUEST",
              "BEGIN:VTIMEZONE",
              "TZID:Africa/Lagos",
              "BEGIN:STANDARD",
              "DTSTART:19700101T000000",
              "TZOFFSETFROM:+0100",
              "TZOFFSETTO:+0100",
              "TZNAME:WAT",
              "END:STANDARD",
              "END:VTIMEZONE",
              "BEGIN:VEVENT",
              "UID:3f0c6b1e-0c8f-4c53-9f5e-4f5dd1d3a111@example.org",
              "DTSTAMP:20270220T100000Z",
              "SEQUENCE:2",
              "DTSTART;TZID=Africa/Lagos:20270309T150000",
              "DTEND;TZID=Africa/Lagos:20270309T163000",
              "SUMMARY:Budgets for mine closure",
              "DESCRIPTION:Who pays?",
              "LOCATION:https://learn.example.org/j/AAAA",
              "URL:https://learn.example.org/events/mine-closure",
              "STATUS:CONFIRMED",
              "CLASS:PRIVATE",
              "TRANSP:OPAQUE",
              "ORGANIZER;CN=\"Open Learning\":mailto:events@example.org",
              "ATTENDEE;CN=\"Adaeze "
              "Okafor\";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:"
              "mailto:adaeze@example.net",
              "END:VEVENT",
              "END:VCALENDAR"});
}

TEST_CASE("a cancellation is CANCEL in method and CANCELLED in status", "[mail]") {
    auto const lines = written(Method::cancel, sample::session());

    CHECK(holds(lines, "METHOD:CANCEL"));
    CHECK(holds(lines, "STATUS:CANCELLED"));
    CHECK(count(lines, "ATTENDEE") == 1);
    CHECK(count(lines, "ORGANIZER") == 1);
}

TEST_CASE("a feed names itself and how often to ask, and nobody who attends", "[mail]") {
    auto one = sample::session();
    one.attendee.reset();
    auto two = one;
    two.uid = "second@example.org";
    two.status = CalendarSession::Status::cancelled;
    two.zone = sample::zone("America/New_York");
    std::vector const sessions{one, two, one};

    auto const lines =
        lines_of(write_calendar(Method::publish, sessions, {"Water; a month", std::chrono::hours(4)}));

    CHECK(holds(lines, "METHOD:PUBLISH"));
    CHECK(holds(lines, "NAME:Water\\; a month"));
    CHECK(holds(lines, "X-WR-CALNAME:Water\\; a month"));
    CHECK(holds(lines, "REFRESH-INTERVAL;VALUE=DURATION:PT240M"));
    CHECK(count(lines, "ATTENDEE") == 0);
    CHECK(count(lines, "BEGIN:VEVENT") == 3);
    CHECK(count(lines, "BEGIN:VTIMEZONE") == 2);
    CHECK(count(lines, "STATUS:CANCELLED") == 1);
}

TEST_CASE("who may be named in which method is not left to chance", "[mail]") {
    auto const invited = sample::session();
    auto nobody = invited;
    nobody.attendee.reset();
    std::vector const two{invited, invited};

    CHECK_THROWS_AS(write_calendar(Method::publish, {&invited, 1}), Bug);
    CHECK_THROWS_AS(write_calendar(Method::request, {&nobody, 1}), Bug);
    CHECK_THROWS_AS(write_calendar(Method::request, two), Bug);
    CHECK_THROWS_AS(write_calendar(Method::cancel, {}), Bug);
}

TEST_CASE("a zone with one rule for all coming years is written with two rules", "[mail]") {
    auto const lines = written(Method::request, sample::session("America/New_York"));

    CHECK(holds(lines, "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"));
    CHECK(holds(lines, "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"));
    CHECK(count(lines, "BEGIN:DAYLIGHT") == 1);
    CHECK(count(lines, "BEGIN:STANDARD") == 1);
}

TEST_CASE("the last Sunday of a month is the last one, and ahead is daylight, in Dublin too", "[mail]") {
    auto const lines = written(Method::request, sample::session("Europe/Dublin"));

    CHECK(holds(lines, "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"));
    CHECK(holds(lines, "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"));
    auto const ahead = std::ranges::find(lines, "BEGIN:DAYLIGHT");
    REQUIRE(ahead != lines.end());
    CHECK(*(ahead + 3) == "TZOFFSETTO:+0100");
}

TEST_CASE("a zone without such a rule lists its changes", "[mail]") {
    auto const name = GENERATE(as<std::string>(), "Africa/Casablanca", "Asia/Gaza");
    auto const lines = written(Method::request, sample::session(name));

    CHECK(count(lines, "RRULE") == 0);
    CHECK(count(lines, "TZOFFSETTO") >= 5);
}

TEST_CASE("a time that the clock shows twice is written in UTC", "[mail]") {
    auto session = sample::session("America/New_York");
    session.start = sample::time("2027-11-07T06:30:00Z"); // 01:30, the second time
    session.end = sample::time("2027-11-07T08:00:00Z");

    auto const lines = written(Method::request, session);

    CHECK(holds(lines, "DTSTART:20271107T063000Z"));
    CHECK(holds(lines, "DTEND:20271107T080000Z"));
}

TEST_CASE("a session in UTC needs no zone", "[mail]") {
    auto const lines = written(Method::request, sample::session("UTC"));

    CHECK(holds(lines, "DTSTART:20270309T140000Z"));
    CHECK(count(lines, "BEGIN:VTIMEZONE") == 0);
}

TEST_CASE("texts are escaped and cannot end a line", "[mail]") {
    auto session = sample::session();
    session.summary = "a;b,c\\d\"e\r\nATTENDEE:mailto:eve@example.com";
    session.description = "one\r\ntwo\rthree\nfour\u2028five\x01\u202E six\tseven";
    session.location = "END:VEVENT\rBEGIN:VEVENT";
    session.organizer.name = "Ann \"Bo\"; Lee:^n\r\nX:y";

    auto const lines = written(Method::request, session);

    CHECK(holds(lines, "SUMMARY:a\\;b\\,c\\\\d\"e\\nATTENDEE:mailto:eve@example.com"));
    CHECK(holds(lines, "DESCRIPTION:one\\ntwo\\nthree\\nfour\\nfive six seven"));
    CHECK(holds(lines, "LOCATION:END:VEVENT\\nBEGIN:VEVENT"));
    CHECK(holds(lines, "ORGANIZER;CN=\"Ann 'Bo'; Lee:n X:y\":mailto:events@example.org"));
    CHECK(count(lines, "ATTENDEE") == 1);
    CHECK(count(lines, "BEGIN:VEVENT") == 1);
}

TEST_CASE("lines are folded at 75 octets and never inside a character", "[mail]") {
    auto session = sample::session();
    for (int i = 0; i < 80; ++i) {
        session.summary = std::string(static_cast<std::size_t>(i), 'x');
        for (int k = 0; k < 60; ++k)
            session.summary += k % 3 == 0 ? "é" : k % 3 == 1 ? "日" : "🌊";
        auto const bytes = write_calendar(Method::request, {&session, 1});

        for (std::string_view rest = bytes; !rest.empty();) {
            auto const end = rest.find("\r\n");
            REQUIRE(end <= 75);
            REQUIRE((static_cast<unsigned char>(
                         rest[end + 2 < rest.size() && rest[end + 2] == ' ' ? end + 3 : 0]) &
                     0xC0U) != 0x80U);
            rest.remove_prefix(end + 2);
        }
        REQUIRE(holds(lines_of(bytes), "SUMMARY:" + session.summary));
    }
}

TEST_CASE("a conference link and an alarm stand only where they were asked for", "[mail]") {
    auto session = sample::session();
    CHECK(count(written(Method::request, session), "CONFERENCE") == 0);

    session.conference = sample::url("https://meet.example.org/room,1;x");
    session.alarm = std::chrono::minutes(15);

    auto const lines = written(Method::request, session);
    CHECK(holds(lines, "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://meet.example.org/room,1;x"));
    CHECK(holds(lines, "TRIGGER:-PT15M"));
    CHECK(count(written(Method::cancel, session), "BEGIN:VALARM") == 0);
}

TEST_CASE("a UID that could break a line is a bug", "[mail]") {
    auto session = sample::session();
    session.uid = GENERATE(as<std::string>(), "", "a\r\nb", "a;b", "a b", "é@example.org");

    CHECK_THROWS_AS(write_calendar(Method::request, {&session, 1}), Bug);
}

TEST_CASE("a zone that never changed in years has a standard time", "[mail]") {
    for (auto const* name :
         {"Asia/Kathmandu", "Asia/Singapore", "Africa/Windhoek", "Africa/Algiers", "America/Caracas"}) {
        INFO(name);
        CHECK(count(written(Method::request, sample::session(name)), "BEGIN:STANDARD") > 0);
    }
}

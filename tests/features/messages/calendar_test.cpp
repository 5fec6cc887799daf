// What a person's calendar is told: REQUEST before CANCEL, numbers that rise and never fall.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

#include <set>

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using sample::person;

namespace {

void cancel(TestApp& app, std::int64_t id) {
    app.del("/api/v1/registrations/" + app.token("manage", id));
}

// "REQUEST 0, CANCEL 1, …" in the order of sending.
std::vector<std::string> told(TestApp& app) {
    std::vector<std::string> all;
    for (auto const& mail : app.outbox.mails)
        if (!mail.calendar().empty())
            all.push_back(mail.calendar_line("METHOD") + " " + mail.calendar_line("SEQUENCE"));
    return all;
}

} // namespace

TEST_CASE("the first entry is a REQUEST with one attendee, the session's own id and the personal way in",
          "[messages][calendar]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("ann@example.net", "Ann; Lee, \"A\""));
    app.send_due();

    auto const& mail = app.outbox.last();
    CHECK(mail.calendar_line("METHOD") == "REQUEST");
    CHECK(mail.calendar_line("UID") == app.text("SELECT uid FROM session"));
    CHECK(mail.calendar_line("SEQUENCE") == "0");
    CHECK(mail.calendar_line("DTSTART;TZID=Africa/Dakar") == "20270309T140000");
    CHECK(mail.calendar_line("DTEND;TZID=Africa/Dakar") == "20270309T153000");
    CHECK(mail.calendar_line("STATUS") == "CONFIRMED");
    auto const text = mail.calendar();
    auto const first = text.find("\r\nATTENDEE");
    REQUIRE(first != text.npos);
    CHECK(text.find("\r\nATTENDEE", first + 1) == text.npos);
    CHECK_THAT(text, Catch::Matchers::Contains("mailto:ann@example.net"));
    CHECK_THAT(text, Catch::Matchers::Contains(std::string(site_url) + "/j/" + app.token("join", 1)));
    CHECK_THAT(mail.bytes, Catch::Matchers::Contains("method=REQUEST"));
}

TEST_CASE("register, cancel, register: the numbers are 0, 1, 2", "[messages][calendar]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const first = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    app.clock.pass(1h);
    cancel(app, first);
    app.send_due();
    app.clock.pass(1h);
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    CHECK(told(app) == std::vector<std::string>{"REQUEST 0", "CANCEL 1", "REQUEST 2"});
    CHECK(app.rows("SELECT method, sequence FROM calendar_told") == std::vector<std::string>{"REQUEST | 2"});
}

TEST_CASE("whoever leaves and comes back before the mail went out ends with an entry in the calendar",
          "[messages][calendar]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const first = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    cancel(app, first);
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    CHECK(told(app) == std::vector<std::string>{"REQUEST 0", "CANCEL 1", "REQUEST 2"});
}

TEST_CASE("a CANCEL that has to wait is not overtaken by the REQUEST after it", "[messages][calendar]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const first = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    cancel(app, first);
    app.outbox.answer = [](auto const&) { return mail::Outcome{mail::Outcome::Kind::later, 451, "", ""}; };
    app.send_due();
    app.outbox.answer = [](auto const&) { return mail::Outcome{}; };
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_until(app.clock.now() + 2h);
    CHECK(told(app) == std::vector<std::string>{"REQUEST 0", "CANCEL 1", "REQUEST 2"});
}

TEST_CASE("a CANCEL goes only to a calendar that was told of the session", "[messages][calendar]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const first = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.outbox.answer = [&](auto const&) { // cancelled while the confirmation is being refused
        cancel(app, first);
        app.outbox.answer = [](auto const&) { return mail::Outcome{}; };
        return mail::Outcome{mail::Outcome::Kind::later, 451, "", ""};
    };
    app.send_due();
    app.send_until(app.clock.now() + 2h);
    CHECK(told(app).empty());
    CHECK(app.outbox.mails.size() == 1); // that the place was given up
}

TEST_CASE("sending the confirmation again keeps the number", "[messages][calendar]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const receipt =
        app.post(soil.registrations(), person("ann@example.net")).json().at("receipt").get<std::string>();
    app.send_due();
    app.post("/api/v1/receipts/" + receipt + "/resend", Json::object());
    app.send_due();
    CHECK(told(app) == std::vector<std::string>{"REQUEST 0", "REQUEST 0"});
}

TEST_CASE("a moved session is told with a higher number than before", "[messages][calendar]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const receipt =
        app.post(soil.registrations(), person("ann@example.net")).json().at("receipt").get<std::string>();
    app.send_due();
    app.sql("UPDATE session SET starts_at = starts_at + 3600000, ends_at = ends_at + 3600000");
    app.post("/api/v1/receipts/" + receipt + "/resend", Json::object());
    app.send_due();
    app.sql("UPDATE session SET sequence = 5");
    sample::place(app, soil.registrations(), person("bob@example.net"));
    app.send_due();
    CHECK(told(app) == std::vector<std::string>{"REQUEST 0", "REQUEST 1", "REQUEST 5"});
}

TEST_CASE("every session that a calendar holds is taken back", "[messages][calendar]") {
    TestApp app;
    auto const workshop = sample::add(
        app, sample::Event{
                 .kind = "workshop",
                 .editions = {{.sessions = {{.start = "2027-03-09T09:00"}, {.start = "2027-03-10T09:00"}}}}});
    auto const id = sample::place(app, workshop.registrations(), person("ann@example.net"));
    app.send_due();
    cancel(app, id);
    app.send_due();
    CHECK(told(app) == std::vector<std::string>{"REQUEST 0", "REQUEST 0", "CANCEL 1", "CANCEL 1"});
    std::set<std::string> uids;
    for (auto const& mail : app.outbox.mails)
        uids.insert(mail.calendar_line("UID"));
    CHECK(uids.size() == 2);
    CHECK(app.outbox.last().calendar_line("STATUS") == "CANCELLED");
}

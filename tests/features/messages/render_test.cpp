// Every kind of mail in every language, with names that try to break out.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

#include <set>

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using sample::person;

namespace {

constexpr auto hostile = "Ann\r\nBcc: x@evil.example <script>alert(1)</script> [win](https://evil.example) "
                         "{{name}} https://evil.example **b** \"q\"";

// Sends one mail of each kind that a registration can cause.
void send_every_kind(TestApp& app, std::string const& language) {
    auto const who = [&](std::string const& address) {
        return person(address, hostile, "America/Lima", language);
    };
    auto const event = [&](std::string const& slug, std::optional<std::int64_t> capacity) {
        return sample::add(
            app, sample::Event{
                     .slug = slug,
                     .texts = {{.title = std::string("T ") + hostile, .summary = hostile}},
                     .editions = {{.capacity = capacity, .sessions = {{}, {.start = "2027-03-10T09:00"}}}}});
    };
    auto const one = event("one", 1);
    sample::add_speaker(app, "s", hostile, one.event, "interpreter",
                        "A [link](https://evil.example) and <b>HTML</b>\n\n# Head");
    auto const first =
        sample::place(app, one.registrations(), who("first@example.net")); // confirmation, invitation
    sample::place(app, one.registrations(), who("second@example.net"));    // waitlisted
    app.post(one.registrations(), who("second@example.net"));              // already_registered
    app.send_due();
    app.del("/api/v1/registrations/" + app.token("manage", first)); // cancellation_own, promoted
    app.send_due();
    for (std::string const address : {"third@example.net"}) // verify
        app.post_form("/events/two/register", {{"email", address}, {"name", "x"}});
    event("two", {});
    app.post_form(
        "/events/two/register",
        {{"email", "third@example.net"}, {"name", hostile}, {"locale", language}, {"website", "bot"}});
    app.send_until(at("2027-03-11T00:00:00Z")); // reminders
}

} // namespace

TEST_CASE("every kind of mail is written in every language, and nothing in it breaks out",
          "[messages][render]") {
    for (std::string const language : {"en", "fr", "es", "pt"}) {
        TestApp app;
        send_every_kind(app, language);
        CHECK(app.number("SELECT count(*) FROM message WHERE state = 'failed'") == 0);
        auto const kinds = app.rows("SELECT DISTINCT kind FROM message WHERE state = 'sent' ORDER BY kind");
        CHECK(kinds == std::vector<std::string>{"already_registered", "cancellation_own", "confirmation",
                                                "invitation", "promoted", "reminder_day", "reminder_hour",
                                                "verify", "waitlisted"});
        for (auto const& mail : app.outbox.mails) {
            INFO(mail.bytes);
            CHECK(mail.read.header("Bcc").empty());
            CHECK(mail.subject().find('\n') == std::string::npos);
            CHECK(mail.read.header("Content-Language") == language);
            CHECK(mail.read.header("Auto-Submitted") == "auto-generated");
            CHECK(mail.read.html.find("<script") == std::string::npos);
            CHECK(mail.read.html.find("href=\"https://evil") == std::string::npos);
            CHECK(mail.read.html.find("lang=\"" + language + "\"") != std::string::npos);
            CHECK(mail.plain().find("https://evil.example") ==
                  std::string::npos); // broken by an invisible character
            CHECK(mail.plain().find("{{#") == std::string::npos);
            CHECK(mail.plain().find("{{manage") == std::string::npos);
            CHECK_THAT(mail.plain(), Contains("/me/") || Contains("/events/"));
            if (language != "en")
                CHECK_THAT(mail.plain(), Contains(std::string(site_url) + "/" + language + "/"));
        }
    }
}

TEST_CASE("the languages say each kind in their own words", "[messages][render]") {
    std::set<std::string> subjects;
    for (std::string const language : {"en", "fr", "es", "pt"}) {
        TestApp app;
        sample::place(app, sample::add(app, sample::Event{}).registrations(),
                      person("ann@example.net", "Ann", "Africa/Dakar", language));
        app.send_due();
        subjects.insert(app.outbox.last().subject());
    }
    CHECK(subjects.size() == 4);
}

TEST_CASE("times are the reader's first, then the event's, each with its zone", "[messages][render]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("ann@example.net", "Ann", "Africa/Lagos"));
    sample::place(app, soil.registrations(), {{"email", "bob@example.net"}, {"name", "Bob"}});
    app.send_due();
    CHECK_THAT(app.outbox.to("ann@example.net")[0].words(),
               Contains("Tuesday 9 March, 15:00 – 16:30, your time") && Contains("(UTC+1)") &&
                   Contains("14:00 – 15:30 in Dakar"));
    auto const guessed = app.outbox.to("bob@example.net")[0].words();
    CHECK_THAT(guessed, Contains("Tuesday 9 March, 14:00 – 15:30") && !Contains("your time,"));
    CHECK_THAT(guessed, Contains("You did not tell us your time zone"));
}

TEST_CASE("\"this was not me\" stands in first mails until the address is proven", "[messages][render]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const clay = sample::add(app, sample::Event{.slug = "clay"});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    CHECK_THAT(app.outbox.last().plain(), Contains("#not-me"));
    app.patch("/api/v1/registrations/" + app.token("manage", id), {{"name", "Ann"}});
    sample::place(app, clay.registrations(), person("ann@example.net"));
    app.send_due();
    CHECK_THAT(app.outbox.last().plain(), !Contains("#not-me"));
}

TEST_CASE("a place given up before its confirmation went out was no place on the waiting list",
          "[messages][render]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    auto const seat = sample::place(app, soil.registrations(), person("ann@example.net"));
    auto const line = sample::place(app, soil.registrations(), person("bob@example.net"));
    app.del("/api/v1/registrations/" + app.token("manage", line));
    app.del("/api/v1/registrations/" + app.token("manage", seat));
    app.send_due();
    CHECK_THAT(app.outbox.to("ann@example.net").at(0).plain(), !Contains("waiting list"));
    CHECK_THAT(app.outbox.to("bob@example.net").at(0).plain(), Contains("waiting list"));
}

TEST_CASE("a message rendered twice is the same message", "[messages][render]") {
    TestApp app;
    sample::place(app, sample::add(app, sample::Event{}).registrations(), person("ann@example.net"));
    app.send_due();
    auto const first = app.outbox.last().bytes;
    app.sql("DROP TRIGGER message_sent_is_final");
    app.sql("UPDATE message SET state = 'queued', sent_at = NULL WHERE kind = 'confirmation'");
    app.sql("DELETE FROM calendar_told");
    app.clock.pass(10min);
    app.send_due();
    CHECK(app.outbox.last().bytes == first);
}

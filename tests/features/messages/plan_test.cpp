// What a registration puts into the outbox: which rows, under which keys, due when.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using sample::person;

namespace {

std::string time_of(std::string const& column) {
    return "strftime('%Y-%m-%dT%H:%MZ', " + column + " / 1000, 'unixepoch')";
}

std::vector<std::string> planned(TestApp& app, std::string const& where = "1") {
    return app.rows("SELECT key, state, " + time_of("due_at") + ", " + time_of("not_after") +
                    " FROM message WHERE " + where + " ORDER BY id");
}

// When the day-before reminder of a session at that local time is due for a reader there.
std::string day_before(std::string const& start, std::string const& zone, std::string const& reader) {
    TestApp app({.now = "2027-01-01T00:00:00Z"});
    auto const event =
        sample::add(app, sample::Event{.editions = {{.sessions = {{.start = start, .zone = zone}}}}});
    sample::place(app, event.registrations(), person("ann@example.net", "Ann", reader));
    return app.text("SELECT " + time_of("due_at") + " FROM message WHERE rule = 'reminder-day'");
}

} // namespace

TEST_CASE("a confirmed place has a confirmation and two reminders, under stable keys", "[messages][plan]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("ann@example.net"));
    CHECK(planned(app) ==
          std::vector<std::string>{
              "confirmation:registration 1:v1 | queued | 2027-03-01T10:00Z | 2027-03-03T10:00Z",
              "reminder-day:session 1:registration 1:v1 | queued | 2027-03-08T09:00Z | 2027-03-08T15:00Z",
              "reminder-hour:session 1:registration 1:v1 | queued | 2027-03-09T13:00Z | 2027-03-09T13:30Z"});
    CHECK(app.rows("SELECT kind, priority, email, language, registration_id, session_id, rule, "
                   "schedule_version FROM message ORDER BY id") ==
          std::vector<std::string>{"confirmation | 2 | ann@example.net | en | 1 | 1 |  | ",
                                   "reminder_day | 6 | ann@example.net | en | 1 | 1 | reminder-day | 1",
                                   "reminder_hour | 4 | ann@example.net | en | 1 | 1 | reminder-hour | 1"});
    CHECK(app.number("SELECT count(DISTINCT message_id) FROM message") == 3);
}

TEST_CASE("a place in line has its notice and nothing else", "[messages][plan]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 0}}});
    sample::place(app, soil.registrations(), person("ann@example.net"));
    CHECK(planned(app) ==
          std::vector<std::string>{
              "waitlisted:registration 1:v1 | queued | 2027-03-01T10:00Z | 2027-03-03T10:00Z"});
}

TEST_CASE("the day before is at nine where the reader is", "[messages][plan]") {
    CHECK(day_before("2027-03-09T14:00", "Africa/Dakar", "Africa/Dakar") == "2027-03-08T09:00Z");
    CHECK(day_before("2027-03-09T14:00", "Africa/Dakar", "America/Lima") == "2027-03-08T14:00Z");
    CHECK(day_before("2027-03-09T14:00", "Africa/Dakar", "Asia/Tokyo") == "2027-03-08T00:00Z");
    // 22:00 in Dakar is the next day already in Tokyo
    CHECK(day_before("2027-03-09T22:00", "Africa/Dakar", "Asia/Tokyo") == "2027-03-09T00:00Z");
    CHECK(day_before("2027-03-09T01:00", "Africa/Dakar", "America/Lima") == "2027-03-07T14:00Z");
}

TEST_CASE("the day before is at nine by the clock also where the clock changes that night",
          "[messages][plan]") {
    // Paris goes from UTC+1 to UTC+2 on 28 March 2027 at 02:00, and back on 31 October at 03:00
    CHECK(day_before("2027-03-28T14:00", "Europe/Paris", "Europe/Paris") == "2027-03-27T08:00Z");
    CHECK(day_before("2027-03-29T14:00", "Europe/Paris", "Europe/Paris") == "2027-03-28T07:00Z");
    CHECK(day_before("2027-10-31T14:00", "Europe/Paris", "Europe/Paris") == "2027-10-30T07:00Z");
    CHECK(day_before("2027-11-01T14:00", "Europe/Paris", "Europe/Paris") == "2027-10-31T08:00Z");
}

TEST_CASE("whoever registers late gets one mail in place of confirmation and reminder", "[messages][plan]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    app.clock.set("2027-03-08T09:00:00Z");
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.clock.set("2027-03-09T13:00:00Z");
    sample::place(app, soil.registrations(), person("bob@example.net"));

    CHECK(app.rows("SELECT registration_id, kind, state, reason FROM message ORDER BY id") ==
          std::vector<std::string>{"1 | confirmation | queued | ", "1 | reminder_day | skipped | merged",
                                   "1 | reminder_hour | queued | ", "2 | confirmation | queued | ",
                                   "2 | reminder_day | skipped | merged",
                                   "2 | reminder_hour | skipped | merged"});
}

TEST_CASE("several sessions: the first entry comes with the confirmation, up to three more follow at once",
          "[messages][plan]") {
    TestApp app;
    std::vector<sample::Session> sessions;
    for (std::string const day : {"20", "21", "22", "23"})
        sessions.push_back({.start = "2027-03-" + day + "T09:00"});
    auto const workshop =
        sample::add(app, sample::Event{.kind = "workshop", .editions = {{.sessions = sessions}}});
    sample::place(app, workshop.registrations(), person("ann@example.net"));
    CHECK(planned(app, "rule IS NULL") ==
          std::vector<std::string>{
              "confirmation:registration 1:v1 | queued | 2027-03-01T10:00Z | 2027-03-03T10:00Z",
              "invitation:session 2:registration 1:v1 | queued | 2027-03-01T10:00Z | 2027-03-21T10:30Z",
              "invitation:session 3:registration 1:v1 | queued | 2027-03-01T10:00Z | 2027-03-22T10:30Z",
              "invitation:session 4:registration 1:v1 | queued | 2027-03-01T10:00Z | 2027-03-23T10:30Z"});
    CHECK(app.number("SELECT count(*) FROM message WHERE rule IS NOT NULL") == 8);
}

TEST_CASE("of more than four sessions each further entry comes a week ahead", "[messages][plan]") {
    TestApp app;
    std::vector<sample::Session> sessions;
    for (std::string const day : {"05", "12", "19", "26", "30"})
        sessions.push_back({.start = "2027-03-" + day + "T09:00"});
    auto const course =
        sample::add(app, sample::Event{.kind = "workshop", .editions = {{.sessions = sessions}}});
    sample::place(app, course.registrations(), person("ann@example.net"));
    CHECK(app.rows("SELECT " + time_of("due_at") + " FROM message WHERE kind = 'invitation' ORDER BY id") ==
          std::vector<std::string>{"2027-03-05T09:00Z", "2027-03-12T09:00Z", "2027-03-19T09:00Z",
                                   "2027-03-23T09:00Z"});
}

TEST_CASE("cancelling skips what is unsent; somebody never told hears no CANCEL", "[messages][plan]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.del("/api/v1/registrations/" + app.token("manage", id));

    CHECK(app.rows("SELECT kind, state, reason FROM message ORDER BY id") ==
          std::vector<std::string>{"confirmation | skipped | cancelled", "reminder_day | skipped | cancelled",
                                   "reminder_hour | skipped | cancelled", "cancellation_own | queued | "});
    app.send_due();
    REQUIRE(app.outbox.mails.size() == 1);
    CHECK(app.outbox.last().calendar().empty());
}

TEST_CASE("a mail-bomb stops at three first mails a day; further ones become one the day after",
          "[messages][plan]") {
    TestApp app;
    for (std::string const slug : {"a", "b", "c", "d", "e", "f"}) {
        sample::place(app, sample::add(app, sample::Event{.slug = slug}).registrations(),
                      person("victim@example.net"));
        app.clock.pass(1min);
    }
    CHECK(planned(app, "kind = 'confirmation'") ==
          std::vector<std::string>{
              "confirmation:registration 1:v1 | queued | 2027-03-01T10:00Z | 2027-03-03T10:00Z",
              "confirmation:registration 2:v1 | queued | 2027-03-01T10:01Z | 2027-03-03T10:01Z",
              "confirmation:registration 3:v1 | queued | 2027-03-01T10:02Z | 2027-03-03T10:02Z",
              "confirmation:registration 4:v1 | queued | 2027-03-02T10:00Z | 2027-03-04T10:00Z",
              "confirmation:registration 5:v1 | skipped | 2027-03-02T10:00Z | 2027-03-04T10:00Z",
              "confirmation:registration 6:v1 | skipped | 2027-03-02T10:00Z | 2027-03-04T10:00Z"});
    app.send_due();
    CHECK(app.outbox.mails.size() == 3);
    app.clock.pass(24h);
    app.send_due();
    CHECK(app.outbox.mails.size() == 4);
    CHECK_THAT(app.get("/me/" + app.outbox.last().token("/me/")).body,
               Catch::Matchers::Contains(app.token("manage", 6)));
}

TEST_CASE("a proven address is not counted, and an unproven one does not count for others",
          "[messages][plan]") {
    TestApp app;
    auto const first = sample::place(app, sample::add(app, sample::Event{.slug = "first"}).registrations(),
                                     person("ann@example.net"));
    app.patch("/api/v1/registrations/" + app.token("manage", first), {{"name", "Ann"}});
    for (std::string const slug : {"a", "b", "c", "d", "e"}) {
        auto const event = sample::add(app, sample::Event{.slug = slug});
        sample::place(app, event.registrations(), person("ann@example.net"));
        if (slug == "a")
            sample::place(app, event.registrations(), person("bob@example.net"));
    }
    app.send_due();
    CHECK(app.outbox.to("ann@example.net").size() == 6);
    CHECK(app.outbox.to("bob@example.net").size() == 1);
}

TEST_CASE("the entries of a month's sessions count as one first mail", "[messages][plan][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    for (std::string const slug : {"a", "b", "c", "d"})
        sample::add(app, sample::Event{.slug = slug, .month = month});
    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));
    auto const other = sample::add(app, sample::Event{.slug = "other"});
    sample::place(app, other.registrations(), person("ann@example.net"));
    app.send_due();
    CHECK(
        app.number(
            "SELECT count(*) FROM message WHERE kind IN ('confirmation', 'invitation') AND state = 'sent'") ==
        5);
}

TEST_CASE("what follows a first mail that is held back is held back too, until the owner has been here",
          "[messages][plan]") {
    TestApp app;
    auto const workshop = sample::add(
        app, sample::Event{
                 .slug = "workshop",
                 .editions = {{.sessions = {{.start = "2027-03-20T14:00"}, {.start = "2027-03-21T14:00"}}}}});
    std::vector<sample::Added> others;
    for (std::string const slug : {"a", "b", "c"})
        others.push_back(sample::add(app, sample::Event{.slug = slug}));
    for (auto const& one : others)
        sample::place(app, one.registrations(), person("ann@example.net"));
    auto const id = sample::place(app, workshop.registrations(), person("ann@example.net"));
    CHECK(app.send_due() == 3);
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'invitation'") == 0);

    app.patch("/api/v1/registrations/" + app.token("manage", id), {{"name", "Ann"}}); // proves the address

    CHECK(app.send_due() == 2); // the confirmation, and the entry of the second day
    CHECK(app.rows("SELECT kind, state FROM message WHERE registration_id = " + std::to_string(id) +
                   " AND rule IS NULL ORDER BY id") ==
          std::vector<std::string>{"confirmation | sent", "invitation | sent"});
}

TEST_CASE("the first mail that had to wait names what was merged into it", "[messages][plan]") {
    TestApp app;
    for (std::string const slug : {"a", "b", "c", "d", "e"})
        sample::place(
            app,
            sample::add(app, sample::Event{.slug = slug,
                                           .texts = {{.title = "Title " + slug}},
                                           .editions = {{.sessions = {{.start = "2027-03-20T14:00"}}}}})
                .registrations(),
            person("ann@example.net"));
    CHECK(app.send_due() == 3);
    app.clock.set("2027-03-02T10:00:00Z");
    CHECK(app.send_due() == 1);
    CHECK(app.outbox.last().plain().find("Title d") != std::string::npos);
    CHECK(app.outbox.last().plain().find("Title e") != std::string::npos);
}

TEST_CASE("of what waits for an unproven address each kind is told, and nothing is lost", "[messages]") {
    TestApp app;
    std::vector<sample::Added> events;
    for (int i = 0; i < 6; ++i)
        events.push_back(sample::add(
            app, sample::Event{
                     .slug = "e" + std::to_string(i),
                     .texts = {{.title = "Title " + std::to_string(i)}},
                     .editions = {{.capacity = i == 3 ? std::optional<std::int64_t>(0) : std::nullopt,
                                   .sessions = {{.start = "2027-03-1" + std::to_string(i) + "T14:00"}}}}}));
    for (auto const& event : events) // three go out, a waiting list and two places wait
        sample::place(app, event.registrations(), person("ann@example.net"));
    app.send_due();
    CHECK(app.outbox.mails.size() == 3);

    app.clock.pass(24h + 1s);
    app.send_due();

    REQUIRE(app.outbox.mails.size() == 5);
    auto const& waiting = app.outbox.mails[3].read.plain;
    auto const& confirmed = app.outbox.mails[4].read.plain;
    CHECK(waiting.find("Title 3") != std::string::npos);
    CHECK(confirmed.find("Title 4") != std::string::npos);
    CHECK(confirmed.find("Title 5") != std::string::npos);
}

TEST_CASE("where the mail that waits for others is not sent, the next of them is", "[messages]") {
    TestApp app;
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 5; ++i) {
        auto const event = sample::add(
            app, sample::Event{
                     .slug = "e" + std::to_string(i),
                     .texts = {{.title = "Title " + std::to_string(i)}},
                     .editions = {{.sessions = {{.start = "2027-03-1" + std::to_string(i) + "T14:00"}}}}});
        ids.push_back(sample::place(app, event.registrations(), person("ann@example.net")));
    }
    app.del("/api/v1/registrations/" + app.token("manage", ids[3]));

    app.clock.pass(24h + 1s);
    app.send_due();

    auto const& mails = app.outbox.mails;
    CHECK(std::ranges::any_of(
        mails, [](auto const& mail) { return mail.read.plain.find("Title 4") != std::string::npos; }));
}

TEST_CASE("entries of a month that were held back come each seven days before", "[messages]") {
    TestApp app;
    auto const month = sample::add_month(app);
    for (int i = 0; i < 3; ++i)
        sample::place(app, sample::add(app, sample::Event{.slug = "x" + std::to_string(i)}).registrations(),
                      person("ann@example.net"));
    for (int i = 0; i < 6; ++i)
        sample::add(app,
                    sample::Event{
                        .slug = "m" + std::to_string(i),
                        .month = month,
                        .editions = {{.sessions = {{.start = "2027-03-2" + std::to_string(i) + "T14:00"}}}}});
    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));

    app.patch("/api/v1/registrations/" + app.token("manage", 1), {{"name", "Ann"}});

    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'invitation'") > 0);
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'invitation' AND due_at <= " +
                     std::to_string(app.clock.now().time_since_epoch().count())) == 0);
}

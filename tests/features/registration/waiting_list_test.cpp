// First come, first served: who moves up when a seat is given back.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using sample::person;

namespace {

std::vector<std::string> states(TestApp& app) {
    return app.rows("SELECT email, state FROM registration ORDER BY id");
}

} // namespace

TEST_CASE("a cancelled seat goes to the first person in line, then to the next", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    std::vector<std::int64_t> ids;
    for (std::string const address : {"a@example.net", "b@example.net", "c@example.net", "d@example.net"})
        ids.push_back(sample::place(app, soil.registrations(), person(address)));

    app.del("/api/v1/registrations/" + app.token("manage", ids[0]));
    CHECK(states(app) == std::vector<std::string>{"a@example.net | cancelled", "b@example.net | confirmed",
                                                  "c@example.net | waitlisted",
                                                  "d@example.net | waitlisted"});
    CHECK(app.get("/api/v1/registrations/" + app.token("manage", ids[3])).json().at("position") == 2);

    app.del("/api/v1/registrations/" + app.token("manage", ids[1]));
    CHECK(states(app)[2] == "c@example.net | confirmed");
    CHECK(app.get("/api/v1/registrations/" + app.token("manage", ids[3])).json().at("position") == 1);
}

TEST_CASE("whoever leaves the waiting list frees no seat and moves the others up", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    std::vector<std::int64_t> ids;
    for (std::string const address : {"a@example.net", "b@example.net", "c@example.net"})
        ids.push_back(sample::place(app, soil.registrations(), person(address)));

    app.del("/api/v1/registrations/" + app.token("manage", ids[1]));

    CHECK(states(app) == std::vector<std::string>{"a@example.net | confirmed", "b@example.net | cancelled",
                                                  "c@example.net | waitlisted"});
    CHECK(app.get("/api/v1/registrations/" + app.token("manage", ids[2])).json().at("position") == 1);
    CHECK(app.number("SELECT seats_taken FROM edition") == 1);
}

TEST_CASE("whoever comes back makes a new row and stands at the end", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    auto const first = sample::place(app, soil.registrations(), person("a@example.net"));
    sample::place(app, soil.registrations(), person("b@example.net"));
    auto const old_link = app.token("manage", first);
    app.del("/api/v1/registrations/" + old_link);

    auto const again = sample::place(app, soil.registrations(), person("a@example.net"));

    CHECK(states(app) == std::vector<std::string>{"a@example.net | cancelled", "b@example.net | confirmed",
                                                  "a@example.net | waitlisted"});
    CHECK(app.token("manage", again) != old_link);
    auto const shown =
        app.get("/api/v1/registrations/" + old_link).json(); // the old link leads to the new place
    CHECK(shown.at("state") == "waitlisted");
    CHECK(shown.at("token") == app.token("manage", again));
}

TEST_CASE("the one who moves up is told, with the calendar entry and reminders", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    auto const first = sample::place(app, soil.registrations(), person("a@example.net"));
    sample::place(app, soil.registrations(), person("b@example.net"));
    app.send_due();
    REQUIRE(app.outbox.to("b@example.net").size() == 1);
    CHECK(app.outbox.to("b@example.net")[0].calendar().empty());

    app.del("/api/v1/registrations/" + app.token("manage", first));
    app.send_due();

    auto const mails = app.outbox.to("b@example.net");
    REQUIRE(mails.size() == 2);
    CHECK(mails[1].calendar_line("METHOD") == "REQUEST");
    CHECK(app.rows("SELECT kind, state FROM message WHERE registration_id = 2 ORDER BY id") ==
          std::vector<std::string>{"waitlisted | sent", "promoted | sent", "reminder_day | queued",
                                   "reminder_hour | queued"});
}

TEST_CASE("a seat given back after registration has closed still goes to the first in line",
          "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    auto const first = sample::place(app, soil.registrations(), person("a@example.net"));
    sample::place(app, soil.registrations(), person("b@example.net"));
    app.sql("UPDATE edition SET registration_closes_at = " +
            std::to_string(at("2027-03-05T00:00:00Z").time_since_epoch().count()));
    app.clock.set("2027-03-06T10:00:00Z");

    app.del("/api/v1/registrations/" + app.token("manage", first));

    CHECK(states(app) == std::vector<std::string>{"a@example.net | cancelled", "b@example.net | confirmed"});
}

TEST_CASE("somebody who moves up is told although three first mails went to the address today",
          "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.slug = "soil", .editions = {{.capacity = 1}}});
    auto const first = sample::place(app, soil.registrations(), person("a@example.net"));
    sample::place(app, soil.registrations(), person("b@example.net"));
    for (std::string const slug : {"clay", "sand", "peat", "loam"})
        sample::place(app, sample::add(app, sample::Event{.slug = slug}).registrations(),
                      person("b@example.net"));
    app.send_due();

    app.del("/api/v1/registrations/" + app.token("manage", first));
    app.send_due();

    CHECK(app.text("SELECT state FROM message WHERE kind = 'promoted'") == "sent");
}

// Nobody learns from an answer whether an address is registered.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using sample::person;

namespace {

std::vector<std::string> keys_of(Json const& document) {
    std::vector<std::string> keys;
    for (auto const& [key, value] : document.items())
        keys.push_back(key);
    return keys;
}

} // namespace

TEST_CASE("a known address is answered as an unknown one would be at that moment", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 2}}});
    app.post(soil.registrations(), person("known@example.net"));

    auto const known = app.post(soil.registrations(), person("known@example.net"));
    auto const unknown = app.post(soil.registrations(), person("other@example.net"));

    CHECK(known.status == unknown.status);
    CHECK(known.body.size() == unknown.body.size());
    CHECK(keys_of(known.json()) == keys_of(unknown.json()));
    CHECK(known.json().at("receipt").get<std::string>().size() ==
          unknown.json().at("receipt").get<std::string>().size());
    CHECK(known.json().at("receipt") != unknown.json().at("receipt"));
}

TEST_CASE("a known address is answered with the position that a newcomer would get", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    for (std::string const address : {"seat@example.net", "wait1@example.net", "wait2@example.net"})
        app.post(soil.registrations(), person(address));

    for (std::string const address : {"seat@example.net", "wait1@example.net"}) {
        auto const answer = app.post(soil.registrations(), person(address));
        CHECK(answer.status == 202);
        CHECK(answer.json().at("state") == "waitlisted");
        CHECK(answer.json().at("position") == 3);
    }
    CHECK(app.post(soil.registrations(), person("new@example.net")).json().at("position") == 3);
}

TEST_CASE("registering a known address writes nothing but one message to its owner", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    app.post(soil.registrations(), person("known@example.net", "Ann Lee"));
    auto const registrations = app.rows("SELECT * FROM registration");
    auto const person_before =
        app.rows("SELECT email, name, language, time_zone, organisation, verified_at FROM person");

    auto body = person("known@example.net", "Mallory", "America/Lima", "fr");
    body["question"] = "Who is she?";
    app.post(soil.registrations(), body);

    CHECK(app.rows("SELECT * FROM registration") == registrations);
    CHECK(app.rows("SELECT email, name, language, time_zone, organisation, verified_at FROM person") ==
          person_before);
    CHECK(app.number("SELECT count(*) FROM question") == 0);
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'already_registered'") == 1);
}

TEST_CASE("the owner of a known address is told at most once a day", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    app.post(soil.registrations(), person("known@example.net"));
    app.send_due();
    app.outbox.mails.clear();

    for (int i = 0; i < 5; ++i) {
        app.post(soil.registrations(), person("known@example.net"));
        app.clock.pass(1h);
    }
    app.send_due();
    CHECK(app.outbox.mails.size() == 1);

    app.clock.pass(24h);
    app.post(soil.registrations(), person("known@example.net"));
    app.send_due();
    CHECK(app.outbox.mails.size() == 2);
    CHECK(app.outbox.last().token("/me/") == app.token("manage", 1));
}

TEST_CASE("a form never changes a person that others have proven", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const clay = sample::add(app, sample::Event{.slug = "clay"});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net", "Ann Lee"));
    app.patch("/api/v1/registrations/" + app.token("manage", id), {{"name", "Ann Lee-Okafor"}});

    app.post(clay.registrations(), person("ann@example.net", "Somebody Else", "America/Lima", "es"));

    CHECK(app.text("SELECT name FROM person") == "Ann Lee-Okafor");
    CHECK(app.text("SELECT time_zone FROM person") == "Africa/Dakar");
    CHECK(app.text("SELECT name FROM registration WHERE id = 2") == "Somebody Else");
}

TEST_CASE("a whole month with a known address is answered like one with an unknown address",
          "[registration][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month, .editions = {{.capacity = 5}}});
    sample::add(app, sample::Event{.slug = "clay", .month = month, .editions = {{.capacity = 5}}});
    app.post("/api/v1/months/month-of-soil/enrolments", person("known@example.net"));

    auto const known = app.post("/api/v1/months/month-of-soil/enrolments", person("known@example.net"));
    auto const unknown = app.post("/api/v1/months/month-of-soil/enrolments", person("other@example.net"));

    CHECK(known.status == unknown.status);
    CHECK(known.body.size() == unknown.body.size());
    auto a = known.json(), b = unknown.json();
    a.erase("receipt"), b.erase("receipt");
    CHECK(a == b);
    CHECK(app.number("SELECT count(*) FROM enrolment") == 2);
    CHECK(app.number("SELECT count(*) FROM registration") == 4);
}

TEST_CASE("the owner of several places is told once in 24 hours, not once for each", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{}),
               water = sample::add(app, sample::Event{.slug = "water"});
    for (auto const& event : {soil, water})
        sample::place(app, event.registrations(), person("ann@example.net"));
    app.send_due();
    app.outbox.mails.clear();
    for (auto const& event : {soil, water})
        app.post(event.registrations(), person("ann@example.net"));
    CHECK(app.send_due() == 1);
    app.clock.set("2027-03-02T09:59:00Z"); // another day, and not yet 24 hours
    app.post(soil.registrations(), person("ann@example.net"));
    CHECK(app.send_due() == 0);
    app.clock.set("2027-03-02T10:00:01Z");
    app.post(soil.registrations(), person("ann@example.net"));
    CHECK(app.send_due() == 1);
}

TEST_CASE("whoever was asked to confirm and registers again is asked again, and promised nothing",
          "[registration]") {
    TestApp app({.limits = {.registrations_per_minute = 60, .registration_burst = 1}});
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("bob@example.net"));
    CHECK(app.post(soil.registrations(), person("ann@example.net")).json().at("state") == "unverified");
    app.send_due();
    app.outbox.mails.clear();
    app.clock.pass(25h - 24h);

    CHECK(app.post(soil.registrations(), person("ann@example.net")).status ==
          201); // as an unknown one would be
    app.send_due();
    CHECK(app.outbox.mails.empty()); // the link was sent within these 24 hours
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'already_registered'") == 0);
}

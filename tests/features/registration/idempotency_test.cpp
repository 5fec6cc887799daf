// The same Idempotency-Key gets the first answer again.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using sample::person;

namespace {

With key(std::string const& text) {
    return {.fields = {{http::Field::idempotency_key, text}}};
}

} // namespace

TEST_CASE("a repeated request with the same key gets the same answer and does nothing", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});

    auto const first = app.post(soil.registrations(), person("ann@example.net"), key("k1"));
    app.clock.pass(2h);
    auto const again = app.post(soil.registrations(), person("ann@example.net"), key("k1"));

    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(app.number("SELECT count(*) FROM registration") == 1);
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'already_registered'") == 0);
}

TEST_CASE("other data under a used key is a mistake", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    app.post(soil.registrations(), person("ann@example.net"), key("k1"));

    auto const answer = app.post(soil.registrations(), person("bob@example.net"), key("k1"));

    CHECK(answer.status == 422);
    CHECK(answer.errors() == ": idempotency_mismatch");
    CHECK(app.number("SELECT count(*) FROM registration") == 1);
}

TEST_CASE("a key belongs to one address of the API", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const clay = sample::add(app, sample::Event{.slug = "clay"});
    CHECK(app.post(soil.registrations(), person("ann@example.net"), key("k1")).status == 201);
    CHECK(app.post(clay.registrations(), person("ann@example.net"), key("k1")).status == 201);
    CHECK(app.number("SELECT count(*) FROM registration") == 2);
}

TEST_CASE("a refused request leaves its key free", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    CHECK(app.post(soil.registrations(), {{"email", "nobody"}, {"name", "A"}}, key("k1")).status == 422);
    CHECK(app.post(soil.registrations(), person("ann@example.net"), key("k1")).status == 201);
}

TEST_CASE("a key that is too long is a mistake of its own", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    CHECK(app.post(soil.registrations(), person("ann@example.net"), key(std::string(201, 'k'))).status ==
          422);
    CHECK(app.post(soil.registrations(), person("ann@example.net"), key(std::string(200, 'k'))).status ==
          201);
}

TEST_CASE("an enrolment is replayed as it was answered", "[registration][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month, .editions = {{.capacity = 1}}});
    sample::add(app, sample::Event{.slug = "clay", .month = month});
    auto const first =
        app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"), key("k"));
    auto const again =
        app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"), key("k"));
    CHECK(first.status == 201);
    CHECK(again.body == first.body);
}

TEST_CASE("answers are kept for 48 hours", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    app.post(soil.registrations(), person("ann@example.net"), key("k1"));

    app.clock.pass(48h);
    app.database().write([&](db::Write& tx) { registration::forget_old_answers(tx, app.clock.now()); });
    CHECK(app.number("SELECT count(*) FROM idempotency") == 1);
    app.clock.pass(1ms);
    app.database().write([&](db::Write& tx) { registration::forget_old_answers(tx, app.clock.now()); });
    CHECK(app.number("SELECT count(*) FROM idempotency") == 0);
}

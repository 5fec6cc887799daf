// When an address has to be confirmed first: beyond a network's limit, behind the honeypot, after "this was
// not me". SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using sample::person;

namespace {

Options one_registration_a_network() {
    Options options;
    options.limits.registration_burst = 1;
    options.limits.registrations_per_minute = 1;
    return options;
}

// A registration that waits for its address to be confirmed.
std::int64_t unverified(TestApp& app, sample::Added const& event,
                        std::string const& address = "ann@example.net") {
    app.post(event.registrations(), {{"email", "nobody"}}); // takes the network's only token
    return sample::place(app, event.registrations(), person(address));
}

std::string state(TestApp& app, std::int64_t id) {
    return app.text("SELECT state FROM registration WHERE id = " + std::to_string(id));
}

} // namespace

TEST_CASE("beyond a network's limit a registration waits for its address, and holds no seat",
          "[registration]") {
    TestApp app(one_registration_a_network());
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    app.post(soil.registrations(), {{"email", "nobody"}});

    auto const answer = app.post(soil.registrations(), person("ann@example.net"));

    CHECK(answer.status == 202);
    CHECK(answer.json().at("state") == "unverified");
    CHECK(!answer.json().contains("position"));
    CHECK(app.number("SELECT seats_taken FROM edition") == 0);
    CHECK(app.rows("SELECT kind FROM message") == std::vector<std::string>{"verify"});
    CHECK(app.post(soil.registrations(), person("bob@example.net"), {.network = "192.0.2.2"}).status == 201);
}

TEST_CASE("addresses of one IPv6 network count together, those of another do not", "[registration]") {
    TestApp app(one_registration_a_network());
    auto const soil = sample::add(app, sample::Event{});
    CHECK(app.post(soil.registrations(), person("a@example.net"), {.network = "2001:db8:1:1::1"}).status ==
          201);
    CHECK(app.post(soil.registrations(), person("b@example.net"), {.network = "2001:db8:1:1::2"}).status ==
          202);
    CHECK(app.post(soil.registrations(), person("c@example.net"), {.network = "2001:db8:1:2::1"}).status ==
          201);
    app.clock.pass(61s);
    CHECK(app.post(soil.registrations(), person("d@example.net"), {.network = "2001:db8:1:1::2"}).status ==
          201);
}

TEST_CASE("the mailed link confirms the address by a button, not by being opened", "[registration]") {
    TestApp app(one_registration_a_network());
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    auto const id = unverified(app, soil);
    app.send_due();
    auto const token = app.outbox.last().token("/me/");
    CHECK_THAT(app.outbox.last().plain(), Catch::Matchers::Contains("/me/" + token + "#confirm"));

    CHECK(app.get("/me/" + token).status == 200);
    CHECK(app.get("/api/v1/registrations/" + token).status == 200);
    CHECK(state(app, id) == "unverified");
    CHECK(app.text("SELECT verified_at FROM person").empty());

    CHECK(app.post("/api/v1/registrations/" + token + "/confirm", Json::object()).json().at("state") ==
          "confirmed");
    CHECK(app.number("SELECT seats_taken FROM edition") == 1);
    CHECK(app.number("SELECT count(*) FROM person WHERE verified_at IS NOT NULL") == 1);
    CHECK(app.post("/api/v1/registrations/" + token + "/confirm", Json::object()).status == 200);
    app.send_due();
    CHECK(app.outbox.last().calendar_line("METHOD") == "REQUEST");
    CHECK(app.outbox.mails.size() == 2);
}

TEST_CASE("whoever confirms when all seats are taken waits in line and is told so", "[registration]") {
    TestApp app(one_registration_a_network());
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    auto const id = unverified(app, soil);
    app.post(soil.registrations(), person("fast@example.net"), {.network = "192.0.2.9"});

    auto const answer =
        app.post("/api/v1/registrations/" + app.token("manage", id) + "/confirm", Json::object());

    CHECK(answer.json().at("state") == "waitlisted");
    CHECK(answer.json().at("position") == 1);
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'waitlisted'") == 1);
}

TEST_CASE("what is never confirmed expires after a day, and can be asked for again", "[registration]") {
    TestApp app(one_registration_a_network());
    auto const soil = sample::add(app, sample::Event{});
    auto const id = unverified(app, soil);
    auto const expire = [&] {
        return app.database().write(
            [&](db::Write& tx) { return registration::expire_unverified(tx, app.clock.now()); });
    };

    app.clock.pass(24h - 1ms);
    CHECK(expire() == 0);
    app.clock.pass(1ms);
    CHECK(expire() == 1);

    CHECK(state(app, id) == "expired");
    CHECK(app.post("/api/v1/registrations/" + app.token("manage", id) + "/confirm", Json::object()).status ==
          410);
    CHECK(app.post_form("/me/" + app.token("manage", id), {{"action", "confirm"}}).status == 410);
    CHECK(app.get("/me/" + app.token("manage", id)).status == 200);
    CHECK(app.post(soil.registrations(), person("ann@example.net")).status == 201);
}

TEST_CASE("a field that only programs fill makes the registration wait for its address", "[registration]") {
    TestApp app;
    sample::add(app, sample::Event{});
    auto const answer =
        app.post_form("/events/soil/register",
                      {{"email", "bot@example.net"}, {"name", "Bot"}, {"website", "https://spam.example"}});
    CHECK(answer.status == 303);
    CHECK(app.text("SELECT state FROM registration") == "unverified");
}

TEST_CASE("\"this was not me\" takes the place back, and the address is asked first from then on",
          "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    auto const id = sample::place(app, soil.registrations(), person("victim@example.net"));
    app.send_due();
    auto const token = app.outbox.last().token("/me/");
    CHECK_THAT(app.outbox.last().plain(), Catch::Matchers::Contains("/me/" + token + "#not-me"));
    sample::place(app, soil.registrations(), person("next@example.net"));

    CHECK(app.post("/api/v1/registrations/" + token + "/not_me", Json::object()).status == 200);

    CHECK(state(app, id) == "declined");
    CHECK(app.text("SELECT state FROM registration WHERE email = 'next@example.net'") == "confirmed");
    CHECK(app.text("SELECT verified_at FROM person WHERE id = 1").empty());
    CHECK(app.post(soil.registrations(), person("victim@example.net")).json().at("state") == "unverified");
    CHECK(app.post("/api/v1/registrations/" + token + "/not_me", Json::object()).status == 200);
    CHECK(state(app, id) == "declined");
}

TEST_CASE("whoever confirms after \"this was not me\" is trusted again", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const clay = sample::add(app, sample::Event{.slug = "clay"});
    auto const first = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.post("/api/v1/registrations/" + app.token("manage", first) + "/not_me", Json::object());
    auto const second = sample::place(app, soil.registrations(), person("ann@example.net"));
    CHECK(state(app, second) == "unverified");

    app.post("/api/v1/registrations/" + app.token("manage", second) + "/confirm", Json::object());

    CHECK(state(app, second) == "confirmed");
    CHECK(app.post(clay.registrations(), person("ann@example.net")).status == 201);
}

TEST_CASE("one link proves the address for a whole month", "[registration][month]") {
    TestApp app(one_registration_a_network());
    auto const month = sample::add_month(app);
    auto const soil = sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app, sample::Event{.slug = "clay",
                                   .month = month,
                                   .editions = {{.sessions = {{.start = "2027-03-16T14:00"}}}}});
    app.post(soil.registrations(), {{"email", "nobody"}});
    auto const answer = app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));
    CHECK(answer.json().at("state") == "unverified");
    app.send_due();
    REQUIRE(app.outbox.mails.size() == 1);

    app.post("/api/v1/registrations/" + app.outbox.last().token("/me/") + "/confirm", Json::object());

    CHECK(app.number("SELECT count(*) FROM registration WHERE state = 'confirmed'") == 2);
    CHECK(app.text("SELECT state FROM enrolment") == "active");
    CHECK(app.rows("SELECT kind FROM message WHERE rule IS NULL ORDER BY id") ==
          std::vector<std::string>{"verify", "confirmation", "invitation"});
}

TEST_CASE("an address cannot be confirmed for what was called off meanwhile", "[registration]") {
    TestApp app(one_registration_a_network());
    auto const soil = sample::add(app, sample::Event{});
    auto const id = unverified(app, soil);
    auto const token = app.token("manage", id);

    app.sql("UPDATE edition SET state = 'cancelled'");
    CHECK(app.post("/api/v1/registrations/" + token + "/confirm", Json::object()).status == 409);
    app.sql("UPDATE edition SET state = 'scheduled'; UPDATE event SET state = 'cancelled'");
    CHECK(app.post("/api/v1/registrations/" + token + "/confirm", Json::object()).status == 409);
    CHECK(state(app, id) == "unverified");
}

TEST_CASE("a receipt is no way round the proof of an address", "[registration][receipt]") {
    TestApp app(one_registration_a_network());
    auto const month = sample::add_month(app);
    auto const soil = sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app, sample::Event{.slug = "clay",
                                   .month = month,
                                   .editions = {{.sessions = {{.start = "2027-03-16T14:00"}}}}});
    app.post(soil.registrations(), {{"email", "nobody"}});
    auto const receipt =
        app.post(soil.registrations(), person("ann@example.net")).json().at("receipt").get<std::string>();

    app.post("/api/v1/receipts/" + receipt + "/month", Json::object());
    app.post("/api/v1/receipts/" + receipt + "/address", {{"email", "bob@example.net"}});

    CHECK(app.rows("SELECT state FROM registration GROUP BY state") ==
          std::vector<std::string>{"cancelled", "unverified"});
}

TEST_CASE("a month is confirmed for what is still to come, also where its first event is over",
          "[registration]") {
    TestApp app(one_registration_a_network());
    auto const month = sample::add_month(app);
    auto const soil = sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app, sample::Event{.slug = "clay",
                                   .month = month,
                                   .editions = {{.sessions = {{.start = "2027-03-16T10:00"}}}}});
    app.post(soil.registrations(), {{"email", "nobody"}});
    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));
    app.clock.set("2027-03-10T10:00:00Z");

    CHECK(app.post("/api/v1/registrations/" + app.token("manage", 1) + "/confirm", Json::object()).status ==
          200);

    CHECK(state(app, 1) == "unverified");
    CHECK(state(app, 2) == "confirmed");
}

TEST_CASE("what is done through the link proves the place as a click does", "[registration]") {
    TestApp app(one_registration_a_network());
    auto const soil = sample::add(app, sample::Event{});
    auto const id = unverified(app, soil);

    auto const changed = app.patch("/api/v1/registrations/" + app.token("manage", id), {{"name", "Ann"}});

    CHECK(changed.json().at("state") == "confirmed");
}

TEST_CASE("who says \"not me\" of a place that has ended is believed all the same", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    auto const token = app.token("manage", id);
    app.del("/api/v1/registrations/" + token);

    CHECK(app.post("/api/v1/registrations/" + token + "/not_me", Json::object()).status == 200);

    CHECK(app.post(soil.registrations(), person("ann@example.net")).json().at("state") == "unverified");
}

TEST_CASE("a month's link proves the single place of that month that was asked for before",
          "[registration][month]") {
    TestApp app(one_registration_a_network());
    auto const month = sample::add_month(app);
    auto const soil = sample::add(app, sample::Event{.slug = "soil", .month = month});
    auto const other = sample::add(app, sample::Event{.slug = "other"});
    sample::add(app, sample::Event{.slug = "clay",
                                   .month = month,
                                   .editions = {{.sessions = {{.start = "2027-03-16T14:00"}}}}});
    auto const single = unverified(app, soil);
    auto const elsewhere = sample::place(app, other.registrations(), person("ann@example.net"));
    app.send_due();
    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));
    app.send_due();
    CHECK_THAT(app.outbox.last().plain(), Catch::Matchers::Contains("9 March"));

    app.post("/api/v1/registrations/" + app.outbox.last().token("/me/") + "/confirm", Json::object());

    CHECK(state(app, single) == "confirmed");
    CHECK(state(app, elsewhere) == "unverified"); // another wish, which only its own link proves
    CHECK(app.number("SELECT count(*) FROM registration WHERE state = 'confirmed'") == 2);
    app.send_due();
    CHECK(app.outbox.last().calendar_line("METHOD") == "REQUEST");
}

TEST_CASE("a link that was held back works for a day from when it goes out", "[registration]") {
    TestApp app;
    for (auto const* slug : {"one", "two", "three"})
        sample::place(app, sample::add(app, sample::Event{.slug = slug}).registrations(),
                      person("ann@example.net"));
    app.send_due();
    auto const soil = sample::add(app, sample::Event{});
    app.clock.pass(1h);
    app.post_form("/events/soil/register",
                  {{"email", "ann@example.net"}, {"name", "Ann"}, {"website", "https://spam.example"}});
    auto const id = app.number("SELECT max(id) FROM registration");
    REQUIRE(state(app, id) == "unverified");
    app.outbox.mails.clear();
    auto const expire = [&] {
        return app.database().write(
            [&](db::Write& tx) { return registration::expire_unverified(tx, app.clock.now()); });
    };

    app.clock.pass(23h); // a day after the first mails
    app.send_due();
    REQUIRE(app.outbox.mails.size() == 1);
    CHECK_THAT(app.outbox.last().plain(), Catch::Matchers::Contains("3 March, 10:00"));

    app.clock.pass(24h - 1ms);
    CHECK(expire() == 0);
    auto const token = app.outbox.last().token("/me/");
    CHECK(app.post("/api/v1/registrations/" + token + "/confirm", Json::object()).json().at("state") ==
          "confirmed");
}

TEST_CASE("a link that nobody used dies a day after it went out, and with it all of its month",
          "[registration][month]") {
    TestApp app(one_registration_a_network());
    auto const month = sample::add_month(app);
    auto const soil = sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app, sample::Event{.slug = "clay",
                                   .month = month,
                                   .editions = {{.sessions = {{.start = "2027-03-16T14:00"}}}}});
    app.post(soil.registrations(), {{"email", "nobody"}});
    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));
    app.clock.pass(2h); // the server was down
    app.send_due();
    auto const expire = [&] {
        return app.database().write(
            [&](db::Write& tx) { return registration::expire_unverified(tx, app.clock.now()); });
    };

    app.clock.pass(24h - 1ms);
    CHECK(expire() == 0);
    app.clock.pass(1ms);
    CHECK(expire() == 2);
}

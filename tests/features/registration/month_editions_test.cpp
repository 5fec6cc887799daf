// Choosing a month in another language: the later choice stands, once the owner of the address has said so.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using sample::person;

namespace {

constexpr auto enrolments = "/api/v1/months/month-of-soil/enrolments";

// Two webinars, each in English and, on the same day, in French.
struct Bilingual {
    sample::Added soil, clay;
};

Bilingual add_month(TestApp& app) {
    auto const month = sample::add_month(app);
    auto const editions = [](std::string const& day) {
        return std::vector<sample::Edition>{
            {.language = "en", .sessions = {{.start = day + "T10:00"}}},
            {.language = "fr", .sessions = {{.start = day + "T14:00"}}},
        };
    };
    Bilingual made;
    made.soil =
        sample::add(app, sample::Event{.slug = "soil", .month = month, .editions = editions("2027-03-09")});
    made.clay = sample::add(app, sample::Event{.slug = "clay",
                                               .month = month,
                                               .texts = {{.title = "Clay"}},
                                               .editions = editions("2027-03-16")});
    return made;
}

Json ann(std::string const& locale) {
    return person("ann@example.net", "Ann", "Africa/Dakar", locale);
}

std::vector<std::string> places(TestApp& app) {
    return app.rows("SELECT e.language, r.state FROM registration r JOIN edition e ON e.id = r.edition_id "
                    "ORDER BY e.event_id, r.id");
}

std::string confirm(TestApp& app) {
    auto const token = app.outbox.last().token("/me/");
    return app.post("/api/v1/registrations/" + token + "/confirm", Json::object()).json().at("state");
}

} // namespace

TEST_CASE("a month asked for again in another language moves the places, once the link has said so",
          "[registration][month][editions]") {
    TestApp app;
    add_month(app);
    app.post(enrolments, ann("en"));
    app.send_due();
    app.outbox.mails.clear();

    CHECK(app.post(enrolments, ann("fr")).status == 201); // as an unknown address would be answered
    CHECK(places(app) ==
          std::vector<std::string>{"en | confirmed", "fr | unverified", "en | confirmed", "fr | unverified"});
    app.send_due();
    REQUIRE(app.outbox.mails.size() == 1);
    CHECK_THAT(app.outbox.last().plain(), Contains("autre langue"));

    CHECK(confirm(app) == "confirmed");
    CHECK(places(app) ==
          std::vector<std::string>{"en | cancelled", "fr | confirmed", "en | cancelled", "fr | confirmed"});
    CHECK(app.text("SELECT language FROM enrolment") == "fr");
    app.outbox.mails.clear();
    app.send_due();
    int cancels = 0, requests = 0;
    for (auto const& mail : app.outbox.mails) {
        cancels += mail.calendar_line("METHOD") == "CANCEL";
        requests += mail.calendar_line("METHOD") == "REQUEST";
    }
    CHECK(cancels == 2);
    CHECK(requests == 2);
    // the link mailed with the first choice leads to the place that stands
    CHECK(app.get("/api/v1/registrations/" + app.token("manage", 1)).json().at("edition").at("language") ==
          "fr");
}

TEST_CASE("a stranger's form moves nobody's place", "[registration][month][editions]") {
    TestApp app;
    add_month(app);
    app.post(enrolments, ann("en"));
    app.post(enrolments, ann("fr"));
    app.send_due();

    SECTION("it lapses by itself") {
        app.clock.pass(25h);
        app.database().write([&](db::Write& tx) { registration::expire_unverified(tx, app.clock.now()); });
    }
    SECTION("\"this was not me\" takes away what the stranger asked for, and no more") {
        auto const id =
            app.number("SELECT id FROM registration WHERE state = 'unverified' ORDER BY id LIMIT 1");
        app.post("/api/v1/registrations/" + app.token("manage", id) + "/not_me", Json::object());
    }

    CHECK(app.number("SELECT count(*) FROM registration WHERE state = 'unverified'") == 0);
    CHECK(app.number("SELECT count(*) FROM registration r JOIN edition e ON e.id = r.edition_id "
                     "WHERE r.state = 'confirmed' AND e.language = 'en'") == 2);
    CHECK(app.text("SELECT state FROM enrolment") == "active");
}

TEST_CASE("a seat is not given up for a place in line", "[registration][month][editions]") {
    TestApp app;
    auto const month = add_month(app);
    app.sql("UPDATE edition SET capacity = 0 WHERE id = " + std::to_string(month.clay.editions.at(1)));
    app.post(enrolments, ann("en"));
    app.send_due();
    app.post(enrolments, ann("fr"));
    app.send_due();

    confirm(app);

    CHECK(places(app) ==
          std::vector<std::string>{"en | cancelled", "fr | confirmed", "en | confirmed", "fr | cancelled"});
}

TEST_CASE("a month asked for in two languages before its address was confirmed is had in the later one",
          "[registration][month][editions]") {
    Options options;
    options.limits.registration_burst = 1;
    options.limits.registrations_per_minute = 1;
    TestApp app(options);
    add_month(app);
    app.post(enrolments, {{"email", "nobody"}}); // takes the network's only token
    app.post(enrolments, ann("en"));
    app.send_due();
    app.post(enrolments, ann("fr"));

    CHECK(confirm(app) == "confirmed"); // by the first mail's link
    CHECK(places(app) ==
          std::vector<std::string>{"en | cancelled", "fr | confirmed", "en | cancelled", "fr | confirmed"});
}

TEST_CASE("a place given up singly stays given up in whatever language the month is asked for again",
          "[registration][month][editions]") {
    TestApp app;
    add_month(app);
    app.post(enrolments, ann("en"));
    app.del("/api/v1/registrations/" + app.token("manage", 1));

    app.post(enrolments, ann("fr"));

    CHECK(places(app) == std::vector<std::string>{"en | cancelled", "en | confirmed", "fr | unverified"});
}

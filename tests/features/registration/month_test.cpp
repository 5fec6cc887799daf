// "All of this month": one form, a place at every coming event.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using sample::person;

namespace {

constexpr auto enrolments = "/api/v1/months/month-of-soil/enrolments";

struct Month {
    std::int64_t id = 0;
    sample::Added soil, clay, sand;
};

// Three webinars, a week apart; the second in Spanish and French, the third in Portuguese only.
Month add_month(TestApp& app) {
    Month month;
    month.id = sample::add_month(app);
    month.soil = sample::add(app, sample::Event{.slug = "soil", .month = month.id});
    month.clay = sample::add(
        app, sample::Event{.slug = "clay",
                           .month = month.id,
                           .language = "es",
                           .texts = {{.language = "es", .title = "Arcilla"}},
                           .editions = {{.language = "fr", .sessions = {{.start = "2027-03-16T10:00"}}},
                                        {.language = "es", .sessions = {{.start = "2027-03-16T14:00"}}}}});
    month.sand = sample::add(
        app, sample::Event{.slug = "sand",
                           .month = month.id,
                           .texts = {{.title = "Sand"}},
                           .editions = {{.language = "pt", .sessions = {{.start = "2027-03-23T14:00"}}}}});
    return month;
}

} // namespace

TEST_CASE("an enrolment takes a place at every coming event, each in the edition that fits best",
          "[registration][month]") {
    TestApp app;
    auto const month = add_month(app);

    auto const answer = app.post(enrolments, person("ann@example.net", "Ann", "Africa/Dakar", "fr"));

    CHECK(answer.status == 201);
    auto document = answer.json();
    document.erase("receipt");
    CHECK(document == Json{{"state", "confirmed"},
                           {"registrations",
                            {{{"edition", month.soil.edition()}, {"state", "confirmed"}},
                             {{"edition", month.clay.editions[0]}, {"state", "confirmed"}},
                             {{"edition", month.sand.edition()}, {"state", "confirmed"}}}}});
    CHECK(app.number("SELECT count(*) FROM registration WHERE enrolment_id IS NOT NULL") == 3);
}

TEST_CASE("without an edition in one's language it is the original language, then the earliest",
          "[registration][month]") {
    TestApp app;
    auto const month = add_month(app);
    app.post(enrolments, person("ann@example.net", "Ann", "Africa/Dakar", "pt"));
    CHECK(app.rows("SELECT edition_id FROM registration ORDER BY id") ==
          std::vector<std::string>{std::to_string(month.soil.edition()),
                                   std::to_string(month.clay.editions[1]),
                                   std::to_string(month.sand.edition())});
}

TEST_CASE("what is over, off or not public is no part of an enrolment", "[registration][month]") {
    TestApp app;
    auto const month = add_month(app);
    sample::add(app, sample::Event{.slug = "draft", .month = month.id, .state = "draft"});
    sample::add(app, sample::Event{.slug = "off", .month = month.id, .state = "cancelled"});
    app.clock.set("2027-03-10T10:00:00Z");
    CHECK(app.post(enrolments, person("ann@example.net")).json().at("registrations").size() == 2);
    app.clock.set("2027-04-10T10:00:00Z");
    auto const late = app.post(enrolments, person("bob@example.net"));
    CHECK(late.status == 409);
    CHECK(late.json().at("type") == "/problems/closed");
    CHECK(app.number("SELECT count(*) FROM person") == 1);
}

TEST_CASE("a full event of the month is joined on its waiting list, and the answer says so",
          "[registration][month]") {
    TestApp app;
    auto const month = add_month(app);
    app.sql("UPDATE edition SET capacity = 0 WHERE id = " + std::to_string(month.sand.edition()));

    auto const answer = app.post(enrolments, person("ann@example.net"));

    CHECK(answer.status == 202);
    CHECK(answer.json().at("state") == "waitlisted");
    CHECK(answer.json().at("registrations").at(2) ==
          Json{{"edition", month.sand.edition()}, {"state", "waitlisted"}, {"position", 1}});
}

TEST_CASE("a month is confirmed by one mail that lists all its sessions", "[registration][month][messages]") {
    TestApp app;
    auto const month = add_month(app);
    app.post(enrolments, person("ann@example.net"));

    app.send_due();

    auto const mails = app.outbox.mails;
    REQUIRE(mails.size() == 3); // the confirmation with the first entry, and the entries of the two others
    CHECK(app.rows("SELECT key FROM message WHERE kind = 'confirmation'") ==
          std::vector<std::string>{"confirmation:enrolment 1:registration 1:v1"});
    auto const& confirmation = mails[0];
    CHECK_THAT(confirmation.subject(), Catch::Matchers::Contains("The month of soil"));
    CHECK_THAT(confirmation.plain(), Catch::Matchers::Contains("Living soil") &&
                                         Catch::Matchers::Contains("Arcilla") &&
                                         Catch::Matchers::Contains("Sand"));
    CHECK(confirmation.calendar_line("UID") ==
          app.text("SELECT uid FROM session WHERE id = " + std::to_string(month.soil.session())));
    for (auto const& mail : mails)
        CHECK(mail.calendar_line("METHOD") == "REQUEST");
}

TEST_CASE("whoever had a place already keeps it when the whole month is added", "[registration][month]") {
    TestApp app;
    auto const month = add_month(app);
    auto const first = sample::place(app, month.soil.registrations(), person("ann@example.net"));
    app.del("/api/v1/registrations/" +
            app.token("manage", sample::place(app, month.clay.registrations(1), person("ann@example.net"))));

    CHECK(app.post(enrolments, person("ann@example.net")).status == 201);

    CHECK(app.number("SELECT count(*) FROM registration WHERE edition_id = " +
                     std::to_string(month.soil.edition())) == 1);
    CHECK(app.text("SELECT state FROM registration WHERE id = " + std::to_string(first)) == "confirmed");
    CHECK(app.number("SELECT count(*) FROM registration WHERE state = 'confirmed'") == 3);
}

TEST_CASE("the tick whole_month at one event enrols, with the edition that was asked for",
          "[registration][month]") {
    TestApp app;
    auto const month = add_month(app);
    auto body = person("ann@example.net", "Ann", "Africa/Dakar", "en");
    body["whole_month"] = true;
    body["question"] = "How deep?";

    auto const answer = app.post(month.clay.registrations(0), body);

    CHECK(answer.status == 201);
    CHECK(answer.json().at("registrations").size() == 3);
    CHECK(answer.json().at("registrations").at(1).at("edition") == month.clay.editions[0]);
    CHECK(app.rows("SELECT event_id FROM question") ==
          std::vector<std::string>{std::to_string(month.clay.event)});
}

TEST_CASE("whole_month at an event of no month is an ordinary registration", "[registration][month]") {
    TestApp app;
    auto const alone = sample::add(app, sample::Event{});
    auto body = person("ann@example.net");
    body["whole_month"] = true;
    auto document = app.post(alone.registrations(), body).json();
    document.erase("receipt");
    CHECK(document == Json{{"state", "confirmed"}});
}

TEST_CASE("one event of an enrolment can be cancelled singly and stays cancelled", "[registration][month]") {
    TestApp app;
    auto const month = add_month(app);
    app.post(enrolments, person("ann@example.net"));

    app.del("/api/v1/registrations/" + app.token("manage", 2));

    CHECK(app.rows("SELECT state FROM registration ORDER BY id") ==
          std::vector<std::string>{"confirmed", "cancelled", "confirmed"});
}

TEST_CASE("a month that does not exist, or is a draft, takes nobody", "[registration][month]") {
    TestApp app;
    add_month(app);
    CHECK(app.post("/api/v1/months/none/enrolments", person("ann@example.net")).status == 404);
    app.sql("UPDATE month SET state = 'draft'");
    CHECK(app.post(enrolments, person("ann@example.net")).status == 404);
    CHECK(app.number("SELECT count(*) FROM registration") == 0);
}

TEST_CASE("\"this was not me\" after a month takes back all of its places", "[registration][month]") {
    TestApp app;
    add_month(app);
    app.post(enrolments, person("victim@example.net"));
    app.send_due();

    app.post("/api/v1/registrations/" + app.outbox.mails.at(0).token("/me/") + "/not_me", Json::object());

    CHECK(app.number("SELECT count(*) FROM registration WHERE state = 'declined'") == 3);
    CHECK(app.number("SELECT count(*) FROM message WHERE rule IS NOT NULL AND state = 'queued'") == 0);
}

TEST_CASE("whoever gave one place of a month up keeps it so when the month's form comes again",
          "[registration][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app, sample::Event{.slug = "water", .month = month});
    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));
    app.del("/api/v1/registrations/" + app.token("manage", 1));
    auto const before = app.rows("SELECT id, state FROM registration ORDER BY id");

    auto const again = app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));

    CHECK(again.json().at("state") == "confirmed"); // as an unknown one would be answered
    CHECK(app.rows("SELECT id, state FROM registration ORDER BY id") == before);
}

TEST_CASE("a month with full events is confirmed at once all the same", "[registration][month][messages]") {
    TestApp app;
    auto const month = sample::add_month(app);
    for (std::string const slug : {"a", "b", "c"})
        sample::add(app, sample::Event{.slug = slug, .month = month, .editions = {{.capacity = 0}}});
    sample::add(app, sample::Event{.slug = "d", .month = month});

    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));

    CHECK(app.send_due() == 4); // one confirmation, three notices: one form
    CHECK(app.rows("SELECT kind, state FROM message WHERE rule IS NULL ORDER BY id") ==
          std::vector<std::string>{"confirmation | sent", "waitlisted | sent", "waitlisted | sent",
                                   "waitlisted | sent"});
}

TEST_CASE("the mail of a month goes out although its first place was given up meanwhile",
          "[registration][month][messages]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month, .texts = {{.title = "Soil"}}});
    sample::add(app, sample::Event{.slug = "water",
                                   .month = month,
                                   .texts = {{.title = "Water"}},
                                   .editions = {{.sessions = {{.start = "2027-03-16T14:00"}}}}});
    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));
    app.outbox.answer = [](mail::Envelope const&) {
        return mail::Outcome{mail::Outcome::Kind::later, 451, "4.7.1", ""};
    };
    app.send_due();
    app.del("/api/v1/registrations/" + app.token("manage", 1));
    app.outbox.answer = [](mail::Envelope const&) { return mail::Outcome{}; };
    app.send_until(app.clock.now() + 1h);

    CHECK(app.text("SELECT state FROM message WHERE enrolment_id IS NOT NULL") == "sent");
    auto const mail = std::find_if(app.outbox.mails.begin(), app.outbox.mails.end(), [](Mail const& one) {
        return one.plain().find("Water") != std::string::npos &&
               one.plain().find("Soil") == std::string::npos;
    });
    CHECK(mail != app.outbox.mails.end());
}

TEST_CASE("an enrolment that nobody confirmed ends with its places", "[registration][month]") {
    TestApp app({.limits = {.registrations_per_minute = 60, .registration_burst = 1}});
    auto const month = sample::add_month(app);
    auto const soil = sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::place(app, soil.registrations(), person("bob@example.net"));
    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));
    app.clock.pass(25h);
    app.database().write([&](db::Write& tx) { registration::expire_unverified(tx, app.clock.now()); });
    CHECK(app.text("SELECT state FROM enrolment") == "left");

    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));
    CHECK(app.rows("SELECT state FROM enrolment ORDER BY id") == std::vector<std::string>{"left", "active"});
}

TEST_CASE("the original language counts, not that of the text that is shown", "[registration][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    auto const soil = sample::add(
        app, sample::Event{.slug = "soil",
                           .month = month,
                           .language = "es",
                           .texts = {{.language = "es"}, {.language = "en"}},
                           .editions = {{.language = "en"},
                                        {.language = "es", .sessions = {{.start = "2027-03-09T18:00"}}}}});

    auto const answer = app.post("/api/v1/months/month-of-soil/enrolments",
                                 person("ann@example.net", "Ann", "Africa/Dakar", "pt"));

    CHECK(answer.json().at("registrations").at(0).at("edition") == soil.editions.at(1));
}

TEST_CASE("who gave up every place and asks for the month again gets all of it again, and is told",
          "[registration][month]") {
    TestApp app;
    add_month(app);
    app.post(enrolments, person("ann@example.net"));
    app.send_due();
    for (int id = 1; id <= 3; ++id)
        app.del("/api/v1/registrations/" + app.token("manage", id));
    app.send_due();
    auto const before = app.outbox.mails.size();

    auto const again = app.post(enrolments, person("ann@example.net"));

    CHECK(again.status == 201);
    CHECK(app.number("SELECT count(*) FROM registration WHERE state = 'confirmed'") == 3);
    app.send_due();
    REQUIRE(app.outbox.mails.size() > before);
    CHECK(app.outbox.mails[before].calendar().find("METHOD:REQUEST") != std::string::npos);
}

TEST_CASE("one place that was given up is had again by asking for that event, with its month or without",
          "[registration][month]") {
    TestApp app;
    auto const month = add_month(app);
    app.post(enrolments, person("ann@example.net"));
    app.del("/api/v1/registrations/" + app.token("manage", 1));
    CHECK(app.number("SELECT count(*) FROM registration WHERE state = 'confirmed'") == 2);

    app.post(enrolments, person("ann@example.net"));
    CHECK(app.number("SELECT count(*) FROM registration WHERE state = 'confirmed'") == 2); // it stays so

    auto wish = person("ann@example.net");
    wish["whole_month"] = true;
    app.post(month.soil.registrations(), wish);
    CHECK(app.number("SELECT count(*) FROM registration WHERE state = 'confirmed'") == 3);
}

TEST_CASE("a place that comes to an enrolment later has a confirmation of its own", "[registration][month]") {
    TestApp app;
    auto const month = add_month(app);
    sample::place(app, month.soil.registrations(), person("ann@example.net"));
    app.post(enrolments, person("ann@example.net"));
    app.del("/api/v1/registrations/" + app.token("manage", 1));
    app.send_due();

    app.post(enrolments, person("ann@example.net"));

    app.send_due();
    CHECK_THAT(app.outbox.last().read.subject, Catch::Matchers::Contains("confirmed"));
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'confirmation' AND state = 'sent'") == 2);
}

// Taking a place by the API: what is answered, what is written, what is refused.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

#include <set>

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using sample::person;

TEST_CASE("a free seat is confirmed at once, with a receipt and nothing else", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 2}}});

    auto const answer = app.post(soil.registrations(), person("ann@example.net"));

    CHECK(answer.status == 201);
    auto document = answer.json();
    CHECK(document.at("receipt").get<std::string>().size() > 100);
    document.erase("receipt");
    CHECK(document == Json{{"state", "confirmed"}});
    CHECK(app.rows("SELECT email, name, language, time_zone, time_zone_guessed, state FROM registration") ==
          std::vector<std::string>{"ann@example.net | Ann Lee | en | Africa/Dakar | 0 | confirmed"});
    CHECK(app.number("SELECT seats_taken FROM edition") == 1);
    CHECK(app.number("SELECT count(*) FROM person WHERE verified_at IS NULL") == 1);
}

TEST_CASE("when all seats are taken the next ones wait in line and are told their position",
          "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    app.post(soil.registrations(), person("first@example.net"));

    for (int position = 1; position <= 3; ++position) {
        auto const answer =
            app.post(soil.registrations(), person("later" + std::to_string(position) + "@example.net"));
        CHECK(answer.status == 202);
        auto document = answer.json();
        document.erase("receipt");
        CHECK(document == Json{{"state", "waitlisted"}, {"position", position}});
    }
    CHECK(app.number("SELECT seats_taken FROM edition") == 1);
}

TEST_CASE("an edition without a capacity never fills", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    for (int i = 0; i < 20; ++i)
        CHECK(app.post(soil.registrations(), person("a" + std::to_string(i) + "@example.net")).status == 201);
}

TEST_CASE("an edition with no seat at all has a waiting list only", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 0}}});
    CHECK(app.post(soil.registrations(), person("ann@example.net")).json().at("state") == "waitlisted");
}

TEST_CASE("every mistake of a body is named at once", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});

    auto const answer = app.post(soil.registrations(), {{"email", "nobody"},
                                                        {"name", std::string(121, 'x')},
                                                        {"locale", "tlh"},
                                                        {"time_zone", "Mars/Base"},
                                                        {"country", "XX"},
                                                        {"organisation", 7},
                                                        {"question", std::string(1001, 'x')},
                                                        {"whole_month", "yes"},
                                                        {"nickname", "A"}});

    CHECK(answer.status == 422);
    CHECK(answer.type == "application/problem+json");
    CHECK(answer.errors() ==
          "/country: country, /email: email, /locale: language, /name: length, /nickname: unknown, "
          "/organisation: type, /question: length, /time_zone: time_zone, /whole_month: type");
    auto const document = answer.json();
    for (auto const& error : document.at("errors"))
        CHECK(!error.at("message").get<std::string>().empty());
    CHECK(app.number("SELECT count(*) FROM registration") == 0);
}

TEST_CASE("only address and name are required", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});

    CHECK(app.post(soil.registrations(), Json::object()).errors() == "/email: required, /name: required");
    CHECK(app.post(soil.registrations(), {{"email", "  "}, {"name", " \t "}}).errors() ==
          "/email: email, /name: required");
    CHECK(app.post(soil.registrations(), {{"email", nullptr}, {"name", nullptr}}).errors() ==
          "/email: required, /name: required");
    CHECK(app.post(soil.registrations(), {{"email", "ann@example.net"}, {"name", "Ann"}}).status == 201);
    CHECK(app.text("SELECT time_zone || ' ' || time_zone_guessed FROM registration") == "Africa/Dakar 1");
}

TEST_CASE("messages of mistakes are in the language of the request", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    std::set<std::string> messages;
    for (std::string const language : {"en", "fr", "es", "pt"}) {
        auto const answer = app.post(soil.registrations(), Json::object(),
                                     {.fields = {{http::Field::accept_language, language}}});
        messages.insert(answer.json().at("errors").at(0).at("message").get<std::string>());
    }
    CHECK(messages.size() == 4);
}

TEST_CASE("a body that is no JSON object is refused as a whole", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const send = [&](std::string const& body) {
        return app
            .send(http::Method::post, soil.registrations(), body,
                  {.fields = {{http::Field::content_type, "application/json"}}})
            .status;
    };
    CHECK(send("{") == 400);
    CHECK(send("[]") == 400);
    CHECK(send("\"x\"") == 400);
    CHECK(send(R"({"email":"a@example.net","email":"b@example.net","name":"A"})") == 422);
    CHECK(send("{\"email\":\"a@example.net\",\"name\":\"\xff\"}") == 400);
    CHECK(send(std::string(40, '[') + std::string(40, ']')) == 400);
    CHECK(send(std::string(300'000, ' ')) == 413);
    CHECK(app.number("SELECT count(*) FROM registration") == 0);
}

TEST_CASE("the API takes JSON only", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    CHECK(app.post_form(soil.registrations(), {{"email", "a@example.net"}, {"name", "A"}}).status == 415);
}

TEST_CASE("a name is one clean line, whatever was sent", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    app.post(soil.registrations(),
             person("ann@example.net", "  Ann\r\nBcc: x@example.net\t\u202eLee\u0007 "));
    auto const name = app.text("SELECT name FROM registration");
    CHECK(name.find('\n') == std::string::npos);
    CHECK(name.find('\r') == std::string::npos);
    CHECK(name.find("\u202e") == std::string::npos);
    CHECK(name.starts_with("Ann"));
}

TEST_CASE("a question asked in the form is kept as a question of the event", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto body = person("ann@example.net");
    body["question"] = "How deep?\nAnd why?";
    app.post(soil.registrations(), body);
    CHECK(app.rows("SELECT event_id, language, body, state FROM question") ==
          std::vector<std::string>{std::to_string(soil.event) + " | en | How deep?\nAnd why? | open"});
}

TEST_CASE("there is no place at what is over, cancelled, postponed, archived or not public",
          "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const status_with = [&](std::string const& change) {
        app.sql(change);
        return app.post(soil.registrations(), person("ann@example.net")).status;
    };
    CHECK(status_with("UPDATE event SET state = 'draft'") == 404);
    CHECK(status_with("UPDATE event SET state = 'postponed'") == 409);
    CHECK(status_with("UPDATE event SET state = 'archived'") == 409);
    CHECK(status_with("UPDATE event SET state = 'cancelled'") == 409);
    CHECK(status_with("UPDATE event SET state = 'published'; UPDATE edition SET state = 'cancelled'") == 409);
    CHECK(status_with("UPDATE edition SET state = 'scheduled', registration_opens_at = 1900000000000") ==
          409);
    CHECK(status_with("UPDATE edition SET registration_opens_at = NULL, registration_closes_at = 1") == 409);
    CHECK(app.number("SELECT count(*) FROM registration") == 0);
    app.sql("UPDATE edition SET registration_closes_at = NULL");
    app.clock.set("2027-03-09T15:30:00Z");
    CHECK(app.post(soil.registrations(), person("ann@example.net")).json().at("type") == "/problems/closed");
    app.clock.set("2027-03-09T15:29:59Z");
    CHECK(app.post(soil.registrations(), person("ann@example.net")).status == 201);
}

TEST_CASE("an edition that was never there is not found, whatever its id looks like", "[registration]") {
    TestApp app;
    sample::add(app, sample::Event{});
    for (std::string const id : {"999", "0", "-1", "1x", "99999999999999999999", "%31%00"})
        CHECK(app.post("/api/v1/editions/" + id + "/registrations", person("ann@example.net")).status >= 400);
    CHECK(app.post("/api/v1/editions/999/registrations", person("ann@example.net")).status == 404);
    CHECK(app.get("/api/v1/editions/1/registrations").status == 405);
}

TEST_CASE("a workshop can be joined on its second day", "[registration]") {
    TestApp app;
    auto const workshop =
        sample::add(app, sample::Event{.kind = "workshop",
                                       .editions = {{.sessions = {{.start = "2027-03-09T09:00"},
                                                                  {.start = "2027-03-10T09:00"},
                                                                  {.start = "2027-03-11T09:00"}}}}});
    app.clock.set("2027-03-10T09:10:00Z");
    CHECK(app.post(workshop.registrations(), person("ann@example.net")).status == 201);
    CHECK(app.number("SELECT count(*) FROM message WHERE session_id = " +
                     std::to_string(workshop.sessions[0])) == 0);
}

TEST_CASE("the address counts once, in whatever case or script its domain is written", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    app.post(soil.registrations(), person("Ann.Lee@Bücher.example"));
    for (std::string const same :
         {"ann.lee@xn--bcher-kva.example", "ANN.LEE@BÜCHER.EXAMPLE", " Ann.Lee@bücher.example "})
        CHECK(app.post(soil.registrations(), person(same)).status == 201);
    CHECK(app.rows("SELECT email FROM registration") ==
          std::vector<std::string>{"Ann.Lee@xn--bcher-kva.example"});

    app.post(soil.registrations(), person("ann.lee+other@xn--bcher-kva.example"));
    CHECK(app.number("SELECT count(*) FROM registration") == 2);
}

TEST_CASE("a registration that fails halfway leaves nothing behind", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    app.sql("CREATE TRIGGER full_of_questions BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'no'); END");

    auto const answer = app.post(soil.registrations(), person("ann@example.net"));

    CHECK(answer.status == 500);
    CHECK(answer.body.find("full_of") == std::string::npos);
    CHECK(app.number("SELECT count(*) FROM registration") == 0);
    CHECK(app.number("SELECT count(*) FROM person") == 0);
    CHECK(app.number("SELECT seats_taken FROM edition") == 0);
}

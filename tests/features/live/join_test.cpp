// The way into a session: countdown, button, presence, and a platform that may change at any time.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using sample::person;

namespace {

struct Joining {
    TestApp app;
    sample::Added soil;
    std::int64_t registration = 0;
    std::string token;

    Joining() {
        soil = sample::add(app, sample::Event{});
        registration = sample::place(app, soil.registrations(), person("ann@example.net"));
        token = app.token("join", registration);
    }
    Json document() { return app.get("/api/v1/join/" + token).json(); }
    Answer press() { return app.post_form("/j/" + token, {}); }
};

} // namespace

TEST_CASE("the join page is closed until fifteen minutes before and from fifteen minutes after", "[live]") {
    Joining now;
    struct Moment {
        char const* at;
        bool open, ended;
    };
    for (auto const& moment :
         {Moment{"2027-03-09T13:44:59Z", false, false}, Moment{"2027-03-09T13:45:00Z", true, false},
          Moment{"2027-03-09T14:30:00Z", true, false}, Moment{"2027-03-09T15:44:59Z", true, false},
          Moment{"2027-03-09T15:45:00Z", false, true}}) {
        INFO(moment.at);
        now.app.clock.set(moment.at);
        auto const document = now.document();
        CHECK(document.at("open") == moment.open);
        CHECK(document.at("ended") == moment.ended);
        CHECK(document.at("opens_at") == "2027-03-09T13:45:00Z");
        CHECK(document.at("closes_at") == "2027-03-09T15:45:00Z");
        auto const page = now.app.get("/j/" + now.token);
        CHECK(page.status == 200);
        CHECK((page.body.find("<form method=\"post\" action=\"/j/" + now.token) != page.body.npos) ==
              moment.open);
        auto const pressed = now.press();
        CHECK(pressed.status == 303);
        CHECK(pressed.header("Location") ==
              (moment.open ? "https://meet.example.net/soil" : "/j/" + now.token));
    }
}

TEST_CASE("the whole document of the way in", "[live]") {
    Joining now;
    now.app.sql("INSERT INTO dial_in (edition_id, label, number, pin) VALUES (1, 'Dakar', '+221 30 000 00 "
                "00', '123#')");
    now.app.sql("INSERT INTO material (event_id, kind, language, title, url, created_at) VALUES (1, "
                "'slides', 'en', 'Slides', '/files/x', 0)");
    now.app.clock.set("2027-03-09T13:50:00Z");
    CHECK(now.document() ==
          Json{{"event", {{"slug", "soil"}, {"title", "Living soil"}, {"language", "en"}}},
               {"session",
                {{"id", 1},
                 {"starts_at", "2027-03-09T14:00:00Z"},
                 {"ends_at", "2027-03-09T15:30:00Z"},
                 {"time_zone", "Africa/Dakar"},
                 {"local_start", "2027-03-09T14:00"},
                 {"local_end", "2027-03-09T15:30"},
                 {"state", "scheduled"}}},
               {"others", Json::array()},
               {"opens_at", "2027-03-09T13:45:00Z"},
               {"closes_at", "2027-03-09T15:45:00Z"},
               {"open", true},
               {"host", "meet.example.net"},
               {"dial_in", {{{"label", "Dakar"}, {"number", "+221 30 000 00 00"}, {"pin", "123#"}}}},
               {"venue", nullptr},
               {"materials",
                {{{"kind", "slides"},
                  {"title", "Slides"},
                  {"url", "/files/x"},
                  {"language", "en"},
                  {"media_type", nullptr},
                  {"size", nullptr},
                  {"duration_minutes", nullptr}}}},
               {"ended", false},
               {"called_off", nullptr},
               {"now", "2027-03-09T13:50:00Z"},
               {"time_zone", "Africa/Dakar"}});
}

TEST_CASE("opening the page records nothing; the button records presence once a minute", "[live]") {
    Joining now;
    now.app.clock.set("2027-03-09T14:00:10Z");
    now.app.get("/j/" + now.token);
    now.document();
    CHECK(now.app.number("SELECT count(*) FROM presence") == 0);

    auto const first = now.press();
    now.app.clock.pass(20s);
    now.press();
    int said = 0;
    for (auto const& [name, value] : first.headers)
        said += name == "Referrer-Policy";
    CHECK(said == 1);
    CHECK(now.app.rows("SELECT registration_id, session_id FROM presence") ==
          std::vector<std::string>{"1 | 1"});
    now.app.clock.pass(1min);
    now.press();
    CHECK(now.app.number("SELECT count(*) FROM presence") == 2);
}

TEST_CASE("too early, the button records nothing", "[live]") {
    Joining now;
    now.press();
    CHECK(now.app.number("SELECT count(*) FROM presence") == 0);
}

TEST_CASE("a changed platform needs no new mail", "[live]") {
    Joining now;
    now.app.send_due();
    auto const mailed = now.app.outbox.last().token("/j/");
    now.app.sql("UPDATE edition SET platform_url = 'https://other.example.net:8443/room?x=1'");
    now.app.clock.set("2027-03-09T14:00:00Z");

    CHECK(now.app.get("/api/v1/join/" + mailed).json().at("host") == "other.example.net");
    CHECK(now.app.post_form("/j/" + mailed, {}).header("Location") ==
          "https://other.example.net:8443/room?x=1");
    CHECK(now.app.number("SELECT count(*) FROM message WHERE kind NOT IN ('confirmation', 'reminder_day', "
                         "'reminder_hour')") == 0);
}

TEST_CASE("without a platform the way in stays closed", "[live]") {
    Joining now;
    now.app.sql("UPDATE edition SET platform_url = NULL");
    now.app.clock.set("2027-03-09T14:00:00Z");
    CHECK(now.document().at("open") == false);
    CHECK(now.document().at("host") == nullptr);
    CHECK(now.press().header("Location") == "/j/" + now.token);
}

TEST_CASE("only who has a place gets in", "[live]") {
    Joining now;
    now.app.clock.set("2027-03-09T14:00:00Z");
    now.app.sql("DROP TRIGGER registration_goes_on");
    for (std::string const state : {"unverified", "pending", "cancelled"}) {
        now.app.sql("UPDATE registration SET state = '" + state + "'");
        CHECK(now.app.get("/j/" + now.token).status == 410);
        CHECK(now.app.get("/api/v1/join/" + now.token).status == 410);
        CHECK(now.press().status == 410);
    }
    auto const full = sample::add(now.app, sample::Event{.slug = "full", .editions = {{.capacity = 0}}});
    auto const waiting =
        now.app.token("join", sample::place(now.app, full.registrations(), person("bob@example.net")));
    CHECK(now.app.get("/j/" + waiting).status == 410);
    CHECK(now.app.post_form("/j/" + waiting, {}).status == 410);
    CHECK(now.app.get("/j/" + now.app.token("manage", 1)).status == 404);
    CHECK(now.app.get("/j/x").status == 404);
    CHECK(now.app.number("SELECT count(*) FROM presence") == 0);
}

TEST_CASE("a workshop's page leads to the session that is on or comes next", "[live]") {
    TestApp app;
    auto const workshop =
        sample::add(app, sample::Event{.kind = "workshop",
                                       .editions = {{.sessions = {{.start = "2027-03-09T09:00"},
                                                                  {.start = "2027-03-10T09:00"},
                                                                  {.start = "2027-03-11T09:00"}}}}});
    auto const token =
        app.token("join", sample::place(app, workshop.registrations(), person("ann@example.net")));
    auto const session = [&] { return app.get("/api/v1/join/" + token).json().at("session").at("id"); };
    CHECK(session() == workshop.sessions[0]);
    CHECK(app.get("/api/v1/join/" + token).json().at("others").size() == 2);
    app.clock.set("2027-03-09T10:45:00Z");
    CHECK(session() == workshop.sessions[1]);
    app.sql("UPDATE session SET state = 'cancelled' WHERE id = " + std::to_string(workshop.sessions[1]));
    CHECK(session() == workshop.sessions[2]);
    app.clock.set("2027-03-20T09:00:00Z");
    CHECK(session() == workshop.sessions[2]);
    CHECK(app.get("/api/v1/join/" + token).json().at("ended") == true);
}

TEST_CASE("an edition called off leads nowhere", "[live]") {
    Joining now;
    now.app.clock.set("2027-03-09T14:00:00Z");
    now.app.sql("UPDATE edition SET state = 'cancelled'");
    CHECK(now.document().at("open") == false);
    CHECK(now.document().at("ended") == true);
    CHECK(now.press().header("Location") == "/j/" + now.token);
    now.app.sql("UPDATE edition SET state = 'scheduled'; UPDATE event SET state = 'cancelled'");
    CHECK(now.document().at("open") == false);
    CHECK(now.press().header("Location") == "/j/" + now.token);
}

TEST_CASE("the join page stands in four languages without a token in any address outside", "[live]") {
    Joining now;
    now.app.clock.set("2027-03-09T14:00:00Z");
    for (std::string const prefix : {"", "/fr", "/es", "/pt"}) {
        auto const page = now.app.get(prefix + "/j/" + now.token);
        CHECK(page.status == 200);
        CHECK_THAT(page.body, Contains("noindex") && !Contains("rel=\"canonical\""));
        CHECK_THAT(page.body, Contains("action=\"" + prefix + "/j/" + now.token + "\""));
    }
}

TEST_CASE("the button's hour has its day unless that is today for the reader, and its zone", "[live][page]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.sessions = {{"2027-03-09T23:30"}}}}});
    auto const lima = sample::place(app, soil.registrations(), person("a@example.net", "A", "America/Lima"));
    auto const lagos = sample::place(app, soil.registrations(), person("b@example.net", "B", "Africa/Lagos"));
    auto const page = [&](std::int64_t id, std::string const& prefix) {
        return app.get(prefix + "/j/" + app.token("join", id)).body;
    };
    app.clock.set("2027-03-09T20:00:00Z");

    CHECK_THAT(page(lima, ""), Contains("The button appears here at 18:15, your time, Peru."));
    CHECK_THAT(page(lagos, ""),
               Contains("The button appears here on Wednesday 10 March at 00:15, your time, Nigeria."));
    CHECK_THAT(page(lagos, "/fr"),
               Contains("Le bouton apparaît ici le mercredi 10 mars à 00:15, votre heure, Nig"));
    CHECK_THAT(page(lagos, ""), Contains("Tuesday\u00a023:30"));
}

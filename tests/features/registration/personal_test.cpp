// The personal link: see, change, switch, cancel; and that it opens nothing else.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/log.hpp"
#include "support/sample.hpp"

#include <set>

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using sample::person;

namespace {

std::string api(TestApp& app, std::int64_t id) {
    return "/api/v1/registrations/" + app.token("manage", id);
}

std::vector<std::string> reminders(TestApp& app) {
    return app.rows("SELECT rule, strftime('%Y-%m-%dT%H:%MZ', due_at / 1000, 'unixepoch') FROM message "
                    "WHERE rule IS NOT NULL AND state = 'queued' ORDER BY id");
}

} // namespace

TEST_CASE("the personal document shows the whole registration", "[registration][personal]") {
    TestApp app;
    auto const month = sample::add_month(app);
    auto const soil = sample::add(app, sample::Event{.month = month, .editions = {{.capacity = 3}}});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));

    auto const answer = app.get(api(app, id));

    CHECK(answer.status == 200);
    Json const session{{"id", soil.session()},
                       {"starts_at", "2027-03-09T14:00:00Z"},
                       {"ends_at", "2027-03-09T15:30:00Z"},
                       {"time_zone", "Africa/Dakar"},
                       {"local_start", "2027-03-09T14:00"},
                       {"local_end", "2027-03-09T15:30"},
                       {"state", "scheduled"}};
    CHECK(answer.json() ==
          Json{{"state", "confirmed"},
               {"token", app.token("manage", id)},
               {"name", "Ann Lee"},
               {"email", "ann@example.net"},
               {"locale", "en"},
               {"time_zone", "Africa/Dakar"},
               {"time_zone_guessed", false},
               {"organisation", nullptr},
               {"country", nullptr},
               {"whole_month", false},
               {"event",
                {{"slug", "soil"},
                 {"title", "Living soil"},
                 {"language", "en"},
                 {"kind", "webinar"},
                 {"state", "published"},
                 {"month", {{"slug", "month-of-soil"}, {"title", "The month of soil"}, {"language", "en"}}}}},
               {"edition",
                {{"id", soil.edition()},
                 {"language", "en"},
                 {"capacity", 3},
                 {"seats_left", 2},
                 {"state", "scheduled"},
                 {"registration", "open"},
                 {"attendance", "online"},
                 {"venue", nullptr},
                 {"sessions", Json::array({session})}}},
               {"join_url", "/j/" + app.token("join", id)},
               {"calendar_urls",
                {{"ics", "/calendar/events/soil.ics?edition=" + std::to_string(soil.edition())},
                 {"google", "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Living%20soil"
                            "&dates=20270309T140000Z/20270309T153000Z&ctz=Africa%2FDakar"
                            "&details=https%3A%2F%2Flearn.example.org%2Fevents%2Fsoil"
                            "&location=https%3A%2F%2Flearn.example.org%2Fevents%2Fsoil"},
                 {"outlook",
                  "https://outlook.live.com/calendar/0/action/compose?rru=addevent&subject=Living%20soil"
                  "&startdt=2027-03-09T14%3A00%3A00Z&enddt=2027-03-09T15%3A30%3A00Z"
                  "&body=https%3A%2F%2Flearn.example.org%2Fevents%2Fsoil"
                  "&location=https%3A%2F%2Flearn.example.org%2Fevents%2Fsoil"}}},
               {"others", Json::array()},
               {"editions", Json::array()}});
}

TEST_CASE("opening the personal page proves nothing and changes nothing", "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    auto const before = app.rows("SELECT * FROM registration");
    for (std::string const prefix : {"", "/fr", "/es", "/pt"}) {
        auto const page = app.get(prefix + "/me/" + app.token("manage", id));
        CHECK(page.status == 200);
        CHECK_THAT(page.body, Contains("ann@example.net") && Contains("noindex"));
    }
    CHECK(app.rows("SELECT * FROM registration") == before);
    CHECK(app.text("SELECT verified_at FROM person").empty());
}

TEST_CASE("name, language and zone can be changed, which proves the address", "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));

    auto const answer = app.patch(api(app, id), {{"name", "Ann Lee-Okafor"},
                                                 {"locale", "pt"},
                                                 {"time_zone", "America/Lima"},
                                                 {"organisation", "Land Lab"},
                                                 {"country", "PE"}});

    CHECK(answer.status == 200);
    CHECK(
        app.rows(
            "SELECT name, language, time_zone, time_zone_guessed, organisation, country FROM registration") ==
        std::vector<std::string>{"Ann Lee-Okafor | pt | America/Lima | 0 | Land Lab | PE"});
    CHECK(app.rows("SELECT name, language, time_zone, verified_at IS NOT NULL FROM person") ==
          std::vector<std::string>{"Ann Lee-Okafor | pt | America/Lima | 1"});
}

TEST_CASE("a new zone moves the reminders that are not sent yet to its hours",
          "[registration][personal][messages]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    CHECK(reminders(app) ==
          std::vector<std::string>{"reminder-day | 2027-03-08T09:00Z", "reminder-hour | 2027-03-09T13:00Z"});

    app.patch(api(app, id), {{"time_zone", "America/Lima"}});
    CHECK(reminders(app) ==
          std::vector<std::string>{"reminder-day | 2027-03-08T14:00Z", "reminder-hour | 2027-03-09T13:00Z"});

    app.patch(api(app, id), {{"time_zone", "Asia/Tokyo"}});
    CHECK(reminders(app) ==
          std::vector<std::string>{"reminder-day | 2027-03-08T00:00Z", "reminder-hour | 2027-03-09T13:00Z"});
}

TEST_CASE("a new zone in whose hours the reminder was due just now does not lose it",
          "[registration][personal][messages]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(),
                                  person("ann@example.net", "Ann", "America/Lima")); // due at 14:00Z
    app.send_due();
    app.clock.set("2027-03-08T10:00:00Z");

    app.patch(api(app, id), {{"time_zone", "Africa/Lagos"}}); // there it was due at 08:00Z
    app.send_due();

    CHECK(app.rows("SELECT state FROM message WHERE rule = 'reminder-day'") ==
          std::vector<std::string>{"sent"});
}

TEST_CASE("switching the language edition moves the seat in one step", "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(
        app,
        sample::Event{
            .editions = {{.language = "en", .capacity = 1},
                         {.language = "es", .capacity = 1, .sessions = {{.start = "2027-03-09T17:00"}}}}});
    auto const id = sample::place(app, soil.registrations(0), person("ann@example.net"));
    sample::place(app, soil.registrations(0), person("next@example.net"));
    app.send_due();
    app.outbox.mails.clear();

    auto const answer = app.patch(api(app, id), {{"edition", soil.editions[1]}});

    CHECK(answer.status == 200);
    CHECK(answer.json().at("edition").at("id") == soil.editions[1]);
    CHECK(answer.json().at("token") != app.token("manage", id));
    CHECK(app.rows("SELECT email, edition_id, state FROM registration ORDER BY id") ==
          std::vector<std::string>{"ann@example.net | " + std::to_string(soil.editions[0]) + " | cancelled",
                                   "next@example.net | " + std::to_string(soil.editions[0]) + " | confirmed",
                                   "ann@example.net | " + std::to_string(soil.editions[1]) + " | confirmed"});
    app.send_due();
    std::multiset<std::string> told;
    for (auto const& mail : app.outbox.to("ann@example.net"))
        told.insert(mail.calendar_line("METHOD"));
    CHECK(told == std::multiset<std::string>{"CANCEL", "REQUEST"});
}

TEST_CASE("switching to an edition of another event, or one that is over, changes nothing",
          "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{}, {.language = "es"}}});
    auto const clay = sample::add(app, sample::Event{.slug = "clay"});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    auto const before = app.rows("SELECT * FROM registration");
    app.sql("UPDATE edition SET state = 'cancelled' WHERE id = " + std::to_string(soil.editions[1]));

    for (auto const edition : {clay.edition(), soil.editions[1], std::int64_t{9999}})
        CHECK(app.patch(api(app, id), {{"edition", edition}, {"name", "Changed"}}).errors() ==
              "/edition: edition");

    CHECK(app.rows("SELECT * FROM registration") == before);
}

TEST_CASE("after a switch the links mailed before lead to the new place", "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(
        app,
        sample::Event{.editions = {{}, {.language = "es", .sessions = {{.start = "2027-03-09T16:00"}}}}});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.post_form("/u/" + app.token("unsubscribe", id), {{"action", "stop"}});

    app.patch(api(app, id), {{"edition", soil.editions.at(1)}});

    auto const fresh = app.token("manage", 2);
    CHECK(app.get("/me/" + app.token("manage", id)).header("Location") == "/me/" + fresh);
    CHECK(app.get(api(app, id)).json().at("token") == fresh);
    CHECK(app.get("/api/v1/join/" + app.token("join", id)).json().at("session").at("id") ==
          soil.sessions.at(1));
    CHECK(app.text("SELECT muted_at IS NOT NULL FROM registration WHERE id = 2") ==
          "1"); // still no reminders
}

TEST_CASE("whoever comes back finds the new place behind the old link", "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.del(api(app, id));
    CHECK(app.get(api(app, id)).json().at("state") == "cancelled");
    app.clock.pass(1h);

    sample::place(app, soil.registrations(), person("ann@example.net"));

    CHECK(app.get(api(app, id)).json().at("state") == "confirmed");
    CHECK(app.get(api(app, id)).json().at("others") == Json::array());
}

TEST_CASE("a place at the other edition that was held before does not stand in for one given up",
          "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(
        app,
        sample::Event{.editions = {{}, {.language = "es", .sessions = {{.start = "2027-03-09T16:00"}}}}});
    sample::place(app, soil.registrations(1), person("ann@example.net"));
    auto const id = sample::place(app, soil.registrations(0), person("ann@example.net"));
    app.clock.pass(1h);

    app.del(api(app, id));

    CHECK(app.get(api(app, id)).json().at("state") == "cancelled");
    CHECK(app.get("/me/" + app.token("manage", id)).status == 200);
}

TEST_CASE("giving a place up twice is harmless", "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();

    CHECK(app.del(api(app, id)).json().at("state") == "cancelled");
    CHECK(app.del(api(app, id)).json().at("state") == "cancelled");
    app.send_due();

    CHECK(app.outbox.mails.size() == 2);
    CHECK(app.number("SELECT seats_taken FROM edition") == 0);
    CHECK(app.patch(api(app, id), {{"name", "Back"}}).status == 409);
}

TEST_CASE("the personal page's form does the same without script", "[registration][personal][page]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    auto const page = "/es/me/" + app.token("manage", id);

    auto const changed = app.post_form(page, {{"action", "change"},
                                              {"name", "Ana"},
                                              {"locale", "es"},
                                              {"time_zone", "America/Lima"},
                                              {"edition", std::to_string(soil.edition())}});
    CHECK(changed.status == 303);
    CHECK(changed.header("Location") == page + "?done=me_saved");
    CHECK_THAT(app.get(changed.header("Location")).body, Contains("role=\"status\""));
    CHECK(app.text("SELECT name || language FROM registration") == "Anaes");

    auto const wrong = app.post_form(page, {{"action", "change"}, {"name", " "}, {"time_zone", "<b>"}});
    CHECK(wrong.status == 422);
    CHECK(app.text("SELECT name FROM registration") == "Ana");
    CHECK(app.post_form(page, {{"action", "dance"}}).status == 400);
    CHECK(app.post_form(page, {}).status == 400);

    CHECK(app.post_form(page, {{"action", "cancel"}}).header("Location") == page + "?done=me_cancelled");
    CHECK(app.text("SELECT state FROM registration") == "cancelled");
    CHECK_THAT(app.get(page).body, Contains("/es/events/soil/register"));
    CHECK(app.get(page + "?done=<script>").body.find("<script>\"") == std::string::npos);
}

TEST_CASE("the personal page lists the person's other coming places and opens them",
          "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const clay = sample::add(app, sample::Event{.slug = "clay", .texts = {{.title = "Clay"}}});
    auto const past = sample::add(
        app, sample::Event{.slug = "past", .editions = {{.sessions = {{.start = "2027-03-02T09:00"}}}}});
    auto const first = sample::place(app, soil.registrations(), person("ann@example.net"));
    auto const second = sample::place(app, clay.registrations(), person("ann@example.net"));
    sample::place(app, past.registrations(), person("ann@example.net"));
    sample::place(app, clay.registrations(), person("bob@example.net"));
    app.clock.set("2027-03-03T09:00:00Z");

    auto const others = app.get(api(app, first)).json().at("others");

    REQUIRE(others.size() == 1);
    CHECK(others.at(0).at("token") == app.token("manage", second));
    CHECK(others.at(0).at("event").at("title") == "Clay");
    CHECK_THAT(app.get("/me/" + app.token("manage", first)).body,
               Contains("/me/" + app.token("manage", second)));
}

TEST_CASE("a token of another purpose, of another site, cut or changed opens nothing",
          "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    auto const good = app.token("manage", id);
    auto changed = good;
    changed[changed.size() - 3] = changed[changed.size() - 3] == 'A' ? 'B' : 'A';
    auto const foreign = Keys::from_seed("elsewhere").link("manage", id, std::string(8, 'x'), 0);
    for (auto const& token :
         {app.token("join", id), app.token("unsubscribe", id), changed, foreign,
          good.substr(0, good.size() - 1), good + "A", std::string("x"), std::string(500, 'A')}) {
        CHECK(app.get("/me/" + token).status == 404);
        CHECK(app.get("/api/v1/registrations/" + token).status == 404);
        CHECK(app.patch("/api/v1/registrations/" + token, {{"name", "X"}}).status == 404);
        CHECK(app.del("/api/v1/registrations/" + token).status == 404);
        CHECK(app.post("/api/v1/registrations/" + token + "/not_me", Json::object()).status == 404);
        CHECK(app.post_form("/me/" + token, {{"action", "cancel"}}).status == 404);
    }
    CHECK(app.text("SELECT state FROM registration") == "confirmed");
    app.sql("UPDATE registration SET epoch = epoch + 1");
    CHECK(app.get("/me/" + good).status == 404);
}

TEST_CASE("nobody gives a seat up for the waiting list of another edition", "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(
        app, sample::Event{
                 .editions = {
                     {}, {.language = "es", .capacity = 0, .sessions = {{.start = "2027-03-09T16:00"}}}}});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));

    CHECK(app.patch(api(app, id), {{"edition", soil.editions.at(1)}}).errors() == "/edition: edition_full");

    CHECK(app.rows("SELECT edition_id, state FROM registration") ==
          std::vector<std::string>{std::to_string(soil.edition()) + " | confirmed"});
    CHECK(app.get(api(app, id)).json().at("editions").empty());
}

TEST_CASE("what was told can be taken back", "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.patch(api(app, id), {{"organisation", "Acme"}, {"country", "PE"}});

    app.patch(api(app, id), {{"organisation", ""}, {"country", nullptr}});

    CHECK(app.rows("SELECT organisation IS NULL, country IS NULL FROM registration") ==
          std::vector<std::string>{"1 | 1"});
    CHECK(app.patch(api(app, id), {{"name", nullptr}}).errors() == "/name: required");
}

TEST_CASE("a far zone and back keeps the reminder of the day before", "[registration][personal][messages]") {
    TestApp app({.now = "2027-03-08T08:30:00Z"});
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    app.patch(api(app, id), {{"time_zone", "Pacific/Kiritimati"}});
    app.patch(api(app, id), {{"time_zone", "America/Lima"}});
    CHECK(app.text("SELECT state FROM message WHERE rule = 'reminder-day'") == "queued");
}

TEST_CASE("the zone that is told at one place of a month counts for those where it was only guessed",
          "[registration][personal][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app, sample::Event{.slug = "water", .month = month});
    app.post("/api/v1/months/month-of-soil/enrolments",
             {{"email", "ann@example.net"}, {"name", "Ann"}, {"locale", "en"}});

    app.patch(api(app, 1), {{"time_zone", "America/Lima"}, {"locale", "es"}});

    CHECK(app.rows("SELECT time_zone, time_zone_guessed, language FROM registration") ==
          std::vector<std::string>{"America/Lima | 0 | es", "America/Lima | 0 | es"});
    CHECK(app.rows("SELECT time_zone, time_zone_guessed FROM enrolment") ==
          std::vector<std::string>{"America/Lima | 0"});
}

TEST_CASE("the personal page speaks of the reader's hours first, then of the event's",
          "[registration][personal][page]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id =
        sample::place(app, soil.registrations(), person("ann@example.net", "Ann", "Asia/Kathmandu"));

    auto const page = app.get("/me/" + app.token("manage", id)).body;

    CHECK_THAT(page,
               Contains("19:45") && Contains("your time, ") && Contains("in Dakar, where it is hosted"));
}

TEST_CASE("the personal page and the way in say what was called off", "[registration][personal][page]") {
    auto const state = GENERATE(std::string("cancelled"), std::string("postponed"));
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.sql("UPDATE event SET state = '" + state + "'");

    auto const words = state == "cancelled" ? "This is cancelled" : "This is postponed";
    CHECK_THAT(app.get("/me/" + app.token("manage", id)).body,
               Contains(words) && !Contains("You have a place"));
    CHECK(app.get(api(app, id)).json().at("join_url") == nullptr);
    CHECK_THAT(app.get("/j/" + app.token("join", id)).body, Contains(words) && !Contains("This is over"));
    CHECK(app.get("/api/v1/join/" + app.token("join", id)).json().at("called_off") == state);
}

TEST_CASE("an edition that has filled up is said beside the form, which keeps what was typed",
          "[registration][page]") {
    TestApp app;
    auto const soil = sample::add(
        app, sample::Event{
                 .editions = {
                     {}, {.language = "es", .capacity = 1, .sessions = {{.start = "2027-03-09T16:00"}}}}});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    sample::place(app, soil.registrations(1), person("bob@example.net"));

    auto const page =
        app.post_form("/me/" + app.token("manage", id), {{"action", "change"},
                                                         {"name", "Ann Changed"},
                                                         {"time_zone", "Africa/Lagos"},
                                                         {"edition", std::to_string(soil.editions[1])}});

    CHECK(page.status == 422);
    CHECK_THAT(page.body, Catch::Matchers::Contains("Ann Changed") && Catch::Matchers::Contains("f-edition"));
    CHECK(app.text("SELECT name FROM registration WHERE id = " + std::to_string(id)) != "Ann Changed");
}

TEST_CASE("a place that was given up says so to who would change it", "[registration]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const token =
        app.token("manage", sample::place(app, soil.registrations(), person("ann@example.net")));
    app.del("/api/v1/registrations/" + token);

    auto const late = app.patch("/api/v1/registrations/" + token, {{"name", "Ann"}});

    CHECK(late.status == 409);
    CHECK(late.json().at("type") == "/problems/given_up");
    CHECK(late.json().at("title") == "You have given up this place.");
}

TEST_CASE("hours of editions have their day where that is not the day of one's own", "[registration][page]") {
    TestApp app;
    auto const soil = sample::add(
        app,
        sample::Event{.editions = {{.sessions = {{"2027-03-09T14:00"}}},
                                   {.language = "es", .sessions = {{"2027-03-09T22:00", "America/Lima"}}},
                                   {.language = "fr", .sessions = {{"2027-03-09T16:00"}}}}});
    auto const id =
        sample::place(app, soil.registrations(), person("ann@example.net", "Ann", "Africa/Lagos"));

    auto const page = app.get("/me/" + app.token("manage", id)).body;

    CHECK_THAT(page, Contains("Español · Wed 10 March, 04:00") && Contains("Français · 17:00") &&
                         Contains("English · 15:00"));
}

TEST_CASE("who has only asked for a place is not told to give up one", "[registration][personal][page]") {
    Options options;
    options.limits.registration_burst = 1; // and the next one waits for its address to be confirmed
    TestApp app(options);
    auto const soil = sample::add(app, sample::Event{});
    app.post(soil.registrations(), {{"email", "nobody"}});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));

    auto const page = app.get("/me/" + app.token("manage", id)).body;

    CHECK_THAT(page, Contains("Withdraw my registration") && !Contains("Give up my place"));
}

TEST_CASE("organisation and country are shown and changed without script", "[registration][personal][page]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto body = person("ann@example.net");
    body["organisation"] = "Terra <b>";
    body["country"] = "SN";
    auto const id = sample::place(app, soil.registrations(), body);
    auto const me = "/me/" + app.token("manage", id);

    CHECK_THAT(app.get(me).body, Contains("value=\"Terra &lt;b&gt;\"") &&
                                     Contains("<option value=\"SN\" selected>Senegal</option>"));
    auto const changed =
        app.post_form(me, {{"action", "change"}, {"name", "Ann"}, {"organisation", "Agua"}, {"country", ""}});
    CHECK(changed.status == 303);
    CHECK(app.rows("SELECT organisation, country FROM registration") == std::vector<std::string>{"Agua | "});
}

TEST_CASE("a place at what is over is not given up any more", "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    auto const mails = app.number("SELECT count(*) FROM message");
    app.clock.set("2027-03-09T15:30:00Z");

    auto const late = app.del(api(app, id));
    CHECK(late.status == 409);
    CHECK(late.json().at("type") == "/problems/ended");
    CHECK(late.json().at("title") == "This event is over: there is no place left to give up.");
    auto const page = app.post_form("/fr/me/" + app.token("manage", id), {{"action", "cancel"}});
    CHECK(page.status == 409);
    CHECK_THAT(page.body, Contains("Cette rencontre est terminée"));

    CHECK(app.text("SELECT state FROM registration") == "confirmed");
    CHECK(app.number("SELECT count(*) FROM message") == mails);
    CHECK_THAT(app.get("/me/" + app.token("manage", id)).body, !Contains("value=\"cancel\""));
}

TEST_CASE("what was never confirmed is withdrawn, not given up", "[registration][personal][messages]") {
    TestApp app;
    sample::add(app, sample::Event{});
    app.post_form("/events/soil/register",
                  {{"email", "ann@example.net"}, {"name", "Ann"}, {"website", "https://spam.example"}});
    auto const me = "/me/" + app.token("manage", 1);
    CHECK_THAT(app.get(me).body, Contains("Withdraw my registration") && !Contains("Give up my place"));

    auto const done = app.post_form(me, {{"action", "cancel"}});

    CHECK_THAT(app.get(done.header("Location")).body, !Contains("your place") && !Contains("Your place"));
    app.send_due();
    CHECK(app.outbox.last().subject() == "Your registration is withdrawn: Living soil");
    CHECK_THAT(app.outbox.last().words(),
               Contains("It was never confirmed, so no place was kept for you.") && !Contains("Your place"));
}

TEST_CASE("a zone that the system has lost is UTC, and the page still comes", "[registration][personal]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    log::set_level(log::Level::off);
    app.sql("UPDATE registration SET time_zone = 'Mars/Olympus'");
    CHECK(app.get(api(app, id)).json().at("time_zone") == "UTC");
    CHECK(app.send_due() == 1);
}

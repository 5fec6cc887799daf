// The catalogue's documents as a whole, the language of their texts, former slugs, and what a draft may not
// show. SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "features/catalogue/catalogue.hpp"
#include "support/sample.hpp"

#include <set>

using namespace lectern;
using namespace lectern::test;
using Catch::Matchers::Contains;

namespace {

Json session(std::int64_t id) {
    return {{"id", id},
            {"starts_at", "2027-03-09T14:00:00Z"},
            {"ends_at", "2027-03-09T15:30:00Z"},
            {"time_zone", "Africa/Dakar"},
            {"local_start", "2027-03-09T14:00"},
            {"local_end", "2027-03-09T15:30"},
            {"state", "scheduled"}};
}

Json edition(std::int64_t id, Json capacity, Json seats_left) {
    return {{"id", id},
            {"language", "en"},
            {"capacity", capacity},
            {"seats_left", seats_left},
            {"state", "scheduled"},
            {"registration", "open"},
            {"attendance", "online"},
            {"venue", nullptr},
            {"sessions", Json::array({session(id)})}};
}

Json const month_ref{
    {"slug", "month-of-soil"}, {"title", "The month of soil"}, {"language", "en"}, {"theme", "terrace"}};

Json summary() {
    return {{"slug", "soil"},
            {"kind", "webinar"},
            {"state", "published"},
            {"title", "Living soil"},
            {"summary", "What lives in it."},
            {"language", "en"},
            {"languages", {"en"}},
            {"starts_at", "2027-03-09T14:00:00Z"},
            {"editions", Json::array({edition(1, 5, 5)})},
            {"speakers", {{{"slug", "efua"}, {"name", "Efua Darkwa"}}}},
            {"month", month_ref},
            {"has_recording", false}};
}

// One month with one event, a speaker and a moderator, a slide deck.
void add_all(TestApp& app) {
    auto const month = sample::add_month(app);
    auto const soil = sample::add(app, sample::Event{.month = month, .editions = {{.capacity = 5}}});
    sample::add_speaker(app, "efua", "Efua Darkwa", soil.event, "speaker", "Walks fields.");
    sample::add_speaker(app, "mo", "Mo Sissoko", soil.event, "moderator");
    app.sql("INSERT INTO material (event_id, kind, language, title, url, size, media_type, created_at) "
            "VALUES (1, 'slides', 'en', 'Slides', 'https://files.example.net/s.pdf', 120000, "
            "'application/pdf', 0)");
}

} // namespace

TEST_CASE("an event's document holds all of its parts", "[catalogue]") {
    TestApp app;
    add_all(app);

    auto const answer = app.get("/api/v1/events/soil");

    CHECK(answer.status == 200);
    CHECK(answer.type == "application/json");
    auto document = answer.json();
    CHECK(document.at("description").size() == 2); // Markdown as a tree, see http/rich_text
    document.erase("description");
    auto const biography = document.at("appearances").at(0).at("speaker").at("biography");
    document["appearances"][0]["speaker"].erase("biography");
    document["appearances"][1]["speaker"].erase("biography");
    auto expected = summary();
    expected.update(
        Json{{"appearances",
              {{{"role", "speaker"},
                {"speaker",
                 {{"slug", "efua"},
                  {"name", "Efua Darkwa"},
                  {"affiliation", "Land Lab"},
                  {"photo", nullptr},
                  {"photo_alt", nullptr},
                  {"language", "en"}}}},
               {{"role", "moderator"},
                {"speaker",
                 {{"slug", "mo"},
                  {"name", "Mo Sissoko"},
                  {"affiliation", "Land Lab"},
                  {"photo", nullptr},
                  {"photo_alt", nullptr},
                  {"language", "en"}}}}}},
             {"materials",
              {{{"kind", "slides"},
                {"title", "Slides"},
                {"url", "https://files.example.net/s.pdf"},
                {"language", "en"},
                {"media_type", "application/pdf"},
                {"size", 120000},
                {"duration_minutes", nullptr}}}},
             {"products", Json::array()},
             {"community", {{"slug", "open-land"}, {"title", "Open Land"}, {"language", "en"}}},
             {"series", {{"slug", "ground-truths"}, {"title", "Ground truths"}, {"language", "en"}}},
             {"place_in_month", {{"number", 1}, {"of", 1}}},
             {"questions_taken", true},
             {"other_events", Json::array()}});
    CHECK(document == expected);
    CHECK_THAT(biography.dump(), Contains("Walks fields."));
}

TEST_CASE("a month's document holds its programme", "[catalogue]") {
    TestApp app;
    add_all(app);
    app.sql("INSERT INTO month_host (month_id, speaker_id) VALUES (1, 2)");

    auto document = app.get("/api/v1/months/month-of-soil").json();

    document.erase("description");
    CHECK(document ==
          Json{{"slug", "month-of-soil"},
               {"title", "The month of soil"},
               {"summary", "Four meetings."},
               {"language", "en"},
               {"languages", {"en"}},
               {"theme", "terrace"},
               {"starts_on", "2027-03-01"},
               {"ends_on", "2027-03-31"},
               {"standing", "running"},
               {"event_count", 1},
               {"series", {{"slug", "ground-truths"}, {"title", "Ground truths"}, {"language", "en"}}},
               {"community", {{"slug", "open-land"}, {"title", "Open Land"}, {"language", "en"}}},
               {"events", Json::array({summary()})},
               {"products", Json::array()},
               {"materials", Json::array()},
               {"facilitators", {{{"name", "Mo Sissoko"}, {"affiliation", "Land Lab"}}}}});
}

TEST_CASE("states follow from the clock", "[catalogue]") {
    TestApp app;
    sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    auto const first = [&] { return app.get("/api/v1/events/soil").json().at("editions").at(0); };
    CHECK(first().at("registration") == "open");
    app.post("/api/v1/editions/1/registrations", sample::person("ann@example.net"));
    CHECK(first().at("registration") == "waiting_list");
    CHECK(first().at("seats_left") == 0);
    app.clock.set("2027-03-09T14:00:00Z");
    CHECK(first().at("state") == "live");
    app.clock.set("2027-03-09T15:30:00Z");
    CHECK(first().at("state") == "ended");
    CHECK(first().at("registration") == "closed");
    CHECK(app.get("/api/v1/events/soil").json().at("questions_taken") == false);
    app.sql("UPDATE edition SET state = 'cancelled'");
    CHECK(first().at("state") == "cancelled");
}

TEST_CASE("a text comes in the language asked for, else the interface's, else English, else its own",
          "[catalogue][language]") {
    TestApp app;
    auto const text = [](std::string const& language) {
        return sample::Text{.language = language, .title = "Title " + language};
    };
    sample::add(app, sample::Event{.slug = "many",
                                   .language = "sw",
                                   .texts = {text("sw"), text("en"), text("fr"), text("pt")}});
    sample::add(app, sample::Event{.slug = "few", .language = "sw", .texts = {text("sw")}});
    auto const title = [&](std::string const& target, std::string const& accept = "") {
        return app.get(target, {.fields = {{http::Field::accept_language, accept}}}).json().at("title");
    };
    CHECK(title("/api/v1/events/many") == "Title en");
    CHECK(title("/api/v1/events/many", "fr-CH, en;q=0.5") == "Title fr");
    CHECK(title("/api/v1/events/many?lang=pt", "fr") == "Title pt");
    CHECK(title("/api/v1/events/many?lang=sw", "fr") == "Title sw");
    CHECK(title("/api/v1/events/many?lang=es") == "Title en");
    CHECK(title("/api/v1/events/many?lang=%3Cb%3E", "fr") == "Title fr");
    CHECK(title("/api/v1/events/few", "fr") == "Title sw");
    auto const document = app.get("/api/v1/events/few").json();
    CHECK(document.at("language") == "sw");
    CHECK(app.get("/api/v1/events/many").json().at("languages") == Json{"en", "fr", "pt", "sw"});
    CHECK_THAT(app.get("/pt/events/many").body, Contains("<h1 lang=\"pt\">Title pt</h1>"));
    CHECK_THAT(app.get("/es/events/many?lang=fr").body, Contains("<h1 lang=\"fr\">Title fr</h1>"));
    CHECK_THAT(app.get("/es/events/few").body,
               Contains("<html lang=\"es\"") && Contains("<h1 lang=\"sw\">Title sw</h1>"));
}

TEST_CASE("a former slug leads to the present one for ever, on pages and in the API", "[catalogue]") {
    TestApp app;
    add_all(app);
    for (std::string const row : {"('community', 'old', 1)", "('series', 'old', 1)", "('month', 'old', 1)",
                                  "('event', 'old', 1)", "('speaker', 'old', 1)"})
        app.sql("INSERT INTO former_slug (noun, slug, noun_id) VALUES " + row);
    for (auto const& [kind, slug] :
         std::vector<std::pair<std::string, std::string>>{{"communities", "open-land"},
                                                          {"series", "ground-truths"},
                                                          {"months", "month-of-soil"},
                                                          {"events", "soil"},
                                                          {"speakers", "efua"}}) {
        CHECK(app.get("/api/v1/" + kind + "/old").status == 308);
        CHECK(app.get("/api/v1/" + kind + "/old").header("Location") == "/api/v1/" + kind + "/" + slug);
        CHECK(app.get("/fr/" + kind + "/old").status == 308);
        CHECK(app.get("/fr/" + kind + "/old").header("Location") == "/fr/" + kind + "/" + slug);
        CHECK(app.get("/" + kind + "/never").status == 404);
    }
    app.sql("UPDATE event SET state = 'draft'");
    CHECK(app.get("/events/old").status == 404);
}

TEST_CASE("a draft shows nowhere", "[catalogue]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month});
    auto const secret =
        sample::add(app, sample::Event{.slug = "secret",
                                       .month = month,
                                       .state = "draft",
                                       .texts = {{.title = "Hushhush", .summary = "Hushhush"}}});
    sample::add_speaker(app, "efua", "Efua Darkwa", secret.event);
    app.sql("INSERT INTO material (event_id, kind, language, title, url, created_at) VALUES (2, 'recording', "
            "'en', 'Hushhush tape', '/files/x', 0)");
    auto const hidden = sample::add(
        app, sample::Month{.slug = "hidden-month", .state = "draft", .texts = {{.title = "Hushhush month"}}});
    sample::add(app, sample::Event{.slug = "loose", .month = hidden, .texts = {{.title = "Loose"}}});
    app.database().write([](db::Write& tx) { catalogue::index_everything(tx); });

    for (std::string const target : {"/",
                                     "/api/v1/home",
                                     "/library",
                                     "/api/v1/events",
                                     "/api/v1/events?when=upcoming",
                                     "/api/v1/events?month=month-of-soil",
                                     "/api/v1/months",
                                     "/api/v1/months/month-of-soil",
                                     "/months/month-of-soil",
                                     "/events/soil",
                                     "/api/v1/events/soil",
                                     "/series/ground-truths",
                                     "/api/v1/series/ground-truths",
                                     "/communities/open-land",
                                     "/api/v1/communities/open-land",
                                     "/speakers/efua",
                                     "/api/v1/speakers/efua",
                                     "/api/v1/materials",
                                     "/api/v1/search?q=hushhush",
                                     "/search?q=none",
                                     "/sitemap.xml",
                                     "/calendar/months/month-of-soil.ics",
                                     "/calendar/series/ground-truths.ics",
                                     "/calendar/communities/open-land.ics",
                                     "/events/loose",
                                     "/api/v1/events/loose"}) {
        INFO(target);
        auto const answer = app.get(target);
        CHECK(answer.status == 200);
        CHECK_THAT(answer.body, !Contains("Hushhush") && !Contains("secret") && !Contains("hidden-month"));
    }
    for (std::string const target : {"/events/secret", "/api/v1/events/secret", "/calendar/events/secret.ics",
                                     "/events/secret/registered", "/months/hidden-month",
                                     "/api/v1/months/hidden-month", "/calendar/months/hidden-month.ics"})
        CHECK(app.get(target).status == 404);
    CHECK(app.get("/api/v1/events?month=hidden-month").json().at("items").empty());
}

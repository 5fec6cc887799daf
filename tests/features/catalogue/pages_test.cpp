// Pages without script, in every language, and the calendars behind them; with the demo community as its
// readers see it. SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

#include <regex>
#include <set>

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

Options demo() {
    Options options;
    options.now = "2027-03-10T12:00:00Z";
    options.with_demo = true;
    return options;
}

std::vector<std::string> lines(std::string const& calendar, std::string const& name) {
    std::vector<std::string> all;
    std::regex const line("\r\n" + name + "[^\r]*");
    for (std::sregex_iterator at(calendar.begin(), calendar.end(), line), end; at != end; ++at)
        all.push_back(at->str().substr(2));
    return all;
}

std::string unfolded(std::string text) {
    for (std::size_t at = 0; (at = text.find("\r\n ", at)) != text.npos;)
        text.erase(at, 3);
    return text;
}

} // namespace

TEST_CASE("every page of the demo is filled in every language, with its document inside",
          "[catalogue][page]") {
    TestApp app(demo());
    std::vector<std::string> paths{"/", "/library", "/search", "/search?q=water", "/about"};
    for (auto const& [kind, table] :
         std::vector<std::pair<std::string, std::string>>{{"communities", "community"},
                                                          {"series", "series"},
                                                          {"months", "month"},
                                                          {"events", "event"},
                                                          {"speakers", "speaker"}})
        for (auto const& slug : app.rows("SELECT slug FROM " + table))
            paths.push_back("/" + kind + "/" + slug);
    REQUIRE(paths.size() > 25);
    for (std::string const prefix : {"", "/fr", "/es", "/pt"})
        for (auto const& path : paths) {
            auto const page = app.get(prefix + path);
            INFO(prefix + path);
            CHECK(page.status == 200);
            CHECK(page.body.find("{{") == std::string::npos);
            CHECK(page.body.find("<!--slot") == std::string::npos);
            CHECK(page.body.find("</html>") != std::string::npos);
            CHECK(page.body.find("<html lang=\"" + (prefix.empty() ? "en" : prefix.substr(1)) + "\"") !=
                  std::string::npos);
        }
}

TEST_CASE("every link of the demo's pages leads somewhere", "[catalogue][page]") {
    TestApp app(demo());
    std::set<std::string> known{"/fr/"}, todo{"/fr/"};
    std::regex const link("(?:href|src)=\"(/[^\"]*)\"");
    while (!todo.empty()) {
        auto const path = *todo.begin();
        todo.erase(todo.begin());
        auto const page = app.get(path == "/fr/" ? "/fr" : path);
        INFO(path);
        if (path.ends_with("/account")) { // for those who are signed in
            CHECK(page.status == 303);
            CHECK(page.header("Location").find("/sign-in?next=") != std::string::npos);
            continue;
        }
        CHECK(page.status == 200);
        if (!page.type.starts_with("text/html"))
            continue;
        for (std::sregex_iterator at(page.body.begin(), page.body.end(), link), end; at != end; ++at) {
            auto target = (*at)[1].str();
            target = target.substr(0, target.find('#'));
            for (std::size_t amp; (amp = target.find("&amp;")) != target.npos;)
                target.replace(amp, 5, "&");
            bool const is_french = target.starts_with("/fr/") || target.starts_with("/files/") ||
                                   target.starts_with("/calendar/");
            if (is_french && known.insert(target).second)
                todo.insert(target);
        }
    }
    CHECK(known.size() > 30);
}

TEST_CASE("a page names its languages, its address and the document it was made from", "[catalogue][page]") {
    TestApp app;
    sample::add(app, sample::Event{.texts = {{.title = "Soil & <b>water</b>"}}});
    auto const page = app.get("/fr/events/soil").body;
    CHECK_THAT(page, Contains("rel=\"canonical\" href=\"" + std::string(site_url) + "/fr/events/soil\""));
    for (std::string const language : {"en", "fr", "es", "pt"})
        CHECK_THAT(page, Contains("hreflang=\"" + language + "\""));
    CHECK_THAT(page, Contains("<title>Soil &amp; &lt;b&gt;water&lt;/b&gt; · Open Learning</title>"));
    CHECK_THAT(page, Contains("data-zone=\"Africa/Dakar\"") && Contains("application/ld+json"));
    CHECK(page.find("<b>water") == std::string::npos);
    CHECK_THAT(page, Contains("14:00") && Contains("Dakar"));
}

TEST_CASE("a page without anything yet is still a page", "[catalogue][page]") {
    TestApp app;
    for (std::string const path : {"/", "/fr", "/library", "/search", "/sitemap.xml", "/api/v1/home",
                                   "/api/v1/events", "/api/v1/months"})
        CHECK(app.get(path).status == 200);
}

TEST_CASE("the page shows the edition asked for, else the reader's language, else the first that is coming",
          "[catalogue][page]") {
    TestApp app;
    auto const soil = sample::add(
        app, sample::Event{.editions = {{.language = "en", .sessions = {{.start = "2027-03-09T09:00"}}},
                                        {.language = "es", .sessions = {{.start = "2027-03-09T17:00"}}}}});
    auto const shown = [&](std::string const& target) {
        auto const body = app.get(target).body;
        std::smatch match;
        std::regex const hidden("name=\"edition\" value=\"(\\d+)\"");
        REQUIRE(std::regex_search(body, match, hidden));
        return std::stoll(match[1].str());
    };
    CHECK(shown("/events/soil") == soil.editions[0]);
    CHECK(shown("/es/events/soil") == soil.editions[1]);
    CHECK(shown("/pt/events/soil") == soil.editions[0]);
    CHECK(shown("/events/soil?edition=" + std::to_string(soil.editions[1])) == soil.editions[1]);
    CHECK(shown("/events/soil?edition=junk") == soil.editions[0]);
    app.clock.set("2027-03-09T12:00:00Z");
    CHECK(shown("/events/soil") == soil.editions[1]);
}

TEST_CASE("a text in another language says whether there is one in the page's", "[catalogue][page]") {
    TestApp app;
    sample::add(app, sample::Event{.texts = {{}, {.language = "fr", .title = "Sol vivant"}}});
    auto const translated = app.get("/events/soil?lang=fr").body;

    CHECK_THAT(translated, Contains("Sol vivant") && Contains("In French; also in English."));
    CHECK_THAT(app.get("/es/events/soil").body, Contains("En inglés; aún no en español."));
    CHECK_THAT(app.get("/events/soil").body, !Contains("elsewhere\">"));
}

TEST_CASE(
    "an event's calendar is published without attendees, in its own zone, the same until something changes",
    "[catalogue][calendar]") {
    TestApp app;
    sample::add(
        app,
        sample::Event{.editions = {{.sessions = {{.start = "2027-03-09T14:00", .zone = "Europe/Paris"}}}}});
    auto const answer = app.get("/calendar/events/soil.ics");
    auto const text = unfolded(answer.body);

    CHECK(answer.type == "text/calendar; charset=utf-8");
    CHECK(answer.header("Content-Disposition") == "inline; filename=\"soil.ics\"");
    CHECK(lines(text, "METHOD") == std::vector<std::string>{"METHOD:PUBLISH"});
    CHECK(lines(text, "ATTENDEE").empty());
    CHECK(lines(text, "CONFERENCE").empty());
    CHECK(lines(text, "UID") == std::vector<std::string>{"UID:" + app.text("SELECT uid FROM session")});
    CHECK(lines(text, "DTSTART;TZID=Europe/Paris") ==
          std::vector<std::string>{"DTSTART;TZID=Europe/Paris:20270309T140000"});
    CHECK(lines(text, "TZID:") == std::vector<std::string>{"TZID:Europe/Paris"});
    CHECK(lines(text, "REFRESH-INTERVAL").size() == 1);
    CHECK_THAT(text, !Contains("meet.example.net"));
    for (std::size_t start = 0; start < answer.body.size();) {
        auto const end = answer.body.find("\r\n", start);
        REQUIRE(end != std::string::npos);
        CHECK(end - start <= 75);
        start = end + 2;
    }
    app.clock.pass(1h);
    CHECK(app.get("/calendar/events/soil.ics").body == answer.body);
}

TEST_CASE("feeds keep what was called off, as cancelled", "[catalogue][calendar]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app, sample::Event{.slug = "clay", .month = month});
    app.sql("UPDATE event SET state = 'cancelled' WHERE slug = 'clay'; UPDATE session SET sequence = 3 WHERE "
            "id = 2");
    for (std::string const feed : {"months/month-of-soil", "series/ground-truths", "communities/open-land"}) {
        auto const text = unfolded(app.get("/calendar/" + feed + ".ics").body);
        INFO(text);
        CHECK(lines(text, "UID").size() == 2);
        auto const states = lines(text, "STATUS");
        CHECK(std::multiset<std::string>(states.begin(), states.end()) ==
              std::multiset<std::string>{"STATUS:CANCELLED", "STATUS:CONFIRMED"});
        auto const numbers = lines(text, "SEQUENCE");
        CHECK(std::multiset<std::string>(numbers.begin(), numbers.end()) ==
              std::multiset<std::string>{"SEQUENCE:0", "SEQUENCE:3"});
        CHECK(app.get("/calendar/" + feed.substr(0, feed.find('/')) + "/none.ics").status == 404);
    }
}

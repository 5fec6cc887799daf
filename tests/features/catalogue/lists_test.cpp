// Lists: pages without gaps or repeats, filters, and the same number of statements however long they are.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/text.hpp"
#include "support/sample.hpp"

#include <algorithm>
#include <set>

using namespace lectern;
using namespace lectern::test;

namespace {

std::vector<std::string> slugs(Json const& list) {
    std::vector<std::string> all;
    for (auto const& item : list.at("items"))
        all.push_back(item.contains("slug") ? item.at("slug").get<std::string>()
                                            : item.at("title").get<std::string>());
    return all;
}

// Every page of a list, one after the other.
std::vector<std::string> walk(TestApp& app, std::string const& target, std::size_t limit) {
    std::vector<std::string> all;
    auto const base =
        target + (target.find('?') == target.npos ? "?" : "&") + "limit=" + std::to_string(limit);
    auto next = base;
    for (int pages = 0; pages < 100; ++pages) {
        auto const document = app.get(next).json();
        CHECK(document.at("items").size() <= limit);
        for (auto const& slug : slugs(document))
            all.push_back(slug);
        if (document.at("next").is_null())
            return all;
        next = base + "&cursor=" + document.at("next").get<std::string>();
    }
    FAIL("a list without an end");
    return all;
}

std::string number(int i) {
    return (i < 10 ? "0" : "") + std::to_string(i);
}

// Eleven of everything; times and publication dates are shared in pairs.
void fill(TestApp& app) {
    for (int i = 0; i < 11; ++i) {
        auto const n = number(i);
        auto const community = sample::add(app, sample::Community{.slug = "community-" + n});
        auto const series = sample::add(app, sample::Series{.community = community, .slug = "series-" + n});
        auto const month =
            sample::add(app, sample::Month{.series = series,
                                           .slug = "month-" + n,
                                           .starts_on = "2027-0" + std::to_string(1 + i / 2) + "-01",
                                           .ends_on = "2027-12-31"});
        auto const day = number(1 + i / 2);
        auto const event = sample::add(
            app, sample::Event{.slug = "event-" + n,
                               .month = month,
                               .kind = i % 2 == 0 ? "webinar" : "workshop",
                               .editions = {{.language = i % 3 == 0 ? "fr" : "en",
                                             .sessions = {{.start = "2027-03-" + day + "T14:00"}}}}});
        sample::add_speaker(app, "speaker-" + n, "Speaker " + n, event.event);
        app.sql("INSERT INTO material (event_id, kind, language, title, url, created_at) VALUES (" +
                std::to_string(event.event) + ", 'slides', 'en', 'material-" + n + "', '/files/x', 0)");
        app.sql("INSERT INTO product (community_id, month_id, slug, state, original_language, published_at, "
                "created_at) VALUES (1, " +
                std::to_string(month) + ", 'product-" + n + "', 'published', 'en', " + std::to_string(i / 2) +
                ", 0)");
        app.sql("INSERT INTO product_text (product_id, language, title) VALUES (" + std::to_string(i + 1) +
                ", 'en', 'Product')");
    }
}

} // namespace

TEST_CASE("every list is walked page by page without a gap or a repeat", "[catalogue][list]") {
    TestApp app;
    fill(app);
    app.clock.set("2027-03-04T00:00:00Z");
    struct List {
        std::string target, prefix;
        std::size_t size;
    };
    for (auto const& list :
         {List{"/api/v1/events", "event-", 11}, List{"/api/v1/events?when=upcoming", "event-", 5},
          List{"/api/v1/events?when=past", "event-", 6}, List{"/api/v1/months", "month-", 11},
          List{"/api/v1/series", "series-", 11}, List{"/api/v1/communities", "community-", 11},
          List{"/api/v1/speakers", "speaker-", 11}, List{"/api/v1/products", "product-", 11},
          List{"/api/v1/materials", "material-", 11}}) {
        auto const whole = slugs(
            app.get(list.target + (list.target.find('?') == std::string::npos ? "?" : "&") + "limit=100")
                .json());
        INFO(list.target);
        CHECK(whole.size() == list.size);
        CHECK(std::set<std::string>(whole.begin(), whole.end()).size() == list.size);
        for (auto const& slug : whole)
            CHECK(slug.starts_with(list.prefix));
        for (std::size_t const limit : {1, 2, 3, 10, 11, 12})
            CHECK(walk(app, list.target, limit) == whole);
    }
}

TEST_CASE("events are in order of start, past ones latest first", "[catalogue][list]") {
    TestApp app;
    fill(app);
    app.clock.set("2027-03-04T00:00:00Z");
    CHECK(slugs(app.get("/api/v1/events?limit=3").json()) ==
          std::vector<std::string>{"event-00", "event-01", "event-02"});
    CHECK(slugs(app.get("/api/v1/events?when=upcoming&limit=2").json()) ==
          std::vector<std::string>{"event-06", "event-07"});
    CHECK(slugs(app.get("/api/v1/events?when=past&limit=3").json()) ==
          std::vector<std::string>{"event-05", "event-04", "event-03"});
    CHECK(slugs(app.get("/api/v1/products?limit=2").json()) ==
          std::vector<std::string>{"product-10", "product-09"});
}

TEST_CASE("filters narrow the list, alone and together", "[catalogue][list]") {
    TestApp app;
    fill(app);
    CHECK(slugs(app.get("/api/v1/events?month=month-04").json()) == std::vector<std::string>{"event-04"});
    CHECK(slugs(app.get("/api/v1/events?kind=workshop&limit=100").json()).size() == 5);
    CHECK(slugs(app.get("/api/v1/events?language=fr").json()) ==
          std::vector<std::string>{"event-00", "event-03", "event-06", "event-09"});
    CHECK(slugs(app.get("/api/v1/events?language=fr&kind=workshop").json()) ==
          std::vector<std::string>{"event-03", "event-09"});
    CHECK(walk(app, "/api/v1/events?kind=webinar", 2) ==
          slugs(app.get("/api/v1/events?kind=webinar&limit=100").json()));
    CHECK(app.get("/api/v1/events?month=none").json() == Json{{"items", Json::array()}, {"next", nullptr}});
    CHECK(app.get("/api/v1/materials?kind=recording").json().at("items").empty());
    CHECK(app.get("/api/v1/materials?kind=slides&language=en&limit=100").json().at("items").size() == 11);
}

TEST_CASE("a kind or language of material that there is not is a mistake", "[catalogue][list]") {
    TestApp app;
    CHECK(app.get("/api/v1/materials?kind=novel").errors() == "?kind: choice");
    CHECK(app.get("/api/v1/materials?language=x_y").errors() == "?language: language");
    CHECK(app.get("/api/v1/materials?kind=audio&language=PT").status == 200);
}

TEST_CASE("what a list cannot take is a mistake that names it", "[catalogue][list]") {
    TestApp app;
    fill(app);
    for (std::string const list :
         {"events", "months", "series", "communities", "speakers", "products", "materials", "search"}) {
        auto const target = "/api/v1/" + list + "?";
        for (std::string const limit : {"0", "101", "-1", "x", "", "1e2"})
            CHECK(app.get(target + "limit=" + limit).errors() == "?limit: range");
        for (auto const& cursor :
             {std::string("junk"), std::string("%00"), base64url("1"), base64url("1."), base64url(".1"),
              base64url("1.2x"), base64url("99999999999999999999.1"), base64url("1.2.3")}) {
            INFO(target + cursor);
            CHECK(app.get(target + "cursor=" + cursor).status >= 400);
            CHECK(app.get(target + "cursor=" + cursor).status <= 422);
        }
        CHECK(app.get(target + "cursor=" + base64url("1.2x")).errors() == "?cursor: cursor");
        CHECK(app.get(target + "colour=red").errors() == "?colour: unknown");
    }
    CHECK(app.get("/api/v1/events?when=soon&kind=party&language=!!").errors() ==
          "?kind: choice, ?language: language, ?when: choice");
}

TEST_CASE("an event that is added between two pages repeats none and hides none that was there",
          "[catalogue][list]") {
    TestApp app;
    fill(app);
    auto const first = app.get("/api/v1/events?limit=4").json();
    sample::add(app,
                sample::Event{.slug = "early", .editions = {{.sessions = {{.start = "2027-02-01T10:00"}}}}});
    auto all = slugs(first);
    for (auto const& slug :
         slugs(app.get("/api/v1/events?limit=100&cursor=" + first.at("next").get<std::string>()).json()))
        all.push_back(slug);
    CHECK(all.size() == 11);
    CHECK(std::set<std::string>(all.begin(), all.end()).size() == 11);
}

TEST_CASE("an answer takes as many statements for three items as for one", "[catalogue][list]") {
    TestApp app;
    auto const month = sample::add_month(app);
    auto const add_one = [&](int i) {
        auto const n = number(i);
        auto const event = sample::add(
            app, sample::Event{.slug = "event-" + n, .month = month, .editions = {{}, {.language = "fr"}}});
        sample::add_speaker(app, "speaker-" + n, "Speaker " + n, event.event, "speaker", "Biography");
        if (i > 0)
            app.sql("INSERT INTO appearance (event_id, speaker_id) VALUES (" + std::to_string(event.event) +
                    ", 1)");
        app.sql("INSERT INTO material (event_id, kind, language, title, url, created_at) VALUES (" +
                std::to_string(event.event) + ", 'recording', 'en', 'Tape', '/files/x', 0)");
        app.sql("INSERT INTO product (community_id, month_id, event_id, slug, state, original_language, "
                "published_at, created_at) VALUES (1, 1, 1, 'p" +
                n + "', 'published', 'en', 1, 0)");
        app.sql("INSERT INTO product_text (product_id, language, title) VALUES (" + std::to_string(i + 1) +
                ", 'en', 'Product')");
        if (i > 0) {
            auto const series = sample::add(app, sample::Series{.slug = "series-" + n});
            sample::add(app, sample::Month{.series = series, .slug = "month-" + n});
            sample::add(app, sample::Month{.series = 1, .slug = "more-" + n});
            sample::add(app, sample::Community{.slug = "community-" + n});
        }
    };
    std::vector<std::string> const targets{"/api/v1/events",
                                           "/api/v1/events/event-00",
                                           "/events/event-00",
                                           "/api/v1/months",
                                           "/api/v1/months/month-of-soil",
                                           "/months/month-of-soil",
                                           "/api/v1/series",
                                           "/api/v1/series/ground-truths",
                                           "/api/v1/communities",
                                           "/api/v1/communities/open-land",
                                           "/api/v1/speakers",
                                           "/api/v1/speakers/speaker-00",
                                           "/api/v1/products",
                                           "/api/v1/materials",
                                           "/api/v1/home",
                                           "/library",
                                           "/sitemap.xml",
                                           "/calendar/months/month-of-soil.ics",
                                           "/calendar/communities/open-land.ics"};
    add_one(0);
    std::vector<int> before;
    for (auto const& target : targets)
        before.push_back(app.count_statements(target));
    add_one(1);
    add_one(2);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        INFO(targets[i]);
        CHECK(app.count_statements(targets[i]) == before[i]);
    }
}

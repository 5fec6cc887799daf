// Finding the route of an address: parameters, methods, languages.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/error.hpp"
#include "http/router.hpp"

using namespace lectern;
using namespace lectern::http;

namespace {

Endpoint nothing() {
    return endpoint([](Request const&) { return 0; }).reply([](int) { return json_reply(200, "{}"); });
}

struct Table {
    Router router;
    Table() {
        for (auto const* pattern :
             {"/", "/about", "/events/{slug}", "/calendar/events/{slug}.ics",
              "/communities/{community}/events/{event}", "/api/v1/events", "/api/v1/events/{slug}"})
            router.get(pattern, Access::anyone, nothing(), "A page.");
        router.post("/events/{slug}/register", Access::anyone, nothing(), "A form.");
        router.get("/me/{token}", Access::personal_link, nothing(), "A page.");
        router.post("/me/{token}", Access::personal_link, nothing(), "A form.");
        router.patch("/api/v1/registrations/{token}", Access::personal_link, nothing(), "Change.");
        router.del("/api/v1/registrations/{token}", Access::personal_link, nothing(), "Cancel.");
    }
    Match find(Method method, std::string_view target) {
        return router.find(method, parse_target(target).value());
    }
    std::string pattern(std::string_view target, Method method = Method::get) {
        auto const match = find(method, target);
        return match.route ? match.route->pattern() : "";
    }
};

} // namespace

TEST_CASE("an address finds its pattern and gives its parameters", "[http]") {
    Table table;

    CHECK(table.pattern("/") == "/");
    CHECK(table.pattern("/about") == "/about");
    CHECK(table.pattern("/api/v1/events") == "/api/v1/events");
    auto const match = table.find(Method::get, "/communities/open-land/events/%C3%A1gua");
    REQUIRE(match.route != nullptr);
    CHECK(match.parameters == Pairs{{"community", "open-land"}, {"event", "água"}});
}

TEST_CASE("an address that no pattern fits finds nothing", "[http]") {
    Table table;
    auto const target =
        GENERATE(as<std::string>{}, "/About", "/about/", "//about", "/events", "/events/", "/events/a/b",
                 "/x", "/api/v1/events/", "/%7Bslug%7D", "/calendar/events/.ics", "/calendar/events/soil",
                 "/calendar/events/soil.icsx", "/calendar/events/soil.ICS");
    INFO(target);

    auto const match = table.find(Method::get, target);

    CHECK(match.route == nullptr);
    CHECK(match.allowed.empty());
}

TEST_CASE("a suffix stands behind the parameter and is no part of it", "[http]") {
    Table table;

    CHECK(table.find(Method::get, "/calendar/events/soil.ics").parameters == Pairs{{"slug", "soil"}});
    CHECK(table.find(Method::get, "/calendar/events/a.ics.ics").parameters == Pairs{{"slug", "a.ics"}});
}

TEST_CASE("HEAD finds what GET finds", "[http]") {
    Table table;

    CHECK(table.pattern("/about", Method::head) == "/about");
    CHECK(table.find(Method::head, "/about").route->method() == Method::get);
    CHECK(table.find(Method::head, "/events/soil/register").route == nullptr);
}

TEST_CASE("an address with another method names the allowed ones", "[http]") {
    Table table;

    auto const match = table.find(Method::put, "/me/abc");
    CHECK(match.route == nullptr);
    CHECK(match.allowed == std::vector<Method>{Method::get, Method::post});

    CHECK(table.find(Method::get, "/events/soil/register").allowed == std::vector<Method>{Method::post});
    CHECK(table.find(Method::options, "/about").allowed == std::vector<Method>{Method::get});
    CHECK(table.find(Method::post, "/me/abc").allowed.empty());
    CHECK(table.find(Method::del, "/api/v1/registrations/abc").route->method() == Method::del);
    CHECK(table.find(Method::post, "/api/v1/registrations/abc").allowed ==
          std::vector<Method>{Method::patch, Method::del});
}

TEST_CASE("pages stand under a language too, English and the API do not", "[http]") {
    Table table;

    CHECK(table.find(Method::get, "/fr/about").prefix == Language::fr);
    CHECK(table.pattern("/fr/about") == "/about");
    CHECK(table.pattern("/fr") == "/");
    CHECK(table.pattern("/fr/") == "/");
    CHECK(table.find(Method::get, "/pt/events/soil").parameters == Pairs{{"slug", "soil"}});
    CHECK(table.find(Method::get, "/about").prefix == std::nullopt);
    CHECK(table.pattern("/es/calendar/events/soil.ics") == "/calendar/events/{slug}.ics");
    for (std::string const target : {"/en/about", "/FR/about", "/fr-FR/about", "/de/about", "/fr/fr/about",
                                     "/fr/api/v1/events", "/api/fr/v1/events", "/fr//about"}) {
        INFO(target);
        CHECK(table.pattern(target) == "");
    }
    CHECK(table.find(Method::post, "/fr/api/v1/events").allowed.empty());
}

TEST_CASE("the face of a route follows from its address", "[http]") {
    Table table;

    CHECK(table.find(Method::get, "/api/v1/events").route->face() == Face::api);
    CHECK(table.find(Method::get, "/about").route->face() == Face::page);
}

TEST_CASE("two routes with one address and a pattern without a slash are bugs", "[http]") {
    Table table;

    CHECK_THROWS_AS(table.router.get("/about", Access::anyone, nothing(), "Again."), Bug);
    CHECK_NOTHROW(table.router.post("/about", Access::anyone, nothing(), "With another method."));
    CHECK_THROWS_AS(table.router.get("about", Access::anyone, nothing(), "No slash."), Bug);
}

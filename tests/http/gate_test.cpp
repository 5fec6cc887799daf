// The way of a request from its head to its route: what it learns, and for what it is turned away.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/time.hpp"
#include "http/gate.hpp"

#include <map>

using namespace lectern;
using namespace lectern::http;

namespace {

struct House {
    Router router;
    Edge edge;
    Limits limits;
    Gate gate{router, edge, limits};

    explicit House(LimitOptions options = {}) : limits(options) {
        edge.hosts = {"learn.example"};
        auto const steps =
            endpoint([](Request const&) { return 0; }).reply([](int) { return json_reply(200, "{}"); });
        router.get("/", Access::anyone, steps, "Home.");
        router.get("/api/v1/events/{slug}", Access::anyone, steps, "One.");
        router.post("/api/v1/events/{slug}", Access::anyone, steps, "Change.")
            .body_limit(10)
            .limit(Limit::write);
        router.post("/events/{slug}", Access::anyone, steps, "Change.");
        router.get("/admin", Access::operator_only, steps, "For the operator.");
    }

    struct Arrived {
        Request request;
        Match match;
    };
    Arrived arrive(Method method, std::string const& target,
                   std::map<Field, std::string> const& fields = {}) {
        Arrived out;
        out.request.method = method;
        for (auto const& [field, value] : fields)
            out.request.fields[static_cast<std::size_t>(field)] = value;
        out.match = gate.arrive(out.request, parse_target(target).value());
        return out;
    }
    int unread(Arrived const& at, std::string_view host = "learn.example", std::uint64_t length = 0) const {
        auto const reply = gate.refuse_unread(at.request, at.match, host, length);
        return reply ? reply->status : 0;
    }
    int refused(Arrived const& at, bool has_body = false) const {
        auto const reply = gate.refuse(at.request, *at.match.route, "learn.example", has_body);
        return reply ? reply->status : 0;
    }
};

} // namespace

TEST_CASE("a request learns its route's parameters, its path and its language", "[http]") {
    House house;

    auto const [api, match] =
        house.arrive(Method::get, "/api/v1/events/soil?lang=es", {{Field::accept_language, "fr"}});
    CHECK(match.route->pattern() == "/api/v1/events/{slug}");
    CHECK(api.parameter("slug") == "soil");
    CHECK(api.path == "/api/v1/events/soil");
    CHECK(api.language == Language::es);
    auto const page = house.arrive(Method::get, "/pt/nowhere/a", {{Field::accept_language, "fr"}});
    CHECK(page.request.path == "/nowhere/a");
    CHECK(page.request.language == Language::pt);
    CHECK(house.arrive(Method::get, "/api/v1/nowhere", {{Field::accept_language, "fr"}}).request.language ==
          Language::fr);
    CHECK(house.arrive(Method::get, "/nowhere", {{Field::accept_language, "fr"}}).request.language ==
          Language::en);
}

TEST_CASE("hosts, addresses, methods and lengths are refused unread", "[http]") {
    House house;

    CHECK(house.unread(house.arrive(Method::get, "/")) == 0);
    CHECK(house.unread(house.arrive(Method::get, "/"), "Learn.Example") == 0);
    CHECK(house.unread(house.arrive(Method::get, "/"), "evil.example") == 421);
    CHECK(house.unread(house.arrive(Method::get, "/nowhere")) == 404);
    CHECK(house.unread(house.arrive(Method::del, "/api/v1/events/soil")) == 405);
    CHECK(house.unread(house.arrive(Method::post, "/api/v1/events/soil"), "learn.example", 10) == 0);
    CHECK(house.unread(house.arrive(Method::post, "/api/v1/events/soil"), "learn.example", 11) == 413);
    CHECK(house.unread(house.arrive(Method::get, "/", {{Field::accept_language, "fr"}})) == 302);
}

TEST_CASE("a request is refused for its head alone, before its body is looked at", "[http]") {
    House house;
    auto const post = [&](std::map<Field, std::string> fields,
                          std::string const& target = "/api/v1/events/soil") {
        fields.emplace(Field::content_type, "application/json");
        return house.arrive(Method::post, target, fields);
    };

    CHECK(house.refused(post({}), true) == 0);
    CHECK(house.refused(post({{Field::sec_fetch_site, "cross-site"}}), true) == 403);
    CHECK(house.refused(post({{Field::content_encoding, "gzip"}}), true) == 415);
    CHECK(house.refused(post({{Field::content_encoding, "gzip"}}), false) == 0); // of nothing
    CHECK(house.refused(post({{Field::content_encoding, "identity"}}), true) == 0);
    CHECK(house.refused(post({}, "/events/soil"), true) == 415);
    CHECK(house.refused(post({}, "/events/soil"), false) == 0);
    CHECK(house.refused(post({{Field::if_match, "\"a\""}}), true) == 412);
    CHECK(house.refused(post({{Field::if_match, "*"}}), true) == 0);
    CHECK(house.refused(house.arrive(Method::get, "/admin")) == 404);
    house.edge.is_operator = [](Request const&) { return true; };
    CHECK(house.refused(house.arrive(Method::get, "/admin")) == 0);
}

TEST_CASE("beyond its limit nothing is told but to wait", "[http]") {
    House house({.reads_per_minute = 1, .writes_per_minute = 1});
    CHECK(house.unread(house.arrive(Method::get, "/nowhere")) == 404);

    CHECK(house.unread(house.arrive(Method::get, "/nowhere")) == 429);
    CHECK(house.unread(house.arrive(Method::get, "/"), "evil.example") == 429);
    CHECK(house.refused(house.arrive(Method::get, "/")) == 429);
    CHECK(house.refused(house.arrive(Method::post, "/api/v1/events/soil")) == 0); // another limit
    CHECK(house.refused(house.arrive(Method::post, "/api/v1/events/soil")) == 429);
}

// One request through the steps of its endpoint, and the small decisions about an answer's bytes.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "http/serve.hpp"

#include <nlohmann/json.hpp>

using namespace lectern;
using namespace lectern::http;

namespace {

Request asked(Method method = Method::get) {
    Request request;
    request.method = method;
    request.id = "id";
    return request;
}

int status(Route const& route, Request const& request) {
    return serve_inline(route, request, nullptr, nullptr).status;
}

Endpoint doubles() {
    return endpoint([](Request const& request) { return static_cast<int>(request.body.size()); })
        .reply([](int const& size) { return json_reply(200, std::to_string(2 * size)); });
}

} // namespace

TEST_CASE("a tag matches as a whole, weak or strong, in a list or by a star", "[http]") {
    CHECK(matches("\"a\"", "\"a\""));
    CHECK(matches("W/\"a\"", "\"a\""));
    CHECK(matches("\"b\", \"a\"", "\"a\""));
    CHECK(matches("\"b\" ,W/\"a\" ,\"c\"", "\"a\""));
    CHECK(matches("*", "\"a\""));
    CHECK_FALSE(matches("", "\"a\""));
    CHECK_FALSE(matches("a", "\"a\""));
    CHECK_FALSE(matches("\"aa\"", "\"a\""));
    CHECK_FALSE(matches("\"a", "\"a\""));
    CHECK_FALSE(matches("\"a-gz\"", "\"a\""));
    CHECK_FALSE(matches("\"A\"", "\"a\""));
    CHECK_FALSE(matches(",,, ,", "\"a\""));
}

TEST_CASE("the steps of an endpoint hand on what they make", "[http]") {
    Route const route(Method::post, "/api/v1/x", Access::anyone, doubles(), "Doubles.");
    auto request = asked(Method::post);
    request.body = "12345";
    request.fields[static_cast<std::size_t>(Field::content_type)] = "application/json";

    auto const reply = serve_inline(route, request, nullptr, nullptr);

    CHECK(reply.status == 200);
    CHECK(reply.body == "10");
}

TEST_CASE("what a step throws is answered, and later steps do not run", "[http]") {
    bool replied = false;
    Route const route(Method::get, "/api/v1/x", Access::anyone, endpoint([](Request const&) -> int {
                                                                    throw Conflict("closed");
                                                                }).reply([&](int const&) {
        replied = true;
        return json_reply(200, "{}");
    }),
                      "Throws.");

    auto const reply = serve_inline(route, asked(), nullptr, nullptr);

    CHECK(reply.status == 409);
    CHECK(nlohmann::json::parse(reply.body)["type"] == "/problems/closed");
    CHECK_FALSE(replied);
}

TEST_CASE("a route of the operator does not exist for others", "[http]") {
    Route const route(Method::get, "/admin/mail", Access::operator_only, doubles(), "Mails.");
    auto request = asked();

    CHECK(status(route, request) == 404);
    request.is_operator = true;
    CHECK(status(route, request) == 200);
}

TEST_CASE("beyond its limit a request is refused, a registration beyond every limit", "[http]") {
    Route plain(Method::get, "/api/v1/x", Access::anyone, doubles(), "Plain.");
    Route registration(Method::post, "/api/v1/y", Access::anyone, doubles(), "Registers.");
    registration.limit(Limit::registration);
    auto request = asked();
    request.within_limit = false;

    CHECK(status(registration, request) == 200); // it will wait as unverified
    request.over_every_limit = true;
    CHECK(status(plain, request) == 429);
    CHECK(status(registration, request) == 429);
}

TEST_CASE("a body of the wrong kind does not reach the endpoint", "[http]") {
    Route const api(Method::post, "/api/v1/x", Access::anyone, doubles(), "JSON.");
    Route const page(Method::post, "/x", Access::anyone, doubles(), "A form.");
    auto request = asked(Method::post);
    request.body = "a=b";
    request.fields[static_cast<std::size_t>(Field::content_type)] = "application/x-www-form-urlencoded";

    CHECK(status(api, request) == 415);
    CHECK(status(page, request) == 200);
}

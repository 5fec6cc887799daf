// Look-ups in a request: parameters, query, cookies.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/error.hpp"
#include "http/request.hpp"

using namespace lectern;
using namespace lectern::http;

namespace {

Request with_cookie(std::string text) {
    Request request;
    request.fields[static_cast<std::size_t>(Field::cookie)] = std::move(text);
    return request;
}

} // namespace

TEST_CASE("a cookie is found by its whole name", "[http]") {
    auto const request = with_cookie("sidx=1; sid=abc=; lang=fr;empty=; other");

    CHECK(request.cookie("sid") == "abc=");
    CHECK(request.cookie("lang") == "fr");
    CHECK(request.cookie("empty") == "");
    CHECK(request.cookie("id") == std::nullopt);
    CHECK(request.cookie("other") == std::nullopt);
    CHECK(request.cookie("SID") == std::nullopt);
    CHECK(with_cookie("").cookie("sid") == std::nullopt);
    CHECK(with_cookie(";;; ;=").cookie("sid") == std::nullopt);
    CHECK(with_cookie("sid=first; sid=second").cookie("sid") == "first");
}

TEST_CASE("a parameter that the pattern does not have is a bug, a query value may be missing", "[http]") {
    Request request;
    request.parameters = {{"slug", "soil"}};
    request.query = {{"q", "a"}, {"q", "b"}};

    CHECK(request.parameter("slug") == "soil");
    CHECK_THROWS_AS(request.parameter("id"), Bug);
    CHECK(request.query_value("q") == "a");
    CHECK(request.query_value("Q") == std::nullopt);
}

TEST_CASE("links of a page begin with its language, English with nothing", "[http]") {
    Request request;
    CHECK(request.prefix() == "");

    request.language = Language::pt;
    CHECK(request.prefix() == "/pt");
}

TEST_CASE("methods have the names of HTTP", "[http]") {
    CHECK(name(Method::get) == "GET");
    CHECK(name(Method::head) == "HEAD");
    CHECK(name(Method::post) == "POST");
    CHECK(name(Method::put) == "PUT");
    CHECK(name(Method::patch) == "PATCH");
    CHECK(name(Method::del) == "DELETE");
    CHECK(name(Method::options) == "OPTIONS");
}

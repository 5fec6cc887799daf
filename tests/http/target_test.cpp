// Targets and forms, decoded once and refused where decoding hides something.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "http/target.hpp"

#include <string>

using namespace lectern::http;
using Segments = std::vector<std::string>;

TEST_CASE("a path is cut into its decoded segments", "[http]") {
    CHECK(parse_target("/").value().segments == Segments{""});
    CHECK(parse_target("/events/soil").value().segments == Segments{"events", "soil"});
    CHECK(parse_target("/events/").value().segments == Segments{"events", ""});
    CHECK(parse_target("/%C3%A1gua/a%20b").value().segments == Segments{"água", "a b"});
    CHECK(parse_target("/a+b").value().segments == Segments{"a+b"});   // a blank in queries only
    CHECK(parse_target("/%2541").value().segments == Segments{"%41"}); // decoded once
    CHECK(parse_target("/a%3Fb%23c").value().segments == Segments{"a?b#c"});
    CHECK(parse_target("/...").value().segments == Segments{"..."});
    CHECK(parse_target("/.well-known/x").value().segments == Segments{".well-known", "x"});
    CHECK(parse_target("//a").value().segments == Segments{"", "a"});
}

TEST_CASE("a query is pairs in their order, decoded", "[http]") {
    CHECK(parse_target("/").value().query.empty());
    CHECK(parse_target("/?q=a+b&q=%C3%A1&empty=&none").value().query ==
          Pairs{{"q", "a b"}, {"q", "á"}, {"empty", ""}, {"none", ""}});
    CHECK(parse_target("/?a=b=c/d?e").value().query == Pairs{{"a", "b=c/d?e"}});
    CHECK(parse_target("/?a%3Db=%26").value().query == Pairs{{"a=b", "&"}});
    CHECK(parse_target("/?path=%2Fa%2F..").value().query == Pairs{{"path", "/a/.."}}); // no path: harmless
}

TEST_CASE("what people type into the address bar is taken as they mean it", "[http]") {
    auto const target = parse_target("/a|b?q=mina|agua&x[y]={\"^\\`}");
    REQUIRE(target.has_value());
    CHECK(target->segments == std::vector<std::string>{"a|b"});
    CHECK(target->query == Pairs{{"q", "mina|agua"}, {"x[y]", "{\"^\\`}"}});
}

TEST_CASE("what hides in a target makes it malformed", "[http]") {
    auto const bad =
        GENERATE(as<std::string>{}, "/a%2Fb", "/a%2fb", "/%2F", "/%00", "/a%00b", "/.", "/..", "/a/../b",
                 "/a/./b", "/a/..", "/%2e%2e/a", "/%2E", "/.%2e/", "/%zz", "/%4", "/%", "/%C3", "/%FF",
                 "/%C0%AF", "/%ED%A0%80", "/?a=%00", "/?%00=a", "/?a=%zz", "/?a=%", "/?a=%FF", "/a b",
                 "http://a/", "a", "", "*", "?a=b", "/a\\b", "/<", "/\"", "/a#b", "/a?b#c");
    INFO(bad);

    CHECK_FALSE(parse_target(bad).has_value());
}

TEST_CASE("the body of a form is pairs, and junk is refused", "[http]") {
    CHECK(parse_urlencoded("").value().empty());
    CHECK(parse_urlencoded("name=Ama+Mensah&email=a%40b.example").value() ==
          Pairs{{"name", "Ama Mensah"}, {"email", "a@b.example"}});
    CHECK(parse_urlencoded("a=1&a=2").value() == Pairs{{"a", "1"}, {"a", "2"}});
    CHECK(parse_urlencoded("text=%0D%0A%2B").value() == Pairs{{"text", "\r\n+"}});

    auto const bad = GENERATE(as<std::string>{}, "a=%", "a=%g0", "a=%00", "%00", "a=%FF", "a=%ED%A0%80",
                              "a b=c", "{\"a\":1}", "a=\xC3\xA1");
    INFO(bad);
    CHECK_FALSE(parse_urlencoded(bad).has_value());
}

// Where a request comes from: cross-site posts, media types, proxies that tell and clients that lie.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "http/access.hpp"

using namespace lectern;
using namespace lectern::http;

namespace {

Request post(std::vector<std::pair<Field, std::string>> const& fields, Method method = Method::post) {
    Request request;
    request.method = method;
    for (auto const& [field, value] : fields)
        request.fields[static_cast<std::size_t>(field)] = value;
    return request;
}

Edge edge_with(std::vector<std::string> proxies) {
    Edge edge;
    edge.trusted_proxies = std::move(proxies);
    return edge;
}

} // namespace

TEST_CASE("what another site sends is refused, what nobody's browser sends is not", "[http]") {
    Edge edge;
    edge.origin = "https://learn.example";
    struct Row {
        std::string site, origin, cookie;
        bool passes;
    };
    auto const row = GENERATE(values<Row>({
        {"same-origin", "", "", true},
        {"same-origin", "https://evil.example", "sid=1", true}, // the browser's own word counts more
        {"same-site", "https://learn.example", "", false},
        {"cross-site", "", "", false},
        {"cross-site", "https://learn.example", "sid=1", false},
        {"none", "", "", false},
        {"Same-Origin", "", "", false},
        {"junk", "", "", false},
        {"", "https://learn.example", "sid=1", true},
        {"", "https://learn.example.evil.example", "", false},
        {"", "HTTPS://Learn.Example:443", "sid=1", true},
        {"", "http://learn.example", "", false},
        {"", "https://learn.example:444", "", false},
        {"", "https://learn.example/", "", false},
        {"", "null", "", false},
        {"", "", "sid=1", false},
        {"", "", "", true},
    }));
    auto const request =
        post({{Field::sec_fetch_site, row.site}, {Field::origin, row.origin}, {Field::cookie, row.cookie}});
    INFO(row.site << " | " << row.origin << " | " << row.cookie);

    auto const problem = refuse_cross_site(request, edge, "learn.example");

    CHECK(problem.has_value() != row.passes);
    if (problem) {
        CHECK(problem->status == 403);
        CHECK(problem->code == "not_allowed");
    }
}

TEST_CASE("only methods that change nothing pass from anywhere", "[http]") {
    Edge const edge;
    auto const refused = [&](Method method) {
        return refuse_cross_site(post({{Field::sec_fetch_site, "cross-site"}}, method), edge, "a")
            .has_value();
    };

    CHECK_FALSE(refused(Method::get));
    CHECK_FALSE(refused(Method::head));
    CHECK_FALSE(refused(Method::options));
    CHECK(refused(Method::post));
    CHECK(refused(Method::put));
    CHECK(refused(Method::patch));
    CHECK(refused(Method::del));
}

TEST_CASE("without a configured origin the Host decides, with the scheme of the request", "[http]") {
    Edge const edge;
    auto request = post({{Field::origin, "http://127.0.0.1:8080"}});

    CHECK_FALSE(refuse_cross_site(request, edge, "127.0.0.1:8080").has_value());
    CHECK(refuse_cross_site(request, edge, "127.0.0.1:8081").has_value());
    request.secure = true;
    CHECK(refuse_cross_site(request, edge, "127.0.0.1:8080").has_value());
}

TEST_CASE("the API takes JSON, pages take forms", "[http]") {
    auto const status = [](std::string type, Face face) {
        auto const request = post({{Field::content_type, std::move(type)}});
        auto const problem = refuse_media_type(request, face);
        return problem ? problem->status : 0;
    };

    CHECK(status("application/json", Face::api) == 0);
    CHECK(status("application/json; charset=utf-8", Face::api) == 0);
    CHECK(status("application/json;charset=utf-8", Face::api) == 0);
    CHECK(status("Application/JSON", Face::api) == 0); // RFC 9110 §8.3.1
    CHECK(status("Application/X-WWW-Form-URLencoded", Face::page) == 0);
    CHECK(status("application/x-www-form-urlencoded", Face::page) == 0);
    CHECK(status("application/x-www-form-urlencoded; charset=UTF-8", Face::page) == 0);
    for (std::string const type :
         {"", "text/plain", "application/jsonx", "application/json-patch+json",
          "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "text/json"})
        CHECK(status(type, Face::api) == 415);
    for (std::string const type : {"", "text/plain", "application/json", "multipart/form-data; boundary=a",
                                   "application/x-www-form-urlencodedx"})
        CHECK(status(type, Face::page) == 415);
}

TEST_CASE("a proxy is trusted by address or block", "[http]") {
    auto const edge = edge_with({"127.0.0.1", "10.0.0.0/8", "2001:db8::/32", "::1"});

    for (std::string const inside : {"127.0.0.1", "10.0.0.0", "10.255.255.255", "2001:db8:ffff::1", "::1"})
        CHECK(is_trusted_proxy(inside, edge));
    for (std::string const outside :
         {"127.0.0.2", "11.0.0.0", "9.255.255.255", "2001:db9::1", "::2", "", "proxy", "10.0.0.1/8"})
        CHECK_FALSE(is_trusted_proxy(outside, edge));
}

TEST_CASE("a proxy that comes through an IPv6 listener is known by its IPv4 address", "[http]") {
    auto const edge = edge_with({"127.0.0.1", "10.0.0.0/8"});

    CHECK(is_trusted_proxy("::ffff:127.0.0.1", edge));
    CHECK(is_trusted_proxy("::ffff:10.1.2.3", edge));
    CHECK_FALSE(is_trusted_proxy("::ffff:11.1.2.3", edge));
    CHECK(client_address("::ffff:10.0.0.1", "203.0.113.7", edge) == "203.0.113.7");
}

TEST_CASE("blocks of any length and odd ones", "[http]") {
    CHECK(is_trusted_proxy("203.0.113.7", edge_with({"0.0.0.0/0"})));
    CHECK_FALSE(is_trusted_proxy("2001:db8::1", edge_with({"0.0.0.0/0"})));
    CHECK(is_trusted_proxy("10.1.2.3", edge_with({"10.1.2.3/32"})));
    CHECK_FALSE(is_trusted_proxy("10.1.2.4", edge_with({"10.1.2.3/32"})));
    CHECK(is_trusted_proxy("10.1.2.200", edge_with({"10.1.2.3/24"}))); // host bits do not matter
    for (std::string const odd :
         {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "example.org", "*"})
        CHECK_FALSE(is_trusted_proxy("10.0.0.1", edge_with({odd})));
    CHECK_FALSE(is_trusted_proxy("10.0.0.1", edge_with({})));
}

TEST_CASE("the client is what the nearest trusted proxy saw", "[http]") {
    auto const edge = edge_with({"10.0.0.0/8", "2001:db8::/32"});

    // nobody in between
    CHECK(client_address("203.0.113.7", "", edge) == "203.0.113.7");
    CHECK(client_address("10.0.0.1", "", edge) == "10.0.0.1");
    // one proxy, several hops
    CHECK(client_address("10.0.0.1", "203.0.113.7", edge) == "203.0.113.7");
    CHECK(client_address("10.0.0.1", "203.0.113.7, 10.0.0.2", edge) == "203.0.113.7");
    CHECK(client_address("10.0.0.1", "203.0.113.7,10.0.0.2,10.0.0.3", edge) == "203.0.113.7");
    CHECK(client_address("2001:db8::1", "2001:470::5", edge) == "2001:470::5");
    CHECK(client_address("10.0.0.1", "10.0.0.2, 10.0.0.3", edge) == "10.0.0.2");
    // a client that lies: what it wrote stands left of what the proxy added
    CHECK(client_address("10.0.0.1", "1.1.1.1, 203.0.113.7", edge) == "203.0.113.7");
    CHECK(client_address("10.0.0.1", "10.9.9.9, 203.0.113.7, 10.0.0.2", edge) == "203.0.113.7");
    // nobody asked this peer
    CHECK(client_address("203.0.113.7", "1.1.1.1", edge) == "203.0.113.7");
    CHECK(client_address("203.0.113.7", "1.1.1.1, 10.0.0.1", edge) == "203.0.113.7");
    // junk ends the walk at the last address that is sure
    for (std::string const junk :
         {"unknown", "", ",", "1.1.1.1, ", "203.0.113.7:1234", "_hidden", "<script>"})
        CHECK(client_address("10.0.0.1", junk, edge) == "10.0.0.1");
    CHECK(client_address("10.0.0.1", "1.1.1.1, junk, 10.0.0.2", edge) == "10.0.0.2");
}

TEST_CASE("an origin is written in one way", "[http]") {
    CHECK(normal_origin("HTTPS://Learn.Example:443") == "https://learn.example");
    CHECK(normal_origin("http://learn.example:80") == "http://learn.example");
    CHECK(normal_origin("http://[::1]:80") == "http://[::1]");
    for (std::string const as_it_is : {"https://learn.example:80", "http://learn.example:443",
                                       "https://learn.example:8443", "http://[::1]:8080", "null", ""})
        CHECK(normal_origin(as_it_is) == as_it_is);
}

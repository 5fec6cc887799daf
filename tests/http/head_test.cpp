// The head scanner: what it takes, what it refuses with which status, and that Beast reads the same in it.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "http/head.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <random>
#include <vector>

using namespace lectern;
using namespace lectern::http;
using namespace std::string_literals;

namespace {

struct Case {
    std::string what;
    std::string raw;
    int status; // 0: taken
};

std::string with(std::string const& fields) { // CR LF is added
    return "GET / HTTP/1.1\r\nHost: a.example\r\n" + fields + "\r\n\r\n";
}
std::string line(std::string const& request_line) {
    return request_line + "\r\nHost: a.example\r\n\r\n";
}
std::string host(std::string const& field) {
    return "GET / HTTP/1.1\r\n" + field + "\r\n\r\n";
}
std::string post(std::string const& fields) {
    return "POST /api/v1/x HTTP/1.1\r\nHost: a.example\r\n" + fields + "\r\n\r\n";
}
std::string many_fields(int count) { // Host is one of them
    std::string fields = "X-0: y";
    for (int i = 1; i < count - 1; ++i)
        fields += "\r\nX-" + std::to_string(i) + ": y";
    return with(fields);
}
std::string of_size(std::size_t size) {
    auto const empty = with("X: ");
    return with("X: " + std::string(size - empty.size(), 'y'));
}

std::vector<Case> const& cases() {
    static std::vector<Case> const all{
        // methods
        {"GET", line("GET / HTTP/1.1"), 0},
        {"HEAD", line("HEAD / HTTP/1.1"), 0},
        {"POST", line("POST / HTTP/1.1"), 0},
        {"PUT", line("PUT / HTTP/1.1"), 0},
        {"PATCH", line("PATCH / HTTP/1.1"), 0},
        {"DELETE", line("DELETE / HTTP/1.1"), 0},
        {"OPTIONS", line("OPTIONS / HTTP/1.1"), 0},
        {"TRACE", line("TRACE / HTTP/1.1"), 501},
        {"CONNECT with a path", line("CONNECT / HTTP/1.1"), 501},
        {"CONNECT, authority form", line("CONNECT a.example:443 HTTP/1.1"), 501},
        {"lower-case method", line("get / HTTP/1.1"), 501},
        {"mixed case method", line("Get / HTTP/1.1"), 501},
        {"method that begins as one", line("GETX / HTTP/1.1"), 501},
        {"PROPFIND", line("PROPFIND / HTTP/1.1"), 501},
        {"PRI of HTTP/2", "PRI * HTTP/2.0\r\n\r\n", 501},
        {"no method", line(" / HTTP/1.1"), 400},
        {"method with a colon", line("G:T / HTTP/1.1"), 400},
        {"method with a control character", line("G\x01T / HTTP/1.1"), 400},
        {"method with a high byte", line("G\xC3\x89T / HTTP/1.1"), 400},
        {"blank before the method", line(" GET / HTTP/1.1"), 400},
        {"tab before the method", line("\tGET / HTTP/1.1"), 400},
        // request line
        {"nothing", "\r\n\r\n", 400},
        {"a blank line first", "\r\nGET / HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
        {"only a method", line("GET"), 400},
        {"HTTP/0.9", "GET /\r\n\r\n", 400},
        {"two blanks after the method", line("GET  / HTTP/1.1"), 400},
        {"two blanks before the version", line("GET /  HTTP/1.1"), 400},
        {"blank at the end of the line", line("GET / HTTP/1.1 "), 400},
        {"tab in place of a blank", line("GET\t/ HTTP/1.1"), 400},
        {"tab before the version", line("GET /\tHTTP/1.1"), 400},
        {"vertical tab before the version", line("GET /\x0BHTTP/1.1"), 400},
        {"bare LF after the request line", "GET / HTTP/1.1\nHost: a.example\r\n\r\n", 400},
        {"bare CR in the request line", line("GET /\r HTTP/1.1"), 400},
        {"CR CR LF", "GET / HTTP/1.1\r\r\nHost: a.example\r\n\r\n", 400},
        {"bare LFs everywhere", "GET / HTTP/1.1\nHost: a.example\n\r\n\r\n", 400},
        // versions
        {"HTTP/1.0", line("GET / HTTP/1.0"), 0},
        {"HTTP/1.0 without a host", "GET / HTTP/1.0\r\n\r\n", 400},
        {"HTTP/1.2", line("GET / HTTP/1.2"), 505},
        {"HTTP/2.0", line("GET / HTTP/2.0"), 505},
        {"HTTP/3", line("GET / HTTP/3"), 400},
        {"HTTP/0.9 said aloud", line("GET / HTTP/0.9"), 505},
        {"http/1.1", line("GET / http/1.1"), 400},
        {"HTTP/1.10", line("GET / HTTP/1.10"), 400},
        {"HTTP/01.1", line("GET / HTTP/01.1"), 400},
        {"HTTP 1.1", line("GET / HTTP 1.1"), 400},
        {"ICY/1.1", line("GET / ICY/1.1"), 400},
        {"empty version", line("GET / "), 400},
        // targets
        {"query", line("GET /a/b?c=d&e=%20 HTTP/1.1"), 0},
        {"double slash", line("GET //a HTTP/1.1"), 0},
        {"every printable byte but #", line("GET /!\"$%&'()*+,-.:;<=>?@[\\]^_`{|}~ HTTP/1.1"), 0},
        {"absolute form", line("GET http://a.example/ HTTP/1.1"), 400},
        {"authority form", line("GET a.example:80 HTTP/1.1"), 400},
        {"asterisk form", line("OPTIONS * HTTP/1.1"), 400},
        {"target without a slash", line("GET a HTTP/1.1"), 400},
        {"query without a path", line("GET ?a=b HTTP/1.1"), 400},
        {"fragment", line("GET /#a HTTP/1.1"), 400},
        {"fragment in the query", line("GET /?a#b HTTP/1.1"), 400},
        {"blank in the target", line("GET /a b HTTP/1.1"), 400},
        {"tab in the target", line("GET /a\tb HTTP/1.1"), 400},
        {"NUL in the target", line("GET /a\0b HTTP/1.1"s), 400},
        {"DEL in the target", line("GET /a\x7F HTTP/1.1"), 400},
        {"raw 0x80 in the target", line("GET /a\x80 HTTP/1.1"), 400},
        {"raw UTF-8 in the target", line("GET /\xC3\xA9 HTTP/1.1"), 400},
        {"longest target", line("GET /" + std::string(8191, 'a') + " HTTP/1.1"), 0},
        {"target one byte too long", line("GET /" + std::string(8192, 'a') + " HTTP/1.1"), 414},
        // Host
        {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"no host among fields", host("Accept: */*"), 400},
        {"host in other case", host("hOST: a.example"), 0},
        {"host with a port", host("Host: a.example:8080"), 0},
        {"host as an IPv6 address", host("Host: [::1]:8080"), 0},
        {"host as an IPv4 address", host("Host: 127.0.0.1"), 0},
        {"host without a blank", host("Host:a.example"), 0},
        {"host between blanks", host("Host: \t a.example \t"), 0},
        {"empty host", host("Host:"), 400},
        {"blank host", host("Host:   "), 400},
        {"two hosts", host("Host: a.example\r\nHost: b.example"), 400},
        {"the same host twice", host("Host: a.example\r\nhost: a.example"), 400},
        {"two hosts in one", host("Host: a.example, b.example"), 400},
        {"host with a user", host("Host: a@b.example"), 400},
        {"host with a path", host("Host: a.example/c"), 400},
        {"host with a scheme", host("Host: http://a.example"), 400},
        {"host with a blank", host("Host: a.example b"), 400},
        {"host with percent", host("Host: a%2eexample"), 400},
        {"host with a high byte", host("Host: \xC3\xA9.example"), 400},
        {"longest host", host("Host: " + std::string(255, 'a')), 0},
        {"host one byte too long", host("Host: " + std::string(256, 'a')), 400},
        // fields in general
        {"obs-text in a value", with("X: caf\xE9"), 0},
        {"tab in a value", with("X: a\tb"), 0},
        {"empty value", with("X:"), 0},
        {"colons in a value", with("X: a:b:c"), 0},
        {"every token character", with("!#$%&'*+-.^_`|~09azAZ: x"), 0},
        {"blank before the colon", with("X : y"), 400},
        {"tab before the colon", with("X\t: y"), 400},
        {"blank before the name", with(" X: y"), 400},
        {"blank in the name", with("X Y: z"), 400},
        {"no colon", with("X"), 400},
        {"no name", with(": x"), 400},
        {"obs-fold with a blank", with("X: a\r\n b"), 400},
        {"obs-fold with a tab", with("X: a\r\n\tb"), 400},
        {"obs-fold of the host", host("Host:\r\n a.example"), 400},
        {"obs-fold before the first field", "GET / HTTP/1.1\r\n Host: a.example\r\n\r\n", 400},
        {"bare LF in a value", with("X: a\nb"), 400},
        {"bare LF that would begin a field", with("X: a\nTransfer-Encoding: chunked"), 400},
        {"bare CR in a value", with("X: a\rb"), 400},
        {"NUL in a value", with("X: a\0b"s), 400},
        {"NUL at the end of a value", with("X: a\0"s), 400},
        {"NUL in a name", with("X\0: a"s), 400},
        {"control character in a value", with("X: a\x01"), 400},
        {"vertical tab in a value",
         with("X: a\x0B"
              "b"),
         400},
        {"form feed before a value",
         with("X:\x0C"
              "a"),
         400},
        {"DEL in a value", with("X: a\x7F"), 400},
        {"high byte in a name", with("X\xC3\xA9: y"), 400},
        {"parenthesis in a name", with("X(Y): z"), 400},
        {"slash in a name", with("X/Y: z"), 400},
        {"quoted name", with("\"X\": y"), 400},
        {"64 fields", many_fields(64), 0},
        {"65 fields", many_fields(65), 431},
        {"1000 fields", many_fields(1000), 431},
        {"16 KiB", of_size(16 * 1024), 0},
        {"16 KiB and one byte", of_size(16 * 1024 + 1), 431},
        // Transfer-Encoding: never
        {"chunked", post("Transfer-Encoding: chunked"), 411},
        {"chunked in other case", post("tRANSFER-eNCODING: Chunked"), 411},
        {"chunked and a length", post("Transfer-Encoding: chunked\r\nContent-Length: 3"), 411},
        {"a length and chunked", post("Content-Length: 3\r\nTransfer-Encoding: chunked"), 411},
        {"gzip and a length", post("Transfer-Encoding: gzip\r\nContent-Length: 3"), 411},
        {"identity", post("Transfer-Encoding: identity\r\nContent-Length: 3"), 411},
        {"chunked, gzip", post("Transfer-Encoding: chunked, gzip"), 411},
        {"gzip, chunked", post("Transfer-Encoding: gzip, chunked"), 411},
        {"xchunked", post("Transfer-Encoding: xchunked"), 411},
        {"quoted chunked", post("Transfer-Encoding: \"chunked\""), 411},
        {"empty transfer-encoding", post("Transfer-Encoding:"), 411},
        {"chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 411},
        {"chunked of HTTP/1.0", line("POST / HTTP/1.0\r\nTransfer-Encoding: chunked"), 411},
        {"chunked of a GET", with("Transfer-Encoding: chunked"), 411},
        {"chunked with a vertical tab",
         post("Transfer-Encoding:\x0B"
              "chunked"),
         400},
        {"chunked with a blank before the colon", post("Transfer-Encoding : chunked"), 400},
        {"chunked folded", post("Transfer-Encoding:\r\n chunked"), 411},
        {"chunked hidden by a folded line", post("X: y\r\n Transfer-Encoding: chunked"), 400},
        // Content-Length
        {"length", post("Content-Length: 5"), 0},
        {"length of nothing", post("Content-Length: 0"), 0},
        {"length with zeros in front", post("Content-Length: 005"), 0},
        {"length between blanks", post("Content-Length: \t5 "), 0},
        {"longest length", post("Content-Length: 999999999999999"), 0},
        {"length of 16 digits", post("Content-Length: 1000000000000000"), 400},
        {"length beyond 64 bits", post("Content-Length: 18446744073709551621"), 400},
        {"length twice, equal", post("Content-Length: 5\r\nContent-Length: 5"), 400},
        {"length twice, different", post("Content-Length: 5\r\nContent-Length: 6"), 400},
        {"length twice, in other case", post("Content-Length: 5\r\ncontent-length: 5"), 400},
        {"length list", post("Content-Length: 3, 3"), 400},
        {"length list without blanks", post("Content-Length: 3,3"), 400},
        {"length with a plus", post("Content-Length: +5"), 400},
        {"negative length", post("Content-Length: -5"), 400},
        {"length in hexadecimal", post("Content-Length: 0x5"), 400},
        {"length with a fraction", post("Content-Length: 5.0"), 400},
        {"length with an exponent", post("Content-Length: 5e1"), 400},
        {"length with a blank inside", post("Content-Length: 5 5"), 400},
        {"length in words", post("Content-Length: five"), 400},
        {"length in Arabic digits", post("Content-Length: \xD9\xA5"), 400},
        {"empty length", post("Content-Length:"), 400},
        {"folded length", post("Content-Length: 5\r\n 6"), 400},
        {"length with a semicolon", post("Content-Length: 5;a"), 400},
        // Expect and Connection
        {"100-continue", post("Expect: 100-continue\r\nContent-Length: 5"), 0},
        {"100-continue in other case", post("Expect: 100-Continue\r\nContent-Length: 5"), 0},
        {"another expectation", post("Expect: 200-ok"), 417},
        {"two expectations", post("Expect: 100-continue, x"), 417},
        {"empty expectation", post("Expect:"), 417},
        {"close", with("Connection: close"), 0},
        {"close in other case", with("connection: Close"), 0},
        {"keep-alive", with("Connection: keep-alive"), 0},
        {"list with close", with("Connection: keep-alive, Upgrade ,close"), 0},
        {"two connection fields", with("Connection: keep-alive\r\nConnection: close"), 0},
        {"a blank inside an option", with("Connection: keep alive"), 400},
        {"an option of a proxy with a high byte", with("Proxy-Connection: \xA0lose"), 400},
        {"close of a proxy", with("Proxy-Connection: close"), 0},
        {"a quoted option", with("Connection: \"close\""), 400},
        {"an option with a semicolon", with("Connection: close;x"), 400},
        {"upgrade to HTTP/2",
         with("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk"), 0},
        // fields that decide something stand once
        {"two cookies", with("Cookie: a=b\r\nCookie: c=d"), 400},
        {"two origins", with("Origin: http://a.example\r\nOrigin: http://b.example"), 400},
        {"two fetch sites", with("Sec-Fetch-Site: none\r\nSec-Fetch-Site: same-origin"), 400},
        {"two content types", post("Content-Type: application/json\r\nContent-Type: text/plain"), 400},
        {"two empty cookies", with("Cookie:\r\nCookie:"), 400},
        {"two idempotency keys", post("Idempotency-Key: a\r\nIdempotency-Key: b"), 400},
        {"two accepted languages", with("Accept-Language: en\r\nAccept-Language: fr"), 0},
        {"an unknown field twice", with("X: a\r\nX: b"), 0},
    };
    return all;
}

using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

// As the session sets it up.
bool beast_takes(Parser& parser, std::string const& raw) {
    parser.header_limit(static_cast<std::uint32_t>(max_head) + 1);
    parser.body_limit(boost::none);
    boost::beast::error_code error;
    auto const used = parser.put(boost::asio::buffer(raw), error);
    return !error && used == raw.size();
}

// What of an accepted head Beast reads otherwise; "" where all agrees.
std::string difference(Head const& head, std::string const& raw) {
    Parser parser;
    if (!beast_takes(parser, raw))
        return "Beast refuses it";
    auto const& request = parser.get();
    if (request.method_string() != name(head.method))
        return "method";
    if (request.target() != head.target)
        return "target";
    if (request[boost::beast::http::field::host] != head.host)
        return "host";
    if (parser.chunked())
        return "chunked";
    if (parser.content_length().has_value() != head.has_length ||
        parser.content_length().value_or(0) != head.content_length)
        return "length";
    if (request.version() == 11 && parser.keep_alive() != head.keep_alive)
        return "keep-alive";
    if (request[boost::beast::http::field::cookie] != head.field(Field::cookie))
        return "cookie";
    return {};
}

} // namespace

TEST_CASE("each head is taken or refused with its status", "[http]") {
    for (auto const& [what, raw, status] : cases()) {
        INFO(what);
        auto const head = scan(raw);
        CHECK(head.refuse == status);
        CHECK((head.refuse == 0) == std::string_view(head.why).empty());
    }
    CHECK(cases().size() >= 120);
}

TEST_CASE("what the scanner takes, Beast reads in the same way", "[http]") {
    for (auto const& [what, raw, status] : cases()) {
        INFO(what);
        if (status == 0)
            CHECK(difference(scan(raw), raw) == "");
    }
}

TEST_CASE("the parts of a head are found", "[http]") {
    auto const raw =
        "POST /api/v1/x?y=z HTTP/1.1\r\nHost:  a.example:80 \r\ncontent-length: 12\r\n"
        "EXPECT: 100-continue\r\nCookie: a=b; c=d\r\nAccept-Language: fr\r\nX-Forwarded-For: 1.2.3.4\r\n"
        "X-Other: no\r\nConnection: keep-alive\r\n\r\n"s;

    auto const head = scan(raw);

    REQUIRE(head.refuse == 0);
    CHECK(head.method == Method::post);
    CHECK(head.target == "/api/v1/x?y=z");
    CHECK(head.host == "a.example:80");
    CHECK(head.has_length);
    CHECK(head.content_length == 12);
    CHECK(head.keep_alive);
    CHECK(head.expects_continue);
    CHECK(head.field(Field::cookie) == "a=b; c=d");
    CHECK(head.field(Field::accept_language) == "fr");
    CHECK(head.field(Field::x_forwarded_for) == "1.2.3.4");
    CHECK(head.field(Field::origin).empty());
}

TEST_CASE("a connection ends where the client says so, and always with HTTP/1.0", "[http]") {
    CHECK(scan(line("GET / HTTP/1.1")).keep_alive);
    CHECK_FALSE(scan(line("GET / HTTP/1.0")).keep_alive);
    CHECK_FALSE(scan(line("GET / HTTP/1.0\r\nConnection: keep-alive")).keep_alive);
    CHECK_FALSE(scan(with("Connection: CLOSE")).keep_alive);
    CHECK_FALSE(scan(with("Connection: a,\tclose ,b")).keep_alive);
    CHECK_FALSE(scan(with("Connection: close\r\nConnection: keep-alive")).keep_alive);
    CHECK(scan(with("Connection: closed")).keep_alive);
    CHECK(scan(with("Connection: x-close, keep-alive")).keep_alive);
}

TEST_CASE("HTTP/1.0 cannot expect a 100", "[http]") { // RFC 9110 §10.1.1
    auto const head = scan(line("POST / HTTP/1.0\r\nContent-Length: 5\r\nExpect: 100-continue"));

    CHECK(head.refuse == 0);
    CHECK_FALSE(head.expects_continue);
}

TEST_CASE("no mutated head is taken that Beast refuses or reads otherwise", "[http]") {
    std::vector<std::string> seeds, others; // begin from what is taken, splice in what is not
    for (auto const& one : cases())
        if (one.raw.size() < 2000)
            (one.status == 0 ? seeds : others).push_back(one.raw);
    std::vector<std::string> const pieces{"\r\n",
                                          "\n",
                                          "\r",
                                          ":",
                                          ": ",
                                          " ",
                                          "\t",
                                          ",",
                                          ";",
                                          "\"",
                                          "\0"s,
                                          "\x7F",
                                          "\x80",
                                          "\xFF",
                                          "0",
                                          "18446744073709551616",
                                          "Host: b\r\n",
                                          "Content-Length: 5\r\n",
                                          "Content-Length: 6",
                                          "Transfer-Encoding: chunked\r\n",
                                          "Connection: close\r\n",
                                          "Connection: ,",
                                          "Connection: keep-alive",
                                          "Proxy-Connection: close\r\n",
                                          "Upgrade: websocket\r\n",
                                          "Cookie: a\r\n",
                                          "Expect: 100-continue\r\n",
                                          "HTTP/1.1",
                                          "HTTP/1.0",
                                          "GET ",
                                          "/",
                                          "#",
                                          "%00",
                                          "..",
                                          "Trailer: Host\r\n"};
    std::mt19937 random(20'270'309);
    auto const below = [&random](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    int taken = 0;
    std::string found;

    for (int i = 0; i < 300'000 && found.empty(); ++i) {
        auto raw = seeds[below(seeds.size())];
        for (auto changes = 1 + below(3); changes > 0; --changes) {
            auto const at = below(raw.size() + 1);
            switch (below(6)) {
            case 0:
                raw.insert(at, pieces[below(pieces.size())]);
                break;
            case 1:
                raw.insert(at, 1, static_cast<char>(below(256)));
                break;
            case 2:
                raw.erase(at, 1 + below(4));
                break;
            case 3:
                if (at < raw.size())
                    raw[at] = static_cast<char>(below(256));
                break;
            case 4:
                raw.insert(at, raw.substr(below(raw.size() + 1), below(40)));
                break;
            default: {
                auto const& other = others[below(others.size())];
                raw = raw.substr(0, at) + other.substr(below(other.size()));
            }
            }
        }
        raw += "\r\n\r\n"; // the session hands over all up to the first blank line
        raw.resize(raw.find("\r\n\r\n") + 4);
        auto const head = scan(raw);
        if (head.refuse != 0)
            continue;
        ++taken;
        if (auto const what = difference(head, raw); !what.empty())
            found = what + " in: " + raw;
    }

    CHECK(found == "");
    CHECK(taken > 20'000); // else the mutations prove nothing
}

TEST_CASE("what can never become a head is known before its blank line", "[http]") {
    for (std::string_view const begun :
         {"", "G", "GET / HTTP/1.1", "GET / HTTP/1.1\r", "GET / HTTP/1.1\r\nHost: a"})
        CHECK_FALSE(is_no_head(begun, 0));
    for (std::string_view const begun :
         {"\x16\x03\x01", "\n", "\r\n", " GET", "GET / HTTP/1.1\n", "G\r\nX\n"})
        CHECK(is_no_head(begun, 0));
    CHECK_FALSE(is_no_head("G\nX", 2)); // looked at before
    CHECK(refuse_unended("GET / HTTP/1.1\n").refuse == 400);
    CHECK(refuse_unended("GET / HTTP/1.1").refuse == 431);
}

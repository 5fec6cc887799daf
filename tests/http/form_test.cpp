// Forms: every getter with both kinds of body, every mistake collected, nothing odd let through.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/text.hpp"
#include "http/form.hpp"

#include <map>

using namespace lectern;
using namespace lectern::http;

namespace {

Request json(std::string body) {
    Request request;
    request.method = Method::post;
    request.fields[static_cast<std::size_t>(Field::content_type)] = "application/json";
    request.body = std::move(body);
    return request;
}

Request typed(std::string body) {
    auto request = json(std::move(body));
    request.fields[static_cast<std::size_t>(Field::content_type)] = "application/x-www-form-urlencoded";
    return request;
}

std::string code_of(Request const& request) {
    try {
        Form const form(request);
    } catch (Malformed const& error) {
        return error.code();
    }
    return "none";
}

// "pointer code" of each mistake.
std::vector<std::string> mistakes(Form const& form) {
    std::vector<std::string> all;
    for (auto const& error : form.errors())
        all.push_back(error.pointer + " " + error.code);
    return all;
}
using Mistakes = std::vector<std::string>;

std::string nested(int levels,
                   std::string const& innermost = "[]") { // levels counts the object and each list
    std::string const open(static_cast<std::size_t>(levels - 2), '['),
        close(static_cast<std::size_t>(levels - 2), ']');
    return "{\"a\":" + open + innermost + close + "}";
}

} // namespace

TEST_CASE("a body that cannot be read is malformed as a whole", "[http]") {
    CHECK(code_of(json("{")) == "json");
    CHECK(code_of(json("[]")) == "json");
    CHECK(code_of(json("null")) == "json");
    CHECK(code_of(json("\"a\"")) == "json");
    CHECK(code_of(json("{} {}")) == "json");
    CHECK(code_of(json("{\"a\":1,}")) == "json");
    CHECK(code_of(json("{'a':1}")) == "json");
    CHECK(code_of(json("{\"a\":NaN}")) == "json");
    CHECK(code_of(json("{\"a\":1e999}")) == "json");
    CHECK(code_of(json("{\"a\":01}")) == "json");
    CHECK(code_of(json("{/* c */\"a\":1}")) == "json");
    CHECK(code_of(json("{\"a\":\"\\ud800\"}")) == "json");
    CHECK(code_of(json("{\"a\":\"\xFF\"}")) == "encoding");
    CHECK(code_of(json(std::string("{\"a\":\"b\0\"}", 10))) == "json");
    CHECK(code_of(typed("a=%FF")) == "form");
    CHECK(code_of(typed("a=%")) == "form");
    CHECK(code_of(typed("\xFF")) == "encoding");
    CHECK(code_of(typed("{\"a\":1}")) == "form");
    CHECK(code_of(json("a=b")) == "json");
    CHECK(code_of(json("{}")) == "none");
    CHECK(code_of(json("")) == "none");
    CHECK(code_of(typed("")) == "none");
}

TEST_CASE("a key may stand once in each object", "[http]") {
    auto const twice = [](std::string const& body) -> std::string {
        try {
            Form const form(json(body));
        } catch (Invalid const& error) {
            return error.fields().front().pointer + " " + error.fields().front().code;
        }
        return "none";
    };
    CHECK(twice(R"({"a":1,"a":1})") == "/a duplicate");
    CHECK(twice(R"({"a":1,"\u0061":2})") == "/a duplicate");
    CHECK(twice(R"({"a":{"b":1,"b":2}})") == "/a duplicate");
    CHECK(twice(R"({"b":{},"a":[{"b":1},{"c":1,"c":2}]})") == "/a duplicate");
    CHECK(twice(R"({"a":{"a":1},"b":{"a":1},"c":[{"a":1},{"a":1}]})") == "none");
    CHECK(twice(R"({"a":1,"A":2})") == "none");
}

TEST_CASE("a body is sixteen levels deep at most", "[http]") {
    CHECK(code_of(json(nested(16))) == "none");
    CHECK(code_of(json(nested(16, "[1]"))) == "none");
    CHECK(code_of(json(nested(17))) == "depth");
    CHECK(code_of(json(nested(17, "[1]"))) == "depth");
    CHECK(code_of(json(nested(17, "{}"))) == "depth");
    CHECK(code_of(json(nested(17, R"({"b":1})"))) == "depth");
    CHECK(code_of(json("{\"a\":" + std::string(200'000, '['))) == "depth");
}

TEST_CASE("text is cleaned and counted in code points", "[http]") {
    auto const request = json(
        R"({"name":"  Jose\u0301\t\u202Eevil\u2066 \u0007Silva ","long":"ééééé","blank":" \u200b ","none":null,
                                  "number":5,"list":["a"],"lines":"a\r\nb\u202E\n\n\n\nc  "})");
    Form form(request);

    CHECK(form.text("name", 20) == "José evil Silva");
    CHECK(form.text("long", 5) == "ééééé");
    CHECK(form.errors().empty());
    CHECK(form.optional_lines("lines", 20) == "a\nb\n\n\nc");
    CHECK(form.optional_text("blank", 5) == std::nullopt);
    CHECK(form.optional_text("none", 5) == std::nullopt);
    CHECK(form.optional_text("missing", 5) == std::nullopt);
    CHECK(form.errors().empty());

    form.text("long", 4);
    form.optional_lines("lines", 3);
    form.text("blank", 5);
    form.text("none", 5);
    form.text("missing", 5);
    form.text("number", 5);
    form.optional_text("list", 5);
    CHECK(mistakes(form) == Mistakes{"/long length", "/lines length", "/blank required", "/none required",
                                     "/missing required", "/number type", "/list type"});
    CHECK(form.errors()[0].details == std::vector<Detail>{{"max", "4"}});
}

TEST_CASE("an address is required and parsed", "[http]") {
    auto const request = json(
        R"({"good":" Ama@Exämple.org ","bad":"ama","inject":"a@b.example\r\nBcc: c@d.example","number":1})");
    Form form(request);

    CHECK(form.email("good").value().address() == "Ama@xn--exmple-cua.org");
    CHECK(form.errors().empty());
    CHECK_FALSE(form.email("bad").has_value());
    CHECK_FALSE(form.email("inject").has_value());
    CHECK_FALSE(form.email("number").has_value());
    CHECK_FALSE(form.email("missing").has_value());
    CHECK(mistakes(form) == Mistakes{"/bad email", "/inject email", "/number type", "/missing required"});
}

TEST_CASE("a flag of JSON is a boolean, a flag of a page is a tick", "[http]") {
    auto const request = json(R"({"yes":true,"no":false,"none":null,"one":1,"text":"true"})");
    Form form(request);
    CHECK(form.flag("yes"));
    CHECK_FALSE(form.flag("no"));
    CHECK_FALSE(form.flag("none"));
    CHECK_FALSE(form.flag("missing"));
    CHECK(form.errors().empty());
    CHECK_FALSE(form.flag("one"));
    CHECK_FALSE(form.flag("text"));
    CHECK(mistakes(form) == Mistakes{"/one type", "/text type"});

    auto const ticked = typed("on=on&one=1&true=true&no=false&empty=&twice=false&twice=on");
    Form page(ticked);
    CHECK(page.flag("on"));
    CHECK(page.flag("one"));
    CHECK(page.flag("true"));
    CHECK_FALSE(page.flag("no"));
    CHECK_FALSE(page.flag("empty"));
    CHECK(page.flag("twice")); // the hidden value first, then the tick
    CHECK(page.errors().empty());
}

TEST_CASE("a number is whole, in range, and never rounded", "[http]") {
    auto const request =
        json(R"({"a":5,"low":0,"high":11,"neg":-3,"float":5.0,"exp":5e0,"text":"5","bool":true,
        "min":-9223372036854775808,"max":9223372036854775807,"over":9223372036854775808,"u64":18446744073709551615,
        "huge":18446744073709551616,"under":-9223372036854775809})");
    Form form(request);
    CHECK(form.optional_number("a", 1, 10) == 5);
    CHECK(form.optional_number("neg", -3, -3) == -3);
    CHECK(form.optional_number("min", INT64_MIN, INT64_MAX) == INT64_MIN);
    CHECK(form.optional_number("max", INT64_MIN, INT64_MAX) == INT64_MAX);
    CHECK(form.optional_number("missing", 1, 2) == std::nullopt);
    CHECK(form.errors().empty());

    for (auto const* name : {"low", "high"})
        CHECK(form.optional_number(name, 1, 10) == std::nullopt);
    for (auto const* name : {"float", "exp", "text", "bool", "over", "u64", "huge", "under"})
        CHECK(form.optional_number(name, INT64_MIN, INT64_MAX) == std::nullopt);
    CHECK(mistakes(form) == Mistakes{"/low range", "/high range", "/float number", "/exp number",
                                     "/text number", "/bool number", "/over number", "/u64 number",
                                     "/huge number", "/under number"});
    CHECK(form.errors()[0].details == std::vector<Detail>{{"min", "1"}, {"max", "10"}});

    auto const page_request =
        typed("a=5&plus=%2B5&blank=+5&float=5.0&over=9223372036854775808&hex=0x5&empty=&tail=5x");
    Form page(page_request);
    CHECK(page.optional_number("a", 1, 10) == 5);
    CHECK(page.optional_number("empty", 1, 10) == std::nullopt);
    CHECK(page.errors().empty());
    for (auto const* name : {"plus", "blank", "float", "over", "hex", "tail"})
        CHECK(page.optional_number(name, INT64_MIN, INT64_MAX) == std::nullopt);
    CHECK(page.errors().size() == 6);
}

TEST_CASE("languages, zones and countries are known ones", "[http]") {
    auto const request = json(
        R"({"language":"pt-BR","zone":"Africa/Accra","country":"SN","no_language":"de","no_zone":"Mars/Base",
        "path":"../etc/passwd","local":"localtime","no_country":"XX","lower":"sn","long":"SEN","symbols":"!!","across":"D A",
        "unassigned":"UK"})");
    Form form(request);
    CHECK(form.optional_language("language") == Language::pt);
    CHECK(form.optional_zone("zone").value().name() == "Africa/Accra");
    CHECK(form.optional_country("country") == "SN");
    CHECK(form.optional_country("missing") == std::nullopt);
    CHECK(form.errors().empty());

    CHECK_FALSE(form.optional_language("no_language").has_value());
    for (auto const* name : {"no_zone", "path", "local"})
        CHECK_FALSE(form.optional_zone(name).has_value());
    for (auto const* name : {"no_country", "lower", "long", "symbols", "across", "unassigned"})
        CHECK(form.optional_country(name) == std::nullopt);
    CHECK(mistakes(form) == Mistakes{"/no_language language", "/no_zone time_zone", "/path time_zone",
                                     "/local time_zone", "/no_country country", "/lower country",
                                     "/long country", "/symbols country", "/across country",
                                     "/unassigned country"});
}

TEST_CASE("all mistakes are thrown together, also those of unknown fields", "[http]") {
    auto const request = json(R"({"email":"no","name":"","a/b~c":1,"extra":null})");
    Form form(request);
    form.email("email");
    form.text("name", 10);
    form.optional_number("seats", 1, 5);
    form.refuse_unknown();

    CHECK(mistakes(form) == Mistakes{"/email email", "/name required", "/a~1b~0c unknown", "/extra unknown"});
    try {
        form.finish();
        FAIL("nothing was thrown");
    } catch (Invalid const& error) {
        CHECK(error.fields() == form.errors());
    }
}

TEST_CASE("a form without a mistake passes", "[http]") {
    auto const request = typed("email=a%40b.example&name=Ama&tick=on");
    Form form(request);
    CHECK(form.email("email").value().address() == "a@b.example");
    CHECK(form.text("name", 10) == "Ama");
    CHECK(form.plain("tick") == "on");
    CHECK(form.plain("missing") == "");

    form.refuse_unknown();
    CHECK_NOTHROW(form.finish());
}

TEST_CASE("a form is a form in whatever case its type is written", "[http]") {
    auto request = typed("name=Ama");
    request.fields[static_cast<std::size_t>(Field::content_type)] =
        "Application/X-WWW-Form-URLencoded; charset=UTF-8";
    Form form(request);

    CHECK(form.text("name", 10) == "Ama");
}

TEST_CASE("what was typed is kept as it was, to be shown again", "[http]") {
    auto const request = typed("name=++%3Cb%3E%E2%80%AE&email=no");
    Form form(request);
    form.text("name", 10);

    CHECK(form.as_typed("name") == "  <b>\u202E");
    CHECK(form.as_typed("missing") == "");
    CHECK(form.has("email"));
    CHECK_FALSE(form.has("missing"));
}

TEST_CASE("the pointer of an unknown field stays short and well-formed", "[http]") {
    for (std::size_t before = 58; before < 66; ++before) {
        auto const request =
            json("{\"" + std::string(before, 'a') + "é日😀" + std::string(5000, 'b') + "\":1}");
        Form form(request);
        form.refuse_unknown();
        REQUIRE(form.errors().size() == 1);
        CHECK(is_utf8(form.errors()[0].pointer));
        CHECK(form.errors()[0].pointer.size() <= 65);
        CHECK(form.errors()[0].pointer.starts_with("/" + std::string(58, 'a')));
    }
}

TEST_CASE("an id of the path is a positive number, else nothing is there", "[http]") {
    for (std::string const bad :
         {"", "0", "-1", "+1", "1x", " 1", "1.0", "0x1", "9223372036854775808", "abc"}) {
        INFO(bad);
        Request request;
        request.parameters = {{"edition", bad}};
        Form const form(request);
        CHECK_THROWS_AS(form.path<EditionId>("edition"), NotFound);
    }
    Request request;
    request.parameters = {{"edition", "9223372036854775807"}};
    CHECK(Form(request).path<EditionId>("edition").value() == INT64_MAX);
}

TEST_CASE("a cursor leads back to where it was made", "[http]") {
    auto const key =
        GENERATE(std::int64_t{0}, std::int64_t{-1}, std::int64_t{1'800'000'000'000}, INT64_MIN, INT64_MAX);
    Request request;
    request.query = {{"cursor", cursor(key, 42)}};

    auto const page = read_page(request);

    CHECK(page.after_key == key);
    CHECK(page.after_id == 42);
    CHECK_FALSE(page.from_start);
    CHECK(page.limit == 20);
    CHECK(read_page(Request{}).from_start);
}

TEST_CASE("a cursor or limit that nobody was given is refused by name", "[http]") {
    for (auto const& bad : {std::string(), std::string("x"), std::string("!!!"), std::string("MTIz"),
                            base64url("1."), base64url(".1"), base64url("1.2x"), base64url("1.2.3"),
                            base64url("1 .2"), base64url("9223372036854775808.1"), base64url("a.b"),
                            std::string("MS4y="), std::string(5000, 'A')}) {
        INFO(bad);
        Request request;
        request.query = {{"cursor", bad}};
        try {
            read_page(request);
            FAIL_CHECK("taken");
        } catch (Invalid const& error) {
            CHECK(error.fields() == std::vector<FieldError>{{"?cursor", "cursor", {}}});
        }
    }
    for (std::string const bad : {"", "0", "101", "-1", "1x", " 1", "1.0", "99999999999"}) {
        INFO(bad);
        Request request;
        request.query = {{"limit", bad}};
        CHECK_THROWS_AS(read_page(request), Invalid);
    }
    for (auto const& [good, limit] : std::map<std::string, int>{{"1", 1}, {"100", 100}}) {
        Request request;
        request.query = {{"limit", good}};
        CHECK(read_page(request).limit == limit);
    }
}

TEST_CASE("unknown names in a query are all refused", "[http]") {
    Request request;
    request.query = {{"lang", "fr"}, {"when", "past"}, {"wehn", "past"}, {"x", ""}};

    try {
        refuse_unknown_query(request, {"when"});
        FAIL("taken");
    } catch (Invalid const& error) {
        CHECK(error.fields() == std::vector<FieldError>{{"?wehn", "unknown", {}}, {"?x", "unknown", {}}});
    }
    CHECK_NOTHROW(refuse_unknown_query(request, {"when", "wehn", "x"}));
}

TEST_CASE("a single value that a form gives twice is a mistake, whichever was meant", "[http]") {
    auto const request = typed("a=1&a=2&n=3&n=3&e=x%40example.net&e=y%40example.net&z=UTC&z=UTC&p=q&p=q&b=x");
    Form form(request);

    CHECK_FALSE(form.optional_text("a", 10).has_value());
    CHECK_FALSE(form.optional_number("n", 1, 10).has_value());
    CHECK_FALSE(form.email("e").has_value());
    CHECK_FALSE(form.optional_zone("z").has_value());
    CHECK(form.plain("p").empty());
    CHECK(form.text("b", 10) == "x");
    CHECK(form.as_typed("a") == "2"); // shown again, to be mended
    CHECK(mistakes(form) ==
          Mistakes{"/a duplicate", "/n duplicate", "/e duplicate", "/z duplicate", "/p duplicate"});
}

TEST_CASE("a query that gives a value twice is a mistake, told once for each time too many", "[http]") {
    Request request;
    request.query = {
        {"when", "past"}, {"lang", "fr"}, {"when", "past"}, {"lang", "es"}, {"when", "upcoming"}};

    try {
        refuse_unknown_query(request, {"when"});
        FAIL("taken");
    } catch (Invalid const& error) {
        CHECK(error.fields() == std::vector<FieldError>{{"?when", "duplicate", {}},
                                                        {"?lang", "duplicate", {}},
                                                        {"?when", "duplicate", {}}});
    }
}

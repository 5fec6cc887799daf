// Pages: the shell with its slots, escaped values, and templates that are checked when parsed.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/error.hpp"
#include "base/words.hpp"
#include "http/json.hpp"
#include "http/pages.hpp"

#include <nlohmann/json.hpp>

#include <deque>

using namespace lectern;
using namespace lectern::http;
using Catch::Matchers::Contains;

namespace {

constexpr char const* shell =
    "<!doctype html><html lang=\"{{lang}}\" data-month=\"{{theme}}\" data-base=\"{{base}}\"><head>"
    "<!--slot:head--></head><body>{{t.search}}{{#alternates}}[{{lang}} {{name}} {{href}}"
    "{{#current}} current{{/current}}]{{/alternates}}<main><!--slot:first--></main>"
    "<!--slot:boot--></body></html>";

struct Client {
    std::deque<std::string> texts;
    std::vector<Asset> list;
    Client& add(char const* path, std::string text) {
        list.push_back({path, "text/html", texts.emplace_back(std::move(text)), {}, {}, false});
        return *this;
    }
    Pages pages(Site site = {"Lectern", "https://learn.example"}) {
        return Pages(Assets(list), std::move(site));
    }
    std::string error() {
        try {
            pages();
        } catch (std::exception const& thrown) {
            return thrown.what();
        }
        return "none";
    }
};

Client client(std::string fragment = "<h1>{{name}}</h1>") {
    Client made;
    made.add("index.html", shell).add("fragments/event.html", std::move(fragment));
    return made;
}

Page page(Values values = {}) {
    Page made;
    made.fragment = "event";
    made.values = std::move(values);
    made.title = "Living soil";
    made.path = "/events/soil";
    return made;
}

// The text between `before` and `after`.
std::string between(std::string const& text, std::string const& before, std::string const& after) {
    auto const at = text.find(before);
    if (at == text.npos)
        return "nothing";
    auto const begin = at + before.size();
    return text.substr(begin, text.find(after, begin) - begin);
}

constexpr char const* hostile = "</script><script>alert('1')</script>\"&{{name}}<!--slot:boot-->\u2028";

} // namespace

TEST_CASE("the five characters of HTML are escaped", "[http]") {
    CHECK(escape_html("<a href=\"x\" b='y'>&") == "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;");
    CHECK(escape_html("água 日本") == "água 日本");
    CHECK(escape_html("&amp;") == "&amp;amp;");
}

TEST_CASE("a hostile value stays text wherever it stands", "[http]") {
    auto made =
        client("<h1>{{name}}</h1>{{#one}}<i title=\"{{name}}\">{{/one}}{{#list}}<li>{{name}}</li>{{/list}}");
    auto given = page(Values()
                          .set("name", hostile)
                          .set("one", Values().set("name", hostile))
                          .set("list", std::vector<Values>{Values().set("name", hostile)}));
    given.title = given.description = given.path = given.theme = given.calendar = given.image = hostile;
    given.boot_address = hostile;
    given.boot_json = "{}";

    auto const html = made.pages({hostile, "https://learn.example"}).render(given);

    CHECK(html.find("<script>alert") == std::string::npos);
    CHECK(html.find("alert('1')") == std::string::npos);
    CHECK(between(html, "<h1>", "</h1>") == escape_html(hostile));
    CHECK(between(html, "<i title=\"", "\">") == escape_html(hostile));
    CHECK(between(html, "<li>", "</li>") == escape_html(hostile));
    CHECK(between(html, "<title>", "</title>") == escape_html(std::string(hostile) + " · " + hostile));
    CHECK(html.find("<!--slot:") == std::string::npos); // each was filled once, none by a value
}

TEST_CASE("boot data cannot end its element and is read back as it was", "[http]") {
    auto made = client();
    Json json;
    json.object().field("title", hostile).field("two", "<!-- \u2028 \u2029 ]]> & é").end_object();
    auto given = page();
    given.boot_address = "/api/v1/events/soil?a=b&c=\"d\"";
    given.boot_json = json.take();
    given.json_ld = given.boot_json;

    auto const html = made.pages().render(given);

    auto const boot = between(
        html, "<script type=\"application/json\" data-boot=\"/api/v1/events/soil?a=b&amp;c=&quot;d&quot;\">",
        "</script>");
    CHECK(boot.find('<') == std::string::npos);
    CHECK(boot.find("\u2028") == std::string::npos);
    CHECK(nlohmann::json::parse(boot) == nlohmann::json::parse(given.boot_json));
    auto const structured = between(html, "<script type=\"application/ld+json\">", "</script>");
    CHECK(nlohmann::json::parse(structured) == nlohmann::json::parse(given.json_ld));
}

TEST_CASE("a page without boot data has no element for it", "[http]") {
    CHECK(client().pages().render(page()).find("<script") == std::string::npos);
}

TEST_CASE("words are those of the page's language, escaped, and looked up when parsed", "[http]") {
    auto made = client("<p>{{t.problem_closed}}</p>");
    auto pages = made.pages();
    for (auto const language : languages) {
        auto given = page();
        given.language = language;
        auto const html = pages.render(given);
        CHECK(between(html, "<p>", "</p>") == escape_html(say(language, "problem_closed")));
        CHECK(between(html, "lang=\"", "\"") == tag(language));
    }
}

TEST_CASE("a template that cannot be right stops the start, with its name", "[http]") {
    CHECK(client("{{t.no_such_word}}").error() ==
          "fragment event uses the word no_such_word, which the catalogue does not have");
    CHECK(client("{{> _missing}}").error() == "the client has no fragment _missing");
    CHECK_THAT(client("{{#open}}").error(), Contains("event"));
    CHECK_THAT(client("{{/closed}}").error(), Contains("event"));
    CHECK(client("{{t.search").error() != "none");
    CHECK(client("{{> _x").error() != "none");
    CHECK(client().error() == "none");
    CHECK(Client().add("fragments/event.html", "x").error() == "the client was built without its shell");
    auto shell_without_word = Client();
    shell_without_word.add("index.html", "{{t.no_such_word}}");
    CHECK_THAT(shell_without_word.error(), Contains("no_such_word"));
}

TEST_CASE("partials stand inside others, with their words, and never inside themselves", "[http]") {
    auto made = client("[{{> _card }}|{{>_card}}]");
    made.add("fragments/_card.html", "({{t.search}} {{> _deep}} {{name}})")
        .add("fragments/_deep.html", "deep");
    auto const html = made.pages().render(page(Values().set("name", "<x>")));
    auto const card = "(" + escape_html(say(Language::en, "search")) + " deep &lt;x&gt;)";
    CHECK(between(html, "<main>", "</main>") == "[" + card + "|" + card + "]");

    auto endless = client("{{> _a}}");
    endless.add("fragments/_a.html", "{{> _b}}").add("fragments/_b.html", "{{> _a}}");
    CHECK_THAT(endless.error(), Contains("includes itself"));
}

TEST_CASE("an empty text, a false and an empty list show nothing of their section", "[http]") {
    auto made = client("{{#a}}A{{/a}}{{#b}}B{{/b}}{{#c}}C{{/c}}{{#d}}D{{/d}}{{^a}}no "
                       "a{{/a}}{{#e}}E{{/e}}{{#f}}F{{f}}{{/f}}");
    auto const html = made.pages().render(page(Values()
                                                   .set("a", "")
                                                   .set("b", false)
                                                   .set("c", std::vector<Values>{})
                                                   .set("d", std::optional<std::string>{})
                                                   .set("e", true)
                                                   .set("f", std::int64_t{0})));
    CHECK(between(html, "<main>", "</main>") == "no aEF0");
}

TEST_CASE("values can be added to others, and theirs win", "[http]") {
    Values ours, theirs;
    ours.set("a", "1").set("b", "2");
    theirs.set("b", "3").set("c", "4");

    ours.add(theirs);

    CHECK(ours.all().at("a")->text == "1");
    CHECK(ours.all().at("b")->text == "3");
    CHECK(ours.all().at("c")->text == "4");
    CHECK(theirs.all().size() == 2);
}

TEST_CASE("a page says where it stands and in which languages", "[http]") {
    auto made = client();
    auto given = page();
    given.language = Language::pt;
    given.description = "What lives in it.";
    given.image = "/poster.svg";

    auto const html = made.pages().render(given);

    CHECK(between(html, "<link rel=\"canonical\" href=\"", "\"") == "https://learn.example/pt/events/soil");
    CHECK_THAT(html, Contains("hreflang=\"en\" href=\"https://learn.example/events/soil\"") &&
                         Contains("hreflang=\"fr\" href=\"https://learn.example/fr/events/soil\"") &&
                         Contains("hreflang=\"x-default\" href=\"https://learn.example/events/soil\""));
    CHECK_THAT(html,
               Contains("[pt Português /pt/events/soil current]") && Contains("[en English /events/soil]"));
    CHECK_THAT(html, Contains("og:image\" content=\"https://learn.example/poster.svg\""));
    CHECK_THAT(html, Contains("data-month=\"terrace\"") && Contains("data-base=\"/pt\""));
    CHECK(html.find("noindex") == std::string::npos);
}

TEST_CASE("a page that robots leave alone has no canonical address", "[http]") {
    auto made = client();
    auto given = page();
    given.indexable = false;
    given.json_ld = "{}";

    auto const html = made.pages().render(given);

    CHECK_THAT(html, Contains("<meta name=\"robots\" content=\"noindex\">"));
    CHECK(html.find("canonical") == std::string::npos);
    CHECK(html.find("hreflang") == std::string::npos);
    CHECK(html.find("ld+json") == std::string::npos);
}

TEST_CASE("a page of an unknown fragment is a bug, and so is a partial asked for as a page", "[http]") {
    auto made = client();
    made.add("fragments/_card.html", "card");
    auto pages = made.pages();
    auto unknown = page(), partial = page();
    unknown.fragment = "missing";
    partial.fragment = "_card";

    CHECK_THROWS_AS(pages.render(unknown), Bug);
    CHECK_THROWS_AS(pages.render(partial), Bug);
}

TEST_CASE("the policy of pages names the sheet and nothing from outside", "[http]") {
    auto made = client();
    CHECK_THROWS_AS(content_security_policy(Assets(made.list)), Error);
    made.add("manifest.json", R"({"css":{"sha256":"abc="}})");

    auto const policy = content_security_policy(Assets(made.list));

    CHECK_THAT(policy, Contains("default-src 'none'") && Contains("style-src 'self' 'sha256-abc='") &&
                           Contains("frame-ancestors 'none'") && Contains("base-uri 'none'") &&
                           Contains("require-trusted-types-for 'script'"));
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK(policy.find("http") == std::string::npos);
    CHECK(policy.find('*') == std::string::npos);
}

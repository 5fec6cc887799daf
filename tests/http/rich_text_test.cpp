// Markdown as HTML and as a tree: nothing dangerous in either, nothing lost in either, and both well-formed.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "http/rich_text.hpp"

#include <nlohmann/json.hpp>

#include <random>
#include <set>
#include <vector>

using namespace lectern::http;
using nlohmann::json;

namespace {

// What is wrong with the HTML: elements that are not closed in order, ones that have no place there,
// attributes beside the two of links. "" where nothing is.
std::string html_mistake(std::string_view html) {
    static std::set<std::string_view> const known{"p", "h2", "blockquote", "ul",  "ol", "li",
                                                  "b", "i",  "code",       "pre", "br", "a"};
    std::vector<std::string> open;
    for (std::size_t at = 0; at < html.size(); ++at) {
        if (html[at] == '>')
            return "a bare >";
        if (html[at] == '&') {
            auto const rest = html.substr(at);
            bool sound = false;
            for (std::string_view const entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"})
                sound = sound || rest.starts_with(entity);
            if (!sound)
                return "a bare &";
        }
        if (html[at] != '<')
            continue;
        auto const end = html.find('>', at);
        if (end == html.npos)
            return "an element without end";
        auto element = html.substr(at + 1, end - at - 1);
        at = end;
        if (element.starts_with("/")) {
            if (open.empty() || open.back() != element.substr(1))
                return "not closed in order: " + std::string(element);
            open.pop_back();
            continue;
        }
        auto const name = element.substr(0, element.find(' '));
        if (!known.contains(name))
            return "unknown element " + std::string(name);
        if (name == "a") {
            auto const rest = element.substr(1);
            constexpr std::string_view tail = "\" rel=\"nofollow ugc noopener";
            if (!rest.starts_with(" href=\"") || !rest.ends_with(std::string(tail) + "\""))
                return "attributes of a link";
            auto const url = rest.substr(7, rest.size() - 7 - tail.size() - 1);
            if (url.find('"') != url.npos)
                return "a quote in an address";
            if (!url.starts_with("https://") && !url.starts_with("http://") && !url.starts_with("mailto:"))
                return "address " + std::string(url);
        } else if (element != name) {
            return "attributes of " + std::string(name);
        }
        if (name != "br")
            open.emplace_back(name);
    }
    return open.empty() ? "" : "not closed: " + open.back();
}

// All text of the tree, in order.
std::string words(json const& node) {
    if (node.is_string())
        return node.get<std::string>();
    std::string all;
    if (node.is_array())
        for (auto const& child : node)
            all += words(child);
    if (node.is_object())
        for (auto const& [key, child] : node.items())
            if (key != "href")
                all += words(child);
    return all;
}

json tree(std::string_view markdown) {
    return json::parse(rich_json(markdown));
}

} // namespace

TEST_CASE("paragraphs, headings, emphasis, code and breaks", "[http]") {
    std::string_view const text =
        "# Soil\n\nOne *two* **three** `<four>`\nfive\\\nsix\n\n    <seven> & \"eight\"\n\n> nine\n\n---\n";

    CHECK(rich_html(text) ==
          "<h2>Soil</h2><p>One <i>two</i> <b>three</b> <code>&lt;four&gt;</code> five<br>six</p>"
          "<pre><code>&lt;seven&gt; &amp; &quot;eight&quot;\n</code></pre>"
          "<blockquote><p>nine</p></blockquote>");
    CHECK(tree(text) == json::parse(R"([{"h":["Soil"]},
        {"p":["One ",{"i":["two"]}," ",{"b":["three"]}," ",{"code":"<four>"}," ","five",{"br":true},"six"]},
        {"code":"<seven> & \"eight\"\n"},{"quote":[{"p":["nine"]}]}])"));
}

TEST_CASE("lists are tight or loose, ordered or not", "[http]") {
    CHECK(rich_html("- a\n- b") == "<ul><li>a</li><li>b</li></ul>");
    CHECK(rich_html("1. a\n\n2. b") == "<ol><li><p>a</p></li><li><p>b</p></li></ol>");
    CHECK(tree("- a\n- *b*") == json::parse(R"([{"ul":[["a"],[{"i":["b"]}]]}])"));
    CHECK(tree("3. a\n4. b") == json::parse(R"([{"ol":[["a"],["b"]]}])"));
}

TEST_CASE("a nested list is nested in HTML and text of its item in the tree", "[http]") {
    CHECK(rich_html("- a\n  - b\n  - c\n- d") ==
          "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>");
    CHECK(tree("- a\n  - b\n  - c\n- d") ==
          json::parse(R"([{"ul":[["a",{"br":true},"b",{"br":true},"c",{"br":true}],["d"]]}])"));
}

TEST_CASE("links lead to the web or to mail", "[http]") {
    CHECK(
        rich_html("[a](https://b.example/?c=d&e=\"f\")") ==
        "<p><a href=\"https://b.example/?c=d&amp;e=&quot;f&quot;\" rel=\"nofollow ugc noopener\">a</a></p>");
    CHECK(tree("[a *b*](http://c.example 'title')") ==
          json::parse(R"([{"p":[{"a":["a ",{"i":["b"]}],"href":"http://c.example"}]}])"));
    CHECK(rich_html("<mailto:a@b.example>") ==
          "<p><a href=\"mailto:a@b.example\" rel=\"nofollow ugc noopener\">mailto:a@b.example</a></p>");
}

TEST_CASE("a link that leads elsewhere is only its text", "[http]") {
    for (std::string const url :
         {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)", "java%0ascript:alert(1)",
          "data:text/html;base64,PHNjcmlwdD4=", "vbscript:x", "file:///etc/passwd", "//evil.example",
          "/admin", "https:evil", "httpsx://a", "blob:https://a", "x-https://a", "#a", ""}) {
        INFO(url);
        CHECK(rich_html("[text](<" + url + ">)").find("<a") == std::string::npos);
        CHECK(rich_html("[text](<" + url + ">)").find("text") != std::string::npos);
        CHECK(rich_json("[text](<" + url + ">)").find("href") == std::string::npos);
        CHECK(rich_html("![text](<" + url + ">)").find("<img") == std::string::npos);
    }
    CHECK(rich_html("<javascript:alert(1)>") == "<p>javascript:alert(1)</p>");
    CHECK(rich_html("[a]\n\n[a]: javascript:alert(1)") == "<p>a</p>");
}

TEST_CASE("a picture is its text, and nothing is fetched", "[http]") {
    CHECK(rich_html("![a *b*](https://tracker.example/x.png)") == "<p>a <i>b</i></p>");
    CHECK(tree("![a](https://tracker.example/x.png)") == json::parse(R"([{"p":["a"]}])"));
    CHECK(rich_html("[![a](https://x.example/i.png)](https://b.example)") ==
          "<p><a href=\"https://b.example\" rel=\"nofollow ugc noopener\">a</a></p>");
}

TEST_CASE("raw HTML is dropped, what looks like it is escaped", "[http]") {
    CHECK(rich_html("a <script>alert(1)</script> b") == "<p>a alert(1) b</p>");
    CHECK(rich_html("<script>\nalert(1)\n</script>") == "");
    CHECK(rich_html("<img src=x onerror=alert(1)>") == "");
    CHECK(rich_html("<!-- x -->\n\na") == "<p>a</p>");
    CHECK(rich_html("&lt;script&gt;") == "<p>&lt;script&gt;</p>");
    CHECK(rich_html("\\<b>") == "<p>&lt;b&gt;</p>");
    CHECK(rich_html("`</code><script>`") == "<p><code>&lt;/code&gt;&lt;script&gt;</code></p>");
    CHECK(tree("a <b onclick=x>b</b>") == json::parse(R"([{"p":["a ","b"]}])"));
    CHECK(tree("<script>\nalert(1)\n</script>") == json::array());
}

TEST_CASE("odd input is no trouble", "[http]") {
    CHECK(rich_html("") == "");
    CHECK(rich_json("") == "[]");
    CHECK(rich_html("\n\n \n") == "");
    CHECK(html_mistake(rich_html(std::string("a\0b", 3))) == "");
    CHECK(html_mistake(rich_html("\xFF\xC3 a")) == "");
    CHECK_NOTHROW(tree("\xFF\xC3 a"));
}

TEST_CASE("nothing that was written is lost in either spelling", "[http]") {
    std::string const text =
        "# h1w\n\npw *iw* **bw** `cw` [lw](https://a.example) [dw](javascript:x) ![aw](x)\nsw\\\nkw\n\n"
        "    blockcode\n\n```\nfencew\n```\n\n> qw\n>\n> - qlw\n>\n>       qcode\n\n"
        "- tw\n  - nw\n\n    nparagraph\n    - deepw\n      - deeperw\n\n- xw\n\n      itemcode\n\n  > "
        "iquote\n\n  ## ihead\n\n"
        "1. ow\n\n   secondparagraph\n2. lastw\n";
    auto const html = rich_html(text);
    auto const all = words(tree(text));

    for (std::string const word : {"h1w",       "pw",
                                   "iw",        "bw",
                                   "cw",        "lw",
                                   "dw",        "aw",
                                   "sw",        "kw",
                                   "blockcode", "fencew",
                                   "qw",        "qlw",
                                   "qcode",     "tw",
                                   "nw",        "nparagraph",
                                   "deepw",     "deeperw",
                                   "xw",        "itemcode",
                                   "iquote",    "ihead",
                                   "ow",        "secondparagraph",
                                   "lastw"}) {
        INFO(word);
        CHECK(html.find(word) != std::string::npos);
        CHECK(all.find(word) != std::string::npos);
    }
    CHECK(html_mistake(html) == "");
}

TEST_CASE("very deep nesting is no danger", "[http]") {
    for (std::string const piece : {">", "> ", "- ", "1. ", "*a **b ", "[", "![", "_a _", "`"}) {
        INFO(piece);
        std::string text;
        while (text.size() < 60'000)
            text += piece;
        CHECK(html_mistake(rich_html(text + "end")) == "");
        CHECK_NOTHROW(tree(text + "end"));
    }
}

TEST_CASE("whatever is written, the HTML is closed and harmless and the tree is JSON", "[http]") {
    std::vector<std::string> const pieces{"*",
                                          "**",
                                          "_",
                                          "`",
                                          "```\n",
                                          "# ",
                                          "> ",
                                          "- ",
                                          "1. ",
                                          "\n",
                                          "\n\n",
                                          "    ",
                                          "[",
                                          "](",
                                          ")",
                                          "![",
                                          "<",
                                          ">",
                                          "</p>",
                                          "<script>",
                                          "<a href=x>",
                                          "javascript:x",
                                          "https://a.example/\"'<",
                                          "mailto:a",
                                          "&amp;",
                                          "&lt;",
                                          "&#0;",
                                          "\\",
                                          "\"",
                                          "'",
                                          "|",
                                          "---\n",
                                          "text",
                                          "é",
                                          "\xFF",
                                          "\x01",
                                          "[x]: https://b.example\n",
                                          "<https://c.example>",
                                          "<!--",
                                          "-->",
                                          "<![CDATA[",
                                          "<?",
                                          "--",
                                          "..."};
    std::mt19937 random(20'270'309);
    std::string found;

    for (int i = 0; i < 20'000 && found.empty(); ++i) {
        std::string text;
        for (auto count = random() % 24; count > 0; --count)
            text += pieces[random() % pieces.size()];
        if (auto const mistake = html_mistake(rich_html(text)); !mistake.empty())
            found = mistake + " in: " + text;
        if (!json::accept(rich_json(text)))
            found = "no JSON of: " + text;
    }

    CHECK(found == "");
}

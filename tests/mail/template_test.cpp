// Mail texts: what templates may say, and that no value ever says more than itself.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "mail/template.hpp"
#include "sample.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

using namespace lectern;
using namespace lectern::mail;

namespace {

Rendered rendered(std::string_view body, Values const& values, std::string_view frame = "") {
    auto const source = "Subject: S\n\n" + std::string(body);
    return render({source, frame, Language::en}, values);
}

// The sequence of tags without their attributes, and every target.
std::string skeleton(std::string_view html) {
    std::string out;
    while (true) {
        auto const start = html.find('<');
        if (start == std::string_view::npos)
            return out;
        auto const end = html.find('>', start);
        auto const tag = html.substr(start, end - start);
        out += tag.substr(0, tag.find_first_of(" \n"));
        if (auto const at = tag.find("href="); at != std::string_view::npos)
            out += " " + std::string(tag.substr(at, tag.find('"', at + 6) - at));
        out += "\n";
        html.remove_prefix(end);
    }
}

std::vector<std::string> const hostile{
    "](http://evil.example)",
    "[win](http://evil.example)",
    "![x](http://evil.example/a.png)",
    "<http://evil.example>",
    "http://evil.example/x www.evil.example mailto:eve@evil.example",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "# heading",
    "- item\n- item\n\n1. one\n\n> quote\n\n---\n\n    code",
    "{{x}} {{{x}}} {{#x}}{{/x}} {{> _frame}}",
    "**bold** _it_ `code` ~~no~~ &amp; &#60;b&#62; \\",
    "=HYPERLINK(\"http://evil.example\")",
    "a\r\nSubject: b\rc\nd\u2028e",
    "\u202Eevil\u202C \u2066x\u2069",
    "\uE0000\uE001 \uE00099\uE001",
    "[x]: http://evil.example",
    "| a | b |\n|---|---|\n| c | d |",
    "\xFF\xFE broken",
    "' onmouseover='alert(1)' \" style=\"x",
};

double luminance(std::string_view hex) {
    auto const channel = [&](std::size_t at) {
        double const c = static_cast<double>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16)) / 255;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

double contrast(std::string_view a, std::string_view b) {
    double const one = luminance(a);
    double const two = luminance(b);
    return (std::max(one, two) + 0.05) / (std::min(one, two) + 0.05);
}

} // namespace

TEST_CASE("a text becomes a subject, a plain face and an HTML face", "[mail]") {
    auto const out =
        render({"Subject: Your place: {{event}}\n\nHello {{name}},\n\nyou are **in**.\n\n## When\n\n"
                "{{#sessions}}\n- {{date}}\n{{/sessions}}\n\n**[Join]({{join_url}})**\n\n"
                "You can [change it]({{me}}) now.\n\n---\n\nSmall print.\n",
                "From [us]({{me}}).", Language::fr},
               {{"event", "Water & soil"},
                {"name", "Ann"},
                {"sessions", Value::List{{{"date", "Monday"}}, {{"date", "Tuesday"}}}},
                {"join_url", sample::url("https://example.org/j/A?b=c&d")},
                {"me", sample::url("https://example.org/me/B")}});

    CHECK(out.subject == "Your place: Water & soil");
    CHECK(out.plain == "Hello Ann,\n"
                       "\n"
                       "you are in.\n"
                       "\n"
                       "When\n"
                       "----\n"
                       "\n"
                       "- Monday\n"
                       "- Tuesday\n"
                       "\n"
                       "Join\n"
                       "https://example.org/j/A?b=c&d\n"
                       "\n"
                       "You can change it now.\n"
                       "https://example.org/me/B\n"
                       "\n"
                       "--------\n"
                       "\n"
                       "Small print.\n"
                       "\n"
                       "From us.\n"
                       "https://example.org/me/B\n");
    CHECK(out.html.starts_with("<!DOCTYPE html>\n<html lang=\"fr\" dir=\"ltr\">"));
    CHECK(out.html.find("<title>Your place: Water &amp; soil</title>") != std::string::npos);
    CHECK(out.html.find("href=\"https://example.org/j/A?b=c&amp;d\"") != std::string::npos);
    CHECK(out.html.find("<strong>in</strong>") != std::string::npos);
    CHECK(out.html.find("<img") == std::string::npos);
    CHECK(out.html.find("src=") == std::string::npos);
    CHECK(out.html.find("url(") == std::string::npos);
}

TEST_CASE("no value changes the structure of a mail or adds a link", "[mail]") {
    auto const text = GENERATE(from_range(hostile));
    std::string_view const body =
        "Hello {{name}},\n\n{{name}}\n\n- **{{name}}**, `{{name}}`\n\n## {{name}}\n\n> {{name}}\n\n"
        "[{{name}}]({{link}})\n\n{{bio}}\n\n1. {{bio}}\n";
    auto const link = sample::url("https://example.org/");
    auto const harmless = rendered(body, {{"name", "Ann"}, {"link", link}, {"bio", Lines{"Text."}}});

    auto const out = rendered(body, {{"name", text}, {"link", link}, {"bio", Lines{"Text."}}});

    CAPTURE(text);
    CHECK(skeleton(out.html) == skeleton(harmless.html));
    CHECK(out.plain.find("http://") == std::string::npos);
    CHECK(out.plain.find("www.evil") == std::string::npos);
    CHECK(out.plain.find("evil.example") == std::string::npos);
    CHECK(out.html.find("evil.example") == std::string::npos);
    CHECK(out.html.find("\u202E") == std::string::npos);
    CHECK(out.plain.find("\r") == std::string::npos);

    auto const long_text = rendered("{{bio}}\n", {{"bio", Lines{text}}});
    CHECK(long_text.html.find("<a ") == std::string::npos);
    CHECK(long_text.html.find("<script") == std::string::npos);
    CHECK(long_text.html.find("<h") == long_text.html.find("<html"));
    CHECK(long_text.html.find("<ul") == std::string::npos);
    CHECK(long_text.plain.find("evil.example") == std::string::npos);

    auto const subject = render({"Subject: {{name}}\n\nx\n", "", Language::en}, {{"name", text}});
    CHECK(subject.subject.find_first_of("\r\n") == std::string::npos);
}

TEST_CASE("values are shown as they were typed", "[mail]") {
    auto const out = rendered("{{name}}", {{"name", "A *b* [c](d) <e> & \"f\" 15:00 1. # St. Node 3.14"}});

    CHECK(out.plain == "A *b* [c](d) <e> & \"f\" 15:00 1. # St. Node 3.14\n");
    CHECK(out.html.find("A *b* [c](d) &lt;e&gt; &amp; &quot;f&quot; 15:00 1. # St. Node 3.14") !=
          std::string::npos);
}

TEST_CASE("the paragraphs of a long text become paragraphs", "[mail]") {
    auto const out = rendered("{{bio}}", {{"bio", Lines{"One\nbreak.\r\n\r\n\r\n\r\n- Two"}}});

    CHECK(out.plain == "One\nbreak.\n\n- Two\n");
    CHECK(out.html.find("One<br>\nbreak.</p>\n<p") != std::string::npos);
    CHECK(out.html.find(">- Two</p>") != std::string::npos);
}

TEST_CASE("sections show for what is there and repeat for lists", "[mail]") {
    std::string_view const body =
        "{{#flag}}A{{/flag}}{{^flag}}B{{/flag}}{{#text}}C{{text}}{{/text}}{{^text}}D{{/text}}"
        "{{#url}}E{{/url}}{{#list}}[{{item}}{{outer}}]{{/list}}{{^list}}F{{/list}}{{! note }}";
    Values const full{{"flag", true},
                      {"text", "x"},
                      {"url", sample::url("https://example.org/")},
                      {"outer", "o"},
                      {"list", Value::List{{{"item", "1"}}, {{"item", "2"}, {"outer", "i"}}}}};
    Values const empty{
        {"flag", false}, {"text", ""}, {"url", std::optional<Url>()}, {"outer", ""}, {"list", Value::List()}};

    CHECK(rendered(body, full).plain == "ACxE[1o][2i]\n");
    CHECK(rendered(body, empty).plain == "BDF\n");
}

TEST_CASE("a line with nothing but a tag leaves no trace", "[mail]") {
    Values const values{{"list", Value::List{{{"n", "1"}}, {{"n", "2"}}}}, {"flag", true}};

    CHECK(
        rendered("a\n\n  {{#list}}  \n- {{n}}\n  {{/list}}\n\n{{! note }}\n{{#flag}}\nb\n{{/flag}}\n", values)
            .plain == "a\n\n- 1\n- 2\n\nb\n");
}

TEST_CASE("an absent link leaves its words, an empty text no paragraph", "[mail]") {
    Values const values{{"link", std::optional<Url>()}, {"text", ""}};

    CHECK(rendered("a [b]({{link}}) c\n\n{{text}}\n\nd\n", values).plain == "a b c\n\nd\n");
}

TEST_CASE("plain lines are wrapped, links are not", "[mail]") {
    std::string words;
    for (int i = 0; i < 60; ++i)
        words += "wörd ";
    auto const long_link = "https://example.org/" + std::string(120, 'a');

    auto const out = rendered("{{words}} [link]({{link}})\n\n- {{words}}\n",
                              {{"words", words}, {"link", sample::url(long_link)}});

    std::string_view rest = out.plain;
    while (!rest.empty()) {
        auto const line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        auto const is_link = line == long_link;
        CHECK((is_link || std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; }) <= 76));
    }
    CHECK(out.plain.find("\n" + long_link + "\n") != std::string::npos);
    CHECK(out.plain.find("\n  wörd") != std::string::npos);
}

TEST_CASE("several links in a paragraph are numbered", "[mail]") {
    CHECK(rendered("See [one](https://a.example/) or [two](https://b.example/).\n", {}).plain ==
          "See one [1] or two [2].\n[1] https://a.example/\n[2] https://b.example/\n");
}

TEST_CASE("a template that cannot be used says where and why", "[mail]") {
    Values const example{{"text", "x"},
                         {"bio", Lines{"x"}},
                         {"link", sample::url("https://example.org/")},
                         {"flag", true},
                         {"list", Value::List{{{"item", "x"}}}}};
    auto const body = [&](std::string_view text) {
        return check("Subject: x\n\n" + std::string(text), example);
    };
    using Mistakes = std::vector<Mistake>;

    CHECK(body("Hello {{text}}, "
               "[go]({{link}})\n\n{{bio}}\n\n{{#list}}{{item}}{{text}}{{/list}}{{^flag}}x{{/flag}}") ==
          Mistakes{});
    CHECK(check("Hello\n\nx", example) == Mistakes{{1, "subject", ""}});
    CHECK(check("Subject: \n\nx", example) == Mistakes{{1, "subject", ""}});
    CHECK(check("Subject: x\ny", example) == Mistakes{{1, "subject", ""}});
    CHECK(check("", example) == Mistakes{{1, "subject", ""}});
    CHECK(check("Subject: {{link}}\n\nx", example) == Mistakes{{1, "url_outside_link", "link"}});
    CHECK(body("a\n{{nmae}}") == Mistakes{{4, "unknown", "nmae"}});
    CHECK(body("{{item}}") == Mistakes{{3, "unknown", "item"}});
    CHECK(body("{{#flag}}\nx") == Mistakes{{3, "unclosed", "flag"}});
    CHECK(body("x{{/flag}}") == Mistakes{{3, "unclosed", "flag"}});
    CHECK(body("{{#list}}{{#flag}}{{/list}}{{/flag}}").size() == 2);
    CHECK(body("{{text") == Mistakes{{3, "tag", ""}});
    CHECK(body("{{{text}}}").front().code == "tag");
    CHECK(body("{{&text}}") == Mistakes{{3, "tag", "&text"}});
    CHECK(body("{{> _frame}}") == Mistakes{{3, "tag", "> _frame"}});
    CHECK(body("{{=<% %>=}}") == Mistakes{{3, "tag", "=<% %>="}});
    CHECK(body("{{flag}}") == Mistakes{{3, "flag", "flag"}});
    CHECK(body("{{list}}") == Mistakes{{3, "list", "list"}});
    CHECK(body("go to {{link}}") == Mistakes{{3, "url_outside_link", "link"}});
    CHECK(body("[x](https://example.org/{{text}})") == Mistakes{{3, "text_in_link", "text"}});
    CHECK(body("[x]({{text}})") == Mistakes{{3, "text_in_link", "text"}});
    CHECK(body("[x]({{link}}?a={{text}})").size() == 2);
    CHECK(body("a {{bio}} b") == Mistakes{{3, "lines_in_text", "bio"}});
    CHECK(body("[x](javascript:alert)") == Mistakes{{3, "link", "javascript:alert"}});
    CHECK(body("a\n\n![x](https://example.org/a.png)") == Mistakes{{5, "picture", ""}});
    CHECK(body("a <b>x</b>").front() == Mistake{3, "html", ""});
    CHECK(check_frame("{{text}} {{no}}", example) == Mistakes{{1, "unknown", "no"}});

    std::array<std::string_view, 2> const required{"link", "text"};
    CHECK(check("Subject: {{text}}\n\nx", example, required) == Mistakes{{1, "missing", "link"}});
}

TEST_CASE("a template with a mistake or a value that is missing is never sent", "[mail]") {
    CHECK_THROWS_AS(rendered("{{name}}", {}), Bug);
    CHECK_THROWS_AS(rendered("[x]({{name}})", {{"name", "https://evil.example"}}), Bug);
    CHECK_THROWS_AS(rendered("{{#x}}", {{"x", true}}), Bug);
    CHECK_THROWS_AS(rendered("<b>", {}), Bug);
}

TEST_CASE("Markdown that people wrote becomes text", "[mail]") {
    CHECK(text_of_markdown("# Inés\n\nHas **worked** on [water](https://a.example)  \nrights.\n\n- one\n- "
                           "two\n\n<b>x</b>") == "Inés\n\nHas worked on water\nrights.\n– one\n– two\n\nx");
    CHECK(text_of_markdown("{{x}}") == "{{x}}");
}

TEST_CASE("every colour of a mail can be read on its ground, by day and by night", "[mail]") {
    auto const html = rendered("# a\n\n**[b]({{u}})**\n\n[c]({{u}})\n\n---\n\nd\n",
                               {{"u", sample::url("https://example.org/")}})
                          .html;
    struct Pair {
        std::string_view front;
        std::string_view ground;
    };
    std::array<Pair, 9> const pairs{{{"#1d1b18", "#fffefb"},
                                     {"#17594a", "#fffefb"},
                                     {"#ffffff", "#17594a"},
                                     {"#5a544b", "#faf7f1"},
                                     {"#f2eee4", "#1d1b17"},
                                     {"#6fceb4", "#1d1b17"},
                                     {"#14130f", "#6fceb4"},
                                     {"#b8b0a1", "#14130f"},
                                     {"#b8b0a1", "#1d1b17"}}};
    std::set<std::string> known{"#ddd5c6", "#36322a"}; // lines, decoration only
    for (auto const& [front, ground] : pairs) {
        CAPTURE(front, ground);
        CHECK(contrast(front, ground) >= 4.5);
        known.insert(std::string(front));
        known.insert(std::string(ground));
    }
    for (auto at = html.find('#'); at != std::string::npos; at = html.find('#', at + 1))
        CHECK(known.contains(html.substr(at, 7)));
}

TEST_CASE("a subject is cut at a word of its longest value, so that it can be seen whole", "[mail]") {
    Values values{
        {"event", "Reclaiming the tailings of small mines together with the people who live downstream"},
        {"date", "Tuesday 9 March"}};
    auto const subject = [&](std::string_view line) {
        return render({"Subject: " + std::string(line) + "\n\n{{event}}\n", "", Language::en}, values)
            .subject;
    };

    CHECK(subject("Your place is confirmed: {{event}}") ==
          "Your place is confirmed: Reclaiming the tailings of small mines together with…");
    CHECK(subject("{{event}}: {{date}}") ==
          "Reclaiming the tailings of small mines together with the…: Tuesday 9 March");
    values.set("event", std::string(200, 'x'));
    CHECK(length(subject("Starting: {{event}} ({{date}})")) == 78);
    values.set("event", "Short");
    CHECK(subject("Your place: {{event}}") == "Your place: Short");
}

TEST_CASE("a text in another language says so to whoever hears the page", "[mail]") {
    auto const out = rendered("{{bio}}\n\n- {{name}}\n\n  {{bio}}\n",
                              {{"bio", Lines{"Uno.\n\nDos.", "es"}}, {"name", "Ann"}});
    std::size_t found = 0;
    for (auto at = out.html.find("<p lang=\"es\""); at != std::string::npos;
         at = out.html.find("<p lang=\"es\"", at + 1))
        ++found;
    CHECK(found == 4);
    CHECK(rendered("{{bio}}\n", {{"bio", Lines{"x", "\"><script>"}}}).html.find("<script") ==
          std::string::npos);
}

TEST_CASE("a range of clock times stays on one line, and a long word does not widen the page", "[mail]") {
    auto const out = rendered("{{hours}}\n\n---\n\nSmall.\n", {{"hours", "15:00\u00A0–\u00A016:30"}});
    CHECK(out.html.find("15:00\u00A0–&#8288;\u00A016:30") != std::string::npos);
    CHECK(out.plain.find("15:00\u00A0–\u00A016:30") != std::string::npos);
    std::size_t found = 0;
    for (auto at = out.html.find("overflow-wrap:anywhere"); at != std::string::npos;
         at = out.html.find("overflow-wrap:anywhere", at + 1))
        ++found;
    CHECK(found == 2);
}

TEST_CASE("items of several lines have blank lines between them", "[mail]") {
    auto const out =
        rendered("{{#all}}\n- {{x}}{{#url}}\\\n  [Open]({{url}}){{/url}}\n{{/all}}\n",
                 {{"all", Value::List{{{"x", "One"}, {"url", sample::url("https://example.org/1")}},
                                      {{"x", "Two"}, {"url", sample::url("https://example.org/2")}}}}});
    CHECK(out.plain == "- One\n  Open\n  https://example.org/1\n\n- Two\n  Open\n  https://example.org/2\n");
}

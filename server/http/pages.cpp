// The only file that knows Mustache. Words `{{t.key}}` and partials are put in when templates are parsed, so
// that rendering looks nothing up. SPDX-License-Identifier: MIT
#include "http/pages.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/words.hpp"

#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include <unordered_map>

namespace lectern::http {
namespace {

namespace mustache = kainjow::mustache;

void replace_first(std::string& text, std::string_view slot, std::string_view with) {
    if (auto const at = text.find(slot); at != text.npos)
        text.replace(at, slot.size(), with);
}

std::string fragment_text(Assets const& assets, std::string_view name) {
    auto const* asset = assets.find("fragments/" + std::string(name) + ".html");
    if (!asset)
        throw Error("the client has no fragment " + std::string(name));
    return std::string(asset->bytes);
}

// "{{> name}}" → the partial's text, itself expanded.
std::string with_partials(Assets const& assets, std::string text, int depth = 0) {
    ensure(depth < 8, "a fragment includes itself");
    for (std::size_t at = 0; (at = text.find("{{>", at)) != text.npos;) {
        auto const end = text.find("}}", at);
        ensure(end != text.npos, "a partial's tag is not closed");
        auto const name = trim(std::string_view(text).substr(at + 3, end - at - 3));
        auto const partial = with_partials(assets, fragment_text(assets, name), depth + 1);
        text.replace(at, end + 2 - at, partial);
        at += partial.size();
    }
    return text;
}

// "{{t.key}}" → the word of the language, escaped.
std::string with_words(std::string text, Language language, std::string_view fragment) {
    for (std::size_t at = 0; (at = text.find("{{t.", at)) != text.npos;) {
        auto const end = text.find("}}", at);
        ensure(end != text.npos, "a word's tag is not closed");
        auto const key = text.substr(at + 4, end - at - 4);
        auto const word = Word::find(key);
        if (!word)
            throw Error("fragment " + std::string(fragment) + " uses the word " + key +
                        ", which the catalogue does not have");
        auto const said = escape_html(say(language, *word));
        text.replace(at, end + 2 - at, said);
        at += said.size();
    }
    return text;
}

mustache::data to_data(Values const& values) {
    mustache::data data;
    for (auto const& [name, value] : values.all()) {
        switch (value->kind) {
        case Values::Value::Kind::text:
            if (value->text.empty()) // an empty text is as good as none in {{#section}}
                data.set(name, false);
            else
                data.set(name, value->text);
            break;
        case Values::Value::Kind::truth:
            data.set(name, value->truth);
            break;
        case Values::Value::Kind::one:
            data.set(name, to_data(value->one));
            break;
        case Values::Value::Kind::list: {
            mustache::data list{mustache::data::type::list};
            for (auto const& item : value->list)
                list << to_data(item);
            data.set(name, list);
            break;
        }
        }
    }
    return data;
}

// Inside <script>: "<" could end the element; U+2028/9 end lines in old parsers.
std::string inert_json(std::string_view json) {
    std::string out;
    out.reserve(json.size() + 64);
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (json[i] == '<')
            out += "\\u003c";
        else if (json.substr(i, 3) == "\xE2\x80\xA8" || json.substr(i, 3) == "\xE2\x80\xA9") {
            out += json[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
            i += 2;
        } else
            out += json[i];
    }
    return out;
}

nlohmann::json manifest_of(Assets const& assets) {
    auto const* asset = assets.find("manifest.json");
    if (!asset)
        throw Error("the client was built without a manifest");
    return nlohmann::json::parse(asset->bytes);
}

std::string prefix(Language language) {
    return language == Language::en ? "" : "/" + std::string(tag(language));
}

} // namespace

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char const c : text)
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    return out;
}

struct Pages::Implementation {
    Assets const& assets;
    Site site;
    std::unordered_map<std::string, mustache::mustache> templates; // "fr/event"

    Implementation(Assets const& a, Site s) : assets(a), site(std::move(s)) {
        auto const* shell = assets.find("index.html");
        if (!shell)
            throw Error("the client was built without its shell");
        for (auto const language : languages) {
            add(language, "index", std::string(shell->bytes));
            for (auto const& asset : assets.all()) {
                auto name = asset.path;
                if (!name.starts_with("fragments/") || !name.ends_with(".html"))
                    continue;
                name.remove_prefix(10);
                name.remove_suffix(5);
                if (!name.starts_with("_")) // partials stand inside others
                    add(language, std::string(name), std::string(asset.bytes));
            }
        }
    }

    void add(Language language, std::string const& name, std::string text) {
        text = with_words(with_partials(assets, std::move(text)), language, name);
        mustache::mustache parsed(text);
        if (!parsed.is_valid())
            throw Error("fragment " + name + ": " + parsed.error_message());
        parsed.set_custom_escape([](std::string const& value) { return escape_html(value); });
        templates.emplace(std::string(tag(language)) + "/" + name, std::move(parsed));
    }

    std::string fill(Language language, std::string const& name, Values const& values) {
        auto const found = templates.find(std::string(tag(language)) + "/" + name);
        ensure(found != templates.end(), "a page of an unknown fragment");
        return found->second.render(to_data(values));
    }

    std::string head(Page const& page) const {
        std::string out;
        auto const meta = [&out](std::string_view attribute, std::string_view name,
                                 std::string_view content) {
            if (!content.empty())
                out += "<meta " + std::string(attribute) + "=\"" + std::string(name) + "\" content=\"" +
                       escape_html(content) + "\">";
        };
        auto const full = page.title.empty() ? site.name : page.title + " · " + site.name;
        out += "<title>" + escape_html(full) + "</title>";
        meta("name", "description", page.description);
        if (!page.indexable) {
            meta("name", "robots", "noindex");
            return out;
        }
        auto const here = site.url + prefix(page.language) + page.path;
        out += "<link rel=\"canonical\" href=\"" + escape_html(here) + "\">";
        for (auto const language : languages)
            out += "<link rel=\"alternate\" hreflang=\"" + std::string(tag(language)) + "\" href=\"" +
                   escape_html(site.url + prefix(language) + page.path) + "\">";
        out += "<link rel=\"alternate\" hreflang=\"x-default\" href=\"" + escape_html(site.url + page.path) +
               "\">";
        if (!page.calendar.empty())
            out +=
                "<link rel=\"alternate\" type=\"text/calendar\" href=\"" + escape_html(page.calendar) + "\">";
        meta("property", "og:title", page.title.empty() ? site.name : page.title);
        meta("property", "og:description", page.description);
        meta("property", "og:type", "website");
        meta("property", "og:url", here);
        meta("property", "og:site_name", site.name);
        meta("property", "og:locale", tag(page.language));
        if (!page.image.empty())
            meta("property", "og:image", site.url + page.image);
        meta("name", "twitter:card", page.image.empty() ? "summary" : "summary_large_image");
        if (!page.json_ld.empty())
            out += "<script type=\"application/ld+json\">" + inert_json(page.json_ld) + "</script>";
        return out;
    }
};

Pages::Pages(Assets const& assets, Site site)
    : implementation_(std::make_unique<Implementation>(assets, std::move(site))) {}
Pages::~Pages() = default;

std::string Pages::render(Page const& page) {
    auto values = page.values;
    values.set("base", prefix(page.language))
        .set("lang", tag(page.language))
        .set("site", implementation_->site.name)
        .set("path", page.path)
        .set("saves_data", page.saves_data)
        .set("theme", page.theme.empty() ? std::string("terrace") : page.theme);
    values.set("dir", "ltr").set("lang_text", own_name(tag(page.language)));
    std::vector<Values> alternates;
    for (auto const language : languages)
        alternates.push_back(Values()
                                 .set("lang", tag(language))
                                 .set("name", own_name(tag(language)))
                                 // the root leads by the choice made before, so there the link is the choice
                                 .set("href", page.path == "/" ? "/?lang=" + std::string(tag(language))
                                                               : prefix(language) + page.path)
                                 .set("current", language == page.language));
    values.set("alternates", std::move(alternates));
    auto const first = implementation_->fill(page.language, page.fragment, values);
    auto out = implementation_->fill(page.language, "index", values);
    replace_first(out, "<!--slot:head-->", implementation_->head(page));
    replace_first(out, "<!--slot:first-->", first);
    replace_first(out, "<!--slot:boot-->",
                  page.boot_json.empty()
                      ? std::string()
                      : "<script type=\"application/json\" data-boot=\"" + escape_html(page.boot_address) +
                            "\">" + inert_json(page.boot_json) + "</script>");
    return out;
}

std::string content_security_policy(Assets const& assets) {
    auto const manifest = manifest_of(assets);
    return "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-" +
           manifest.at("css").at("sha256").get<std::string>() +
           "'; img-src 'self' data:; connect-src 'self'; media-src 'self'; form-action 'self'; "
           "frame-ancestors 'none'; "
           "base-uri 'none'; manifest-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; "
           "trusted-types sw";
}

} // namespace lectern::http

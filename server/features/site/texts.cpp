// /about, /privacy, /terms: what the site says about itself.
// SPDX-License-Identifier: MIT
#include "base/words.hpp"
#include "features/site/pages.hpp"
#include "http/rich_text.hpp"

namespace lectern::site {
namespace {

http::Endpoint text_page(std::string name, std::string site_name, std::string title_key,
                         std::string text_key) {
    auto const read = [](http::Request const& request) { return request.language; };
    auto const show = [=](Language language) {
        Fill const fill("site", site_name);
        auto const word = [&](std::string const& key) {
            return say(language, Word::find(key).value(), {fill});
        };
        http::Page page;
        page.fragment = "text";
        page.language = language;
        page.title = word(title_key);
        page.path = "/" + name;
        page.values.set("title_text", page.title).set("body_html", http::rich_html(word(text_key)));
        return http::show_page(std::move(page));
    };
    return http::endpoint(read).reply(show);
}

} // namespace

void add_text_routes(http::Router& routes, std::string const& site_name) {
    using enum http::Access;
    for (std::string const name : {"about", "privacy", "terms"})
        routes
            .get("/" + name, anyone, text_page(name, site_name, name + "_title", name + "_text"),
                 "What the site says about itself: " + name + ".")
            .cached({});
}

} // namespace lectern::site

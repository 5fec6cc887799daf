// A page of the site before it is rendered: which fragment, with which values. Filled into the shell by
// `Pages`. SPDX-License-Identifier: MIT
#pragma once

#include "base/language.hpp"
#include "base/time.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::http {

// The values of a Mustache template. Text is escaped when it is shown with {{name}}; only fragments of HTML
// that the program itself made belong to {{{name_html}}}. Value type.
class Values {
public:
    Values& set(std::string name, std::string text);
    Values& set(std::string name, char const* text) { return set(std::move(name), std::string(text)); }
    Values& set(std::string name, std::string_view text) { return set(std::move(name), std::string(text)); }
    Values& set(std::string name, bool truth);
    Values& set(std::string name, std::int64_t number) {
        return set(std::move(name), std::to_string(number));
    }
    Values& set(std::string name, Values one);
    Values& set(std::string name, std::vector<Values> list);
    template <class T>
    Values& set(std::string name, std::optional<T> const& maybe) {
        return maybe ? set(std::move(name), *maybe) : set(std::move(name), false);
    }

    Values& add(Values const& others); // theirs win

    struct Value;
    std::map<std::string, std::shared_ptr<Value const>> const& all() const { return values_; }

private:
    std::map<std::string, std::shared_ptr<Value const>> values_;
};

struct Values::Value {
    enum class Kind { text, truth, one, list } kind = Kind::text;
    std::string text;
    bool truth = false;
    Values one;
    std::vector<Values> list;
};

struct Page {
    std::string fragment; // "event": fragments/event.html
    Values values;
    Language language = Language::en;
    std::string title;       // without the site's name
    std::string description; // one or two sentences, for search engines and previews
    std::string path;        // canonical, without language prefix: "/events/soil"
    bool indexable = true;   // false: noindex, no canonical, no alternates
    bool leads_away =
        false; // its form answers with a redirect to another site, which form-action has to allow
    bool saves_data = false;  // the reader asks for no pictures; from the request, set where it is rendered
    std::string theme;        // of a month, or ""
    std::string boot_address; // "/api/v1/events/soil" …
    std::string boot_json;    // … and what it would answer; empty: the client fetches
    std::string json_ld;      // structured data (schema.org), or ""
    std::string calendar;     // path of an .ics that belongs to the page, or ""
    std::string image;        // path of a preview picture, or ""
};

} // namespace lectern::http

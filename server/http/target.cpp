// Decoding with Boost.URL; the refusals on top are ours.
// SPDX-License-Identifier: MIT
#include "http/target.hpp"

#include "base/text.hpp"

#include <boost/url/params_encoded_view.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/parse_query.hpp>
#include <boost/url/url_view.hpp>

namespace lectern::http {
namespace {

namespace urls = boost::urls;

std::string decoded(urls::pct_string_view text, bool plus_is_blank) {
    urls::encoding_opts options;
    options.space_as_plus = plus_is_blank;
    std::string out;
    text.decode(options, urls::string_token::assign_to(out));
    return out;
}

bool is_sound(std::string const& text) {
    return text.find('\0') == text.npos && is_utf8(text);
}

std::optional<Pairs> pairs(urls::params_encoded_view const& view) {
    Pairs out;
    for (auto const& parameter : view) {
        out.emplace_back(decoded(parameter.key, true),
                         parameter.has_value ? decoded(parameter.value, true) : "");
        if (!is_sound(out.back().first) || !is_sound(out.back().second))
            return {};
    }
    return out;
}

} // namespace

// What browsers send as people typed it, though RFC 3986 wants it encoded.
static std::string escaped(std::string_view origin_form) {
    static constexpr std::string_view in_path = "[]^`{|}", in_query = "\"<>[\\]^`{|}";
    std::string out;
    bool is_query = false;
    for (char const c : origin_form) {
        is_query = is_query || c == '?';
        if ((is_query ? in_query : in_path).find(c) == std::string_view::npos)
            out += c;
        else
            out += percent_encode(std::string_view(&c, 1));
    }
    return out;
}

std::optional<Target> parse_target(std::string_view origin_form) {
    auto const text_of_target = escaped(origin_form);
    auto const parsed = urls::parse_origin_form(text_of_target);
    if (!parsed)
        return {};
    Target target;
    for (auto const& segment : parsed->encoded_segments()) {
        auto text = decoded(segment, false);
        if (text == "." || text == ".." || text.find('/') != text.npos || !is_sound(text))
            return {};
        target.segments.push_back(std::move(text));
    }
    if (target.segments.empty())
        target.segments.emplace_back();
    if (parsed->has_query()) {
        auto query = pairs(parsed->encoded_params());
        if (!query)
            return {};
        target.query = std::move(*query);
    }
    return target;
}

std::optional<Pairs> parse_urlencoded(std::string_view text) {
    if (text.empty())
        return Pairs{};
    auto const parsed = urls::parse_query(text);
    if (!parsed)
        return {};
    return pairs(*parsed);
}

} // namespace lectern::http

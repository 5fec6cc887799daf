// Finds the route of a request. Linear: sixty patterns of a few segments cost less than a microsecond.
// SPDX-License-Identifier: MIT
#include "http/router.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace lectern::http {
namespace {

std::vector<std::string> split(std::string_view pattern) {
    ensure(pattern.starts_with('/'), "a route's pattern begins with a slash");
    std::vector<std::string> segments;
    pattern.remove_prefix(1);
    for (;;) {
        auto const slash = std::min(pattern.find('/'), pattern.size());
        segments.emplace_back(pattern.substr(0, slash));
        if (slash == pattern.size())
            return segments;
        pattern.remove_prefix(slash + 1);
    }
}

bool fits(Route const& route, std::span<std::string const> segments, Pairs& parameters) {
    auto const& pattern = route.segments();
    if (pattern.size() != segments.size())
        return false;
    parameters.clear();
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i].starts_with('{')) {
            auto const close = pattern[i].find('}');
            std::string_view const suffix = std::string_view(pattern[i]).substr(close + 1); // "{slug}.ics"
            std::string_view value = segments[i];
            if (value.size() <= suffix.size() || !value.ends_with(suffix))
                return false;
            value.remove_suffix(suffix.size());
            parameters.emplace_back(pattern[i].substr(1, close - 1), value);
        } else if (pattern[i] != segments[i]) {
            return false;
        }
    }
    return true;
}

} // namespace

Route::Route(Method method, std::string pattern, Access access, Endpoint endpoint, std::string summary)
    : method_(method), pattern_(std::move(pattern)), segments_(split(pattern_)), access_(access),
      face_(pattern_.starts_with("/api/") ? Face::api : Face::page), endpoint_(std::move(endpoint)),
      summary_(std::move(summary)) {}

Route& Router::add(Method method, std::string pattern, Access access, Endpoint endpoint,
                   std::string summary) {
    for (auto const& route : routes_)
        ensure(route.method() != method || route.pattern() != pattern, "two routes have one address");
    ensure(!needs_role(access) || pattern.find("{community}") != pattern.npos,
           "a route asks for a role, but its pattern names no {community}");
    return routes_.emplace_back(method, std::move(pattern), access, std::move(endpoint), std::move(summary));
}

std::string Router::key(Target const& target, std::string_view raw) const {
    std::string key;
    for (auto const& segment : target.segments)
        key += "/" + segment;
    auto const query = raw.find('?');
    if (query == raw.npos)
        return key;
    auto const* route = find(Method::get, target).route;
    if (!route || !route->queries())
        return key.append(1, '\0').append(raw.substr(query));
    auto names = *route->queries();
    if (route->face() == Face::api)
        names.emplace_back("lang");
    for (auto const& name : names) // NUL is in no target
        for (auto const& [given, value] : target.query)
            if (given == name)
                key.append(1, '\0').append(name).append(1, '\0').append(value);
    return key;
}

Match Router::find(Method method, Target const& target) const {
    Match match;
    std::span<std::string const> segments = target.segments;
    if (auto const language = language_of(segments.front());
        language && segments.front() == tag(*language) && *language != Language::en) {
        match.prefix = language;
        segments = segments.subspan(1);
    }
    static std::string const root;
    if (segments.empty()) // "/fr" is the French root
        segments = {&root, 1};
    auto const wanted = method == Method::head ? Method::get : method;
    Pairs parameters;
    for (auto const& route : routes_) {
        if (match.prefix && route.face() == Face::api)
            continue;
        if (!fits(route, segments, parameters))
            continue;
        if (route.method() == wanted) {
            match.route = &route;
            match.parameters = std::move(parameters);
            match.allowed.clear();
            return match;
        }
        match.allowed.push_back(route.method());
    }
    return match;
}

} // namespace lectern::http

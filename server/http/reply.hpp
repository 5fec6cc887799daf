// An answer as features give it. The session adds what every answer carries (security headers, Date, request
// id). SPDX-License-Identifier: MIT
#pragma once

#include "http/page.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace lectern::http {

struct Reply {
    int status = 200;
    std::string type = "application/json";
    std::string body;
    std::optional<Page> page; // rendered into the body by serve.cpp, in place of `body`
    std::vector<std::pair<std::string, std::string>> headers;
    // Public answers are `no-cache` with an ETag; personal ones `no-store`. Set by the route, unless given
    // here.
    std::optional<std::string> cache_control;
};

inline Reply json_reply(int status, std::string body) {
    return {.status = status, .body = std::move(body), .page = {}, .headers = {}, .cache_control = {}};
}
// 303: what a form of a page answers. `location` is a path of this site.
inline Reply see_other(std::string location) {
    return {.status = 303,
            .type = "text/plain",
            .body = {},
            .page = {},
            .headers = {{"Location", std::move(location)}},
            .cache_control = {}};
}
inline Reply show_page(Page page, int status = 200) {
    return {.status = status,
            .type = "text/html; charset=utf-8",
            .body = {},
            .page = std::move(page),
            .headers = {},
            .cache_control = {}};
}

} // namespace lectern::http

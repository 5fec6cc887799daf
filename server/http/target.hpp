// The target of a request, decoded once.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/request.hpp"

#include <optional>
#include <string_view>

namespace lectern::http {

struct Target {
    std::vector<std::string> segments; // of the path, decoded; "/" has one empty segment
    Pairs query;                       // decoded, "+" as a blank
};

// Nothing for what must be 400: broken percent-encoding, NUL or "/" hidden in it, dot segments, text that is
// no UTF-8.
std::optional<Target> parse_target(std::string_view origin_form);
// The body of a form, or a query: application/x-www-form-urlencoded.
std::optional<Pairs> parse_urlencoded(std::string_view text);

} // namespace lectern::http

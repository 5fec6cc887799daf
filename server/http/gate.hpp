// What a request passes between its head and the steps of its route; the same for connections and for tests.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/access.hpp"
#include "http/limits.hpp"
#include "http/reply.hpp"
#include "http/router.hpp"
#include "http/target.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace lectern::http {

// Holds nothing of its own: what it refers to outlives it.
struct Gate {
    Router const& router;
    Edge const& edge;
    Limits& limits;
    bool any_host = false; // of the metrics' listener

    bool is_own_host(std::string_view host) const;
    // Finds the route and fills in what follows from it: parameters, language, path, limits, the operator.
    Match arrive(Request& request, Target const& target) const;
    // Refused whatever its body holds, and its body stays unread: no such host, address or method, or too
    // long.
    std::optional<Reply> refuse_unread(Request const& request, Match const& match, std::string_view host,
                                       std::uint64_t length) const;
    // Refused for what its head says: another site sent it, the route is not open to it, it is of the wrong
    // kind.
    std::optional<Reply> refuse(Request const& request, Route const& route, std::string_view host,
                                bool has_body) const;
};

// Whether this request may be acted on, once its route is known: who may call it, limits, media type.
std::optional<Problem> refuse_at(Route const& route, Request const& request, bool has_body);

} // namespace lectern::http

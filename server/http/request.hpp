// A request as features see it: plain values, no Beast. Made by the session, filled further by router and
// access. SPDX-License-Identifier: MIT
#pragma once

#include "base/language.hpp"
#include "base/time.hpp"
#include "http/principal.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern::http {

enum class Method { get, head, post, put, patch, del, options };
std::string_view name(Method method);

// The header fields that the program reads; all others are dropped by the head scanner.
enum class Field {
    accept_encoding,
    accept_language,
    authorization,
    content_encoding,
    content_type,
    cookie,
    idempotency_key,
    if_match,
    if_none_match,
    origin,
    range,
    save_data,
    sec_fetch_site,
    user_agent,
    x_forwarded_for,
    x_forwarded_proto,
    count
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Request {
    Method method = Method::get;
    std::string path; // decoded, without the language prefix: "/events/soil"
    Pairs query;      // decoded
    Pairs parameters; // of the route's pattern: {slug}
    std::array<std::string, static_cast<std::size_t>(Field::count)> fields;
    std::string body;
    Language language = Language::en;
    UtcTime now{};
    std::string id;      // of this request, in the answer and the log
    std::string network; // the client's address, IPv6 cut to /64; for limits only
    bool secure = false; // came over TLS, here or at a trusted proxy
    bool within_limit = true;
    bool over_every_limit = false; // to be refused; a registration beyond its own limit only waits for proof
    bool is_operator = false;
    std::optional<Principal> principal; // who is signed in; only where the route asks for it

    std::string const& field(Field which) const { return fields[static_cast<std::size_t>(which)]; }
    // Throws Bug for a name that the pattern does not have.
    std::string const& parameter(std::string_view name) const;
    std::optional<std::string> query_value(std::string_view name) const; // the first of that name
    std::optional<std::string> cookie(std::string_view name) const;
    // "" or "/fr": what links of a page in this language begin with.
    std::string prefix() const { return language == Language::en ? "" : "/" + std::string(tag(language)); }
};

// Whether the field Save-Data asks for no pictures.
inline bool saves_data(std::string_view value) {
    return value == "on";
}

} // namespace lectern::http

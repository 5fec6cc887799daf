// What this feature's handlers share: what is asked for, and slugs that have moved.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "db/session.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/catalogue/load.hpp"
#include "features/catalogue/view.hpp"
#include "http/endpoint.hpp"
#include "http/form.hpp"

#include <optional>
#include <string>

namespace lectern::catalogue {

struct Asked {
    std::string slug; // empty where the route has none
    std::string prefix;
    TextChoice choice;
    Reader reader;
};
Asked ask(http::Request const& request);

// A positive number from the query, or nothing.
template <class IdType>
std::optional<IdType> query_id(http::Request const& request, std::string_view name) {
    auto const text = request.query_value(name);
    if (!text || text->empty() || text->size() > 15 || text->find_first_not_of("0123456789") != text->npos)
        return {};
    return IdType{std::stoll(*text)};
}

// A noun, or the slug it has now.
template <class Noun>
struct Moved {
    std::optional<Noun> found;
    std::optional<std::string> to;
};

std::optional<std::string> slug_now(db::Read& db, std::string_view noun, std::string const& former);

template <class Noun, class Load>
Moved<Noun> load_or_moved(db::Read& db, std::string_view noun, std::string const& slug, Load load) {
    try {
        return {load(), {}};
    } catch (NotFound const&) {
        auto to = slug_now(db, noun, slug);
        if (!to)
            throw;
        return {{}, std::move(to)};
    }
}

http::Reply moved(std::string to); // 308

} // namespace lectern::catalogue

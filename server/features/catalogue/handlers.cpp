// What the catalogue's handlers share.
// SPDX-License-Identifier: MIT
#include "features/catalogue/handlers.hpp"

#include "gen/sql/catalogue.hpp"

namespace lectern::catalogue {

TextChoice text_choice(http::Request const& request) {
    TextChoice choice;
    choice.wanted = tag(request.language);
    if (auto const asked = request.query_value("lang"))
        if (auto const canonical = canonical_tag(*asked))
            choice.wanted = *canonical;
    return choice;
}

Asked ask(http::Request const& request) {
    Asked asked;
    for (auto const& [name, value] : request.parameters)
        if (name == "slug")
            asked.slug = value;
    asked.prefix = request.prefix();
    asked.choice = text_choice(request);
    asked.reader = {request.language, request.now};
    return asked;
}

std::optional<std::string> slug_now(db::Read& db, std::string_view noun, std::string const& former) {
    struct Slug {
        std::optional<std::string> slug;
        static Slug from(db::Row const& row) { return {row.get<std::optional<std::string>>("id")}; }
    };
    auto const found = db.maybe<Slug>(sql::catalogue::former_slug, "noun"_p = noun, "slug"_p = former);
    return found ? found->slug : std::nullopt;
}

http::Reply moved(std::string to) {
    auto reply = http::see_other(std::move(to));
    reply.status = 308;
    return reply;
}

} // namespace lectern::catalogue

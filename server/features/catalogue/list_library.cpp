// GET /api/v1/products and /api/v1/materials: pages of what came out of events.
// SPDX-License-Identifier: MIT
#include "features/catalogue/handlers.hpp"
#include "features/catalogue/json.hpp"
#include "gen/sql/catalogue.hpp"

#include <algorithm>
#include <array>

namespace lectern::catalogue {
namespace {

struct ListAsked {
    Asked asked;
    http::PageOf page;
    std::optional<std::string> kind;
    std::optional<std::string> language;
};

ListAsked read_products(http::Request const& request) {
    http::refuse_unknown_query(request, {"limit", "cursor"});
    return {ask(request), http::read_page(request), {}, {}};
}

constexpr std::array<std::string_view, 9> material_kinds{
    "slides", "handout", "reading", "recording", "audio", "captions", "transcript", "picture", "link"};

ListAsked read_materials(http::Request const& request) {
    http::refuse_unknown_query(request, {"limit", "cursor", "kind", "language"});
    ListAsked asked{ask(request), http::read_page(request), request.query_value("kind"), {}};
    std::vector<FieldError> errors;
    if (asked.kind &&
        std::find(material_kinds.begin(), material_kinds.end(), *asked.kind) == material_kinds.end())
        errors.push_back({"?kind", "choice", {}});
    if (auto const language = request.query_value("language")) {
        asked.language = canonical_tag(*language);
        if (!asked.language)
            errors.push_back({"?language", "language", {}});
    }
    if (!errors.empty())
        throw Invalid(std::move(errors));
    return asked;
}

struct Products {
    ListAsked asked;
    std::vector<Product> all;
};

Products find_products(db::Read& db, ListAsked const& asked) {
    ProductsOf of;
    of.limit = asked.page.limit + 1;
    if (!asked.page.from_start) {
        of.before_at = asked.page.after_key;
        of.before_id = asked.page.after_id;
    }
    return {asked, load_products(db, of, asked.asked.choice)};
}

http::Reply show_products(Products const& products) {
    auto const limit = static_cast<std::size_t>(products.asked.page.limit);
    http::Json json;
    json.object().key("items").array();
    for (std::size_t i = 0; i < std::min(limit, products.all.size()); ++i)
        write(json, products.all[i]);
    std::optional<std::string> next;
    if (products.all.size() > limit)
        next = http::cursor(products.all[limit - 1].published_at.time_since_epoch().count(),
                            products.all[limit - 1].id);
    json.end_array().field("next", next).end_object();
    return http::json_reply(200, json.take());
}

struct Listed {
    std::int64_t id;
    Material material;
    static Listed from(db::Row const& row) { return {row.get<std::int64_t>("id"), material_from(row)}; }
};
struct Materials {
    ListAsked asked;
    std::vector<Listed> all;
};

Materials find_materials(db::Read& db, ListAsked const& asked) {
    return {asked, db.all<Listed>(sql::catalogue::materials_list, "kind"_p = asked.kind,
                                  "language"_p = asked.language, "after_id"_p = asked.page.after_id,
                                  "limit"_p = asked.page.limit + 1)};
}

http::Reply show_materials(Materials const& materials) {
    auto const limit = static_cast<std::size_t>(materials.asked.page.limit);
    http::Json json;
    json.object().key("items").array();
    for (std::size_t i = 0; i < std::min(limit, materials.all.size()); ++i)
        write(json, materials.all[i].material);
    std::optional<std::string> next;
    if (materials.all.size() > limit)
        next = http::cursor(0, materials.all[limit - 1].id);
    json.end_array().field("next", next).end_object();
    return http::json_reply(200, json.take());
}

} // namespace

http::Endpoint list_products() {
    return http::endpoint(read_products).read(find_products).reply(show_products);
}
http::Endpoint list_materials() {
    return http::endpoint(read_materials).read(find_materials).reply(show_materials);
}

} // namespace lectern::catalogue

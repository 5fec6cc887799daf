// Loading that only this feature's own files need.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/session.hpp"
#include "features/catalogue/catalogue.hpp"

#include <limits>

namespace lectern::catalogue {

struct ProductsOf {
    std::optional<MonthId> month;
    std::optional<EventId> event;
    std::int64_t before_at = std::numeric_limits<std::int64_t>::max();
    std::int64_t before_id = std::numeric_limits<std::int64_t>::max();
    int limit = 50;
};

std::vector<Product> load_products(db::Read& db, ProductsOf of, TextChoice const& choice);
std::vector<MonthSummary> load_months(db::Read& db, std::span<MonthId const> ids, TextChoice const& choice);
std::vector<MonthSummary> load_all_months(db::Read& db, std::optional<SeriesId> series,
                                          TextChoice const& choice);
std::vector<std::string> text_languages(db::Read& db, std::string_view noun, std::int64_t id);
Speaker speaker_from(db::Row const& row);
Material material_from(db::Row const& row);
Product product_from(db::Row const& row);

} // namespace lectern::catalogue

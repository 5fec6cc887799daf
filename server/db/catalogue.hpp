// What scripts/embed-sql makes of sql/: every query, every migration, the demo.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/query.hpp"

#include <span>
#include <string_view>

namespace lectern::db {
struct Migration {
    int number;
    std::string_view name;
    std::string_view checksum; // SHA-256 of the text, hex
    std::string_view sql;
};
} // namespace lectern::db

namespace lectern::sql {
std::span<db::QueryText const* const> all_queries();
std::span<db::Migration const> all_migrations(); // in order
std::string_view demo_script();
} // namespace lectern::sql

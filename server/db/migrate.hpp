// Numbered migrations, forward only: each in one transaction with its row in schema_migration.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/catalogue.hpp"
#include "db/session.hpp"

#include <functional>

namespace lectern::db {

// Brings the schema to the newest migration. `run_script` runs several statements on the same connection,
// `before_commit` may still refuse a migration by throwing.
// Throws Error with what to do where the file is newer than this program, or a migration is not the one that
// was run.
void migrate(Engine& engine, std::function<void(std::string_view)> const& run_script,
             std::span<Migration const> migrations, UtcTime now,
             std::function<void()> const& before_commit = {});

// How many of them have not run. Throws Error as migrate() does.
std::size_t pending_migrations(Engine& engine, std::span<Migration const> migrations);

} // namespace lectern::db

// Opens a database file: migrates it, prepares every query, starts the writer and the readers.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/catalogue.hpp"
#include "db/database.hpp"

#include <filesystem>
#include <memory>

namespace lectern::db {

class Connection;

struct SqliteOptions {
    unsigned readers = 2;
    std::size_t write_queue = 1024; // works; more are refused
    std::size_t read_queue = 1024;
    std::size_t write_batch = 256; // works that share one commit, at most
    bool durable = true;           // false: nothing waits for the disk, for copies that nobody keeps
};

// `file` is made where it is missing. Throws Error in words for the operator: a newer schema, a changed
// migration, a file that is no database or another program's, a network file system.
std::unique_ptr<Database> open_sqlite(std::filesystem::path const& file, SqliteOptions options, UtcTime now);

// Throws Error, naming the file and what to do, where it is empty, no database, or another program's.
void need_own_database(std::filesystem::path const& file);

// Migrates one open connection. References are not enforced while a migration runs, so that it may rebuild a
// table that others refer to; they are checked before it is committed.
void migrate_sqlite(Connection& connection, std::span<Migration const> migrations, UtcTime now);

// Runs a script (the demo) and nothing else, inside one transaction, with no server running.
void run_sqlite_script(std::filesystem::path const& file, std::string_view script);

} // namespace lectern::db

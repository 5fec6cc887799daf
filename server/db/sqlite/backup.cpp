// SQLite's online backup (https://www.sqlite.org/backup.html): the source is only read.
// SPDX-License-Identifier: MIT
#include "db/sqlite/backup.hpp"

#include "base/error.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

namespace lectern::db {

void copy_database(std::filesystem::path const& from, std::filesystem::path const& to) {
    if (std::filesystem::exists(to))
        throw Error("the file " + to.string() + " exists already");
    try {
        SQLite::Database source(from.string(), SQLite::OPEN_READONLY, 5000);
        SQLite::Database copy(to.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup backup(copy, source);
        constexpr int all_pages = -1;
        if (backup.executeStep(all_pages) != SQLITE_DONE)
            throw Error("the database " + from.string() + " could not be copied");
    } catch (SQLite::Exception const& error) {
        throw Error("cannot copy the database " + from.string() + ": " + error.what());
    }
}

} // namespace lectern::db

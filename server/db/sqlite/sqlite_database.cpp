// Puts writer and readers behind the engine-free interface.
// SPDX-License-Identifier: MIT
#include "db/sqlite/sqlite_database.hpp"

#include "base/log.hpp"
#include "db/catalogue.hpp"
#include "db/error.hpp"
#include "db/migrate.hpp"
#include "db/sqlite/readers.hpp"
#include "db/sqlite/writer.hpp"

#include <sys/vfs.h>

namespace lectern::db {
namespace {

// WAL needs shared memory, which network file systems do not have (https://www.sqlite.org/wal.html#overview).
void refuse_network_file_system(std::filesystem::path const& folder) {
    struct statfs found{};
    if (::statfs(folder.c_str(), &found) != 0)
        return;
    constexpr long nfs = 0x6969, smb = 0x517b, smb2 = static_cast<long>(0xfe534d42),
                   cifs = static_cast<long>(0xff534d42);
    auto const type = static_cast<long>(found.f_type);
    if (type == nfs || type == smb || type == smb2 || type == cifs)
        throw Error("the data folder " + folder.string() +
                    " is on a network file system; SQLite would lose data there. "
                    "Put it on a local disk (--data)");
}

constexpr QueryText broken_references{"migrate.broken_references",
                                      "SELECT \"table\" AS id FROM pragma_foreign_key_check LIMIT 1",
                                      "server/db/sqlite/sqlite_database.cpp"};

constexpr std::int64_t application_id =
    0x4c656374; // "Lect"; https://www.sqlite.org/pragma.html#pragma_application_id

// Whose the file is, found out before anything in it is changed. Databases of the first versions have no id,
// but the table of their migrations.
void refuse_foreign(std::filesystem::path const& file, bool may_be_empty) {
    std::vector<std::string> tables;
    std::int64_t id = 0;
    bool is_ours = false;
    try {
        SQLite::Database database(file.string(), SQLite::OPEN_READONLY, 5000);
        id = database.execAndGet("PRAGMA application_id").getInt64();
        SQLite::Statement names(database,
                                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB "
                                "'sqlite_*' ORDER BY name LIMIT 5");
        while (names.executeStep())
            tables.push_back(names.getColumn(0).getString());
        is_ours = database
                      .execAndGet("SELECT count(*) FROM pragma_table_info('schema_migration') "
                                  "WHERE name IN ('number', 'name', 'checksum', 'applied_at')")
                      .getInt64() == 4;
    } catch (SQLite::Exception const& error) {
        throw Error("cannot open the database " + file.string() + ": " + error.what() +
                    ". Choose the right folder with --data, or restore a backup");
    }
    if (tables.empty() && id == 0) {
        if (may_be_empty)
            return;
        throw Error(
            "the database " + file.string() +
            " is empty. Restore a backup; where there is none, lectern init makes a new one in its place");
    }
    if (is_ours && (id == 0 || id == application_id))
        return;
    std::string found;
    for (auto const& table : tables)
        found += (found.empty() ? " (it has the tables " : ", ") + table;
    throw Error("the database " + file.string() + " is another program's" +
                (found.empty() ? "" : found + ")") +
                "; nothing in it was changed. Choose another folder with --data");
}

void mark_as_ours(Connection& connection) {
    static constexpr QueryText marked{"open.application_id",
                                      "SELECT application_id AS id FROM pragma_application_id",
                                      "server/db/sqlite/sqlite_database.cpp"};
    struct Sink final : RowSink {
        std::int64_t id = 0;
        bool row(Row const& row) override {
            id = row.get<std::int64_t>("id");
            return false;
        }
    } found;
    connection.step(marked, {}, &found);
    if (found.id != application_id)
        connection.run_script("PRAGMA application_id = " + std::to_string(application_id));
}

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(std::filesystem::path const& file, SqliteOptions options)
        : writer_(file, options.write_queue, options.write_batch, versions_,
                  options.durable ? Connection::Mode::write : Connection::Mode::scratch),
          readers_(file, options.readers, options.read_queue) {}
    ~SqliteDatabase() override { close(); }

    bool submit_read(Work& work) override { return readers_.submit(work); }
    bool submit_write(Work& work) override { return writer_.submit(work); }
    void watch(std::function<void(Topics)> watcher) override { writer_.watch(std::move(watcher)); }
    Versions const& versions() const override { return versions_; }
    bool is_healthy() const override { return writer_.is_healthy(); }
    Statistics statistics() const override {
        auto all = writer_.statistics();
        all.read_queue = readers_.queued();
        return all;
    }
    void close() override { // readers first: their snapshots keep the log from being emptied
        readers_.stop();
        writer_.stop();
    }

private:
    Versions versions_;
    Writer writer_;
    Readers readers_;
};

} // namespace

std::unique_ptr<Database> open_sqlite(std::filesystem::path const& file, SqliteOptions options, UtcTime now) {
    refuse_network_file_system(file.parent_path());
    if (std::filesystem::exists(file))
        refuse_foreign(file, true);
    try {
        Connection connection(file, Connection::Mode::write);
        migrate_sqlite(connection, sql::all_migrations(), now);
        mark_as_ours(connection);
        for (auto const* query : sql::all_queries())
            connection.prepare(*query);
    } catch (SQLite::Exception const& error) {
        throw Error("cannot open the database " + file.string() + ": " + error.what());
    }
    return std::make_unique<SqliteDatabase>(file, options);
}

void migrate_sqlite(Connection& connection, std::span<Migration const> migrations, UtcTime now) {
    struct Sink final : RowSink {
        std::string table;
        bool row(Row const& row) override {
            table = row.get<std::string>("id");
            return false;
        }
    };
    auto const run = [&](std::string_view script) { connection.run_script(script); };
    auto const check = [&] {
        Sink found;
        connection.step(broken_references, {}, &found);
        if (!found.table.empty())
            throw BrokenReference("a row of " + found.table + " refers to one that is not there");
    };
    struct Enforcing { // the pragma does nothing inside a transaction
        Connection& connection;
        explicit Enforcing(Connection& c) : connection(c) { c.run_script("PRAGMA foreign_keys = OFF"); }
        ~Enforcing() { connection.run_script("PRAGMA foreign_keys = ON"); }
    } const enforcing(connection);
    migrate(connection, run, migrations, now, check);
}

void need_own_database(std::filesystem::path const& file) {
    refuse_foreign(file, false);
}

void run_sqlite_script(std::filesystem::path const& file, std::string_view script) {
    Connection connection(file, Connection::Mode::write);
    in_transaction(connection, [&](Write&) { connection.run_script(script); });
}

} // namespace lectern::db

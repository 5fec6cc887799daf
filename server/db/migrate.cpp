// Applies migrations and checks those that were applied.
// SPDX-License-Identifier: MIT
#include "db/migrate.hpp"

#include "base/log.hpp"

namespace lectern::db {
namespace {

constexpr char const* own_table =
    "CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT NOT NULL PRIMARY KEY,"
    " name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";
constexpr QueryText applied_query{"migrate.applied",
                                  "SELECT number, name, checksum FROM schema_migration ORDER BY number",
                                  "server/db/migrate.cpp"};
constexpr QueryText record_query{
    "migrate.record",
    "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
    "server/db/migrate.cpp"};

struct Applied {
    std::int64_t number;
    std::string checksum;
};

std::vector<Applied> applied(Engine& engine) {
    struct Sink final : RowSink {
        std::vector<Applied> all;
        bool row(Row const& row) override {
            all.push_back({row.get<std::int64_t>("number"), row.get<std::string>("checksum")});
            return true;
        }
    } sink;
    engine.step(applied_query, {}, &sink);
    return std::move(sink.all);
}

void check(std::vector<Applied> const& done, std::span<Migration const> migrations) {
    if (done.size() > migrations.size())
        throw Error("the database was written by a newer Lectern (its schema is number " +
                    std::to_string(done.back().number) + ", this program knows " +
                    std::to_string(migrations.size()) +
                    "). Install the newer version, or restore a backup from before");
    for (std::size_t i = 0; i < done.size(); ++i)
        if (done[i].number != migrations[i].number || done[i].checksum != migrations[i].checksum)
            throw Error("migration " + std::to_string(migrations[i].number) + " (" +
                        std::string(migrations[i].name) +
                        ") is not the one this database was made with. Use the program that made it, or "
                        "start over with "
                        "an empty data folder");
}

} // namespace

std::size_t pending_migrations(Engine& engine, std::span<Migration const> migrations) {
    auto const done = applied(engine);
    check(done, migrations);
    return migrations.size() - done.size();
}

void migrate(Engine& engine, std::function<void(std::string_view)> const& run_script,
             std::span<Migration const> migrations, UtcTime now, std::function<void()> const& before_commit) {
    run_script(own_table);
    auto const done = applied(engine);
    check(done, migrations);
    for (auto const& migration : migrations.subspan(done.size())) {
        run_script("BEGIN IMMEDIATE");
        try {
            run_script(migration.sql);
            std::array<Value, 4> const values{to_value(migration.number), to_value(migration.name),
                                              to_value(migration.checksum), to_value(now)};
            engine.step(record_query, values, nullptr);
            if (before_commit)
                before_commit();
            run_script("COMMIT");
        } catch (std::exception const& error) {
            try {
                run_script("ROLLBACK");
            } catch (std::exception const&) { // SQLITE_FULL and its like have rolled back already
            }
            throw Error("migration " + std::to_string(migration.number) + " (" + std::string(migration.name) +
                        ") failed and was undone: " + error.what());
        }
        log::info("migrated", {{"number", migration.number}, {"name", migration.name}});
    }
}

} // namespace lectern::db

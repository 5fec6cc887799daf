// Making and checking a data folder.
// SPDX-License-Identifier: MIT
#include "app/init.hpp"

#include "app/app.hpp"
#include "app/data_folder.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/secret.hpp"
#include "db/catalogue.hpp"
#include "db/migrate.hpp"
#include "db/sqlite/connection.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/demo/demo.hpp"
#include "files/blobs.hpp"
#include "gen/demo_portraits.hpp"
#include "gen/sql/site.hpp"

#include <deque>
#include <iostream>

namespace lectern::app {
namespace {

void fill_with_demo(DataFolder const& folder, UtcTime now) {
    db::run_sqlite_script(folder.database(), sql::demo_script());
    files::Blobs const blobs(folder.files());
    for (auto const& portrait : gen::demo_portraits())
        blobs.put(portrait.bytes);
    auto const database = db::open_sqlite(folder.database(), {}, now);
    database->write([&](db::Write& tx) {
        tx.run(sql::site::begin_instance, "now"_p = now);
        demo::freshen(tx, now);
    });
    database->write([](db::Write& tx) { catalogue::index_everything(tx); });
    database->close();
}

} // namespace

void need_database(Config const& config) {
    auto const file = config.data / "lectern.db";
    if (!std::filesystem::exists(file))
        throw Error("there is no database at " + file.string() + "; make one with lectern init");
}

int init(Config const& config, InitOptions options) {
    SystemClock const clock;
    DataFolder const folder(config.data);
    if (options.new_keys && std::filesystem::exists(folder.database()) &&
        !Keys::missing(folder.keys()).empty()) {
        Keys::open(folder.keys());
        std::cout << "New keys were made. Every link that was mailed until now is dead; people get new ones "
                     "with their next mail.\n";
    }
    bool is_empty = true;
    {
        auto const database = db::open_sqlite(folder.database(), {}, clock.now());
        open_keys(folder.keys(), *database);
        is_empty =
            !database->read([](db::Read& db) { return db.maybe<std::int64_t>(sql::site::has_content); });
        database->close();
    }
    if (options.demo && !is_empty)
        throw Error("the data folder " + folder.path().string() +
                    " holds a community already; choose another with --data");
    if (options.demo)
        fill_with_demo(folder, clock.now());
    std::cout << "The data folder " << folder.path().string() << " is ready"
              << (options.demo ? ", with a demo community" : "") << ".\n";
    return 0;
}

int check_installation(Config const& config) {
    need_database(config);
    auto const file = config.data / "lectern.db";
    db::Connection connection(file, db::Connection::Mode::read);
    if (auto const pending = db::pending_migrations(connection, sql::all_migrations()); pending > 0)
        throw Error("the database " + file.string() +
                    " was written by an older Lectern. Make a backup, then run " +
                    "lectern migrate (serve does it too)");
    int wrong = 0;
    for (auto const& sentence : Keys::look_at(config.data / "keys")) {
        std::cout << sentence << "\n";
        ++wrong;
    }
    for (auto const* query : sql::all_queries())
        connection.prepare(*query);
    static constexpr db::QueryText integrity{
        "check.integrity", "SELECT integrity_check AS id FROM pragma_integrity_check LIMIT 20",
        "server/app/init.cpp"};
    static constexpr db::QueryText views{
        "check.views", "SELECT name AS id FROM sqlite_schema WHERE type = 'view' AND name GLOB 'invariant_*'",
        "server/app/init.cpp"};
    struct Texts final : db::RowSink {
        std::vector<std::string> all;
        bool row(db::Row const& row) override {
            all.push_back(row.get<std::string>("id"));
            return true;
        }
    };
    Texts pages, names;
    connection.step(integrity, {}, &pages);
    for (auto const& line : pages.all)
        if (line != "ok") {
            std::cout << "damaged: " << line << "\n";
            ++wrong;
        }
    connection.step(views, {}, &names);
    std::deque<std::string> texts; // and the queries: the connection knows each by its address
    std::deque<db::QueryText> queries;
    for (auto const& name : names.all) {
        struct Count final : db::RowSink {
            int rows = 0;
            bool row(db::Row const&) override { return ++rows < 1000; }
        } count;
        auto const& text = texts.emplace_back("SELECT * FROM " + name);
        connection.step(queries.emplace_back(name, text, "server/app/init.cpp"), {}, &count);
        if (count.rows > 0) {
            std::cout << name << ": " << count.rows << " rows that must not be\n";
            ++wrong;
        }
    }
    std::cout << (wrong == 0
                      ? "All is well.\n"
                      : "Something is wrong; restore a backup, and keep this folder to look into it.\n");
    return wrong == 0 ? 0 : 1;
}

} // namespace lectern::app

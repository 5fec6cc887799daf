// The whole database behind its engine-free interface: opening, reading, writing, closing.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "db/sample.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "support/folder.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>
#include <thread>

using namespace lectern;
using namespace lectern::db;
using Catch::Matchers::Contains;

namespace {

constexpr UtcTime now{milliseconds{1'800'000'000'000}};

struct Open {
    sample::Folder folder;
    std::filesystem::path file = folder / "lectern.db";
    std::unique_ptr<Database> database = open_sqlite(file, {}, now);
    Open() { run_sqlite_script(file, sample_tables); }

    // names that the program's own schema does not have
    static constexpr char const* sample_tables =
        "CREATE TABLE sample (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT";
};

QUERY(add, "INSERT INTO sample (body) VALUES ($1) RETURNING id", 1, "body");
QUERY(find, "SELECT id FROM sample WHERE body = $1", 1, "body");
QUERY(count, "SELECT count(*) AS id FROM sample", 0);

std::int64_t counted(Database& database) {
    return database.read([](Read& read) { return read.one<std::int64_t>(count); });
}

} // namespace

TEST_CASE("a database is made where it is missing and opened where it is not", "[db]") {
    sample::Folder folder;
    auto const file = folder / "lectern.db";

    {
        auto const fresh = open_sqlite(file, {}, now);
    }
    CHECK(std::filesystem::exists(file));
    auto const again = open_sqlite(file, {}, now);

    CHECK(again->is_healthy());
    CHECK(again->statistics().jobs == 0);
}

TEST_CASE("what is written is read, by the writer and by readers", "[db]") {
    Open open;

    auto const id = open.database->write([](Write& tx) { return tx.one<std::int64_t>(add, "body"_p = "a"); });

    CHECK(id == 1);
    CHECK(counted(*open.database) == 1);
    CHECK(open.database->statistics().jobs == 1);
}

TEST_CASE("what a step throws reaches its caller, and the step is undone", "[db]") {
    Open open;

    CHECK_THROWS_AS(open.database->write([](Write& tx) {
        tx.run(add, "body"_p = "a");
        throw Conflict("closed");
    }),
                    Conflict);
    CHECK_THROWS_AS(open.database->read([](Read& read) { read.one<std::int64_t>(add, "body"_p = "a"); }),
                    StorageFailed);

    CHECK(counted(*open.database) == 0);
}

TEST_CASE("many threads write and read what they wrote", "[db]") {
    Open open;
    std::atomic<int> unseen = 0;

    std::vector<std::thread> threads;
    for (int t = 0; t < 6; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 25; ++i) {
                auto const body = std::to_string(t) + "/" + std::to_string(i);
                open.database->write([&](Write& tx) { tx.run(add, "body"_p = body); });
                unseen += open.database->read([&](Read& read) {
                    return read.maybe<std::int64_t>(find, "body"_p = body).has_value() ? 0 : 1;
                });
            }
        });
    for (auto& thread : threads)
        thread.join();

    CHECK(unseen == 0);
    CHECK(counted(*open.database) == 150);
}

TEST_CASE("a closed database keeps everything and refuses more", "[db]") {
    Open open;
    open.database->write([](Write& tx) { tx.run(add, "body"_p = "a"); });

    open.database->close();

    CHECK_THROWS_AS(open.database->write([](Write& tx) { tx.run(add, "body"_p = "b"); }), Overloaded);
    CHECK_THROWS_AS(open.database->read([](Read&) {}), Overloaded);
    auto const log = open.folder / "lectern.db-wal";
    CHECK((!std::filesystem::exists(log) || std::filesystem::file_size(log) == 0));
    open.database->close();
    open.database = open_sqlite(open.file, {}, now);
    CHECK(counted(*open.database) == 1);
}

TEST_CASE("watchers are told through the interface too", "[db]") {
    Open open;
    std::atomic<int> calls = 0;
    open.database->watch([&](Topics topics) { calls += topics.has(Topic{4}) ? 1 : 100; });

    open.database->write([](Write& tx) { tx.wake(Topic{4}); });

    CHECK(calls == 1);
    CHECK(open.database->versions().of(Topics::of(Topic{4})) == 1);
}

TEST_CASE("a file that is no database is refused in words that name it", "[db]") {
    sample::Folder folder;
    auto const file = folder / "lectern.db";
    std::ofstream(file) << std::string(8192, 'x');

    CHECK_THROWS_WITH(open_sqlite(file, {}, now), Contains(file.string()) && Contains("cannot open"));

    std::string text;
    std::getline(std::ifstream(file), text);
    CHECK(text == std::string(8192, 'x')); // and left as it was
}

TEST_CASE("another program's database is refused and left as it was", "[db]") {
    sample::Folder folder;
    auto const file = folder / "lectern.db";
    auto const write = [&](std::string const& script) {
        std::filesystem::remove(file);
        SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(script);
    };
    auto const text_of = [&](std::string const& query) {
        return SQLite::Database(file.string(), SQLite::OPEN_READONLY).execAndGet(query).getString();
    };

    write("CREATE TABLE recipe (id INTEGER); CREATE TABLE cook (id INTEGER)");
    CHECK_THROWS_WITH(open_sqlite(file, {}, now), Contains(file.string()) && Contains("another program's") &&
                                                      Contains("cook, recipe") && Contains("--data"));
    CHECK_THROWS_WITH(need_own_database(file), Contains("another program's"));
    CHECK(text_of("PRAGMA journal_mode") == "delete");
    CHECK(text_of("SELECT count(*) FROM sqlite_schema") == "2");

    write("CREATE TABLE schema_migration (version TEXT)"); // of a framework
    CHECK_THROWS_WITH(open_sqlite(file, {}, now), Contains("another program's"));
    write("PRAGMA application_id = 7");
    CHECK_THROWS_WITH(open_sqlite(file, {}, now), Contains("another program's"));
}

TEST_CASE("an empty database becomes ours, and says so from then on", "[db]") {
    sample::Folder folder;
    auto const file = folder / "lectern.db";
    std::ofstream(file).close();
    CHECK_THROWS_WITH(need_own_database(file),
                      Contains(file.string()) && Contains("empty") && Contains("lectern init"));

    open_sqlite(file, {}, now)->close();

    CHECK_NOTHROW(need_own_database(file));
    auto const id = [&] {
        return SQLite::Database(file.string(), SQLite::OPEN_READONLY)
            .execAndGet("PRAGMA application_id")
            .getInt64();
    };
    CHECK(id() == 0x4c656374);
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE)
        .exec("PRAGMA application_id = 0"); // a first version's
    open_sqlite(file, {}, now)->close();
    CHECK(id() == 0x4c656374);
}

TEST_CASE("a folder that is not there is refused in words that name the file", "[db]") {
    sample::Folder folder;
    auto const file = folder.path() / "missing" / "lectern.db";

    CHECK_THROWS_WITH(open_sqlite(file, {}, now), Contains(file.string()));
}

TEST_CASE("a database of a newer program is refused with what to do", "[db]") {
    Open open;
    open.database->close();
    run_sqlite_script(open.file, "INSERT INTO schema_migration (number, name, checksum, applied_at)"
                                 " VALUES (9999, 'future', 'x', 0)");

    CHECK_THROWS_WITH(open_sqlite(open.file, {}, now), Contains("newer") && Contains("9999"));
}

TEST_CASE("a script runs as a whole or not at all", "[db]") {
    Open open;

    CHECK_THROWS_AS(run_sqlite_script(open.file, "INSERT INTO sample (body) VALUES ('a');"
                                                 "INSERT INTO sample (body) VALUES ('a')"),
                    Duplicate);
    CHECK(counted(*open.database) == 0);

    run_sqlite_script(open.file,
                      "INSERT INTO sample (body) VALUES ('a'); INSERT INTO sample (body) VALUES ('b')");
    CHECK(counted(*open.database) == 2);
}

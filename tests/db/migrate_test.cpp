// Numbered migrations: once each, in order, whole or not at all, and never on a file that they do not fit.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "db/migrate.hpp"
#include "db/sample.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "support/folder.hpp"

using namespace lectern;
using namespace lectern::db;
using Catch::Matchers::Contains;

namespace {

constexpr Migration one{1, "initial", "c1",
                        "CREATE TABLE one (id INTEGER PRIMARY KEY); INSERT INTO one VALUES (1)"};
constexpr Migration two{2, "second", "c2",
                        "ALTER TABLE one ADD COLUMN extra TEXT; CREATE TABLE two (id INTEGER)"};

struct Applied {
    std::int64_t number;
    std::string name, checksum;
    std::int64_t at;
    static Applied from(Row const& row) {
        return {row.get<std::int64_t>("number"), row.get<std::string>("name"),
                row.get<std::string>("checksum"), row.get<std::int64_t>("applied_at")};
    }
};
QUERY(applied, "SELECT number, name, checksum, applied_at FROM schema_migration ORDER BY number", 0);
QUERY(tables,
      "SELECT count(*) AS id FROM sqlite_schema WHERE type = 'table' AND name IN ('one', 'two', 'three')", 0);

QUERY(event_table, "SELECT sql AS id FROM sqlite_schema WHERE type = 'table' AND name = 'event'", 0);
QUERY(count_events, "SELECT count(*) AS id FROM event", 0);
QUERY(count_broken, "SELECT count(*) AS id FROM pragma_foreign_key_check", 0);

std::string replaced(std::string text, std::string const& from, std::string const& to) {
    auto const at = text.find(from);
    REQUIRE(at != text.npos);
    return text.replace(at, from.size(), to);
}

// The whole schema with the demo in it.
struct Filled {
    sample::Folder folder;
    Connection connection{folder / "test.db", Connection::Mode::write};
    Read read{connection};
    std::vector<Migration> migrations{sql::all_migrations().begin(), sql::all_migrations().end()};

    Filled() {
        migrate();
        in_transaction(connection, [&](Write&) { connection.run_script(sql::demo_script()); });
    }
    void migrate() { migrate_sqlite(connection, migrations, UtcTime{}); }
    void add(std::string const& text) {
        migrations.push_back({static_cast<int>(migrations.size()) + 1, "next", "c", text});
        migrate();
    }
};

struct Open {
    sample::Folder folder;
    Connection connection{folder / "test.db", Connection::Mode::write};
    Read read{connection};

    void run(std::vector<Migration> const& migrations, std::int64_t at) {
        migrate(
            connection, [&](std::string_view script) { connection.run_script(script); }, migrations,
            UtcTime{milliseconds{at}});
    }
    std::int64_t tables_made() { return read.one<std::int64_t>(tables); }
};

} // namespace

TEST_CASE("a fresh file gets every migration, each with its record", "[db]") {
    Open open;

    open.run({one, two}, 1000);

    auto const records = open.read.all<Applied>(applied);
    REQUIRE(records.size() == 2);
    CHECK(records[0].number == 1);
    CHECK(records[0].name == "initial");
    CHECK(records[0].checksum == "c1");
    CHECK(records[1].number == 2);
    CHECK(records[1].at == 1000);
    CHECK(open.tables_made() == 2);
}

TEST_CASE("migrations run once, and later ones follow", "[db]") {
    Open open;
    open.run({one}, 1000);
    open.run({one}, 2000);
    CHECK(open.tables_made() == 1);

    open.run({one, two}, 3000);
    open.run({one, two}, 4000);

    auto const records = open.read.all<Applied>(applied);
    REQUIRE(records.size() == 2);
    CHECK(records[0].at == 1000);
    CHECK(records[1].at == 3000);
}

TEST_CASE("a migration that was changed after it ran is refused by name", "[db]") {
    Open open;
    open.run({one}, 1000);
    auto edited = one;
    edited.checksum = "other";

    CHECK_THROWS_WITH(open.run({edited, two}, 2000),
                      Contains("migration 1 (initial)") && Contains("not the one"));

    CHECK(open.read.all<Applied>(applied).size() == 1);
    CHECK(open.tables_made() == 1);
}

TEST_CASE("a file of a newer program is refused with both numbers", "[db]") {
    Open open;
    open.run({one, two}, 1000);

    CHECK_THROWS_WITH(open.run({one}, 2000),
                      Contains("newer") && Contains("number 2") && Contains("knows 1") && Contains("backup"));
}

TEST_CASE("a migration that fails leaves nothing behind and can be tried again", "[db]") {
    Open open;
    constexpr Migration bad{2, "bad", "c2", "CREATE TABLE two (id INTEGER); INSERT INTO one VALUES (1)"};

    CHECK_THROWS_WITH(open.run({one, bad}, 1000), Contains("migration 2 (bad) failed and was undone"));

    CHECK_FALSE(open.connection.in_transaction());
    CHECK(open.read.all<Applied>(applied).size() == 1); // the first one stays
    CHECK(open.tables_made() == 1);
    open.run({one, two}, 2000);
    CHECK(open.tables_made() == 2);
}

TEST_CASE("a migration that fills the disk says so and leaves nothing behind", "[db]") {
    Open open;
    open.run({one}, 1000);
    open.connection.run_script("PRAGMA max_page_count = 32");
    constexpr Migration big{2, "big", "c2",
                            "CREATE TABLE two (id INTEGER PRIMARY KEY, bytes BLOB);"
                            "INSERT INTO two (bytes) VALUES (zeroblob(1000000))"};

    CHECK_THROWS_WITH(open.run({one, big}, 2000),
                      Contains("migration 2 (big) failed and was undone") && Contains("full"));

    CHECK_FALSE(open.connection.in_transaction());
    CHECK(open.tables_made() == 1);
    CHECK(open.read.all<Applied>(applied).size() == 1);
}

TEST_CASE("a migration may rebuild a table that others refer to", "[db]") {
    Filled filled;
    auto const before = filled.read.one<std::int64_t>(count_events);
    auto table = replaced(filled.read.one<std::string>(event_table), "TABLE event", "TABLE event_new");
    table = replaced(table, "'discussion'", "'discussion', 'lecture'");
    auto const script = "PRAGMA legacy_alter_table = ON;" + table +
                        ";INSERT INTO event_new SELECT * FROM event; DROP TABLE event;"
                        "ALTER TABLE event_new RENAME TO event; PRAGMA legacy_alter_table = OFF";

    filled.add(script);

    CHECK(before > 0);
    CHECK(filled.read.one<std::int64_t>(count_events) == before);
    CHECK_NOTHROW(filled.connection.run_script("UPDATE event SET kind = 'lecture'"));
    CHECK(filled.read.one<std::int64_t>(count_broken) == 0);
    CHECK_THROWS_AS(filled.connection.run_script("DELETE FROM event"), BrokenReference); // enforced again
}

TEST_CASE("a migration that leaves a reference to nothing is undone", "[db]") {
    Filled filled;
    auto const before = filled.read.one<std::int64_t>(count_events);

    CHECK_THROWS_WITH(filled.add("DELETE FROM event"), Contains("(next) failed and was undone") &&
                                                           Contains("refers to one that is not there"));

    CHECK(filled.read.one<std::int64_t>(count_events) == before);
    CHECK_THROWS_AS(filled.connection.run_script("DELETE FROM event"), BrokenReference);
}

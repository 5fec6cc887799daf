// One connection: values there and back, errors by meaning, statements that are always reset.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "db/sample.hpp"
#include "support/folder.hpp"

#include <limits>

using namespace lectern;
using namespace lectern::db;
using sample::Note;

namespace {

struct Open {
    sample::Folder folder;
    std::filesystem::path file = folder / "test.db";
    Connection connection{file, Connection::Mode::write};
    Topics woken;
    Write tx{connection, woken};
    Open() { connection.run_script(sample::schema); }

    std::int64_t count() { return tx.one<std::int64_t>(sample::count_notes); }
};

QUERY(store, "INSERT INTO file (bytes) VALUES ($1) RETURNING id", 1, "bytes");
QUERY(stored, "SELECT bytes FROM file WHERE id = $1", 1, "id");
QUERY(broken, "SELECT body FROM nowhere", 0);
QUERY(wrong_type, "INSERT INTO note (body, weight) VALUES ('heavy', $1)", 1, "weight");
QUERY(pragma_foreign_keys, "SELECT foreign_keys AS id FROM pragma_foreign_keys", 0);
QUERY(pragma_synchronous, "SELECT synchronous AS id FROM pragma_synchronous", 0);

QUERY(weight_of, "SELECT weight, author_id FROM note", 0);

QUERY(due,
      "SELECT id FROM queued WHERE state = 'a' AND priority IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AND due <= $1",
      1, "due");

struct Weight {
    std::int64_t weight;
    std::optional<std::int64_t> author;
    static Weight from(Row const& row) {
        return {row.get<std::int64_t>("weight"), row.get<std::optional<std::int64_t>>("author_id")};
    }
};
struct Stored {
    std::optional<std::string> bytes;
    static Stored from(Row const& row) { return {row.get<std::optional<std::string>>("bytes")}; }
};

} // namespace

TEST_CASE("values come back as they were stored", "[db]") {
    Open open;
    auto const body = std::string("NUL \0 and água", 15);
    auto const weight = GENERATE(std::numeric_limits<std::int64_t>::max(),
                                 std::numeric_limits<std::int64_t>::min(), std::int64_t{0});

    open.tx.run(sample::insert_full_note, "id"_p = 5, "body"_p = body, "author"_p = std::optional<int>{},
                "weight"_p = weight);

    CHECK(open.tx.all<Note>(sample::notes) == std::vector<Note>{{5, body}});
    auto const found = open.tx.one<Weight>(weight_of);
    CHECK(found.weight == weight);
    CHECK(found.author == std::nullopt);
}

TEST_CASE("bytes may be empty, and empty is not missing", "[db]") {
    Open open;

    auto const empty = open.tx.one<std::int64_t>(store, "bytes"_p = Bytes{""});
    auto const missing = open.tx.one<std::int64_t>(store, "bytes"_p = std::optional<Bytes>{});
    auto const some = open.tx.one<std::int64_t>(store, "bytes"_p = Bytes{std::string_view("\0\xFF", 2)});

    CHECK(open.tx.one<Stored>(stored, "id"_p = empty).bytes == "");
    CHECK(open.tx.one<Stored>(stored, "id"_p = missing).bytes == std::nullopt);
    CHECK(open.tx.one<Stored>(stored, "id"_p = some).bytes == std::string("\0\xFF", 2));
}

TEST_CASE("what the database refuses has a meaning", "[db]") {
    Open open;
    open.tx.run(sample::insert_full_note, "id"_p = 1, "body"_p = "a", "author"_p = std::optional<int>{},
                "weight"_p = 1);
    auto const insert = [&](int id, std::optional<std::string> body, std::optional<int> author) {
        open.tx.run(sample::insert_full_note, "id"_p = id, "body"_p = body, "author"_p = author,
                    "weight"_p = 1);
    };

    SECTION("a value that must be unique") {
        CHECK_THROWS_AS(insert(2, "a", {}), Duplicate);
    }
    SECTION("a primary key") {
        CHECK_THROWS_AS(insert(1, "b", {}), Duplicate);
    }
    SECTION("a reference to nobody") {
        CHECK_THROWS_AS(insert(2, "b", 77), BrokenReference);
    }
    SECTION("a CHECK") {
        CHECK_THROWS_AS(insert(2, "", {}), RuleBroken);
    }
    SECTION("a NOT NULL") {
        CHECK_THROWS_AS(insert(2, std::nullopt, {}), RuleBroken);
    }
    SECTION("the type of a STRICT column") {
        CHECK_THROWS_AS(open.tx.run(wrong_type, "weight"_p = "much"), RuleBroken);
    }
    SECTION("a RAISE of a trigger") {
        open.connection.run_script(
            "CREATE TRIGGER never BEFORE INSERT ON note BEGIN SELECT RAISE(ABORT, 'never'); END");
        CHECK_THROWS_AS(insert(2, "b", {}), RuleBroken);
    }

    CHECK(open.count() == 1);
}

TEST_CASE("deleting what is referred to is refused", "[db]") {
    Open open;
    open.connection.run_script("INSERT INTO author (id, name) VALUES (1, 'Ama')");
    open.tx.run(sample::insert_full_note, "id"_p = 1, "body"_p = "a", "author"_p = 1, "weight"_p = 1);

    CHECK_THROWS_AS(open.connection.run_script("DELETE FROM author"), BrokenReference);
}

TEST_CASE("a statement works again after it failed", "[db]") {
    Open open;
    open.tx.run(sample::insert_note, "body"_p = "a");

    CHECK_THROWS_AS(open.tx.run(sample::insert_note, "body"_p = "a"), Duplicate);
    open.tx.run(sample::insert_note, "body"_p = "b");

    CHECK(open.count() == 2);
}

TEST_CASE("a failed statement keeps no lock and no transaction open", "[db]") {
    Open open;
    open.connection.run_script("BEGIN IMMEDIATE");
    open.tx.run(sample::insert_note, "body"_p = "a");
    CHECK_THROWS_AS(open.tx.run(sample::insert_note, "body"_p = "a"), Duplicate);
    CHECK(open.connection.in_transaction());

    open.connection.run_script("COMMIT");

    CHECK_FALSE(open.connection.in_transaction());
    CHECK(open.count() == 1);
}

TEST_CASE("a query used inside its own rows is found out", "[db]") {
    Open open;
    open.tx.run(sample::insert_note, "body"_p = "a");
    auto const nested = [&](Row const&) { open.tx.all<Note>(sample::notes); };

    CHECK_THROWS_AS(open.tx.each(sample::notes, nested), Bug);

    CHECK(open.tx.all<Note>(sample::notes).size() == 1); // and it is usable again
}

TEST_CASE("another query may be used inside the rows of one", "[db]") {
    Open open;
    open.tx.run(sample::insert_note, "body"_p = "a");
    std::int64_t counted = 0;

    open.tx.each(sample::notes,
                 [&](Row const&) { counted = open.tx.one<std::int64_t>(sample::count_notes); });

    CHECK(counted == 1);
}

TEST_CASE("a visitor that throws leaves the statement reset", "[db]") {
    Open open;
    open.tx.run(sample::insert_note, "body"_p = "a");
    open.connection.run_script("BEGIN IMMEDIATE");

    CHECK_THROWS_AS(open.tx.each(sample::notes, [](Row const&) { throw Conflict("closed"); }), Conflict);

    open.connection.run_script("COMMIT"); // fails while a statement is not reset
    CHECK(open.tx.all<Note>(sample::notes).size() == 1);
}

TEST_CASE("a query that the schema does not know stops the start and says where it stands", "[db]") {
    Open open;

    CHECK_THROWS_WITH(open.connection.prepare(broken.text),
                      Catch::Matchers::StartsWith("tests/db/sample.hpp: broken: ") &&
                          Catch::Matchers::Contains("nowhere"));
    CHECK_THROWS_AS(open.tx.maybe<std::int64_t>(broken), Bug);
}

TEST_CASE("commits are durable and references are kept", "[db]") {
    Open open;

    CHECK(open.tx.one<std::int64_t>(pragma_foreign_keys) == 1);
    CHECK(open.tx.one<std::int64_t>(pragma_synchronous) == 2); // FULL
}

TEST_CASE("a reading connection writes nothing", "[db]") {
    Open open;
    Connection reading(open.file, Connection::Mode::read);
    Topics woken;
    Write tx(reading, woken);

    CHECK_THROWS_AS(tx.run(sample::insert_note, "body"_p = "a"), StorageFailed);
    CHECK_THROWS_AS(reading.run_script("DROP TABLE note"), StorageFailed);
    CHECK_THROWS_AS(reading.run_script("PRAGMA query_only = 0; DROP TABLE note"), StorageFailed);

    CHECK(open.count() == 0);
}

TEST_CASE("a reading connection does not make a file", "[db]") {
    sample::Folder folder;

    CHECK_THROWS_AS(Connection(folder / "missing.db", Connection::Mode::read), std::exception);

    CHECK_FALSE(std::filesystem::exists(folder / "missing.db"));
}

TEST_CASE("a transaction is all or nothing", "[db]") {
    Open open;
    auto const two = [&](bool fail) {
        return [&open, fail](Write& tx) {
            tx.run(sample::insert_note, "body"_p = "a");
            tx.run(sample::insert_note, "body"_p = fail ? "a" : "b");
            return open.count();
        };
    };

    CHECK_THROWS_AS(in_transaction(open.connection, two(true)), Duplicate);
    CHECK(open.count() == 0);
    CHECK_FALSE(open.connection.in_transaction());

    CHECK(in_transaction(open.connection, two(false)) == 2);
    CHECK(open.count() == 2);
}

TEST_CASE("a checkpoint empties the log unless a snapshot stands in the way", "[db]") {
    Open open;
    open.tx.run(sample::insert_note, "body"_p = "a");
    auto const log = open.folder / "test.db-wal";
    Connection reading(open.file, Connection::Mode::read);
    Read read(reading);
    reading.run_script("BEGIN");
    CHECK(read.one<std::int64_t>(sample::count_notes) == 1);
    open.tx.run(sample::insert_note, "body"_p = "b");
    open.connection.run_script("PRAGMA busy_timeout = 0");

    CHECK_FALSE(open.connection.checkpoint());
    CHECK(std::filesystem::file_size(log) > 0);
    CHECK(read.one<std::int64_t>(sample::count_notes) == 1);
    reading.run_script("COMMIT");

    CHECK(open.connection.checkpoint());
    CHECK(std::filesystem::file_size(log) == 0);
    CHECK(read.one<std::int64_t>(sample::count_notes) == 2);
}

TEST_CASE("a full database says so and takes writes again once there is room", "[db]") {
    Open open;
    open.tx.run(sample::limit_to_64_pages);
    open.tx.run(sample::insert_note, "body"_p = "before");

    CHECK_THROWS_AS(open.tx.run(sample::insert_file, "size"_p = 1'000'000), StorageFull);
    CHECK_THROWS_AS(open.tx.run(sample::insert_files, "count"_p = 500), StorageFull);
    CHECK(open.tx.one<std::int64_t>(sample::count_files) == 0);
    CHECK(open.count() == 1);

    open.tx.run(sample::limit_to_many_pages);
    open.tx.run(sample::insert_file, "size"_p = 1'000'000);
    CHECK(open.tx.one<std::int64_t>(sample::count_files) == 1);
}

// SQLite 3.40 answers all three rows where its seek-scan is on.
TEST_CASE("a list and a limit are both kept once the engine has statistics", "[db]") {
    Open open;
    open.connection.run_script(
        "CREATE TABLE queued (id INTEGER PRIMARY KEY, state TEXT, priority INTEGER NOT NULL, due INTEGER NOT "
        "NULL);"
        "CREATE INDEX queued_by_priority ON queued (state, priority, due);"
        "INSERT INTO queued (state, priority, due) VALUES ('a', 0, 1), ('a', 1, 9), ('a', 2, 9), ('b', 0, 9),"
        " ('b', 1, 9), ('b', 2, 9), ('c', 0, 9), ('c', 1, 9), ('c', 2, 9);"
        "ANALYZE");
    Connection reader{open.file, Connection::Mode::read};

    CHECK(open.tx.all<std::int64_t>(due, "due"_p = 5) == std::vector<std::int64_t>{1});
    CHECK(Read(reader).all<std::int64_t>(due, "due"_p = 5) == std::vector<std::int64_t>{1});
}

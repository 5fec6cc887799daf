// What a feature can ask of a session: one, maybe, all, each, run.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "db/sample.hpp"
#include "support/folder.hpp"

using namespace lectern;
using namespace lectern::db;
using sample::Note;

namespace {

struct Open {
    sample::Folder folder;
    Connection connection{folder / "test.db", Connection::Mode::write};
    Topics woken;
    Write tx{connection, woken};
    Open() { connection.run_script(sample::schema); }
};

} // namespace

TEST_CASE("one is exactly one, maybe is none or the first", "[db]") {
    Open open;

    auto const id = open.tx.one<std::int64_t>(sample::insert_note, "body"_p = "a");

    CHECK(open.tx.one<Id<struct NoteTag>>(sample::find_note, "body"_p = "a").value() == id);
    CHECK_THROWS_AS(open.tx.one<std::int64_t>(sample::find_note, "body"_p = "b"), NotFound);
    CHECK(open.tx.maybe<std::int64_t>(sample::find_note, "body"_p = "b") == std::nullopt);

    open.tx.run(sample::insert_note, "body"_p = "b");
    CHECK(open.tx.maybe<Note>(sample::notes) == Note{id, "a"});
}

TEST_CASE("all keeps the order, each visits every row", "[db]") {
    Open open;
    for (std::string const body : {"a", "b", "c"})
        open.tx.run(sample::insert_note, "body"_p = body);

    std::string seen;
    open.tx.each(sample::notes, [&](Row const& row) { seen += row.get<std::string>("body"); });

    CHECK(seen == "abc");
    CHECK(open.tx.all<Note>(sample::notes) == std::vector<Note>{{1, "a"}, {2, "b"}, {3, "c"}});
}

TEST_CASE("run says how many rows changed", "[db]") {
    Open open;
    auto const id = open.tx.one<std::int64_t>(sample::insert_note, "body"_p = "a");

    CHECK(open.tx.run(sample::rename_note, "id"_p = id, "body"_p = "b") == 1);
    CHECK(open.tx.run(sample::rename_note, "id"_p = id + 1, "body"_p = "c") == 0);
}

TEST_CASE("a query without LIMIT is found out at ten thousand rows", "[db]") {
    Open open;
    open.connection.run_script(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
        " INSERT INTO note (body) SELECT 'note ' || i FROM n");
    CHECK(open.tx.all<Note>(sample::notes).size() == 10'000);

    open.tx.run(sample::insert_note, "body"_p = "one more");

    CHECK_THROWS_AS(open.tx.all<Note>(sample::notes), Bug);
    int visited = 0;
    open.tx.each(sample::notes, [&](Row const&) { ++visited; });
    CHECK(visited == 10'001);
}

TEST_CASE("waking a topic only notes it", "[db]") {
    Open open;

    open.tx.wake(Topic{3});

    CHECK(open.woken.has(Topic{3}));
    CHECK_FALSE(open.woken.has(Topic{2}));
}

// A whole copy of a database while others use it.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "db/sample.hpp"
#include "db/sqlite/backup.hpp"
#include "support/folder.hpp"

#include <fstream>

using namespace lectern;
using namespace lectern::db;
using Catch::Matchers::Contains;

TEST_CASE("a copy holds what was committed, and not what was not", "[db]") {
    sample::Folder folder;
    Connection connection(folder / "from.db", Connection::Mode::write);
    connection.run_script(sample::schema);
    Topics woken;
    Write tx(connection, woken);
    tx.run(sample::insert_note, "body"_p = "committed"); // in the log, not yet in the file
    connection.run_script("BEGIN IMMEDIATE");
    tx.run(sample::insert_note, "body"_p = "not committed");

    copy_database(folder / "from.db", folder / "to.db");
    connection.run_script("COMMIT");

    Connection copy(folder / "to.db", Connection::Mode::write);
    CHECK(Read(copy).all<sample::Note>(sample::notes) == std::vector<sample::Note>{{1, "committed"}});
    CHECK(tx.one<std::int64_t>(sample::count_notes) == 2);
}

TEST_CASE("a copy is never made over a file", "[db]") {
    sample::Folder folder;
    Connection(folder / "from.db", Connection::Mode::write).run_script(sample::schema);
    std::ofstream(folder / "to.db") << "mine";

    CHECK_THROWS_WITH(copy_database(folder / "from.db", folder / "to.db"), Contains("exists already"));

    CHECK(std::filesystem::file_size(folder / "to.db") == 4);
}

TEST_CASE("what cannot be copied is named", "[db]") {
    sample::Folder folder;
    std::ofstream(folder / "text.db") << std::string(8192, 'x');

    CHECK_THROWS_WITH(copy_database(folder / "missing.db", folder / "a.db"), Contains("missing.db"));
    CHECK_THROWS_WITH(copy_database(folder / "text.db", folder / "b.db"), Contains("text.db"));
}

# scripts/check-rooms: the breaches it must find, on small trees made for it.
# SPDX-License-Identifier: MIT
import importlib.machinery
import importlib.util
import pathlib
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts/check-rooms"
loader = importlib.machinery.SourceFileLoader("check_rooms", str(SCRIPT))
check_rooms = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_rooms", loader))
loader.exec_module(check_rooms)

ROOMS = """# a small house
base:            gen/word_keys.hpp | fmt/ idn2.h
db:              base
db/sqlite:       base db | sqlite3.h
http:            base db | boost/
features/songs:  base db http gen/sql
features/bands:  base db http gen/sql features/songs
app:             * | CLI/
main:            app
"""
SOUND = {
    "base/text.hpp": "#include <string>\n#include <idn2.h>\n#include \"gen/word_keys.hpp\"\n",
    "db/session.hpp": "#include \"base/text.hpp\"\n",
    "db/sqlite/writer.cpp": "#include \"db/session.hpp\"\n#include <sqlite3.h>\n",
    "http/endpoint.hpp": "#include \"base/text.hpp\"\n#include <boost/asio/io_context.hpp>\n",
    "features/songs/songs.hpp": "#include \"features/songs/nouns.hpp\"\n",
    "features/songs/nouns.hpp": "#include \"base/text.hpp\"\n",
    "features/songs/rules.hpp": "#include \"features/songs/nouns.hpp\"\n#include <vector>\n",
    "features/songs/load.hpp": "#include \"db/session.hpp\"\n#include \"gen/sql/songs.hpp\"\n",
    "features/bands/found.cpp": "#include \"features/songs/songs.hpp\"\n",
    "app/app.cpp": "#include \"features/songs/load.hpp\"\n#include <CLI/CLI.hpp>\n#include \"db/sqlite/writer.cpp\"\n",
    "main.cpp": "#include \"app/app.cpp\"\n",
}


class CheckRooms(unittest.TestCase):
    def breaches(self, changes, rooms=ROOMS, look=check_rooms.check):
        with tempfile.TemporaryDirectory() as root:
            for name, text in {**SOUND, **changes, "rooms.txt": rooms}.items():
                path = pathlib.Path(root) / "server" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return look(root)

    def assert_one(self, found, *parts):
        self.assertEqual(len(found), 1, found)
        for part in parts:
            self.assertIn(part, found[0])

    def test_a_sound_tree_passes(self):
        self.assertEqual(self.breaches({}), [])

    def test_an_edge_that_nothing_takes_is_told(self):
        found = self.breaches({}, "base: fmt/ | idn2.h\napp: base db | CLI/ boost/\ndb: base\n", check_rooms.unused)

        self.assertEqual(found, [
            "server/rooms.txt:1: base includes nothing of 'fmt/'; leave it out",
            "server/rooms.txt:2: app includes nothing of 'base'; leave it out",
            "server/rooms.txt:2: app includes nothing of 'boost/'; leave it out",
        ])

    def test_a_wrong_room_is_named_with_file_and_line(self):
        found = self.breaches({"base/id.hpp": "#pragma once\n#include \"db/session.hpp\"\n"})

        self.assert_one(found, "server/base/id.hpp:2:", "base may not include db")

    def test_a_room_inside_another_is_a_room_of_its_own(self):
        found = self.breaches({"http/serve.cpp": "#include \"db/sqlite/writer.cpp\"\n"})

        self.assert_one(found, "http may not include db/sqlite")

    def test_a_wrong_header_from_outside(self):
        self.assert_one(self.breaches({"db/row.cpp": "#include <sqlite3.h>\n"}), "server/db/row.cpp:1:", "<sqlite3.h>")

    def test_another_feature_is_entered_by_its_front_door(self):
        found = self.breaches({"features/bands/split.cpp": "#include \"features/songs/load.hpp\"\n"})

        self.assert_one(found, "front door", "features/songs/songs.hpp")

    def test_a_feature_not_listed_is_closed(self):
        found = self.breaches({"features/bands/bands.hpp": "", "features/songs/sing.cpp": "#include \"features/bands/bands.hpp\"\n"})

        self.assert_one(found, "features/songs may not include features/bands")

    def test_rules_are_pure(self):
        for header in ('"db/session.hpp"', '"features/songs/load.hpp"', '"gen/sql/songs.hpp"', "<boost/asio/io_context.hpp>"):
            with self.subTest(header):
                found = self.breaches({"features/songs/rules.cpp": f"#include {header}\n"})

                self.assert_one(found, "rules.*", header.strip("<>\""))

    def test_generated_headers_are_for_those_named(self):
        self.assert_one(self.breaches({"db/row.hpp": "#include \"gen/sql/songs.hpp\"\n"}), "may not be included by db")

    def test_a_file_that_is_not_there(self):
        self.assert_one(self.breaches({"db/row.hpp": "#include \"fmt/format.h\"\n"}), "no file of server/")

    def test_a_folder_without_a_line(self):
        self.assert_one(self.breaches({"jobs/run.cpp": ""}), "server/jobs/run.cpp:1:", "rooms.txt")

    def test_rooms_in_a_circle(self):
        found = self.breaches({}, ROOMS.replace("db:              base", "db:              base features/songs"))

        self.assertIn("server/rooms.txt:3: rooms include each other in a circle: db -> features/songs -> db", found)

    def test_a_room_that_has_no_line_cannot_be_allowed(self):
        self.assert_one(self.breaches({}, ROOMS.replace("base db http gen/sql\n", "base db http gen/sql mail\n")), "'mail'")


if __name__ == "__main__":
    unittest.main()

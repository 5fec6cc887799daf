# The schema on SQLite: migrations run, every query prepares, what is forbidden is refused, also under random statements.
# SPDX-License-Identifier: MIT
import re
import sqlite3
import unittest

import engines
import fuzz
import scene


def setUpModule():
    global embedded
    embedded = engines.Embedded()


class OnSqlite(unittest.TestCase):
    def setUp(self):
        self.engine = engines.Sqlite(embedded.migrations["sqlite"])
        self.addCleanup(self.engine.close)

    def invariants(self):
        names = [name for name, in self.engine.run("SELECT name FROM sqlite_schema WHERE type = 'view' AND name LIKE 'invariant_%'")]
        self.assertTrue(names)
        return {name: rows for name in names if (rows := self.engine.run(f"SELECT * FROM {name}"))}

    def test_the_engine_knows_strict_tables(self):
        self.assertGreaterEqual(sqlite3.sqlite_version_info, (3, 37))

    def test_every_query_prepares(self):
        for name, text in embedded.queries["sqlite"].items():
            with self.subTest(query=name):
                self.engine.prepare(text)

    def test_every_table_is_strict(self):
        loose = self.engine.run("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'")

        self.assertEqual(loose, [])

    def test_a_column_keeps_its_type(self):
        self.engine.run(scene.STAGE[1])

        self.assertEqual(self.engine.run("UPDATE community SET created_at = 'soon'"), "type")

    def test_no_query_skips_delete_triggers_or_calls_the_clock(self):
        for name, text in embedded.queries["sqlite"].items():
            with self.subTest(query=name):
                self.assertIsNone(re.search(r"\bOR\s+REPLACE\b|^\s*REPLACE\b|\bCURRENT_(TIME|DATE)|'now'|\b(unixepoch|julianday)\(", text, re.I))

    def test_the_scene_is_answered_as_written(self):
        scene.play(self, self.engine)

    def test_an_address_holds_no_zero_byte(self):
        for statement in scene.STAGE:
            self.engine.run(statement)
        statement = scene.registration(1, 1, "a", "pending").replace("'p@example.org'", "'p' || char(0) || '@example.org'")

        self.assertEqual(self.engine.run(statement), "registration_has_clean_address")

    def test_a_refused_statement_leaves_nothing_behind(self):
        for statement in [*scene.STAGE, *(scene.registration(n, 2, str(n), "pending") for n in range(1, 6))]:
            self.engine.run(statement)
        self.engine.run("UPDATE edition SET capacity = 3 WHERE id = 2")

        refused = self.engine.run("UPDATE registration SET state = 'confirmed'")

        self.assertEqual(refused, "seats_never_exceed_capacity")
        self.assertEqual(self.engine.run("SELECT seats_taken FROM edition WHERE id = 2"), [(0,)])
        self.assertEqual(self.engine.run("SELECT count(*) FROM registration WHERE state = 'confirmed'"), [(0,)])

    def test_an_id_is_never_given_twice(self):
        for statement in scene.STAGE:
            self.engine.run(statement)
        self.engine.run("DELETE FROM edition WHERE id = 4")

        self.engine.run("INSERT INTO edition (event_id, language, created_at) VALUES (1, 'en', 1)")

        self.assertEqual(self.engine.run("SELECT max(id) FROM edition"), [(5,)])

    def test_the_invariants_see_what_is_wrong(self):
        for statement in [*scene.STAGE, scene.session(1, 1, 10, 20), scene.registration(1, 1, "a", "waitlisted", place=1)]:
            self.engine.run(statement)
        self.assertEqual(self.invariants(), {"invariant_free_seat_with_waiting": [(1,)]})

        self.engine.run("DELETE FROM registration")
        self.engine.run("UPDATE edition SET seats_taken = 1 WHERE id = 1")
        self.engine.run("UPDATE event SET starts_at = 11 WHERE id = 1")

        self.assertEqual(self.invariants(), {"invariant_seats": [(1, 1, 0)], "invariant_event_times": [(1,)]})

    def test_random_statements_never_reach_a_forbidden_state(self):
        fuzz.play(self, self.engine, seed=20270309, statements=3000)

        self.assertEqual({name for name in self.invariants()} & {"invariant_seats", "invariant_event_times"}, set())


if __name__ == "__main__":
    unittest.main()

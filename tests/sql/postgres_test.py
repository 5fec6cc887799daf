# The same schema and queries on PostgreSQL 15, so that a second engine stays possible: all prepare, and all act alike.
# SPDX-License-Identifier: MIT
import unittest

import engines
import fuzz
import scene


def setUpModule():
    global embedded
    embedded = engines.Embedded()


class OnPostgres(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = engines.PostgresServer(embedded.migrations["postgres"])
        cls.addClassCleanup(cls.server.close)

    def setUp(self):
        self.engine = self.server.database()
        self.addCleanup(self.engine.close)

    def test_every_query_prepares_and_returns_the_columns_of_its_twin(self):
        sqlite = engines.Sqlite(embedded.migrations["sqlite"])
        self.addCleanup(sqlite.close)
        for name, text in embedded.queries["postgres"].items():
            with self.subTest(query=name):
                self.assertEqual(self.engine.prepare(text), sqlite.prepare(embedded.queries["sqlite"][name]))

    def test_the_scene_is_answered_as_written(self):
        scene.play(self, self.engine)

    def test_random_statements_never_reach_a_forbidden_state(self):
        fuzz.play(self, self.engine, seed=20270309, statements=3000)


if __name__ == "__main__":
    unittest.main()

# SQLite in memory and a throw-away PostgreSQL, with Lectern's schema, behind one small interface; the tests here use both.
# SPDX-License-Identifier: MIT
import contextlib
import importlib.machinery
import importlib.util
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

try:
    import psycopg2
except ImportError:
    psycopg2 = None

ROOT = pathlib.Path(__file__).resolve().parents[2]
INSTALLED = pathlib.Path("/usr/lib/postgresql/15/bin")
UNPACKED = ROOT / "build/tools/postgresql"


class Embedded:
    """What scripts/embed-sql makes of sql/. That no query is unused is left to the build, which fails over it."""

    def __init__(self):
        loader = importlib.machinery.SourceFileLoader("embed_sql", str(ROOT / "scripts/embed-sql"))
        script = importlib.util.module_from_spec(importlib.util.spec_from_loader("embed_sql", loader))
        loader.exec_module(script)
        script.check_used = lambda name, sources: None
        with tempfile.TemporaryDirectory() as folder:
            try:
                script.main(folder)
            except SystemExit as refusal:
                raise RuntimeError(f"scripts/embed-sql refuses sql/: {refusal}") from None
            self.migrations, self.queries = {}, {}
            for engine in ("sqlite", "postgres"):
                self.migrations[engine] = (pathlib.Path(folder) / engine / "migrations.sql").read_text()
                lines = (pathlib.Path(folder) / engine / "queries.tsv").read_text().splitlines()
                self.queries[engine] = dict(line.split("\t") for line in lines)


class Sqlite:
    """A database in memory, set up as the server's connections are. A refusal is named by its constraint or its kind."""

    name = "sqlite"

    def __init__(self, migrations):
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        for pragma in ("foreign_keys = ON", "trusted_schema = OFF", "recursive_triggers = ON"):
            self.connection.execute("PRAGMA " + pragma)
        self.connection.executescript(migrations)

    def run(self, statement, values=()):
        """The rows as a list of tuples, or the name of what refused the statement."""
        try:
            return self.connection.execute(statement.replace("{{bytes}}", "zeroblob"), values).fetchall()
        except sqlite3.IntegrityError as error:
            text = str(error)
            for start, kind in (("UNIQUE", "unique"), ("FOREIGN KEY", "reference"), ("NOT NULL", "null"), ("cannot store", "type")):
                if text.startswith(start):
                    return kind
            return text.removeprefix("CHECK constraint failed: ") if " " not in text.split(": ")[-1] else "check"

    def prepare(self, text):
        """Column names of what the statement returns, its parameters bound to zeros; nothing is changed."""
        class Zeros(dict):
            def __missing__(self, key):
                return 0
        self.connection.execute("EXPLAIN " + text, Zeros())
        if not text.upper().startswith(("SELECT", "WITH")):
            return None
        return [column[0] for column in self.connection.execute(text, Zeros()).description]

    def close(self):
        self.connection.close()


class PostgresServer:
    """PostgreSQL 15 in a temporary folder: a Unix socket only, nothing durable, gone at close()."""

    def __init__(self, migrations):
        if psycopg2 is None:
            raise RuntimeError("python3-psycopg2 is missing; run scripts/setup test, and the tests with /usr/bin/python3")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lectern-pg-", dir="/tmp"))  # a socket's path must be short
        self.process, self.count = None, 0
        try:
            self.start()
            with contextlib.closing(self.database(template="template0")) as first:
                first.connection.cursor().execute(
                    "CREATE FUNCTION zeroblob(size int) RETURNS bytea LANGUAGE sql AS $$ SELECT decode(repeat('00', size), 'hex') $$")
                first.connection.cursor().execute(migrations)
        except BaseException:
            self.close()
            raise

    def start(self):
        programs, user = INSTALLED, []
        if not INSTALLED.is_dir():
            if not UNPACKED.is_dir():
                raise RuntimeError("PostgreSQL 15 is missing; run scripts/setup test")
            # PostgreSQL refuses to run as root, and another user may not be able to look into the project.
            shutil.copytree(UNPACKED / "usr", self.folder / "usr", symlinks=True)
            programs = self.folder / "usr/lib/postgresql/15/bin"
        if os.geteuid() == 0:
            user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            shutil.chown(self.folder, "nobody", "nogroup")
        data, self.log = self.folder / "data", self.folder / "log"
        made = subprocess.run([*user, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=self.folder)
        if made.returncode != 0:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
        settings = [f"unix_socket_directories={self.folder}", "listen_addresses=", "fsync=off", "synchronous_commit=off",
                    "full_page_writes=off", "jit=off", "max_connections=8", "shared_buffers=16MB"]
        command = [*user, programs / "postgres", "-D", data, *(part for it in settings for part in ("-c", it))]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder)

    def connect(self, database):
        for _ in range(300):
            try:
                connection = psycopg2.connect(host=str(self.folder), user="postgres", dbname=database)
                connection.autocommit = True
                return connection
            except psycopg2.OperationalError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text()}")

    def database(self, template="lectern0"):
        """A new database; the first has the migrations run in it, the later ones are copies of that."""
        name = f"lectern{self.count}"
        self.count += 1
        with contextlib.closing(self.connect("postgres")) as connection:
            connection.cursor().execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return Postgres(self.connect(name))

    def close(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres:
    """One database of a PostgresServer."""

    name = "postgres"

    def __init__(self, connection):
        self.connection = connection

    def run(self, statement):
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(statement.replace("{{bytes}}", "zeroblob"))
                return cursor.fetchall() if cursor.description else []
        except psycopg2.Error as error:
            kinds = {"23505": "unique", "23503": "reference", "23502": "null", "23514": error.diag.constraint_name, "P0001": error.diag.message_primary}
            if error.pgcode not in kinds:
                raise
            return kinds[error.pgcode]

    def prepare(self, text):
        with self.connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
            cursor.execute("PREPARE query AS " + text)
            if not text.upper().startswith(("SELECT", "WITH")):
                return None
            cursor.execute("SELECT cardinality(parameter_types) FROM pg_prepared_statements")
            zeros = ", ".join(["'0'"] * cursor.fetchone()[0])
            cursor.execute("EXECUTE query" + (f"({zeros})" if zeros else ""))
            return [column.name for column in cursor.description]

    def close(self):
        self.connection.close()

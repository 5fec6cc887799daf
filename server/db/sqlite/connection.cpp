// The only place, with writer.cpp and readers.cpp, that knows SQLite. Why each pragma stands here:
// server/README.md. SPDX-License-Identifier: MIT
#include "db/sqlite/connection.hpp"

#include "db/error.hpp"

#include <sqlite3.h>

namespace lectern::db {
namespace {

// SQLITE_SeekScan of SQLite's sqliteInt.h. In 3.40 that optimization forgets `b <= ?` in `a IN (…) AND b <=
// ?` over an index on (a, b) once ANALYZE has run, where a and b are NOT NULL: rows are found that do not
// fit. So it is off.
constexpr int seek_scan = 0x20000;

constexpr int busy_time = 5000; // milliseconds

int open_flags(Connection::Mode mode) {
    return SQLite::OPEN_NOMUTEX |
           (mode == Connection::Mode::read ? SQLite::OPEN_READONLY
                                           : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
}

// Extended result codes, https://www.sqlite.org/rescode.html.
[[noreturn]] void translate(SQLite::Exception const& error, std::string_view what) {
    std::string const text = std::string(what) + ": " + error.what();
    switch (error.getExtendedErrorCode()) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        throw Duplicate(text);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        throw BrokenReference(text);
    default:
        break;
    }
    switch (error.getErrorCode() & 0xff) {
    case SQLITE_CONSTRAINT:
        throw RuleBroken(text);
    case SQLITE_FULL:
        throw StorageFull();
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_CANTOPEN: // no file descriptor left, most likely
    case SQLITE_NOMEM:
        throw Busy(text);
    case SQLITE_INTERRUPT:
        throw Overloaded();
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_READONLY:
        throw StorageFailed(text);
    default:
        throw Bug(text);
    }
}

void bind(SQLite::Statement& statement, std::span<Value const> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        int const place = static_cast<int>(i) + 1;
        if (auto const* number = std::get_if<std::int64_t>(&values[i]))
            statement.bind(place, *number);
        else if (auto const* text = std::get_if<std::string_view>(&values[i]))
            statement.bind(place, std::string(*text));
        else if (auto const* bytes = std::get_if<Bytes>(&values[i]))
            statement.bind(place, bytes->view.data(), static_cast<int>(bytes->view.size()));
        else
            statement.bind(place);
    }
}

} // namespace

Connection::Connection(std::filesystem::path const& file, Mode mode)
    : database_(file.string(), open_flags(mode), busy_time) {
    auto* handle = database_.getHandle();
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_test_control(SQLITE_TESTCTRL_OPTIMIZATIONS, handle, seek_scan);
    database_.exec("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA recursive_triggers = ON;"
                   "PRAGMA cache_size = -16384; PRAGMA mmap_size = 0; PRAGMA secure_delete = ON;"
                   "PRAGMA temp_store = MEMORY");
    if (mode == Mode::read) {
        database_.exec("PRAGMA query_only = 1; PRAGMA wal_autocheckpoint = 0");
        sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    } else {
        database_.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 1000");
        database_.exec(mode == Mode::write ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
    }
}

std::int64_t Connection::step(QueryText const& query, std::span<Value const> values, RowSink* sink) {
    auto& known = prepared(query);
    ensure(!known.busy, "a query is used inside its own rows");
    struct Reset { // RELEASE and COMMIT fail while a statement is not reset, so it is on every path
        Prepared& prepared;
        ~Reset() {
            prepared.statement.tryReset();
            prepared.statement.clearBindings();
            prepared.busy = false;
        }
    } const reset{known};
    known.busy = true;
    try {
        bind(known.statement, values);
        while (known.statement.executeStep()) {
            if (!sink)
                continue;
            for (std::size_t i = 0; i < known.cells.size(); ++i) {
                auto const column = known.statement.getColumn(static_cast<int>(i));
                if (column.isInteger())
                    known.cells[i] = column.getInt64();
                else if (column.isNull())
                    known.cells[i] = Value{};
                else if (column.isBlob())
                    known.cells[i] = Bytes{{static_cast<char const*>(column.getBlob()),
                                            static_cast<std::size_t>(column.getBytes())}};
                else {
                    char const* text = column.getText();
                    known.cells[i] = std::string_view(text, static_cast<std::size_t>(column.getBytes()));
                }
            }
            if (!sink->row(Row(known.names, known.cells)))
                break;
        }
    } catch (SQLite::Exception const& error) {
        translate(error, query.name);
    }
    return sqlite3_changes64(database_.getHandle());
}

void Connection::prepare(QueryText const& query) {
    prepared(query);
}

Connection::Prepared& Connection::prepared(QueryText const& query) {
    auto& slot = statements_[&query];
    if (!slot) {
        try {
            auto made = std::make_unique<Prepared>(
                Prepared{SQLite::Statement(database_, std::string(query.sql)), {}, {}, false});
            for (int i = 0; i < made->statement.getColumnCount(); ++i)
                made->names.emplace_back(made->statement.getColumnName(i));
            made->cells.resize(made->names.size());
            slot = std::move(made);
        } catch (SQLite::Exception const& error) {
            throw Bug(std::string(query.where) + ": " + std::string(query.name) + ": " + error.what());
        }
    }
    return *slot;
}

void Connection::run_script(std::string_view script) {
    try {
        database_.exec(std::string(script));
    } catch (SQLite::Exception const& error) {
        translate(error, "script");
    }
}

void Connection::interrupt() {
    sqlite3_interrupt(database_.getHandle());
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(database_.getHandle()) == 0;
}

bool Connection::checkpoint() {
    auto* const handle = database_.getHandle();
    sqlite3_busy_timeout(handle, 0); // who reads meanwhile is not waited for: that would hold up every write
    bool const done =
        sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) == SQLITE_OK;
    sqlite3_busy_timeout(handle, busy_time);
    return done;
}

void Connection::optimize() {
    database_.tryExec("PRAGMA optimize"); // another time will do, where somebody holds the lock
}

} // namespace lectern::db

// One SQLite connection with its prepared statements. Belongs to one thread.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/session.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <unordered_map>

namespace lectern::db {

class Connection final : public Engine {
public:
    enum class Mode { read, write, scratch }; // scratch: writes without waiting for the disk
    Connection(std::filesystem::path const& file, Mode mode);

    std::int64_t step(QueryText const& query, std::span<Value const> values, RowSink* sink) override;
    // Prepares without running, so that a broken query stops the start.
    void prepare(QueryText const& query);
    // A script of several statements, for migrations and the demo. Not in a transaction of its own.
    void run_script(std::string_view script);
    // Stops a statement of this connection that runs on another thread (readers only: on the writer it would
    // roll back the whole batch). Thread-safe.
    void interrupt();
    bool in_transaction() const;
    // Copies committed pages into the file and empties the log; false where a reader's snapshot stood in the
    // way.
    bool checkpoint();
    void optimize();

private:
    struct Prepared {
        SQLite::Statement statement;
        std::vector<std::string> names;
        std::vector<Value> cells;
        bool busy = false;
    };
    Prepared& prepared(QueryText const& query);

    SQLite::Database database_;
    std::unordered_map<QueryText const*, std::unique_ptr<Prepared>> statements_;
};

// Runs inside BEGIN … COMMIT, ROLLBACK where it throws. For tests and commands that own their connection.
template <class F>
auto in_transaction(Connection& connection, F act) {
    connection.run_script("BEGIN IMMEDIATE");
    try {
        Topics woken;
        Write tx(connection, woken);
        if constexpr (std::is_void_v<std::invoke_result_t<F, Write&>>) {
            act(tx);
            connection.run_script("COMMIT");
        } else {
            auto result = act(tx);
            connection.run_script("COMMIT");
            return result;
        }
    } catch (...) {
        if (connection.in_transaction())
            connection.run_script("ROLLBACK");
        throw;
    }
}

} // namespace lectern::db

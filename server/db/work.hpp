// One unit of database work on its way to a database thread and back.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/session.hpp"

#include <chrono>
#include <exception>

namespace lectern::db {

// Lives in the caller's frame or on the heap, is never moved, and outlives done(). A submitted work is never
// cancelled.
class Work {
public:
    // Runs on a reader thread (write is null) or on the writer thread, inside a snapshot or a savepoint. May
    // throw: what it throws lands in `error`, and a write is rolled back alone. Must be re-runnable: it
    // changes nothing but the database and its own result.
    virtual void act(Read& read, Write* write) = 0;
    // Called once on the database thread, for a write after COMMIT. Hands the work back to its owner; the
    // work may be gone when this returns.
    virtual void done() noexcept = 0;

    std::exception_ptr error;
    // Not run any more after this time: Overloaded instead.
    std::chrono::steady_clock::time_point give_up_at = std::chrono::steady_clock::time_point::max();

protected:
    ~Work() = default;
};

} // namespace lectern::db

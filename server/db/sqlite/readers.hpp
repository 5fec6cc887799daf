// Threads that read: each with a read-only connection, each work in a transaction of its own, so one
// snapshot. SPDX-License-Identifier: MIT
#pragma once

#include "db/database.hpp"
#include "db/sqlite/connection.hpp"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

namespace lectern::db {

// All members are thread-safe.
class Readers {
public:
    Readers(std::filesystem::path file, unsigned threads, std::size_t max_queue);
    ~Readers() { stop(); }
    Readers(Readers const&) = delete;
    Readers& operator=(Readers const&) = delete;

    bool submit(Work& work); // false: the queue is full, or the readers are stopping
    void stop();             // runs what is queued, then joins
    std::size_t queued() const;

private:
    struct Reader {
        Connection connection;
        std::chrono::steady_clock::time_point busy_until{}; // guarded by mutex_; zero while idle
        std::thread thread;
        explicit Reader(std::filesystem::path const& file) : connection(file, Connection::Mode::read) {}
    };
    void loop(Reader& reader);
    void guard(); // interrupts reads that take too long

    std::size_t const max_queue_;
    mutable std::mutex mutex_;
    std::condition_variable wake_, guard_wake_;
    std::deque<Work*> queue_;
    bool stopping_ = false;
    std::deque<Reader> readers_;
    std::thread guard_;
};

} // namespace lectern::db

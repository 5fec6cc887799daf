// The one thread that writes: takes what is queued, runs each work in a savepoint, commits them together,
// then tells every caller. Batches form by themselves while an fsync runs; it never waits for company.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/database.hpp"
#include "db/sqlite/connection.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

namespace lectern::db {

// All members are thread-safe. The threads that works return to must outlive the writer.
class Writer {
public:
    Writer(std::filesystem::path const& file, std::size_t max_queue, std::size_t max_batch,
           Versions& versions, Connection::Mode mode = Connection::Mode::write);
    ~Writer() { stop(); }
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;

    bool submit(Work& work); // false: the queue is full, or the writer is stopping
    void watch(std::function<void(Topics)> watcher);
    void stop(); // runs what is queued, commits, checkpoints, joins
    bool is_healthy() const { return healthy_.load(); }
    Statistics statistics() const;

private:
    void loop();
    std::deque<Work*> next_batch();
    void run_batch(std::deque<Work*> const& batch);
    void run_job(Work& work, Topics& woken);
    void undo_batch();
    void fail_for_good(std::exception const& error);
    void tell(Topics woken);

    std::size_t const max_queue_;
    std::size_t const max_batch_;
    Versions& versions_;
    std::vector<std::function<void(Topics)>> watchers_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Work*> queue_;
    bool stopping_ = false;
    bool checkpoint_due_ = false; // the writer's thread alone
    std::atomic<bool> healthy_{true};
    std::atomic<bool> failed_for_good_{false};
    std::atomic<std::uint64_t> batches_{0}, jobs_{0}, biggest_batch_{0};
    Connection connection_; // used by the writer's thread alone
    std::thread thread_;
};

} // namespace lectern::db

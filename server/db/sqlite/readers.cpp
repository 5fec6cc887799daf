// Reader threads and the guard that stops a read after five seconds.
// SPDX-License-Identifier: MIT
#include "db/sqlite/readers.hpp"

#include "base/log.hpp"

namespace lectern::db {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr auto longest_read = 5s;
constexpr QueryText begin{"readers.begin", "BEGIN", "server/db/sqlite/readers.cpp"};
constexpr QueryText commit{"readers.commit", "COMMIT", "server/db/sqlite/readers.cpp"};

} // namespace

Readers::Readers(std::filesystem::path file, unsigned threads, std::size_t max_queue)
    : max_queue_(max_queue) {
    for (unsigned i = 0; i < threads; ++i)
        readers_.emplace_back(file);
    for (auto& reader : readers_)
        reader.thread = std::thread([this, &reader] { loop(reader); });
    guard_ = std::thread([this] { guard(); });
}

bool Readers::submit(Work& work) {
    {
        std::lock_guard const lock(mutex_);
        if (stopping_ || queue_.size() >= max_queue_)
            return false;
        queue_.push_back(&work);
    }
    wake_.notify_one();
    return true;
}

void Readers::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    guard_wake_.notify_all();
    for (auto& reader : readers_)
        if (reader.thread.joinable())
            reader.thread.join();
    if (guard_.joinable())
        guard_.join();
}

std::size_t Readers::queued() const {
    std::lock_guard const lock(mutex_);
    return queue_.size();
}

void Readers::loop(Reader& reader) {
    for (;;) {
        Work* work = nullptr;
        {
            std::unique_lock lock(mutex_);
            reader.busy_until = {};
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty())
                return;
            work = queue_.front();
            queue_.pop_front();
            reader.busy_until = steady_clock::now() + longest_read;
        }
        try {
            if (steady_clock::now() > work->give_up_at)
                throw Overloaded();
            reader.connection.step(begin, {}, nullptr);
            Read read(reader.connection);
            work->act(read, nullptr);
        } catch (...) {
            work->error = std::current_exception();
        }
        try {
            if (reader.connection.in_transaction())
                reader.connection.step(commit, {}, nullptr);
        } catch (std::exception const& error) { // interrupted at the last moment: the snapshot is given up
            log::warning("a read could not be ended", {{"why", error.what()}});
            if (!work->error)
                work->error = std::current_exception();
        }
        work->done();
    }
}

void Readers::guard() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        guard_wake_.wait_for(lock, 1s);
        for (auto& reader : readers_) {
            if (reader.busy_until == steady_clock::time_point{} || steady_clock::now() < reader.busy_until)
                continue;
            log::warning("a read took more than five seconds and was stopped");
            reader.connection.interrupt();
            reader.busy_until = steady_clock::now() + longest_read;
        }
    }
}

} // namespace lectern::db

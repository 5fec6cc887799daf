// The database as the rest of the house sees it: hand in work, be told of changes. No engine in here.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/work.hpp"

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <type_traits>

namespace lectern::db {

struct Statistics {
    std::uint64_t batches = 0; // commits of the writer
    std::uint64_t jobs = 0;    // works written
    std::uint64_t biggest_batch = 0;
    std::uint64_t read_queue = 0; // works waiting now
    std::uint64_t write_queue = 0;
};

// Thread-safe.
class Database {
public:
    virtual ~Database() = default;

    // False: the queue is full (or the database is closing) and nothing will happen.
    virtual bool submit_read(Work& work) = 0;
    virtual bool submit_write(Work& work) = 0;

    // Called on the writer thread after a COMMIT that woke topics, before its works are done. Set before
    // serving.
    virtual void watch(std::function<void(Topics)> watcher) = 0;
    virtual Versions const& versions() const = 0;
    // False after the disk failed or another program held the lock, until a write succeeds again; for good
    // after an I/O error.
    virtual bool is_healthy() const = 0;
    virtual Statistics statistics() const = 0;
    // Runs what is queued, commits, checkpoints, closes. Later submits are refused.
    virtual void close() = 0;

    // For threads that may wait (commands, jobs, tests; never a lane): runs `act(Read&)` or `act(Write&)`,
    // gives its result or throws what it threw.
    template <class F>
    auto read(F act) {
        return wait<Read>(std::move(act), [this](Work& work) { return submit_read(work); });
    }
    template <class F>
    auto write(F act) {
        static_assert(!std::is_invocable_v<F, Read&>, "this only reads: use read()");
        return wait<Write>(std::move(act), [this](Work& work) { return submit_write(work); });
    }

private:
    template <class Session, class F, class Submit>
    static auto wait(F act, Submit submit) {
        using Result = std::invoke_result_t<F, Session&>;
        struct Waiting final : Work {
            explicit Waiting(F f) : act_(std::move(f)) {}
            void act(Read& read, Write* write) override {
                Session* session = nullptr;
                if constexpr (std::is_same_v<Session, Write>)
                    session = write;
                else
                    session = &read;
                if constexpr (std::is_void_v<Result>)
                    act_(*session);
                else
                    result.emplace(act_(*session));
            }
            void done() noexcept override {
                auto const kept = finished; // the waiter may destroy this work while the value is being set
                kept->set_value();
            }
            F act_;
            std::conditional_t<std::is_void_v<Result>, std::monostate, std::optional<Result>> result;
            std::shared_ptr<std::promise<void>> finished = std::make_shared<std::promise<void>>();
        };
        Waiting work(std::move(act));
        auto finished = work.finished->get_future();
        if (!submit(work))
            throw Overloaded();
        finished.get();
        if (work.error)
            std::rethrow_exception(work.error);
        if constexpr (!std::is_void_v<Result>)
            return std::move(*work.result);
    }
};

} // namespace lectern::db

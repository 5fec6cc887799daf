// The runner of due work.
// SPDX-License-Identifier: MIT
#include "jobs/jobs.hpp"

#include "base/error.hpp"
#include "base/log.hpp"
#include "gen/sql/jobs.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace lectern::jobs {
namespace {

using namespace std::chrono_literals;

constexpr auto lease_time = 5min;
constexpr auto look_every = 30s;
constexpr int most_attempts = 10;

milliseconds patience(int attempts) {
    return std::min<milliseconds>(1min * (1 << std::min(attempts, 6)), 1h);
}

} // namespace

Job Job::from(db::Row const& row) {
    return {row.get<std::int64_t>("id"), row.get<std::string>("kind"), row.get<std::string>("payload"),
            row.get<int>("attempts")};
}

void add(db::Write& tx, std::string const& kind, std::string const& payload, UtcTime due, UtcTime now) {
    tx.run(sql::jobs::add, "kind"_p = kind, "payload"_p = payload, "due"_p = due, "now"_p = now);
}

struct Runner::Implementation {
    db::Database& database;
    Clock const& clock;
    std::int64_t epoch;
    Handlers handlers;
    std::mutex mutex;
    std::condition_variable wake;
    bool stopping = false;
    std::thread thread;

    std::optional<Job> lease() {
        auto const now = clock.now();
        return database.write([&](db::Write& tx) {
            return tx.maybe<Job>(sql::jobs::lease, "owner"_p = epoch, "until"_p = now + lease_time,
                                 "now"_p = now);
        });
    }

    // The work and its mark are one transaction: done once, or not at all.
    void run(Job const& job) {
        auto const now = clock.now();
        try {
            database.write([&](db::Write& tx) {
                auto const handler = handlers.find(job.kind);
                if (handler == handlers.end())
                    throw Error("no handler for this kind");
                auto const again = handler->second(tx, job, now);
                tx.run(sql::jobs::done, "job"_p = job.id);
                if (again)
                    add(tx, job.kind, job.payload, *again, now);
            });
        } catch (std::exception const& error) {
            log::error(
                "a job failed",
                {{"job", job.id}, {"kind", job.kind}, {"attempt", job.attempts}, {"why", error.what()}});
            std::string const reason = error.what();
            database.write([&](db::Write& tx) {
                auto const marked = tx.run(sql::jobs::failed, "job"_p = job.id,
                                           "state"_p = is_given_up(job) ? "failed" : "queued",
                                           "reason"_p = reason, "due"_p = now + patience(job.attempts));
                if (marked == 0)
                    tx.run(sql::jobs::done, "job"_p = job.id);
            });
        }
    }

    // What began by itself is tried for ever: nobody would begin it again.
    bool is_given_up(Job const& job) const {
        bool const began_by_itself = job.payload.empty() && handlers.contains(job.kind);
        return job.attempts >= most_attempts && !began_by_itself;
    }

    int run_due() {
        int ran = 0;
        while (auto const job = lease()) {
            run(*job);
            ++ran;
        }
        return ran;
    }

    void loop() {
        for (;;) {
            try {
                run_due();
            } catch (std::exception const& error) { // the database is busy, full or closing
                log::warning("jobs wait", {{"why", error.what()}});
            }
            std::unique_lock lock(mutex);
            if (wake.wait_for(lock, look_every, [this] { return stopping; }))
                return;
        }
    }
};

Runner::Runner(db::Database& database, Clock const& clock, std::int64_t epoch, Handlers handlers)
    : implementation_(new Implementation{database, clock, epoch, std::move(handlers), {}, {}, false, {}}) {
    auto const now = clock.now();
    database.write([&](db::Write& tx) {
        tx.run(sql::jobs::void_old_leases, "epoch"_p = epoch);
        for (auto const& [kind, handler] : implementation_->handlers)
            add(tx, kind, "", now, now); // recurring kinds begin by themselves
    });
}

Runner::~Runner() {
    stop();
}

void Runner::start() {
    implementation_->thread = std::thread([own = implementation_.get()] { own->loop(); });
}

void Runner::stop() {
    {
        std::lock_guard const lock(implementation_->mutex);
        implementation_->stopping = true;
    }
    implementation_->wake.notify_all();
    if (implementation_->thread.joinable())
        implementation_->thread.join();
}

int Runner::run_due() {
    return implementation_->run_due();
}

} // namespace lectern::jobs

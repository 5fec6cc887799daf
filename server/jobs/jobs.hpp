// Due work that is no message: leased from the table `job`, run by kind, tried again with growing patience,
// given up visibly. Recurring kinds say when they want to run next. SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "db/database.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace lectern::jobs {

struct Job {
    std::int64_t id = 0;
    std::string kind;
    std::string payload;
    int attempts = 0; // this one included
    static Job from(db::Row const& row);
};

// Runs inside one write of the database, so it stays below five milliseconds: long work is cut into pieces,
// each a job. Gives back when a recurring job wants to run again.
using Handler = std::function<std::optional<UtcTime>(db::Write& tx, Job const& job, UtcTime now)>;
using Handlers = std::map<std::string, Handler>; // by kind

// Puts a job into the table; one of the same kind and payload that still waits is enough.
void add(db::Write& tx, std::string const& kind, std::string const& payload, UtcTime due, UtcTime now);

// Runs what is due. With start() on its own thread; without, run_due() runs on the caller's.
class Runner {
public:
    // `epoch` of this process: leases of older ones are void.
    Runner(db::Database& database, Clock const& clock, std::int64_t epoch, Handlers handlers);
    ~Runner();
    Runner(Runner const&) = delete;
    Runner& operator=(Runner const&) = delete;

    void start();
    void stop();
    int run_due(); // how many ran

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

} // namespace lectern::jobs

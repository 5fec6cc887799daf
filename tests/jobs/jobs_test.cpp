// Due work: once, at its time, again after a failure, given up visibly.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"
#include "db/sqlite/connection.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "jobs/jobs.hpp"

#include <algorithm>
#include <filesystem>

using namespace lectern;
using namespace std::chrono_literals;

namespace {

class HandClock final : public Clock {
public:
    UtcTime now() const override { return time; }
    UtcTime time = *parse_rfc3339("2027-03-09T12:00:00Z");
};

// What a process does that dies with a job in hand.
inline constexpr struct take_all_query {
    static constexpr db::QueryText text{
        "test.take_all",
        "UPDATE job SET state = 'running', lease_owner = 1, lease_until = 9999999999999, attempts = 1",
        "test"};
    static constexpr std::array<std::string_view, 0> parameters{};
} take_all;

inline constexpr struct take_until_query {
    static constexpr db::QueryText text{
        "test.take_until",
        "UPDATE job SET state = 'running', lease_owner = 1, lease_until = $1, attempts = 1", "test"};
    static constexpr std::array<std::string_view, 1> parameters{"until"};
} take_until;

struct Bench {
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("lectern-jobs-" + hex(random_bytes(6)));
    HandClock clock;
    std::unique_ptr<db::Database> database;

    Bench() {
        std::filesystem::create_directories(folder);
        database = db::open_sqlite(folder / "lectern.db", {}, clock.now());
    }
    ~Bench() {
        database->close();
        std::filesystem::remove_all(folder);
    }
    void add(std::string const& kind, std::string const& payload, UtcTime due) {
        database->write([&](db::Write& tx) { jobs::add(tx, kind, payload, due, clock.now()); });
    }
    struct Left {
        std::string state, reason;
    };
    std::vector<Left> left() { // what stands in the table, straight from the file
        db::Connection connection(folder / "lectern.db", db::Connection::Mode::read);
        static constexpr db::QueryText all{
            "test.jobs", "SELECT state, COALESCE(reason, '') AS reason FROM job ORDER BY id", "test"};
        struct Sink final : db::RowSink {
            std::vector<Left> found;
            bool row(db::Row const& row) override {
                found.push_back({row.get<std::string>("state"), row.get<std::string>("reason")});
                return true;
            }
        } sink;
        connection.step(all, {}, &sink);
        return sink.found;
    }
};

} // namespace

TEST_CASE("a job runs when it is due and not before, once", "[jobs]") {
    Bench bench;
    std::vector<std::string> ran;
    jobs::Runner with_handler(
        *bench.database, bench.clock, 1,
        {{"greet", [&](db::Write&, jobs::Job const& job, UtcTime) -> std::optional<UtcTime> {
              ran.push_back(job.payload);
              return {};
          }}});
    with_handler.run_due(); // the one that starts by itself
    ran.clear();
    bench.add("greet", "later", bench.clock.now() + 1h);

    CHECK(with_handler.run_due() == 0);
    bench.clock.time += 1h;
    CHECK(with_handler.run_due() == 1);
    CHECK(with_handler.run_due() == 0);

    CHECK(ran == std::vector<std::string>{"later"});
    CHECK(bench.left().empty());
}

TEST_CASE("a recurring job starts by itself and comes again when it said", "[jobs]") {
    Bench bench;
    int ran = 0;
    jobs::Runner runner(*bench.database, bench.clock, 1,
                        {{"sweep", [&](db::Write&, jobs::Job const&, UtcTime now) -> std::optional<UtcTime> {
                              ++ran;
                              return now + 10min;
                          }}});

    CHECK(runner.run_due() == 1);
    CHECK(runner.run_due() == 0);
    bench.clock.time += 10min;
    CHECK(runner.run_due() == 1);

    CHECK(ran == 2);
    CHECK(bench.left().size() == 1);
}

TEST_CASE("what a failing job wrote is undone, and it is tried again with patience", "[jobs]") {
    Bench bench;
    int attempts = 0;
    jobs::Runner runner(
        *bench.database, bench.clock, 1,
        {{"fail", [&](db::Write& tx, jobs::Job const& job, UtcTime now) -> std::optional<UtcTime> {
              attempts = job.attempts;
              jobs::add(tx, "never", "", now, now);
              throw Error("the printer is on fire");
          }}});

    CHECK(runner.run_due() == 1);
    CHECK(runner.run_due() == 0);

    auto const left = bench.left();
    REQUIRE(left.size() == 1); // "never" was rolled back
    CHECK(left.front().state == "queued");
    CHECK(left.front().reason == "the printer is on fire");
    bench.clock.time += 2min;
    CHECK(runner.run_due() == 1);
    CHECK(attempts == 2);
}

TEST_CASE("a job that fails ten times is given up and stays visible", "[jobs]") {
    Bench bench;
    int runs = 0;
    jobs::Runner runner(*bench.database, bench.clock, 1,
                        {{"fail", [&](db::Write&, jobs::Job const& job, UtcTime) -> std::optional<UtcTime> {
                              runs += job.payload.empty() ? 0 : 1;
                              throw Error("no");
                          }}});
    bench.add("fail", "letter", bench.clock.now());

    for (int i = 0; i < 20; ++i) {
        runner.run_due();
        bench.clock.time += 2h;
    }

    CHECK(runs == 10);
    auto const left = bench.left();
    CHECK(std::count_if(left.begin(), left.end(), [](auto const& one) { return one.state == "failed"; }) ==
          1);
}

TEST_CASE("a recurring job that fails is tried for ever", "[jobs]") {
    Bench bench;
    int runs = 0;
    jobs::Runner runner(*bench.database, bench.clock, 1,
                        {{"sweep", [&](db::Write&, jobs::Job const&, UtcTime) -> std::optional<UtcTime> {
                              ++runs;
                              throw Error("no");
                          }}});

    for (int i = 0; i < 60; ++i) {
        runner.run_due();
        bench.clock.time += 2h;
    }

    CHECK(runs == 60);
    REQUIRE(bench.left().size() == 1);
    CHECK(bench.left().front().state == "queued");
}

TEST_CASE("a job whose end could not be written down is taken again when its lease is over", "[jobs]") {
    Bench bench;
    int ran = 0;
    jobs::Runner runner(*bench.database, bench.clock, 1,
                        {{"sweep", [&](db::Write&, jobs::Job const&, UtcTime now) -> std::optional<UtcTime> {
                              ++ran;
                              return now + 24h;
                          }}});
    auto const until = bench.clock.now() + 5min;
    bench.database->write([&](db::Write& tx) { tx.run(take_until, "until"_p = until); });

    CHECK(runner.run_due() == 0);
    bench.clock.time = until;
    CHECK(runner.run_due() == 1);

    CHECK(ran == 1);
}

TEST_CASE("what is queued twice does not keep a failure or a start from being written down", "[jobs]") {
    Bench bench;
    jobs::Handlers const handlers{
        {"sweep",
         [&](db::Write&, jobs::Job const&, UtcTime) -> std::optional<UtcTime> { throw Error("no"); }}};
    bench.add("sweep", "", bench.clock.now());
    bench.database->write([&](db::Write& tx) { tx.run(take_all); });
    bench.add("sweep", "", bench.clock.now() + 1h);

    jobs::Runner runner(*bench.database, bench.clock, 2, handlers);
    CHECK(runner.run_due() == 1);

    REQUIRE(bench.left().size() == 1);
    CHECK(bench.left().front().state == "queued");
}

TEST_CASE("what an earlier process had in hand is run by the next one", "[jobs]") {
    Bench bench;
    bench.add("greet", "half done", bench.clock.now());
    bench.database->write([&](db::Write& tx) { tx.run(take_all); });
    std::vector<std::string> ran;
    jobs::Runner runner(*bench.database, bench.clock, 2,
                        {{"greet", [&](db::Write&, jobs::Job const& job, UtcTime) -> std::optional<UtcTime> {
                              ran.push_back(job.payload);
                              return {};
                          }}});

    runner.run_due();

    CHECK(std::find(ran.begin(), ran.end(), "half done") != ran.end());
}

// Group commit: what is committed together, who is told when, and what a failing work or a full disk undoes.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "db/sample.hpp"
#include "db/sqlite/writer.hpp"
#include "support/folder.hpp"

#include <csignal>
#include <deque>
#include <sys/resource.h>

using namespace lectern;
using namespace lectern::db;
using sample::adds;
using sample::Gate;
using sample::Job;
using sample::kind;

namespace {

struct Open {
    sample::Folder folder;
    std::filesystem::path file = folder / "test.db";
    Versions versions;
    std::unique_ptr<Writer> writer;

    explicit Open(std::size_t max_queue = 1024, std::size_t max_batch = 256) {
        Connection(file, Connection::Mode::write).run_script(sample::schema);
        writer = std::make_unique<Writer>(file, max_queue, max_batch, versions);
    }

    // What another connection sees: committed rows only.
    std::vector<std::string> committed() {
        Connection connection(file, Connection::Mode::read);
        std::vector<std::string> bodies;
        for (auto const& note : Read(connection).all<sample::Note>(sample::notes))
            bodies.push_back(note.body);
        return bodies;
    }
    std::exception_ptr run(Job::Act act) {
        Job job(std::move(act));
        REQUIRE(writer->submit(job));
        return job.wait();
    }
};

bool has(std::vector<std::string> const& all, std::string const& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

} // namespace

TEST_CASE("works of several threads that arrive during a commit are committed together", "[db]") {
    Open open;
    Gate gate;
    REQUIRE(open.writer->submit(gate.job));
    gate.wait_until_entered();
    std::deque<Job> jobs;
    for (int i = 0; i < 64; ++i)
        jobs.emplace_back(adds("note " + std::to_string(i)));
    std::atomic<int> refused = 0;

    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (std::size_t i = t; i < jobs.size(); i += 4)
                refused += open.writer->submit(jobs[i]) ? 0 : 1;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(open.writer->statistics().write_queue == 64);
    gate.open();
    for (auto& job : jobs)
        CHECK(kind(job.wait()) == "none");

    auto const statistics = open.writer->statistics();
    CHECK(refused == 0);
    CHECK(statistics.jobs == 65);
    CHECK(statistics.biggest_batch > 1);
    CHECK(statistics.batches < statistics.jobs);
    CHECK(open.committed().size() == 64);
}

TEST_CASE("a work that fails is undone alone", "[db]") {
    Open open;
    Gate gate;
    REQUIRE(open.writer->submit(gate.job));
    gate.wait_until_entered();
    Job first(adds("first"));
    Job refused([](Read&, Write* tx) {
        tx->run(sample::insert_note, "body"_p = "of the refused");
        throw Conflict("closed");
    });
    Job doubled([](Read&, Write* tx) {
        tx->run(sample::insert_note, "body"_p = "of the doubled");
        tx->run(sample::insert_note, "body"_p = "first");
    });
    Job odd([](Read&, Write* tx) {
        tx->run(sample::insert_note, "body"_p = "of the odd");
        throw 42;
    });
    Job last(adds("last"));
    for (auto* job : {&first, &refused, &doubled, &odd, &last})
        REQUIRE(open.writer->submit(*job));

    gate.open();

    CHECK(kind(first.wait()) == "none");
    CHECK(kind(refused.wait()) == "Conflict closed");
    CHECK(kind(doubled.wait()) == "Duplicate");
    CHECK(kind(odd.wait()) == "something");
    CHECK(kind(last.wait()) == "none");
    CHECK(open.committed() == std::vector<std::string>{"first", "last"});
    CHECK(open.writer->is_healthy());
}

TEST_CASE("a caller who swallows an error inside a work keeps what came before it", "[db]") {
    Open open;
    auto const error = open.run([](Read&, Write* tx) {
        tx->run(sample::insert_note, "body"_p = "kept");
        try {
            tx->run(sample::insert_note, "body"_p = "kept");
        } catch (Duplicate const&) {
            tx->run(sample::insert_note, "body"_p = "instead");
        }
    });

    CHECK(kind(error) == "none");
    CHECK(open.committed() == std::vector<std::string>{"kept", "instead"});
}

TEST_CASE("nobody is told before the commit", "[db]") {
    Open open;
    Gate gate;
    REQUIRE(open.writer->submit(gate.job));
    gate.wait_until_entered();
    std::deque<Job> jobs;
    std::deque<std::vector<std::string>> seen(8);
    for (std::size_t i = 0; i < seen.size(); ++i) {
        auto& job = jobs.emplace_back(adds("note " + std::to_string(i)));
        job.on_done = [&open, &seen, i] { seen[i] = open.committed(); };
        REQUIRE(open.writer->submit(job));
    }

    gate.open();
    for (auto& job : jobs)
        job.wait();

    for (std::size_t i = 0; i < seen.size(); ++i)
        CHECK(has(seen[i], "note " + std::to_string(i)));
}

TEST_CASE("a full queue refuses at once, and the refused work never runs", "[db]") {
    Open open(2);
    Gate gate;
    REQUIRE(open.writer->submit(gate.job));
    gate.wait_until_entered();
    Job one(adds("one")), two(adds("two")), three(adds("three"));

    CHECK(open.writer->submit(one));
    CHECK(open.writer->submit(two));
    CHECK_FALSE(open.writer->submit(three));

    gate.open();
    one.wait();
    two.wait();
    CHECK(kind(open.run(adds("four"))) == "none"); // there is room again
    CHECK_FALSE(three.was_run);
    CHECK_FALSE(three.is_done());
    CHECK(open.committed() == std::vector<std::string>{"one", "two", "four"});
}

TEST_CASE("a work whose time is over is not run, its neighbours are", "[db]") {
    Open open;
    Gate gate;
    REQUIRE(open.writer->submit(gate.job));
    gate.wait_until_entered();
    Job before(adds("before")), late(adds("late")), after(adds("after"));
    late.give_up_at = std::chrono::steady_clock::now();
    for (auto* job : {&before, &late, &after})
        REQUIRE(open.writer->submit(*job));

    gate.open();

    CHECK(kind(before.wait()) == "none");
    CHECK(kind(late.wait()) == "Overloaded");
    CHECK(kind(after.wait()) == "none");
    CHECK_FALSE(late.was_run);
    CHECK(open.committed() == std::vector<std::string>{"before", "after"});
}

TEST_CASE("works run in the order of their submission, also where they fill several batches", "[db]") {
    Open open(2000);
    Gate gate;
    REQUIRE(open.writer->submit(gate.job));
    gate.wait_until_entered();
    std::vector<int> order, told;
    std::deque<Job> jobs;
    for (int i = 0; i < 1000; ++i) {
        auto& job = jobs.emplace_back([&order, i](Read&, Write* tx) {
            order.push_back(i);
            tx->run(sample::insert_note, "body"_p = "note " + std::to_string(i));
        });
        job.on_done = [&told, i] { told.push_back(i); };
        REQUIRE(open.writer->submit(job));
    }

    gate.open();
    for (auto& job : jobs)
        REQUIRE(kind(job.wait()) == "none");

    std::vector<int> expected(1000);
    for (std::size_t i = 0; i < expected.size(); ++i)
        expected[i] = static_cast<int>(i);
    CHECK(order == expected);
    CHECK(told == expected);
    auto const statistics = open.writer->statistics();
    CHECK(statistics.biggest_batch <= 256);
    CHECK(statistics.jobs == 1001);
    CHECK(open.committed().size() == 1000);
}

TEST_CASE("a batch of one commits every work by itself", "[db]") {
    Open open(1024, 1);
    Gate gate;
    REQUIRE(open.writer->submit(gate.job));
    gate.wait_until_entered();
    std::deque<Job> jobs;
    for (int i = 0; i < 5; ++i)
        REQUIRE(open.writer->submit(jobs.emplace_back(adds("note " + std::to_string(i)))));

    gate.open();
    for (auto& job : jobs)
        REQUIRE(kind(job.wait()) == "none");

    CHECK(open.writer->statistics().batches == 6);
    CHECK(open.writer->statistics().biggest_batch == 1);
}

TEST_CASE("a work sees what earlier works of its batch wrote", "[db]") {
    Open open;
    Gate gate;
    REQUIRE(open.writer->submit(gate.job));
    gate.wait_until_entered();
    std::int64_t counted = -1;
    Job writes(adds("a"));
    Job counts([&](Read& read, Write*) { counted = read.one<std::int64_t>(sample::count_notes); });
    REQUIRE(open.writer->submit(writes));
    REQUIRE(open.writer->submit(counts));

    gate.open();
    counts.wait();

    CHECK(counted == 1);
}

TEST_CASE("stopping runs what is queued, commits it, empties the log and takes nothing more", "[db]") {
    Open open;
    Gate gate;
    REQUIRE(open.writer->submit(gate.job));
    gate.wait_until_entered();
    std::deque<Job> jobs;
    for (int i = 0; i < 10; ++i)
        REQUIRE(open.writer->submit(jobs.emplace_back(adds("note " + std::to_string(i)))));

    std::thread stopping([&] { open.writer->stop(); });
    Job probe([](Read&, Write*) {});
    std::deque<Job> probes;
    while (open.writer->submit(probes.emplace_back([](Read&, Write*) {}))) // until stop() has said so
        std::this_thread::yield();
    gate.open();
    stopping.join();

    for (auto& job : jobs) {
        REQUIRE(job.is_done());
        CHECK(kind(job.error) == "none");
    }
    CHECK(open.committed().size() == 10);
    CHECK_FALSE(open.writer->submit(probe));
    CHECK_FALSE(probe.was_run);
    auto const log = open.folder / "test.db-wal";
    CHECK((!std::filesystem::exists(log) || std::filesystem::file_size(log) == 0));
    open.writer->stop(); // a second time does nothing
}

TEST_CASE("watchers and versions follow the commit, and only works that succeeded count", "[db]") {
    Open open;
    Topic const catalogue{1}, seats{2}, posts{3};
    std::vector<Topics> told;
    std::vector<std::string> seen;
    bool versions_first = false, before_done = true;
    Gate gate;
    Job wakes([&](Read&, Write* tx) {
        tx->run(sample::insert_note, "body"_p = "a");
        tx->wake(catalogue);
        tx->wake(catalogue);
    });
    Job also([&](Read&, Write* tx) { tx->wake(seats); });
    Job fails([&](Read&, Write* tx) {
        tx->wake(posts);
        throw Conflict("closed");
    });
    wakes.on_done = [&] { before_done = !told.empty(); };
    open.writer->watch([&](Topics topics) {
        told.push_back(topics);
        seen = open.committed();
        versions_first = open.versions.of(Topics::of(catalogue)) == 1;
    });
    REQUIRE(open.writer->submit(gate.job));
    gate.wait_until_entered();
    for (auto* job : {&wakes, &also, &fails})
        REQUIRE(open.writer->submit(*job));

    gate.open();
    for (auto* job : {&wakes, &also, &fails})
        job->wait();

    Topics all;
    for (auto const topics : told)
        all.add(topics);
    CHECK(has(seen, "a"));
    CHECK(versions_first);
    CHECK(before_done);
    CHECK(all.has(catalogue));
    CHECK(all.has(seats));
    CHECK_FALSE(all.has(posts));
    CHECK(open.versions.of(Topics::of(catalogue)) == 1);
    CHECK(open.versions.of(Topics::of(posts)) == 0);

    auto const calls = told.size();
    CHECK(kind(open.run(adds("b"))) == "none");
    CHECK(told.size() == calls); // a work that wakes nothing tells nobody
}

TEST_CASE("with a full disk a work is either written or told so, and later works succeed again", "[db]") {
    Open open;
    REQUIRE(kind(open.run([](Read&, Write* tx) { tx->run(sample::limit_to_64_pages); })) == "none");
    REQUIRE(kind(open.run(adds("before"))) == "none");
    Gate gate;
    REQUIRE(open.writer->submit(gate.job));
    gate.wait_until_entered();
    auto const huge = [](Read&, Write* tx) {
        tx->run(sample::insert_note, "body"_p = "of the huge");
        tx->run(sample::insert_file, "size"_p = 1'000'000);
    };
    auto const many = [](Read&, Write* tx) {
        tx->run(sample::insert_note, "body"_p = "of the many");
        tx->run(sample::insert_files, "count"_p = 500);
    };
    Job first(adds("first")), big(huge), second(adds("second")), long_one(many), third(adds("third"));
    for (auto* job : {&first, &big, &second, &long_one, &third})
        REQUIRE(open.writer->submit(*job));

    gate.open();
    for (auto* job : {&first, &big, &second, &long_one, &third})
        job->wait();

    CHECK(kind(big.error) == "StorageFull");
    CHECK(kind(long_one.error) == "StorageFull");
    auto const committed = open.committed();
    CHECK(has(committed, "before"));
    CHECK(has(committed, "first") == !first.error);
    CHECK(has(committed, "second") == !second.error);
    CHECK(has(committed, "third") == !third.error);
    CHECK_FALSE(has(committed, "of the huge"));
    CHECK_FALSE(has(committed, "of the many"));
}

TEST_CASE("a full disk makes the writer unhealthy until a write succeeds", "[db]") {
    Open open;
    REQUIRE(kind(open.run([](Read&, Write* tx) { tx->run(sample::limit_to_64_pages); })) == "none");
    auto const big = [](Read&, Write* tx) { tx->run(sample::insert_file, "size"_p = 1'000'000); };
    CHECK(open.writer->is_healthy());

    CHECK(kind(open.run(big)) == "StorageFull");
    CHECK_FALSE(open.writer->is_healthy());

    CHECK(kind(open.run([](Read&, Write* tx) { tx->run(sample::limit_to_many_pages); })) == "none");
    CHECK(kind(open.run(big)) == "none");
    CHECK(open.writer->is_healthy());
}

TEST_CASE("while another program holds the lock works are told to come again, and then they succeed",
          "[db]") {
    Open open;
    REQUIRE(kind(open.run([](Read&, Write* tx) { tx->run(sample::do_not_wait); })) == "none");
    Connection other(open.file, Connection::Mode::write);
    other.run_script("BEGIN IMMEDIATE");

    CHECK(kind(open.run(adds("refused"))) == "Busy");
    CHECK_FALSE(open.writer->is_healthy());
    other.run_script("ROLLBACK");

    CHECK(kind(open.run(adds("taken"))) == "none");
    CHECK(open.writer->is_healthy());
    CHECK(open.committed() == std::vector<std::string>{"taken"});
}

TEST_CASE("after a failed write to the disk nothing is promised any more, and what was promised is kept",
          "[db]") {
    Open open;
    REQUIRE(kind(open.run(adds("before"))) == "none");
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    rlimit small = before;
    small.rlim_cur = 4 * 1024 * 1024;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);

    auto const failed = open.run([](Read&, Write* tx) {
        tx->run(sample::insert_note, "body"_p = "lost");
        tx->run(sample::insert_file, "size"_p = 8 * 1024 * 1024);
    });
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);

    CHECK(kind(failed) == "StorageFailed");
    CHECK_FALSE(open.writer->is_healthy());
    CHECK(kind(open.run(adds("after"))) == "StorageFailed"); // never again on this handle, even with room
    CHECK_FALSE(open.writer->is_healthy());
    CHECK(open.committed() == std::vector<std::string>{"before"});

    open.writer->stop();
    Writer fresh(open.file, 10, 10, open.versions);
    Job job(adds("after the restart"));
    REQUIRE(fresh.submit(job));
    CHECK(kind(job.wait()) == "none");
    CHECK(open.committed() == std::vector<std::string>{"before", "after the restart"});
}

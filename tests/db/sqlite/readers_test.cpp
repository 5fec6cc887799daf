// Reader threads: one snapshot per work, no way to write, and an end for reads that take too long.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "db/sample.hpp"
#include "db/sqlite/readers.hpp"
#include "support/folder.hpp"

#include <deque>

using namespace lectern;
using namespace lectern::db;
using sample::Gate;
using sample::Job;
using sample::kind;

namespace {

struct Open {
    sample::Folder folder;
    std::filesystem::path file = folder / "test.db";
    Connection writing{file, Connection::Mode::write};
    Topics woken;
    Write tx{writing, woken};
    std::unique_ptr<Readers> readers;

    explicit Open(unsigned threads = 2, std::size_t max_queue = 1024) {
        writing.run_script(sample::schema);
        readers = std::make_unique<Readers>(file, threads, max_queue);
    }
    std::exception_ptr run(Job::Act act) {
        Job job(std::move(act));
        REQUIRE(readers->submit(job));
        return job.wait();
    }
    std::int64_t count() {
        std::int64_t counted = -1;
        auto const error =
            run([&](Read& read, Write*) { counted = read.one<std::int64_t>(sample::count_notes); });
        CHECK(kind(error) == "none");
        return counted;
    }
};

} // namespace

TEST_CASE("a read sees one snapshot from its first query to its last", "[db]") {
    Open open;
    open.tx.run(sample::insert_note, "body"_p = "a");
    std::promise<void> first_done, go_on;
    std::int64_t first = -1, second = -1;
    Job job([&](Read& read, Write* write) {
        first = write ? -2 : read.one<std::int64_t>(sample::count_notes);
        first_done.set_value();
        go_on.get_future().wait();
        second = read.one<std::int64_t>(sample::count_notes);
    });
    REQUIRE(open.readers->submit(job));
    first_done.get_future().wait();

    open.tx.run(sample::insert_note, "body"_p = "b");
    CHECK(open.count() == 2); // on the other thread, meanwhile
    go_on.set_value();
    job.wait();

    CHECK(first == 1);
    CHECK(second == 1);
    CHECK(open.count() == 2);
}

TEST_CASE("a write on a reader is refused and changes nothing", "[db]") {
    Open open(1);

    auto const error =
        open.run([](Read& read, Write*) { read.one<std::int64_t>(sample::insert_note, "body"_p = "a"); });

    CHECK(kind(error) == "StorageFailed");
    CHECK(open.count() == 0);
    open.tx.run(sample::insert_note, "body"_p = "b"); // and no lock was left behind
    CHECK(open.count() == 1);
}

TEST_CASE("a read that throws hands its error over and leaves the thread usable", "[db]") {
    Open open(1);

    auto const error = open.run([](Read& read, Write*) {
        read.one<std::int64_t>(sample::count_notes);
        throw Conflict("closed");
    });

    CHECK(kind(error) == "Conflict closed");
    open.tx.run(sample::insert_note, "body"_p = "a");
    CHECK(open.count() == 1); // a new snapshot, not the one of the failed work
}

TEST_CASE("a full queue of reads refuses at once", "[db]") {
    Open open(1, 1);
    Gate gate;
    REQUIRE(open.readers->submit(gate.job));
    gate.wait_until_entered();
    Job waits([](Read&, Write*) {}), refused([](Read&, Write*) {});

    CHECK(open.readers->submit(waits));
    CHECK(open.readers->queued() == 1);
    CHECK_FALSE(open.readers->submit(refused));

    gate.open();
    CHECK(kind(waits.wait()) == "none");
    CHECK_FALSE(refused.was_run);
    CHECK(open.readers->queued() == 0);
}

TEST_CASE("a read whose time is over is not run", "[db]") {
    Open open(1);
    Job late([](Read&, Write*) {});
    late.give_up_at = std::chrono::steady_clock::now() - std::chrono::seconds{1};

    REQUIRE(open.readers->submit(late));

    CHECK(kind(late.wait()) == "Overloaded");
    CHECK_FALSE(late.was_run);
    CHECK(open.count() == 0);
}

TEST_CASE("stopping the readers runs what is queued and takes nothing more", "[db]") {
    Open open(1);
    Gate gate;
    REQUIRE(open.readers->submit(gate.job));
    gate.wait_until_entered();
    std::deque<Job> jobs;
    for (int i = 0; i < 10; ++i)
        REQUIRE(open.readers->submit(
            jobs.emplace_back([](Read& read, Write*) { read.one<std::int64_t>(sample::count_notes); })));

    std::thread stopping([&] { open.readers->stop(); });
    std::deque<Job> probes;
    while (open.readers->submit(probes.emplace_back([](Read&, Write*) {})))
        std::this_thread::yield();
    gate.open();
    stopping.join();

    for (auto& job : jobs) {
        REQUIRE(job.is_done());
        CHECK(kind(job.error) == "none");
    }
    open.readers->stop();
}

TEST_CASE("a read without end is stopped, and the thread reads on", "[db]") {
    Open open(1);
    open.tx.run(sample::insert_note, "body"_p = "a");

    auto const error = open.run([](Read& read, Write*) { read.one<std::int64_t>(sample::endless); });

    CHECK(kind(error) == "Overloaded");
    CHECK(open.count() == 1);
}

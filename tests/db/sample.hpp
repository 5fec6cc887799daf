// A small schema with its queries, and works whose end a test can wait for.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/error.hpp"
#include "db/sqlite/connection.hpp"
#include "db/work.hpp"

#include <functional>
#include <future>
#include <string>
#include <utility>

namespace lectern::sample {

inline constexpr char const* schema =
    "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE CHECK (body <> ''),"
    " author_id INTEGER REFERENCES author (id), weight INTEGER) STRICT;"
    "CREATE TABLE file (id INTEGER PRIMARY KEY, bytes BLOB) STRICT;";

// QUERY(name, text, parameters…): what scripts/embed-sql makes of a query.
#define QUERY(NAME, SQL, COUNT, ...)                                                                         \
    inline constexpr struct NAME##_query {                                                                   \
        static constexpr db::QueryText text{#NAME, SQL, "tests/db/sample.hpp"};                              \
        static constexpr std::array<std::string_view, COUNT> parameters{__VA_ARGS__};                        \
    } NAME

QUERY(insert_note, "INSERT INTO note (body) VALUES ($1) RETURNING id", 1, "body");
QUERY(insert_full_note, "INSERT INTO note (id, body, author_id, weight) VALUES ($1, $2, $3, $4)", 4, "id",
      "body", "author", "weight");
QUERY(rename_note, "UPDATE note SET body = $1 WHERE id = $2", 2, "body", "id");
QUERY(notes, "SELECT id, body FROM note ORDER BY id", 0);
QUERY(count_notes, "SELECT count(*) AS id FROM note", 0);
QUERY(find_note, "SELECT id FROM note WHERE body = $1", 1, "body");
QUERY(insert_file, "INSERT INTO file (bytes) VALUES (zeroblob($1))", 1, "size");
QUERY(insert_files,
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
      " INSERT INTO file (bytes) SELECT zeroblob(4000) FROM n",
      1, "count");
QUERY(count_files, "SELECT count(*) AS id FROM file", 0);
QUERY(endless, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS id FROM n",
      0);
QUERY(limit_to_64_pages, "PRAGMA max_page_count = 64", 0);
QUERY(do_not_wait, "PRAGMA busy_timeout = 0", 0);
QUERY(limit_to_many_pages, "PRAGMA max_page_count = 100000", 0);

struct Note {
    std::int64_t id;
    std::string body;
    static Note from(db::Row const& row) {
        return {row.get<std::int64_t>("id"), row.get<std::string>("body")};
    }
    bool operator==(Note const&) const = default;
};

// A work made of a function; `wait` gives what it threw, or nothing.
class Job final : public db::Work {
public:
    using Act = std::function<void(db::Read&, db::Write*)>;
    explicit Job(Act act) : act_(std::move(act)) {}
    Job(Job const&) = delete;
    Job& operator=(Job const&) = delete;

    void act(db::Read& read, db::Write* write) override {
        was_run = true;
        act_(read, write);
    }
    void done() noexcept override {
        if (on_done)
            on_done();
        auto const kept = promise_; // this job may go as soon as the value is set
        kept->set_value();
    }
    std::exception_ptr wait() {
        finished_.wait();
        return error;
    }
    bool is_done() const { return finished_.wait_for(std::chrono::seconds{0}) == std::future_status::ready; }

    bool was_run = false;
    std::function<void()> on_done;

private:
    Act act_;
    std::shared_ptr<std::promise<void>> promise_ = std::make_shared<std::promise<void>>();
    std::future<void> finished_ = promise_->get_future();
};

inline Job::Act adds(std::string body) {
    return [body](db::Read&, db::Write* write) { write->one<std::int64_t>(insert_note, "body"_p = body); };
}

// A work that holds its thread until it is let go.
class Gate {
public:
    Gate() = default;
    Job job{[this](db::Read&, db::Write*) {
        entered_.set_value();
        open_.get_future().wait();
    }};
    void wait_until_entered() { entered_.get_future().wait(); }
    void open() { open_.set_value(); }

private:
    std::promise<void> entered_, open_;
};

// The name of what a pointer to an exception holds, so that a failed check says more than "false".
inline std::string kind(std::exception_ptr const& error) {
    if (!error)
        return "none";
    try {
        std::rethrow_exception(error);
    } catch (db::Duplicate const&) {
        return "Duplicate";
    } catch (db::Busy const&) {
        return "Busy";
    } catch (db::StorageFailed const&) {
        return "StorageFailed";
    } catch (StorageFull const&) {
        return "StorageFull";
    } catch (Overloaded const&) {
        return "Overloaded";
    } catch (Conflict const& conflict) {
        return "Conflict " + conflict.code();
    } catch (std::exception const& other) {
        return other.what();
    } catch (...) {
        return "something";
    }
}

} // namespace lectern::sample

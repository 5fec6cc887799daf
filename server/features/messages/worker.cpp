// Leases due messages, renders them, hands them to the mail server, marks what became of them.
// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "db/database.hpp"
#include "db/error.hpp"
#include "features/messages/outbox.hpp"
#include "gen/sql/messages.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <tuple>

namespace lectern::messages {
namespace {

using namespace std::chrono_literals;

constexpr auto lease_time = 5min;
constexpr int batch = 4;            // few, for they wait for each other behind a slow server of mail
constexpr auto longest_sleep = 30s; // then the queue is looked at again, whatever the clock did
constexpr auto host_pause = 60s;    // after 421 or a refusal of ourselves
constexpr int most_attempts = 30;

} // namespace

struct Worker::Implementation {
    db::Database& database;
    Clock const& clock;
    Keys const& keys;
    WorkerOptions options;
    MakeSink make_sink;

    std::mutex mutex;
    std::condition_variable wake;
    bool stopping = false;
    int pokes = 0;
    UtcTime paused_until{};
    UtcTime late_ones_ended{}; // guarded by the writer: used in its transactions alone
    std::vector<std::thread> threads;
    std::set<mail::MailSink*> sinks; // of the threads that still run
    std::condition_variable ended;
    // What one sender works with; a round that was interrupted leaves messages in it.
    struct Hands {
        std::unique_ptr<mail::MailSink> sink;
        std::vector<MessageId> messages = {};
        std::optional<std::pair<Row, Rendered>> delivered = {}; // and not yet written down
    };
    Hands own; // of run_due()

    void poke() {
        {
            std::lock_guard const lock(mutex);
            ++pokes;
        }
        wake.notify_all();
    }

    struct Leased {
        int priority;
        UtcTime due_at;
        MessageId id;
        static Leased from(db::Row const& row) {
            return {row.get<int>("priority"), row.get<UtcTime>("due_at"), row.get<MessageId>("id")};
        }
    };

    std::vector<MessageId> lease() {
        auto const now = clock.now();
        return database.write([&](db::Write& tx) {
            if (now - late_ones_ended >= 1min || now < late_ones_ended) {
                tx.run(sql::messages::too_late, "now"_p = now);
                late_ones_ended = now;
            }
            auto leased = tx.all<Leased>(sql::messages::lease, "owner"_p = options.epoch,
                                         "until"_p = now + lease_time, "now"_p = now, "limit"_p = batch);
            std::ranges::sort(leased, {}, [](Leased const& one) {
                return std::tuple(one.priority, one.due_at, one.id.value());
            });
            std::vector<MessageId> ids;
            for (auto const& one : leased)
                ids.push_back(one.id);
            return ids;
        });
    }

    // Renders from one snapshot; the date of the first try is kept, so that a retry is the same mail.
    std::optional<std::pair<Row, Rendered>> render(MessageId id) {
        auto const now = clock.now();
        database.write(
            [&](db::Write& tx) { tx.run(sql::messages::rendered, "message"_p = id, "now"_p = now); });
        try {
            return database.read([&](db::Read& db) {
                auto const row = db.one<Row>(sql::messages::one, "message"_p = id);
                if (db.maybe<std::int64_t>(sql::messages::is_suppressed, "key"_p = row.email_key)) {
                    auto const nobody = Email::parse("nobody@localhost.invalid");
                    return std::pair(row, Rendered{"address does not exist", {*nobody, *nobody}, {}, {}, {}});
                }
                return std::pair(row, render_message(db, row, options, keys, now));
            });
        } catch (Overloaded const&) { // another time
            throw;
        } catch (db::Busy const&) {
            throw;
        } catch (db::StorageFailed const&) {
            throw;
        } catch (
            std::exception const& error) { // a text or row that cannot be written must not stop the others
            log::error("a message cannot be written", {{"message", id.value()}, {"why", error.what()}});
            give_up(id, "failed", "cannot be written");
            return {};
        }
    }

    void give_up(MessageId id, std::string_view state, std::string const& reason) {
        database.write([&](db::Write& tx) {
            tx.run(sql::messages::give_up, "message"_p = id, "state"_p = state, "reason"_p = reason);
        });
    }

    void put_back(MessageId id, UtcTime due) {
        database.write(
            [&](db::Write& tx) { tx.run(sql::messages::put_back, "message"_p = id, "due"_p = due); });
    }

    void mark_sent(Row const& row, Rendered const& rendered) {
        auto const now = clock.now();
        database.write([&](db::Write& tx) {
            tx.run(sql::messages::sent, "message"_p = row.id, "now"_p = now);
            for (auto const merged : rendered.merged)
                tx.run(sql::messages::skip_one, "message"_p = merged, "reason"_p = "merged");
            if (rendered.news)
                tx.run(sql::messages::tell_calendar, "session"_p = rendered.news->session,
                       "key"_p = row.email_key, "method"_p = mail::name_of(rendered.news->method),
                       "sequence"_p = rendered.news->sequence, "hash"_p = db::Bytes{rendered.news->hash},
                       "now"_p = now);
        });
    }

    void mark_failed(Row const& row, mail::Outcome const& outcome) {
        auto const now = clock.now();
        std::string const said = outcome.code > 0 ? std::to_string(outcome.code) : outcome.fault;
        std::string const reason = said + (outcome.status.empty() ? "" : " " + outcome.status);
        database.write([&](db::Write& tx) {
            switch (outcome.kind) {
            case mail::Outcome::Kind::later: {
                auto const due = now + backoff(row.attempts, jitter());
                if (due > row.not_after || row.attempts >= most_attempts)
                    tx.run(sql::messages::give_up, "message"_p = row.id, "state"_p = "failed",
                           "reason"_p = reason);
                else
                    tx.run(sql::messages::retry, "message"_p = row.id, "due"_p = due, "reason"_p = reason);
                break;
            }
            case mail::Outcome::Kind::paused:
                tx.run(sql::messages::put_back, "message"_p = row.id,
                       "due"_p = std::min(now + host_pause, row.not_after));
                break;
            case mail::Outcome::Kind::refused_address:
                tx.run(sql::messages::suppress, "key"_p = row.email_key, "now"_p = now);
                [[fallthrough]];
            default:
                tx.run(sql::messages::give_up, "message"_p = row.id, "state"_p = "failed",
                       "reason"_p = reason);
            }
        });
        if (outcome.kind == mail::Outcome::Kind::paused) // what it says is about us, so it names nobody
            log::warning("the mail server refuses us: sending pauses",
                         {answer_of(outcome), {"why", outcome.reason}});
        if (outcome.kind == mail::Outcome::Kind::paused || outcome.code == 421) {
            std::lock_guard const lock(mutex);
            paused_until = now + host_pause;
        }
    }

    // What the mail server answered, or what happened instead.
    static log::Field answer_of(mail::Outcome const& outcome) {
        return outcome.code > 0 ? log::Field("code", outcome.code) : log::Field("instead", outcome.fault);
    }

    static double jitter() {
        thread_local std::minstd_rand numbers{std::random_device{}()};
        return std::uniform_real_distribution<double>(0, 1)(numbers);
    }

    bool is_paused() {
        std::lock_guard const lock(mutex);
        return clock.now() < paused_until;
    }

    // True where it was sent.
    bool send(MessageId id, Hands& hands) {
        auto const ready = render(id);
        if (!ready)
            return false;
        auto const& [row, rendered] = *ready;
        if (row.due_at > clock.now()) { // whatever the engine found: no mail leaves early
            log::error("a message was leased early", {{"message", id.value()}});
            put_back(id, row.due_at);
            return false;
        }
        if (!rendered.skip.empty()) {
            give_up(id, "skipped", rendered.skip);
            return false;
        }
        if (rendered.later) {
            if (*rendered.later > row.not_after)
                give_up(id, "skipped", "too late");
            else
                put_back(id, *rendered.later);
            return false;
        }
        auto const outcome = hands.sink->deliver(rendered.envelope, rendered.bytes);
        log::info("message", {{"message", id.value()},
                              {"kind", name(row.kind)},
                              {"to", keys.pseudonym(row.email_key)},
                              {"outcome", mail::name_of(outcome.kind)},
                              answer_of(outcome)});
        if (outcome.kind != mail::Outcome::Kind::sent) {
            mark_failed(row, outcome);
            return false;
        }
        hands.delivered = ready;
        mark_sent(row, rendered);
        hands.delivered.reset();
        return true;
    }

    // Everything that is due now. Where it throws, what was in hand goes back into the queue with the next
    // call.
    int send_due(Hands& hands) {
        int sent = 0;
        give_back(hands);
        while (!is_paused() && !is_stopping()) {
            hands.messages = lease();
            if (hands.messages.empty())
                break;
            while (!hands.messages.empty() && !is_stopping() && !is_paused()) {
                sent += send(hands.messages.front(), hands) ? 1 : 0;
                hands.messages.erase(hands.messages.begin());
            }
            give_back(hands); // where sending pauses or stops
        }
        return sent;
    }

    void give_back(Hands& hands) {
        if (hands.delivered) { // it left, so that is written down first: else it would leave again
            mark_sent(hands.delivered->first, hands.delivered->second);
            std::erase(hands.messages, hands.delivered->first.id);
            hands.delivered.reset();
        }
        if (hands.messages.empty())
            return;
        database.write([&](db::Write& tx) {
            for (auto const id : hands.messages)
                tx.run(sql::messages::give_back, "message"_p = id);
        });
        hands.messages.clear();
    }

    bool is_stopping() {
        std::lock_guard const lock(mutex);
        return stopping;
    }

    milliseconds until_next() {
        struct Due {
            std::optional<UtcTime> at;
            static Due from(db::Row const& row) { return {row.get<std::optional<UtcTime>>("id")}; }
        };
        auto const due = database.read([](db::Read& db) { return db.one<Due>(sql::messages::next_due); });
        if (!due.at)
            return longest_sleep;
        auto const now = clock.now();
        if (*due.at <= now) // due, but it waits for another one
            return 1s;
        return std::clamp<milliseconds>(*due.at - now, 50ms, longest_sleep);
    }

    void loop() {
        Hands hands{make_sink()};
        {
            std::lock_guard const lock(mutex);
            sinks.insert(hands.sink.get());
        }
        work(hands);
        std::lock_guard const lock(mutex);
        sinks.erase(hands.sink.get());
        ended.notify_all();
    }

    void work(Hands& hands) {
        for (;;) {
            milliseconds sleep = longest_sleep;
            int seen = 0;
            {
                std::lock_guard const lock(mutex);
                seen = pokes;
            }
            try {
                send_due(hands);
                sleep = until_next();
            } catch (std::exception const& error) { // the database is busy, full or closing
                log::warning("the outbox waits", {{"why", error.what()}});
                sleep = 1s;
            }
            std::unique_lock lock(mutex);
            wake.wait_for(lock, sleep, [&] { return stopping || pokes != seen; });
            if (stopping)
                break;
        }
        try {
            give_back(hands);
        } catch (std::exception const& error) { // the next start voids the lease
            log::warning("the outbox keeps what was in hand", {{"why", error.what()}});
        }
    }
};

Worker::Worker(db::Database& database, Clock const& clock, Keys const& keys, WorkerOptions options,
               MakeSink make_sink)
    : implementation_(new Implementation{database,
                                         clock,
                                         keys,
                                         std::move(options),
                                         std::move(make_sink),
                                         {},
                                         {},
                                         false,
                                         0,
                                         {},
                                         {},
                                         {},
                                         {},
                                         {},
                                         {}}) {
    database.write([&](db::Write& tx) {
        tx.run(sql::messages::void_old_leases, "epoch"_p = implementation_->options.epoch);
    });
    database.watch([known = std::weak_ptr(implementation_)](db::Topics topics) {
        if (auto const own = known.lock(); own && topics.has(outbox_changed))
            own->poke();
    });
}

Worker::~Worker() {
    stop();
}

void Worker::start() {
    for (int i = 0; i < implementation_->options.connections; ++i)
        implementation_->threads.emplace_back([own = implementation_.get()] { own->loop(); });
}

void Worker::stop() {
    {
        std::unique_lock lock(implementation_->mutex);
        implementation_->stopping = true;
        implementation_->wake.notify_all();
        if (!implementation_->ended.wait_for(lock, implementation_->options.grace,
                                             [this] { return implementation_->sinks.empty(); }))
            for (auto* sink : implementation_->sinks) // a mail server that says nothing holds nobody up
                sink->interrupt();
    }
    for (auto& thread : implementation_->threads)
        thread.join();
    implementation_->threads.clear();
}

int Worker::run_due() {
    if (!implementation_->own.sink)
        implementation_->own.sink = implementation_->make_sink();
    return implementation_->send_due(implementation_->own);
}

} // namespace lectern::messages

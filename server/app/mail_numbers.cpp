// Two small queries every quarter of a minute.
// SPDX-License-Identifier: MIT
#include "app/mail_numbers.hpp"

#include "base/log.hpp"
#include "gen/sql/site.hpp"

#include <algorithm>

namespace lectern::app {

namespace {
constexpr std::chrono::seconds between_reads{15};
}

MailNumbers::MailNumbers(db::Database& database, Clock const& clock) : database_(database), clock_(clock) {}

MailNumbers::~MailNumbers() {
    stop();
}

void MailNumbers::add_to(http::Metrics& metrics) {
    for (std::string const state : {"queued", "sending", "sent", "failed", "skipped"})
        metrics.gauge("lectern_mails", "Mails in the outbox, by state",
                      [this, state] {
                          std::lock_guard const lock(mutex_);
                          auto const found = numbers_.mails.find(state);
                          return found == numbers_.mails.end() ? 0.0 : static_cast<double>(found->second);
                      },
                      {{"state", state}});
    metrics.gauge("lectern_mail_oldest_due_seconds", "How long the oldest mail that is due has waited",
                  [this] { return waited_for(); });
    metrics.gauge("lectern_suppressed_addresses", "Addresses that get no mail any more", [this] {
        std::lock_guard const lock(mutex_);
        return static_cast<double>(numbers_.suppressed);
    });
}

double MailNumbers::waited_for() const {
    std::lock_guard const lock(mutex_);
    auto const waited = clock_.now() - numbers_.oldest_due_at.value_or(clock_.now());
    return std::max(0.0, std::chrono::duration<double>(waited).count());
}

void MailNumbers::read() {
    struct Mails {
        std::string state;
        std::int64_t count;
        std::optional<UtcTime> oldest_due_at;
        static Mails from(db::Row const& row) {
            return {row.get<std::string>("state"), row.get<std::int64_t>("mails"),
                    row.get<std::optional<UtcTime>>("oldest_due_at")};
        }
    };
    try {
        auto fresh = database_.read([](db::Read& db) {
            Numbers numbers;
            for (auto const& one : db.all<Mails>(sql::site::mails)) {
                numbers.mails[one.state] = one.count;
                if (one.state == "queued")
                    numbers.oldest_due_at = one.oldest_due_at;
            }
            numbers.suppressed = db.one<std::int64_t>(sql::site::suppressed);
            return numbers;
        });
        std::lock_guard const lock(mutex_);
        numbers_ = std::move(fresh);
    } catch (std::exception const& error) { // busy or closing; whoever else needs it says so louder
        log::debug("no numbers of mails", {{"why", error.what()}});
    }
}

void MailNumbers::start() {
    thread_ = std::thread([this] {
        std::unique_lock lock(mutex_);
        while (!stopping_) {
            lock.unlock();
            read();
            lock.lock();
            wake_.wait_for(lock, between_reads, [this] { return stopping_; });
        }
    });
}

void MailNumbers::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable())
        thread_.join();
}

} // namespace lectern::app

// A copy of the database, a clock that jumps from one due message to the next, and the built-in mailbox.
// SPDX-License-Identifier: MIT
#include "app/rehearse.hpp"

#include "app/app.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "db/sqlite/backup.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "gen/sql/messages.hpp"
#include "mail/mailbox.hpp"

#include <atomic>
#include <iostream>

namespace lectern::app {
namespace {

using namespace std::chrono_literals;

class PlayedClock final : public Clock {
public:
    explicit PlayedClock(UtcTime start) : now_(start.time_since_epoch().count()) {}
    UtcTime now() const override { return UtcTime{milliseconds{now_.load()}}; }
    void jump(UtcTime to) { now_ = to.time_since_epoch().count(); }

private:
    std::atomic<std::int64_t> now_;
};

// Reminders as the rules of today would plan them, also for places that were taken before there were any.
void plan_all_reminders(db::Database& database, UtcTime now) {
    RegistrationId after{0};
    for (;;) {
        auto const some = database.write([&](db::Write& tx) {
            auto const ids =
                tx.all<RegistrationId>(sql::messages::expecting, "now"_p = now, "after"_p = after);
            for (auto const id : ids)
                messages::plan_reminders_again(tx, id, now);
            return ids;
        });
        if (some.empty())
            return;
        after = some.back();
    }
}

} // namespace

int rehearse(Config const& config, std::filesystem::path const& out) {
    auto const original = config.data / "lectern.db";
    if (!std::filesystem::exists(original))
        throw Error("there is no database at " + original.string() + "; make one with lectern init");
    log::set_level(log::Level::warning); // seventy lines about mails that nobody gets would hide what matters
    std::filesystem::create_directories(out);
    auto const copy = out / "rehearsal.db";
    std::filesystem::remove(copy);
    db::copy_database(original, copy);
    auto const start = SystemClock().now();
    PlayedClock clock(start);
    auto const keys = Keys::open(config.data / "keys");
    auto const database = db::open_sqlite(copy, {}, start);
    plan_all_reminders(*database, start);
    auto const options = worker_options(config, site_url(config, config.listen), 1'000'000'000);
    messages::Worker worker(*database, clock, keys, options,
                            [&] { return std::make_unique<mail::Mailbox>(out, clock); });
    struct Due {
        std::optional<UtcTime> at;
        static Due from(db::Row const& row) { return {row.get<std::optional<UtcTime>>("id")}; }
    };
    int sent = 0;
    for (;;) {
        sent += worker.run_due();
        auto const next = database->read([](db::Read& db) { return db.one<Due>(sql::messages::next_due); });
        if (!next.at || *next.at > start + 31 * 24h)
            break;
        clock.jump(std::max(clock.now() + 1ms, *next.at));
    }
    database->close();
    for (auto const* rest : {"", "-wal", "-shm"})
        std::filesystem::remove(copy.string() + rest);
    std::cout << sent << " mails of the coming 31 days are in " << out.string() << ".\n";
    return 0;
}

} // namespace lectern::app

// A copy of the database, a clock that jumps from one due message to the next, and the built-in mailbox.
// SPDX-License-Identifier: MIT
#include "app/rehearse.hpp"

#include "app/app.hpp"
#include "base/error.hpp"
#include "db/sqlite/connection.hpp"
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

// A whole copy while the server may be running: VACUUM INTO reads one snapshot.
void copy_database(std::filesystem::path const& from, std::filesystem::path const& to) {
    db::Connection connection(from, db::Connection::Mode::read);
    static constexpr db::QueryText copy{"rehearse.copy", "VACUUM INTO $1", "server/app/rehearse.cpp"};
    auto const target = to.string();
    std::array<db::Value, 1> const values{std::string_view(target)};
    connection.step(copy, values, nullptr);
}

} // namespace

int rehearse(Config const& config, std::filesystem::path const& out) {
    auto const original = config.data / "lectern.db";
    if (!std::filesystem::exists(original))
        throw Error("there is no database at " + original.string() + "; make one with lectern init");
    std::filesystem::create_directories(out);
    auto const copy = out / "rehearsal.db";
    std::filesystem::remove(copy);
    copy_database(original, copy);
    auto const start = SystemClock().now();
    PlayedClock clock(start);
    auto const keys = Keys::open(config.data / "keys");
    auto const database = db::open_sqlite(copy, {}, start);
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

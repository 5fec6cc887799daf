// A copy of the database, a clock that jumps from one due message to the next, and a folder that takes the
// mails. SPDX-License-Identifier: MIT
#include "app/rehearse.hpp"

#include "app/app.hpp"
#include "app/init.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "db/sqlite/backup.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "gen/sql/messages.hpp"
#include "mail/sink.hpp"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
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

std::atomic<bool> is_stopped{false};

void stop_soon(int signal) { // a second one ends the process at once
    is_stopped = true;
    std::signal(signal, SIG_DFL);
}

// Holds the copy of the database, which is as private as the original; gone however the command ends, but
// for a signal that cannot be caught.
class PrivateFolder {
public:
    PrivateFolder() {
        auto name = (std::filesystem::temp_directory_path() / "lectern-rehearsal-XXXXXX").string();
        if (!::mkdtemp(name.data())) // mode 0700
            throw Error("cannot make a folder in " + std::filesystem::temp_directory_path().string());
        path_ = name;
    }
    ~PrivateFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    PrivateFolder(PrivateFolder const&) = delete;
    PrivateFolder& operator=(PrivateFolder const&) = delete;
    std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// An .eml file for each mail. Not flushed to the disk: a rehearsal can be played again.
class Files final : public mail::MailSink {
public:
    Files(std::filesystem::path folder, Clock const& clock, int& written)
        : folder_(std::move(folder)), clock_(clock), written_(written) {}

    mail::Outcome deliver(mail::Envelope const&, std::string_view bytes) override {
        std::string name;
        for (char const c : rfc3339(std::chrono::floor<seconds>(clock_.now())))
            if (c != '-' && c != ':')
                name += c;
        auto number = std::to_string(++written_);
        number.insert(0, number.size() < 6 ? 6 - number.size() : 0, '0');
        std::ofstream file(folder_ / (name + "-" + number + ".eml"), std::ios::binary);
        file << bytes;
        if (!file.flush())
            throw Error("cannot write in " + folder_.string());
        return {};
    }

private:
    std::filesystem::path folder_;
    Clock const& clock_;
    int& written_;
};

void prepare_folder(std::filesystem::path const& data, std::filesystem::path const& out) {
    auto const whole = std::filesystem::weakly_canonical(out).lexically_normal();
    auto const inside = whole.lexically_relative(std::filesystem::weakly_canonical(data).lexically_normal());
    if (!inside.empty() && *inside.begin() != "..")
        throw Error("--out " + out.string() + " lies in the data folder; choose another place");
    if (std::filesystem::exists(out) && !std::filesystem::is_directory(out))
        throw Error("--out " + out.string() + " is no folder");
    if (std::filesystem::exists(out) && !std::filesystem::is_empty(out))
        throw Error("--out " + out.string() + " is not empty; choose a new folder, or empty it first");
    std::filesystem::create_directories(out);
}

} // namespace

int rehearse(Config const& config, std::filesystem::path const& out) {
    need_database(config);
    if (auto const missing = Keys::missing(config.data / "keys"); !missing.empty())
        throw Error("the key " + (config.data / "keys" / missing.front()).string() +
                    " is missing; restore the folder keys/ from a backup first");
    prepare_folder(config.data, out);
    log::set_level(log::Level::warning); // seventy lines about mails that nobody gets would hide what matters
    std::signal(SIGINT, stop_soon);
    std::signal(SIGTERM, stop_soon);
    PrivateFolder const place;
    auto const copy = place.path() / "rehearsal.db";
    db::copy_database(config.data / "lectern.db", copy);
    auto const start = SystemClock().now();
    PlayedClock clock(start);
    auto const keys = Keys::open(config.data / "keys");
    auto const database = db::open_sqlite(copy, {.durable = false}, start);
    plan_all_reminders(*database, start);
    auto const options = worker_options(config, site_url(config, config.listen), 1'000'000'000);
    int written = 0;
    messages::Worker worker(*database, clock, keys, options,
                            [&] { return std::make_unique<Files>(out, clock, written); });
    struct Due {
        std::optional<UtcTime> at;
        static Due from(db::Row const& row) { return {row.get<std::optional<UtcTime>>("id")}; }
    };
    int sent = 0;
    auto const end = start + 31 * 24h;
    for (auto told = start; clock.now() <= end;) {
        sent += worker.run_due();
        if (is_stopped)
            throw Error("stopped after " + std::to_string(sent) + " mails, which are in " + out.string());
        if (clock.now() - told >= 7 * 24h) {
            told = clock.now();
            std::cerr << "until " << rfc3339(std::chrono::floor<seconds>(told)) << ": " << sent << " mails\n";
        }
        auto const next = database->read([](db::Read& db) { return db.one<Due>(sql::messages::next_due); });
        if (!next.at || *next.at > end)
            break;
        clock.jump(std::max(clock.now() + 1ms, *next.at));
    }
    database->close();
    std::cout << sent << " mails of the coming 31 days are in " << out.string() << ".\n";
    return 0;
}

} // namespace lectern::app

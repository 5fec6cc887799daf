// What a data folder must hold, asked one thing after another; the server may run meanwhile.
// SPDX-License-Identifier: MIT
#include "app/check.hpp"

#include "app/data_folder.hpp"
#include "app/init.hpp"
#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"
#include "db/catalogue.hpp"
#include "db/migrate.hpp"
#include "db/sqlite/connection.hpp"
#include "features/audit/audit.hpp"
#include "files/blobs.hpp"
#include "gen/sql/site.hpp"
#include "http/tls.hpp"

#include <algorithm>
#include <deque>
#include <iostream>

namespace lectern::app {
namespace {

constexpr auto soon = std::chrono::days{14};
constexpr std::uintmax_t most_read =
    1024 * std::uintmax_t{1_MiB}; // of files, in all: beyond it only their sizes count

class Check {
public:
    void wrong(std::string const& sentence) {
        std::cout << sentence << "\n";
        ++wrong_;
    }
    void note(std::string const& sentence) const { std::cout << sentence << "\n"; }
    int wrong() const { return wrong_; }

private:
    int wrong_ = 0;
};

std::string day(UtcTime time) {
    return rfc3339(std::chrono::floor<seconds>(time)).substr(0, 10);
}

void check_certificate(Check& check, Config const& config, UtcTime now) {
    if (config.tls_certificate.empty())
        return;
    auto const [from, until] = http::validity({config.tls_certificate, config.tls_key});
    auto const name = "the certificate " + config.tls_certificate.string();
    if (until <= now)
        check.wrong(name + " has expired on " + day(until) + ": browsers refuse it. Renew it, then SIGHUP");
    else if (from > now)
        check.wrong(name + " is not valid before " + day(from) +
                    ": browsers refuse it. Look at this machine's clock");
    else if (until - now < soon)
        check.note(name + " expires on " + day(until) + ": renew it, then SIGHUP");
}

struct Texts final : db::RowSink {
    std::vector<std::string> all;
    bool row(db::Row const& row) override {
        all.push_back(row.get<std::string>("id"));
        return true;
    }
};

void check_database(Check& check, db::Connection& connection) {
    static constexpr db::QueryText integrity{
        "check.integrity", "SELECT integrity_check AS id FROM pragma_integrity_check LIMIT 20",
        "server/app/check.cpp"};
    static constexpr db::QueryText views{
        "check.views", "SELECT name AS id FROM sqlite_schema WHERE type = 'view' AND name GLOB 'invariant_*'",
        "server/app/check.cpp"};
    for (auto const* query : sql::all_queries())
        connection.prepare(*query);
    Texts pages, names;
    connection.step(integrity, {}, &pages);
    for (auto const& line : pages.all)
        if (line != "ok")
            check.wrong("damaged: " + line);
    connection.step(views, {}, &names);
    std::deque<std::string> texts; // and the queries: the connection knows each by its address
    std::deque<db::QueryText> queries;
    for (auto const& name : names.all) {
        struct Count final : db::RowSink {
            int rows = 0;
            bool row(db::Row const&) override { return ++rows < 1000; }
        } count;
        auto const& text = texts.emplace_back("SELECT * FROM " + name);
        connection.step(queries.emplace_back(name, text, "server/app/check.cpp"), {}, &count);
        if (count.rows > 0)
            check.wrong(name + ": " + std::to_string(count.rows) + " rows that must not be");
    }
    db::Read read(connection);
    if (auto const line = audit::first_broken(read))
        check.wrong("the audit log is not as it was written from line " + std::to_string(*line) +
                    " on: somebody changed the database by hand. Compare it with a backup");
}

// Each file that the database knows is there, of its size, and, as far as reading all of them is cheap, of
// its content.
void check_files(Check& check, db::Connection& connection, files::Blobs const& blobs) {
    struct Files final : db::RowSink {
        Check& check;
        files::Blobs const& blobs;
        std::uintmax_t read = 0;
        int unread = 0;
        Files(Check& c, files::Blobs const& b) : check(c), blobs(b) {}
        bool row(db::Row const& row) override {
            auto const hash = row.get<std::string>("hash");
            auto const size = row.get<std::int64_t>("size");
            auto const path = blobs.path(hash);
            std::error_code error;
            auto const found = std::filesystem::file_size(path, error);
            if (error)
                check.wrong("the file " + path.string() +
                            " is missing or cannot be read: " + error.message());
            else if (found != static_cast<std::uintmax_t>(size))
                check.wrong("the file " + path.string() + " is damaged: it has " + std::to_string(found) +
                            " bytes, not " + std::to_string(size));
            else if (read + found > most_read)
                ++unread;
            else {
                read += found;
                auto const bytes = blobs.read(hash);
                if (!bytes)
                    check.wrong("the file " + path.string() + " cannot be read");
                else if (sha256(*bytes) != hash)
                    check.wrong("the file " + path.string() +
                                " is damaged: its content is not what its name says");
            }
            return true;
        }
    } all(check, blobs);
    connection.step(sql::site::blobs.text, {}, &all);
    if (all.unread > 0)
        check.note(std::to_string(all.unread) + " files were looked at by their size only");
}

} // namespace

int check_installation(Config const& config) {
    need_database(config);
    auto const file = config.data / "lectern.db";
    db::Connection connection(file, db::Connection::Mode::read);
    if (auto const pending = db::pending_migrations(connection, sql::all_migrations()); pending > 0)
        throw Error(
            "the database " + file.string() +
            " was written by an older Lectern. Make a backup, then run lectern migrate (serve does it too)");
    Check check;
    for (auto const& sentence : Keys::look_at(config.data / "keys"))
        check.wrong(sentence);
    check_certificate(check, config, SystemClock().now());
    check_database(check, connection);
    check_files(check, connection, files::Blobs(config.data / "files"));
    std::cout << (check.wrong() == 0 ? "All is well.\n"
                                     : "Something is wrong. What is lost comes from a backup; keep this "
                                       "folder to look into it.\n");
    return check.wrong() == 0 ? 0 : 1;
}

} // namespace lectern::app

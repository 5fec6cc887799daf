// The whole program in one process without sockets or threads of its own: router, line, a temporary SQLite
// file, an outbox and a clock that a test moves.
//   TestApp app;
//   auto const answer = app.post("/api/v1/editions/1/registrations", {{"email", "a@example.net"}, {"name",
//   "Ann"}});
// SPDX-License-Identifier: MIT
#pragma once

#include "base/secret.hpp"
#include "db/database.hpp"
#include "features/accounts/accounts.hpp"
#include "features/messages/messages.hpp"
#include "features/registration/registration.hpp"
#include "features/site/site.hpp"
#include "http/access.hpp"
#include "http/limits.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"
#include "support/manual_clock.hpp"
#include "support/outbox.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}
namespace lectern::http {
struct Shared;
}
namespace lectern::mail {
class Mailbox;
}

namespace lectern::test {

using Json = nlohmann::json;
using Fields = std::vector<std::pair<std::string, std::string>>;

inline constexpr auto site_url = "https://learn.example.org";
inline constexpr auto start_of_tests = "2027-03-01T10:00:00Z"; // a Monday

// What comes with a request besides its target and body.
struct With {
    std::map<http::Field, std::string> fields = {};
    std::string network = "192.0.2.1";
    bool secure = true;
};

struct Answer {
    int status = 0;
    std::string type;
    std::string body; // of a page: the whole document
    Fields headers;

    std::string header(std::string_view name) const; // "" without it
    Json json() const;
    // The value that Set-Cookie gives to a cookie, "" without it.
    std::string cookie(std::string_view name) const;
    // "email: required, name: length" of a problem, sorted.
    std::string errors() const;
};

struct Options {
    std::string_view now = start_of_tests;
    http::LimitOptions limits = {};
    bool with_demo = false;
    bool with_mailbox = false; // the built-in one, and the operator's pages
};

class TestApp {
public:
    explicit TestApp(Options options = {});
    ~TestApp(); // checks that what must always hold does
    TestApp(TestApp const&) = delete;
    TestApp& operator=(TestApp const&) = delete;

    ManualClock clock;
    Outbox outbox;

    Answer get(std::string const& target, With const& with = {});
    Answer post(std::string const& target, Json const& body, With const& with = {});
    Answer patch(std::string const& target, Json const& body, With const& with = {});
    Answer del(std::string const& target, With const& with = {});
    // A form of a page, as a browser without script sends it.
    Answer post_form(std::string const& target, Fields const& fields, With const& with = {});
    // Bytes as they are; the content type stands among the fields.
    Answer send(http::Method method, std::string const& target, std::string body, With const& with);

    // The statements that the answer took.
    int count_statements(std::string const& target);

    // Sends what is due by the clock; gives back how many were sent.
    int send_due();
    // A new process takes over: what the old one had in hand goes back into the queue.
    void restart_worker();
    // Moves the clock from one due message to the next, up to and with `until`.
    void send_until(UtcTime until);

    // SQL of tests: their own connection, beside the program's.
    void sql(std::string const& statement);
    std::string text(std::string const& query);    // the first column of the first row, "" for null or no row
    std::int64_t number(std::string const& query); // the same as a number, 0 without
    std::vector<std::string> rows(std::string const& query); // columns joined by " | "
    std::int64_t insert(std::string const& statement, std::vector<std::optional<std::string>> const& values);

    // The token of a registration's link: "manage", "join", "unsubscribe".
    std::string token(std::string_view purpose, std::int64_t registration);

    db::Database& database() { return *database_; }
    Keys const& keys() const { return keys_; }
    accounts::Seen& seen() { return seen_; }
    site::Operator& site_operator() { return *operator_; }
    std::filesystem::path const& folder() const { return folder_; }
    mail::MailSink& mailbox();
    http::Router const& router() const { return router_; }

private:
    http::Request request(http::Method method, std::string body, With const& with) const;
    Answer finished(http::Route const* route, http::Request const& request, http::Reply reply) const;

    std::filesystem::path folder_;
    Keys keys_;
    std::unique_ptr<db::Database> database_;
    std::unique_ptr<SQLite::Database> own_;
    http::Metrics metrics_;
    http::Edge edge_;
    accounts::Seen seen_;
    std::optional<accounts::Parts> accounts_;
    std::unique_ptr<mail::Mailbox> mailbox_;
    std::unique_ptr<site::Operator> operator_;
    http::Router router_;
    std::unique_ptr<http::Shared> shared_;
    std::unique_ptr<messages::Worker> worker_;
    std::int64_t epoch_ = 1;
};

} // namespace lectern::test

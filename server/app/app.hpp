// Builds every part in the order of their dependence and runs the server.
// SPDX-License-Identifier: MIT
#pragma once

#include "app/config.hpp"
#include "app/data_folder.hpp"
#include "app/mail_numbers.hpp"
#include "base/clock.hpp"
#include "base/secret.hpp"
#include "db/database.hpp"
#include "features/accounts/accounts.hpp"
#include "features/messages/messages.hpp"
#include "features/site/site.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "jobs/jobs.hpp"
#include "mail/mailbox.hpp"

#include <atomic>
#include <memory>
#include <optional>

namespace lectern::app {

// What the site is called outside: from the configuration, or from where it listens.
std::string site_url(Config const& config, std::string const& address);
std::vector<std::string> accepted_hosts(Config const& config, std::string const& address);
messages::WorkerOptions worker_options(Config const& config, std::string const& url, std::int64_t epoch);
// The keys of a data folder; made where the database is new. Throws Error where it is used and one is
// missing.
Keys open_keys(std::filesystem::path const& folder, db::Database& database);
// The client's files with their web addresses.
std::vector<http::Asset> const& client_assets();
// Due work that is no message, by kind.
jobs::Handlers job_handlers(accounts::Seen& seen);
// Every route of the program. `mail_from` is the organiser of calendar feeds.
void add_routes(http::Router& routes, Keys const& keys, site::Parts const& parts,
                accounts::Parts const& accounts, std::string const& mail_from);

class App {
public:
    App(Config config, Clock const& clock);
    ~App();
    App(App const&) = delete;
    App& operator=(App const&) = delete;

    int serve(); // until a signal; the exit code

private:
    // Declared in the order of their dependence; destroyed the other way round. The server's lanes outlive
    // the database, whose last answers land on them: serve() closes the database before the server is
    // destroyed.
    Config config_;
    Clock const& clock_;
    DataFolder folder_;
    std::unique_ptr<db::Database> database_;
    Keys keys_;
    http::Assets assets_;
    http::Metrics metrics_;
    MailNumbers numbers_;
    http::Edge edge_;
    http::Site site_;
    std::unique_ptr<mail::Mailbox> mailbox_;
    std::unique_ptr<site::Operator> operator_;
    accounts::Seen seen_;
    std::optional<accounts::Parts> accounts_;
    std::atomic<bool> serving_{true};
    http::Router router_;
    std::unique_ptr<messages::Worker> worker_;
    std::unique_ptr<jobs::Runner> runner_;
};

} // namespace lectern::app

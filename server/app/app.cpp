// Start and stop of the whole.
// SPDX-License-Identifier: MIT
#include "app/app.hpp"

#include "app/openapi.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/demo/demo.hpp"
#include "features/members/members.hpp"
#include "features/registration/registration.hpp"
#include "gen/sql/site.hpp"
#include "mail/smtp.hpp"

#include <iostream>
#include <thread>

namespace lectern::app {
namespace {

std::string host_of(std::string const& url) {
    auto const at = url.find("://");
    auto const rest = at == url.npos ? url : url.substr(at + 3);
    return rest.substr(0, rest.find_first_of("/"));
}

std::string without_port(std::string const& host) {
    auto const colon = host.rfind(':');
    return colon == host.npos || host.ends_with(']') ? host : host.substr(0, colon);
}

bool is_name(std::string const& host) { // an address literal is no domain for mails
    return host.find_first_not_of("0123456789.:[]") != host.npos && host.find('.') != host.npos;
}

std::unique_ptr<mail::MailSink> make_sink(Config const& config, std::filesystem::path const& folder,
                                          Clock const& clock) {
    if (config.mail_smtp_url.empty())
        return std::make_unique<mail::Mailbox>(folder, clock);
    return std::make_unique<mail::Smtp>(mail::SmtpSettings::from_url(config.mail_smtp_url).value());
}

} // namespace

std::string site_url(Config const& config, std::string const& address) {
    if (!config.site_url.empty())
        return config.site_url;
    return http::normal_origin((config.tls_certificate.empty() ? "http://" : "https://") + address);
}

std::vector<std::string> accepted_hosts(Config const& config, std::string const& address) {
    std::string const usual_port = site_url(config, address).starts_with("https://") ? ":443" : ":80";
    std::vector<std::string> hosts;
    auto const add = [&](std::string const& host) { // clients may leave the usual port out, or not
        hosts.push_back(host);
        if (without_port(host) == host)
            hosts.push_back(host + usual_port);
        else if (host.ends_with(usual_port))
            hosts.push_back(without_port(host));
    };
    if (!config.site_url.empty()) {
        add(host_of(config.site_url));
        return hosts;
    }
    add(address);
    auto const port = address.substr(address.rfind(':'));
    if (is_loopback(address))
        for (std::string const name : {"localhost", "127.0.0.1", "[::1]"})
            add(name + port);
    return hosts;
}

messages::WorkerOptions worker_options(Config const& config, std::string const& url, std::int64_t epoch) {
    auto const host = without_port(host_of(url));
    messages::WorkerOptions options;
    options.site_url = url;
    options.site_name = config.site_name;
    options.domain = is_name(host) ? host : "lectern.invalid";
    options.from = config.mail_from.empty() ? "noreply@" + options.domain : config.mail_from;
    options.epoch = epoch;
    options.connections =
        config.mail_smtp_url.empty() ? std::min(1, config.mail_connections) : config.mail_connections;
    return options;
}

Keys open_keys(std::filesystem::path const& folder, db::Database& database) {
    bool const is_used =
        database.read([](db::Read& db) { return db.maybe<std::int64_t>(sql::site::instance).has_value(); });
    if (auto const missing = Keys::missing(folder); is_used && !missing.empty())
        throw Error(
            "the key " + (folder / missing.front()).string() +
            " is missing, and links that were mailed need it. Restore the folder keys/ from a backup; "
            "where there is none, lectern init --new-keys makes new ones, and every link mailed until "
            "now is dead");
    return Keys::open(folder);
}

App::App(Config config, Clock const& clock)
    : config_(std::move(config)), clock_(clock), folder_(config_.data),
      database_(db::open_sqlite(folder_.database(),
                                {.readers = static_cast<unsigned>(config_.readers),
                                 .write_batch = static_cast<std::size_t>(config_.write_batch)},
                                clock.now())),
      keys_(open_keys(folder_.keys(), *database_)), assets_(client_assets()), numbers_(*database_, clock_) {
    if (config_.mail_smtp_url.empty()) {
        mailbox_ = std::make_unique<mail::Mailbox>(folder_.mail(), clock_);
        operator_ = std::make_unique<site::Operator>(base64url(random_bytes(32)));
    }
}

App::~App() = default;

int App::serve() {
    auto const now = clock_.now();
    auto const epoch = database_->write([&](db::Write& tx) {
        tx.run(sql::site::begin_instance, "now"_p = now);
        return tx.one<std::int64_t>(sql::site::next_epoch);
    });
    database_->write([&](db::Write& tx) {
        if (demo::is_demo(tx))
            demo::freshen(tx, now);
        catalogue::index_after_upgrade(tx);
    });
    // the server listens first, for where it listens is what the site is called without site.url
    http::ServerOptions options{.listen = config_.listen,
                                .metrics_listen = config_.metrics_listen,
                                .tls_certificate = config_.tls_certificate,
                                .tls_key = config_.tls_key,
                                .lanes = static_cast<unsigned>(config_.lanes),
                                .limits = config_.limits};
    http::Server server(options, {*database_, clock_, router_, assets_, metrics_, edge_, site_});
    auto const url = site_url(config_, server.address());
    bool const secure_site = url.starts_with("https://");
    bool const has_administrator =
        database_->read([](db::Read& db) { return accounts::has_administrator(db); });
    accounts_.emplace(accounts::Parts{keys_, seen_, config_.site_name, secure_site,
                                      has_administrator ? "" : base64url(random_bytes(32))});
    edge_ = {
        config_.site_url.empty() ? "" : config_.site_url,
        accepted_hosts(config_, server.address()),
        config_.trusted_proxies,
        config_.site_url.starts_with("https://"),
        operator_ ? std::function<bool(http::Request const&)>(
                        [this](http::Request const& request) { return operator_->is_signed_in(request); })
                  : nullptr,
        [this](db::Read& db, http::Request const& request) { return accounts::who(db, *accounts_, request); },
        members::community_of};
    site_ = {config_.site_name, url};
    site::Parts const parts{*database_,      assets_,       site_, [this] { return serving_.load(); },
                            folder_.files(), mailbox_.get()};
    auto const mailing = worker_options(config_, url, epoch);
    add_routes(router_, keys_, parts, *accounts_, mailing.from);
    if (operator_)
        site::add_operator_routes(router_, parts, *operator_);
    add_openapi_routes(router_, site_); // last: the document lists all others
    metrics_.gauge("lectern_connections", "Open connections",
                   [&server] { return static_cast<double>(server.connections()); });
    metrics_.gauge("lectern_read_queue", "Works waiting for a reader",
                   [this] { return static_cast<double>(database_->statistics().read_queue); });
    metrics_.gauge("lectern_biggest_batch", "Most works that shared one commit",
                   [this] { return static_cast<double>(database_->statistics().biggest_batch); });
    metrics_.gauge("lectern_write_queue", "Works waiting for the writer",
                   [this] { return static_cast<double>(database_->statistics().write_queue); });
    metrics_.gauge("lectern_write_batches_total", "Commits of the writer",
                   [this] { return static_cast<double>(database_->statistics().batches); });
    metrics_.gauge("lectern_written_jobs_total", "Works written",
                   [this] { return static_cast<double>(database_->statistics().jobs); });
    worker_ = std::make_unique<messages::Worker>(
        *database_, clock_, keys_, mailing, [this] { return make_sink(config_, folder_.mail(), clock_); });
    worker_->start();
    numbers_.add_to(metrics_);
    numbers_.start();
    runner_ = std::make_unique<jobs::Runner>(*database_, clock_, epoch, job_handlers(seen_));
    runner_->start();
    std::cout << "Lectern serves " << url << "\n";
    if (operator_)
        std::cout << "Mails stay here: read them at " << url << "/admin#" << operator_->token() << "\n";
    if (!accounts_->setup_token.empty())
        std::cout << "Nobody administers this site yet: begin at " << url << "/setup#"
                  << accounts_->setup_token << "\n";
    std::cout << std::flush;
    server.run([this] { serving_ = false; });
    runner_->stop();
    worker_->stop();
    numbers_.stop();
    database_->close();
    return 0;
}

} // namespace lectern::app

// The HTTP server as `app` sees it: give it a router and a database, run it until it is told to stop.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "db/database.hpp"
#include "http/access.hpp"
#include "http/assets.hpp"
#include "http/limits.hpp"
#include "http/metrics.hpp"
#include "http/pages.hpp"
#include "http/router.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace lectern::http {

struct ServerOptions {
    std::string listen = "127.0.0.1:8080";
    std::string metrics_listen = "127.0.0.1:9464"; // empty: off
    std::filesystem::path tls_certificate;         // empty: plain
    std::filesystem::path tls_key;
    unsigned lanes = 2;
    LimitOptions limits;
    std::chrono::milliseconds write_stall = std::chrono::seconds{20}; // who takes nothing for so long is cut
};

// What the server works with. All of it outlives the server; routes, edge and site may still be filled until
// run().
struct Services {
    db::Database& database;
    Clock const& clock;
    Router const& router;
    Assets const& assets;
    Metrics& metrics;
    Edge const& edge;
    Site const& site;
};

// Whether `listen` can be this: an IP address or localhost, with a port.
bool is_listen_address(std::string const& text);

// How many connections there may be where a process may open so many files: some are for the house.
int most_connections(std::size_t files);

class Server {
public:
    // Listens at once. Throws Error in words for the operator ("port 8080 is in use …").
    Server(ServerOptions options, Services services);
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    int connections() const;     // open now
    std::string address() const; // "127.0.0.1:8080", with the real port where 0 was asked for

    // Serves until SIGTERM, SIGINT or stop(); then lets what is in flight finish (at most 20 s). `draining`
    // is called once when no newcomers are taken any more. The lanes still run afterwards, until the server
    // is destroyed: the database's last answers land there.
    void run(std::function<void()> draining);
    void stop(); // from any thread

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

} // namespace lectern::http

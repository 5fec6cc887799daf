// Listening, accepting, signals, and stopping without losing a request in flight.
// SPDX-License-Identifier: MIT
#include "http/server.hpp"

#include "base/error.hpp"
#include "base/log.hpp"
#include "http/session.hpp"
#include "http/tls.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <charconv>
#include <csignal>
#include <deque>
#include <future>
#include <sys/resource.h>
#include <unistd.h>

namespace lectern::http {
namespace {

using namespace std::chrono_literals;

constexpr auto idle_grace = 1s; // idle connections stay this long: requests may be on their way
constexpr auto longest_stop = 20s;

// `key` is what the address was given as.
tcp::endpoint parse_endpoint(std::string const& key, std::string const& listen) {
    auto const colon = listen.rfind(':');
    auto host = colon == listen.npos ? listen : listen.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    if (host == "localhost")
        host = "127.0.0.1";
    boost::system::error_code error;
    auto const address = asio::ip::make_address(host, error);
    unsigned short port = 0;
    auto const* const end = listen.data() + listen.size();
    auto const [rest, wrong] =
        std::from_chars(colon == listen.npos ? end : listen.data() + colon + 1, end, port);
    if (error || wrong != std::errc{} || rest != end)
        throw Error(key + " = \"" + listen +
                    "\" is no address with a port, such as 127.0.0.1:8080 or [::1]:8080");
    return {address, port};
}

// A socket handed over by systemd (sd_listen_fds(3)), so that a restart loses no newcomer.
std::optional<int> inherited_socket() {
    auto const* pid = std::getenv("LISTEN_PID");
    auto const* count = std::getenv("LISTEN_FDS");
    if (!pid || !count || std::atol(pid) != ::getpid() || std::atoi(count) < 1)
        return {};
    constexpr int first = 3;
    return first;
}

void allow_many_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 20'000);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string security_fields(Edge const& edge) {
    std::string fields = "X-Content-Type-Options: nosniff\r\n"
                         "Referrer-Policy: same-origin\r\n"
                         "Cross-Origin-Opener-Policy: same-origin\r\n"
                         "Cross-Origin-Resource-Policy: same-origin\r\n"
                         "Permissions-Policy: camera=(), microphone=(), geolocation=()\r\n";
    if (edge.secure_site)
        fields += "Strict-Transport-Security: max-age=63072000\r\n";
    return fields;
}

} // namespace

struct Server::Implementation {
    ServerOptions options;
    Shared shared;
    Router metrics_router;
    Shared metrics_shared;
    std::deque<Lane> lanes; // outlive the database's last answers: see Server::run
    asio::io_context main_io{1};
    std::unique_ptr<Acceptor> acceptor, metrics_acceptor;
    asio::basic_signal_set<Executor> signals{main_io};
    TlsFiles tls;
    std::shared_ptr<asio::ssl::context> first_context;
    bool stopping = false;

    Implementation(ServerOptions o, Services services)
        : options(std::move(o)), shared{services, Limits(options.limits), {}, {}, {}, false},
          metrics_shared{{services.database, services.clock, metrics_router, services.assets,
                          services.metrics, services.edge, services.site},
                         Limits(options.limits),
                         {},
                         {},
                         {},
                         true},
          tls{options.tls_certificate, options.tls_key} {
        allow_many_files();
        add_metrics_route();
        first_context = tls.enabled() ? load_tls(tls) : nullptr;
        acceptor = open();
        open_metrics();
    }

    // From here on edge, site and routes are what they are.
    void begin() {
        auto const& services = shared.services;
        shared.common_fields = metrics_shared.common_fields = security_fields(services.edge);
        auto const policy = content_security_policy(services.assets);
        shared.csp_field = "Content-Security-Policy: " + policy + "\r\n";
        // browsers hold redirects of a form against form-action too, and platforms redirect further
        std::string const usual = "form-action 'self'";
        auto away = policy;
        away.replace(away.find(usual), usual.size(), usual + " https:");
        shared.csp_away_field = "Content-Security-Policy: " + away + "\r\n";
        for (unsigned i = 0; i < options.lanes; ++i)
            lanes.emplace_back(services.assets, services.site).tls = first_context;
        for (auto& lane : lanes)
            lane.start();
    }

    ~Implementation() {
        for (auto& lane : lanes)
            lane.finish();
    }

    void add_metrics_route() {
        auto* metrics = &shared.services.metrics;
        auto const read = [metrics](Request const&) { return metrics->text(); };
        auto const show = [](std::string const& text) {
            auto reply = json_reply(200, text);
            reply.type = "text/plain; version=0.0.4; charset=utf-8";
            reply.cache_control = "no-store";
            return reply;
        };
        metrics_router.get("/metrics", Access::anyone, endpoint(read).reply(show), "Numbers for operators.")
            .any_host();
    }

    std::unique_ptr<Acceptor> bind(std::string const& key, std::string const& listen) {
        auto const where = parse_endpoint(key, listen);
        auto made = std::make_unique<Acceptor>(main_io);
        made->open(where.protocol());
        made->set_option(tcp::acceptor::reuse_address(true));
        made->bind(where);
        made->listen(1024);
        return made;
    }

    std::unique_ptr<Acceptor> open() {
        if (auto const inherited = inherited_socket()) {
            auto made = std::make_unique<Acceptor>(main_io);
            made->assign(parse_endpoint("listen", options.listen).protocol(), *inherited);
            return made;
        }
        try {
            return bind("listen", options.listen);
        } catch (boost::system::system_error const& error) {
            if (error.code() == asio::error::address_in_use)
                throw Error(options.listen +
                            " is in use by another program; stop it, or choose another port with "
                            "--listen 127.0.0.1:8081");
            throw Error("cannot listen on " + options.listen + ": " + error.code().message());
        }
    }

    void open_metrics() {
        if (options.metrics_listen.empty())
            return;
        try {
            metrics_acceptor = bind("metrics.listen", options.metrics_listen);
        } catch (boost::system::system_error const& error) {
            log::warning("no metrics", {{"listen", options.metrics_listen}, {"why", error.code().message()}});
        }
    }

    // Counts the connection in, registers it with its lane and spawns it there.
    void welcome(Shared& own, Lane& lane, Socket socket) {
        beast::error_code error;
        auto const peer = socket.remote_endpoint(error);
        if (error)
            return;
        auto const address = peer.address().to_string();
        // behind a proxy all connections have its address; the requests' own networks are limited later
        auto const network = is_trusted_proxy(address, own.services.edge) ? "" : network_of(address);
        if (!own.limits.enter(network))
            return;                                             // closes
        bool const secure = tls.enabled() && !own.metrics_only; // `lane.tls` is the lane's alone
        auto start = [&own, &lane, secure, address, network](Socket given) {
            auto made = std::make_unique<Connection>(lane, own.limits, network, std::move(given));
            asio::co_spawn(lane.io.get_executor(),
                           run_connection(own, lane, std::move(made), address, secure), asio::detached);
        };
        asio::post(lane.io, [start, given = std::move(socket)]() mutable { start(std::move(given)); });
    }

    static Task<void> run_connection(Shared& own, Lane& lane, std::unique_ptr<Connection> connection,
                                     std::string address, bool secure) {
        try {
            if (secure)
                co_await serve_secure(own, lane, *connection, address);
            else
                co_await serve_plain(own, lane, *connection, address);
        } catch (std::exception const& error) {
            log::error("a connection ended with an error", {{"why", error.what()}});
        }
    }

    Task<void> accept_loop(Shared& own, Acceptor& from) {
        Timer pause(main_io);
        for (std::size_t next = 0;; ++next) {
            auto& lane = lanes[next % lanes.size()];
            auto& target = lane.io;
            auto [error, socket] = co_await from.async_accept(target, as_result);
            if (stopping || !from.is_open())
                co_return;
            if (error) { // no file descriptors, most likely: let some connections end
                pause.expires_after(50ms);
                co_await pause.async_wait(as_result);
                continue;
            }
            Socket moved(std::move(socket));
            welcome(own, lane, std::move(moved));
        }
    }

    void wait_for_signal() {
        signals.async_wait([this](boost::system::error_code error, int signal) {
            if (error)
                return;
            if (signal == SIGHUP) {
                reload_tls();
                wait_for_signal();
                return;
            }
            stop_accepting();
        });
    }

    void reload_tls() {
        if (!tls.enabled())
            return;
        try {
            auto const fresh = load_tls(tls);
            for (auto& lane : lanes)
                asio::post(lane.io, [&lane, fresh] { lane.tls = fresh; });
            log::info("certificate reloaded");
        } catch (std::exception const& error) {
            log::error("kept the old certificate", {{"why", error.what()}});
        }
    }

    void stop_accepting() {
        stopping = true;
        boost::system::error_code ignored;
        acceptor->close(ignored);
        if (metrics_acceptor)
            metrics_acceptor->close(ignored);
        signals.cancel(ignored);
    }

    // How many connections the lanes still have; `act` runs on each lane for each connection.
    template <class F>
    std::size_t for_each_connection(F act) {
        std::size_t total = 0;
        for (auto& lane : lanes) {
            std::promise<std::size_t> counted;
            auto count = counted.get_future();
            asio::post(lane.io, [&lane, &act, &counted] {
                auto const size = lane.connections.size();
                auto copy = lane.connections; // cancelling may end connections
                for (auto* connection : copy)
                    act(*connection);
                counted.set_value(size);
            });
            total += count.get();
        }
        return total;
    }

    void drain() {
        for (auto& lane : lanes)
            asio::post(lane.io, [&lane] { lane.draining = true; });
        auto const began = std::chrono::steady_clock::now();
        for (;;) {
            auto const passed = std::chrono::steady_clock::now() - began;
            auto const left = for_each_connection([passed](Connection& connection) {
                bool const is_idle = connection.state == Connection::State::idle;
                if (passed > longest_stop || (passed > idle_grace && is_idle))
                    connection.cut();
            });
            if (left == 0)
                return;
            std::this_thread::sleep_for(10ms);
        }
    }
};

Server::Server(ServerOptions options, Services services)
    : implementation_(std::make_unique<Implementation>(std::move(options), services)) {}
Server::~Server() = default;

std::string Server::address() const {
    auto const where = implementation_->acceptor->local_endpoint();
    auto const host = where.address().to_string();
    return (where.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(where.port());
}

int Server::connections() const {
    return implementation_->shared.limits.connections();
}

bool is_listen_address(std::string const& text) {
    try {
        parse_endpoint("", text);
        return true;
    } catch (Error const&) {
        return false;
    }
}

void Server::run(std::function<void()> draining) {
    auto& own = *implementation_;
    own.begin();
    own.signals.add(SIGTERM);
    own.signals.add(SIGINT);
    own.signals.add(SIGHUP);
    own.wait_for_signal();
    asio::co_spawn(own.main_io.get_executor(), own.accept_loop(own.shared, *own.acceptor), asio::detached);
    if (own.metrics_acceptor)
        asio::co_spawn(own.main_io.get_executor(), own.accept_loop(own.metrics_shared, *own.metrics_acceptor),
                       asio::detached);
    own.main_io.run();
    std::signal(SIGTERM, [](int) { _exit(1); }); // a second signal: at once
    std::signal(SIGINT, [](int) { _exit(1); });
    draining();
    own.drain();
}

void Server::stop() {
    asio::post(implementation_->main_io, [this] { implementation_->stop_accepting(); });
}

} // namespace lectern::http

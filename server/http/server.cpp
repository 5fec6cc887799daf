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

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <deque>
#include <fcntl.h>
#include <future>
#include <limits>
#include <sys/resource.h>
#include <sys/socket.h>
#include <tuple>
#include <unistd.h>
#include <utility>

namespace lectern::http {
namespace {

using namespace std::chrono_literals;

constexpr auto idle_grace = 1s; // idle connections stay this long: requests may be on their way
constexpr auto longest_stop = 20s;
constexpr auto between_warnings = 1min;
constexpr int most_of_metrics = 32; // connections; who watches has few

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

// Descriptors besides those of connections: database, log, libraries, listeners, mails, files that are read.
constexpr std::size_t own_files = 256;

// How many files this process may have open, after asking for as many as `connections` need.
std::size_t allow_files(std::size_t connections) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return connections + own_files;
    limit.rlim_cur = std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, connections + own_files));
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

// The limits, with no more connections than there can be files, so that the house keeps what it needs to
// answer those it has.
LimitOptions fitting(LimitOptions limits) {
    auto const files = allow_files(static_cast<std::size_t>(limits.connections));
    auto const most = most_connections(files);
    if (limits.connections <= most)
        return limits;
    log::warning("limits.connections does not fit: raise the limit of open files (LimitNOFILE, ulimit -n)",
                 {{"connections", limits.connections}, {"files", files}, {"taken", most}});
    limits.connections = most;
    return limits;
}

// A descriptor to give away when there are no others: with it one more connection is taken, told, and closed.
class Reserve {
public:
    Reserve() { take(); }
    ~Reserve() { give(); }
    Reserve(Reserve const&) = delete;
    Reserve& operator=(Reserve const&) = delete;

    // Answers whoever waits first at this listener. False: nobody does, or not even this was possible.
    bool turn_away(int listener, bool in_plain) {
        static constexpr std::string_view busy = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n"
                                                 "Content-Length: 0\r\nConnection: close\r\n\r\n";
        give();
        int const newcomer = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (newcomer >= 0) {
            if (in_plain)
                std::ignore = ::send(newcomer, busy.data(), busy.size(), MSG_NOSIGNAL);
            ::shutdown(newcomer, SHUT_WR);
            std::array<char, 4096>
                waste; // unread input would make the kernel send RST, and the answer may be lost
            while (::recv(newcomer, waste.data(), waste.size(), 0) > 0) {
            }
            ::close(newcomer);
        }
        take();
        return newcomer >= 0;
    }

private:
    void take() { descriptor_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC); }
    void give() {
        if (descriptor_ >= 0)
            ::close(std::exchange(descriptor_, -1));
    }
    int descriptor_ = -1;
};

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
    Reserve reserve;
    int not_taken = 0; // since it was told
    std::chrono::steady_clock::time_point told_again_at{}, told_full_at{};

    Implementation(ServerOptions o, Services services)
        : options(std::move(o)),
          shared{services, Limits(fitting(options.limits)), {}, {}, {}, false, options.write_stall},
          metrics_shared{{services.database, services.clock, metrics_router, services.assets,
                          services.metrics, services.edge, services.site},
                         Limits({.connections = most_of_metrics}),
                         {},
                         {},
                         {},
                         true,
                         options.write_stall},
          tls{options.tls_certificate, options.tls_key} {
        add_metrics_route();
        first_context = tls.enabled() ? load_tls(tls) : nullptr;
        acceptor = open();
        open_metrics();
    }

    // From here on edge, site and routes are what they are.
    void begin() {
        auto const& services = shared.services;
        shared.begin();
        metrics_shared.begin();
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
        if (!own.limits.enter(network)) {
            note_full(network);
            return; // closes
        }
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
            if (error) { // most likely there are no file descriptors
                bool const is_told = tell_of_failure(own, from, error);
                pause.expires_after(is_told ? 1ms : 50ms); // let some connections end
                co_await pause.async_wait(as_result);
                continue;
            }
            Socket moved(std::move(socket));
            welcome(own, lane, std::move(moved));
        }
    }

    // True where a newcomer was answered nevertheless.
    bool tell_of_failure(Shared& own, Acceptor& from, boost::system::error_code error) {
        auto const now = std::chrono::steady_clock::now();
        ++not_taken;
        if (now >= told_again_at) {
            told_again_at = now + between_warnings;
            log::error(
                "cannot take connections",
                {{"why", error.message()}, {"times", not_taken}, {"open", shared.limits.connections()}});
            not_taken = 0;
        }
        bool const is_plain = !tls.enabled() || own.metrics_only;
        bool const is_out_of_files = error.value() == EMFILE || error.value() == ENFILE;
        return is_out_of_files && reserve.turn_away(from.native_handle(), is_plain);
    }

    // A flood is told once in a while, and counted.
    void note_full(std::string const& network) {
        auto const now = std::chrono::steady_clock::now();
        shared.services.metrics.refused_connection();
        if (now < told_full_at)
            return;
        told_full_at = now + between_warnings;
        log::warning("connections are refused: too many, in all or of one network",
                     {{"open", shared.limits.connections()}, {"behind_proxy", network.empty()}});
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

int most_connections(std::size_t files) {
    constexpr std::size_t at_least = 16;
    auto const left = std::max(files, own_files + at_least) - own_files;
    return static_cast<int>(std::min<std::size_t>(left, std::numeric_limits<int>::max()));
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

// A lane is one io_context with one thread. A connection lives and dies on its lane: no strands, no locks,
// and coroutines never migrate. SPDX-License-Identifier: MIT
#pragma once

#include "http/cache.hpp"
#include "http/limits.hpp"
#include "http/pages.hpp"
#include "http/task.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace lectern::http {

class Lane;

// One accepted connection, from accept until it is closed: the lane finds it when the server stops, and the
// limits count it. Made and destroyed on its lane.
class Connection {
public:
    // idle: no request has arrived whole, so that cutting it loses none
    enum class State { idle, busy };

    // Counted in already, by Limits::enter(network).
    Connection(Lane& lane, Limits& limits, std::string network, Socket socket);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    void cut() { stream.cancel(); }

    PlainStream stream;
    State state = State::idle;

private:
    Lane& lane_;
    Limits& limits_;
    std::string network_;
    std::list<Connection*>::iterator at_;
};

// Work that comes back from another thread.
struct Resumable {
    virtual void resume() = 0;

protected:
    ~Resumable() = default;
};

class Lane {
public:
    Lane(Assets const& assets, Site const& site) : pages(assets, site) {}

    std::list<Connection*> connections; // outlives the loop, whose end may end some
    asio::io_context io{1};
    Cache cache;
    Pages pages;
    std::string key; // scratch for look-ups in the cache
    bool draining = false;
    std::shared_ptr<asio::ssl::context> tls;

    void start() {
        thread_ = std::thread([this] { io.run(); });
    }
    // Lets the loop end once nothing is left to do, and waits for it.
    void finish() {
        work_.reset();
        if (thread_.joinable())
            thread_.join();
    }
    // From any thread: resumes on the lane. Completions that arrive together share one wake-up.
    void deliver(Resumable& done);
    // "Date: …\r\n", made once a second.
    std::string const& date_line(std::time_t now);
    std::string next_request_id();

private:
    std::optional<asio::executor_work_guard<Executor>> work_{std::in_place, io.get_executor()};
    std::mutex mutex_;
    std::vector<Resumable*> delivered_;
    std::string date_;
    std::time_t date_at_ = 0;
    std::uint64_t request_seed_ = 0;
    std::thread thread_;
};

} // namespace lectern::http

// What a lane does besides running its loop.
// SPDX-License-Identifier: MIT
#include "http/lanes.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"

#include <boost/asio/post.hpp>

#include <cstring>
#include <ctime>

namespace lectern::http {

Connection::Connection(Lane& lane, Limits& limits, std::string network, Socket socket)
    : stream(std::move(socket)), lane_(lane), limits_(limits), network_(std::move(network)),
      at_(lane.connections.insert(lane.connections.end(), this)) {}

Connection::~Connection() {
    lane_.connections.erase(at_);
    limits_.leave(network_);
}

void Lane::deliver(Resumable& done) {
    {
        std::lock_guard const lock(mutex_);
        delivered_.push_back(&done);
        if (delivered_.size() > 1)
            return; // somebody has posted already
    }
    asio::post(io, [this] {
        std::vector<Resumable*> ready;
        {
            std::lock_guard const lock(mutex_);
            ready.swap(delivered_);
        }
        for (auto* one : ready)
            one->resume();
    });
}

std::string const& Lane::date_line(std::time_t now) {
    if (now != date_at_) { // IMF-fixdate, RFC 9110 §5.6.7
        static constexpr char const* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr char const* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm parts{};
        gmtime_r(&now, &parts);
        char text[64];
        auto const size = std::snprintf(text, sizeof text, "Date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n",
                                        days[parts.tm_wday], parts.tm_mday, months[parts.tm_mon],
                                        parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
        date_.assign(text, static_cast<std::size_t>(size));
        date_at_ = now;
    }
    return date_;
}

std::string Lane::next_request_id() {
    if (request_seed_ == 0) {
        auto const seed = random_bytes(sizeof request_seed_);
        std::memcpy(&request_seed_, seed.data(), sizeof request_seed_);
    }
    request_seed_ =
        request_seed_ * 6364136223846793005ULL + 1442695040888963407ULL; // an LCG: unique, not secret
    char bytes[sizeof request_seed_];
    std::memcpy(bytes, &request_seed_, sizeof bytes);
    return hex({bytes, sizeof bytes});
}

} // namespace lectern::http

// Buckets fill with time; a full one is forgotten, so that memory stays bounded by what is active.
// SPDX-License-Identifier: MIT
#include "http/limits.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace lectern::http {

Limits::Rate Limits::rate(Limit limit) const {
    auto const per_minute = [](int n, int burst) { return Rate{n / 60.0, static_cast<double>(burst)}; };
    switch (limit) {
    case Limit::write:
        return per_minute(options_.writes_per_minute, options_.writes_per_minute);
    case Limit::registration:
        return per_minute(options_.registrations_per_minute, options_.registration_burst);
    case Limit::sign_in:
        return {options_.sign_ins_per_hour / 3600.0, static_cast<double>(options_.sign_ins_per_hour)};
    default:
        return per_minute(options_.reads_per_minute, options_.reads_per_minute);
    }
}

bool Limits::take(Limit limit, std::string const& network, UtcTime now) {
    if (limit == Limit::none)
        return true;
    auto const [per_second, burst] = rate(limit);
    std::lock_guard const lock(mutex_);
    auto& buckets = buckets_[static_cast<std::size_t>(limit)];
    if (buckets.size() > 100'000)
        forget_full_buckets(now);
    auto const [at, is_new] = buckets.try_emplace(network, Bucket{burst, now});
    auto& bucket = at->second;
    auto const passed = std::chrono::duration<double>(std::max(now - bucket.at, milliseconds{0})).count();
    bucket.tokens = std::min(burst, bucket.tokens + passed * per_second);
    bucket.at = now;
    if (bucket.tokens < 1)
        return false;
    bucket.tokens -= 1;
    return true;
}

void Limits::forget_full_buckets(UtcTime now) {
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
        auto const [per_second, burst] = rate(static_cast<Limit>(i));
        std::erase_if(buckets_[i], [&, fill = burst / per_second](auto const& entry) {
            return std::chrono::duration<double>(now - entry.second.at).count() > fill;
        });
    }
}

bool Limits::enter(std::string const& network) {
    std::lock_guard const lock(mutex_);
    if (total_connections_ >= options_.connections)
        return false;
    if (!network.empty()) {
        auto const own = connections_.try_emplace(network, 0).first;
        if (own->second >= options_.connections_per_network)
            return false;
        ++own->second;
    }
    ++total_connections_;
    return true;
}

void Limits::leave(std::string const& network) {
    std::lock_guard const lock(mutex_);
    --total_connections_;
    auto const own = connections_.find(network);
    if (own != connections_.end() && --own->second == 0)
        connections_.erase(own);
}

int Limits::connections() const {
    std::lock_guard const lock(mutex_);
    return total_connections_;
}

std::string network_of(std::string_view text) {
    namespace ip = boost::asio::ip;
    boost::system::error_code error;
    auto const address = ip::make_address(text, error);
    if (error)
        return std::string(text);
    if (address.is_v4())
        return address.to_string();
    auto const v6 = address.to_v6();
    if (v6.is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, v6).to_string();
    auto bytes = v6.to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return ip::address_v6(bytes).to_string() + "/64";
}

} // namespace lectern::http

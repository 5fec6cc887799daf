// Buckets fill with time; a full one is forgotten, and their number is bounded, so memory is too.
// SPDX-License-Identifier: MIT
#include "http/limits.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>

namespace lectern::http {
namespace {

// Of each kind of requests. Sweeping looks at every bucket while all others wait: not for few, and not often.
constexpr std::size_t many_networks = 100'000;
constexpr std::size_t max_networks = 200'000;
constexpr seconds between_sweeps{1};

} // namespace

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
    if (buckets.own.size() > many_networks && std::chrono::abs(now - buckets.swept_at) >= between_sweeps)
        forget_full_buckets(buckets, {per_second, burst}, now);
    auto& bucket = bucket_of(buckets, network, {burst, now});
    auto const passed = std::chrono::duration<double>(std::max(now - bucket.at, milliseconds{0})).count();
    bucket.tokens = std::min(burst, bucket.tokens + passed * per_second);
    bucket.at = now;
    if (bucket.tokens < 1)
        return false;
    bucket.tokens -= 1;
    return true;
}

Limits::Bucket& Limits::bucket_of(Buckets& buckets, std::string const& network, Bucket full) {
    if (buckets.own.size() < max_networks)
        return buckets.own.try_emplace(network, full).first->second;
    auto const known = buckets.own.find(network);
    return known == buckets.own.end() ? buckets.shared : known->second;
}

void Limits::forget_full_buckets(Buckets& buckets, Rate fills, UtcTime now) {
    buckets.swept_at = now;
    std::erase_if(buckets.own, [now, fill = fills.burst / fills.per_second](auto const& entry) {
        return std::chrono::duration<double>(now - entry.second.at).count() > fill;
    });
}

std::size_t Limits::networks(Limit limit) const {
    std::lock_guard const lock(mutex_);
    return buckets_[static_cast<std::size_t>(limit)].own.size();
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

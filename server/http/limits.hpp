// Token buckets per network, and how many connections one network may hold.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"

#include <array>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace lectern::http {

// `registration`: beyond it a registration waits for its address to be confirmed instead of 429. `sign_in`:
// asking for a link.
enum class Limit { none, read, write, registration, sign_in, count };

struct LimitOptions {
    int reads_per_minute = 6000; // per network, answers that were prepared not counted
    int writes_per_minute = 120;
    int registrations_per_minute = 60;
    int registration_burst = 120;
    int sign_ins_per_hour = 20;
    int connections = 16'000;
    int connections_per_network = 512;
};

// Thread-safe.
class Limits {
public:
    explicit Limits(LimitOptions options) : options_(options) {}

    // Takes one token; false: there is none, ask again in about a second.
    bool take(Limit limit, std::string const& network, UtcTime now);
    // Counts a connection in; false: too many already. leave() is owed for every true. `network` is empty for
    // a proxy in front, which brings the connections of all the world: those count in all only.
    bool enter(std::string const& network);
    void leave(std::string const& network);
    int connections() const;
    // Networks that have a bucket of their own for requests of this kind.
    std::size_t networks(Limit limit) const;

private:
    struct Bucket {
        double tokens = 0;
        UtcTime at{};
    };
    struct Buckets {
        std::unordered_map<std::string, Bucket> own;
        Bucket shared; // of all networks that found no room; full at first, for its time is long ago
        UtcTime swept_at{};
    };
    struct Rate {
        double per_second;
        double burst;
    };
    Rate rate(Limit limit) const;
    static Bucket& bucket_of(Buckets& buckets, std::string const& network, Bucket full);
    static void forget_full_buckets(Buckets& buckets, Rate fills, UtcTime now);

    LimitOptions const options_;
    mutable std::mutex mutex_;
    std::array<Buckets, static_cast<std::size_t>(Limit::count)> buckets_;
    std::unordered_map<std::string, int> connections_;
    int total_connections_ = 0;
};

// The network of an address: IPv4 as it is, IPv6 cut to /64, IPv4-mapped as IPv4.
std::string network_of(std::string_view address);

} // namespace lectern::http

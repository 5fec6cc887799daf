// Token buckets with a given clock, networks, and counted connections.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "http/limits.hpp"

using namespace lectern;
using namespace lectern::http;

namespace {

constexpr UtcTime start{milliseconds{1'800'000'000'000}};

int taken(Limits& limits, Limit limit, std::string const& network, UtcTime at, int tries) {
    int count = 0;
    for (int i = 0; i < tries; ++i)
        count += limits.take(limit, network, at) ? 1 : 0;
    return count;
}

} // namespace

TEST_CASE("a bucket is full at first, empties, and fills with time", "[http]") {
    Limits limits({.writes_per_minute = 60});

    CHECK(taken(limits, Limit::write, "a", start, 100) == 60);
    CHECK(taken(limits, Limit::write, "a", start + milliseconds{900}, 10) == 0);
    CHECK(taken(limits, Limit::write, "a", start + milliseconds{1100}, 10) == 1);
    CHECK(taken(limits, Limit::write, "a", start + seconds{11}, 100) == 10);
    CHECK(taken(limits, Limit::write, "a", start + minutes{60}, 100) == 60); // never fuller than full
}

TEST_CASE("networks and kinds of requests have buckets of their own", "[http]") {
    Limits limits({.reads_per_minute = 5,
                   .writes_per_minute = 3,
                   .registrations_per_minute = 1,
                   .registration_burst = 2});

    CHECK(taken(limits, Limit::read, "a", start, 10) == 5);
    CHECK(taken(limits, Limit::read, "b", start, 10) == 5);
    CHECK(taken(limits, Limit::write, "a", start, 10) == 3);
    CHECK(taken(limits, Limit::registration, "a", start, 10) == 2);
    CHECK(taken(limits, Limit::none, "a", start, 10'000) == 10'000);
}

TEST_CASE("registrations have a burst beyond their rate", "[http]") {
    Limits limits({.registrations_per_minute = 60, .registration_burst = 120});

    CHECK(taken(limits, Limit::registration, "a", start, 500) == 120);
    CHECK(taken(limits, Limit::registration, "a", start + minutes{1}, 500) == 60);
    CHECK(taken(limits, Limit::registration, "a", start + minutes{3}, 500) == 120);
}

TEST_CASE("a clock that goes back gives no tokens", "[http]") {
    Limits limits({.writes_per_minute = 60});
    CHECK(taken(limits, Limit::write, "a", start, 100) == 60);

    CHECK(taken(limits, Limit::write, "a", start - minutes{5}, 100) == 0);
}

TEST_CASE("an empty bucket is not forgotten among very many networks", "[http]") {
    Limits limits({.writes_per_minute = 2});
    CHECK(taken(limits, Limit::write, "greedy", start, 5) == 2);

    for (int i = 0; i < 100'100; ++i)
        limits.take(Limit::write, "n" + std::to_string(i), start);

    CHECK(taken(limits, Limit::write, "greedy", start, 5) == 0);
    CHECK(taken(limits, Limit::write, "greedy", start + minutes{2}, 5) == 2);
}

TEST_CASE("full buckets of very many networks are looked for once a second", "[http]") {
    Limits limits({.writes_per_minute = 60});
    for (int i = 0; i < 100'100; ++i)
        limits.take(Limit::write, "n" + std::to_string(i), start);
    CHECK(limits.networks(Limit::write) == 100'100);

    limits.take(Limit::write, "n0", start + milliseconds{59'900}); // looks, and finds none
    limits.take(Limit::write, "n1", start + milliseconds{60'800}); // finds them all, if it looks
    CHECK(limits.networks(Limit::write) == 100'100);

    limits.take(Limit::write, "n2", start + milliseconds{60'900});
    CHECK(limits.networks(Limit::write) == 3);
}

TEST_CASE("beyond two hundred thousand networks newcomers share one bucket of each kind", "[http]") {
    Limits limits({.reads_per_minute = 5, .writes_per_minute = 2});
    for (int i = 0; i < 200'500; ++i)
        limits.take(Limit::write, "n" + std::to_string(i), start);
    CHECK(limits.networks(Limit::write) == 200'000);

    CHECK(taken(limits, Limit::write, "n0", start, 5) == 1); // known: what is left of its own two
    CHECK(taken(limits, Limit::write, "n199999", start, 5) == 1);
    CHECK(taken(limits, Limit::write, "newcomer", start, 5) == 0); // the five hundred shared two
    CHECK(taken(limits, Limit::read, "newcomer", start, 10) == 5);
    CHECK(taken(limits, Limit::write, "newcomer", start + seconds{31}, 5) == 1);
    CHECK(taken(limits, Limit::write, "another", start + seconds{31}, 5) == 0);
    CHECK(limits.networks(Limit::write) == 200'000);

    CHECK(taken(limits, Limit::write, "newcomer", start + minutes{2}, 5) == 2); // there is room again
    CHECK(taken(limits, Limit::write, "another", start + minutes{2}, 5) == 2);
    CHECK(limits.networks(Limit::write) < 10);
}

TEST_CASE("the network of an address", "[http]") {
    CHECK(network_of("203.0.113.7") == "203.0.113.7");
    CHECK(network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    CHECK(network_of("2001:db8:1:2:ffff::1") == network_of("2001:db8:1:2::"));
    CHECK(network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1"));
    CHECK(network_of("::ffff:203.0.113.7") == "203.0.113.7");
    CHECK(network_of("::1") == "::/64");
    CHECK(network_of("fe80::1%lo") == network_of("fe80::2"));
    CHECK(network_of("no address") == "no address");
}

TEST_CASE("connections are counted in all and of one network", "[http]") {
    Limits limits({.connections = 3, .connections_per_network = 2});

    CHECK(limits.enter("a"));
    CHECK(limits.enter("a"));
    CHECK_FALSE(limits.enter("a"));
    CHECK(limits.enter("b"));
    CHECK_FALSE(limits.enter("c"));
    CHECK(limits.connections() == 3);

    limits.leave("b");
    CHECK_FALSE(limits.enter("a")); // its own two are still there
    CHECK(limits.enter("c"));
    limits.leave("a");
    CHECK(limits.enter("a"));
    CHECK(limits.connections() == 3);
}

TEST_CASE("connections of a proxy count in all, not as one network", "[http]") {
    Limits limits({.connections = 3, .connections_per_network = 1});

    CHECK(limits.enter(""));
    CHECK(limits.enter(""));
    CHECK(limits.enter("a"));
    CHECK_FALSE(limits.enter(""));
    limits.leave("");
    CHECK_FALSE(limits.enter("a"));
    CHECK(limits.enter(""));
    CHECK(limits.connections() == 3);
}

// Prepared answers: found by key, replaced, and bounded.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "http/cache.hpp"

using namespace lectern;
using namespace lectern::http;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<Prepared const> answer(std::size_t size) {
    auto made = std::make_shared<Prepared>();
    made->body = std::string(size, 'x');
    return made;
}
constexpr std::chrono::steady_clock::time_point now{};

} // namespace

TEST_CASE("an answer is found under its own key only", "[http]") {
    Cache cache;
    auto const one = answer(1), other = answer(2);
    cache.put("/a\x01", one, now);
    cache.put("/a\x02", other, now);

    REQUIRE(cache.find("/a\x01") != nullptr);
    CHECK(cache.find("/a\x01")->prepared == one);
    CHECK(cache.find("/a\x02")->prepared == other);
    CHECK(cache.find("/a") == nullptr);
    CHECK(cache.find("") == nullptr);
}

TEST_CASE("a newer answer takes the place of the older, which readers may still hold", "[http]") {
    Cache cache;
    cache.put("/a", answer(1), now);
    CHECK(cache.find("/a")->claim(now));
    auto const held = cache.find("/a")->prepared;

    cache.put("/a", answer(2), now + std::chrono::seconds{1});

    CHECK(held->body.size() == 1);
    CHECK(cache.find("/a")->prepared->body.size() == 2);
    CHECK_FALSE(cache.find("/a")->claimed_at);
    CHECK(cache.find("/a")->made == now + std::chrono::seconds{1});
}

TEST_CASE("a stale answer is made anew by one, and served on to the others for a moment", "[http]") {
    Cache cache;
    cache.put("/a", answer(1), now);
    auto& entry = *cache.find("/a");

    CHECK(entry.claim(now));
    CHECK_FALSE(entry.claim(now + max_staleness));
    CHECK(entry.claim(now + max_staleness + 1ms)); // the first one takes long, so another tries
    CHECK_FALSE(entry.claim(now + max_staleness + 2ms));
    entry.give_back(); // it was refused
    CHECK(entry.claim(now + max_staleness + 3ms));
    CHECK(entry.claim(now + max_age + 1ms)); // nobody is shown anything older
    CHECK(entry.claim(now + max_age + 2ms));
}

TEST_CASE("a flood of different addresses does not fill the memory", "[http]") {
    Cache cache;
    auto const small = answer(1);
    int kept = 0;
    for (int i = 0; i < 20'000; ++i)
        cache.put("/search?q=" + std::to_string(i), small, now);
    for (int i = 0; i < 20'000; ++i)
        kept += cache.find("/search?q=" + std::to_string(i)) ? 1 : 0;
    CHECK(kept <= 4096);
    CHECK(kept > 0);

    Cache big;
    auto const megabyte = answer(1024 * 1024);
    kept = 0;
    for (int i = 0; i < 200; ++i)
        big.put(std::to_string(i), megabyte, now);
    for (int i = 0; i < 200; ++i)
        kept += big.find(std::to_string(i)) ? 1 : 0;
    CHECK(kept <= 34);
    CHECK(big.find("199") != nullptr);
}

TEST_CASE("answers that are made anew or dropped do not push out the others", "[http]") {
    Cache cache;
    auto const megabyte = answer(1024 * 1024);
    cache.put("/other", megabyte, now);

    for (int i = 0; i < 200; ++i)
        cache.put("/often", megabyte, now);
    for (int i = 0; i < 200; ++i) {
        cache.put("/gone", megabyte, now);
        cache.drop("/gone");
    }

    CHECK(cache.find("/other") != nullptr);
    CHECK(cache.find("/often") != nullptr);
}

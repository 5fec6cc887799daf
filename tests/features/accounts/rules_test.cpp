// When links are sent, how long a login lives, where one is led.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "features/accounts/accounts.hpp"
#include "features/accounts/rules.hpp"
#include "support/manual_clock.hpp"

using namespace lectern;
using namespace lectern::accounts;
using namespace std::chrono_literals;
using test::at;

TEST_CASE("an address gets one link a minute and five an hour; an unproven one three a day", "[accounts]") {
    auto const now = at("2027-03-01T10:00:00Z");
    CHECK(may_send_link({0, 0, {}}, false, now));
    CHECK_FALSE(may_send_link({1, 1, now - 59s}, true, now));
    CHECK(may_send_link({1, 1, now - 60s}, true, now));
    CHECK(may_send_link({4, 20, now - 2min}, true, now));
    CHECK_FALSE(may_send_link({5, 5, now - 2min}, true, now));
    CHECK(may_send_link({2, 2, now - 2min}, false, now));
    CHECK_FALSE(may_send_link({1, 3, now - 30min}, false, now));
}

TEST_CASE("a login ends when it was not seen for long, and in any case some day", "[accounts]") {
    auto const start = at("2027-03-01T10:00:00Z");
    CHECK(is_alive(start, start, Rank::person, start + 24h * 14 - 1ms));
    CHECK_FALSE(is_alive(start, start, Rank::person, start + 24h * 14));
    CHECK(is_alive(start, start + 24h * 29, Rank::person, start + 24h * 30 - 1ms));
    CHECK_FALSE(is_alive(start, start + 24h * 29, Rank::person, start + 24h * 30));
    CHECK(is_alive(start, start, Rank::facilitator, start + 8h - 1ms));
    CHECK_FALSE(is_alive(start, start, Rank::facilitator, start + 8h));
    CHECK_FALSE(is_alive(start, start + 24h * 7 - 1ms, Rank::facilitator, start + 24h * 7));
    CHECK(is_alive(start, start, Rank::administrator, start + 1h - 1ms));
    CHECK_FALSE(is_alive(start, start, Rank::administrator, start + 1h));
    CHECK_FALSE(is_alive(start, start + 12h - 1min, Rank::administrator, start + 12h));
}

TEST_CASE("one is led to paths of this site alone", "[accounts]") {
    for (std::string const path : {"/", "/account", "/fr/events/eau?x=1&y=%2F", "/a//b"})
        CHECK(safe_path(path) == path);
    for (std::string const path : {"", "account", "//evil.example", "/\\evil.example", "https://evil.example",
                                   "/a\\b", "/a b", "/a\nb", "/a\"b", "javascript:alert(1)", "/\xc3\xa9"})
        CHECK(safe_path(path).empty());
    CHECK(safe_path("/" + std::string(600, 'a')).empty());
}

TEST_CASE("a browser is called as people call it", "[accounts]") {
    CHECK(browser_name(
              "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Mobile "
              "Safari/537.36") == "Chrome, Android");
    CHECK(browser_name(
              "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 "
              "Mobile/15E148 Safari/604.1") == "Safari, iPhone");
    CHECK(browser_name("Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0") ==
          "Firefox, Linux");
    CHECK(browser_name("Mozilla/5.0 (Windows NT 10.0) Chrome/124.0 Safari/537.36 Edg/124.0") ==
          "Edge, Windows");
    CHECK(browser_name("curl/8.0").empty());
    CHECK(browser_name("").empty());
}

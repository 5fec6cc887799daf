// The rules at the end of zone files.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/tz_rule.hpp"

#include <random>
#include <string>

using namespace lectern;
using namespace std::chrono;

namespace {

TzRule rule(std::string_view text) {
    auto const parsed = TzRule::parse(text);
    REQUIRE(parsed.has_value());
    return *parsed;
}

sys_seconds at(int y, unsigned m, unsigned d, seconds time) {
    return sys_days(year(y) / month(m) / day(d)) + time;
}

} // namespace

TEST_CASE("a rule says when the clock changes in any year", "[base]") {
    auto const kyiv = rule("EET-2EEST,M3.5.0/3,M10.5.0/4");

    auto const changes = kyiv.changes(year(2050));

    REQUIRE(changes.size() == 2);
    CHECK(changes[0].at == at(2050, 3, 27, 1h));
    CHECK(changes[0].to.offset == 3h);
    CHECK(changes[0].to.name == "EEST");
    CHECK(changes[1].at == at(2050, 10, 30, 1h));
    CHECK(changes[1].to.offset == 2h);
}

TEST_CASE("a rule without daylight time has no changes", "[base]") {
    CHECK(rule("<+0545>-5:45").standard().offset == 5h + 45min);
    CHECK(rule("<+0545>-5:45").standard().name == "+0545");
    CHECK_FALSE(rule("MSK-3").has_dst());
    CHECK(rule("<-03>3").changes(year(2050)).empty());
}

TEST_CASE("hours of a rule may be negative, beyond a day, or the default of two", "[base]") {
    CHECK(rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0").changes(year(2045))[0].at == at(2045, 3, 26, 1h));
    CHECK(rule("EET-2EEST,M2.4.4/50,M10.4.4/50").changes(year(2030))[0].at == at(2030, 3, 2, 0h));
    CHECK(rule("EST5EDT,M3.2.0,M11.1.0").changes(year(2030))[0].at == at(2030, 3, 10, 7h));
}

TEST_CASE("south of the equator a year begins in daylight time", "[base]") {
    auto const changes = rule("AEST-10AEDT,M10.1.0,M4.1.0/3").changes(year(2040));

    REQUIRE(changes.size() == 2);
    CHECK_FALSE(changes[0].to.is_dst);
    CHECK(changes[1].to.is_dst);
    CHECK(changes[0].at < changes[1].at);
}

TEST_CASE("days of a rule may be numbered, with or without leap days", "[base]") {
    auto const without = rule("AAA0BBB,J60/0,J365/0");
    auto const with = rule("AAA0BBB,59/0,364/0");

    CHECK(without.changes(year(2027))[0].at == at(2027, 3, 1, 0h));
    CHECK(without.changes(year(2028))[0].at == at(2028, 3, 1, 0h));
    CHECK(with.changes(year(2027))[0].at == at(2027, 3, 1, 0h));
    CHECK(with.changes(year(2028))[0].at == at(2028, 2, 29, 0h));
}

TEST_CASE("what is no rule is refused", "[base]") {
    auto const text =
        GENERATE("", "EET", "ET-2", "EET-2EEST", "EET-2EEST,M3.5.0/3", "EET-2EEST,M13.5.0,M10.5.0",
                 "EET-2EEST,M3.6.0,M10.5.0", "EET-2EEST,M3.5.7,M10.5.0", "EET-2EEST,M3.5.0,M10.5.0x",
                 "EET-2EEST,M0.1.0,M10.5.0", "<+03-3", "EET-999", "EET-2:60", "EET-2EEST,J0,J1",
                 "EET-2EEST,J366,J1", "EET-2EEST,M3.5.0/,M10.5.0");

    CHECK_FALSE(TzRule::parse(text).has_value());
}

TEST_CASE("the parser of rules takes any junk without harm", "[base]") {
    std::mt19937 random(11);
    constexpr std::string_view letters = "ABC<>+-0123456789,./MJ:";
    for (int i = 0; i < 20'000; ++i) {
        std::string text = "EET-2EEST,M3.5.0/3,M10.5.0/4";
        for (int k = 0; k < 3; ++k)
            text[random() % text.size()] = letters[random() % letters.size()];
        if (auto const parsed = TzRule::parse(text))
            CHECK(parsed->changes(year(2040)).size() <= 2);
    }
}

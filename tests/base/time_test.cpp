// Wall times, instants and zones: parsing, gaps, folds, changes far away.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/time.hpp"

#include <atomic>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace lectern;
using namespace std::chrono_literals;

namespace {

LocalTime local(std::string_view text) {
    auto const parsed = LocalTime::parse(text);
    REQUIRE(parsed.has_value());
    return *parsed;
}

UtcTime utc(std::string_view text) {
    auto const parsed = parse_rfc3339(text);
    REQUIRE(parsed.has_value());
    return *parsed;
}

Zone zone(std::string_view name) {
    auto const found = Zone::find(name);
    REQUIRE(found.has_value());
    return *found;
}

} // namespace

TEST_CASE("a wall time is read and written in one spelling", "[base]") {
    auto const time = local("2027-03-09T14:00");

    CHECK(time == LocalTime{2027, 3, 9, 14, 0});
    CHECK(time.text() == "2027-03-09T14:00");
    CHECK(time.weekday() == 2);
}

TEST_CASE("a wall time that is on no calendar is refused", "[base]") {
    auto const text =
        GENERATE("", "2027", "2027-03-09", "2027-03-09 14:00", "2027-03-09T14:00:00", "2027-03-09T24:00",
                 "2027-03-09T14:60", "2027-02-29T10:00", "2100-02-29T10:00", "2027-04-31T10:00",
                 "2027-13-01T10:00", "2027-00-01T10:00", "2027-01-00T10:00", "-027-01-01T10:00",
                 "2027-3-9T14:00", "2027-03-09T+4:00", " 2027-03-09T14:00", "2027-03-09T14:00Z");

    CHECK_FALSE(LocalTime::parse(text).has_value());
}

TEST_CASE("leap days exist in leap years", "[base]") {
    CHECK(local("2028-02-29T00:00").weekday() == 2);
    CHECK(local("2000-02-29T23:59").text() == "2000-02-29T23:59");
    CHECK(plus_days(local("2028-02-28T09:00"), 1) == local("2028-02-29T09:00"));
    CHECK(plus_days(local("2027-02-28T09:00"), 1) == local("2027-03-01T09:00"));
    CHECK(plus_days(local("2027-01-01T23:59"), -1) == local("2026-12-31T23:59"));
    CHECK(days_between(local("2028-02-01T23:00"), local("2028-03-01T01:00")) == 29);
    CHECK(days_between(local("2027-03-01T01:00"), local("2027-02-28T23:00")) == -1);
}

TEST_CASE("RFC 3339 times are read with any offset", "[base]") {
    auto const noon = utc("2027-03-09T12:00:00Z");

    CHECK(utc("2027-03-09T13:00:00+01:00") == noon);
    CHECK(utc("2027-03-09T08:30:00-03:30") == noon);
    CHECK(utc("2027-03-09t12:00:00z") == noon);
    CHECK(utc("2027-03-09T12:00:00-00:00") == noon);
    CHECK(utc("2027-03-10T11:59:00+23:59") == noon);
    CHECK(utc("2027-03-09T12:00:00.25Z") == noon + 250ms);
    CHECK(utc("2027-03-09T12:00:00.0019999999999999Z") == noon + 1ms);
    CHECK(utc("1969-12-31T23:59:59.999Z") == UtcTime(-1ms));
}

TEST_CASE("a leap second is the second after it, and only where one can be", "[base]") {
    CHECK(utc("2016-12-31T23:59:60Z") == utc("2017-01-01T00:00:00Z"));
    CHECK(utc("2017-01-01T00:59:60+01:00") == utc("2017-01-01T00:00:00Z"));
    CHECK_FALSE(parse_rfc3339("2016-12-30T23:59:60Z").has_value());
    CHECK_FALSE(parse_rfc3339("2016-12-31T12:00:60Z").has_value());
}

TEST_CASE("what is no RFC 3339 time is refused", "[base]") {
    auto const text = GENERATE(
        "", "now", "2027-03-09", "2027-03-09T12:00:00", "2027-03-09T12:00Z", "2027-03-09 12:00:00Z",
        "2027-03-09T12:00:00.Z", "2027-03-09T12:00:00,5Z", "2027-03-09T12:00:00+1:00",
        "2027-03-09T12:00:00+0100", "2027-03-09T12:00:00+24:00", "2027-03-09T12:00:00+01:60",
        "2027-03-09T12:00:61Z", "2027-02-29T12:00:00Z", "2027-03-09T12:00:00Zjunk", "2027-03-09T12:00:00Z ",
        "2027-03-09T12:00:00+01:00Z", "12027-03-09T12:00:00Z", "2027-03-09T-1:00:00Z");

    CHECK_FALSE(parse_rfc3339(text).has_value());
}

TEST_CASE("RFC 3339 times are written with milliseconds only where there are some", "[base]") {
    CHECK(rfc3339(utc("2027-03-09T14:00:00Z")) == "2027-03-09T14:00:00Z");
    CHECK(rfc3339(utc("2027-03-09T14:00:07.05Z")) == "2027-03-09T14:00:07.050Z");
    CHECK(rfc3339(UtcTime(0ms)) == "1970-01-01T00:00:00Z");
    CHECK(rfc3339(UtcTime(-1ms)) == "1969-12-31T23:59:59.999Z");
    CHECK(rfc3339(utc("2100-12-31T23:59:59Z")) == "2100-12-31T23:59:59Z");
}

TEST_CASE("zones are those of the tz database and nothing else", "[base]") {
    SECTION("zones and links are found") {
        auto const name =
            GENERATE("Europe/Kyiv", "Europe/Kiev", "Africa/Dakar", "America/Argentina/Buenos_Aires", "UTC",
                     "Etc/UTC", "Etc/GMT+5", "US/Pacific");
        CHECK(zone(name).name() == name);
    }
    SECTION("paths, files beside the zones and abbreviations of places are not") {
        auto const name = GENERATE("", "localtime", "../etc/passwd", "/etc/localtime", "Europe", "Europe/",
                                   "Europe/kyiv", "Europe/Kyiv ", "posix/Europe/Kyiv", "right/UTC",
                                   "tzdata.zi", "zone.tab", "Europe/../UTC", "Mars/Olympus", "+01:00", "BST");
        CHECK_FALSE(Zone::find(name).has_value());
    }
    SECTION("no octet of zero hides the rest") {
        CHECK_FALSE(Zone::find(std::string_view("UTC\0x", 5)).has_value());
    }
}

TEST_CASE("every zone that the tz database lists can be used", "[base]") {
    std::ifstream file("/usr/share/zoneinfo/tzdata.zi");
    std::size_t count = 0;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("Z ") && !line.starts_with("L "))
            continue;
        auto const words = line.starts_with("Z ") ? line.substr(2) : line.substr(line.rfind(' ') + 1);
        auto const found = Zone::find(words.substr(0, words.find(' ')));
        if (!found)
            continue; // listed, but not installed
        ++count;
        for (auto const* time : {"1900-06-01T12:00:00Z", "1970-01-01T00:00:00Z", "2027-07-01T00:00:00Z",
                                 "2050-01-01T00:00:00Z"}) {
            auto const there = to_local(utc(time), *found);
            auto const back = resolve(there, *found);
            // Old offsets have seconds, wall times have none.
            auto const is_near = [&](UtcTime t) { return t <= utc(time) && utc(time) - t < 1min; };
            if (!is_near(back.first) && !is_near(back.second))
                FAIL_CHECK(found->name() << " at " << time);
        }
    }
    CHECK(count > 400);
}

TEST_CASE("UTC is a zone without changes", "[base]") {
    CHECK(Zone::utc() == zone("UTC"));
    CHECK(resolve(local("2027-03-28T03:30"), Zone::utc()).first == utc("2027-03-28T03:30:00Z"));
    CHECK(utc_offset(utc("2100-07-01T00:00:00Z"), Zone::utc()) == 0s);
}

TEST_CASE("a wall time that the clock jumps over has two valid neighbours", "[base]") {
    auto const kyiv = zone("Europe/Kyiv");

    auto const gap = resolve(local("2027-03-28T03:30"), kyiv);

    REQUIRE(gap.kind == Resolved::Kind::gap);
    CHECK(gap.before == local("2027-03-28T02:59"));
    CHECK(gap.after == local("2027-03-28T04:00"));
    CHECK(resolve_leniently(local("2027-03-28T03:30"), kyiv) == utc("2027-03-28T01:00:00Z"));
    CHECK(resolve(gap.before, kyiv).first == utc("2027-03-28T00:59:00Z"));
    CHECK(resolve(gap.after, kyiv).first == utc("2027-03-28T01:00:00Z"));
}

TEST_CASE("the borders of a gap belong to it on one side only", "[base]") {
    auto const kyiv = zone("Europe/Kyiv");

    CHECK(resolve(local("2027-03-28T02:59"), kyiv).kind == Resolved::Kind::unique);
    CHECK(resolve(local("2027-03-28T03:00"), kyiv).kind == Resolved::Kind::gap);
    CHECK(resolve(local("2027-03-28T03:59"), kyiv).kind == Resolved::Kind::gap);
    CHECK(resolve(local("2027-03-28T04:00"), kyiv).kind == Resolved::Kind::unique);
}

TEST_CASE("a wall time that comes twice has two instants, and the earlier is the lenient one", "[base]") {
    auto const kyiv = zone("Europe/Kyiv");

    auto const fold = resolve(local("2027-10-31T03:30"), kyiv);

    REQUIRE(fold.kind == Resolved::Kind::fold);
    CHECK(fold.first == utc("2027-10-31T00:30:00Z"));
    CHECK(fold.second == utc("2027-10-31T01:30:00Z"));
    CHECK(resolve_leniently(local("2027-10-31T03:30"), kyiv) == fold.first);
    CHECK(resolve(local("2027-10-31T03:00"), kyiv).kind == Resolved::Kind::fold);
    CHECK(resolve(local("2027-10-31T04:00"), kyiv).kind == Resolved::Kind::unique);
}

TEST_CASE("Lord Howe Island shifts by half an hour", "[base]") {
    auto const lord_howe = zone("Australia/Lord_Howe");

    auto const fold = resolve(local("2024-04-07T01:45"), lord_howe);
    auto const gap = resolve(local("2024-10-06T02:15"), lord_howe);

    REQUIRE(fold.kind == Resolved::Kind::fold);
    CHECK(fold.second - fold.first == 30min);
    REQUIRE(gap.kind == Resolved::Kind::gap);
    CHECK(gap.before == local("2024-10-06T01:59"));
    CHECK(gap.after == local("2024-10-06T02:30"));
    CHECK(utc_offset(utc("2024-01-01T00:00:00Z"), lord_howe) == 11h);
    CHECK(utc_offset(utc("2024-07-01T00:00:00Z"), lord_howe) == 10h + 30min);
}

TEST_CASE("Casablanca goes back for Ramadan", "[base]") {
    auto const casablanca = zone("Africa/Casablanca");

    CHECK(resolve(local("2024-03-10T02:30"), casablanca).kind == Resolved::Kind::fold);
    CHECK(resolve(local("2024-04-14T02:30"), casablanca).kind == Resolved::Kind::gap);
    CHECK(utc_offset(utc("2024-03-20T12:00:00Z"), casablanca) == 0s);
    CHECK(utc_offset(utc("2024-05-20T12:00:00Z"), casablanca) == 1h);
}

TEST_CASE("a whole day can be missing", "[base]") {
    auto const apia = zone("Pacific/Apia");

    auto const gap = resolve(local("2011-12-30T12:00"), apia);

    REQUIRE(gap.kind == Resolved::Kind::gap);
    CHECK(gap.before == local("2011-12-29T23:59"));
    CHECK(gap.after == local("2011-12-31T00:00"));
}

TEST_CASE("zones hold in 1970 and in 2100", "[base]") {
    CHECK(utc_offset(utc("1970-01-01T00:00:00Z"), zone("Africa/Lagos")) == 1h);
    CHECK(utc_offset(utc("1970-01-01T00:00:00Z"), zone("Europe/London")) == 1h);
    CHECK(to_local(UtcTime(0ms), zone("America/New_York")) == local("1969-12-31T19:00"));
    CHECK(utc_offset(utc("2100-01-15T12:00:00Z"), zone("America/New_York")) == -5h);
    CHECK(utc_offset(utc("2100-07-15T12:00:00Z"), zone("America/New_York")) == -4h);
    CHECK(utc_offset(utc("2100-01-15T12:00:00Z"), zone("Australia/Sydney")) == 11h);
    CHECK(utc_offset(utc("2100-07-15T12:00:00Z"), zone("Australia/Sydney")) == 10h);
    CHECK(resolve(local("2100-03-14T02:30"), zone("America/New_York")).kind == Resolved::Kind::gap);
    CHECK(resolve(local("2100-11-07T01:30"), zone("America/New_York")).kind == Resolved::Kind::fold);
    CHECK(resolve(local("2100-03-01T12:00"), zone("Africa/Nairobi")).first == utc("2100-03-01T09:00:00Z"));
}

TEST_CASE("nothing changes where the listed years end and the rule begins", "[base]") {
    auto const new_york = zone("America/New_York");
    for (int year = 2030; year <= 2045; ++year) {
        auto const date = [year](char const* rest) { return std::to_string(year) + rest; };
        CHECK(utc_offset(utc(date("-01-15T12:00:00Z")), new_york) == -5h);
        CHECK(utc_offset(utc(date("-07-15T12:00:00Z")), new_york) == -4h);
        CHECK(utc_offset(utc(date("-12-31T23:00:00Z")), new_york) == -5h);
    }
}

TEST_CASE("every instant comes back from its wall time", "[base]") {
    std::mt19937_64 random(20270309);
    std::uniform_int_distribution<std::int64_t> minute(0, 131LL * 365 * 24 * 60); // 1970 to 2100
    auto const name =
        GENERATE("Europe/Kyiv", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca",
                 "America/Nuuk", "Asia/Kathmandu", "Pacific/Chatham", "Europe/Dublin", "Asia/Gaza");
    auto const there = zone(name);

    for (int i = 0; i < 300; ++i) {
        UtcTime const time{minutes(minute(random))};
        if (utc_offset(time, there) % 1min != 0s)
            continue; // Monrovia's like: wall times have no seconds
        auto const back = resolve(to_local(time, there), there);
        bool const found = back.first == time || (back.kind == Resolved::Kind::fold && back.second == time);
        if (!found)
            FAIL_CHECK(name << " at " << rfc3339(time));
    }
}

TEST_CASE("offsets are written as calendars and RFC 3339 write them", "[base]") {
    CHECK(offset_text(1h) == "+01:00");
    CHECK(offset_text(-(3h + 30min)) == "-03:30");
    CHECK(offset_text(0s) == "+00:00");
    CHECK(offset_text(-20s) == "+00:00");
    CHECK(offset_text(14h) == "+14:00");
}

TEST_CASE("the changes of a zone begin with the one in force", "[base]") {
    auto const changes =
        transitions(zone("Europe/Kyiv"), utc("2027-01-01T00:00:00Z"), utc("2027-12-31T00:00:00Z"));

    REQUIRE(changes.size() == 3);
    CHECK(changes[0].at == utc("2026-10-25T01:00:00Z"));
    CHECK(changes[0].after == 2h);
    CHECK_FALSE(changes[0].daylight);
    CHECK(changes[1].at == utc("2027-03-28T01:00:00Z"));
    CHECK(changes[1].before == 2h);
    CHECK(changes[1].after == 3h);
    CHECK(changes[1].name == "EEST");
    CHECK(changes[1].daylight);
    CHECK(changes[2].at == utc("2027-10-31T01:00:00Z"));
    CHECK_FALSE(changes[2].daylight);
}

TEST_CASE("a zone that never changed has one transition from for ever", "[base]") {
    auto const changes = transitions(Zone::utc(), utc("2027-01-01T00:00:00Z"), utc("2100-01-01T00:00:00Z"));

    REQUIRE(changes.size() == 1);
    CHECK(changes[0].at == UtcTime::min());
    CHECK(changes[0].before == 0s);
    CHECK(changes[0].after == 0s);
    CHECK(changes[0].name == "UTC");
}

TEST_CASE("summer is daylight time in Dublin, whatever its law says", "[base]") {
    auto const changes =
        transitions(zone("Europe/Dublin"), utc("2024-01-01T00:00:00Z"), utc("2024-12-31T00:00:00Z"));

    REQUIRE(changes.size() == 3);
    CHECK_FALSE(changes[0].daylight);
    CHECK(changes[1].daylight);
    CHECK(changes[1].after == 1h);
    CHECK_FALSE(changes[2].daylight);
}

TEST_CASE("changes go on after the years that the database lists", "[base]") {
    auto const changes =
        transitions(zone("Europe/Paris"), utc("2036-01-01T00:00:00Z"), utc("2041-01-01T00:00:00Z"));

    REQUIRE(changes.size() == 11);
    for (std::size_t i = 1; i < changes.size(); ++i) {
        CHECK(changes[i].at > changes[i - 1].at);
        CHECK(changes[i].before == changes[i - 1].after);
    }
    CHECK(changes.back().at == utc("2040-10-28T01:00:00Z"));
}

TEST_CASE("the version of the tz database reads like 2026a", "[base]") {
    auto const version = tzdb_version();

    REQUIRE(version.size() >= 5);
    CHECK(version.starts_with("20"));
    CHECK(version.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz.-") == std::string::npos);
}

TEST_CASE("parsers of times take any junk without harm", "[base]") {
    std::mt19937 random(7);
    constexpr std::string_view letters = "0123456789-:.TZtz+ \xFF";
    for (int i = 0; i < 20'000; ++i) {
        std::string text = i % 2 ? "2027-03-09T12:00:00.5+01:00" : std::string();
        for (unsigned k = 0; k < 1 + random() % 3; ++k)
            text.insert(random() % (text.size() + 1), 1, letters[random() % letters.size()]);
        text.resize(random() % (text.size() + 1));
        if (auto const time = parse_rfc3339(text))
            CHECK(parse_rfc3339(rfc3339(*time)) == time);
        if (auto const time = LocalTime::parse(text))
            CHECK(time->text() == text);
        (void)Zone::find(text);
    }
}

TEST_CASE("zones are used from several threads at once", "[base]") {
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&wrong] {
            for (auto const* name :
                 {"Asia/Tokyo", "Asia/Seoul", "America/Bogota", "Africa/Accra", "Europe/Oslo"})
                for (int i = 0; i < 50; ++i) {
                    auto const found = Zone::find(name);
                    if (!found || resolve({2027, 6, 1, 12, 0}, *found).kind != Resolved::Kind::unique)
                        ++wrong;
                }
        });
    for (auto& thread : threads)
        thread.join();

    CHECK(wrong == 0);
}

// The rule that a zone follows after its last listed change, as the last line of its file spells it (POSIX
// TZ, RFC 9636 §3.3): "EET-2EEST,M3.5.0/3,M10.5.0/4". For time.cpp only: date/tz.h stops in 2037.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

// One offset of a zone and what it is called.
struct ZoneOffset {
    std::chrono::seconds offset{};
    std::string name;
    bool is_dst = false;
};

// Value type, immutable, thread-safe.
class TzRule {
public:
    // Nothing for text that is no such rule.
    static std::optional<TzRule> parse(std::string_view text);

    struct Change {
        std::chrono::sys_seconds at;
        ZoneOffset to;
    };
    // The changes of a year in order; none where the zone keeps one offset.
    std::vector<Change> changes(std::chrono::year year) const;
    ZoneOffset const& standard() const { return standard_; }
    bool has_dst() const { return dst_.has_value(); }

private:
    // The day on which the clock changes, and the wall time since its midnight; that may be negative or
    // beyond a day.
    struct Day {
        enum class Kind { week, julian, count } kind = Kind::week;
        unsigned month = 0;
        unsigned week = 0; // 5 is the last
        unsigned weekday = 0;
        unsigned number = 0;
        std::chrono::seconds time{};
        std::chrono::local_seconds in(std::chrono::year year) const;
    };
    static std::optional<Day> parse_day(std::string_view& text);

    ZoneOffset standard_;
    std::optional<ZoneOffset> dst_;
    Day to_dst_;
    Day to_standard_;
};

} // namespace lectern

// Reads and follows the rule at the end of a zone's file.
// SPDX-License-Identifier: MIT
#include "base/tz_rule.hpp"

#include <algorithm>
#include <array>

namespace lectern {
namespace {

using std::chrono::seconds;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c))
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<unsigned> take_number(std::string_view& text, unsigned max) {
    unsigned value = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && digits < 3 && is_digit(text[digits]); ++digits)
        value = value * 10 + static_cast<unsigned>(text[digits] - '0');
    if (digits == 0 || value > max)
        return std::nullopt;
    text.remove_prefix(digits);
    return value;
}

// "EET", or "<+0530>" for names with other signs.
std::optional<std::string> take_name(std::string_view& text) {
    bool const quoted = take(text, '<');
    std::size_t size = 0;
    while (size < text.size() && (quoted ? text[size] != '>' : is_letter(text[size])))
        ++size;
    std::string name(text.substr(0, size));
    text.remove_prefix(size);
    if (name.size() < 3 || (quoted && !take(text, '>')))
        return std::nullopt;
    return name;
}

// "[+-]h[:mm[:ss]]"
std::optional<seconds> take_time(std::string_view& text) {
    bool const negative = take(text, '-');
    if (!negative)
        take(text, '+');
    auto const hours = take_number(text, 167);
    if (!hours)
        return std::nullopt;
    seconds total = std::chrono::hours(*hours);
    for (unsigned unit = 60; unit >= 1 && take(text, ':'); unit /= 60) {
        auto const part = take_number(text, 59);
        if (!part)
            return std::nullopt;
        total += seconds(*part * unit);
    }
    return negative ? -total : total;
}

} // namespace

std::optional<TzRule::Day> TzRule::parse_day(std::string_view& text) {
    Day day;
    day.time = std::chrono::hours(2);
    if (take(text, 'M')) {
        auto const month = take_number(text, 12);
        bool const first_dot = take(text, '.');
        auto const week = take_number(text, 5);
        bool const second_dot = take(text, '.');
        auto const weekday = take_number(text, 6);
        if (!month || !week || !weekday || !first_dot || !second_dot || *month == 0 || *week == 0)
            return std::nullopt;
        day.month = *month;
        day.week = *week;
        day.weekday = *weekday;
    } else {
        day.kind = take(text, 'J') ? Day::Kind::julian : Day::Kind::count;
        auto const number = take_number(text, 365);
        if (!number || (day.kind == Day::Kind::julian && *number == 0))
            return std::nullopt;
        day.number = *number;
    }
    if (take(text, '/')) {
        auto const time = take_time(text);
        if (!time)
            return std::nullopt;
        day.time = *time;
    }
    return day;
}

std::optional<TzRule> TzRule::parse(std::string_view text) {
    TzRule rule;
    auto const name = take_name(text);
    auto const offset = name ? take_time(text) : std::nullopt;
    if (!offset)
        return std::nullopt;
    rule.standard_ = {-*offset, *name, false}; // POSIX counts towards the west
    if (text.empty())
        return rule;
    auto const dst_name = take_name(text);
    if (!dst_name)
        return std::nullopt;
    auto dst_offset = rule.standard_.offset + std::chrono::hours(1);
    if (!text.starts_with(',')) {
        auto const given = take_time(text);
        if (!given)
            return std::nullopt;
        dst_offset = -*given;
    }
    rule.dst_ = ZoneOffset{dst_offset, *dst_name, true};
    auto const start = take(text, ',') ? parse_day(text) : std::nullopt;
    auto const end = start && take(text, ',') ? parse_day(text) : std::nullopt;
    if (!end || !text.empty())
        return std::nullopt;
    rule.to_dst_ = *start;
    rule.to_standard_ = *end;
    return rule;
}

std::chrono::local_seconds TzRule::Day::in(std::chrono::year year) const {
    using namespace std::chrono;
    if (kind == Kind::week) {
        std::chrono::weekday const wanted(weekday);
        std::chrono::month const in_month(month);
        local_days const day = week == 5 ? local_days(year / in_month / wanted[last])
                                         : local_days(year / in_month / wanted[week]);
        return day + time;
    }
    local_days const first(year / January / 1);
    // "J60" is 1 March in every year; the other kind counts from 0 and counts 29 February.
    bool const skips_leap_day = kind == Kind::julian && year.is_leap() && number >= 60;
    auto const from_first = kind == Kind::julian ? number - 1 + (skips_leap_day ? 1 : 0) : number;
    return first + days(from_first) + time;
}

std::vector<TzRule::Change> TzRule::changes(std::chrono::year year) const {
    if (!dst_)
        return {};
    std::chrono::sys_seconds const starts((to_dst_.in(year)-standard_.offset).time_since_epoch());
    std::chrono::sys_seconds const ends((to_standard_.in(year)-dst_->offset).time_since_epoch());
    std::vector<Change> both{{starts, *dst_}, {ends, standard_}};
    std::sort(both.begin(), both.end(), [](Change const& a, Change const& b) { return a.at < b.at; });
    return both;
}

} // namespace lectern

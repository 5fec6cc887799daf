// Wall times and RFC 3339: reading and writing them. Nothing here knows a zone.
// SPDX-License-Identifier: MIT
#include "base/calendar.hpp"
#include "base/time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lectern {
namespace {

using std::chrono::days;
using std::chrono::sys_seconds;

// Reads fixed-width fields from the front of a text. After a first mistake everything else is refused too.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    int digits(std::size_t count) {
        if (rest_.size() < count)
            return fail();
        int value = 0;
        for (char const c : rest_.substr(0, count)) {
            if (c < '0' || c > '9')
                return fail();
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }
    unsigned small(std::size_t count) { return static_cast<unsigned>(digits(count)); }

    void expect(char c) {
        if (!take(c))
            fail();
    }
    bool take(char c) {
        if (!rest_.starts_with(c))
            return false;
        rest_.remove_prefix(1);
        return true;
    }
    // The digits after a decimal point, as milliseconds; what is smaller is dropped.
    milliseconds fraction() {
        int value = 0;
        int weight = 100;
        std::size_t count = 0;
        for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count, weight /= 10)
            value += (rest_[count] - '0') * weight;
        if (count == 0)
            fail();
        rest_.remove_prefix(count);
        return milliseconds(value);
    }
    bool is_done() const { return good_ && rest_.empty(); }

private:
    int fail() {
        good_ = false;
        rest_ = {};
        return 0;
    }
    std::string_view rest_;
    bool good_ = true;
};

} // namespace

std::optional<LocalTime> LocalTime::parse(std::string_view text) {
    Scanner in(text);
    LocalTime local;
    local.year = in.digits(4);
    in.expect('-');
    local.month = in.small(2);
    in.expect('-');
    local.day = in.small(2);
    in.expect('T');
    local.hour = in.digits(2);
    in.expect(':');
    local.minute = in.digits(2);
    if (!in.is_done() || !exists(local))
        return std::nullopt;
    return local;
}

std::string LocalTime::text() const {
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", year, month, day, hour, minute);
}

unsigned LocalTime::weekday() const {
    return std::chrono::weekday(day_of(*this)).c_encoding();
}

LocalTime plus_days(LocalTime local, int count) {
    return from_wall(wall(local) + days(count));
}

int days_between(LocalTime from, LocalTime to) {
    return static_cast<int>((day_of(to) - day_of(from)).count());
}

std::string rfc3339(UtcTime time) {
    auto const second = std::chrono::floor<seconds>(time);
    auto const day = std::chrono::floor<days>(second);
    auto const part = (time - second).count();
    auto const since_midnight = (second - day).count();
    auto const local = from_wall(second);
    auto const fraction = part == 0 ? std::string() : fmt::format(".{:03}", part);
    return fmt::format("{}:{:02}{}Z", local.text(), since_midnight % 60, fraction);
}

namespace {

// "Z" or "+01:00", as what has to be taken off to reach UTC.
seconds read_offset(Scanner& in) {
    if (in.take('Z') || in.take('z'))
        return seconds(0);
    bool const west = in.take('-');
    if (!west)
        in.expect('+');
    int const hour = in.digits(2);
    in.expect(':');
    int const minute = in.digits(2);
    if (hour > 23 || minute > 59)
        in.expect('\0');
    seconds const offset = std::chrono::hours(hour) + minutes(minute);
    return west ? -offset : offset;
}

// A second numbered 60 is taken only where one may be inserted: at the end of a month in UTC.
bool may_be_leap_second(sys_seconds time) {
    auto const next = time + seconds(1);
    auto const day = std::chrono::floor<days>(next);
    return next == day && std::chrono::year_month_day(day).day() == std::chrono::day(1);
}

} // namespace

std::optional<UtcTime> parse_rfc3339(std::string_view text) {
    Scanner in(text);
    LocalTime local;
    local.year = in.digits(4);
    in.expect('-');
    local.month = in.small(2);
    in.expect('-');
    local.day = in.small(2);
    if (!in.take('t'))
        in.expect('T');
    local.hour = in.digits(2);
    in.expect(':');
    local.minute = in.digits(2);
    in.expect(':');
    int const second = in.digits(2);
    auto const fraction = in.take('.') ? in.fraction() : milliseconds(0);
    auto const offset = read_offset(in);
    if (!in.is_done() || !exists(local) || second > 60)
        return std::nullopt;
    auto const time = wall(local) + seconds(std::min(second, 59)) - offset;
    if (second == 60)
        return may_be_leap_second(time) ? std::optional<UtcTime>(time + seconds(1)) : std::nullopt;
    return time + fraction;
}

} // namespace lectern

// Wall times as counts of seconds, by the proleptic Gregorian calendar. For the files behind time.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"

namespace lectern {

inline std::chrono::year_month_day date_of(LocalTime local) {
    return std::chrono::year(local.year) / std::chrono::month(local.month) / std::chrono::day(local.day);
}

inline bool exists(LocalTime local) {
    return date_of(local).ok() && local.hour >= 0 && local.hour <= 23 && local.minute >= 0 &&
           local.minute <= 59;
}

inline std::chrono::sys_days day_of(LocalTime local) {
    return std::chrono::sys_days(date_of(local));
}

// The wall time counted as if it were UTC.
inline std::chrono::sys_seconds wall(LocalTime local) {
    return day_of(local) + std::chrono::hours(local.hour) + minutes(local.minute);
}

inline LocalTime from_wall(std::chrono::sys_seconds time) {
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    auto const minute_of_day = std::chrono::floor<minutes>(time - day).count();
    return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()), static_cast<int>(minute_of_day / 60),
            static_cast<int>(minute_of_day % 60)};
}

} // namespace lectern

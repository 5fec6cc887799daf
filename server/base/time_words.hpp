// How times are said to people: weekday always, 24-hour clock, the zone always with it. Names of days, months
// and zones come from ICU (CLDR); the arithmetic comes from time.cpp, so that both sides use one tz database.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/language.hpp"
#include "base/time.hpp"

#include <string>

namespace lectern {

// "Tuesday 9 March"; with the year where it is not that of `now`.
std::string say_date(Language language, LocalTime local, LocalTime now);
std::string say_day_and_month(Language language, LocalTime local);  // "9 March", "1er mars", "9 de marzo"
std::string say_month_name(Language language, LocalTime local);     // "March"
std::string say_month_and_year(Language language, LocalTime local); // "March 2027", "marzo de 2027"
std::string say_weekday_short(Language language, LocalTime local);  // "Tue"
std::string say_weekday(Language language, unsigned weekday);       // "Tuesday"; 0 = Sunday
std::string say_clock(LocalTime local);                             // "15:00"
// "15:00 – 16:30", with no-break spaces; where the end is on another day the end carries its weekday.
std::string say_clock_range(Language language, LocalTime start, LocalTime end);
// The zone's common name in the reader's language: the country where it has one zone, else the city
// ("Nigeria", "Nueva York"); its offset for zones that are no place.
std::string say_zone(Language language, Zone zone);
// The zone's city in the reader's language: "Dakar", "La Paz"; "UTC" for zones without one.
std::string say_city(Language language, Zone zone);
std::string say_offset(seconds offset); // "UTC+1", "UTC−3:30", "UTC"
// "1 h 30 min", "45 min"
std::string say_duration(Language language, minutes length);

} // namespace lectern

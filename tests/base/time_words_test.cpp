// Dates, clock times and zones as people read them.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/time_words.hpp"

#include <fstream>
#include <string>
#include <thread>
#include <vector>

using namespace lectern;
using namespace std::chrono_literals;

namespace {

constexpr LocalTime tuesday{2027, 3, 9, 15, 0};

Zone zone(std::string_view name) {
    auto const found = Zone::find(name);
    REQUIRE(found.has_value());
    return *found;
}

} // namespace

TEST_CASE("a date is said in the order of its language", "[base]") {
    CHECK(say_date(Language::en, tuesday, tuesday) == "Tuesday 9 March");
    CHECK(say_date(Language::fr, tuesday, tuesday) == "mardi 9 mars");
    CHECK(say_date(Language::es, tuesday, tuesday) == "martes 9 de marzo");
    CHECK(say_date(Language::pt, tuesday, tuesday) == "terça-feira, 9 de março");
}

TEST_CASE("the year is said where it is another one", "[base]") {
    constexpr LocalTime new_years_eve{2026, 12, 31, 23, 59};

    CHECK(say_date(Language::en, tuesday, new_years_eve) == "Tuesday 9 March 2027");
    CHECK(say_date(Language::fr, tuesday, new_years_eve) == "mardi 9 mars 2027");
    CHECK(say_date(Language::es, tuesday, new_years_eve) == "martes 9 de marzo de 2027");
    CHECK(say_date(Language::pt, tuesday, new_years_eve) == "terça-feira, 9 de março de 2027");
}

TEST_CASE("the first of a month is an ordinal in French", "[base]") {
    constexpr LocalTime first{2027, 5, 1, 9, 0};

    CHECK(say_date(Language::fr, first, first) == "samedi 1er mai");
    CHECK(say_date(Language::en, first, first) == "Saturday 1 May");
}

TEST_CASE("months stand alone or with their year", "[base]") {
    CHECK(say_month_name(Language::en, tuesday) == "March");
    CHECK(say_month_name(Language::fr, {2027, 8, 1, 0, 0}) == "août");
    CHECK(say_month_and_year(Language::en, tuesday) == "March 2027");
    CHECK(say_month_and_year(Language::fr, tuesday) == "mars 2027");
    CHECK(say_month_and_year(Language::es, tuesday) == "marzo de 2027");
    CHECK(say_month_and_year(Language::pt, tuesday) == "março de 2027");
}

TEST_CASE("weekdays count from Sunday", "[base]") {
    CHECK(say_weekday(Language::en, 0) == "Sunday");
    CHECK(say_weekday(Language::es, 6) == "sábado");
    CHECK(say_weekday(Language::pt, 1) == "segunda-feira");
    CHECK(say_weekday_short(Language::en, tuesday) == "Tue");
    CHECK(say_weekday_short(Language::fr, tuesday) == "mar.");
    CHECK(say_weekday_short(Language::es, tuesday) == "mar");
    CHECK(say_weekday_short(Language::pt, tuesday) == "ter.");
}

TEST_CASE("the clock has 24 hours", "[base]") {
    CHECK(say_clock({2027, 3, 9, 0, 5}) == "00:05");
    CHECK(say_clock({2027, 3, 9, 23, 0}) == "23:00");
}

TEST_CASE("a range of clock times is never broken over lines", "[base]") {
    CHECK(say_clock_range(Language::en, tuesday, {2027, 3, 9, 16, 30}) == "15:00\u00A0–\u00A016:30");
}

TEST_CASE("a range that ends on another day names it", "[base]") {
    CHECK(say_clock_range(Language::en, {2027, 3, 9, 23, 0}, {2027, 3, 10, 0, 30}) ==
          "23:00\u00A0–\u00A0Wednesday\u00A000:30");
    CHECK(say_clock_range(Language::fr, {2027, 3, 9, 9, 0}, {2027, 3, 15, 17, 0}) ==
          "09:00\u00A0–\u00A0lundi\u00A017:00");
    CHECK(say_clock_range(Language::es, {2027, 3, 9, 9, 0}, {2027, 3, 16, 17, 0}) ==
          "09:00\u00A0–\u00A0martes 16 de marzo\u00A017:00");
    CHECK(say_clock_range(Language::en, {2027, 12, 31, 9, 0}, {2028, 1, 12, 17, 0}) ==
          "09:00\u00A0–\u00A0Wednesday 12 January 2028\u00A017:00");
}

TEST_CASE("a zone has its common name in the reader's language", "[base]") {
    CHECK(say_zone(Language::en, zone("Africa/Lagos")) == "Nigeria");
    CHECK(say_zone(Language::es, zone("Africa/Lagos")) == "Nigeria");
    CHECK(say_zone(Language::fr, zone("Africa/Conakry")) == "Guinée");
    CHECK(say_zone(Language::pt, zone("Africa/Maputo")) == "Moçambique");
    CHECK(say_zone(Language::en, zone("America/New_York")) == "New York");
    CHECK(say_zone(Language::en, zone("Europe/Kyiv")) == "Ukraine");
    CHECK(say_zone(Language::en, zone("Europe/Kiev")) == "Ukraine");
}

TEST_CASE("a zone's name is a place alone, without a word for time that would want an article", "[base]") {
    CHECK(say_zone(Language::es, zone("Asia/Kolkata")) == "India");
    CHECK(say_zone(Language::es, zone("Europe/London")) == "Reino Unido");
    CHECK(say_zone(Language::fr, zone("Pacific/Chatham")) == "Chatham");
    for (auto const* name :
         {"Asia/Tokyo", "America/Bogota", "Africa/Accra", "Europe/Lisbon", "Asia/Kathmandu"})
        for (auto const language : languages) {
            auto const said = say_zone(language, zone(name));
            CAPTURE(said);
            for (std::string_view const word : {"Time", "heure", "hora", "Horário"})
                CHECK(said.find(word) == std::string::npos);
        }
}

TEST_CASE("zones that are no place are said by their offset", "[base]") {
    CHECK(say_zone(Language::en, Zone::utc()) == "UTC");
    CHECK(say_zone(Language::es, zone("Etc/UTC")) == "UTC");
    CHECK(say_zone(Language::fr, zone("Etc/GMT+5")) == "UTC−5");
    CHECK(say_zone(Language::fr, zone("Etc/GMT-14")) == "UTC+14");
    CHECK(say_city(Language::en, Zone::utc()) == "UTC");
    CHECK(say_city(Language::pt, zone("Etc/GMT-1")) == "UTC+1");
}

TEST_CASE("a zone's city is said in the reader's language", "[base]") {
    CHECK(say_city(Language::en, zone("Africa/Dakar")) == "Dakar");
    CHECK(say_city(Language::en, zone("America/La_Paz")) == "La Paz");
    CHECK(say_city(Language::es, zone("America/New_York")) == "Nueva York");
    CHECK(say_city(Language::pt, zone("Europe/London")) == "Londres");
    CHECK(say_city(Language::en, zone("Europe/Kyiv")) == "Kyiv");
    CHECK(say_city(Language::en, zone("Asia/Kolkata")) == "Kolkata");
    CHECK(say_city(Language::en, zone("Cuba")) == "Havana");
}

TEST_CASE("every zone has a name and a city in every language", "[base]") {
    std::ifstream file("/usr/share/zoneinfo/tzdata.zi");
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("L "))
            continue;
        auto const found = Zone::find(line.substr(line.rfind(' ') + 1));
        if (!found)
            continue;
        for (auto const language : {Language::en, Language::pt}) {
            CAPTURE(found->name(), say_zone(language, *found));
            CHECK_FALSE(say_zone(language, *found).empty());
            CHECK(say_city(language, *found).find('_') == std::string::npos);
            CHECK_FALSE(say_city(language, *found).empty());
        }
    }
}

TEST_CASE("offsets are said with a true minus sign", "[base]") {
    CHECK(say_offset(1h) == "UTC+1");
    CHECK(say_offset(-(3h + 30min)) == "UTC−3:30");
    CHECK(say_offset(5h + 45min) == "UTC+5:45");
    CHECK(say_offset(-(12min)) == "UTC−0:12");
    CHECK(say_offset(0s) == "UTC");
}

TEST_CASE("durations are said in hours and minutes", "[base]") {
    CHECK(say_duration(Language::en, 90min) == "1\u00A0h\u00A030\u00A0min");
    CHECK(say_duration(Language::fr, 45min) == "45\u00A0min");
    CHECK(say_duration(Language::es, 120min) == "2\u00A0h");
    CHECK(say_duration(Language::pt, 0min) == "0\u00A0min");
}

TEST_CASE("zones are named from several threads at once", "[base]") {
    std::vector<int> wrong(4, 0);
    std::vector<std::thread> threads;
    for (auto& count : wrong)
        threads.emplace_back([&count] {
            for (auto const* name : {"Asia/Tokyo", "Asia/Seoul", "America/Bogota", "Africa/Accra"})
                for (auto const language : languages)
                    if (auto const found = Zone::find(name))
                        count += say_zone(language, *found).empty() || say_city(language, *found).empty();
        });
    for (auto& thread : threads)
        thread.join();

    CHECK(wrong == std::vector<int>(4, 0));
}

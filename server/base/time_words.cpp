// Says dates, clock times and zones. Names come from ICU; the order of their parts stands here, one table.
// SPDX-License-Identifier: MIT
#include "base/time_words.hpp"

#include "base/error.hpp"

#include <fmt/format.h>
#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>
#include <unicode/tznames.h>
#include <unicode/unistr.h>

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace lectern {
namespace {

constexpr std::string_view no_break_space = "\u00A0";

std::string to_utf8(icu::UnicodeString const& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

icu::Locale locale(Language language) {
    // British order and 24 hours; the other languages are said as most of their readers say them.
    return language == Language::en ? icu::Locale("en", "GB")
                                    : icu::Locale(std::string(tag(language)).c_str());
}

void ensure_success(UErrorCode status) {
    ensure(U_SUCCESS(status) != 0, "ICU has its calendar data");
}

// --- names of days and months ------------------------------------------------------------------------------

struct Names {
    std::array<std::string, 12> months;       // as said in a date
    std::array<std::string, 12> months_alone; // as said on their own
    std::array<std::string, 7> weekdays;      // from Sunday
    std::array<std::string, 7> short_weekdays;
};

template <std::size_t size>
void copy_names(std::array<std::string, size>& to, icu::UnicodeString const* from, std::int32_t count) {
    ensure(from && count >= static_cast<std::int32_t>(size), "ICU has a name for every day and month");
    for (std::size_t i = 0; i < size; ++i)
        to[i] = to_utf8(from[i]);
}

Names read_names(Language language) {
    using Symbols = icu::DateFormatSymbols;
    UErrorCode status = U_ZERO_ERROR;
    Symbols const symbols(locale(language), status);
    ensure_success(status);
    Names names;
    std::int32_t count = 0;
    auto const* months = symbols.getMonths(count, Symbols::FORMAT, Symbols::WIDE);
    copy_names(names.months, months, count);
    auto const* months_alone = symbols.getMonths(count, Symbols::STANDALONE, Symbols::WIDE);
    copy_names(names.months_alone, months_alone, count);
    // ICU counts days from 1.
    auto const* weekdays = symbols.getWeekdays(count, Symbols::FORMAT, Symbols::WIDE);
    copy_names(names.weekdays, weekdays + 1, count - 1);
    auto const* short_weekdays = symbols.getWeekdays(count, Symbols::STANDALONE, Symbols::ABBREVIATED);
    copy_names(names.short_weekdays, short_weekdays + 1, count - 1);
    return names;
}

Names const& names(Language language) {
    static auto const& all = *[] {
        auto* const made = new std::array<Names, languages.size()>;
        for (auto const l : languages)
            (*made)[static_cast<std::size_t>(l)] = read_names(l);
        return made;
    }();
    return all[static_cast<std::size_t>(language)];
}

// What stands between a month and its year.
std::string_view before_year(Language language) {
    return language == Language::es || language == Language::pt ? " de " : " ";
}

} // namespace

std::string say_day_and_month(Language language, LocalTime local) {
    auto const& month = names(language).months.at(local.month - 1);
    switch (language) {
    case Language::en:
        return fmt::format("{} {}", local.day, month);
    case Language::fr:
        return fmt::format("{} {}", local.day == 1 ? "1er" : std::to_string(local.day), month);
    case Language::es:
    case Language::pt:
        return fmt::format("{} de {}", local.day, month);
    }
    throw Bug("a language without an order of dates");
}

std::string say_date(Language language, LocalTime local, LocalTime now) {
    auto const* after_weekday = language == Language::pt ? ", " : " ";
    auto text =
        names(language).weekdays.at(local.weekday()) + after_weekday + say_day_and_month(language, local);
    if (local.year != now.year)
        text += fmt::format("{}{}", before_year(language), local.year);
    return text;
}

std::string say_month_name(Language language, LocalTime local) {
    return names(language).months_alone.at(local.month - 1);
}

std::string say_month_and_year(Language language, LocalTime local) {
    return fmt::format("{}{}{}", say_month_name(language, local), before_year(language), local.year);
}

std::string say_weekday_short(Language language, LocalTime local) {
    return names(language).short_weekdays.at(local.weekday());
}

std::string say_weekday(Language language, unsigned weekday) {
    return names(language).weekdays.at(weekday);
}

std::string say_clock(LocalTime local) {
    return fmt::format("{:02}:{:02}", local.hour, local.minute);
}

std::string say_clock_range(Language language, LocalTime start, LocalTime end) {
    auto const days = days_between(start, end);
    std::string day;
    if (days < 0 || days > 6)
        day = say_date(language, end, start) +
              std::string(no_break_space); // a weekday alone would not say which
    else if (days > 0)
        day = say_weekday(language, end.weekday()) + std::string(no_break_space);
    return fmt::format("{0}{1}–{1}{2}{3}", say_clock(start), no_break_space, day, say_clock(end));
}

// --- zones -------------------------------------------------------------------------------------------------

namespace {

struct ZoneWords {
    std::string name;
    std::string city; // empty where the zone has none
};

std::string last_part(std::string const& zone) {
    auto part = zone.substr(zone.rfind('/') + 1);
    for (char& c : part)
        if (c == '_')
            c = ' ';
    return part;
}

// The name by which ICU knows a zone ("Cuba" is "America/Havana" there). It may be older than the tz database
// and not know it; then the zone's own name has to do.
std::string canonical_name(std::string const& zone) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString canonical;
    icu::TimeZone::getCanonicalID(icu::UnicodeString::fromUTF8(zone), canonical, status);
    return U_SUCCESS(status) && !canonical.isEmpty() ? to_utf8(canonical) : zone;
}

bool is_place(std::string const& canonical) {
    return canonical.find('/') != std::string::npos && !canonical.starts_with("Etc/");
}

std::string city_of(icu::Locale const& in, std::string const& canonical) {
    if (canonical == "America/Ciudad_Juarez")
        return "Ciudad Juárez"; // a zone of 2022, younger than ICU 72
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::TimeZoneNames> const all(icu::TimeZoneNames::createInstance(in, status));
    ensure_success(status);
    icu::UnicodeString city;
    all->getExemplarLocationName(icu::UnicodeString::fromUTF8(canonical), city);
    return city.isEmpty() || city.isBogus() ? last_part(canonical) : to_utf8(city);
}

// What CLDR puts around a place: "Nigeria Time", "hora de Nigeria". Bare, because the article that some
// places need ("hora de la India") is not there, and because it stands after "your time".
std::string without_word_for_time(Language language, std::string name) {
    auto const drop_start = [&](std::string_view words) {
        if (name.starts_with(words))
            name.erase(0, words.size());
    };
    switch (language) {
    case Language::en:
        if (name.ends_with(" Time"))
            name.erase(name.size() - std::string_view(" Time").size());
        break;
    case Language::fr:
        drop_start("heure\u00A0: ");
        drop_start("heure : ");
        break;
    case Language::es:
        drop_start("hora de ");
        break;
    case Language::pt:
        drop_start("Horário ");
        break;
    }
    return name;
}

std::string place_name(Language language, std::string const& zone, std::string const& city) {
    std::unique_ptr<icu::TimeZone> known(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
    if (*known == icu::TimeZone::getUnknown())
        return city;
    UErrorCode status = U_ZERO_ERROR;
    icu::SimpleDateFormat generic_location(icu::UnicodeString("VVVV"), locale(language), status);
    ensure_success(status);
    generic_location.adoptTimeZone(known.release());
    icu::UnicodeString name;
    generic_location.format(UDate(0), name);
    return without_word_for_time(language, to_utf8(name));
}

// Zones that are no place: "UTC", "CET". "Etc/GMT+5" counts the other way round from what people read, so of
// those the offset is said.
std::string placeless_name(Zone zone, std::string const& canonical) {
    constexpr UtcTime any_time{};
    return canonical.starts_with("Etc/") ? say_offset(utc_offset(any_time, zone)) : zone.name();
}

ZoneWords make_zone_words(Language language, Zone zone) {
    auto const canonical = canonical_name(zone.name());
    if (!is_place(canonical))
        return {placeless_name(zone, canonical), {}};
    auto city = city_of(locale(language), canonical);
    auto name = place_name(language, zone.name(), city);
    return {std::move(name), std::move(city)};
}

// Making them takes ICU a while; there are some 600 zones in four languages at most.
ZoneWords const& zone_words(Language language, Zone zone) {
    static auto& lock = *new std::mutex;
    static auto& made = *new std::map<std::pair<Language, std::string>, ZoneWords>;
    std::lock_guard const held(lock);
    auto const key = std::pair(language, zone.name());
    auto const known = made.find(key);
    return known != made.end() ? known->second
                               : made.emplace(key, make_zone_words(language, zone)).first->second;
}

} // namespace

std::string say_zone(Language language, Zone zone) {
    return zone_words(language, zone).name;
}

std::string say_city(Language language, Zone zone) {
    auto const& words = zone_words(language, zone);
    return words.city.empty() ? words.name : words.city;
}

std::string say_offset(seconds offset) {
    auto const total = std::chrono::duration_cast<minutes>(std::chrono::abs(offset)).count();
    if (total == 0)
        return "UTC";
    auto const* sign = offset < seconds(0) ? "−" : "+";
    return total % 60 == 0 ? fmt::format("UTC{}{}", sign, total / 60)
                           : fmt::format("UTC{}{}:{:02}", sign, total / 60, total % 60);
}

std::string say_duration(Language, minutes length) {
    auto const hours = length.count() / 60;
    auto const rest = length.count() % 60;
    auto const said_hours = fmt::format("{}{}h", hours, no_break_space);
    auto const said_minutes = fmt::format("{}{}min", rest, no_break_space);
    if (hours == 0)
        return said_minutes;
    return rest == 0 ? said_hours : said_hours + std::string(no_break_space) + said_minutes;
}

} // namespace lectern

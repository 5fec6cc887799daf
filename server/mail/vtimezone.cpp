// VTIMEZONE components; see vtimezone.hpp.
// SPDX-License-Identifier: MIT
#include "mail/vtimezone.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <vector>

namespace lectern::mail {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using LocalSeconds = std::chrono::local_seconds;

constexpr days year_and_a_day{366};

std::string stamp(LocalSeconds time) {
    auto const day = std::chrono::floor<days>(time);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(time - day);
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "%04d%02u%02uT%02d%02d%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return out.data();
}

LocalSeconds shifted(UtcTime time, seconds offset) {
    return LocalSeconds(std::chrono::floor<seconds>(time).time_since_epoch() + offset);
}

// "+0545"; with seconds only where there are some (no zone has had any since 1972).
std::string offset_digits(seconds offset) {
    auto const n = std::abs(static_cast<long>(offset.count()));
    std::array<char, 24> out{};
    std::snprintf(out.data(), out.size(), "%c%02ld%02ld", offset.count() < 0 ? '-' : '+', n / 3600,
                  n / 60 % 60);
    std::string text = out.data();
    if (n % 60 != 0)
        text += (n % 60 < 10 ? "0" : "") + std::to_string(n % 60);
    return text;
}

// "The second Sunday of March at 02:00, to −04:00": what a yearly rule can say of a change.
struct YearlyRule {
    unsigned month = 1;
    unsigned weekday = 0;
    int which = 1; // 1–4, or -1 for the last one
    seconds time{};
    seconds after{};
    bool operator==(YearlyRule const&) const = default;

    std::string text() const {
        static constexpr std::array names{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
        return "FREQ=YEARLY;BYMONTH=" + std::to_string(month) + ";BYDAY=" + std::to_string(which) +
               names[weekday];
    }
};

LocalSeconds wall(Transition const& change) {
    return shifted(change.at, change.before);
}

bool is_last_weekday(Transition const& change) {
    auto const day = std::chrono::floor<days>(wall(change));
    auto const month_of = [](local_days d) { return std::chrono::year_month_day(d).month(); };
    return month_of(day + days(7)) != month_of(day);
}

YearlyRule rule_of(Transition const& change, bool last) {
    auto const day = std::chrono::floor<days>(wall(change));
    std::chrono::year_month_weekday const date(day);
    return {static_cast<unsigned>(date.month()), date.weekday().c_encoding(),
            last ? -1 : static_cast<int>(date.index()), wall(change) - day, change.after};
}

// The one rule that describes all these changes, one a year; nothing where there is none.
std::optional<YearlyRule> common_rule(std::vector<Transition> const& changes) {
    bool const all_last = std::ranges::all_of(changes, is_last_weekday);
    auto const rule = rule_of(changes.front(), all_last);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        auto const year_of = [](Transition const& change) {
            return static_cast<int>(
                std::chrono::year_month_day(std::chrono::floor<days>(wall(change))).year());
        };
        bool const follows = i == 0 || year_of(changes[i]) == year_of(changes[i - 1]) + 1;
        if (!follows || rule_of(changes[i], all_last) != rule)
            return std::nullopt;
    }
    return rule;
}

// Written as daylight whatever is ahead of what was before: programs that read the two kinds as winter and
// summer are then right about Dublin and Casablanca too, where the database counts the other way round.
void add_observance(std::string& out, Transition const& change, std::string const& rule = {},
                    bool all_standard = false) {
    bool const is_old =
        change.at < UtcTime{}; // in force since before 1970: no program needs to know since when
    seconds const before = is_old ? change.after : change.before;
    std::string const kind = change.after > before && !all_standard ? "DAYLIGHT" : "STANDARD";
    add_line(out, "BEGIN:" + kind);
    add_line(out, "DTSTART:" + (is_old ? "19700101T000000" : stamp(wall(change))));
    add_line(out, "TZOFFSETFROM:" + offset_digits(before));
    add_line(out, "TZOFFSETTO:" + offset_digits(change.after));
    add_line(out, "TZNAME:" + change.name);
    if (!rule.empty())
        add_line(out, "RRULE:" + rule);
    add_line(out, "END:" + kind);
}

// Two rules that say it all. The first change of each kind lies in the year before `first`, so nothing comes
// earlier.
bool add_rules(std::string& out, std::vector<Transition> const& changes) {
    constexpr std::size_t fewest = 12; // two a year over six years
    if (changes.size() < fewest + 1)
        return false;
    std::array<std::vector<Transition>, 2> kinds;
    for (std::size_t i = 1; i < changes.size(); ++i)
        kinds[i % 2].push_back(changes[i]);
    auto const odd = common_rule(kinds[1]);
    auto const even = common_rule(kinds[0]);
    if (!odd || !even)
        return false;
    add_observance(out, kinds[1].front(), odd->text());
    add_observance(out, kinds[0].front(), even->text());
    return true;
}

} // namespace

std::string write_vtimezone(Zone zone, UtcTime first, UtcTime last) {
    std::string out;
    add_line(out, "BEGIN:VTIMEZONE");
    add_line(out, "TZID:" + zone.name());
    auto const changes = transitions(zone, first - year_and_a_day * 2, last + year_and_a_day * 6);
    if (!add_rules(out, changes)) {
        auto told = changes;
        std::erase_if(told, [&](Transition const& change) {
            return change.at != changes.front().at && change.at > last + year_and_a_day;
        });
        bool const all_standard = // some programs want one standard time at least
            std::ranges::none_of(told,
                                 [](Transition const& change) { return change.after <= change.before; });
        for (auto const& change : told)
            add_observance(out, change, {}, all_standard);
    }
    add_line(out, "END:VTIMEZONE");
    return out;
}

std::string calendar_local(UtcTime time, Zone zone) {
    return stamp(shifted(time, utc_offset(time, zone)));
}

std::string calendar_utc(UtcTime time) {
    return stamp(shifted(time, seconds(0))) + "Z";
}

void add_line(std::string& out, std::string_view line) {
    std::size_t room = 75;
    while (line.size() > room) {
        std::size_t cut = room;
        while (cut > 1 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U)
            --cut;
        out += line.substr(0, cut);
        out += "\r\n ";
        line.remove_prefix(cut);
        room = 74;
    }
    out += line;
    out += "\r\n";
}

} // namespace lectern::mail

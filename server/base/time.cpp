// Zones and what wall times mean in them: the only file that includes date/tz.h.
// SPDX-License-Identifier: MIT
#include "base/time.hpp"

#include "base/calendar.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "base/tz_rule.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>

namespace lectern {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr char const* zone_folder = "/usr/share/zoneinfo/";

// What the system's tz database lists. Read once.
struct ZoneList {
    std::string version;
    std::set<std::string, std::less<>> names;
};

// The word of a line at a place counted from 0, or nothing.
std::string word_at(std::string_view line, std::size_t place) {
    for (; place > 0; --place) {
        auto const space = line.find(' ');
        line = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
    }
    return std::string(line.substr(0, line.find(' ')));
}

ZoneList read_zone_list() {
    auto const path = std::string(zone_folder) + "tzdata.zi";
    std::ifstream file(path);
    if (!file)
        throw Error("cannot read " + path + ": is the package tzdata installed?");
    ZoneList list;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("Z "))
            list.names.insert(word_at(line, 1));
        else if (line.starts_with("L "))
            list.names.insert(word_at(line, 2));
        else if (line.starts_with("# version ") && list.version.empty())
            list.version = word_at(line, 2);
    }
    return list;
}

// Never destroyed, for zones may be used by destructors of statics.
ZoneList const& zone_list() {
    static auto const& list = *new ZoneList(read_zone_list());
    return list;
}

// Some time in which a zone keeps one offset, [begin, end).
struct Span {
    sys_seconds begin;
    sys_seconds end;
    ZoneOffset in_force;
};

constexpr sys_seconds for_ever_ago = sys_seconds(sys_days(std::chrono::year(-9999) / 1 / 1));
constexpr sys_seconds for_ever = sys_seconds(sys_days(std::chrono::year(19999) / 1 / 1));

std::optional<TzRule> read_rule(std::string const& zone) {
    std::ifstream file(zone_folder + zone, std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(file), {}};
    if (!bytes.ends_with('\n') || bytes.size() < 2)
        return std::nullopt;
    auto const start = bytes.rfind('\n', bytes.size() - 2);
    if (start == std::string::npos)
        return std::nullopt;
    return TzRule::parse(std::string_view(bytes).substr(start + 1, bytes.size() - start - 2));
}

// One zone's changes: those that its file lists, then those that its rule makes.
class ZoneData {
public:
    explicit ZoneData(std::string const& name) : listed_(*date::locate_zone(name)), rule_(read_rule(name)) {}

    Span at(sys_seconds time) const {
        auto const clamped = std::clamp(time, for_ever_ago, for_ever - seconds(1));
        auto const info = listed_.get_info(clamped);
        Span const span{std::max(sys_seconds(info.begin), for_ever_ago),
                        std::min(sys_seconds(info.end), for_ever),
                        {info.offset, info.abbrev, info.save != std::chrono::minutes(0)}};
        return span.end == for_ever && rule_ && rule_->has_dst() ? by_rule(clamped, span) : span;
    }

private:
    // `last` is the last span of the file, open-ended there.
    Span by_rule(sys_seconds time, Span const& last) const {
        Span span{last.begin, for_ever, last.in_force};
        auto const year = std::chrono::year_month_day(std::chrono::floor<days>(time)).year();
        for (auto y = year - std::chrono::years(1); y <= year + std::chrono::years(1); ++y)
            for (auto const& change : rule_->changes(y)) {
                if (change.at <= last.begin)
                    continue;
                if (change.at > time) {
                    span.end = change.at;
                    return span;
                }
                span.begin = change.at;
                span.in_force = change.to;
            }
        return span;
    }

    date::time_zone const& listed_;
    std::optional<TzRule> rule_;
};

// Throws what date throws where the zone's file is missing or broken.
ZoneData const& data_of(std::string const& zone) {
    static auto& lock = *new std::mutex;
    static auto& known = *new std::map<std::string, std::unique_ptr<ZoneData const>, std::less<>>;
    std::lock_guard const held(lock);
    auto& data = known[zone];
    if (!data)
        data = std::make_unique<ZoneData const>(zone);
    return *data;
}

sys_seconds as_wall(sys_seconds time, seconds offset) {
    return time + offset;
}

} // namespace

std::optional<Zone> Zone::find(std::string_view name) {
    auto const& names = zone_list().names;
    auto const found = names.find(name);
    if (found == names.end())
        return std::nullopt;
    try {
        data_of(*found);
    } catch (std::runtime_error const&) {
        return std::nullopt; // listed, but its file is not there
    }
    return Zone(*found);
}

Zone Zone::find_or_utc(std::string_view name) {
    if (auto const zone = find(name))
        return *zone;
    log::error("a zone is not in the tz database: UTC stands for it", {{"zone", name}});
    return utc();
}

Zone Zone::utc() {
    static Zone const utc = [] {
        auto const found = find("UTC");
        ensure(found.has_value(), "the tz database has UTC");
        return *found;
    }();
    return utc;
}

namespace {

// The gap that a wall time fell into: the change after which its clock reading was never shown.
Resolved in_gap(ZoneData const& zone, sys_seconds reading) {
    auto span = zone.at(reading - days(2));
    while (as_wall(span.end, span.in_force.offset) <= reading) {
        auto const next = zone.at(span.end);
        if (as_wall(next.begin, next.in_force.offset) > reading)
            break;
        span = next;
    }
    auto const next = zone.at(span.end);
    auto const first_missing = as_wall(span.end, span.in_force.offset);
    auto const first_valid = as_wall(span.end, next.in_force.offset);
    Resolved gap;
    gap.kind = Resolved::Kind::gap;
    gap.before = from_wall(std::chrono::ceil<minutes>(first_missing) - minutes(1));
    gap.after = from_wall(std::chrono::ceil<minutes>(first_valid));
    return gap;
}

// Every instant at which the clocks of a zone show a reading.
std::vector<sys_seconds> instants(ZoneData const& zone, sys_seconds reading) {
    std::vector<sys_seconds> found;
    for (auto span = zone.at(reading - days(2)); span.begin <= reading + days(2); span = zone.at(span.end)) {
        auto const instant = reading - span.in_force.offset;
        if (instant >= span.begin && instant < span.end)
            found.push_back(instant);
        if (span.end >= for_ever)
            break;
    }
    return found;
}

} // namespace

Resolved resolve(LocalTime local, Zone zone) {
    ensure(exists(local), "a wall time that exists on the calendar");
    auto const& data = data_of(zone.name());
    auto const found = instants(data, wall(local));
    if (found.empty())
        return in_gap(data, wall(local));
    Resolved resolved;
    resolved.first = found.front();
    if (found.size() > 1) {
        resolved.kind = Resolved::Kind::fold;
        resolved.second = found.back();
    }
    return resolved;
}

UtcTime resolve_leniently(LocalTime local, Zone zone) {
    auto const resolved = resolve(local, zone);
    return resolved.kind == Resolved::Kind::gap ? resolve(resolved.after, zone).first : resolved.first;
}

seconds utc_offset(UtcTime time, Zone zone) {
    return data_of(zone.name()).at(std::chrono::floor<seconds>(time)).in_force.offset;
}

LocalTime to_local(UtcTime time, Zone zone) {
    return from_wall(as_wall(std::chrono::floor<seconds>(time), utc_offset(time, zone)));
}

std::string offset_text(seconds offset) {
    auto const total = std::chrono::duration_cast<minutes>(std::chrono::abs(offset)).count();
    return fmt::format("{}{:02}:{:02}", offset < seconds(0) && total > 0 ? '-' : '+', total / 60, total % 60);
}

namespace {

// Files hold a first entry long before there were zones; such a beginning is none.
constexpr sys_seconds oldest_change = sys_seconds(sys_days(std::chrono::year(1800) / 1 / 1));

// In summer the clock is ahead, also where the law calls winter time the exception (Dublin).
bool is_daylight(ZoneOffset const& before, ZoneOffset const& after) {
    return before.is_dst != after.is_dst ? after.offset > before.offset
                                         : after.is_dst && after.offset >= before.offset;
}

Transition transition(Span const& span, ZoneOffset const& before) {
    return {span.begin, before.offset, span.in_force.offset, span.in_force.name,
            is_daylight(before, span.in_force)};
}

Transition in_force_at(ZoneData const& zone, sys_seconds time) {
    auto const span = zone.at(time);
    if (span.begin < oldest_change)
        return {UtcTime::min(), span.in_force.offset, span.in_force.offset, span.in_force.name,
                span.in_force.is_dst};
    return transition(span, zone.at(span.begin - seconds(1)).in_force);
}

} // namespace

std::vector<Transition> transitions(Zone zone, UtcTime from, UtcTime to) {
    auto const& data = data_of(zone.name());
    auto span = data.at(std::chrono::floor<seconds>(from));
    std::vector<Transition> all{in_force_at(data, std::chrono::floor<seconds>(from))};
    while (span.end < for_ever && span.end <= to) {
        auto const next = data.at(span.end);
        bool const differs =
            next.in_force.offset != span.in_force.offset || next.in_force.name != span.in_force.name;
        if (differs)
            all.push_back(transition(next, span.in_force));
        span = next;
    }
    return all;
}

std::string tzdb_version() {
    return zone_list().version;
}

} // namespace lectern

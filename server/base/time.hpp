// Instants, local times and IANA zones. Everything stored or compared is a UtcTime; local times exist only at
// the edges, where people type and read. Zone arithmetic stands in time.cpp and nowhere else.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

using UtcTime = std::chrono::sys_time<std::chrono::milliseconds>;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// A wall-clock time without a zone, to the minute: what a facilitator types.
struct LocalTime {
    int year = 1970;
    unsigned month = 1; // 1–12
    unsigned day = 1;   // 1–31
    int hour = 0;       // 0–23
    int minute = 0;     // 0–59

    auto operator<=>(LocalTime const&) const = default;

    // "2027-03-09T14:00", the only spelling taken or written. Nothing for an impossible date or hour.
    static std::optional<LocalTime> parse(std::string_view text);
    std::string text() const;
    unsigned weekday() const; // 0 = Sunday … 6 = Saturday
};

// `days` later or earlier on the calendar, same hour.
LocalTime plus_days(LocalTime local, int days);
// Days from `from` to `to` on the calendar, hours ignored; negative when `to` is earlier.
int days_between(LocalTime from, LocalTime to);

// RFC 3339 in UTC: "2027-03-09T14:00:00Z"; milliseconds are written only where they are not zero.
std::string rfc3339(UtcTime time);
// Takes any offset; nothing where the text is no RFC 3339 time.
std::optional<UtcTime> parse_rfc3339(std::string_view text);

// An IANA zone that exists in the system's tz database, as Zone or Link. Cheap to copy. Thread-safe.
class Zone {
public:
    // Nothing for a name that the database does not list; "localtime" and paths never pass.
    static std::optional<Zone> find(std::string_view name);
    static Zone utc();
    // Of a row: where the system does not know the zone any more it is UTC, and the log says so.
    static Zone find_or_utc(std::string_view name);

    std::string const& name() const { return *name_; }
    bool operator==(Zone const& other) const { return *name_ == *other.name_; }

private:
    explicit Zone(std::string const& name) : name_(&name) {}
    std::string const* name_; // interned, lives as long as the program
};

// What a wall time means in a zone: one instant, none (the clock jumped over it) or two (the clock went
// back).
struct Resolved {
    enum class Kind { unique, gap, fold } kind = Kind::unique;
    UtcTime first{};  // unique: the instant; fold: the earlier one
    UtcTime second{}; // fold: the later one
    LocalTime before; // gap: the last valid minute before it …
    LocalTime after;  // … and the first one after it
};

Resolved resolve(LocalTime local, Zone zone);
// The instant, with the documented choice where there is none (the first valid minute after the gap) or two
// (the earlier): for rules such as "at 09:00 of the reader", where nobody can be asked.
UtcTime resolve_leniently(LocalTime local, Zone zone);
LocalTime to_local(UtcTime time, Zone zone);
seconds utc_offset(UtcTime time, Zone zone);
std::string offset_text(seconds offset); // "+01:00", "-03:30", "+00:00"

// A change of a zone's offset, for calendars (RFC 5545 VTIMEZONE).
struct Transition {
    UtcTime at{};     // UtcTime::min() where the offset has always been in force
    seconds before{}; // offset from UTC until then
    seconds after{};  // offset from UTC from then on
    std::string name; // abbreviation, for TZNAME only; people never see it
    bool daylight = false;
};
// The one in force at `from`, then each one after it up to `to`, in order.
std::vector<Transition> transitions(Zone zone, UtcTime from, UtcTime to);

// The version of the tz database that answers come from, such as "2026a".
std::string tzdb_version();

} // namespace lectern

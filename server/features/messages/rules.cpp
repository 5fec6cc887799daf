// The arithmetic of reminders.
// SPDX-License-Identifier: MIT
#include "features/messages/rules.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>

namespace lectern::messages {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 12> names{
    "confirmation",       "waitlisted",         "promoted",     "verify",
    "already_registered", "invitation",         "reminder_day", "reminder_hour",
    "cancellation_own",   "cancellation_event", "sign_in",      "membership_invitation"};
constexpr int many_sessions = 4;
constexpr int night_ends = 7;

} // namespace

std::string_view name(Kind kind) {
    return names.at(static_cast<std::size_t>(kind));
}

Kind kind_of(std::string_view text) {
    auto const found = std::find(names.begin(), names.end(), text);
    ensure(found != names.end(), "the outbox holds a kind that the program does not know");
    return static_cast<Kind>(found - names.begin());
}

int priority(Kind kind) {
    switch (kind) {
    case Kind::sign_in: // somebody waits before the screen
        return 0;
    case Kind::verify:
        return 1;
    case Kind::membership_invitation:
    case Kind::confirmation:
    case Kind::waitlisted:
    case Kind::promoted:
    case Kind::already_registered:
        return 2;
    case Kind::cancellation_own:
    case Kind::cancellation_event:
        return 3;
    case Kind::reminder_hour:
        return 4;
    case Kind::invitation:
        return 5;
    case Kind::reminder_day:
        return 6;
    }
    return 9;
}

Window day_before(UtcTime starts_at, Zone reader) {
    auto local = plus_days(to_local(starts_at, reader), -1);
    local.hour = 9;
    local.minute = 0;
    auto const due = resolve_leniently(local, reader);
    return {due, due + std::min<milliseconds>((starts_at - due) / 2, 6h)};
}

Window hour_before(UtcTime starts_at) {
    return {starts_at - 1h, starts_at - 30min};
}

Window invitation(UtcTime starts_at, UtcTime ends_at, int sessions, UtcTime now) {
    auto const due = sessions <= many_sessions ? now : std::max(now, starts_at - 7 * 24h);
    return {due, std::max(due, ends_at)};
}

bool is_tomorrow(UtcTime starts_at, UtcTime now, Zone reader) {
    return days_between(to_local(now, reader), to_local(starts_at, reader)) == 1;
}

milliseconds backoff(int attempts, double jitter) {
    constexpr std::array<minutes, 6> waits{1min, 2min, 5min, 10min, 20min, 40min};
    auto const wait = attempts >= 1 && attempts <= static_cast<int>(waits.size())
                          ? waits[static_cast<std::size_t>(attempts - 1)]
                          : minutes(60);
    auto const factor = 0.8 + 0.4 * jitter;
    return milliseconds(static_cast<std::int64_t>(static_cast<double>(milliseconds(wait).count()) * factor));
}

bool is_quiet(UtcTime time, Zone reader) {
    auto const hour = to_local(time, reader).hour;
    return hour >= 22 || hour < night_ends;
}

bool keeps_quiet(Kind kind, UtcTime created_at, UtcTime due_at) {
    return kind == Kind::reminder_day || (kind == Kind::invitation && due_at > created_at);
}

UtcTime morning(UtcTime time, Zone reader) {
    auto local = to_local(time, reader);
    if (local.hour >= night_ends)
        local = plus_days(local, 1);
    local.hour = night_ends;
    local.minute = 0;
    return resolve_leniently(local, reader);
}

} // namespace lectern::messages

// Moves the dates of the demo with the calendar.
// SPDX-License-Identifier: MIT
#include "features/demo/demo.hpp"

#include "base/error.hpp"
#include "db/session.hpp"
#include "features/catalogue/catalogue.hpp"
#include "gen/sql/demo.hpp"

#include <algorithm>
#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace lectern::demo {
namespace {

using std::chrono::days;

// The day for which the files of sql/demo are written, a Monday.
constexpr LocalTime reference{.year = 2026, .month = 11, .day = 16};

LocalTime day_of(std::string const& text) {
    auto const day = LocalTime::parse(text + "T00:00");
    ensure(day.has_value(), "a day of the demo is none");
    return *day;
}

std::string day_text(LocalTime day) {
    return day.text().substr(0, 10);
}

LocalTime monday_of(LocalTime day) {
    return plus_days(day, -static_cast<int>((day.weekday() + 6) % 7));
}

int months_between(LocalTime from, LocalTime to) {
    return (to.year - from.year) * 12 + static_cast<int>(to.month) - static_cast<int>(from.month);
}

LocalTime first_of_month(LocalTime day, int months_later = 0) {
    int const month = day.year * 12 + static_cast<int>(day.month) - 1 + months_later;
    return {.year = month / 12, .month = static_cast<unsigned>(month % 12) + 1};
}

LocalTime last_of_month(LocalTime day, int months_later = 0) {
    return plus_days(first_of_month(day, months_later + 1), -1);
}

// The same weekday at the same place in another month: its first, second … or, where there is no fifth, its
// last.
LocalTime same_place(LocalTime day, int months_later) {
    auto const first = first_of_month(day, months_later);
    int const to_weekday = static_cast<int>((day.weekday() + 7 - first.weekday()) % 7);
    int const weeks = static_cast<int>(day.day - 1) / 7;
    auto const moved = plus_days(first, to_weekday + weeks * 7);
    return months_between(first, moved) == 0 ? moved : plus_days(moved, -7);
}

struct Session {
    SessionId id;
    EventId event;
    std::optional<MonthId> month;
    std::string zone;
    LocalTime start;
    LocalTime end;

    static Session from(db::Row const& row) {
        auto const local = [&](std::string_view column) {
            auto const time = LocalTime::parse(row.get<std::string>(column));
            ensure(time.has_value(), "a local time of the demo is none");
            return *time;
        };
        return {row.get<SessionId>("id"),
                row.get<EventId>("event_id"),
                row.get<std::optional<MonthId>>("month_id"),
                row.get<std::string>("time_zone"),
                local("local_start"),
                local("local_end")};
    }
};

struct Month {
    MonthId id;
    LocalTime starts_on;
    LocalTime ends_on;

    static Month from(db::Row const& row) {
        return {row.get<MonthId>("id"), day_of(row.get<std::string>("starts_on")),
                day_of(row.get<std::string>("ends_on"))};
    }
    bool has(LocalTime day) const { return starts_on <= day && day <= ends_on; }
};

class Shift {
public:
    // `is_first`: straight after the script, when every row is a sample, whatever its date.
    Shift(db::Write& tx, LocalTime from, LocalTime to, UtcTime now, bool is_first)
        : tx_(tx), from_(from), to_(to), now_(now),
          installed_(tx.maybe<UtcTime>(sql::demo::installed_at).value_or(now)),
          samples_until_(is_first ? UtcTime::max() : installed_), tzdb_(tzdb_version()) {}

    void move_everything() {
        auto months = tx_.all<Month>(sql::demo::months);
        std::vector<MonthId> running;
        for (auto& month : months) {
            bool const is_running = month.has(from_);
            if (is_running)
                running.push_back(month.id);
            move(month, is_running);
        }
        auto const runs = [&](std::optional<MonthId> month) {
            return month && std::find(running.begin(), running.end(), *month) != running.end();
        };

        auto sessions = tx_.all<Session>(sql::demo::sessions);
        for (auto first = sessions.begin(); first != sessions.end();) {
            auto const last = std::find_if(
                first, sessions.end(), [&](Session const& session) { return session.event != first->event; });
            move_event({first, last}, runs(first->month) ? weeks() : to_same_place(first->start));
            first = last;
        }

        for (auto& month : months)
            if (runs(month.id))
                widen(month, sessions);
        for (auto const& month : months)
            tx_.run(sql::demo::move_month, "month"_p = month.id, "starts_on"_p = day_text(month.starts_on),
                    "ends_on"_p = day_text(month.ends_on));
        tx_.run(sql::demo::move_activity, "at"_p = yesterday_at_five());
    }

private:
    int calendar_months() const { return months_between(from_, to_); }
    days weeks() const { return days(days_between(monday_of(from_), monday_of(to_))); }
    days to_same_place(LocalTime day) const {
        return days(days_between(day, same_place(day, calendar_months())));
    }
    UtcTime yesterday_at_five() const { return std::chrono::floor<days>(now_) - std::chrono::hours(7); }

    void move(Month& month, bool is_running) {
        auto const first = first_of_month(month.starts_on, calendar_months());
        auto const by = is_running ? weeks() : days(days_between(first_of_month(month.starts_on), first));
        month.starts_on = is_running ? first_of_month(to_) : first;
        month.ends_on = is_running ? last_of_month(to_) : last_of_month(month.ends_on, calendar_months());
        move_belongings({}, month.id, by);
    }

    void move_event(std::span<Session> sessions, days by) {
        for (auto& session : sessions) {
            auto const zone = Zone::find(session.zone);
            ensure(zone.has_value(), "a zone of the demo is not in the tz database");
            session.start = plus_days(session.start, static_cast<int>(by.count()));
            session.end = plus_days(session.end, static_cast<int>(by.count()));
            tx_.run(sql::demo::move_session, "session"_p = session.id, "local_start"_p = session.start.text(),
                    "local_end"_p = session.end.text(),
                    "starts_at"_p = resolve_leniently(session.start, *zone),
                    "ends_at"_p = resolve_leniently(session.end, *zone), "tzdb_version"_p = tzdb_,
                    "now"_p = now_);
        }
        auto const event = sessions.front().event;
        auto const by_ms = milliseconds(by).count();
        tx_.run(sql::demo::move_event, "event"_p = event, "now"_p = now_);
        tx_.run(sql::demo::move_editions, "event"_p = event, "by"_p = by_ms);
        tx_.run(sql::demo::move_consents, "event"_p = event, "by"_p = by_ms);
        tx_.run(sql::demo::move_questions, "event"_p = event, "by"_p = by_ms,
                "samples_until"_p = samples_until_);
        tx_.run(sql::demo::move_registrations, "event"_p = event, "by"_p = by_ms, "installed"_p = installed_,
                "samples_until"_p = samples_until_);
        move_belongings(event, {}, by);
    }

    void move_belongings(std::optional<EventId> event, std::optional<MonthId> month, days by) {
        auto const by_ms = milliseconds(by).count();
        tx_.run(sql::demo::move_materials, "event"_p = event, "month"_p = month, "by"_p = by_ms);
        tx_.run(sql::demo::move_products, "event"_p = event, "month"_p = month, "by"_p = by_ms);
    }

    // A month lasts as long as its events do.
    static void widen(Month& month, std::vector<Session> const& sessions) {
        for (auto const& session : sessions)
            if (session.month == month.id) {
                month.starts_on = std::min(month.starts_on, day_of(day_text(session.start)));
                month.ends_on = std::max(month.ends_on, day_of(day_text(session.end)));
            }
    }

    db::Write& tx_;
    LocalTime from_;
    LocalTime to_;
    UtcTime now_;
    UtcTime installed_;
    UtcTime samples_until_;
    std::string tzdb_;
};

bool is_current(LocalTime from, LocalTime to) {
    return monday_of(from) == monday_of(to) && months_between(from, to) == 0;
}

} // namespace

bool is_demo(db::Read& db) {
    return db.maybe<std::string>(sql::demo::shifted_to).has_value();
}

void freshen(db::Write& tx, UtcTime now) {
    auto const shifted_to = tx.maybe<std::string>(sql::demo::shifted_to);
    if (!shifted_to || tx.maybe<RegistrationId>(sql::demo::real_registration))
        return;
    bool const is_first = shifted_to->empty();
    auto const from = is_first ? reference : day_of(*shifted_to);
    auto const to = day_of(day_text(to_local(now, Zone::utc())));
    if (!is_first && is_current(from, to))
        return;
    Shift(tx, from, to, now, is_first).move_everything();
    tx.run(sql::demo::remember, "day"_p = day_text(to));
    tx.wake(catalogue::catalogue_changed);
}

} // namespace lectern::demo

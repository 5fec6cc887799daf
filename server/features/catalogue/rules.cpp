// What is on, over, open or full.
// SPDX-License-Identifier: MIT
#include "features/catalogue/rules.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>

namespace lectern::catalogue {
namespace {

// One spelling per value, in the order of its enum.
template <class E, std::size_t N>
E value_of(std::array<std::string_view, N> const& names, std::string_view name) {
    auto const found = std::find(names.begin(), names.end(), name);
    ensure(found != names.end(), "the database holds a word that the program does not know");
    return static_cast<E>(found - names.begin());
}

constexpr std::array<std::string_view, 4> standings{"scheduled", "live", "ended", "cancelled"};
constexpr std::array<std::string_view, 3> registrations{"open", "waiting_list", "closed"};
constexpr std::array<std::string_view, 3> month_standings{"running", "coming", "past"};
constexpr std::array<std::string_view, 3> attendances{"online", "on_site", "hybrid"};
constexpr std::array<std::string_view, 3> kinds{"webinar", "workshop", "discussion"};
constexpr std::array<std::string_view, 5> states{"draft", "published", "archived", "cancelled", "postponed"};

bool has_ended(Edition const& edition, UtcTime now) {
    return std::none_of(edition.sessions.begin(), edition.sessions.end(), [now](Session const& session) {
        return !session.is_cancelled && session.ends_at > now;
    });
}

} // namespace

std::string_view name(Standing value) {
    return standings.at(static_cast<std::size_t>(value));
}
std::string_view name(Registration value) {
    return registrations.at(static_cast<std::size_t>(value));
}
std::string_view name(MonthStanding value) {
    return month_standings.at(static_cast<std::size_t>(value));
}
std::string_view name(Attendance value) {
    return attendances.at(static_cast<std::size_t>(value));
}
std::string_view name(EventKind value) {
    return kinds.at(static_cast<std::size_t>(value));
}
std::string_view name(EventState value) {
    return states.at(static_cast<std::size_t>(value));
}
Attendance attendance_of(std::string_view text) {
    return value_of<Attendance>(attendances, text);
}
EventKind kind_of(std::string_view text) {
    return value_of<EventKind>(kinds, text);
}
EventState state_of(std::string_view text) {
    return value_of<EventState>(states, text);
}

Standing standing(Edition const& edition, UtcTime now) {
    if (edition.is_cancelled)
        return Standing::cancelled;
    bool const all_cancelled =
        !edition.sessions.empty() && std::all_of(edition.sessions.begin(), edition.sessions.end(),
                                                 [](auto const& s) { return s.is_cancelled; });
    if (all_cancelled)
        return Standing::cancelled;
    for (auto const& session : edition.sessions)
        if (!session.is_cancelled && session.starts_at <= now && now < session.ends_at)
            return Standing::live;
    if (!edition.sessions.empty() && has_ended(edition, now))
        return Standing::ended;
    return Standing::scheduled;
}

Registration registration(EventState event, Edition const& edition, UtcTime now) {
    if (event != EventState::published || edition.is_cancelled || edition.sessions.empty() ||
        has_ended(edition, now))
        return Registration::closed;
    if ((edition.opens_at && now < *edition.opens_at) || (edition.closes_at && now >= *edition.closes_at))
        return Registration::closed;
    return edition.capacity && edition.seats_taken >= *edition.capacity ? Registration::waiting_list
                                                                        : Registration::open;
}

std::optional<std::int64_t> seats_left(Edition const& edition) {
    if (!edition.capacity)
        return {};
    return std::max<std::int64_t>(0, *edition.capacity - edition.seats_taken);
}

MonthStanding standing(MonthSummary const& month, UtcTime now) {
    auto const today = to_local(now, Zone::utc());
    if (days_between(today, month.starts_on) > 0)
        return MonthStanding::coming;
    return days_between(today, month.ends_on) < 0 ? MonthStanding::past : MonthStanding::running;
}

bool is_off(EventSummary const& event) {
    return event.state == EventState::cancelled || event.state == EventState::postponed;
}

bool is_over(EventSummary const& event, UtcTime now) {
    if (event.state == EventState::archived)
        return true;
    bool any_ended = false;
    for (auto const& edition : event.editions) {
        auto const at = standing(edition, now);
        if (at == Standing::scheduled || at == Standing::live)
            return false;
        any_ended = any_ended || at == Standing::ended;
    }
    return any_ended;
}

bool takes_questions(EventSummary const& event, UtcTime now) {
    return !is_off(event) && !is_over(event, now);
}

bool is_live(EventSummary const& event, UtcTime now) {
    return !is_off(event) &&
           std::any_of(event.editions.begin(), event.editions.end(),
                       [now](auto const& edition) { return standing(edition, now) == Standing::live; });
}

Session const* next_session(Edition const& edition, UtcTime now) {
    Session const* last = nullptr;
    for (auto const& session : edition.sessions) {
        if (!session.is_cancelled && session.ends_at > now)
            return &session;
        if (!session.is_cancelled || !last)
            last = &session;
    }
    return last;
}

Edition const* shown_edition(EventSummary const& event, Language reader, std::optional<EditionId> asked,
                             UtcTime now) {
    auto const first = [&event](auto fits) -> Edition const* {
        auto const found = std::find_if(event.editions.begin(), event.editions.end(), fits);
        return found == event.editions.end() ? nullptr : &*found;
    };
    auto const is_coming = [now](Edition const& edition) {
        auto const at = standing(edition, now);
        return at == Standing::scheduled || at == Standing::live;
    };
    if (asked)
        if (auto const* edition = first([&](auto const& e) { return e.id == *asked; }))
            return edition;
    if (auto const* edition =
            first([&](auto const& e) { return is_coming(e) && language_of(e.language) == reader; }))
        return edition;
    if (auto const* edition = first(is_coming))
        return edition;
    return event.editions.empty() ? nullptr : &event.editions.front();
}

Edition const* edition_for(EventSummary const& event, std::string_view language, UtcTime now) {
    Edition const* best = nullptr;
    int best_rank = 3;
    for (auto const& edition : event.editions) {
        if (registration(event.state, edition, now) == Registration::closed)
            continue;
        auto const same = [&](std::string_view other) {
            return language_of(edition.language) == language_of(other);
        };
        int const rank = edition.language == language || (language_of(language) && same(language)) ? 0
                         : edition.language == event.original_language                             ? 1
                                                                                                   : 2;
        bool const is_earlier = best && edition.sessions.front().starts_at < best->sessions.front().starts_at;
        if (rank < best_rank || (rank == best_rank && rank == 2 && is_earlier)) {
            best = &edition;
            best_rank = rank;
        }
    }
    return best;
}

} // namespace lectern::catalogue

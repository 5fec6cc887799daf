// Decisions about the catalogue that follow from the clock. Pure: pass the time in.
// SPDX-License-Identifier: MIT
#pragma once

#include "features/catalogue/nouns.hpp"

namespace lectern::catalogue {

enum class Standing { scheduled, live, ended, cancelled }; // of an edition
enum class Registration { open, waiting_list, closed };    // of an edition
enum class MonthStanding { running, coming, past };

Standing standing(Edition const& edition, UtcTime now);
// Open until the last session ends (or the window says otherwise): a workshop can be joined on its second
// day.
Registration registration(EventState event, Edition const& edition, UtcTime now);
// None where seats are unlimited.
std::optional<std::int64_t> seats_left(Edition const& edition);
// By calendar day in UTC: a month is no business of a zone.
MonthStanding standing(MonthSummary const& month, UtcTime now);
bool is_over(EventSummary const& event, UtcTime now); // archived, or every edition ended or cancelled
bool is_off(EventSummary const& event);               // cancelled or postponed
// Whether the form takes a question for the speakers: until it is over.
bool takes_questions(EventSummary const& event, UtcTime now);
bool is_live(EventSummary const& event, UtcTime now);

// Its next session that has not ended, else its last; null without any.
Session const* next_session(Edition const& edition, UtcTime now);
// The edition a page shows: the one asked for by id; else the first neither ended nor cancelled in the
// reader's language, else in any, else the first; null without any.
Edition const* shown_edition(EventSummary const& event, Language reader, std::optional<EditionId> asked,
                             UtcTime now);
// The edition an enrolment takes: in its language, else in the event's original language, else the earliest;
// only those whose registration is open or has a waiting list. Null where there is none.
Edition const* edition_for(EventSummary const& event, std::string_view language, UtcTime now);

std::string_view name(Standing);
std::string_view name(Registration);
std::string_view name(MonthStanding);
std::string_view name(Attendance);
std::string_view name(EventKind);
std::string_view name(EventState);
Attendance attendance_of(std::string_view name);
EventKind kind_of(std::string_view name);
EventState state_of(std::string_view name);

} // namespace lectern::catalogue

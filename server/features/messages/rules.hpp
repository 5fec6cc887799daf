// When messages are due and until when they are useful. Pure: pass the time in.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string>

namespace lectern::messages {

enum class Kind {
    confirmation,
    waitlisted,
    promoted,
    verify,
    already_registered,
    invitation,
    reminder_day,
    reminder_hour,
    cancellation_own,
    cancellation_event,
    sign_in,
    membership_invitation
};
std::string_view name(Kind kind);    // "reminder_day", as files of texts are called
Kind kind_of(std::string_view name); // throws Bug
// 0 is most urgent. Ten thousand reminders never delay a confirmation.
int priority(Kind kind);

struct Window {
    UtcTime due{};
    UtcTime not_after{};
};

// The day before the session at 09:00 in the reader's zone; useful for half of what is left until the start,
// six hours at most.
Window day_before(UtcTime starts_at, Zone reader);
// One hour before; useful for half an hour.
Window hour_before(UtcTime starts_at);
// Seven days before the session, or now.
Window invitation(UtcTime starts_at, UtcTime ends_at, int sessions, UtcTime now);
// Whether a session is on the reader's next calendar day.
bool is_tomorrow(UtcTime starts_at, UtcTime now, Zone reader);

// How long to wait before try number `attempts` + 1: 1, 2, 5, 10, 20, 40 minutes, then hourly; ±20 % by
// `jitter`, a number from 0 to 1 (RFC 5321 §4.5.4.1, greylisting RFC 6647 passes on the third).
milliseconds backoff(int attempts, double jitter);

// Quiet hours of the reader: 22:00 to 07:00.
bool is_quiet(UtcTime time, Zone reader);
// Whether a message waits for the morning rather than go out in them: what nobody asked for just now. The
// reminder an hour before is of no use later, and an entry that came with its confirmation belongs to that.
bool keeps_quiet(Kind kind, UtcTime created_at, UtcTime due_at);
// The next 07:00 of the reader.
UtcTime morning(UtcTime time, Zone reader);

} // namespace lectern::messages

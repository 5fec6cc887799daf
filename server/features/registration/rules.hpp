// Decisions about places. Pure: pass everything in.
// SPDX-License-Identifier: MIT
#pragma once

#include "features/registration/nouns.hpp"

#include <string_view>

namespace lectern::registration {

struct Seats {
    std::optional<std::int64_t> capacity; // none: unlimited
    std::int64_t taken = 0;               // confirmed and offered
    std::int64_t waiting = 0;
};

// Where a new registration lands: unverified where the address has to be confirmed first (holds no seat),
// else confirmed where a seat is free and nobody waits, else waitlisted.
State place(Seats const& seats, bool needs_proof);
// The position that a new one on the waiting list would have.
std::int64_t next_position(Seats const& seats);

bool is_active(State state); // has not ended
bool may_cancel(State state);
bool holds_seat(State state);

std::string_view name(State state);
State state_of(std::string_view name); // throws Bug for another word

} // namespace lectern::registration

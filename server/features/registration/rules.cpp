// Who gets a seat.
// SPDX-License-Identifier: MIT
#include "features/registration/rules.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <array>

namespace lectern::registration {
namespace {

constexpr std::array<std::string_view, 8> names{"unverified", "pending",   "confirmed", "waitlisted",
                                                "offered",    "cancelled", "declined",  "expired"};

} // namespace

State place(Seats const& seats, bool needs_proof) {
    if (needs_proof)
        return State::unverified;
    bool const has_room = !seats.capacity || seats.taken < *seats.capacity;
    return has_room && seats.waiting == 0 ? State::confirmed : State::waitlisted;
}

std::int64_t next_position(Seats const& seats) {
    return seats.waiting + 1;
}

bool is_active(State state) {
    return state != State::cancelled && state != State::declined && state != State::expired;
}

bool may_cancel(State state) {
    return is_active(state);
}

bool holds_seat(State state) {
    return state == State::confirmed || state == State::offered;
}

std::string_view name(State state) {
    return names.at(static_cast<std::size_t>(state));
}

State state_of(std::string_view text) {
    auto const found = std::find(names.begin(), names.end(), text);
    ensure(found != names.end(), "the database holds a state that the program does not know");
    return static_cast<State>(found - names.begin());
}

} // namespace lectern::registration

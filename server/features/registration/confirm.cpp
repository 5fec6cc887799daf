// The address is proven: what waited for it lands where there is room.
// SPDX-License-Identifier: MIT
#include "features/messages/messages.hpp"
#include "features/registration/land.hpp"
#include "features/registration/take.hpp"
#include "gen/sql/registration.hpp"

#include <algorithm>

namespace lectern::registration {
namespace {

State settle(db::Write& tx, Registration const& registration, UtcTime now) {
    auto const state = place(seats_of(tx, registration.edition), false);
    std::optional<std::int64_t> waitlist_place;
    if (state == State::waitlisted)
        waitlist_place = tx.maybe<std::int64_t>(sql::registration::next_waitlist_place,
                                                "edition"_p = registration.edition);
    tx.run(sql::registration::set_state, "registration"_p = registration.id, "state"_p = name(state),
           "place"_p = waitlist_place, "now"_p = now);
    if (state == State::waitlisted)
        messages::plan_waitlisted(tx, registration.id, now);
    return state;
}

// A place of a month takes the place of what is held at another edition of the event: the later choice
// stands. Not where a seat would go for a place in line; then nothing moves.
bool take_over(db::Write& tx, Registration const& one, UtcTime now) {
    auto const has_room = place(seats_of(tx, one.edition), false) == State::confirmed;
    std::vector<Registration> held;
    for (auto const id : at_other_editions(tx, one.edition, one.email_key))
        held.push_back(load_registration(tx, id));
    if (!has_room && std::ranges::any_of(held, [](auto const& other) { return holds_seat(other.state); })) {
        leave(tx, one, State::cancelled, false, now);
        return false;
    }
    for (auto const& other : held) {
        give_up(tx, other, State::cancelled, other.state != State::unverified, now);
        if (other.is_muted)
            tx.run(sql::registration::mute, "registration"_p = one.id, "now"_p = now);
    }
    if (!held.empty()) // what is added to the month later comes in the same language
        tx.run(sql::registration::change_enrolment, "enrolment"_p = *one.enrolment, "name"_p = one.name,
               "language"_p = tag(one.language), "zone"_p = one.zone.name(),
               "zone_guessed"_p = one.zone_guessed);
    return true;
}

// Itself, and where it came of an enrolment what waits for the same address in that month; of two editions of
// an event the one that was asked for last. Only what takes place.
std::vector<Registration> proven_with(db::Write& tx, Registration const& registration, UtcTime now) {
    if (!registration.enrolment)
        return takes_place(tx, registration, now) ? std::vector{registration} : std::vector<Registration>{};
    std::vector<Registration> all;
    for (auto const id :
         tx.all<RegistrationId>(sql::registration::proven_with, "registration"_p = registration.id)) {
        auto one = load_registration(tx, id);
        if (!takes_place(tx, one, now))
            continue;
        auto const earlier = std::ranges::find(all, one.event, &Registration::event);
        if (earlier == all.end()) {
            all.push_back(std::move(one));
            continue;
        }
        leave(tx, *earlier, State::cancelled, false, now);
        *earlier = std::move(one);
    }
    return all;
}

} // namespace

void confirm(db::Write& tx, Registration const& registration, UtcTime now) {
    auto const all = proven_with(tx, registration, now);
    if (all.empty())
        throw Conflict("closed");
    std::vector<RegistrationId> of_month;
    for (auto const& one : all) {
        if (one.enrolment && !take_over(tx, one, now))
            continue;
        if (settle(tx, one, now) != State::confirmed)
            continue;
        if (one.enrolment)
            of_month.push_back(one.id);
        else
            messages::plan_confirmation(tx, one.id, now);
    }
    if (!registration.enrolment)
        return;
    tx.run(sql::registration::activate_enrolment, "enrolment"_p = *registration.enrolment);
    messages::plan_enrolment(tx, *registration.enrolment, of_month, now);
}

} // namespace lectern::registration

// Gives a place up: the next in line gets it at once.
// SPDX-License-Identifier: MIT
#include "features/messages/messages.hpp"
#include "features/registration/land.hpp"
#include "features/registration/take.hpp"
#include "gen/sql/registration.hpp"

#include <algorithm>

namespace lectern::registration {
namespace {

using catalogue::Edition;

// A freed seat goes at once, confirmed, to the first in line.
void promote_next(db::Write& tx, EditionId edition, UtcTime now) {
    for (;;) {
        auto const seats = seats_of(tx, edition);
        if (seats.waiting == 0 || (seats.capacity && seats.taken >= *seats.capacity))
            return;
        auto const next = tx.one<RegistrationId>(sql::registration::first_waiting, "edition"_p = edition);
        tx.run(sql::registration::set_state, "registration"_p = next, "state"_p = name(State::confirmed),
               "place"_p = std::optional<std::int64_t>(), "now"_p = now);
        messages::plan_promotion(tx, next, now);
    }
}

} // namespace

bool takes_place(db::Read& db, Registration const& registration, UtcTime now) {
    auto const event = catalogue::load_event_summary(db, registration.event, {});
    if (event.state != catalogue::EventState::published)
        return false;
    return std::any_of(event.editions.begin(), event.editions.end(), [&](Edition const& edition) {
        auto const at = catalogue::standing(edition, now);
        return edition.id == registration.edition &&
               (at == catalogue::Standing::scheduled || at == catalogue::Standing::live);
    });
}

bool is_over(db::Read& db, Registration const& registration, UtcTime now) {
    auto const event = catalogue::load_event_summary(db, registration.event, {});
    return std::any_of(event.editions.begin(), event.editions.end(), [&](Edition const& edition) {
        return edition.id == registration.edition &&
               catalogue::standing(edition, now) == catalogue::Standing::ended;
    });
}

void end_place(db::Write& tx, Registration const& registration, State end, UtcTime now) {
    tx.run(sql::registration::set_state, "registration"_p = registration.id, "state"_p = name(end),
           "place"_p = std::optional<std::int64_t>(), "now"_p = now);
}

void leave(db::Write& tx, Registration const& registration, State end, bool tell, UtcTime now) {
    end_place(tx, registration, end, now);
    messages::plan_cancellation(tx, registration.id, tell, now);
}

void fill_free_seats(db::Write& tx, Registration const& left, UtcTime now) {
    if (takes_place(tx, left, now)) // also when nobody new may register any more
        promote_next(tx, left.edition, now);
}

void give_up(db::Write& tx, Registration const& registration, State end, bool tell, UtcTime now) {
    leave(tx, registration, end, tell, now);
    fill_free_seats(tx, registration, now);
}

void leave_enrolment(db::Write& tx, EnrolmentId enrolment, UtcTime now) {
    tx.run(sql::registration::leave_enrolment, "enrolment"_p = enrolment, "now"_p = now);
}

} // namespace lectern::registration

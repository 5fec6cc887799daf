// Leaves a month as a whole.
// SPDX-License-Identifier: MIT
#include "features/messages/messages.hpp"
#include "features/registration/take.hpp"
#include "gen/sql/registration.hpp"

namespace lectern::registration {

void leave_month(db::Write& tx, EnrolmentId enrolment, UtcTime now) {
    leave_enrolment(tx, enrolment, now);
    std::vector<Registration> left;
    std::vector<RegistrationId> ids;
    for (auto const id : tx.all<RegistrationId>(sql::registration::of_enrolment, "enrolment"_p = enrolment))
        if (auto one = load_registration(tx, id); is_active(one.state) && !is_over(tx, one, now)) {
            end_place(tx, one, State::cancelled, now);
            left.push_back(std::move(one));
            ids.push_back(id);
        }
    messages::plan_leaving(tx, enrolment, ids, now);
    for (auto const& one : left)
        fill_free_seats(tx, one, now);
}

} // namespace lectern::registration

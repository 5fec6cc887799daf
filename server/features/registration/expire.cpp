// What nobody confirmed in time, and answers that nobody asks for any more.
// SPDX-License-Identifier: MIT
#include "features/messages/messages.hpp"
#include "features/registration/take.hpp"
#include "gen/sql/registration.hpp"

namespace lectern::registration {
namespace {

using namespace std::chrono_literals;

} // namespace

int expire_unverified(db::Write& tx, UtcTime now) {
    int ended = 0;
    for (auto const id : tx.all<RegistrationId>(sql::registration::expire_unverified,
                                                "before"_p = now - messages::confirming_link_works)) {
        auto const lapsed = load_registration(tx, id);
        give_up(tx, lapsed, State::expired, false, now);
        if (lapsed.enrolment) // nobody confirmed it: the next wish for the month is a new one
            tx.run(sql::registration::leave_unverified_enrolment, "enrolment"_p = *lapsed.enrolment,
                   "now"_p = now);
        ++ended;
    }
    return ended;
}

void forget_old_answers(db::Write& tx, UtcTime now) {
    tx.run(sql::registration::forget_answers, "before"_p = now - 48h);
}

} // namespace lectern::registration

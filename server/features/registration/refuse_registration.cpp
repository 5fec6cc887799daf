// "This was not me": the place is declined, and the address asked first from then on.
// SPDX-License-Identifier: MIT
#include "features/messages/messages.hpp"
#include "features/registration/personal.hpp"
#include "gen/sql/registration.hpp"
#include "http/json.hpp"

namespace lectern::registration::personal {
namespace {

// What the same form brought along is not wanted either. A form that somebody else sent later waits to be
// confirmed: the month that the owner had before stays.
void refuse_rest(db::Write& tx, Registration const& mine, UtcTime now) {
    bool const waits = mine.state == State::unverified;
    for (auto const id :
         tx.all<RegistrationId>(sql::registration::of_enrolment, "enrolment"_p = *mine.enrolment))
        if (auto const other = load_registration(tx, id);
            is_active(other.state) && (!waits || other.state == State::unverified))
            give_up(tx, other, State::declined, false, now);
    if (waits)
        tx.run(sql::registration::leave_unverified_enrolment, "enrolment"_p = *mine.enrolment, "now"_p = now);
    else
        leave_enrolment(tx, *mine.enrolment, now);
}

} // namespace

void refuse(db::Write& tx, Registration const& mine, UtcTime now) {
    tx.run(sql::registration::distrust, "key"_p = mine.email_key, "now"_p = now);
    if (is_active(mine.state)) {
        give_up(tx, mine, State::declined, false, now); // whoever says so wants no further mail
        if (mine.enrolment)
            refuse_rest(tx, mine, now);
    }
}

} // namespace lectern::registration::personal

namespace lectern::registration {

static http::Reply show_empty(personal::Mine const&) {
    return http::json_reply(200, "{}");
}

http::Endpoint refuse_registration(Parts const& parts) {
    auto const write = [parts](db::Write& tx, personal::Asked const& asked) {
        return personal::act(tx, parts, asked);
    };
    return http::endpoint(personal::read_action(personal::Action::not_me)).write(write).reply(show_empty);
}

} // namespace lectern::registration

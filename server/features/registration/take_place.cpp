// Takes a place at one edition, or with `whole_month` at its whole month.
// SPDX-License-Identifier: MIT
#include "features/messages/messages.hpp"
#include "features/registration/land.hpp"
#include "features/registration/take.hpp"
#include "gen/sql/registration.hpp"

#include <algorithm>

namespace lectern::registration {
namespace {

using catalogue::Edition;

void plan(db::Write& tx, Landed const& landed, UtcTime now) {
    if (landed.known)
        return plan_known(tx, *landed.known, now);
    switch (landed.placed.state) {
    case State::confirmed:
        return messages::plan_confirmation(tx, *landed.id, now);
    case State::waitlisted:
        return messages::plan_waitlisted(tx, *landed.id, now);
    default:
        return messages::plan_verification(tx, *landed.id, now);
    }
}

} // namespace

Placed take_place(db::Write& tx, Keys const& keys, Wanted const& wanted) {
    Placed placed;
    placed.replay = answered_before(tx, wanted);
    if (placed.replay)
        return placed;
    auto const event_id = tx.one<EventId>(sql::registration::edition_event, "edition"_p = *wanted.edition);
    auto const event = catalogue::load_event_summary(tx, event_id, {std::string(tag(wanted.language)), "en"});
    if (event.state == catalogue::EventState::draft)
        throw NotFound("event");
    auto const edition = std::find_if(event.editions.begin(), event.editions.end(),
                                      [&](Edition const& one) { return one.id == *wanted.edition; });
    ensure(edition != event.editions.end(), "an edition is not its event's");
    if (event.state == catalogue::EventState::cancelled || edition->is_cancelled)
        throw Conflict("cancelled");
    if (catalogue::registration(event.state, *edition, wanted.now) == catalogue::Registration::closed)
        throw Conflict("closed");
    if (wanted.whole_month && event.month)
        return placed_in_month(tx, keys, wanted, event.month->slug);
    auto const landed = land(tx, wanted, event, *edition, {});
    plan(tx, landed, wanted.now);
    placed.state = landed.placed.state;
    placed.position = landed.placed.position;
    placed.all = {landed.placed};
    placed.receipt = seal(keys, receipt_of(wanted, zone_for(wanted, *edition), placed));
    return placed;
}

} // namespace lectern::registration

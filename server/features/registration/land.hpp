// One edition inside the transaction of a form: counted and written. For taking one place or a whole month.
// SPDX-License-Identifier: MIT
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "features/registration/take.hpp"

namespace lectern::registration {

Seats seats_of(db::Read& db, EditionId edition);

// The zone of the reader, or the event's marked as guessed.
struct ReaderZone {
    Zone zone = Zone::utc();
    bool guessed = false;
};
ReaderZone zone_for(Wanted const& wanted, catalogue::Edition const& edition);

// The person of the address; made where it is new. A form that nobody proved never changes a known person.
PersonId person_for(db::Write& tx, Wanted const& wanted, ReaderZone const& zone);

// Whether a place of the enrolment at the edition's event was given up singly, and none is held there since.
bool was_given_up(db::Read& db, EnrolmentId enrolment, EditionId edition);
// What an address holds at the other editions of the same event.
std::vector<RegistrationId> at_other_editions(db::Read& db, EditionId edition, std::string const& email_key);

struct Landed {
    PlacedOne placed;                 // as an unknown address would be told
    std::optional<RegistrationId> id; // none: nothing was written
    State state = State::confirmed;   // that was written
    std::optional<RegistrationId> known;
};
// Counts and writes, plans nothing yet. `anew`: also where it was given up before.
Landed land(db::Write& tx, Wanted const& wanted, catalogue::EventSummary const& event,
            catalogue::Edition const& edition, std::optional<EnrolmentId> enrolment, bool anew = false);

// Somebody registered an address again. Where it was never confirmed, the link to do so is sent once more.
void plan_known(db::Write& tx, RegistrationId id, UtcTime now);
// Of what was placed; where it goes on from a receipt, what that one took is this one's too.
Receipt receipt_of(Wanted const& wanted, ReaderZone const& zone, Placed const& placed);
// The first answer to the same Idempotency-Key, to be replayed. Throws Invalid for other data under the same
// key.
std::optional<std::pair<int, std::string>> answered_before(db::Read& db, Wanted const& wanted);

} // namespace lectern::registration

// Taking places: what the JSON and the form faces share.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "db/session.hpp"
#include "features/registration/registration.hpp"
#include "http/form.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::registration {

struct PlacedOne {
    EditionId edition;
    State state = State::confirmed;
    std::int64_t position = 0;
    RegistrationId made = {}; // 0: the address was known, nothing was written
};

// What the sealed receipt holds: enough to send again, correct the address and add the month, whoever the
// address belongs to. It reads nothing.
struct Receipt {
    std::string nonce;        // of the form: what it was used for counts for every receipt that came from it
    std::int64_t edition = 0; // that was asked for; 0: a whole month
    std::string month;        // slug, of an enrolment
    EnrolmentId enrolment;    // that the form made; 0: none
    std::string email, name, language, zone;
    bool zone_guessed = false;
    State state = State::confirmed;
    std::int64_t position = 0;
    UtcTime good_until{};
    std::vector<PlacedOne> all; // what the form took, and nothing else of the same address
};

// A place that moves to another address, given up in the same transaction.
struct Kept {
    EditionId edition;
    State state = State::confirmed;
    std::optional<std::int64_t> waitlist_place;
};

// What somebody asked for, decoded. `email` is missing only where `errors` says so.
struct Wanted {
    std::optional<EditionId> edition; // one edition, or
    std::string month;                // a whole month by slug
    std::optional<Email> email;
    std::string name;
    Language language = Language::en;
    std::optional<Zone> zone;
    std::optional<std::string> organisation;
    std::optional<std::string> country;
    std::optional<std::string> question;
    bool whole_month = false;
    bool needs_proof = false;  // the network is beyond its limit, or the honeypot was filled
    std::vector<Kept> kept;    // taken in place of new ones
    std::optional<Receipt> of; // where it goes on from a receipt, which the new one then stands for
    UtcTime now{};
    std::vector<FieldError> errors;
    // of the Idempotency-Key, empty without one
    std::string idempotency_key;
    std::string request_hash;
};

Wanted read_wanted(http::Form& form, http::Request const& request);

struct Placed {
    State state = State::confirmed; // of the one, or the worst of all
    std::int64_t position = 0;      // on the waiting list
    bool is_month = false;
    std::vector<PlacedOne> all;
    std::string receipt;
    std::optional<std::pair<int, std::string>> replay; // the first answer to the same Idempotency-Key
};

std::string seal(Keys const& keys, Receipt const& receipt);
// Nothing where it was not sealed here or is older than 30 minutes.
std::optional<Receipt> open_receipt(Keys const& keys, std::string const& sealed, UtcTime now);

// One edition, or with `whole_month` its whole month. Throws NotFound, Conflict{"closed" | "cancelled"}.
Placed take_place(db::Write& tx, Keys const& keys, Wanted const& wanted);
// The whole month of an edition that was asked for, or of take_month().
Placed placed_in_month(db::Write& tx, Keys const& keys, Wanted const& wanted, std::string const& month_slug);
// Every coming event of a month. Throws NotFound, Conflict{"closed"} where there is none to register for.
Placed take_month(db::Write& tx, Keys const& keys, Wanted const& wanted);

// Gives the place up: the next in line gets it at once. `tell` sends the notice.
void give_up(db::Write& tx, Registration const& registration, State end, bool tell, UtcTime now);
// The two halves of it, for whoever takes the seat in between: nobody is promoted before fill_free_seats().
void leave(db::Write& tx, Registration const& registration, State end, bool tell, UtcTime now);
void fill_free_seats(db::Write& tx, Registration const& left, UtcTime now);
void end_place(db::Write& tx, Registration const& registration, State end, UtcTime now); // written alone
void leave_enrolment(db::Write& tx, EnrolmentId enrolment, UtcTime now);
// Ends the wish for the month and gives up its places that are not over.
void leave_month(db::Write& tx, EnrolmentId enrolment, UtcTime now);
// Whether its edition has ended.
bool is_over(db::Read& db, Registration const& registration, UtcTime now);
// Whether the edition is still to come or on: public, neither called off nor over.
bool takes_place(db::Read& db, Registration const& registration, UtcTime now);
// An unverified registration whose address is proven now lands where there is room, and with it all of its
// enrolment. Throws Conflict{"closed"}.
void confirm(db::Write& tx, Registration const& registration, UtcTime now);

} // namespace lectern::registration

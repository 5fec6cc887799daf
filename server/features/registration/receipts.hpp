// What a receipt is good for, each once: send the message again, correct the address, add the month. Shared
// by the API and the page after the form. SPDX-License-Identifier: MIT
#pragma once

#include "features/registration/take.hpp"
#include "http/reply.hpp"

namespace lectern::registration {

bool was_used(db::Read& db, Receipt const& receipt, std::string const& what);
// Throws Conflict{"receipt_used"} the second time.
void use(db::Write& tx, Receipt const& receipt, std::string const& what, UtcTime now);
Wanted wanted_of(Receipt const& receipt, UtcTime now);
// The registrations that this receipt's form made and that still stand. Never another of the same address.
std::vector<Registration> made(db::Read& db, Receipt const& receipt);

void resend(db::Write& tx, Receipt const& receipt, UtcTime now);
// The places move to the other address, seat and position alike; the wrong one is told nothing.
Placed correct_address(db::Write& tx, Keys const& keys, Receipt const& receipt, Email const& email,
                       bool within_limit, UtcTime now);
Placed add_month(db::Write& tx, Keys const& keys, Receipt const& receipt, bool within_limit, UtcTime now);

struct AskedByReceipt {
    Receipt receipt;
    std::optional<Email> email;
    UtcTime now{};
    bool within_limit = true;
};

// Throws Gone{"receipt_over"}.
AskedByReceipt read_asked(http::Request const& request, Keys const& keys, bool with_email);
http::Reply show_nothing(int const&);

} // namespace lectern::registration

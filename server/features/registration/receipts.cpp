// What the uses of a receipt share; see receipts.hpp.
// SPDX-License-Identifier: MIT
#include "features/registration/receipts.hpp"

#include "base/text.hpp"
#include "gen/sql/registration.hpp"
#include "http/json.hpp"

namespace lectern::registration {

bool was_used(db::Read& db, Receipt const& receipt, std::string const& what) {
    return db
        .maybe<std::int64_t>(sql::registration::was_used, "key"_p = "receipt:" + receipt.nonce + ":" + what)
        .has_value();
}

void use(db::Write& tx, Receipt const& receipt, std::string const& what, UtcTime now) {
    auto const hash = sha256(receipt.nonce);
    if (!tx.maybe<std::int64_t>(sql::registration::use_receipt,
                                "key"_p = "receipt:" + receipt.nonce + ":" + what, "hash"_p = db::Bytes{hash},
                                "now"_p = now))
        throw Conflict("receipt_used");
}

Wanted wanted_of(Receipt const& receipt, UtcTime now) {
    Wanted wanted;
    wanted.email = Email::parse(receipt.email);
    wanted.name = receipt.name;
    wanted.language = language_of(receipt.language).value_or(Language::en);
    if (!receipt.zone_guessed)
        wanted.zone = Zone::find(receipt.zone);
    wanted.month = receipt.month;
    wanted.of = receipt;
    if (receipt.edition != 0)
        wanted.edition = EditionId{receipt.edition};
    wanted.now = now;
    wanted.needs_proof = receipt.state == State::unverified; // a correction is no way round it
    return wanted;
}

std::vector<Registration> made(db::Read& db, Receipt const& receipt) {
    std::vector<Registration> all;
    for (auto const& one : receipt.all)
        if (one.made.value() != 0)
            if (auto registration = load_registration(db, one.made); is_active(registration.state))
                all.push_back(std::move(registration));
    return all;
}

AskedByReceipt read_asked(http::Request const& request, Keys const& keys, bool with_email) {
    http::Form form{request};
    AskedByReceipt asked{{}, {}, request.now, request.within_limit};
    if (with_email)
        asked.email = form.email("email");
    form.refuse_unknown();
    form.finish();
    auto const receipt = open_receipt(keys, request.parameter("receipt"), request.now);
    if (!receipt)
        throw Gone("receipt_over");
    asked.receipt = *receipt;
    return asked;
}

http::Reply show_nothing(int const&) {
    return http::json_reply(202, "{}");
}

} // namespace lectern::registration

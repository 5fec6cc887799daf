// Adds the rest of the month to what a form took, once.
// SPDX-License-Identifier: MIT
#include "features/registration/receipts.hpp"
#include "http/endpoint.hpp"
#include "http/json.hpp"

namespace lectern::registration {

namespace {

http::Reply show_placed(Placed const& placed) {
    http::Json json;
    json.object().field("state", name(placed.state)).key("registrations").array();
    for (auto const& one : placed.all) {
        json.object().field("edition", one.edition).field("state", name(one.state));
        if (one.state == State::waitlisted)
            json.field("position", one.position);
        json.end_object();
    }
    json.end_array().field("receipt", placed.receipt).end_object();
    return http::json_reply(placed.state == State::confirmed ? 201 : 202, json.take());
}

} // namespace

Placed add_month(db::Write& tx, Keys const& keys, Receipt const& receipt, bool within_limit, UtcTime now) {
    use(tx, receipt, "month", now);
    auto wanted = wanted_of(receipt, now);
    wanted.needs_proof = wanted.needs_proof || !within_limit;
    wanted.whole_month = true;
    if (auto const before = made(tx, receipt); !before.empty()) {
        wanted.organisation = before.front().organisation;
        wanted.country = before.front().country;
    }
    return receipt.month.empty() ? take_place(tx, keys, wanted) : take_month(tx, keys, wanted);
}

http::Endpoint add_month_by_receipt(Keys const& keys) {
    auto const read = [&keys](http::Request const& request) { return read_asked(request, keys, false); };
    auto const act = [&keys](db::Write& tx, AskedByReceipt const& asked) {
        return add_month(tx, keys, asked.receipt, asked.within_limit, asked.now);
    };
    return http::endpoint(read).write(act).reply(show_placed);
}

} // namespace lectern::registration

// Corrects the address of a form, once.
// SPDX-License-Identifier: MIT
#include "features/registration/receipts.hpp"
#include "gen/sql/registration.hpp"
#include "http/endpoint.hpp"

namespace lectern::registration {

Placed correct_address(db::Write& tx, Keys const& keys, Receipt const& receipt, Email const& email,
                       bool within_limit, UtcTime now) {
    use(tx, receipt, "address", now);
    auto wanted = wanted_of(receipt, now);
    wanted.needs_proof = wanted.needs_proof || !within_limit;
    wanted.email = email;
    auto left = made(tx, receipt);
    std::erase_if(left,
                  [&](Registration const& one) { // whose owner has been here, by a link or by asking again
                      return one.is_verified || tx.maybe<std::int64_t>(sql::registration::was_asked_again,
                                                                       "registration"_p = one.id);
                  });
    if (!left.empty()) {
        wanted.organisation = left.front().organisation;
        wanted.country = left.front().country;
    }
    for (auto const& one : left) {
        leave(tx, one, State::cancelled, false, now);
        wanted.kept.push_back({one.edition, one.state, one.waitlist_place});
    }
    if (!left.empty() && receipt.enrolment.value() != 0)
        leave_enrolment(tx, receipt.enrolment, now);
    auto placed = receipt.month.empty() ? take_place(tx, keys, wanted) : take_month(tx, keys, wanted);
    for (auto const& one : left) // what was asked in the form goes along
        for (auto const& now_one : placed.all)
            if (now_one.edition == one.edition && now_one.made.value() != 0)
                tx.run(sql::registration::move_questions, "from"_p = one.id, "to"_p = now_one.made);
    for (auto const& one : left) // where the address had a place already
        fill_free_seats(tx, one, now);
    return placed;
}

http::Endpoint correct_address_by_receipt(Keys const& keys) {
    auto const read = [&keys](http::Request const& request) { return read_asked(request, keys, true); };
    auto const act = [&keys](db::Write& tx, AskedByReceipt const& asked) {
        correct_address(tx, keys, asked.receipt, *asked.email, asked.within_limit, asked.now);
        return 0;
    };
    return http::endpoint(read).write(act).reply(show_nothing);
}

} // namespace lectern::registration

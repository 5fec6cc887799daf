// Sends the message of a form again, once.
// SPDX-License-Identifier: MIT
#include "features/messages/messages.hpp"
#include "features/registration/receipts.hpp"
#include "gen/sql/registration.hpp"
#include "http/endpoint.hpp"

namespace lectern::registration {

void resend(db::Write& tx, Receipt const& receipt, UtcTime now) {
    use(tx, receipt, "resend", now);
    auto const all = made(tx, receipt);
    std::vector<RegistrationId> confirmed;
    for (auto const& one : all)
        if (one.enrolment && one.state == State::confirmed)
            confirmed.push_back(one.id);
    if (!confirmed.empty())
        return messages::send_enrolment_again(tx, *all.front().enrolment, confirmed, now);
    if (!all.empty())
        return messages::send_again(tx, all.front().id, now);
    if (receipt.edition == 0) // all of it was known before: its owner gets what it gets, once a day
        return;
    auto const key = Email::parse(receipt.email)->key();
    if (auto const known =
            tx.maybe<RegistrationId>(sql::registration::active, "edition"_p = receipt.edition, "key"_p = key))
        messages::plan_already_registered(tx, *known, now);
}

http::Endpoint resend_by_receipt(Keys const& keys) {
    auto const read = [&keys](http::Request const& request) { return read_asked(request, keys, false); };
    auto const act = [](db::Write& tx, AskedByReceipt const& asked) {
        resend(tx, asked.receipt, asked.now);
        return 0;
    };
    return http::endpoint(read).write(act).reply(show_nothing);
}

} // namespace lectern::registration

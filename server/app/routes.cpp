// Table of contents of the program: one line per feature.
// SPDX-License-Identifier: MIT
#include "app/app.hpp"
#include "features/audit/audit.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/live/live.hpp"
#include "features/members/members.hpp"
#include "features/registration/registration.hpp"

namespace lectern::app {

void add_routes(http::Router& routes, Keys const& keys, site::Parts const& parts,
                accounts::Parts const& accounts, std::string const& mail_from) {
    catalogue::add_routes(routes, {parts.site.url, parts.site.name, mail_from});
    registration::add_routes(routes, {keys, parts.site.url});
    live::add_routes(routes, keys);
    accounts::add_routes(routes, accounts);
    members::add_routes(routes, accounts);
    audit::add_routes(routes);
    site::add_routes(routes, parts);
}

jobs::Handlers job_handlers(accounts::Seen& seen) {
    using namespace std::chrono_literals;
    return {
        {"registration.expire",
         [](db::Write& tx, jobs::Job const&, UtcTime now) -> std::optional<UtcTime> {
             auto const ended = registration::expire_unverified(tx, now);
             return ended == 0 ? now + 10min : now; // in pieces: there may be more
         }},
        {"registration.forget_answers",
         [](db::Write& tx, jobs::Job const&, UtcTime now) -> std::optional<UtcTime> {
             registration::forget_old_answers(tx, now);
             return now + 1h;
         }},
        {"accounts.write_seen",
         [&seen](db::Write& tx, jobs::Job const&, UtcTime now) -> std::optional<UtcTime> {
             accounts::write_seen(tx, seen);
             return now + 1min;
         }},
        {"accounts.forget",
         [](db::Write& tx, jobs::Job const&, UtcTime now) -> std::optional<UtcTime> {
             return accounts::forget_old(tx, now) ? now : now + 1h; // in pieces
         }},
    };
}

} // namespace lectern::app

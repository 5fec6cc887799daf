// Front door of registration.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/secret.hpp"
#include "features/registration/nouns.hpp"
#include "features/registration/rules.hpp"

#include <functional>
#include <string>
#include <vector>

namespace lectern::db {
class Database;
class Read;
class Write;
} // namespace lectern::db
namespace lectern::http {
class Router;
} // namespace lectern::http

namespace lectern::registration {

Registration load_registration(db::Read& db, RegistrationId id); // throws NotFound
// The registration that a token of this purpose ("manage", "join", "unsubscribe") opens; where that one ended
// and the same person holds a newer place at the same event, that place, so that links mailed before go on
// working. Throws NotFound for any other token.
Registration open_link(db::Read& db, Keys const& keys, std::string_view purpose, std::string const& token);
std::string link_token(Keys const& keys, std::string_view purpose, Registration const& registration);
// 1 for the first in line.
std::int64_t position(db::Read& db, Registration const& registration);

// Ends what was never confirmed within 24 hours; gives back how many. Called by the jobs once in a while.
int expire_unverified(db::Write& tx, UtcTime now);
void forget_old_answers(db::Write& tx, UtcTime now); // Idempotency-Keys, after 48 hours

struct Parts {
    Keys const& keys;     // outlives the routes
    std::string site_url; // without a slash at the end
};
void add_routes(http::Router& routes, Parts const& parts);

} // namespace lectern::registration

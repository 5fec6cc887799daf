// Front door of accounts: who is signed in, and the pages and addresses of signing in.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "features/accounts/nouns.hpp"
#include "http/request.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace lectern::db {
class Read;
class Write;
} // namespace lectern::db
namespace lectern::http {
class Router;
} // namespace lectern::http

namespace lectern::accounts {

// When browsers were last seen, until a job writes it down: a read has no way to. What a crash loses is less
// than a minute. Thread-safe.
class Seen {
public:
    void note(LoginId login, UtcTime at);
    std::map<LoginId, UtcTime> take();

private:
    std::mutex mutex_;
    std::map<LoginId, UtcTime> seen_;
};

struct Parts {
    Keys const& keys;
    Seen& seen;
    std::string site_name;
    bool secure_site = false; // site.url is https: cookies are __Host- and Secure
    std::string setup_token;  // makes the first administrator; empty: nobody can
};

// Whom the cookie of a request belongs to, by the database as it is now.
std::optional<http::Principal> who(db::Read& db, Parts const& parts, http::Request const& request);

bool has_administrator(db::Read& db);

void write_seen(db::Write& tx, Seen& seen);
// Links and logins that are of no use any more; gives back whether there may be more.
bool forget_old(db::Write& tx, UtcTime now);

void add_routes(http::Router& routes, Parts const& parts); // `parts` outlives the routes

} // namespace lectern::accounts

// Front door of accounts: who is signed in, letting in, and the pages of signing in.
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

// A browser that has just been let in: the value of its cookie, which is written down nowhere.
struct LetIn {
    std::string cookie;
    PersonId person;
    bool is_new = false; // the person has no name yet that they surely gave themselves
};

// Lets the owner of the address in. The address is proven by whatever the caller checked; the login that the
// browser had before ends (a cookie never survives a change of person).
struct Arrival {
    std::string email, email_key, name; // `name` only for somebody new
    Language language = Language::en;
    std::string browser, cookie_before;
    UtcTime now{};
};
LetIn let_in(db::Write& tx, Arrival const& arrival);
// "Firefox, Android": what a person recognises a browser by. Never the whole User-Agent.
std::string browser_name(std::string_view user_agent);

// The name of the login's cookie, and Set-Cookie that gives or takes it.
std::string login_cookie_name(Parts const& parts);
std::string login_cookie(Parts const& parts, std::string const& value);
std::string no_login_cookie(Parts const& parts);

void write_seen(db::Write& tx, Seen& seen);
// Links and logins that are of no use any more; gives back whether there may be more.
bool forget_old(db::Write& tx, UtcTime now);

void add_routes(http::Router& routes, Parts const& parts); // `parts` outlives the routes

} // namespace lectern::accounts

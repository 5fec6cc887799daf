// Loading, and letting in: what only this feature's own files need.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/session.hpp"
#include "features/accounts/accounts.hpp"
#include "http/reply.hpp"

namespace lectern::accounts {

Person load_person(db::Read& db, PersonId id); // throws NotFound
std::optional<Person> find_person(db::Read& db, std::string const& email_key);

// A browser that has just been let in: the value of its cookie, which is written down nowhere.
struct LetIn {
    std::string cookie;
    PersonId person;
    bool is_new = false; // the person has no name yet that they gave themselves
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

// The name of the login's cookie, and Set-Cookie that gives or takes it.
std::string login_cookie_name(Parts const& parts);
std::string login_cookie(Parts const& parts, std::string const& value);
std::string no_login_cookie(Parts const& parts);

} // namespace lectern::accounts

// Loading people: what only this feature's own files need.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/session.hpp"
#include "features/accounts/accounts.hpp"

namespace lectern::accounts {

Person load_person(db::Read& db, PersonId id); // throws NotFound
std::optional<Person> find_person(db::Read& db, std::string const& email_key);

} // namespace lectern::accounts

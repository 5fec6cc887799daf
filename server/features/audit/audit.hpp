// Front door of the audit log: who changed what, when, before and after. Lines are only added; each holds the
// digest of the one before it, so that none can be changed or taken out unseen. SPDX-License-Identifier: MIT
#pragma once

#include "base/id.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lectern::db {
class Read;
class Write;
} // namespace lectern::db
namespace lectern::http {
class Router;
} // namespace lectern::http

namespace lectern::audit {

struct Change {
    std::optional<PersonId> actor; // none: a command of the operator
    std::string_view action;       // "membership.role"; the word audit_membership_role names it
    std::string_view noun;         // "person", "invitation"
    std::int64_t noun_id = 0;
    std::optional<CommunityId> community;
    std::string before, after; // may hold what is personal; an erasure takes them away
};
void record(db::Write& tx, Change const& change, UtcTime now);

// The number of the first line that is not as it was written, or nothing.
std::optional<std::int64_t> first_broken(db::Read& db);

void add_routes(http::Router& routes);

} // namespace lectern::audit

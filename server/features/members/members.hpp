// Front door of members: who is in a community, and as what.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/id.hpp"
#include "base/secret.hpp"

#include <optional>

namespace lectern::db {
class Read;
} // namespace lectern::db
namespace lectern::http {
class Router;
struct Request;
} // namespace lectern::http
namespace lectern::accounts {
struct Parts;
} // namespace lectern::accounts

namespace lectern::members {

// The community that the {community} of a path names.
std::optional<CommunityId> community_of(db::Read& db, http::Request const& request);

void add_routes(http::Router& routes, accounts::Parts const& parts); // `parts` outlives the routes

} // namespace lectern::members

// Who is signed in, as endpoints see it. Found anew for every request, so that a change of roles counts at
// once. SPDX-License-Identifier: MIT
#pragma once

#include "base/id.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace lectern::http {

// What somebody is in a community; each may do what those before it may.
enum class Role { member, moderator, facilitator };
std::string_view name(Role role);
std::optional<Role> role_of(std::string_view name);

struct Standing {
    CommunityId community;
    Role role = Role::member;
};

struct Principal {
    PersonId person;
    LoginId login; // the browser that asks
    bool is_administrator = false;
    std::vector<Standing> standings{};
    // The community that the request is about, at routes that ask for a role in one.
    std::optional<CommunityId> community{};

    std::optional<Role> role_in(CommunityId one) const;
    bool is_facilitator() const; // of any community
};

} // namespace lectern::http

// Members and invitations, as values.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/id.hpp"
#include "base/time.hpp"
#include "http/principal.hpp"

#include <optional>
#include <string>

namespace lectern::members {

struct Community {
    CommunityId id;
    std::string slug, title, language;
};

struct Member {
    PersonId person;
    std::string name;
    std::optional<std::string> organisation, country;
    http::Role role = http::Role::member;
    UtcTime joined_at{};
    std::int64_t rank = 0; // 0 facilitators, 1 moderators, 2 members
};

struct Invitation {
    std::int64_t id = 0;
    std::string role; // of a community, or "administrator"
    std::string email, inviter;
    UtcTime created_at{}, expires_at{};
};

} // namespace lectern::members

// The arithmetic of roles.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "features/members/rules.hpp"

using namespace lectern;
using namespace lectern::members;
using http::Role;

TEST_CASE("a community never loses its last facilitator, unless an administrator is there to help",
          "[members]") {
    CHECK_FALSE(may_lose(Role::facilitator, Role::member, 1, false));
    CHECK_FALSE(may_lose(Role::facilitator, std::nullopt, 1, false));
    CHECK(may_lose(Role::facilitator, std::nullopt, 2, false));
    CHECK(may_lose(Role::facilitator, std::nullopt, 1, true));
    CHECK(may_lose(Role::facilitator, Role::facilitator, 1, false));
    CHECK(may_lose(Role::moderator, std::nullopt, 0, false));
}

TEST_CASE("taking an invitation never takes something away", "[members]") {
    CHECK(higher(Role::facilitator, Role::member) == Role::facilitator);
    CHECK(higher(Role::member, Role::moderator) == Role::moderator);
}

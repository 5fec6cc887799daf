// The arithmetic of roles.
// SPDX-License-Identifier: MIT
#include "features/members/rules.hpp"

namespace lectern::members {

bool may_lose(http::Role before, std::optional<http::Role> after, std::int64_t facilitators,
              bool is_administrator) {
    bool const loses_one = before == http::Role::facilitator && after != http::Role::facilitator;
    return !loses_one || facilitators > 1 || is_administrator;
}

http::Role higher(http::Role a, http::Role b) {
    return std::max(a, b);
}

} // namespace lectern::members

// What may become of roles and invitations. Pure: pass the time in.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"
#include "features/members/nouns.hpp"

namespace lectern::members {

inline constexpr auto invitation_time = std::chrono::hours{24 * 14};
inline constexpr int most_invitations = 100; // by one person in 24 hours
inline constexpr int most_to_address = 3;    // in 24 hours, whoever sends them; and one a minute

// Whether a community may lose the facilitator that somebody is: never its last, unless an administrator does
// it, who is there to help. `after` is nothing where the person leaves.
bool may_lose(http::Role before, std::optional<http::Role> after, std::int64_t facilitators,
              bool is_administrator);

// Taking an invitation never takes something away.
http::Role higher(http::Role a, http::Role b);

} // namespace lectern::members

// When a link may be sent, how long somebody stays signed in, where one may be led. Pure: pass the time in.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"

#include <string>
#include <string_view>

namespace lectern::accounts {

inline constexpr auto link_time =
    std::chrono::minutes{10};        // ASVS 5.0 6.5.5: out of band, ten minutes at most
inline constexpr int most_tries = 5; // of one code

// What an address was sent lately.
struct AskedLately {
    int in_last_hour = 0;
    int in_last_day = 0;
    UtcTime latest_at{};
};
// One mail a minute, five an hour; an address that nobody has proven gets three a day, so that nobody is
// buried in mail.
bool may_send_link(AskedLately const& asked, bool is_proven, UtcTime now);

// The more one may do, the sooner one is asked again.
enum class Rank { person, facilitator, administrator };
// Whether a browser is still signed in: people stay for 14 days without being seen and 30 in all,
// facilitators for eight hours and seven days, administrators for one hour and twelve.
bool is_alive(UtcTime created_at, UtcTime seen_at, Rank rank, UtcTime now);
inline constexpr auto longest_idle = std::chrono::hours{24 * 14};

// A path of this site that it is safe to lead to, or "" (no "//host", no "/\\host", nothing that leaves).
std::string safe_path(std::string_view path);

} // namespace lectern::accounts

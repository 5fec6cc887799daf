// The arithmetic of signing in.
// SPDX-License-Identifier: MIT
#include "features/accounts/rules.hpp"

#include <array>
#include <utility>

namespace lectern::accounts {

using namespace std::chrono_literals;

bool may_send_link(AskedLately const& asked, bool is_proven, UtcTime now) {
    if (asked.in_last_day > 0 && now - asked.latest_at < 60s)
        return false;
    return is_proven ? asked.in_last_hour < 5 : asked.in_last_day < 3;
}

bool is_alive(UtcTime created_at, UtcTime seen_at, Rank rank, UtcTime now) {
    struct Limits {
        std::chrono::hours idle, all;
    };
    constexpr std::array<Limits, 3> limits{{{longest_idle, 24h * 30}, {8h, 24h * 7}, {1h, 12h}}};
    auto const& [idle, all] = limits.at(static_cast<std::size_t>(rank));
    return now - seen_at < idle && now - created_at < all;
}

std::string safe_path(std::string_view path) {
    if (path.size() > 500 || !path.starts_with('/') || path.starts_with("//") || path.starts_with("/\\"))
        return {};
    for (char const c : path)
        if (c <= 0x20 || c >= 0x7f || c == '\\' || c == '"')
            return {};
    return std::string(path);
}

} // namespace lectern::accounts

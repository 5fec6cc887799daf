// The hours of the join page.
// SPDX-License-Identifier: MIT
#include "features/live/rules.hpp"

namespace lectern::live {

using namespace std::chrono_literals;

Doors doors(UtcTime starts_at, UtcTime ends_at) {
    return {starts_at - 15min, ends_at + 15min};
}
bool is_open(Doors doors, UtcTime now) {
    return doors.opens_at <= now && now < doors.closes_at;
}

} // namespace lectern::live

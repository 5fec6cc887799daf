// When the way in is open. Pure: pass the time in.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"

namespace lectern::live {

struct Doors {
    UtcTime opens_at{};  // 15 minutes before the start
    UtcTime closes_at{}; // 15 minutes after the end
};

Doors doors(UtcTime starts_at, UtcTime ends_at);
bool is_open(Doors doors, UtcTime now);

} // namespace lectern::live

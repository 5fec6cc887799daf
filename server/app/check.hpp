// `lectern check`.
// SPDX-License-Identifier: MIT
#pragma once

#include "app/config.hpp"

namespace lectern::app {

// Looks at everything without changing anything: says what is wrong, 1 where something is.
int check_installation(Config const& config);

} // namespace lectern::app

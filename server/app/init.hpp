// `lectern init` and `lectern check`.
// SPDX-License-Identifier: MIT
#pragma once

#include "app/config.hpp"

namespace lectern::app {

// Makes the data folder; with `demo` fills an empty one. Gives back the exit code.
int init(Config const& config, bool demo);
// Looks at everything without changing anything: says what is wrong, 1 where something is.
int check_installation(Config const& config);

} // namespace lectern::app

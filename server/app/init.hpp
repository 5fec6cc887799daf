// `lectern init` and `lectern check`.
// SPDX-License-Identifier: MIT
#pragma once

#include "app/config.hpp"

namespace lectern::app {

struct InitOptions {
    bool demo = false;     // fill an empty folder
    bool new_keys = false; // make keys that a used folder has lost
};
// Makes the data folder. Gives back the exit code.
int init(Config const& config, InitOptions options);
// Throws Error where the data folder has no database.
void need_database(Config const& config);
// Looks at everything without changing anything: says what is wrong, 1 where something is.
int check_installation(Config const& config);

} // namespace lectern::app

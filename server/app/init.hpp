// `lectern init`.
// SPDX-License-Identifier: MIT
#pragma once

#include "app/config.hpp"

namespace lectern::app {

struct InitOptions {
    bool demo = false;     // fill an empty folder
    bool new_keys = false; // make keys that a used folder has lost; a damaged one is kept under another name
};
// Makes the data folder. Gives back the exit code.
int init(Config const& config, InitOptions options);
// Throws Error where the data folder has no database, or what is there is none of Lectern's.
void need_database(Config const& config);

} // namespace lectern::app

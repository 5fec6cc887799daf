// The command line: lectern serve | init | check | migrate | rehearse.
// SPDX-License-Identifier: MIT
#pragma once

namespace lectern::app {

// Runs a command; gives back the exit code. Throws what main() shows.
int run(int count, char** arguments);

} // namespace lectern::app

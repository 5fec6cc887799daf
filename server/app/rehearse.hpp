// `lectern rehearse`: what would be mailed in the coming month.
// SPDX-License-Identifier: MIT
#pragma once

#include "app/config.hpp"

#include <filesystem>

namespace lectern::app {

// Plays 31 days on a copy of the database with a clock of its own; the mails land in `out` as .eml files,
// named by the time at which they would leave. The data folder is not touched, nobody gets anything.
int rehearse(Config const& config, std::filesystem::path const& out);

} // namespace lectern::app

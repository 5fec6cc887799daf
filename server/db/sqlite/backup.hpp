// A whole copy of a database while others use it.
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace lectern::db {

// Copies one consistent state of `from` into the new file `to`. Throws Error where `to` exists or a file
// cannot be used.
void copy_database(std::filesystem::path const& from, std::filesystem::path const& to);

} // namespace lectern::db

// Where the project lies, for tests that read its files.
// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace lectern::test {

std::filesystem::path root(); // absolute

} // namespace lectern::test

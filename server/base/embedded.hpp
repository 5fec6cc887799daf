// A file that was put into the binary when it was built (scripts/embed-files).
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace lectern::gen {

struct File {
    std::string_view path; // relative to its folder
    std::string_view bytes;
};

} // namespace lectern::gen

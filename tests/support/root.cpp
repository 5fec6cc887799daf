// SPDX-License-Identifier: MIT
#include "support/root.hpp"

namespace lectern::test {

std::filesystem::path root() {
    return LECTERN_ROOT;
}

} // namespace lectern::test

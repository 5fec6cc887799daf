// Sizes with their units: 16_KiB says what 16384 does not.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace lectern {

consteval std::size_t operator""_KiB(unsigned long long n) {
    return static_cast<std::size_t>(n) * 1024;
}
consteval std::size_t operator""_MiB(unsigned long long n) {
    return static_cast<std::size_t>(n) * 1024 * 1024;
}

} // namespace lectern

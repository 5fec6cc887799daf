// The tile poster of a month: a slug becomes a grid of shapes, the same on every machine and the same as the
// client's (client-web/src/parts/tiles.ts), byte for byte. SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace lectern::catalogue {

std::string poster_svg(std::string_view seed, int columns, int rows);

} // namespace lectern::catalogue

// Front door of what happens while an event runs.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/secret.hpp"

namespace lectern::http {
class Router;
} // namespace lectern::http

namespace lectern::live {

void add_routes(http::Router& routes, Keys const& keys);

} // namespace lectern::live

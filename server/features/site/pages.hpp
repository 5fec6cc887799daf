// What this feature's own files share.
// SPDX-License-Identifier: MIT
#pragma once

#include "features/site/site.hpp"
#include "http/endpoint.hpp"
#include "http/router.hpp"

namespace lectern::site {

void add_text_routes(http::Router& routes, std::string const& site_name);
void add_file_routes(http::Router& routes, Parts const& parts);

} // namespace lectern::site

// GET /api/v1/openapi.json and the page /api: the contract of the API, made from the table of routes.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/pages.hpp"
#include "http/router.hpp"

#include <string>

namespace lectern::app {

// The OpenAPI 3.1 document of every route under /api. Throws Error naming the route that declares no answer
// or names what config/openapi/*.json does not have.
std::string openapi(http::Router const& routes, http::Site const& site);

// The document and its page, made once: call this after every other route is there. Throws as openapi() does.
void add_openapi_routes(http::Router& routes, http::Site const& site);

} // namespace lectern::app

// Table of contents of the program: one line per feature.
// SPDX-License-Identifier: MIT
#include "app/app.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/live/live.hpp"
#include "features/registration/registration.hpp"

namespace lectern::app {

void add_routes(http::Router& routes, Keys const& keys, site::Parts const& parts, std::string const& mail_from) {
    catalogue::add_routes(routes, {parts.site.url, parts.site.name, mail_from});
    registration::add_routes(routes, keys);
    messages::add_routes(routes, keys);
    live::add_routes(routes, keys);
    site::add_routes(routes, parts);
}

} // namespace lectern::app

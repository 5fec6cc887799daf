// Table of contents of what happens while an event runs.
// SPDX-License-Identifier: MIT
#include "features/live/live.hpp"
#include "http/router.hpp"

namespace lectern::live {

http::Endpoint show_way_in(Keys const& keys);
http::Endpoint show_join_page(Keys const& keys);
http::Endpoint join(Keys const& keys);

void add_routes(http::Router& routes, Keys const& keys) {
    using enum http::Access;
    routes.get("/api/v1/join/{token}", personal_link, show_way_in(keys), "What the join page shows.")
        .answers(200, "Join")
        .answers({404, 410});
    routes.get("/j/{token}", personal_link, show_join_page(keys), "The way into a session; records nothing.");
    routes.post("/j/{token}", personal_link, join(keys), "Records presence and leads to the platform.")
        .limit(http::Limit::write);
}

} // namespace lectern::live

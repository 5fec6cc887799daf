// Values of nouns that only this feature shows.
// SPDX-License-Identifier: MIT
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "http/page.hpp"

namespace lectern::catalogue {

// A list and its twin "has_<name>", as templates want them.
void set_list(http::Values& values, std::string const& name, std::vector<http::Values> list);
http::Values view(Named const& named);
http::Values view(Named const& named, Reader const& reader); // and whether its text is in another language
http::Values view(Product const& product, Reader const& reader);
http::Values view(Speaker const& speaker);
bool can_register(std::vector<EventSummary> const& events, UtcTime now);

} // namespace lectern::catalogue

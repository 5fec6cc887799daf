// Values of nouns that only this feature shows.
// SPDX-License-Identifier: MIT
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "http/page.hpp"

namespace lectern::catalogue {

// A list and its twin "has_<name>", as templates want them.
void set_list(http::Values& values, std::string const& name, std::vector<http::Values> list);
http::Values view(Named const& named);
// And whether its text, which there is in `languages`, is in another than the reader's.
http::Values view(Named const& named, std::vector<std::string> const& languages, Reader const& reader);
// That a text is in another language, and whether there is one in the reader's; nothing where it is in that.
std::string elsewhere_text(std::string_view of, std::vector<std::string> const& languages, Language language);
http::Values view(Product const& product, Reader const& reader);
http::Values view(Speaker const& speaker);
bool can_register(std::vector<EventSummary> const& events, UtcTime now);

} // namespace lectern::catalogue

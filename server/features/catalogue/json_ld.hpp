// Structured data for search engines (schema.org), as JSON-LD.
// SPDX-License-Identifier: MIT
#pragma once

#include "features/catalogue/catalogue.hpp"

#include <string>

namespace lectern::catalogue {

std::string event_json_ld(Event const& event, Reader const& reader);
std::string month_json_ld(Month const& month, Reader const& reader);

} // namespace lectern::catalogue

// The API's spelling of nouns that only this feature writes.
// SPDX-License-Identifier: MIT
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "http/json.hpp"

namespace lectern::catalogue {

void write_strings(http::Json& json, std::string_view key, std::vector<std::string> const& texts);
void write_fields(http::Json& json, EventSummary const& event, UtcTime now);
void write_fields(http::Json& json, MonthSummary const& month, UtcTime now);
void write(http::Json& json, MonthSummary const& month, UtcTime now);
void write(http::Json& json, Product const& product);
void write_events(http::Json& json, std::string_view key, std::vector<EventSummary> const& events,
                  UtcTime now);
void write_rich(http::Json& json, std::string_view key, std::string_view markdown);
std::string event_json(Event const& event, UtcTime now);
std::string month_json(Month const& month, UtcTime now);

} // namespace lectern::catalogue

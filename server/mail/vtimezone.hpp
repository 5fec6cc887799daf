// VTIMEZONE components (RFC 5545 §3.6.5) from the tz database that the whole program uses. For calendar.cpp.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"

#include <string>

namespace lectern::mail {

// The component for sessions between `first` and `last`: two yearly rules where they describe every change of
// the six years after `last`, else each change by itself until a year after `last`. Lines end with CRLF.
std::string write_vtimezone(Zone zone, UtcTime first, UtcTime last);
// "20270309T140000" in the zone.
std::string calendar_local(UtcTime time, Zone zone);
// "20270309T130000Z"
std::string calendar_utc(UtcTime time);
// Appends one content line, folded at 75 octets and never inside a character.
void add_line(std::string& out, std::string_view line);

} // namespace lectern::mail

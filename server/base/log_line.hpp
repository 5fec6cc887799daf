// One line of the log as text, apart from where it is written. For log.cpp and its tests.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/log.hpp"
#include "base/time.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace lectern::log {

// A JSON object without the line end: "time", "level", "event", then the fields in the order given.
std::string line(UtcTime time, Level level, std::string_view event, std::initializer_list<Field> fields);

} // namespace lectern::log

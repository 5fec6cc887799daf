// Forms of pages that come back with their mistakes.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "http/page.hpp"

#include <vector>

namespace lectern::http {

// The values of a form with the mistakes beside their fields: "errors", "has_errors", "<field>_error".
Values with_errors(Values typed, std::vector<FieldError> const& errors, Language language);

} // namespace lectern::http

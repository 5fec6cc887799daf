// Forms of pages that come back with mistakes, and the cookie of the receipt.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "http/form.hpp"
#include "http/page.hpp"

#include <string>
#include <vector>

namespace lectern::registration {

// What was typed, under the names of the fields.
http::Values typed_values(http::Form& form, http::Request const& request);
// The same with the mistakes: "errors", "<field>_error".
http::Values with_errors(http::Values typed, std::vector<FieldError> const& errors, Language language);
// Set-Cookie: the receipt for 30 minutes, for this site's own pages only.
std::string receipt_cookie(std::string const& receipt, bool secure);
inline constexpr std::string_view receipt_cookie_name = "receipt";

} // namespace lectern::registration

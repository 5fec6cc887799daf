// What was typed into a form of registering, and the cookie of the receipt.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "http/form.hpp"
#include "http/page_form.hpp"

#include <string>
#include <vector>

namespace lectern::registration {

// What was typed, under the names of the fields.
http::Values typed_values(http::Form& form, http::Request const& request);
// As http::with_errors, with the names that the form of registering gives its fields.
http::Values form_with_errors(http::Values typed, std::vector<FieldError> const& errors, Language language);
// Set-Cookie: the receipt for 30 minutes, for the page at `path` alone: another event's has its own.
std::string receipt_cookie(std::string const& receipt, std::string const& path, bool secure);
inline constexpr std::string_view receipt_cookie_name = "receipt";

} // namespace lectern::registration

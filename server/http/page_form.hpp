// Forms of pages that come back with their mistakes.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/words.hpp"
#include "http/page.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::http {

// The word by which a form calls a field, where it has one.
using Label = std::optional<Word>(std::string const& field);
inline std::optional<Word> label_of(std::string const& field) {
    return Word::find(field);
}

// The values of a form with the mistakes beside their fields: "errors", "has_errors", "<field>_error".
Values with_errors(Values typed, std::vector<FieldError> const& errors, Language language,
                   Label label = label_of);

} // namespace lectern::http

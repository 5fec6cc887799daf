// SPDX-License-Identifier: MIT
#include "http/page_form.hpp"

#include "http/problem.hpp"

namespace lectern::http {
namespace {

// The same sentence stands for several fields, so the summary names the field before it.
std::string named(std::optional<Word> label, std::string const& message, Language language) {
    return label ? say(language, "field_error", {{"field", say(language, *label)}, {"message", message}})
                 : message;
}

} // namespace

Values with_errors(Values typed, std::vector<FieldError> const& errors, Language language, Label label) {
    std::vector<Values> list;
    for (auto const& error : errors) {
        auto const field = error.pointer.empty() ? std::string() : error.pointer.substr(1);
        auto const message = say_error(language, error);
        Values one;
        one.set("field", field).set("message", named(label(field), message, language));
        list.push_back(std::move(one));
        typed.set(field + "_error", message);
    }
    typed.set("has_errors", !list.empty());
    if (!list.empty())
        typed.set("errors", std::move(list));
    return typed;
}

} // namespace lectern::http

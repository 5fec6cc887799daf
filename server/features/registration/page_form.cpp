// A filled form is shown again as it was typed.
// SPDX-License-Identifier: MIT
#include "features/registration/page_form.hpp"

#include "base/text.hpp"
#include "base/words.hpp"
#include "http/problem.hpp"

namespace lectern::registration {

http::Values typed_values(http::Form& form, http::Request const&) {
    http::Values typed;
    bool unfolded = false;
    for (auto const* field : {"email", "name", "organisation", "question"}) {
        auto const text = form.as_typed(field);
        typed.set(field, clean_lines(text));
        unfolded = unfolded ||
                   (!text.empty() && std::string_view(field) != "email" && std::string_view(field) != "name");
    }
    typed.set("whole_month", form.as_typed("whole_month") == "true");
    typed.set("unfolded", unfolded);
    return typed;
}

// The same sentence stands for several fields, so the summary names the field before it.
static std::string named(std::string const& field, std::string const& message, Language language) {
    auto const label = field == "question"  ? Word::find("question_for_speakers")
                       : field == "edition" ? Word::find("switch_edition")
                                            : Word::find(field);
    return label ? say(language, "field_error", {{"field", say(language, *label)}, {"message", message}})
                 : message;
}

http::Values with_errors(http::Values typed, std::vector<FieldError> const& errors, Language language) {
    std::vector<http::Values> list;
    for (auto const& error : errors) {
        auto const field = error.pointer.empty() ? std::string() : error.pointer.substr(1);
        auto const message = http::say_error(language, error);
        http::Values one;
        one.set("field", field).set("message", named(field, message, language));
        list.push_back(std::move(one));
        typed.set(field + "_error", message);
    }
    typed.set("has_errors", !list.empty());
    if (!list.empty())
        typed.set("errors", std::move(list));
    return typed;
}

std::string receipt_cookie(std::string const& receipt, bool secure) {
    return std::string(receipt_cookie_name) + "=" + receipt +
           "; Path=/; Max-Age=1800; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
}

} // namespace lectern::registration

// A filled form is shown again as it was typed.
// SPDX-License-Identifier: MIT
#include "features/registration/page_form.hpp"

#include "base/text.hpp"
#include "base/words.hpp"

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

static std::optional<Word> label(std::string const& field) {
    return field == "question"  ? Word::find("question_for_speakers")
           : field == "edition" ? Word::find("switch_edition")
                                : Word::find(field);
}

http::Values form_with_errors(http::Values typed, std::vector<FieldError> const& errors, Language language) {
    return http::with_errors(std::move(typed), errors, language, label);
}

std::string receipt_cookie(std::string const& receipt, std::string const& path, bool secure) {
    return std::string(receipt_cookie_name) + "=" + receipt + "; Path=" + path +
           "; Max-Age=1800; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
}

} // namespace lectern::registration

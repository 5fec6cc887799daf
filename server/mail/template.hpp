// Mail texts: one file per kind and language. The first line is "Subject: …", a blank line follows, then
// Markdown with Mustache placeholders; what stands after a line "---" is the small print.
// config/locales/README.md describes them. SPDX-License-Identifier: MIT
#pragma once

#include "base/language.hpp"
#include "mail/values.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::mail {

// `frame` is the text of the file `_frame.md`: the small print under every mail (who sends it, how to stop
// it).
struct Text {
    std::string_view source;
    std::string_view frame;
    Language language = Language::en;
};

struct Rendered {
    std::string
        subject; // at most 78 characters, unless the template's own words are more: values are cut with "…"
    std::string plain; // complete by itself, lines of about 76 characters, LF
    std::string html;  // a whole document, inline styles, nothing remote
};

// Values stay what they are: text never becomes a heading, list, link or picture, nor what a mail program
// turns into a link; a Url only ever becomes the target of a link that the template has. Throws Bug where the
// template has a mistake that check() would have named, or a value is missing.
Rendered render(Text const& text, Values const& values);

// Why a template cannot be used. `code` is stable: "subject", "tag", "unclosed", "unknown", "missing",
// "list", "flag", "url_outside_link", "text_in_link", "lines_in_text", "link", "picture", "html".
struct Mistake {
    std::size_t line = 1;
    std::string code;
    std::string name; // of the placeholder, or the link
    bool operator==(Mistake const&) const = default;
};

// Every mistake of a template, in order. `example` holds a value of each name that may be used (with one item
// in each list), `required` the names that must be.
std::vector<Mistake> check(std::string_view source, Values const& example,
                           std::span<std::string_view const> required = {});
// The same for `_frame.md`, which has no subject.
std::vector<Mistake> check_frame(std::string_view source, Values const& example,
                                 std::span<std::string_view const> required = {});

// Markdown that people wrote, such as a biography, as text without marks: what Lines take.
std::string text_of_markdown(std::string_view markdown);

} // namespace lectern::mail

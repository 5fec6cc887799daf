// The Mustache tags of a mail text: variables, sections, inverted sections, comments. No partials, no
// lambdas, no unescaped variables. A small parser of our own because check() walks its tree, and because
// rendering puts marks where values belong instead of the values: what a value holds is never read as
// Markdown. For template.cpp. SPDX-License-Identifier: MIT
#pragma once

#include "mail/values.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::mail {

struct Mistake;

struct Tag {
    enum class Kind { words, variable, section, inverted };
    Kind kind = Kind::words;
    std::string text; // the words, or the name
    std::size_t line = 1;
    std::vector<Tag> inside = {};
};

// Reads a text that begins at `first_line` of its file. What is wrong is appended to `mistakes`.
std::vector<Tag> parse_tags(std::string_view source, std::size_t first_line, std::vector<Mistake>& mistakes);

// A value and the placeholder that it is for.
struct Placed {
    Value const* value;
    Tag const* tag;
};

// Text with marks: U+E000, an index into `values`, U+E001. Holds no longer than the values and tags it was
// made from.
struct Expanded {
    std::string text;
    std::vector<Placed> values;

    void place(Value const& value, Tag const& tag);
};

// Appends what the tags say for these values, innermost last. Throws Bug naming a value that is missing.
void expand(std::vector<Tag> const& tags, std::vector<Values const*>& scopes, Expanded& out);

inline constexpr std::string_view mark_begin = "\xEE\x80\x80"; // U+E000
inline constexpr std::string_view mark_end = "\xEE\x80\x81";   // U+E001

} // namespace lectern::mail

// Makes texts harmless; see safe_text.hpp.
// SPDX-License-Identifier: MIT
#include "mail/safe_text.hpp"

#include "base/utf8.hpp"

#include <cstddef>

namespace lectern::mail {
namespace {

bool is_line_end(char32_t c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// Spaces on which a line may be broken. U+00A0 and U+202F are kept as they are: they hold "15:00 – 16:30"
// together.
bool is_space(char32_t c) {
    return c == ' ' || c == '\t' || c == 0x1680 || (c >= 0x2000 && c <= 0x200A && c != 0x2007) ||
           c == 0x205F || c == 0x3000;
}

// Characters that nobody types and that change how a line reads: controls, bidi controls, the byte order
// mark, interlinear and tag characters, and U+E000/E001, which mark the places of values while a mail text is
// read.
bool is_dropped(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || (c >= 0xFFF9 && c <= 0xFFFB) ||
           c == 0xFEFF || c == 0xE000 || c == 0xE001 || c == 0xE0001;
}

// Reads one character, CR LF as one line end.
char32_t take(std::string_view& text) {
    if (text.starts_with("\r\n"))
        text.remove_prefix(1);
    auto const step = utf8::step(text);
    text.remove_prefix(step.size);
    return step.code_point;
}

void trim_end(std::string& text) {
    while (text.ends_with(' '))
        text.pop_back();
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_word(char c) {
    return is_letter(c) || is_digit(c);
}

} // namespace

std::string repair_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const step = utf8::step(text);
        utf8::append(out, step.code_point);
        text.remove_prefix(step.size);
    }
    return out;
}

std::string one_line(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        char32_t const c = take(text);
        if (is_space(c) || is_line_end(c)) {
            if (!out.empty() && out.back() != ' ')
                out += ' ';
        } else if (!is_dropped(c)) {
            utf8::append(out, c);
        }
    }
    trim_end(out);
    return out;
}

std::string several_lines(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        char32_t const c = take(text);
        if (is_line_end(c)) {
            trim_end(out);
            if (!out.empty() && !out.ends_with("\n\n"))
                out += '\n';
        } else if (is_space(c)) {
            out += ' ';
        } else if (!is_dropped(c)) {
            utf8::append(out, c);
        }
    }
    while (out.ends_with('\n') || out.ends_with(' '))
        out.pop_back();
    return out;
}

std::string without_links(std::string_view text) {
    constexpr std::string_view gap = "\xE2\x80\x8B"; // U+200B
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += text[i];
        auto const rest = text.substr(i + 1);
        if (i == 0 || rest.size() < 2 || !is_word(text[i - 1]))
            continue;
        // After a digit a colon is that of a clock: "15:00".
        bool const ends_scheme = text[i] == ':' && !is_digit(text[i - 1]) && rest[0] != ' ';
        bool const parts_domain = text[i] == '.' && is_letter(rest[0]) && is_word(rest[1]);
        bool const is_address = text[i] == '@' && is_word(rest[0]);
        if (ends_scheme || parts_domain || is_address)
            out += gap;
    }
    return out;
}

} // namespace lectern::mail

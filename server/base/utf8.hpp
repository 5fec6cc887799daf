// Walks over UTF-8 one code point at a time without ever reading past the end. For the tools of this room.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lectern::utf8 {

inline constexpr char32_t replacement = 0xFFFD;

struct Step {
    char32_t code_point; // U+FFFD where `valid` is false
    std::size_t size;    // octets taken, at least 1
    bool valid;
};

// The code point at the start of `text`, which must not be empty. Overlong forms, surrogates and what lies
// beyond U+10FFFF are invalid; one octet of those is taken.
constexpr Step step(std::string_view text) {
    constexpr Step wrong{replacement, 1, false};
    auto const octet = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    auto const first = octet(0);
    if (first < 0x80)
        return {first, 1, true};
    std::size_t const size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < size)
        return wrong;
    char32_t code_point = first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((octet(i) & 0xC0) != 0x80)
            return wrong;
        code_point = code_point << 6 | (octet(i) & 0x3FU);
    }
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code_point < least[size] || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        return wrong;
    return {code_point, size, true};
}

constexpr void append(std::string& out, char32_t c) {
    auto const tail = [&out, c](unsigned shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace lectern::utf8

// Tools for text that people typed. All take and give UTF-8.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

bool is_utf8(std::string_view text);
// Code points, for limits such as "at most 120 characters".
std::size_t length(std::string_view text);
std::string trim(std::string_view text);

// What is kept of a one-line text (a name, a title): NFC, no control characters, no bidi controls
// (U+202A–202E, U+2066–2069, U+200E/F, U+061C), runs of white space as one space, trimmed. Empty where
// nothing could be seen.
std::string clean_line(std::string_view text);
// The same for several lines: CR LF and CR become LF, at most two blank lines in a row, lines trimmed at the
// end.
std::string clean_lines(std::string_view text);

// "Gestão de resíduos: água" → "gestao-de-residuos-agua"; other scripts are transliterated. At most `max`
// characters, cut at a hyphen. Empty where nothing remains.
std::string slug(std::string_view text, std::size_t max = 60);
bool is_slug(std::string_view text); // [a-z0-9]+(-[a-z0-9]+)*, at most 80

// Lower case and accents removed, for comparing; not for showing.
std::string fold(std::string_view text);
// At most `max` code points, cut at a word, with "…" where something was cut.
std::string shorten(std::string_view text, std::size_t max);
// The first letters of a name: "Ann-Marie da Silva" → "AS".
std::string initials(std::string_view name);

// For the pattern of LIKE … ESCAPE '!': what would stand for anything stands for itself.
std::string escape_like(std::string_view text);
std::string percent_encode(std::string_view text); // RFC 3986: everything but unreserved
std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes); // RFC 4648 §5, no padding
std::optional<std::string> from_base64url(std::string_view text);
std::string hex(std::string_view bytes);

} // namespace lectern

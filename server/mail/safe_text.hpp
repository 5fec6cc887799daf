// Makes texts harmless before they enter a header, a calendar entry or a mail. Everything in this room that
// takes a text from outside passes it through here, whatever was done to it before.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace lectern::mail {

// Each byte that is no part of well-formed UTF-8 as U+FFFD.
std::string repair_utf8(std::string_view text);
// One line: repaired, no control or bidi characters, no private-use markers, single spaces; no-break spaces
// are kept.
std::string one_line(std::string_view text);
// The same for several lines, separated by LF, at most one blank line between two.
std::string several_lines(std::string_view text);
// What mail programs would turn into a link on their own ("https://…", "www.…", "name.example", "a@b.c") with
// a zero-width space where it breaks, so that it stays text. Anything else is returned as it came.
std::string without_links(std::string_view text);

} // namespace lectern::mail

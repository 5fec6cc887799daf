// A mail text after its Markdown was read: blocks of spans, all values in their places. Two writers turn it
// into the plain and the HTML face of a mail, so that both say the same. For template.cpp.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/language.hpp"
#include "mail/tags.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lectern::mail {

struct Span {
    std::string text;
    std::string link = {}; // the target; empty: no link
    bool strong = false;
    bool emphasis = false;
    bool code = false;
    bool line_break = false; // nothing but a break
};

struct Block {
    enum class Kind { paragraph, heading, list, item, quote, rule, code };
    Kind kind = Kind::paragraph;
    int number = 0; // level of a heading; first number of an ordered list, 0 for bullets
    std::vector<Span> spans = {};
    std::vector<Block> inside = {};
    std::string language = {}; // BCP 47, where it is not that of the mail
};

// Reads CommonMark and puts the values where their marks are. Raw HTML and pictures are left out, links lead
// to http, https and mailto only; what a template must not do is appended to `mistakes`.
std::vector<Block> read_markdown(Expanded const& source, std::vector<Mistake>& mistakes);
// Marks in a line that is no Markdown, such as a subject.
std::string fill_line(Expanded const& source, std::vector<Mistake>& mistakes);

// Whether a paragraph is the one link that matters: a link and nothing else, in bold.
bool is_button(Block const& block);

std::string write_plain(std::vector<Block> const& blocks);
// The words alone, a paragraph or item a line group: no wrapping, no marks, no links.
std::string write_words(std::vector<Block> const& blocks);

// The whole document; the small print stands under the sheet.
std::string write_html(std::string_view title, Language language, std::vector<Block> const& blocks,
                       std::vector<Block> const& small_print);

} // namespace lectern::mail

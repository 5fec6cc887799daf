// Writes the plain face of a mail; see document.hpp.
// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "mail/document.hpp"

#include <algorithm>
#include <cstddef>

namespace lectern::mail {
namespace {

using Kind = Block::Kind;

constexpr std::size_t width = 76;

// Breaks at spaces so that lines stay within `room` characters. A word that is longer is left whole.
std::vector<std::string> wrapped(std::string_view text, std::size_t room) {
    std::vector<std::string> lines;
    std::string line;
    std::size_t column = 0;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        auto const word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty())
            continue;
        auto const size = length(word);
        if (column > 0 && column + 1 + size > room) {
            lines.push_back(std::move(line));
            line.clear();
            column = 0;
        }
        if (column > 0) {
            line += ' ';
            ++column;
        }
        line += word;
        column += size;
    }
    if (!line.empty())
        lines.push_back(std::move(line));
    return lines;
}

std::vector<std::string> links_in(std::vector<Span> const& spans) {
    std::vector<std::string> links;
    for (auto const& span : spans)
        if (!span.link.empty() && std::ranges::find(links, span.link) == links.end())
            links.push_back(span.link);
    return links;
}

// The text of a paragraph, wrapped; then each link on a line of its own, numbered where there are several.
std::vector<std::string> paragraph_lines(std::vector<Span> const& spans, std::size_t room) {
    auto const links = links_in(spans);
    auto const number_of = [&](std::string const& link) {
        return "[" + std::to_string(std::ranges::find(links, link) - links.begin() + 1) + "]";
    };
    std::vector<std::string> lines;
    std::string text;
    auto const flush = [&] {
        std::ranges::move(wrapped(text, room), std::back_inserter(lines));
        text.clear();
    };
    for (std::size_t i = 0; i < spans.size(); ++i) {
        auto const& span = spans[i];
        if (span.line_break) {
            flush();
            continue;
        }
        text += span.text;
        bool const ends_link =
            !span.link.empty() && (i + 1 == spans.size() || spans[i + 1].link != span.link);
        if (ends_link && links.size() > 1)
            text += " " + number_of(span.link);
    }
    flush();
    bool const says_only_the_link = links.size() == 1 && lines.size() == 1 && lines.front() == links.front();
    if (says_only_the_link)
        return lines;
    for (auto const& link : links)
        lines.push_back(links.size() > 1 ? number_of(link) + " " + link : link);
    return lines;
}

std::vector<std::string> block_lines(Block const& block, std::size_t room);

// Puts a blank line between two blocks where either of them has more than one line of its own.
std::vector<std::string> lines_of(std::vector<Block> const& blocks, std::size_t room, bool tight) {
    std::vector<std::string> lines;
    for (auto const& block : blocks) {
        auto made = block_lines(block, room);
        if (!lines.empty() && !made.empty() && !tight)
            lines.emplace_back();
        std::ranges::move(made, std::back_inserter(lines));
    }
    return lines;
}

std::vector<std::string> indented(std::vector<std::string> lines, std::string const& first,
                                  std::string const& others) {
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (i == 0 || !lines[i].empty() || others.find('>') != std::string::npos)
            lines[i].insert(0, i == 0 ? first : others);
    return lines;
}

std::vector<std::string> list_lines(Block const& list, std::size_t room) {
    auto const is_short = [](Block const& block) {
        return std::ranges::none_of(block.spans, [](Span const& span) { return span.line_break; });
    };
    bool const is_tight = std::ranges::all_of(list.inside, [&](auto const& item) {
        return std::ranges::count(item.inside, Kind::paragraph, &Block::kind) <= 1 &&
               std::ranges::all_of(item.inside, is_short);
    });
    std::vector<std::string> lines;
    int number = list.number;
    for (auto const& item : list.inside) {
        std::string const bullet = list.number == 0 ? "- " : std::to_string(number++) + ". ";
        auto made = lines_of(item.inside, room - std::min(room / 2, bullet.size()), is_tight);
        if (!is_tight && !lines.empty())
            lines.emplace_back();
        std::ranges::move(indented(std::move(made), bullet, std::string(bullet.size(), ' ')),
                          std::back_inserter(lines));
    }
    return lines;
}

std::vector<std::string> heading_lines(Block const& heading, std::size_t room) {
    auto lines = paragraph_lines(heading.spans, room);
    std::size_t longest = 0;
    for (auto const& line : lines)
        longest = std::max(longest, length(line));
    lines.emplace_back(longest, heading.number == 1 ? '=' : '-');
    return lines;
}

std::vector<std::string> block_lines(Block const& block, std::size_t room) {
    switch (block.kind) {
    case Kind::heading:
        return heading_lines(block, room);
    case Kind::list:
        return list_lines(block, room);
    case Kind::quote:
        return indented(lines_of(block.inside, room - 2, false), "> ", "> ");
    case Kind::rule:
        return {std::string(8, '-')};
    case Kind::item:
        return lines_of(block.inside, room, false);
    case Kind::code:
    case Kind::paragraph:
        break;
    }
    return paragraph_lines(block.spans, room);
}

void add_words(std::vector<Block> const& blocks, std::string_view bullet, std::string& out) {
    for (auto const& block : blocks) {
        std::string line;
        for (auto const& span : block.spans)
            line += span.line_break ? "\n" : span.text;
        if (!line.empty())
            out += (out.empty() ? "" : bullet.empty() ? "\n\n" : "\n") + std::string(bullet) + line;
        add_words(block.inside, block.kind == Kind::item ? "– " : bullet, out);
    }
}

} // namespace

std::string write_words(std::vector<Block> const& blocks) {
    std::string out;
    add_words(blocks, "", out);
    return out;
}

std::string write_plain(std::vector<Block> const& blocks) {
    std::string out;
    for (auto const& line : lines_of(blocks, width, false))
        out += line + "\n";
    return out;
}

} // namespace lectern::mail

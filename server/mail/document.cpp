// Reads the Markdown of a mail text; see document.hpp. The only file that includes cmark.
// SPDX-License-Identifier: MIT
#include "mail/document.hpp"

#include "mail/safe_text.hpp"
#include "mail/template.hpp"

#include <cmark-gfm.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>
#include <optional>

namespace lectern::mail {
namespace {

using Kind = Block::Kind;

std::string_view literal(cmark_node* node) {
    auto const* text = cmark_node_get_literal(node);
    return text ? text : "";
}

std::vector<std::string> paragraphs_of(std::string_view text) {
    std::vector<std::string> out;
    auto const cleaned = several_lines(text);
    for (std::string_view rest = cleaned; !rest.empty();) {
        auto const end = std::min(rest.find("\n\n"), rest.size());
        out.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    return out;
}

// Goes through a text and calls `words` for what stands between marks and `value` for each mark.
void each_piece(std::string_view text, std::vector<Placed> const& values,
                std::function<void(std::string_view)> const& words,
                std::function<void(Placed const&)> const& value) {
    while (!text.empty()) {
        auto const start = std::min(text.find(mark_begin), text.size());
        if (start > 0)
            words(text.substr(0, start));
        text.remove_prefix(start);
        if (text.empty())
            return;
        text.remove_prefix(mark_begin.size());
        std::size_t index = values.size();
        auto const [rest, error] = std::from_chars(text.data(), text.data() + text.size(), index);
        text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
        if (text.starts_with(mark_end))
            text.remove_prefix(mark_end.size());
        if (error == std::errc() && index < values.size())
            value(values[index]);
    }
}

// The value where a text is one mark and nothing else.
Placed const* only_value(std::string_view text, std::vector<Placed> const& values) {
    Placed const* found = nullptr;
    int pieces = 0;
    each_piece(
        text, values, [&](std::string_view) { pieces += 2; },
        [&](Placed const& placed) {
            ++pieces;
            found = &placed;
        });
    return pieces == 1 ? found : nullptr;
}

Mistake misplaced(Placed const& placed) {
    auto const& value = *placed.value;
    auto const* code = value.lines()  ? "lines_in_text"
                       : value.url()  ? "url_outside_link"
                       : value.flag() ? "flag"
                                      : "list";
    return {placed.tag->line, code, placed.tag->text};
}

class Reader {
public:
    Reader(std::vector<Placed> const& values, std::vector<Mistake>& mistakes)
        : values_(values), mistakes_(mistakes) {}

    void blocks(cmark_node* parent, std::vector<Block>& out) {
        for (auto* node = cmark_node_first_child(parent); node; node = cmark_node_next(node))
            block(node, out);
    }

private:
    void block(cmark_node* node, std::vector<Block>& out) {
        auto const type = cmark_node_get_type(node);
        if (type == CMARK_NODE_PARAGRAPH) {
            paragraph(node, out);
        } else if (type == CMARK_NODE_HEADING) {
            out.push_back({Kind::heading, cmark_node_get_heading_level(node), spans_of(node)});
        } else if (type == CMARK_NODE_LIST) {
            bool const is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
            container(node, {Kind::list, is_ordered ? std::max(1, cmark_node_get_list_start(node)) : 0}, out);
        } else if (type == CMARK_NODE_ITEM) {
            container(node, {Kind::item}, out);
        } else if (type == CMARK_NODE_BLOCK_QUOTE) {
            container(node, {Kind::quote}, out);
        } else if (type == CMARK_NODE_THEMATIC_BREAK) {
            out.push_back({Kind::rule});
        } else if (type == CMARK_NODE_CODE_BLOCK) {
            Block code{Kind::code};
            add_text(literal(node), {}, code.spans);
            out.push_back(std::move(code));
        } else {
            mistakes_.push_back({1, "html", ""});
        }
    }

    void container(cmark_node* node, Block made, std::vector<Block>& out) {
        blocks(node, made.inside);
        if (!made.inside.empty())
            out.push_back(std::move(made));
    }

    void paragraph(cmark_node* node, std::vector<Block>& out) {
        auto* only = cmark_node_first_child(node);
        bool const is_single = only && !cmark_node_next(only) && cmark_node_get_type(only) == CMARK_NODE_TEXT;
        auto const* placed = is_single ? only_value(literal(only), values_) : nullptr;
        if (auto const* lines = placed ? placed->value->lines() : nullptr) {
            for (auto const& text : paragraphs_of(lines->text)) {
                Block made;
                made.language = lines->language;
                add_lines(text, made.spans);
                out.push_back(std::move(made));
            }
            return;
        }
        Block made{Kind::paragraph, 0, spans_of(node)};
        bool const says_something =
            std::ranges::any_of(made.spans, [](Span const& span) { return !one_line(span.text).empty(); });
        if (says_something)
            out.push_back(std::move(made));
    }

    static void add_lines(std::string_view text, std::vector<Span>& out) {
        while (true) {
            auto const end = std::min(text.find('\n'), text.size());
            out.push_back({without_links(text.substr(0, end))});
            if (end == text.size())
                return;
            out.push_back({.text = "", .line_break = true});
            text.remove_prefix(end + 1);
        }
    }

    std::vector<Span> spans_of(cmark_node* node) {
        std::vector<Span> out;
        inlines(node, {}, out);
        return out;
    }

    void inlines(cmark_node* parent, Span const& style, std::vector<Span>& out) {
        for (auto* node = cmark_node_first_child(parent); node; node = cmark_node_next(node))
            inline_node(node, style, out);
    }

    void inline_node(cmark_node* node, Span style, std::vector<Span>& out) {
        auto const type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT) {
            add_text(literal(node), style, out);
        } else if (type == CMARK_NODE_SOFTBREAK) {
            add_words(" ", style, out);
        } else if (type == CMARK_NODE_LINEBREAK) {
            style.line_break = true;
            out.push_back(style);
        } else if (type == CMARK_NODE_CODE) {
            style.code = true;
            add_text(literal(node), style, out);
        } else if (type == CMARK_NODE_EMPH) {
            style.emphasis = true;
            inlines(node, style, out);
        } else if (type == CMARK_NODE_STRONG) {
            style.strong = true;
            inlines(node, style, out);
        } else if (type == CMARK_NODE_LINK) {
            style.link = target(node);
            inlines(node, style, out);
        } else {
            mistakes_.push_back({1, type == CMARK_NODE_IMAGE ? "picture" : "html", ""});
        }
    }

    static void add_words(std::string_view words, Span const& style, std::vector<Span>& out) {
        bool const joins = !out.empty() && !out.back().line_break && out.back().link == style.link &&
                           out.back().strong == style.strong && out.back().emphasis == style.emphasis &&
                           out.back().code == style.code;
        if (!joins) {
            out.push_back(style);
            out.back().text.clear();
        }
        out.back().text += words;
    }

    void add_text(std::string_view text, Span const& style, std::vector<Span>& out) {
        each_piece(
            text, values_, [&](std::string_view words) { add_words(words, style, out); },
            [&](Placed const& placed) {
                if (auto const* line = placed.value->text())
                    add_words(without_links(one_line(*line)), style, out);
                else
                    mistakes_.push_back(misplaced(placed));
            });
    }

    // Where a link leads: a Url in the place of a mark, or what the template itself says. Never made from a
    // text.
    std::string target(cmark_node* node) {
        auto const* found = cmark_node_get_url(node);
        std::string const url = found ? found : "";
        if (auto const* placed = only_value(url, values_); placed && placed->value->url()) {
            auto const& link = *placed->value->url();
            return link ? link->text() : "";
        }
        if (url.find(mark_begin) != std::string::npos) {
            each_piece(
                url, values_, [](std::string_view) {},
                [&](Placed const& placed) {
                    mistakes_.push_back({placed.tag->line, "text_in_link", placed.tag->text});
                });
            return "";
        }
        if (Url::parse(url) || (url.starts_with("mailto:") && Url::parse("https://x/" + url.substr(7))))
            return url;
        mistakes_.push_back({1, "link", one_line(url)});
        return "";
    }

    std::vector<Placed> const& values_;
    std::vector<Mistake>& mistakes_;
};

} // namespace

std::vector<Block> read_markdown(Expanded const& source, std::vector<Mistake>& mistakes) {
    std::unique_ptr<cmark_node, void (*)(cmark_node*)> const root(
        cmark_parse_document(source.text.data(), source.text.size(),
                             CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8),
        cmark_node_free);
    cmark_consolidate_text_nodes(root.get());
    std::vector<Block> out;
    Reader(source.values, mistakes).blocks(root.get(), out);
    return out;
}

std::string fill_line(Expanded const& source, std::vector<Mistake>& mistakes) {
    std::string out;
    each_piece(
        source.text, source.values, [&](std::string_view words) { out += words; },
        [&](Placed const& placed) {
            if (auto const* line = placed.value->text())
                out += one_line(*line);
            else
                mistakes.push_back(misplaced(placed));
        });
    return one_line(out);
}

bool is_button(Block const& block) {
    return block.kind == Kind::paragraph && !block.spans.empty() && !block.spans.front().link.empty() &&
           std::ranges::all_of(block.spans, [&](Span const& span) {
               return span.strong && !span.line_break && span.link == block.spans.front().link;
           });
}

} // namespace lectern::mail

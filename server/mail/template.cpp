// Renders and checks mail texts; see template.hpp.
// SPDX-License-Identifier: MIT
#include "mail/template.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "mail/document.hpp"
#include "mail/safe_text.hpp"
#include "mail/tags.hpp"

#include <algorithm>
#include <optional>
#include <ranges>
#include <set>

namespace lectern::mail {
namespace {

struct Parts {
    std::vector<Tag> subject;
    std::vector<Tag> body;
};

// The source without what could be taken for a mark, line ends as LF.
std::string prepared(std::string_view source) {
    std::string out;
    auto const repaired = repair_utf8(source);
    for (std::string_view rest = repaired; !rest.empty();) {
        bool const is_mark = rest.starts_with(mark_begin) || rest.starts_with(mark_end);
        if (!is_mark && rest.front() != '\r' && rest.front() != '\0')
            out += rest.front();
        rest.remove_prefix(is_mark ? mark_begin.size() : 1);
    }
    return out;
}

Parts parse_text(std::string const& source, std::vector<Mistake>& mistakes) {
    constexpr std::string_view begin = "Subject: ";
    std::string_view const all = source;
    auto const first_end = std::min(all.find('\n'), all.size());
    auto const first = all.substr(0, first_end);
    auto const rest = all.substr(std::min(first_end + 1, all.size()));
    if (!first.starts_with(begin) || one_line(first.substr(begin.size())).empty() ||
        !(rest.empty() || rest.front() == '\n')) {
        mistakes.push_back({1, "subject", ""});
        return {};
    }
    return {parse_tags(first.substr(begin.size()), 1, mistakes), parse_tags(rest, 2, mistakes)};
}

void refuse(std::vector<Mistake> const& mistakes) {
    if (!mistakes.empty())
        throw Bug("a mail text has a mistake: " + mistakes.front().code + " " + mistakes.front().name);
}

Expanded expanded(std::vector<Tag> const& tags, Values const& values) {
    Expanded out;
    std::vector<Values const*> scopes{&values};
    expand(tags, scopes, out);
    return out;
}

constexpr std::size_t longest_subject = 78; // characters (RFC 5322 §2.1.1)
constexpr std::size_t shortest_value = 12;  // what is shorter says nothing any more

// The subject, its longest texts cut at a word until it can be seen whole.
std::string fitting_subject(Expanded const& source, std::vector<Mistake>& mistakes) {
    auto subject = fill_line(source, mistakes);
    std::vector<Value> cut(source.values.size(), Value(""));
    auto fitting = source;
    for (std::size_t tries = 0; length(subject) > longest_subject && tries < source.values.size(); ++tries) {
        std::size_t longest = fitting.values.size();
        std::size_t size = shortest_value;
        for (std::size_t i = 0; i < fitting.values.size(); ++i)
            if (auto const* text = fitting.values[i].value->text(); text && length(one_line(*text)) > size) {
                longest = i;
                size = length(one_line(*text));
            }
        if (longest == fitting.values.size())
            break;
        auto const excess = length(subject) - longest_subject;
        auto const room = std::max(shortest_value, size - std::min(size, excess));
        cut[longest] = Value(shorten(one_line(*fitting.values[longest].value->text()), room));
        fitting.values[longest].value = &cut[longest];
        std::vector<Mistake> known;
        subject = fill_line(fitting, known);
    }
    return subject;
}

// What stands after the first rule is small print.
std::vector<Block> take_small_print(std::vector<Block>& blocks) {
    auto const rule = std::ranges::find(blocks, Block::Kind::rule, &Block::kind);
    if (rule == blocks.end())
        return {};
    std::vector<Block> small(std::make_move_iterator(rule + 1), std::make_move_iterator(blocks.end()));
    blocks.erase(rule, blocks.end());
    return small;
}

// Goes through every branch of a template once: names are checked, and the text is put together with all
// sections shown, so that its Markdown and the place of each value can be checked too.
class Checker {
public:
    Checker(Values const& example, std::vector<Mistake>& mistakes) : scopes_{&example}, mistakes_(mistakes) {}

    Expanded walk(std::vector<Tag> const& tags) {
        Expanded out;
        walk(tags, out);
        return out;
    }
    bool uses(std::string_view name) const { return used_.contains(name); }

private:
    void walk(std::vector<Tag> const& tags, Expanded& out) {
        for (auto const& tag : tags) {
            if (tag.kind == Tag::Kind::words)
                out.text += tag.text;
            else if (auto const* value = find(tag))
                use(tag, *value, out);
        }
    }

    void use(Tag const& tag, Value const& value, Expanded& out) {
        auto const* list = value.list();
        if (tag.kind == Tag::Kind::variable) {
            out.place(value, tag);
        } else if (tag.kind == Tag::Kind::section && list && !list->empty()) {
            scopes_.push_back(&list->front());
            walk(tag.inside, out);
            scopes_.pop_back();
        } else {
            walk(tag.inside, out);
        }
    }

    Value const* find(Tag const& tag) {
        used_.insert(tag.text);
        for (auto const* scope : std::views::reverse(scopes_))
            if (auto const* found = scope->find(tag.text))
                return found;
        mistakes_.push_back({tag.line, "unknown", tag.text});
        return nullptr;
    }

    std::vector<Values const*> scopes_;
    std::vector<Mistake>& mistakes_;
    std::set<std::string, std::less<>> used_;
};

std::size_t line_of(std::string_view source, std::string_view words) {
    auto const at = source.find(words);
    return at == std::string_view::npos
               ? 1
               : 1 + static_cast<std::size_t>(std::ranges::count(source.substr(0, at), '\n'));
}

std::vector<Mistake> check_parts(std::string const& source, Parts const& parts, Values const& example,
                                 std::span<std::string_view const> required, std::vector<Mistake> mistakes) {
    Checker checker(example, mistakes);
    fill_line(checker.walk(parts.subject), mistakes);
    read_markdown(checker.walk(parts.body), mistakes);
    for (auto& mistake : mistakes) // those that come from no placeholder
        if (mistake.code == "picture" || mistake.code == "html" || mistake.code == "link")
            mistake.line = line_of(source, mistake.code == "picture" ? "!["
                                           : mistake.code == "html"  ? "<"
                                                                     : mistake.name);
    for (auto const name : required)
        if (!checker.uses(name))
            mistakes.push_back({1, "missing", std::string(name)});
    std::ranges::stable_sort(mistakes, {}, &Mistake::line);
    return mistakes;
}

} // namespace

Rendered render(Text const& text, Values const& values) {
    std::vector<Mistake> mistakes;
    auto const source = prepared(text.source);
    auto const parts = parse_text(source, mistakes);
    auto const frame_source = prepared(text.frame);
    auto const frame_tags = parse_tags(frame_source, 1, mistakes);
    refuse(mistakes);

    auto const subject = fitting_subject(expanded(parts.subject, values), mistakes);
    auto blocks = read_markdown(expanded(parts.body, values), mistakes);
    auto small_print = take_small_print(blocks);
    std::ranges::move(read_markdown(expanded(frame_tags, values), mistakes), std::back_inserter(small_print));
    refuse(mistakes);

    Rendered out;
    out.subject = subject;
    out.html = write_html(subject, text.language, blocks, small_print);
    if (!small_print.empty()) {
        blocks.push_back({Block::Kind::rule});
        std::ranges::move(small_print, std::back_inserter(blocks));
    }
    out.plain = write_plain(blocks);
    return out;
}

std::vector<Mistake> check(std::string_view source, Values const& example,
                           std::span<std::string_view const> required) {
    std::vector<Mistake> mistakes;
    auto const text = prepared(source);
    auto const parts = parse_text(text, mistakes);
    if (!mistakes.empty() && mistakes.front().code == "subject")
        return mistakes;
    return check_parts(text, parts, example, required, std::move(mistakes));
}

std::vector<Mistake> check_frame(std::string_view source, Values const& example,
                                 std::span<std::string_view const> required) {
    std::vector<Mistake> mistakes;
    auto const text = prepared(source);
    Parts const parts{.subject = {}, .body = parse_tags(text, 1, mistakes)};
    return check_parts(text, parts, example, required, std::move(mistakes));
}

std::string text_of_markdown(std::string_view markdown) {
    std::vector<Mistake> ignored; // pictures and raw HTML are left out
    Expanded const source{prepared(markdown), {}};
    auto const blocks = read_markdown(source, ignored);
    return write_words(blocks);
}

} // namespace lectern::mail

// The Mustache tags of a mail text; see tags.hpp.
// SPDX-License-Identifier: MIT
#include "mail/tags.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "mail/template.hpp"

#include <algorithm>
#include <ranges>

namespace lectern::mail {
namespace {

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

class Parser {
public:
    Parser(std::string_view source, std::size_t line, std::vector<Mistake>& mistakes)
        : source_(source), line_(line), mistakes_(mistakes) {}

    std::vector<Tag> parse() { return sequence("", line_); }

private:
    // Up to `{{/name}}` of the section that `opened` on that line, or to the end for no name.
    std::vector<Tag> sequence(std::string const& name, std::size_t opened) {
        std::vector<Tag> tags;
        while (at_ < source_.size()) {
            auto const start = std::min(source_.find("{{", at_), source_.size());
            add_words(tags, source_.substr(at_, start - at_));
            at_ = start;
            if (start == source_.size())
                break;
            auto const end = source_.find("}}", start);
            if (end == std::string_view::npos ||
                source_.substr(start, end - start).find('\n') != std::string_view::npos) {
                mistakes_.push_back({line_, "tag", ""});
                add_words(tags, source_.substr(start, 2));
                at_ = start + 2;
                continue;
            }
            if (take_tag(tags, start, end, name))
                return tags;
        }
        if (!name.empty())
            mistakes_.push_back({opened, "unclosed", name});
        return tags;
    }

    // Returns true where the tag closes the section `open`.
    bool take_tag(std::vector<Tag>& tags, std::size_t start, std::size_t end, std::string const& open) {
        auto content = trim(source_.substr(start + 2, end - start - 2));
        char const sigil = content.empty() ? '\0' : content.front();
        bool const has_sigil =
            std::string_view("#^/!").find(sigil) != std::string_view::npos && sigil != '\0';
        if (has_sigil)
            content = trim(content.substr(1));
        at_ = end + 2;
        std::size_t const line = line_;
        if (has_sigil)
            drop_own_line(tags, start);
        if (sigil == '!')
            return false;
        if (!is_name(content)) {
            mistakes_.push_back({line, "tag", content});
            return false;
        }
        if (sigil == '/') {
            if (content == open)
                return true;
            mistakes_.push_back({line, "unclosed", content});
        } else if (sigil == '#' || sigil == '^') {
            auto inside = sequence(content, line);
            tags.push_back(
                {sigil == '#' ? Tag::Kind::section : Tag::Kind::inverted, content, line, std::move(inside)});
        } else {
            tags.push_back({Tag::Kind::variable, content, line});
        }
        return false;
    }

    // A line that holds nothing but one section tag or comment leaves no trace.
    void drop_own_line(std::vector<Tag>& tags, std::size_t start) {
        auto const newline = start == 0 ? std::string_view::npos : source_.rfind('\n', start - 1);
        auto const line_start = newline == std::string_view::npos ? 0 : newline + 1;
        auto const line_end = std::min(source_.find('\n', at_), source_.size());
        bool const is_alone = trim(source_.substr(line_start, start - line_start)).empty() &&
                              trim(source_.substr(at_, line_end - at_)).empty();
        if (!is_alone)
            return;
        if (!tags.empty() && tags.back().kind == Tag::Kind::words) {
            auto& before = tags.back().text;
            while (before.ends_with(' ') || before.ends_with('\t'))
                before.pop_back();
        }
        at_ = std::min(line_end + 1, source_.size());
        ++line_;
    }

    void add_words(std::vector<Tag>& tags, std::string_view words) {
        if (words.empty())
            return;
        tags.push_back({Tag::Kind::words, std::string(words), line_});
        line_ += static_cast<std::size_t>(std::ranges::count(words, '\n'));
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::size_t line_;
    std::vector<Mistake>& mistakes_;
};

Value const& look_up(std::string const& name, std::vector<Values const*> const& scopes) {
    for (auto const* scope : std::views::reverse(scopes))
        if (auto const* found = scope->find(name))
            return *found;
    throw Bug("a mail text has no value for " + name);
}

} // namespace

std::vector<Tag> parse_tags(std::string_view source, std::size_t first_line, std::vector<Mistake>& mistakes) {
    return Parser(source, first_line, mistakes).parse();
}

void Expanded::place(Value const& value, Tag const& tag) {
    text += mark_begin;
    text += std::to_string(values.size());
    text += mark_end;
    values.push_back({&value, &tag});
}

void expand(std::vector<Tag> const& tags, std::vector<Values const*>& scopes, Expanded& out) {
    for (auto const& tag : tags) {
        if (tag.kind == Tag::Kind::words) {
            out.text += tag.text;
            continue;
        }
        auto const& value = look_up(tag.text, scopes);
        if (tag.kind == Tag::Kind::variable) {
            out.place(value, tag);
        } else if (tag.kind == Tag::Kind::inverted) {
            if (!value.is_there())
                expand(tag.inside, scopes, out);
        } else if (auto const* list = value.list()) {
            for (auto const& item : *list) {
                scopes.push_back(&item);
                expand(tag.inside, scopes, out);
                scopes.pop_back();
            }
        } else if (value.is_there()) {
            expand(tag.inside, scopes, out);
        }
    }
}

} // namespace lectern::mail

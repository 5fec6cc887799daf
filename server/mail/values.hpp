// What the placeholders of a mail text stand for: a small tree that features fill and templates read. Each
// kind of value can only be put where it is harmless; see template.hpp. SPDX-License-Identifier: MIT
#pragma once

#include "mail/url.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lectern::mail {

class Values;

// A text of several lines, such as a biography. Stands alone in a paragraph of the template; each of its
// paragraphs becomes one of the mail.
struct Lines {
    std::string text;
    std::string language = {}; // BCP 47, where it is not that of the mail
    bool operator==(Lines const&) const = default;
};

// One line of text, several lines, a link, a flag, or a list. A section `{{#x}}` shows for a flag that is
// set, a text or link that is there, and once for each item of a list.
class Value {
public:
    using List = std::vector<Values>;

    Value(char const* text) : data_(std::string(text)) {}
    Value(std::string text) : data_(std::move(text)) {}
    Value(std::string_view text) : data_(std::string(text)) {}
    Value(Lines lines) : data_(std::move(lines)) {}
    Value(Url url) : data_(std::optional(std::move(url))) {}
    Value(std::optional<Url> url) : data_(std::move(url)) {}
    Value(bool flag) : data_(flag) {}
    Value(List list);
    template <class T>
    Value(T*) = delete; // else a pointer would become a flag

    std::string const* text() const { return std::get_if<std::string>(&data_); }
    Lines const* lines() const { return std::get_if<Lines>(&data_); }
    std::optional<Url> const* url() const { return std::get_if<std::optional<Url>>(&data_); }
    bool const* flag() const { return std::get_if<bool>(&data_); }
    List const* list() const { return std::get_if<List>(&data_); }
    bool is_there() const;

private:
    std::variant<std::string, Lines, std::optional<Url>, bool, List> data_;
};

struct NamedValue;

class Values {
public:
    Values();
    Values(std::initializer_list<NamedValue> entries);
    Values(Values const&);
    Values(Values&&) noexcept;
    Values& operator=(Values const&);
    Values& operator=(Values&&) noexcept;
    ~Values();

    // Puts a value in the place of one of that name.
    void set(std::string_view name, Value value);
    Value const* find(std::string_view name) const;
    std::vector<NamedValue> const& all() const { return entries_; }

private:
    std::vector<NamedValue> entries_;
};

struct NamedValue {
    std::string name;
    Value value;
};

} // namespace lectern::mail

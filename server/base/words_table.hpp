// The shape of the catalogue that scripts/embed-words makes, and the pieces that words.cpp puts together. For
// words.cpp, the generated words.cpp and their tests.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/language.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace lectern {
struct Fill;
}

namespace lectern::gen {

// CLDR's plural categories, in the order in which a table holds their forms.
enum class Plural : std::uint8_t { zero, one, two, few, many, other };
inline constexpr std::array<std::string_view, 6> plural_names{"zero", "one", "two", "few", "many", "other"};

using PluralForms =
    std::array<std::string_view, plural_names.size()>; // empty where a language has no such form

struct Entry {
    std::string_view text;    // the word, or its form "other"
    PluralForms const* forms; // null for a word without plural forms
};

// By the index of a Word, for each of `lectern::languages` in their order.
extern std::array<Entry const*, languages.size()> const entries;

} // namespace lectern::gen

namespace lectern {

gen::Plural plural_category(Language language, std::int64_t n);
// The form for a category, or "other" where there is none.
std::string_view form(gen::Entry const& entry, gen::Plural category);
// `{name}` replaced by its value; a name that nobody filled stays as it is. Values are not looked into.
std::string filled(std::string_view pattern, std::initializer_list<Fill> fills, Fill const* first = nullptr);

} // namespace lectern

// Says words of the catalogue: picks the language and the plural form, fills the placeholders.
// SPDX-License-Identifier: MIT
#include "base/words.hpp"

#include "base/error.hpp"
#include "base/words_table.hpp"

#include <unicode/locid.h>
#include <unicode/plurrule.h>
#include <unicode/unistr.h>

#include <array>
#include <memory>

namespace lectern {
namespace {

using Rules = std::array<std::unique_ptr<icu::PluralRules const>, languages.size()>;

// Read by every thread, changed by none: PluralRules::select is const and keeps no state.
icu::PluralRules const& plural_rules(Language language) {
    static auto const& rules = *[] {
        auto* const made = new Rules;
        for (auto const l : languages) {
            UErrorCode status = U_ZERO_ERROR;
            auto const name = std::string(tag(l));
            (*made)[static_cast<std::size_t>(l)].reset(
                icu::PluralRules::forLocale(icu::Locale(name.c_str()), status));
            ensure(U_SUCCESS(status) != 0, "ICU has plural rules for every language");
        }
        return made;
    }();
    return *rules[static_cast<std::size_t>(language)];
}

gen::Entry const& entry(Language language, Word word) {
    return gen::entries[static_cast<std::size_t>(language)][word.index()];
}

std::string const* value_of(std::string_view name, std::initializer_list<Fill> fills, Fill const* first) {
    if (first && first->name == name)
        return &first->value;
    for (auto const& fill : fills)
        if (fill.name == name)
            return &fill.value;
    return nullptr;
}

} // namespace

std::optional<Word> Word::find(std::string_view key) {
    auto const at = std::lower_bound(gen::word_keys.begin(), gen::word_keys.end(), key);
    if (at == gen::word_keys.end() || *at != key)
        return std::nullopt;
    return Word(static_cast<std::uint16_t>(at - gen::word_keys.begin()), 0);
}

gen::Plural plural_category(Language language, std::int64_t n) {
    std::string keyword;
    plural_rules(language).select(static_cast<double>(n)).toUTF8String(keyword);
    auto const at = std::find(gen::plural_names.begin(), gen::plural_names.end(), keyword);
    return at == gen::plural_names.end() ? gen::Plural::other
                                         : static_cast<gen::Plural>(at - gen::plural_names.begin());
}

std::string_view form(gen::Entry const& entry, gen::Plural category) {
    if (!entry.forms)
        return entry.text;
    auto const chosen = (*entry.forms)[static_cast<std::size_t>(category)];
    return chosen.empty() ? entry.text : chosen;
}

std::string filled(std::string_view pattern, std::initializer_list<Fill> fills, Fill const* first) {
    std::string out;
    while (!pattern.empty()) {
        auto const open = pattern.find('{');
        out += pattern.substr(0, open);
        auto const close = open == std::string_view::npos ? open : pattern.find('}', open);
        if (close == std::string_view::npos) {
            out += open == std::string_view::npos ? std::string_view() : pattern.substr(open);
            break;
        }
        auto const name = pattern.substr(open + 1, close - open - 1);
        if (auto const* value = value_of(name, fills, first))
            out += *value;
        else
            out += pattern.substr(open, close - open + 1);
        pattern.remove_prefix(close + 1);
    }
    return out;
}

std::string say(Language language, Word word, std::initializer_list<Fill> fills) {
    return filled(entry(language, word).text, fills);
}

std::string say_count(Language language, Word word, std::int64_t n, std::initializer_list<Fill> fills) {
    Fill const count("n", n);
    return filled(form(entry(language, word), plural_category(language, n)), fills, &count);
}

} // namespace lectern

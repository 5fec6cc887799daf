// Splits text into words and stems them, with ICU's word borders and Snowball's stemmers (libstemmer).
// SPDX-License-Identifier: MIT
#include "base/search_text.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

#include <libstemmer.h>
#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>

namespace lectern {
namespace {

// Longer runs are no words that anybody searches for (encoded data, pasted tables).
constexpr std::size_t longest_word = 120;

bool is_word_character(char32_t c) {
    constexpr std::uint32_t kept = U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK;
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & kept) != 0;
}

bool is_apostrophe(char32_t c) {
    return c == U'\'' || c == 0x2019 || c == 0x02BC;
}

// Scripts that write without spaces between words.
bool runs_on(char32_t c) {
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return true;
    default:
        return false;
    }
}

icu::BreakIterator& word_borders() {
    thread_local std::unique_ptr<icu::BreakIterator> const made = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::BreakIterator> borders(
            icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
        ensure(U_SUCCESS(status) != 0 && borders, "ICU has its word borders");
        return borders;
    }();
    return *made;
}

// A run of letters as words: itself, or what a dictionary makes of it.
void add_words(std::vector<std::string>& words, std::string const& run, bool runs_together) {
    if (!runs_together) {
        words.push_back(run);
        return;
    }
    auto const text = icu::UnicodeString::fromUTF8(run);
    auto& borders = word_borders();
    borders.setText(text);
    for (auto start = borders.first(), end = borders.next(); end != icu::BreakIterator::DONE;
         start = end, end = borders.next()) {
        words.emplace_back();
        text.tempSubStringBetween(start, end).toUTF8String(words.back());
    }
}

struct Rules {
    std::string language; // primary subtag, lower case
    bool elides = false;  // "l'eau", "d'água": what stands before the apostrophe is no word
};

// Whether what stands on one side of an apostrophe is only grammar.
bool is_elided(std::string_view before, Rules const& rules) {
    return rules.elides && (before.size() == 1 || before == "qu");
}
bool is_possessive(std::string_view after, Rules const& rules) {
    return rules.language == "en" && after == "s";
}

std::vector<std::string> words_of(std::string_view folded, Rules const& rules) {
    std::vector<std::string> words;
    std::string run;
    bool runs_together = false;
    bool after_apostrophe = false;
    auto const finish = [&](bool before_apostrophe) {
        bool const grammar =
            (before_apostrophe && is_elided(run, rules)) || (after_apostrophe && is_possessive(run, rules));
        if (!run.empty() && !grammar && run.size() <= longest_word * (runs_together ? 100 : 1))
            add_words(words, run, runs_together);
        after_apostrophe = before_apostrophe && !run.empty();
        run.clear();
        runs_together = false;
    };
    while (!folded.empty()) {
        auto const [c, size, valid] = utf8::step(folded);
        if (valid && is_word_character(c)) {
            run.append(folded.substr(0, size));
            runs_together = runs_together || (c >= 0x80 && runs_on(c));
        } else {
            finish(is_apostrophe(c));
        }
        folded.remove_prefix(size);
    }
    finish(false);
    return words;
}

struct Form {
    std::string_view of; // as it stands
    std::string_view is; // as it is looked up
};

// Plurals and feminines that the stemmers leave apart once accents are off: the longest ending first.
std::span<Form const> endings(std::string_view language) {
    static constexpr std::array<Form, 5> portuguese{
        {{"veis", "vel"}, {"oes", "ao"}, {"aes", "ao"}, {"ais", "al"}, {"ns", "m"}}};
    static constexpr std::array<Form, 2> french{{{"ieres", "ier"}, {"iere", "ier"}}};
    static constexpr std::array<Form, 1> spanish{{{"ces", "z"}}};
    if (language == "pt")
        return portuguese;
    if (language == "fr")
        return french;
    if (language == "es")
        return spanish;
    return {};
}

// Plurals that follow no rule.
std::span<Form const> irregular(std::string_view language) {
    static constexpr std::array<Form, 12> english{{{"women", "woman"},
                                                   {"men", "man"},
                                                   {"children", "child"},
                                                   {"people", "person"},
                                                   {"feet", "foot"},
                                                   {"lives", "life"},
                                                   {"leaves", "leaf"},
                                                   {"wives", "wife"},
                                                   {"analyses", "analysis"},
                                                   {"crises", "crisis"},
                                                   {"criteria", "criterion"},
                                                   {"media", "medium"}}};
    static constexpr std::array<Form, 4> french{
        {{"travaux", "travail"}, {"vitraux", "vitrail"}, {"coraux", "corail"}, {"yeux", "oeil"}}};
    if (language == "en")
        return english;
    if (language == "fr")
        return french;
    return {};
}

std::string without_form(std::string word, std::string_view language) {
    for (auto const& [of, is] : irregular(language))
        if (word == of)
            return std::string(is);
    if (word.size() <= 4)
        return word;
    for (auto const& [of, is] : endings(language))
        if (word.ends_with(of))
            return word.substr(0, word.size() - of.size()).append(is);
    return word;
}

// Short plurals in Spanish and Portuguese (ríos, días, vías): the stemmer leaves words of four letters alone.
std::string without_short_plural(std::string word) {
    constexpr std::string_view vowels = "aeiou";
    if (word.size() == 4 && word[3] == 's' && vowels.find(word[2]) != vowels.npos &&
        vowels.find(word[1]) != vowels.npos)
        word.pop_back();
    return word;
}

using Stemmer = std::unique_ptr<sb_stemmer, void (*)(sb_stemmer*)>;

// One per language and thread, for a stemmer holds the word that it works on. Null where there is none.
sb_stemmer* stemmer(std::string const& language) {
    thread_local std::map<std::string, Stemmer, std::less<>> made;
    if (auto const known = made.find(language); known != made.end())
        return known->second.get();
    Stemmer fresh(sb_stemmer_new(language.c_str(), "UTF_8"), sb_stemmer_delete);
    if (!fresh)
        return nullptr; // not kept: tags come from people, and there is no end of them
    return made.emplace(language, std::move(fresh)).first->second.get();
}

std::string stem(sb_stemmer* with, std::string word) {
    if (!with)
        return word;
    auto const* stemmed =
        sb_stemmer_stem(with, reinterpret_cast<sb_symbol const*>(word.data()), static_cast<int>(word.size()));
    ensure(stemmed, "the stemmer has memory");
    return std::string(reinterpret_cast<char const*>(stemmed),
                       static_cast<std::size_t>(sb_stemmer_length(with)));
}

Rules rules_for(std::string_view tag) {
    Rules rules{fold(tag.substr(0, tag.find('-')))};
    rules.elides =
        rules.language == "fr" || rules.language == "pt" || rules.language == "it" || rules.language == "ca";
    return rules;
}

} // namespace

std::vector<std::string> stems(std::string_view text, std::string_view language) {
    auto const rules = rules_for(language);
    auto* const with =
        rules.language.size() == 2 || rules.language.size() == 3 ? stemmer(rules.language) : nullptr;
    auto words = words_of(fold(text), rules);
    for (auto& word : words) {
        word = without_form(std::move(word), rules.language);
        if (rules.language == "es" || rules.language == "pt")
            word = without_short_plural(std::move(word));
        word = stem(with, std::move(word));
    }
    return words;
}

std::string search_text(std::string_view text, std::string_view language) {
    std::string out;
    for (auto const& word : stems(text, language)) {
        if (!out.empty())
            out += ' ';
        out += word;
    }
    return out;
}

} // namespace lectern

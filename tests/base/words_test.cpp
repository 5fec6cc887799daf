// Words of the catalogue: filling, plural forms, and that every language says everything.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/words.hpp"
#include "base/words_table.hpp"

#include <algorithm>
#include <string>

using namespace lectern;
using gen::Plural;

TEST_CASE("placeholders are replaced by the values of their names", "[base]") {
    CHECK(filled("At most {max} characters", {{"max", 120}}) == "At most 120 characters");
    CHECK(filled("{a}{b}{a}", {{"a", "1"}, {"b", "2"}}) == "121");
    CHECK(filled("", {{"a", "1"}}) == "");
    CHECK(filled("plain", {}) == "plain");
    CHECK(filled("{n} of {max}", {{"n", -3}, {"max", 9}}) == "-3 of 9");
}

TEST_CASE("values are not looked into", "[base]") {
    CHECK(filled("{a} {b}", {{"a", "{b}"}, {"b", "<x>"}}) == "{b} <x>");
}

TEST_CASE("a placeholder that nobody filled stays", "[base]") {
    CHECK(filled("{name}, hello", {{"n", 1}}) == "{name}, hello");
    CHECK(filled("open {", {{"n", 1}}) == "open {");
    CHECK(filled("open {n", {{"n", 1}}) == "open {n");
    CHECK(filled("} {n}", {{"n", 1}}) == "} 1");
    CHECK(filled("{}", {}) == "{}");
}

TEST_CASE("plural categories are those of each language", "[base]") {
    CHECK(plural_category(Language::en, 0) == Plural::other);
    CHECK(plural_category(Language::en, 1) == Plural::one);
    CHECK(plural_category(Language::en, 2) == Plural::other);
    CHECK(plural_category(Language::fr, 0) == Plural::one);
    CHECK(plural_category(Language::fr, 2) == Plural::other);
    CHECK(plural_category(Language::fr, 1'000'000) == Plural::many);
    CHECK(plural_category(Language::es, 0) == Plural::other);
    CHECK(plural_category(Language::es, 1'000'000) == Plural::many);
    CHECK(plural_category(Language::pt, 0) == Plural::one);
    CHECK(plural_category(Language::pt, 5) == Plural::other);
}

TEST_CASE("a form that a language lacks is its other form", "[base]") {
    gen::PluralForms const forms{"", "one person", "", "", "", "{n} people"};
    gen::Entry const plural{forms.back(), &forms};
    gen::Entry const plain{"people", nullptr};

    CHECK(form(plural, Plural::one) == "one person");
    CHECK(form(plural, Plural::many) == "{n} people");
    CHECK(form(plural, Plural::other) == "{n} people");
    CHECK(form(plain, Plural::one) == "people");
}

TEST_CASE("a count is filled before everything else", "[base]") {
    Fill const count("n", 3);

    CHECK(filled("{n} of {max}", {{"max", 9}, {"n", 7}}, &count) == "3 of 9");
}

TEST_CASE("keys of the catalogue are sorted, and found", "[base]") {
    CHECK(std::is_sorted(gen::word_keys.begin(), gen::word_keys.end()));
    CHECK_FALSE(Word::find("").has_value());
    CHECK_FALSE(Word::find("\x7F no such word").has_value());
    std::size_t index = 0;
    for (auto const& key : gen::word_keys) {
        auto const word = Word::find(key);
        REQUIRE(word.has_value());
        CHECK(word->index() == index++);
    }
}

TEST_CASE("every language says every word", "[base]") {
    for (auto const& key : gen::word_keys)
        for (auto const language : languages) {
            CAPTURE(key, tag(language));
            auto const word = Word::find(key);
            REQUIRE(word.has_value());
            CHECK_FALSE(say(language, *word).empty());
            for (auto const n : {0, 1, 2, 1'000'000})
                CHECK(say_count(language, *word, n).find("{n}") == std::string::npos);
        }
}

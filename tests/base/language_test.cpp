// Languages: matching tags, reading Accept-Language, names.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/language.hpp"

#include <random>
#include <string>

using namespace lectern;

TEST_CASE("every language has its tag", "[base]") {
    for (auto const language : languages)
        CHECK(language_of(tag(language)) == language);
}

TEST_CASE("a regional form is of its language", "[base]") {
    CHECK(language_of("pt-BR") == Language::pt);
    CHECK(language_of("FR") == Language::fr);
    CHECK(language_of("es-419") == Language::es);
    CHECK_FALSE(language_of("").has_value());
    CHECK_FALSE(language_of("pt_BR").has_value());
    CHECK_FALSE(language_of("ptx").has_value());
    CHECK_FALSE(language_of("de").has_value());
    CHECK_FALSE(language_of("-en").has_value());
}

TEST_CASE("Accept-Language is read with its q-values", "[base]") {
    CHECK(accepted("fr", Language::en) == Language::fr);
    CHECK(accepted("pt-BR,pt;q=0.9,en;q=0.8", Language::en) == Language::pt);
    CHECK(accepted("en;q=0.5, es;q=0.7, fr;q=0.6", Language::en) == Language::es);
    CHECK(accepted("fr, es", Language::en) == Language::fr);
    CHECK(accepted("es;q=0.7, fr;q=0.7", Language::en) == Language::es);
    CHECK(accepted("de, nl;q=0.9, fr;q=0.1", Language::en) == Language::fr);
    CHECK(accepted("fr ; q=0.2 , es;q=0.201", Language::en) == Language::es);
    CHECK(accepted("fr;Q=0.2, ES;q=1.000", Language::en) == Language::es);
    CHECK(accepted("fr;level=1;q=0.2, es;q=0.3", Language::en) == Language::es);
}

TEST_CASE("a language with q=0 is not wanted", "[base]") {
    CHECK(accepted("fr;q=0, es;q=0.1", Language::en) == Language::es);
    CHECK(accepted("fr;q=0", Language::fr) == Language::fr); // nothing better is known
    CHECK(accepted("fr-CA;q=0, fr;q=0.5", Language::en) == Language::fr);
}

TEST_CASE("any other language means the site's own", "[base]") {
    CHECK(accepted("*", Language::pt) == Language::pt);
    CHECK(accepted("de, *;q=0.5", Language::pt) == Language::pt);
    CHECK(accepted("fr;q=0.3, *;q=0.5", Language::pt) == Language::pt);
    CHECK(accepted("fr;q=0.7, *;q=0.5", Language::pt) == Language::fr);
    CHECK(accepted("pt;q=0.1, fr;q=0.3, *;q=0.5", Language::pt) == Language::fr);
}

TEST_CASE("junk in Accept-Language is stepped over", "[base]") {
    CHECK(accepted("", Language::es) == Language::es);
    CHECK(accepted(",,;;q=,", Language::es) == Language::es);
    CHECK(accepted("fr;q=2", Language::es) == Language::es);
    CHECK(accepted("fr;q=0.1234", Language::es) == Language::es);
    CHECK(accepted("fr;q=1.001", Language::es) == Language::es);
    CHECK(accepted("fr;q=abc, pt;q=0.1", Language::es) == Language::pt);
    CHECK(accepted("french", Language::es) == Language::es);
    CHECK(accepted("fr\r\nX: y", Language::es) == Language::es);
    CHECK(accepted(std::string(100'000, ',') + "fr", Language::es) == Language::fr);
}

TEST_CASE("tags are written in their canonical case", "[base]") {
    CHECK(canonical_tag("EN") == "en");
    CHECK(canonical_tag("pt-br") == "pt-BR");
    CHECK(canonical_tag("ZH-hant-tw") == "zh-Hant-TW");
    CHECK(canonical_tag("sr-LATN") == "sr-Latn");
    CHECK(canonical_tag("es-419") == "es-419");
    CHECK(canonical_tag("swc") == "swc");
}

TEST_CASE("what is no tag is refused", "[base]") {
    auto const text = GENERATE("", "e", "english", "en-", "-en", "en--GB", "en_GB", "en-GB-x", "en-G", "en-1",
                               "en-GB-US", "en-Latn-Latn", "e1", "én", "en-GBR", "en GB", "en-US\n", "12",
                               "aa-Bbbb-CC-dddddddddddddddddddddddddddd");

    CHECK_FALSE(canonical_tag(text).has_value());
}

TEST_CASE("languages are named in their own words and in the reader's", "[base]") {
    CHECK(own_name("en") == "English");
    CHECK(own_name("fr") == "Français");
    CHECK(own_name("es") == "Español");
    CHECK(own_name("pt") == "Português");
    CHECK(own_name("ar") == "العربية");
    CHECK(name_in("fr", Language::en) == "French");
    CHECK(name_in("fr", Language::pt) == "francês");
    CHECK(name_in("pt-br", Language::es) == "portugués (Brasil)");
    CHECK(name_in("sw", Language::fr) == "swahili");
}

TEST_CASE("a language without a name is its tag", "[base]") {
    CHECK(own_name("xx") == "xx");
    CHECK(name_in("xx", Language::fr) == "xx");
    CHECK(name_in("<b>", Language::fr) == "<b>");
}

TEST_CASE("parsers of tags take any junk without harm", "[base]") {
    std::mt19937 random(5646);
    constexpr std::string_view letters = "enfrptES-_;=q,.0189* \xC3\n";
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (unsigned k = 0; k < random() % 40; ++k)
            text += letters[random() % letters.size()];
        (void)accepted(text, Language::en);
        if (auto const known = canonical_tag(text))
            CHECK(canonical_tag(*known) == known);
    }
}

// Text that people typed: cleaning, slugs, folding, shortening, encodings.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/text.hpp"

#include <random>
#include <string>

using namespace lectern;

TEST_CASE("only well-formed UTF-8 passes", "[base]") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("água 日本 😀"));
    CHECK(is_utf8("\xF4\x8F\xBF\xBF"));

    auto const bad =
        GENERATE("\x80", "\xC3", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xE2\x82", "\xED\xA0\x80",
                 "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "a\xE2\x28\xA1");
    CHECK_FALSE(is_utf8(bad));
}

TEST_CASE("length counts code points", "[base]") {
    CHECK(length("") == 0);
    CHECK(length("água") == 4);
    CHECK(length("日本語") == 3);
    CHECK(length("😀") == 1);
    CHECK(length("e\u0301") == 2);
    CHECK(length("\xFF\xFE") == 2);
}

TEST_CASE("trim takes white space of every kind from both ends", "[base]") {
    CHECK(trim(" \t\r\n a b \u00A0\u3000\u2028") == "a b");
    CHECK(trim("\u2003") == "");
    CHECK(trim("") == "");
    CHECK(trim("a\u00A0b") == "a\u00A0b");
}

TEST_CASE("a clean line is normalised and holds nothing that hides", "[base]") {
    CHECK(clean_line("Jose\u0301") == "Jos\u00E9");
    CHECK(clean_line("  Ann \t\r\n  Silva\u00A0 ") == "Ann Silva");
    CHECK(clean_line("a\x01"
                     "b\x7F"
                     "c\u0085d") == "abc d");
    CHECK(clean_line("\u202Eevil\u202C \u2066x\u2069\u200E\u200F\u061C") == "evil x");
    CHECK(clean_line("e\u202A\u0301") == "\u00E9");
    CHECK(clean_line("👩\u200D🔬") == "👩\u200D🔬");
    CHECK(clean_line("عربي") == "عربي");
    CHECK(clean_line("\u2028a\u2029b") == "a b");
}

TEST_CASE("a line in which nothing could be seen is empty", "[base]") {
    CHECK(clean_line("\u200B\u200D\uFEFF\u00AD") == "");
    CHECK(clean_line(" \r\n ") == "");
    CHECK(clean_lines("\n\u200B\n") == "");
}

TEST_CASE("clean lines keep their structure", "[base]") {
    CHECK(clean_lines("a\r\nb\rc\nd") == "a\nb\nc\nd");
    CHECK(clean_lines("a\n\n\n\n\n\nb") == "a\n\n\nb");
    CHECK(clean_lines("a\n\nb") == "a\n\nb");
    CHECK(clean_lines("\n \n  a  \n\tb\t\n\n") == "  a\n\tb");
    CHECK(clean_lines("a\u2029b\x02") == "a\nb");
    CHECK(clean_lines("\r\n\r\n") == "");
    CHECK(clean_lines("a\n \n\t\n \nb") == "a\n\n\nb");
    CHECK(clean_lines("e\u0301\u202E") == "\u00E9");
}

TEST_CASE("cleaning twice changes nothing more, whatever the octets", "[base]") {
    std::mt19937 random(42);
    for (int i = 0; i < 5'000; ++i) {
        std::string text;
        for (unsigned k = 0; k < random() % 40; ++k)
            text += static_cast<char>(random() & 255);
        auto const line = clean_line(text);
        CHECK(is_utf8(line));
        CHECK(clean_line(line) == line);
        auto const lines = clean_lines(text);
        CHECK(clean_lines(lines) == lines);
        (void)trim(text);
        (void)fold(text);
        (void)initials(text);
        CHECK(length(shorten(line, 5)) <= 5);
        auto const made = slug(text);
        CHECK((made.empty() || is_slug(made)));
    }
}

TEST_CASE("slugs read well in the languages of the interface", "[base]") {
    CHECK(slug("Mining policies, in practice!") == "mining-policies-in-practice");
    CHECK(slug("L’économie régionale : où va-t-elle ?") == "l-economie-regionale-ou-va-t-elle");
    CHECK(slug("¿Qué es la minería? Año 2027") == "que-es-la-mineria-ano-2027");
    CHECK(slug("Gestão de resíduos: água") == "gestao-de-residuos-agua");
    CHECK(slug("Œuvre, straße, Łódź, Øresund") == "oeuvre-strasse-lodz-oresund");
}

TEST_CASE("slugs of other scripts are transliterated", "[base]") {
    CHECK(slug("Прозрачность бюджета") == "prozracnost-budzeta");
    CHECK(slug("شفافية الميزانية") == "shfafyt-almyzanyt");
    CHECK(slug("预算透明度") == "yu-suan-tou-ming-du");
    CHECK(slug("Ελληνικά") == "ellenika");
    CHECK(is_slug(slug("हिन्दी भाषा")));
}

TEST_CASE("slugs hold nothing where nothing can be said", "[base]") {
    CHECK(slug("") == "");
    CHECK(slug(" -- ?!… ") == "");
    CHECK(slug("😀") == "");
    CHECK(slug("../../etc/passwd\r\n") == "etc-passwd");
    CHECK(slug("a'b\"c`d") == "a-b-c-d");
}

TEST_CASE("slugs are cut at a hyphen", "[base]") {
    CHECK(slug("one two three", 7) == "one-two");
    CHECK(slug("one two three", 8) == "one-two");
    CHECK(slug("one two three", 12) == "one-two");
    CHECK(slug("one two three", 13) == "one-two-three");
    CHECK(slug("onetwothree", 5) == "onetw");
    CHECK(slug(std::string(500, 'a')).size() == 60);
}

TEST_CASE("a slug is lower-case words with single hyphens", "[base]") {
    CHECK(is_slug("a"));
    CHECK(is_slug("may-2027"));
    CHECK(is_slug(std::string(80, 'a')));

    auto const bad = GENERATE(as<std::string>(), "", "-", "-a", "a-", "a--b", "A", "a b", "a_b", "á", "a/b",
                              "a.b", std::string(81, 'a'));
    CHECK_FALSE(is_slug(bad));
}

TEST_CASE("folding takes case and accents away", "[base]") {
    CHECK(fold("MINERÍA") == "mineria");
    CHECK(fold("Ação, ÓRGÃOS, cœur, Æther, Łódź, Øre, Straße") ==
          "acao, orgaos, coeur, aether, lodz, ore, strasse");
    CHECK(fold("e\u0301") == "e");
    CHECK(fold("Ёлка") == "елка");
    CHECK(fold("İstanbul ISPARTA ıssız") == "istanbul isparta issiz");
    CHECK(fold("ＦＵＬＬ") == "full");
    CHECK(fold("كِتَاب") == "كتاب");
    CHECK(fold("हिन्दी") == "हिन्दी");
    CHECK(fold("한국어") == "한국어");
}

TEST_CASE("shortening cuts at a word and says so", "[base]") {
    CHECK(shorten("Mining policies", 15) == "Mining policies");
    CHECK(shorten("Mining policies", 14) == "Mining…");
    CHECK(shorten("Mining policies", 7) == "Mining…");
    CHECK(shorten("Mining, policies", 9) == "Mining…");
    CHECK(shorten("Mining", 4) == "Min…");
    CHECK(shorten("água água", 5) == "água…");
    CHECK(shorten("abc", 1) == "…");
    CHECK(shorten("abc", 0) == "");
    CHECK(shorten("", 0) == "");
    CHECK(shorten("abe\u0301x", 4) == "ab…");
}

TEST_CASE("initials are those of the first and the last word", "[base]") {
    CHECK(initials("Ann-Marie da Silva") == "AS");
    CHECK(initials("ann") == "A");
    CHECK(initials("  élise   de la cruz ") == "ÉC");
    CHECK(initials("王小明") == "王");
    CHECK(initials("Ann Silva (she/her)") == "AS");
    CHECK(initials("'Abd al-Rahman") == "AA");
    CHECK(initials("e\u0301lise") == "É");
    CHECK(initials("😀") == "");
    CHECK(initials("") == "");
}

TEST_CASE("percent-encoding leaves only what is unreserved", "[base]") {
    CHECK(percent_encode("aZ09-._~") == "aZ09-._~");
    CHECK(percent_encode("a b/c?d=é&+%") == "a%20b%2Fc%3Fd%3D%C3%A9%26%2B%25");
    CHECK(percent_encode(std::string_view("\0\n", 2)) == "%00%0A");
}

TEST_CASE("base64 gives the vectors of RFC 4648", "[base]") {
    CHECK(base64("") == "");
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foo") == "Zm9v");
    CHECK(base64("foobar") == "Zm9vYmFy");
    CHECK(base64("\xFF\xEF\xFE") == "/+/+");
    CHECK(base64url("\xFF\xEF\xFE") == "_-_-");
    CHECK(base64url("f") == "Zg");
}

TEST_CASE("base64url has one spelling for each value", "[base]") {
    CHECK(from_base64url("") == "");
    CHECK(from_base64url("Zm9vYg") == "foob");

    auto const bad =
        GENERATE("Z", "Zg=", "Zg==", "Zh", "Zm9=", "Zm9 v", "Zm9v\n", "Zm+v", "Zm/v", "Zm9vYh", "é");
    CHECK_FALSE(from_base64url(bad).has_value());
}

TEST_CASE("base64url comes back from any octets", "[base]") {
    std::mt19937 random(64);
    for (int i = 0; i < 2'000; ++i) {
        std::string bytes;
        for (unsigned k = 0; k < random() % 50; ++k)
            bytes += static_cast<char>(random() & 255);
        CHECK(from_base64url(base64url(bytes)) == bytes);
    }
}

TEST_CASE("hexadecimal digits are lower case", "[base]") {
    CHECK(hex(std::string_view("\x00\xAF\xff", 3)) == "00afff");
}

TEST_CASE("a letter keeps as many marks as any language has, and no more", "[base]") {
    std::string text = "a";
    for (int i = 0; i < 64'000; ++i)
        text += "\u0301\u0323";
    auto const cleaned = clean_line(text);
    CHECK(length(cleaned) <= 31);
    CHECK(cleaned.starts_with("ạ"));
    CHECK(clean_line("Việt Nam") == "Việt Nam");
}

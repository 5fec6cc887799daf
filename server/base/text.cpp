// Cleans, shortens, folds and encodes text that people typed. Unicode's rules come from ICU.
// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include "base/error.hpp"
#include "base/utf8.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

namespace lectern {
namespace {

UChar32 icu_code_point(char32_t c) {
    return static_cast<UChar32>(c);
}
bool is_white_space(char32_t c) {
    return u_isUWhiteSpace(icu_code_point(c)) != 0;
}
bool is_control(char32_t c) {
    return u_charType(icu_code_point(c)) == U_CONTROL_CHAR;
}
bool is_bidi_control(char32_t c) {
    return u_hasBinaryProperty(icu_code_point(c), UCHAR_BIDI_CONTROL) != 0;
}
bool is_alphanumeric(char32_t c) {
    return u_isalnum(icu_code_point(c)) != 0;
}

bool is_visible(char32_t c) {
    return !is_white_space(c) && !u_hasBinaryProperty(icu_code_point(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool joins_previous(char32_t c) {
    return u_hasBinaryProperty(icu_code_point(c), UCHAR_GRAPHEME_EXTEND) || c == 0x200D;
}

std::u32string code_points(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const [c, size, valid] = utf8::step(text);
        out += c;
        text.remove_prefix(size);
    }
    return out;
}

std::string to_utf8(std::u32string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char32_t const c : text)
        utf8::append(out, c);
    return out;
}

icu::UnicodeString to_icu(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string from_icu(icu::UnicodeString const& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

enum class Form { nfc, nfd, nfkc_casefold };

icu::Normalizer2 const& normalizer(Form form) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* found = form == Form::nfc   ? icu::Normalizer2::getNFCInstance(status)
                        : form == Form::nfd ? icu::Normalizer2::getNFDInstance(status)
                                            : icu::Normalizer2::getNFKCCasefoldInstance(status);
    ensure(U_SUCCESS(status) != 0 && found, "ICU has its normalisation data");
    return *found;
}

// No more marks on one letter than any language has (UAX #15, stream-safe text format): to put thousands in
// order takes the normaliser minutes. Those beyond are left out.
icu::UnicodeString with_few_marks(icu::UnicodeString const& text) {
    constexpr int most = 30;
    icu::UnicodeString out;
    int run = 0;
    for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        auto const letter = text.char32At(at);
        run = u_getCombiningClass(letter) == 0 ? 0 : run + 1;
        if (run <= most)
            out.append(letter);
    }
    return out;
}

icu::UnicodeString normalized(icu::UnicodeString const& given, Form form) {
    auto const text = with_few_marks(given);
    UErrorCode status = U_ZERO_ERROR;
    auto out = normalizer(form).normalize(text, status);
    ensure(U_SUCCESS(status) != 0, "ICU normalises any text");
    return out;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string nfc(std::string text) {
    return is_ascii(text) ? text : from_icu(normalized(to_icu(text), Form::nfc));
}

std::u32string_view trimmed(std::u32string_view text) {
    while (!text.empty() && is_white_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_white_space(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string visible_or_empty(std::u32string_view text) {
    return std::any_of(text.begin(), text.end(), is_visible) ? nfc(to_utf8(text)) : std::string();
}

} // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        auto const step = utf8::step(text);
        if (!step.valid)
            return false;
        text.remove_prefix(step.size);
    }
    return true;
}

std::size_t length(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count)
        text.remove_prefix(utf8::step(text).size);
    return count;
}

std::string trim(std::string_view text) {
    while (!text.empty()) {
        auto const step = utf8::step(text);
        if (!is_white_space(step.code_point))
            break;
        text.remove_prefix(step.size);
    }
    std::size_t keep = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const step = utf8::step(text.substr(at));
        at += step.size;
        if (!is_white_space(step.code_point))
            keep = at;
    }
    return std::string(text.substr(0, keep));
}

std::string clean_line(std::string_view text) {
    std::u32string out;
    for (char32_t const c : code_points(text)) {
        if (is_white_space(c)) {
            if (!out.empty() && out.back() != U' ')
                out += U' ';
        } else if (!is_control(c) && !is_bidi_control(c)) {
            out += c;
        }
    }
    return visible_or_empty(trimmed(out));
}

namespace {

// CR LF, CR and the separators U+2028 and U+2029 as LF; no other control characters but tabs.
std::u32string with_plain_line_ends(std::u32string_view text) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char32_t const c = text[i];
        if (c == U'\r' && i + 1 < text.size() && text[i + 1] == U'\n')
            continue;
        if (c == U'\r' || c == U'\n' || c == 0x85 || c == 0x2028 || c == 0x2029)
            out += U'\n';
        else if (c == U'\t' || (!is_control(c) && !is_bidi_control(c)))
            out += c;
    }
    return out;
}

std::vector<std::u32string_view> split_lines(std::u32string_view text) {
    std::vector<std::u32string_view> lines;
    for (std::size_t at = 0;;) {
        auto const end = text.find(U'\n', at);
        lines.push_back(text.substr(at, end == std::u32string_view::npos ? end : end - at));
        if (end == std::u32string_view::npos)
            return lines;
        at = end + 1;
    }
}

std::u32string_view trimmed_at_end(std::u32string_view line) {
    while (!line.empty() && is_white_space(line.back()))
        line.remove_suffix(1);
    return line;
}

} // namespace

std::string clean_lines(std::string_view text) {
    constexpr int most_blank_lines = 2;
    auto const plain = with_plain_line_ends(code_points(text));
    std::u32string out;
    int blank = 0;
    for (auto const line : split_lines(plain)) {
        auto const kept = trimmed_at_end(line);
        if (kept.empty()) {
            ++blank;
            continue;
        }
        if (!out.empty())
            out.append(static_cast<std::size_t>(std::min(blank, most_blank_lines)) + 1, U'\n');
        out += kept;
        blank = 0;
    }
    return visible_or_empty(out);
}

namespace {

// Not shared between threads: ICU promises nothing for transliterators.
icu::Transliterator const& to_latin() {
    thread_local std::unique_ptr<icu::Transliterator> const made = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> latin(
            icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
        ensure(U_SUCCESS(status) != 0 && latin, "ICU has its transliteration data");
        return latin;
    }();
    return *made;
}

// Letters and digits, with one space for each run of anything else; marks stay with their letters. Signs that
// transliteration itself makes (the soft sign as an apostrophe) can then be told from typed ones.
std::u32string only_words(std::string_view text) {
    std::u32string out;
    for (char32_t const c : code_points(text)) {
        if (is_alphanumeric(c) || joins_previous(c) ||
            u_charType(icu_code_point(c)) == U_COMBINING_SPACING_MARK)
            out += c;
        else if (!out.empty() && out.back() != U' ')
            out += U' ';
    }
    return out;
}

std::string cut_at_hyphen(std::string slug, std::size_t max) {
    if (slug.size() <= max)
        return slug;
    auto const hyphen = slug.rfind('-', max);
    slug.resize(hyphen == std::string::npos || hyphen == 0 ? max : hyphen);
    return slug;
}

bool is_slug_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

} // namespace

std::string slug(std::string_view text, std::size_t max) {
    auto words = to_icu(to_utf8(only_words(text)));
    to_latin().transliterate(words);
    std::string out;
    for (char const c : from_icu(words)) {
        if (is_slug_letter(c))
            out += c;
        else if ((c == ' ' || c == '-') && !out.empty() && out.back() != '-')
            out += '-';
    }
    if (out.ends_with('-'))
        out.pop_back();
    return cut_at_hyphen(std::move(out), max);
}

bool is_slug(std::string_view text) {
    if (text.empty() || text.size() > 80 || text.front() == '-' || text.back() == '-')
        return false;
    if (text.find("--") != std::string_view::npos)
        return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '-' || is_slug_letter(c); });
}

namespace {

// Accents of Latin, Greek and Cyrillic, points of Hebrew, short vowels of Arabic. Not the vowel signs of
// Indic scripts: those are letters of the word.
bool is_accent(char32_t c) {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0591 && c <= 0x05C7) || (c >= 0x064B && c <= 0x0652) ||
           c == 0x0670;
}

// Letters whose stroke or ligature Unicode does not count as an accent.
std::u32string_view without_stroke(char32_t c) {
    switch (c) {
    case U'ø':
        return U"o";
    case U'ł':
        return U"l";
    case U'đ':
        return U"d";
    case U'ı':
        return U"i";
    case U'œ':
        return U"oe";
    case U'æ':
        return U"ae";
    default:
        return {};
    }
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

} // namespace

std::string fold(std::string_view text) {
    if (is_ascii(text))
        return lower_ascii(text);
    auto const decomposed = normalized(normalized(to_icu(text), Form::nfkc_casefold), Form::nfd);
    std::u32string out;
    for (char32_t const c : code_points(from_icu(decomposed))) {
        if (is_accent(c))
            continue;
        if (auto const plain = without_stroke(c); !plain.empty())
            out += plain;
        else
            out += c;
    }
    return nfc(to_utf8(out));
}

std::string shorten(std::string_view text, std::size_t max) {
    auto const all = code_points(text);
    if (all.size() <= max)
        return std::string(text);
    if (max == 0)
        return {};
    std::size_t cut = max - 1;
    while (cut > 0 && !is_white_space(all[cut]))
        --cut;
    if (cut == 0) {
        cut = max - 1;
        while (cut > 0 && (joins_previous(all[cut]) || all[cut - 1] == 0x200D))
            --cut;
    }
    while (cut > 0 && (is_white_space(all[cut - 1]) || u_ispunct(icu_code_point(all[cut - 1]))))
        --cut;
    return to_utf8(std::u32string_view(all).substr(0, cut)) + "…";
}

std::string initials(std::string_view name) {
    std::u32string firsts;
    bool at_word = true;
    for (char32_t const c : code_points(nfc(std::string(name)))) {
        if (at_word && (c == U'(' || c == U'['))
            break; // what follows is no part of the name: "(she/her)"
        if (is_white_space(c)) {
            at_word = true;
        } else if (at_word && is_alphanumeric(c)) {
            firsts += static_cast<char32_t>(u_totitle(icu_code_point(c)));
            at_word = false;
        }
    }
    if (firsts.size() > 2)
        firsts = {firsts.front(), firsts.back()};
    return to_utf8(firsts);
}

} // namespace lectern

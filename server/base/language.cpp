// Matches language tags and names languages. Names come from ICU.
// SPDX-License-Identifier: MIT
#include "base/language.hpp"

#include "base/error.hpp"

#include <unicode/locdspnm.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace lectern {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
    return out;
}

std::string upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return upper(c); });
    return out;
}

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto const end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::string_view without_blanks(std::string_view text) {
    auto const start = text.find_first_not_of(" \t");
    return start == std::string_view::npos ? std::string_view()
                                           : text.substr(start, text.find_last_not_of(" \t") - start + 1);
}

} // namespace

std::string_view tag(Language language) {
    switch (language) {
    case Language::en:
        return "en";
    case Language::fr:
        return "fr";
    case Language::es:
        return "es";
    case Language::pt:
        return "pt";
    }
    throw Bug("a language without a tag");
}

std::optional<Language> language_of(std::string_view text) {
    auto const primary = lower(text.substr(0, text.find('-')));
    for (Language const language : languages)
        if (tag(language) == primary)
            return language;
    return std::nullopt;
}

namespace {

// A q-value in thousandths (RFC 9110 §12.4.2), or nothing where it is none.
std::optional<int> quality(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1'))
        return std::nullopt;
    int value = (text[0] - '0') * 1000;
    if (text.size() == 1)
        return value;
    if (text[1] != '.')
        return std::nullopt;
    int weight = 100;
    for (char const c : text.substr(2)) {
        if (!is_digit(c))
            return std::nullopt;
        value += (c - '0') * weight;
        weight /= 10;
    }
    return value <= 1000 ? std::optional(value) : std::nullopt;
}

// One entry of the header: "pt-BR;q=0.8".
struct Wish {
    std::string_view range;
    int quality = 0;
};

std::optional<Wish> parse_wish(std::string_view entry) {
    auto const parts = split(entry, ';');
    Wish wish{without_blanks(parts[0]), 1000};
    for (std::size_t i = 1; i < parts.size(); ++i) {
        auto const parameter = without_blanks(parts[i]);
        if (!parameter.starts_with("q=") && !parameter.starts_with("Q="))
            continue;
        auto const value = quality(parameter.substr(2));
        if (!value)
            return std::nullopt;
        wish.quality = *value;
    }
    return wish;
}

// What the header says of each language; -1 where it says nothing.
struct Wishes {
    std::array<int, languages.size()> named;
    int any_other = -1;
    std::vector<Language> order;
};

Wishes read_wishes(std::string_view header) {
    Wishes wishes;
    wishes.named.fill(-1);
    for (auto const entry : split(header, ',')) {
        auto const wish = parse_wish(entry);
        if (!wish)
            continue;
        if (wish->range == "*")
            wishes.any_other = wish->quality;
        auto const language = language_of(wish->range);
        // "fr-CA;q=0" refuses one regional form, not French.
        if (!language || (wish->quality == 0 && wish->range.find('-') != std::string_view::npos))
            continue;
        auto& known = wishes.named[static_cast<std::size_t>(*language)];
        if (known < 0)
            wishes.order.push_back(*language);
        known = std::max(known, wish->quality);
    }
    return wishes;
}

} // namespace

Language accepted(std::string_view accept_language, Language otherwise) {
    auto wishes = read_wishes(accept_language);
    auto const wish_for = [&wishes](Language l) { return wishes.named[static_cast<std::size_t>(l)]; };
    if (wish_for(otherwise) < 0 && wishes.any_other > 0) {
        wishes.named[static_cast<std::size_t>(otherwise)] = wishes.any_other;
        wishes.order.push_back(otherwise);
    }
    Language best = otherwise;
    int best_quality = 0;
    for (Language const language : wishes.order) {
        if (wish_for(language) > best_quality) {
            best = language;
            best_quality = wish_for(language);
        }
    }
    return best;
}

std::optional<std::string> canonical_tag(std::string_view text) {
    constexpr std::size_t longest = 35;
    auto const all = [](std::string_view part, bool (*is)(char)) {
        return std::all_of(part.begin(), part.end(), is);
    };
    if (text.size() > longest)
        return std::nullopt;
    auto const parts = split(text, '-');
    auto const& primary = parts[0];
    if (primary.size() < 2 || primary.size() > 3 || !all(primary, is_letter))
        return std::nullopt;
    auto out = lower(primary);
    std::size_t next = 1;
    if (next < parts.size() && parts[next].size() == 4 && all(parts[next], is_letter)) {
        auto script = lower(parts[next++]);
        script[0] = upper(script[0]);
        out += '-' + script;
    }
    if (next < parts.size() && ((parts[next].size() == 2 && all(parts[next], is_letter)) ||
                                (parts[next].size() == 3 && all(parts[next], is_digit))))
        out += '-' + upper(parts[next++]);
    return next == parts.size() ? std::optional(std::move(out)) : std::nullopt;
}

namespace {

std::string make_display_name(std::string const& of, std::string const& in) {
    std::unique_ptr<icu::LocaleDisplayNames> const names(
        icu::LocaleDisplayNames::createInstance(icu::Locale(in.c_str()), ULDN_STANDARD_NAMES));
    ensure(names != nullptr, "ICU names languages in any language");
    icu::UnicodeString name;
    std::string out;
    names->localeDisplayName(of.c_str(), name);
    if (of == in && name != icu::UnicodeString::fromUTF8(of)) { // it stands alone, as a sentence begins
        auto const end = name.moveIndex32(0, 1);
        name.replace(0, end, icu::UnicodeString(name, 0, end).toUpper(icu::Locale(in.c_str())));
    }
    name.toUTF8String(out);
    return out;
}

// The name of one language in another. Making one is slow, so each thread keeps those that it has made.
std::string display_name(std::string const& of, std::string const& in) {
    constexpr std::size_t most_kept = 500;
    thread_local std::map<std::pair<std::string, std::string>, std::string> made;
    if (made.size() > most_kept)
        made.clear();
    auto& name = made[{of, in}];
    if (name.empty())
        name = make_display_name(of, in);
    return name;
}

} // namespace

std::string own_name(std::string_view text) {
    auto const known = canonical_tag(text);
    return known ? display_name(*known, *known) : std::string(text);
}

std::string name_in(std::string_view text, Language reader) {
    auto const known = canonical_tag(text);
    return known ? display_name(*known, std::string(tag(reader))) : std::string(text);
}

std::string country_name(std::string_view code, Language reader) {
    icu::UnicodeString name;
    icu::Locale("", std::string(code).c_str())
        .getDisplayCountry(icu::Locale(std::string(tag(reader)).c_str()), name);
    std::string text;
    name.toUTF8String(text);
    return text;
}

} // namespace lectern

// The languages of the interface, and matching of BCP 47 tags for texts that exist in several.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lectern {

// A language of the interface. Contents may be in any language: those are BCP 47 tags, kept as text.
enum class Language { en, fr, es, pt };
inline constexpr std::array languages{Language::en, Language::fr, Language::es, Language::pt};

std::string_view tag(Language language); // "en"
// The language whose tag this is, or whose regional form ("pt-BR" → pt).
std::optional<Language> language_of(std::string_view tag);
// The best interface language for an Accept-Language header (RFC 9110 §12.5.4, q-values honoured), or
// `otherwise`.
Language accepted(std::string_view accept_language, Language otherwise);
// Well-formed BCP 47: language[-script][-region], at most 35 characters, in canonical case.
std::optional<std::string> canonical_tag(std::string_view tag);
// A language by its own name, as it stands alone ("Français"), or in the reader's language, within a sentence
// ("French", "francés").
std::string own_name(std::string_view tag);
std::string name_in(std::string_view tag, Language reader);
// A country's name (ISO 3166-1 alpha-2) in the reader's language: "Senegal", "Sénégal".
std::string country_name(std::string_view code, Language reader);

} // namespace lectern

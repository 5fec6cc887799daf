// Turns text into the words a search compares: lower case, accents off, stemmed by language. The same on both
// sides, when something is indexed and when somebody asks.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lectern {

// The stems of `text` in order, for a language tag ("es", "pt-BR"); languages without a stemmer are only
// folded. Folds before stemming, else "mineria" misses "minería"; Portuguese plurals (-ões, -ães → -ao; -ais
// → -al) first.
std::vector<std::string> stems(std::string_view text, std::string_view language);
// The same, joined by spaces: what is stored in the search table.
std::string search_text(std::string_view text, std::string_view language);
// Rises with every change of the forms above: what was indexed under another number has to be indexed anew.
inline constexpr int search_rules = 2;

} // namespace lectern

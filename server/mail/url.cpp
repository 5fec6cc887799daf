// A link that may stand in a mail; see url.hpp.
// SPDX-License-Identifier: MIT
#include "mail/url.hpp"

#include <algorithm>
#include <cstddef>

namespace lectern::mail {

std::optional<Url> Url::parse(std::string_view text) {
    constexpr std::size_t longest = 2000;
    constexpr std::string_view unsafe = "\"<>\\^`{|}";
    std::size_t const start = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
    if (start == 0 || text.size() > longest)
        return std::nullopt;
    bool const is_printable = std::ranges::all_of(
        text, [&](char c) { return c > 0x20 && c < 0x7F && unsafe.find(c) == std::string_view::npos; });
    auto const authority = text.substr(start, text.find_first_of("/?#", start) - start);
    if (!is_printable || authority.empty() || authority.find('@') != std::string_view::npos)
        return std::nullopt;
    return Url(std::string(text));
}

} // namespace lectern::mail

// A link that may stand in a mail: a type of its own, so that no text that somebody typed passes for one.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lectern::mail {

// Absolute, http or https, printable ASCII without spaces, quotes or angle brackets, no user name before the
// host, at most 2000 characters. Immutable.
class Url {
public:
    static std::optional<Url> parse(std::string_view text);
    std::string const& text() const { return text_; }
    bool operator==(Url const&) const = default;

private:
    explicit Url(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

} // namespace lectern::mail

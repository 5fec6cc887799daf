// Header fields of mails: values that cannot break a header, encoded words (RFC 2047), parameters (RFC 2231),
// folding. SPDX-License-Identifier: MIT
#pragma once

#include "base/email.hpp"
#include "base/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lectern::mail {

// Text for a header field. Whatever it is made from, it holds one line of well-formed UTF-8 without control
// or bidi characters: there is no way to put a CR, LF or NUL into one.
class HeaderValue {
public:
    HeaderValue() = default;
    HeaderValue(std::string_view text); // implicit: a text becomes safe by becoming one of these
    HeaderValue(std::string const& text) : HeaderValue(std::string_view(text)) {}
    HeaderValue(char const* text) : HeaderValue(std::string_view(text)) {}

    std::string const& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    bool operator==(HeaderValue const&) const = default;

private:
    std::string text_;
};

struct NamedAddress {
    HeaderValue name;
    Email address;
};

// "Name: words", folded before a word where the line would pass 76 characters. A word is never cut.
std::string header_field(std::string_view name, std::vector<std::string> const& words);
// The words of a free text: as they are, or as encoded words. `indent` is what stands before the first one.
std::vector<std::string> text_words(HeaderValue const& text, std::size_t indent);
// "Ann Lee <ann@example.org>" as words; the name as atoms, as a quoted string or as encoded words.
std::vector<std::string> address_words(NamedAddress const& who, std::size_t indent);
// `name="value"`, or RFC 2231 segments where the value is not ASCII or is long; each to be a word of its own.
std::vector<std::string> parameter(std::string_view name, HeaderValue const& value);
// "Sun, 22 Nov 2026 10:00:00 +0000"
std::string mail_date(UtcTime time);

// RFC 2045 §6.7 for text: line ends become CRLF, NUL is dropped, lines hold at most 76 characters and never
// begin with
// "." or "From ", so that no transport has to touch them.
std::string quoted_printable(std::string_view text);

} // namespace lectern::mail

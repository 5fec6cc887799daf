// Reads a mail back: what compose() writes, for the page of the built-in mailbox and for tests. No general
// reader of whatever mail there is in the world, but it refuses nothing and never throws.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::mail {

struct ReadHeader {
    std::string name;
    std::string value; // unfolded; encoded words are not decoded
};

struct ReadMessage {
    std::vector<ReadHeader> headers;
    std::string message_id; // without angle brackets
    std::string from;       // "Ann Lee <ann@example.org>", decoded
    std::string to;
    std::string subject; // decoded
    std::optional<UtcTime> date;
    std::string plain;    // LF
    std::string html;     // LF
    std::string calendar; // CRLF, as sent

    std::string header(std::string_view name) const; // the first one of that name, case ignored; else empty
};

ReadMessage read_message(std::string_view bytes);
// The headers only; bodies stay empty.
ReadMessage read_head(std::string_view bytes);

// RFC 2047 words as text.
std::string decode_words(std::string_view value);

} // namespace lectern::mail

// A strict scanner of one raw request head, run before Beast parses the same bytes: Beast 345 takes 24 of 59
// malformed or ambiguous heads that an origin must refuse (RFC 9112 §2.2, §3, §6.3; RFC 9110 §7.2).
// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"
#include "http/request.hpp"

#include <cstdint>
#include <string_view>

namespace lectern::http {

inline constexpr std::size_t max_head = 16_KiB;
inline constexpr std::size_t max_target = 8_KiB;
inline constexpr int max_fields = 64;

// Views into the scanned bytes.
struct Head {
    int refuse = 0;       // the status to answer before closing; 0: sound
    char const* why = ""; // a fixed phrase, for the log
    Method method = Method::get;
    std::string_view target; // origin-form, 0x21–0x7E without '#'
    std::string_view host;
    std::uint64_t content_length = 0;
    bool has_length = false;
    bool keep_alive = true;
    bool expects_continue = false;
    std::array<std::string_view, static_cast<std::size_t>(Field::count)> fields{};

    std::string_view field(Field which) const { return fields[static_cast<std::size_t>(which)]; }
};

// `raw` ends with the blank line. Pure.
Head scan(std::string_view raw);

// Whether what has come can never become a sound head, so that nobody waits for its blank line: it begins
// with no method (a TLS hello), or a line ends with a bare LF. What lies before `from` was looked at.
bool is_no_head(std::string_view begun, std::size_t from);
// The refusal of such bytes, and of a head that is too long.
Head refuse_unended(std::string_view begun);

} // namespace lectern::http

// Header fields of mails; see header.hpp.
// SPDX-License-Identifier: MIT
#include "mail/header.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "mail/safe_text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace lectern::mail {
namespace {

constexpr std::size_t line_limit = 76;
constexpr std::size_t encoded_word_limit = 75; // RFC 2047 §2

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_alnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string hex_octet(char prefix, char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    auto const byte = static_cast<unsigned char>(c);
    return {prefix, digits[byte >> 4U], digits[byte & 15U]};
}

std::size_t next_border(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
        ++at;
    return at;
}

std::string q_encoded(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == ' ')
            out += '_';
        else if (is_alnum(c) || c == '!' || c == '*' || c == '+' || c == '-' || c == '/')
            out += c;
        else
            out += hex_octet('=', c);
    }
    return out;
}

// Cuts `text` into encoded words on borders of characters; the first one leaves `indent` columns free.
std::vector<std::string> encoded_words(std::string_view text, std::size_t indent) {
    constexpr std::size_t frame = std::string_view("=?utf-8?Q?").size() + std::string_view("?=").size();
    auto const above_ascii = static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
    bool const use_base64 = above_ascii * 2 > text.size();
    auto const encoded = [&](std::string_view part) { return use_base64 ? base64(part) : q_encoded(part); };
    std::size_t room = encoded_word_limit - frame - std::min<std::size_t>(indent, 40);
    std::vector<std::string> words;
    while (!text.empty()) {
        std::size_t end = next_border(text, 0);
        while (end < text.size() && encoded(text.substr(0, next_border(text, end))).size() <= room)
            end = next_border(text, end);
        words.push_back((use_base64 ? "=?utf-8?B?" : "=?utf-8?Q?") + encoded(text.substr(0, end)) + "?=");
        text.remove_prefix(end);
        room = encoded_word_limit - frame;
    }
    return words;
}

std::vector<std::string> split_at_spaces(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

// Whether a text can stand as it is: ASCII, nothing that reads like an encoded word, no word too long to
// fold.
bool stands_as_it_is(std::string_view text, std::size_t indent) {
    constexpr std::size_t longest_word = 60;
    if (!is_ascii(text) || text.find("=?") != std::string_view::npos)
        return false;
    auto const words = split_at_spaces(text);
    return std::ranges::all_of(words, [&](auto const& word) { return word.size() <= longest_word; }) &&
           (words.empty() || indent + words.front().size() <= line_limit);
}

bool is_atom_text(char c) {
    return is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~ ").find(c) != std::string_view::npos;
}

} // namespace

HeaderValue::HeaderValue(std::string_view text) : text_(one_line(text)) {
    ensure(std::ranges::none_of(text_, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; }),
           "a header value holds no control character");
}

std::string header_field(std::string_view name, std::vector<std::string> const& words) {
    std::string out(name);
    out += ':';
    std::size_t column = out.size();
    for (auto const& word : words) {
        if (column + 1 + word.size() > line_limit && column > 1) {
            out += "\r\n";
            column = 0;
        }
        out += ' ';
        out += word;
        column += 1 + word.size();
    }
    return out + "\r\n";
}

std::vector<std::string> text_words(HeaderValue const& text, std::size_t indent) {
    return stands_as_it_is(text.text(), indent) ? split_at_spaces(text.text())
                                                : encoded_words(text.text(), indent);
}

std::vector<std::string> address_words(NamedAddress const& who, std::size_t indent) {
    auto const& name = who.name.text();
    std::vector<std::string> words;
    if (name.empty())
        return {who.address.address()};
    if (!stands_as_it_is(name, indent + 2)) {
        words = encoded_words(name, indent);
    } else if (std::ranges::all_of(name, is_atom_text)) {
        words = split_at_spaces(name);
    } else {
        std::string quoted = "\"";
        for (char const c : name) {
            if (c == '"' || c == '\\')
                quoted += '\\';
            quoted += c;
        }
        words = split_at_spaces(quoted + "\"");
    }
    words.push_back("<" + who.address.address() + ">");
    return words;
}

std::vector<std::string> parameter(std::string_view name, HeaderValue const& value) {
    constexpr std::size_t longest = 60;
    auto text = value.text();
    // An encoded word has no meaning here, but some readers decode it all the same, and twice.
    for (auto at = text.find("=?"); at != std::string::npos; at = text.find("=?", at))
        text.erase(at + 1, 1);
    bool const is_quotable =
        is_ascii(text) && text.size() <= longest && text.find_first_of("\"\\") == std::string::npos;
    if (is_quotable)
        return {std::string(name) + "=\"" + text + "\""};
    std::vector<std::string> segments(1);
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const end = next_border(text, at);
        std::string piece;
        for (char const c : text.substr(at, end - at))
            piece += is_alnum(c) || c == '-' || c == '.' || c == '_' ? std::string(1, c) : hex_octet('%', c);
        if (segments.back().size() + piece.size() > longest - name.size())
            segments.emplace_back();
        segments.back() += piece;
        at = end;
    }
    std::vector<std::string> out;
    for (std::size_t i = 0; i < segments.size(); ++i)
        out.push_back(std::string(name) + (segments.size() > 1 ? "*" + std::to_string(i) : "") +
                      "*=" + (i == 0 ? "utf-8''" : "") + segments[i] + (i + 1 < segments.size() ? ";" : ""));
    return out;
}

std::string mail_date(UtcTime time) {
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(std::chrono::floor<std::chrono::seconds>(time - day));
    std::array<char, 48> out{};
    std::snprintf(out.data(), out.size(), "%s, %u %s %04d %02d:%02d:%02d +0000",
                  days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                  months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return out.data();
}

std::string quoted_printable(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    std::size_t column = 0;
    auto const put = [&](std::string_view piece) {
        if (column + piece.size() > line_limit - 1) {
            out += "=\r\n";
            column = 0;
        }
        out += piece;
        column += piece.size();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '\r' || c == '\n') {
            if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
                ++i;
            out += "\r\n";
            column = 0;
            continue;
        }
        if (c == '\0')
            continue;
        bool const ends_line = i + 1 == text.size() || text[i + 1] == '\r' || text[i + 1] == '\n';
        bool const is_plain = (c > 0x20 && c < 0x7F && c != '=') || (c == ' ' && !ends_line);
        // Asked again after a possible soft break: a line may come to begin with this character.
        bool const starts_line = column == 0 || column + 1 > line_limit - 1;
        bool const misreads = starts_line && (c == '.' || (c == 'F' && text.substr(i).starts_with("From ")));
        put(is_plain && !misreads ? std::string_view(&text[i], 1) : std::string_view(hex_octet('=', c)));
    }
    return out;
}

} // namespace lectern::mail

// Reads a mail back; see read_message.hpp.
// SPDX-License-Identifier: MIT
#include "mail/read_message.hpp"

#include "mail/safe_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>

namespace lectern::mail {
namespace {

constexpr int deepest = 4;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

int hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    char const small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

// "=3D" at the start of a text as "="; nothing where there is no such thing.
std::optional<char> hex_octet(std::string_view text) {
    if (text.size() < 3 || hex_value(text[1]) < 0 || hex_value(text[2]) < 0)
        return std::nullopt;
    return static_cast<char>(hex_value(text[1]) * 16 + hex_value(text[2]));
}

std::string from_quoted_printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            out += text[i];
        } else if (text.substr(i + 1).starts_with("\r\n")) {
            i += 2;
        } else if (auto const octet = hex_octet(text.substr(i))) {
            out += *octet;
            i += 2;
        } else {
            out += '=';
        }
    }
    return out;
}

std::string from_q(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const octet = text[i] == '=' ? hex_octet(text.substr(i)) : std::nullopt;
        out += octet ? *octet : text[i] == '_' ? ' ' : text[i];
        i += octet ? 2 : 0;
    }
    return out;
}

std::string from_base64(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (char const c : text) {
        auto const value = alphabet.find(c);
        if (value == std::string_view::npos)
            continue;
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> count & 255U);
        }
    }
    return out;
}

// "=?utf-8?Q?…?=" at the start of a text: what it says and how long it is.
struct EncodedWord {
    std::string text;
    std::size_t size = 0;
};

std::optional<EncodedWord> encoded_word(std::string_view text) {
    constexpr std::string_view begin = "=?utf-8?";
    if (text.size() < begin.size() + 4 || !same_name(text.substr(0, begin.size()), begin) ||
        text[begin.size() + 1] != '?')
        return std::nullopt;
    auto const start = begin.size() + 2;
    auto const end = text.find("?=", start);
    if (end == std::string_view::npos)
        return std::nullopt;
    auto const content = text.substr(start, end - start);
    bool const is_q = lower(text[begin.size()]) == 'q';
    return EncodedWord{is_q ? from_q(content) : from_base64(content), end + 2};
}

std::string with_lf(std::string_view text) {
    std::string out;
    for (char const c : text)
        if (c != '\r')
            out += c;
    return out;
}

// A display name without its quotes: `"Lee, Ann" <ann@…>` as `Lee, Ann <ann@…>`.
std::string readable_address(std::string_view value) {
    std::string out;
    bool is_quoted = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '"')
            is_quoted = !is_quoted;
        else if (is_quoted && value[i] == '\\' && i + 1 < value.size())
            out += value[++i];
        else
            out += value[i];
    }
    return one_line(decode_words(out));
}

// "Sun, 22 Nov 2026 10:00:00 +0000", which is what compose() writes.
std::optional<UtcTime> read_date(std::string_view text) {
    static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    std::vector<std::string_view> words;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find_first_of(" :,", at), text.size());
        if (end > at)
            words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    if (words.size() != 8 || words[2].size() != 3 || words[7] != "+0000")
        return std::nullopt;
    auto const number = [&](std::size_t i) {
        int value = -1;
        std::from_chars(words[i].data(), words[i].data() + words[i].size(), value);
        return value;
    };
    auto const month = months.find(words[2]);
    std::chrono::year_month_day const date(std::chrono::year(number(3)),
                                           std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                                           std::chrono::day(static_cast<unsigned>(number(1))));
    if (month == std::string_view::npos || month % 3 != 0 || !date.ok())
        return std::nullopt;
    return UtcTime(std::chrono::sys_days(date)) + std::chrono::hours(number(4)) +
           std::chrono::minutes(number(5)) + std::chrono::seconds(number(6));
}

struct Part {
    std::vector<ReadHeader> headers;
    std::string_view body;
};

std::string find_header(std::vector<ReadHeader> const& headers, std::string_view name) {
    auto const at =
        std::ranges::find_if(headers, [&](auto const& header) { return same_name(header.name, name); });
    return at == headers.end() ? "" : at->value;
}

Part read_part(std::string_view bytes) {
    Part out;
    while (!bytes.empty()) {
        auto const end = std::min(bytes.find("\r\n"), bytes.size());
        auto const line = bytes.substr(0, end);
        bytes.remove_prefix(std::min(end + 2, bytes.size()));
        if (line.empty())
            break;
        bool const continues = line.front() == ' ' || line.front() == '\t';
        if (continues && !out.headers.empty()) {
            out.headers.back().value += line;
        } else if (auto const colon = line.find(':'); colon != std::string_view::npos) {
            auto const value = line.substr(colon + 1);
            out.headers.push_back(
                {std::string(line.substr(0, colon)),
                 std::string(value.substr(std::min(value.find_first_not_of(' '), value.size())))});
        }
    }
    for (auto& header : out.headers) // where the name stood on a line of its own
        header.value.erase(0, std::min(header.value.find_first_not_of(' '), header.value.size()));
    out.body = bytes;
    return out;
}

std::string boundary_of(std::string const& content_type) {
    constexpr std::string_view begin = "boundary=\"";
    auto const at = content_type.find(begin);
    if (at == std::string::npos)
        return {};
    auto const start = at + begin.size();
    return content_type.substr(start, content_type.find('"', start) - start);
}

std::vector<std::string_view> parts_of(std::string_view body, std::string const& boundary) {
    std::string const line = "--" + boundary;
    std::vector<std::string_view> out;
    auto at = body.starts_with(line) ? 0 : body.find("\r\n" + line);
    while (at != std::string_view::npos) {
        auto const start = body.find("\r\n", body.find(line, at) + line.size());
        auto const end = start == std::string_view::npos ? start : body.find("\r\n" + line, start);
        if (end == std::string_view::npos)
            break;
        out.push_back(body.substr(start + 2, end > start ? end - start - 2 : 0));
        at = end;
    }
    return out;
}

std::string body_of(Part const& part) {
    auto const encoding = find_header(part.headers, "Content-Transfer-Encoding");
    return same_name(encoding, "quoted-printable") ? from_quoted_printable(part.body)
                                                   : std::string(part.body);
}

void read_bodies(Part const& part, int depth, ReadMessage& out) {
    auto const type = find_header(part.headers, "Content-Type");
    if (type.starts_with("multipart/") && depth < deepest) {
        auto const boundary = boundary_of(type);
        if (!boundary.empty())
            for (auto const inner : parts_of(part.body, boundary))
                read_bodies(read_part(inner), depth + 1, out);
    } else if (type.starts_with("text/html")) {
        out.html = with_lf(body_of(part));
    } else if (type.starts_with("text/calendar")) {
        out.calendar = body_of(part);
    } else if (type.starts_with("text/plain") || type.empty()) {
        out.plain = with_lf(body_of(part));
    }
}

ReadMessage with_head(Part const& part) {
    ReadMessage out;
    out.headers = part.headers;
    out.message_id = out.header("Message-ID");
    std::erase_if(out.message_id, [](char c) { return c == '<' || c == '>'; });
    out.from = readable_address(out.header("From"));
    out.to = readable_address(out.header("To"));
    out.subject = one_line(decode_words(out.header("Subject")));
    out.date = read_date(out.header("Date"));
    return out;
}

} // namespace

std::string ReadMessage::header(std::string_view name) const {
    return find_header(headers, name);
}

std::string decode_words(std::string_view value) {
    std::string out;
    bool was_encoded = false;
    std::string gap; // white space between two encoded words says nothing (RFC 2047 §6.2)
    while (!value.empty()) {
        if (auto const word = encoded_word(value)) {
            out += was_encoded ? word->text : gap + word->text;
            gap.clear();
            was_encoded = true;
            value.remove_prefix(word->size);
        } else if (value.front() == ' ') {
            gap += ' ';
            value.remove_prefix(1);
        } else {
            out += gap;
            gap.clear();
            out += value.front();
            was_encoded = false;
            value.remove_prefix(1);
        }
    }
    return out + gap;
}

ReadMessage read_message(std::string_view bytes) {
    auto const part = read_part(bytes);
    auto out = with_head(part);
    read_bodies(part, 0, out);
    return out;
}

ReadMessage read_head(std::string_view bytes) {
    return with_head(read_part(bytes));
}

} // namespace lectern::mail

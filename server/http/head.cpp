// The head scanner. Any doubt is a refusal.
// SPDX-License-Identifier: MIT
#include "http/head.hpp"

#include <algorithm>

namespace lectern::http {
namespace {

constexpr bool is_alnum(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

consteval std::array<bool, 256> characters(std::string_view others) {
    std::array<bool, 256> set{};
    for (unsigned c = 0; c < 256; ++c)
        set[c] = is_alnum(static_cast<unsigned char>(c));
    for (char const c : others)
        set[static_cast<unsigned char>(c)] = true;
    return set;
}
constexpr auto token_characters = characters("!#$%&'*+-.^_`|~"); // RFC 9110 §5.6.2
constexpr auto host_characters = characters(".-:[]_");           // reg-name or IP literal, with port

bool only(std::string_view text, std::array<bool, 256> const& set) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return set[static_cast<unsigned char>(c)]; });
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool same(std::string_view a, std::string_view in_lower_case) {
    return std::equal(a.begin(), a.end(), in_lower_case.begin(), in_lower_case.end(),
                      [](char x, char y) { return lower(x) == y; });
}

std::string_view trim_blanks(std::string_view value) {
    auto const blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!value.empty() && blank(value.front()))
        value.remove_prefix(1);
    while (!value.empty() && blank(value.back()))
        value.remove_suffix(1);
    return value;
}

struct Known {
    std::string_view name;
    Field field;
};
constexpr std::array<Known, static_cast<std::size_t>(Field::count)> known_fields{{
    {"accept-encoding", Field::accept_encoding},
    {"accept-language", Field::accept_language},
    {"authorization", Field::authorization},
    {"content-encoding", Field::content_encoding},
    {"content-type", Field::content_type},
    {"cookie", Field::cookie},
    {"idempotency-key", Field::idempotency_key},
    {"if-match", Field::if_match},
    {"if-none-match", Field::if_none_match},
    {"origin", Field::origin},
    {"range", Field::range},
    {"save-data", Field::save_data},
    {"sec-fetch-site", Field::sec_fetch_site},
    {"user-agent", Field::user_agent},
    {"x-forwarded-for", Field::x_forwarded_for},
    {"x-forwarded-proto", Field::x_forwarded_proto},
}};

bool read_method(std::string_view text, Method& method) {
    constexpr std::array<Method, 7> all{Method::get,   Method::head, Method::post,   Method::put,
                                        Method::patch, Method::del,  Method::options};
    for (auto const candidate : all)
        if (text == name(candidate)) {
            method = candidate;
            return true;
        }
    return false;
}

// Refusals are values: floods must not cost an exception each.
struct Scanner {
    Head head;
    bool is_1_0 = false;

    bool no(int status, char const* why) {
        head.refuse = status;
        head.why = why;
        return false;
    }

    bool request_line(std::string_view line) {
        auto const first = line.find(' ');
        auto const last = line.rfind(' ');
        if (first == line.npos || first == last)
            return no(400, "request line");
        if (!read_method(line.substr(0, first), head.method))
            return no(only(line.substr(0, first), token_characters) && first > 0 ? 501 : 400, "method");
        head.target = line.substr(first + 1, last - first - 1);
        auto const version = line.substr(last + 1);
        is_1_0 = version == "HTTP/1.0";
        if (is_1_0)
            head.keep_alive = false;
        else if (version != "HTTP/1.1")
            return no(version.size() == 8 && version.starts_with("HTTP/") ? 505 : 400, "version");
        if (head.target.empty() || head.target.front() != '/')
            return no(400, "target");
        if (head.target.size() > max_target)
            return no(414, "long target");
        for (char const c : head.target)
            if (c < 0x21 || c > 0x7e || c == '#')
                return no(400, "target");
        return true;
    }

    bool length(std::string_view value) {
        if (head.has_length || value.empty() || value.size() > 15)
            return no(400, "content-length");
        for (char const c : value) {
            if (c < '0' || c > '9')
                return no(400, "content-length");
            head.content_length = head.content_length * 10 + static_cast<std::uint64_t>(c - '0');
        }
        head.has_length = true;
        return true;
    }

    bool connection(std::string_view value) { // a list of tokens, RFC 9110 §7.6.1
        while (!value.empty()) {
            auto const comma = std::min(value.find(','), value.size());
            auto const option = trim_blanks(value.substr(0, comma));
            value.remove_prefix(std::min(comma + 1, value.size()));
            if (!only(option, token_characters))
                return no(400, "connection");
            if (same(option, "close"))
                head.keep_alive = false;
        }
        return true;
    }

    bool field(std::string_view line) {
        auto const colon = line.find(':');
        if (colon == line.npos || colon == 0)
            return no(400, "field");
        auto const name = line.substr(0, colon);
        if (!only(name, token_characters)) // also a folded line, and a blank before the colon
            return no(400, "field name");
        auto const value = trim_blanks(line.substr(colon + 1));
        for (char const c : value)
            if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f)
                return no(400, "field value");
        if (same(name, "host")) {
            if (!head.host.empty() || value.empty() || value.size() > 255 || !only(value, host_characters))
                return no(400, "host");
            head.host = value;
            return true;
        }
        if (same(name, "transfer-encoding"))
            return no(411, "transfer-encoding");
        if (same(name, "content-length"))
            return length(value);
        if (same(name, "connection") || same(name, "proxy-connection")) // Beast reads both
            return connection(value);
        if (same(name, "expect")) {
            if (!same(value, "100-continue"))
                return no(417, "expect");
            head.expects_continue = !is_1_0; // RFC 9110 §10.1.1
            return true;
        }
        for (auto const& known : known_fields)
            if (same(name, known.name)) {
                auto& slot = head.fields[static_cast<std::size_t>(known.field)];
                // lists may be spread over lines (RFC 9110 §5.3); of X-Forwarded-For the last line is the
                // nearest proxy's own
                bool const is_list = known.field == Field::accept_language ||
                                     known.field == Field::accept_encoding ||
                                     known.field == Field::save_data || // of one word; twice does no harm
                                     known.field == Field::x_forwarded_for;
                if (slot.data() != nullptr && !is_list)
                    return no(400, "field given twice");
                slot = value;
                return true;
            }
        return true;
    }
};

} // namespace

bool is_no_head(std::string_view begun, std::size_t from) {
    if (begun.empty())
        return false;
    if (!token_characters[static_cast<unsigned char>(begun.front())])
        return true;
    for (auto at = begun.find('\n', from); at != begun.npos; at = begun.find('\n', at + 1))
        if (at == 0 || begun[at - 1] != '\r')
            return true;
    return false;
}

Head refuse_unended(std::string_view begun) {
    Scanner scanner;
    if (is_no_head(begun, 0))
        scanner.no(400, token_characters[static_cast<unsigned char>(begun.front())] ? "line end" : "method");
    else
        scanner.no(431, "long head");
    return scanner.head;
}

Head scan(std::string_view raw) {
    Scanner scanner;
    if (raw.size() > max_head) {
        scanner.no(431, "long head");
        return scanner.head;
    }
    int fields = 0;
    bool first = true;
    while (raw.size() > 2) {
        auto const end = raw.find("\r\n");
        if (end == raw.npos) {
            scanner.no(400, "line end");
            return scanner.head;
        }
        auto const line = raw.substr(0, end);
        raw.remove_prefix(end + 2);
        if (!first && ++fields > max_fields) {
            scanner.no(431, "many fields");
            return scanner.head;
        }
        if (!(first ? scanner.request_line(line) : scanner.field(line)))
            return scanner.head;
        first = false;
    }
    if (scanner.head.host.empty())
        scanner.no(400, "no host");
    return scanner.head;
}

} // namespace lectern::http

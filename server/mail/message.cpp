// The bytes of a mail; see message.hpp.
// SPDX-License-Identifier: MIT
#include "mail/message.hpp"

#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <initializer_list>

namespace lectern::mail {
namespace {

bool is_id_text(std::string_view text, std::string_view punctuation) {
    return !text.empty() && text.size() <= 250 && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               punctuation.find(c) != std::string_view::npos;
    });
}

std::string in_angles(std::string_view text) {
    return "<" + std::string(text) + ">";
}

std::string mailto(Email const& address) {
    auto const& text = address.address();
    auto const at = text.rfind('@');
    return in_angles("mailto:" + percent_encode(text.substr(0, at)) + text.substr(at));
}

std::string id_in_angles(std::string_view id) {
    ensure(is_id_text(id, "@.-_+$=") && std::ranges::count(id, '@') == 1, "a Message-ID is local@domain");
    return in_angles(id);
}

std::string text_field(std::string_view name, HeaderValue const& value) {
    return header_field(name, text_words(value, name.size() + 2));
}

std::string address_field(std::string_view name, NamedAddress const& who) {
    return header_field(name, address_words(who, name.size() + 2));
}

// A part whose boundary cannot occur in its content: no quoted-printable text contains "=_".
struct Boundary {
    std::string text;
    std::string opening() const { return "--" + text + "\r\n"; }
    std::string closing() const { return "--" + text + "--\r\n"; }
    std::string field(std::string const& type) const {
        return header_field("Content-Type", {type + ";", "boundary=\"" + text + "\""});
    }
};

std::string leaf(std::vector<std::string> const& type, std::vector<std::string> const& disposition,
                 std::string_view content) {
    std::string out = header_field("Content-Type", type) + "Content-Transfer-Encoding: quoted-printable\r\n";
    if (!disposition.empty())
        out += header_field("Content-Disposition", disposition);
    // The last line end belongs to the boundary that follows (RFC 2046 §5.1.1), so the content keeps its own.
    return out + "\r\n" + quoted_printable(content) + "\r\n";
}

std::vector<std::string> with_parameter(std::string const& value, std::string_view name,
                                        HeaderValue const& text) {
    std::vector<std::string> words{value + ";"};
    std::ranges::copy(parameter(name, text), std::back_inserter(words));
    return words;
}

std::string calendar_leaf(CalendarPart const& calendar) {
    return leaf({"text/calendar;", "charset=utf-8;", "method=" + std::string(name_of(calendar.method)) + ";",
                 "component=VEVENT"},
                {}, calendar.bytes);
}

std::string alternative(Message const& message, Boundary const& boundary) {
    std::string out = boundary.field("multipart/alternative") + "\r\n";
    out += boundary.opening() + leaf({"text/plain;", "charset=utf-8"}, {}, message.plain);
    if (!message.html.empty())
        out += boundary.opening() + leaf({"text/html;", "charset=utf-8"}, {}, message.html);
    if (message.calendar)
        out += boundary.opening() + calendar_leaf(*message.calendar);
    return out + boundary.closing();
}

std::string list_fields(Message const& message) {
    std::string out;
    if (!message.list_id.empty()) {
        ensure(is_id_text(message.list_id, ".-_"), "a List-Id is a dot-atom");
        auto words = text_words(message.list_name, std::string_view("List-Id: ").size());
        words.push_back(in_angles(message.list_id));
        out += header_field("List-Id", words);
    }
    std::vector<std::string> ways;
    if (message.unsubscribe)
        ways.push_back(in_angles(message.unsubscribe->text()));
    if (message.unsubscribe_address) {
        if (!ways.empty())
            ways.back() += ",";
        ways.push_back(mailto(*message.unsubscribe_address));
    }
    if (!ways.empty())
        out += header_field("List-Unsubscribe", ways);
    if (message.unsubscribe)
        out += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
    return out;
}

std::string head(Message const& message) {
    std::string out = "Date: " + mail_date(message.date) + "\r\n";
    out += address_field("From", message.from);
    out += address_field("To", message.to);
    if (message.reply_to)
        out += address_field("Reply-To", *message.reply_to);
    out += text_field("Subject", message.subject);
    out += header_field("Message-ID", {id_in_angles(message.message_id)});
    if (!message.references.empty()) {
        std::vector<std::string> ids;
        std::ranges::transform(message.references, std::back_inserter(ids), id_in_angles);
        out += header_field("In-Reply-To", {ids.back()}) + header_field("References", ids);
    }
    out += "Auto-Submitted: auto-generated\r\n"
           "X-Auto-Response-Suppress: OOF, AutoReply\r\n";
    out += list_fields(message);
    if (!message.language.empty()) {
        ensure(is_id_text(message.language, "-"), "a language is a BCP 47 tag");
        out += header_field("Content-Language", {message.language});
    }
    for (auto const& [name, value] : message.headers) {
        ensure(is_id_text(name, "-") && name.size() <= 60, "a header name is letters, digits and hyphens");
        out += text_field(name, value);
    }
    return out + "MIME-Version: 1.0\r\n";
}

} // namespace

std::string message_id_of(std::string_view key, std::string_view domain) {
    return hex(sha256(key)).substr(0, 32) + "@" + std::string(domain);
}

std::string compose(Message const& message) {
    std::string const stem = "=_" + hex(sha256("boundary " + message.key)).substr(0, 32);
    Boundary const inner{stem + "-a"};
    std::string const out = head(message);
    if (message.html.empty() && !message.calendar) {
        auto only = leaf({"text/plain;", "charset=utf-8"}, {}, message.plain);
        if (only.ends_with("\r\n\r\n")) // no boundary follows
            only.resize(only.size() - 2);
        return out + only;
    }
    if (!message.calendar)
        return out + alternative(message, inner);

    Boundary const outer{stem + "-m"};
    HeaderValue const file_name = message.calendar->file_name;
    return out + outer.field("multipart/mixed") + "\r\n" + outer.opening() + alternative(message, inner) +
           outer.opening() +
           leaf(with_parameter("application/ics", "name", file_name),
                with_parameter("attachment", "filename", file_name), message.calendar->bytes) +
           outer.closing();
}

} // namespace lectern::mail

// Mails as bytes: headers that nothing can break, MIME that every reader takes apart alike.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/error.hpp"
#include "mail/message.hpp"
#include "mail/read_message.hpp"
#include "mail/safe_text.hpp"
#include "sample.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace lectern;
using namespace lectern::mail;

namespace {

std::vector<std::string> lines_of(std::string_view bytes) {
    std::vector<std::string> lines;
    while (!bytes.empty()) {
        auto const end = bytes.find("\r\n");
        REQUIRE(end != std::string_view::npos);
        lines.emplace_back(bytes.substr(0, end));
        bytes.remove_prefix(end + 2);
    }
    return lines;
}

std::vector<std::string> header_names(std::string_view bytes) {
    std::vector<std::string> names;
    for (auto const& header : read_head(bytes).headers)
        names.push_back(header.name);
    return names;
}

std::vector<std::string> const hostile{
    "plain\r\nBcc: eve@example.com",
    "lone\rBcc: eve@example.com\nX: y",
    std::string("nul\0here", 8),
    "separator\u2028Bcc: eve@example.com\u2029\u0085X: y",
    "\"quoted\" <eve@example.com>, \\back",
    "semi;colon,comma:colon",
    "=?utf-8?Q?=0D=0ABcc:_eve=40example.com?=",
    "\u202Egnp.exe\u202C \u2066isolated\u2069",
    "broken \xFF\xC3 utf-8 \xED\xA0\x80",
    "](http://evil.example) <script>alert(1)</script> {{x}} =HYPERLINK(\"http://evil.example\")",
    std::string(900, 'x'),
    "é" + std::string(300, 'y') + " 日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語",
};

} // namespace

TEST_CASE("a mail has the headers that standards ask for, in one order", "[mail]") {
    auto message = sample::message();
    message.reply_to = NamedAddress{"Marta Quispe", sample::email("marta@example.org")};
    message.references = {"aaaa@example.org", "bbbb@example.org"};
    message.list_id = "water.example.org";
    message.list_name = "The month of water";
    message.unsubscribe = sample::url("https://learn.example.org/u/AAAA");
    message.unsubscribe_address = sample::email("bounce+1@example.org");
    message.language = "en";
    message.headers = {{"X-Lectern-Kind", "confirmation"}};

    auto const head = read_head(compose(message));

    CHECK(head.header("Date") == "Sat, 20 Feb 2027 10:00:00 +0000");
    CHECK(head.header("From") == "Open Learning <events@example.org>");
    CHECK(head.header("To") == "Adaeze Okafor <adaeze@example.net>");
    CHECK(head.header("Reply-To") == "Marta Quispe <marta@example.org>");
    CHECK(head.header("Message-ID") == "<" + message_id_of(message.key, "example.org") + ">");
    CHECK(head.header("In-Reply-To") == "<bbbb@example.org>");
    CHECK(head.header("References") == "<aaaa@example.org> <bbbb@example.org>");
    CHECK(head.header("Auto-Submitted") == "auto-generated");
    CHECK(head.header("X-Auto-Response-Suppress") == "OOF, AutoReply");
    CHECK(head.header("List-Id") == "The month of water <water.example.org>");
    CHECK(head.header("List-Unsubscribe") ==
          "<https://learn.example.org/u/AAAA>, <mailto:bounce%2B1@example.org>");
    CHECK(head.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click");
    CHECK(head.header("Content-Language") == "en");
    CHECK(head.header("X-Lectern-Kind") == "confirmation");
    CHECK(head.header("MIME-Version") == "1.0");
}

TEST_CASE("a Message-ID is the first 32 hex digits of the digest of the key", "[mail]") {
    CHECK(message_id_of("abc", "example.org") == "ba7816bf8f01cfea414140de5dae2223@example.org");
}

TEST_CASE("the same message gives the same bytes twice", "[mail]") {
    CHECK(compose(sample::invitation()) == compose(sample::invitation()));

    auto other = sample::invitation();
    other.key = "confirmation:registration 88:v2";
    CHECK(compose(other) != compose(sample::invitation()));
}

TEST_CASE("a mail is 7-bit, ends every line with CRLF and keeps to 76 characters", "[mail]") {
    auto message = sample::invitation();
    message.subject =
        "Presupuestos para el cierre de minas: ¿quién paga, cuándo y con qué garantías para las comunidades?";
    message.from.name = "Aprendizaje abierto – comunidad de práctica de las cuencas altas";
    message.plain = std::string(400, 'a') +
                    "\r\nlone\rreturn\nGestión 日本語 \n.dot\nFrom here\ntrailing \n" + std::string(75, 'b') +
                    ".\n" + std::string(74, 'c') + "From now\n";

    auto const bytes = compose(message);

    for (auto const& line : lines_of(bytes)) {
        CAPTURE(line);
        CHECK(line.size() <= 76);
        CHECK(line.find_first_of("\r\n") == std::string::npos);
        CHECK(std::ranges::all_of(line, [](char c) { return c >= 0x20 && c < 0x7F; }));
        CHECK_FALSE(line.starts_with('.'));
        CHECK_FALSE(line.starts_with("From "));
    }
    auto const read = read_message(bytes);
    CHECK(read.subject == message.subject.text());
    CHECK(read.from == message.from.name.text() + " <events@example.org>");
    CHECK(read.plain == std::string(400, 'a') +
                            "\nlone\nreturn\nGestión 日本語 \n.dot\nFrom here\ntrailing \n" +
                            std::string(75, 'b') + ".\n" + std::string(74, 'c') + "From now\n");
}

TEST_CASE("a mail with a calendar entry holds it twice, as part and as file, with the same bytes", "[mail]") {
    auto const message = sample::invitation();

    auto const bytes = compose(message);

    auto const read = read_message(bytes);
    CHECK(read.calendar == message.calendar->bytes);
    CHECK(read.plain == message.plain);
    CHECK(read.html == message.html);
    CHECK(bytes.find("Content-Type: text/calendar; charset=utf-8; method=REQUEST; component=VEVENT\r\n") !=
          std::string::npos);
    CHECK(bytes.find("Content-Type: application/ics; name=\"invite.ics\"\r\n") != std::string::npos);
    CHECK(bytes.find("Content-Disposition: attachment; filename=\"invite.ics\"\r\n") != std::string::npos);
    CHECK(read.header("Content-Type").starts_with("multipart/mixed; "));
}

TEST_CASE("a mail without a calendar entry is an alternative, one without HTML is text", "[mail]") {
    auto message = sample::message();
    CHECK(read_head(compose(message)).header("Content-Type").starts_with("multipart/alternative; "));

    message.html.clear();
    auto const read = read_message(compose(message));
    CHECK(read.header("Content-Type") == "text/plain; charset=utf-8");
    CHECK(read.plain == message.plain);
}

TEST_CASE("nothing that a value holds adds, removes or breaks a header", "[mail]") {
    auto const text = GENERATE(from_range(hostile));
    auto plain = sample::invitation();
    plain.list_id = "water.example.org";
    auto changed = plain;
    changed.subject = text;
    changed.from.name = text;
    changed.to.name = text;
    changed.list_name = text;
    changed.calendar->file_name = text;
    changed.plain = text;

    auto const bytes = compose(changed);

    CAPTURE(text);
    CHECK(header_names(bytes) == header_names(compose(plain)));
    auto const read = read_message(bytes);
    CHECK(read.subject == one_line(text));
    CHECK(read.from == one_line(text) + " <events@example.org>");
    CHECK(read.to == one_line(text) + " <adaeze@example.net>");
    CHECK(read.calendar == plain.calendar->bytes);
    CHECK(read.html == plain.html);
    CHECK(bytes.find('\0') == std::string::npos);
    for (auto const& line : lines_of(bytes))
        CHECK(line.size() <= 76);
}

TEST_CASE("a header value holds one line without control and bidi characters", "[mail]") {
    CHECK(HeaderValue("a\r\n b\tc\x01\x7F").text() == "a b c");
    CHECK(HeaderValue("\u202Eabc\u202C\u200F").text() == "abc");
    CHECK(HeaderValue("15:00\u00A0–\u00A016:30").text() == "15:00\u00A0–\u00A016:30");
    CHECK(HeaderValue("\xC3(").text() == "\uFFFD(");
    CHECK(HeaderValue(" \n ").empty());
}

TEST_CASE("names stand as atoms, in quotes or as encoded words, whichever they need", "[mail]") {
    auto const written = [](HeaderValue const& name) {
        return header_field("To", address_words({name, sample::email("a@example.org")}, 4));
    };

    CHECK(written("") == "To: a@example.org\r\n");
    CHECK(written("Ann Lee") == "To: Ann Lee <a@example.org>\r\n");
    CHECK(written("Dr. Ann \"Bo\" Lee") == "To: \"Dr. Ann \\\"Bo\\\" Lee\" <a@example.org>\r\n");
    CHECK(written("Zoë") == "To: =?utf-8?Q?Zo=C3=AB?= <a@example.org>\r\n");
    CHECK(written("日本") == "To: =?utf-8?B?5pel5pys?= <a@example.org>\r\n");
}

TEST_CASE("a file name that is not ASCII or is long is written in segments", "[mail]") {
    CHECK(parameter("filename", "invite.ics") == std::vector<std::string>{"filename=\"invite.ics\""});
    CHECK(parameter("filename", "événement.ics") ==
          std::vector<std::string>{"filename*=utf-8''%C3%A9v%C3%A9nement.ics"});

    auto const segments = parameter("filename", std::string(80, 'x'));
    REQUIRE(segments.size() == 2);
    CHECK(segments[0].starts_with("filename*0*=utf-8''xxx"));
    CHECK(segments[0].ends_with("x;"));
    CHECK(segments[1].starts_with("filename*1*=xxx"));
}

TEST_CASE("an address in UTF-8 stands in the header as it is", "[mail]") {
    auto message = sample::message();
    message.to = {"José", sample::email("josé@example.org")};

    CHECK(compose(message).find("To: =?utf-8?Q?Jos=C3=A9?= <josé@example.org>\r\n") != std::string::npos);
}

TEST_CASE("an id that is none is a bug, not a header", "[mail]") {
    auto message = sample::message();
    SECTION("Message-ID") {
        message.message_id = "a@b\r\nBcc: c";
    }
    SECTION("no domain") {
        message.message_id = "abc";
    }
    SECTION("reference") {
        message.references = {"<a@b>"};
    }
    SECTION("List-Id") {
        message.list_id = "a b";
    }
    SECTION("language") {
        message.language = "en\r\n";
    }
    SECTION("header name") {
        message.headers = {{"X: y\r\nZ", "v"}};
    }

    CHECK_THROWS_AS(compose(message), Bug);
}

TEST_CASE("a link is absolute, printable and has no user name", "[mail]") {
    auto const good = GENERATE(as<std::string>(), "https://example.org",
                               "http://127.0.0.1:8080/me/AA-_#not-me", "https://example.org/a?b=c&d=%20(1)");
    auto const bad = GENERATE(as<std::string>(), "", "https://", "//example.org", "javascript:alert(1)",
                              "https://bank.example@evil.example/", "https://example.org/a b",
                              "https://exämple.org/", "https://example.org/\r\nBcc: x",
                              "https://example.org/<x>", "ftp://example.org/", "HTTPS://example.org");

    CHECK(Url::parse(good).has_value());
    CHECK_FALSE(Url::parse(bad).has_value());
}

TEST_CASE("a reader of mails survives what is no mail", "[mail]") {
    auto const bytes = compose(sample::invitation());
    for (std::size_t size = 0; size < bytes.size(); size += 7)
        CHECK_NOTHROW(read_message(std::string_view(bytes).substr(0, size)));

    CHECK(read_message("no header at all").headers.empty());
    CHECK(read_message("Subject: =?utf-8?Q?=ZZ?=\r\n\r\nbody").subject == "=ZZ");
    CHECK(read_message("Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n----\r\n").plain.empty());
}

TEST_CASE("the date of a mail is read back as the instant that was written", "[mail]") {
    auto message = sample::message();
    message.date = sample::time("2028-02-29T23:59:58Z");

    CHECK(read_head(compose(message)).date == message.date);
    CHECK_FALSE(read_head("Date: yesterday\r\n\r\n").date.has_value());
}

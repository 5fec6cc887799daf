// E-mail addresses: what is taken, what is refused, what counts as the same.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/email.hpp"

#include <random>
#include <string>

using namespace lectern;

namespace {

Email email(std::string_view text) {
    auto const parsed = Email::parse(text);
    REQUIRE(parsed.has_value());
    return *parsed;
}

} // namespace

TEST_CASE("an address keeps its local part as typed and its domain in lower case", "[base]") {
    auto const ann = email("  Ann.Silva+Mining@Example.ORG\t");

    CHECK(ann.address() == "Ann.Silva+Mining@example.org");
    CHECK(ann.key() == "ann.silva+mining@example.org");
    CHECK(ann.domain() == "example.org");
    CHECK_FALSE(ann.needs_smtputf8());
}

TEST_CASE("addresses that people take for one have one key", "[base]") {
    CHECK(email("ANN@example.org") == email("ann@EXAMPLE.org"));
    CHECK(email("jos\u00E9@example.org") == email("jose\u0301@example.org"));
    CHECK_FALSE(email("ann@example.org") == email("a.nn@example.org"));
    CHECK_FALSE(email("ann@example.org") == email("ann+x@example.org"));
}

TEST_CASE("every character of RFC 5322's atoms is taken", "[base]") {
    CHECK(email("!#$%&'*+-/=?^_`{|}~@example.org").address() == "!#$%&'*+-/=?^_`{|}~@example.org");
    CHECK(email("o'neil@example.org").key() == "o'neil@example.org");
    CHECK(email("1@2.example").domain() == "2.example");
}

TEST_CASE("international domains become A-labels", "[base]") {
    CHECK(email("ann@bücher.example").address() == "ann@xn--bcher-kva.example");
    CHECK(email("ann@BÜCHER.example").address() == "ann@xn--bcher-kva.example");
    CHECK(email("ann@XN--BCHER-KVA.example").address() == "ann@xn--bcher-kva.example");
    CHECK(email("ann@straße.example").address() == "ann@xn--strae-oqa.example");
    CHECK(email("ann@例え。テスト").address() == "ann@xn--r8jz45g.xn--zckzah");
    CHECK_FALSE(email("ann@bücher.example").needs_smtputf8());
}

TEST_CASE("international local parts need SMTPUTF8", "[base]") {
    auto const address = email("用户@例え.テスト");

    CHECK(address.needs_smtputf8());
    CHECK(address.address() == "用户@xn--r8jz45g.xn--zckzah");
    CHECK(address.domain() == "xn--r8jz45g.xn--zckzah");
}

TEST_CASE("what is no address is refused", "[base]") {
    auto const text = GENERATE(
        "", " ", "ann", "@", "ann@", "@example.org", "ann@localhost", "ann@example.org.", "ann@.example.org",
        "ann@example..org", ".ann@example.org", "ann.@example.org", "a..nn@example.org", "ann@@example.org",
        "a@b@example.org", "ann @example.org", "ann@exam ple.org", "ann@-example.org", "ann@example-.org",
        "ann@exa_mple.org", "ann@192.0.2.1", "ann@[192.0.2.1]", "ann@[IPv6:2001:db8::1]",
        "\"ann\"@example.org", "\"a@b\"@example.org", "ann(comment)@example.org", "Ann <ann@example.org>",
        "mailto:", "ann@example.org,bob@example.org", "ann@example.org; bob", "ann@xn--.example",
        "ann@xn--zzzzzz-.example", "ann@example.org/path", "ann@example.org:25", "ann@*.org");

    CHECK_FALSE(Email::parse(text).has_value());
}

TEST_CASE("nobody smuggles a header line or an invisible sign into an address", "[base]") {
    auto const text = GENERATE(
        "ann@example.org\r\nBcc: bob@example.org", "ann\r\n@example.org", "ann@example.org\n",
        "\nann@example.org", "ann\x7F@example.org", "ann\x01@example.org", "ann\u0085@example.org",
        "ann\u2028@example.org", "ann\u00A0@example.org", "ann\u202E@example.org", "\u2066ann@example.org",
        "ann\u200B@example.org", "ann\u200E@example.org", "ann\uFEFF@example.org", "ann@exam\u202Eple.org",
        "ann@exam\nple.org", "ann\xC3@example.org", "ann\xFF@example.org",
        "ann@ex\xFF"
        "ample.org",
        "ann\uE000@example.org");

    CHECK_FALSE(Email::parse(text).has_value());
}

TEST_CASE("no octet of zero hides the rest of an address", "[base]") {
    CHECK_FALSE(Email::parse(std::string_view("ann@example.org\0.evil.example", 29)).has_value());
    CHECK_FALSE(Email::parse(std::string_view("a\0nn@example.org", 16)).has_value());
}

TEST_CASE("addresses end where the standards end them", "[base]") {
    std::string const label(63, 'd');
    auto const domain = label + '.' + label + '.';

    CHECK(Email::parse(std::string(64, 'a') + "@example.org").has_value());
    CHECK_FALSE(Email::parse(std::string(65, 'a') + "@example.org").has_value());
    CHECK_FALSE(Email::parse("ann@" + std::string(64, 'd') + ".org").has_value());
    CHECK(Email::parse(std::string(64, 'a') + '@' + domain + std::string(61, 'd')).has_value()); // 254
    CHECK_FALSE(Email::parse(std::string(64, 'a') + '@' + domain + std::string(62, 'd')).has_value());
    CHECK_FALSE(Email::parse(std::string(100'000, 'a') + "@example.org").has_value());
    CHECK_FALSE(Email::parse("ann@" + std::string(100'000, '.') + "org").has_value());
    // 33 letters of two octets: within 64 letters, beyond 64 octets.
    std::string accents;
    for (int i = 0; i < 33; ++i)
        accents += "é";
    CHECK_FALSE(Email::parse(accents + "@example.org").has_value());
}

TEST_CASE("an address that was parsed parses to itself, and junk does no harm", "[base]") {
    std::mt19937 random(5322);
    constexpr std::string_view letters = "aZ09.@-_+'\"()<>[]\\ \r\n\t\xC3\xA9\xE2\x80\xAE\xFF\x00";
    for (int i = 0; i < 20'000; ++i) {
        std::string text = i % 2 ? "ann.silva@bücher.example" : "a@b.c";
        for (unsigned k = 0; k < 1 + random() % 3; ++k)
            text[random() % text.size()] = letters[random() % letters.size()];
        auto const parsed = Email::parse(text);
        if (!parsed)
            continue;
        CHECK(parsed->address().find_first_of("\r\n\" <>()") == std::string::npos);
        auto const again = Email::parse(parsed->address());
        REQUIRE(again.has_value());
        CHECK(again->address() == parsed->address());
        CHECK(again->key() == parsed->key());
    }
}

TEST_CASE("one key never stands for two mailboxes, however alike they look", "[email]") {
    auto const key = [](char const* text) { return Email::parse(text)->key(); };
    CHECK(key("Strauss@example.org") == key("strauss@example.org"));
    CHECK(key("strau\u00df@example.org") != key("strauss@example.org"));
    CHECK(key("\u017fam@example.org") != key("sam@example.org"));
    CHECK(key("o\ufb03ce@example.org") != key("office@example.org"));
    CHECK(Email::parse("\u212aarl@example.org")->address() ==
          "Karl@example.org"); // the Kelvin sign is K, in NFC
    CHECK(key("jose\u0301@example.org") == key("jos\u00e9@example.org"));
    CHECK(Email::parse("jose\u0301@example.org")->address() == "jos\u00e9@example.org");
}

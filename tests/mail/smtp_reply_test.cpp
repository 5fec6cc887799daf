// What answers of a server mean, and which addresses of servers are taken. Real conversations: smtp.test.mjs.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/error.hpp"
#include "mail/smtp.hpp"
#include "mail/smtp_reply.hpp"
#include "sample.hpp"

#include <string>

using namespace lectern;
using namespace lectern::mail;

namespace {

std::string kind(Step step, int code, std::string line) {
    return std::string(name_of(
        classify(
            {.step = step, .fault = Fault::unreachable, .code = code, .line = std::move(line), .detail = {}})
            .kind));
}

std::string kind(Fault fault) {
    return std::string(name_of(
        classify({.step = Step::connect, .fault = fault, .code = 0, .line = {}, .detail = "detail"}).kind));
}

} // namespace

TEST_CASE("answers are sorted by where they came and by code and status, never by their words", "[mail]") {
    CHECK(kind(Step::recipient, 450, "4.2.0 greylisted") == "later");
    CHECK(kind(Step::content, 451, "4.3.0 try again") == "later");
    CHECK(kind(Step::sign_in, 454, "4.7.0 later") == "later");
    CHECK(kind(Step::connect, 421, "4.3.2 busy") == "later");

    CHECK(kind(Step::recipient, 550, "5.1.1 no such user") == "refused_address");
    CHECK(kind(Step::recipient, 550, "5.1.10 null MX") == "refused_address");
    CHECK(kind(Step::recipient, 550, "5.2.1 disabled") == "refused_address");
    CHECK(kind(Step::content, 550, "5.1.1 no such user") == "refused_address");

    CHECK(kind(Step::recipient, 552, "5.2.2 mailbox full") == "refused");
    CHECK(kind(Step::recipient, 550, "5.7.1 policy") == "refused");
    CHECK(kind(Step::recipient, 550, "no such user here, we promise") == "refused");
    CHECK(kind(Step::content, 554, "5.7.1 spam") == "refused");
    CHECK(kind(Step::sender, 552, "5.3.4 too big") == "refused");

    CHECK(kind(Step::sender, 550, "5.7.1 sender not allowed") == "paused");
    CHECK(kind(Step::sign_in, 535, "5.7.8 wrong") == "paused");
    CHECK(kind(Step::recipient, 530, "5.7.0 sign in first") == "paused");
    CHECK(kind(Step::recipient, 550, "5.1.8 bad sender's system") == "paused");
    CHECK(kind(Step::connect, 554, "5.7.1 go away") == "paused");
}

TEST_CASE("a fault of the transport is temporary unless the server is not to be trusted", "[mail]") {
    CHECK(kind(Fault::none) == "sent");
    CHECK(kind(Fault::unreachable) == "later");
    CHECK(kind(Fault::certificate) == "paused");
    CHECK(kind(Fault::no_encryption) == "paused");
    CHECK(kind(Fault::no_sign_in) == "paused");
    CHECK(kind(Fault::no_smtputf8) == "refused");
}

TEST_CASE("an outcome carries code, status and a short reason", "[mail]") {
    auto const out = classify({.step = Step::recipient,
                               .fault = Fault::unreachable,
                               .code = 550,
                               .line = "5.1.1 \x1B[31mno such user\r\n" + std::string(500, 'x'),
                               .detail = {}});

    CHECK(out.code == 550);
    CHECK(out.status == "5.1.1");
    CHECK(out.reason.starts_with("[31mno such user"));
    CHECK(out.reason.size() <= 210);
}

TEST_CASE("an enhanced status is three numbers and nothing else", "[mail]") {
    CHECK(enhanced_status("5.1.1 x") == "5.1.1");
    CHECK(enhanced_status("4.2.0") == "4.2.0");
    CHECK(enhanced_status("5.7.515 x") == "5.7.515");
    CHECK(enhanced_status("5.7.5150 x").empty());
    CHECK(enhanced_status("3.1.1 x").empty());
    CHECK(enhanced_status("5.1 x").empty());
    CHECK(enhanced_status("5.1.1x").empty());
    CHECK(enhanced_status("").empty());
}

TEST_CASE("the address of a server says how it is spoken to", "[mail]") {
    using Security = SmtpSettings::Security;

    auto const far = SmtpSettings::from_url("smtp://us%40er:p%3Aw@mail.example.org").value();
    CHECK(far.host == "mail.example.org");
    CHECK(far.port == 587);
    CHECK(far.security == Security::starttls);
    CHECK(far.user == "us@er");
    CHECK(far.password == "p:w");

    auto const implicit = SmtpSettings::from_url("smtps://mail.example.org").value();
    CHECK(implicit.port == 465);
    CHECK(implicit.security == Security::implicit);

    auto const near = SmtpSettings::from_url("smtp://127.0.0.1:2525").value();
    CHECK(near.port == 2525);
    CHECK(near.security == Security::plain);
    CHECK(SmtpSettings::from_url("smtp://localhost").value().port == 25);
    CHECK(SmtpSettings::from_url("smtp://[::1]:2525").value().host == "::1");
    CHECK(SmtpSettings::from_url("smtp://a:b@localhost").value().security == Security::starttls);
    CHECK(SmtpSettings::from_url("smtp://127.0.0.1.example.org").value().security == Security::starttls);

    for (char const* bad :
         {"", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://h/path", "smtp://h?x",
          "smtp://h#x", "smtp://user@h", "smtp://:secret@h", "smtp://h:0x", "smtp://h:99999"}) {
        CAPTURE(bad);
        CHECK_FALSE(SmtpSettings::from_url(bad).has_value());
    }
}

TEST_CASE("mail leaves the loopback only encrypted, and a password never goes in the clear", "[mail]") {
    SmtpSettings settings{.host = "mail.example.org", .port = 25, .security = SmtpSettings::Security::plain};
    CHECK_THROWS_AS(Smtp(settings), Bug);

    settings.host = "localhost";
    settings.user = "a";
    settings.password = "b";
    CHECK_THROWS_AS(Smtp(settings), Bug);
}

TEST_CASE("bytes with a line end of their own kind are never sent", "[mail]") {
    Smtp smtp({.host = "127.0.0.1", .port = 1, .security = SmtpSettings::Security::plain});
    Envelope const envelope{sample::email("a@example.org"), sample::email("b@example.org")};

    for (std::string const& bytes :
         {std::string("a\n.\n"), std::string("a\r.\r\n"), std::string("a\0\r\n", 4), std::string("\n"),
          std::string("a\r\nb"), std::string()}) {
        CAPTURE(bytes);
        CHECK_THROWS_AS(smtp.deliver(envelope, bytes), Bug);
    }
}

TEST_CASE("a server that is not there is asked again later", "[mail]") {
    Smtp smtp({.host = "127.0.0.1", .port = 1, .security = SmtpSettings::Security::plain});

    auto const out =
        smtp.deliver({sample::email("a@example.org"), sample::email("b@example.org")}, "A: b\r\n\r\n");

    CHECK(out.kind == Outcome::Kind::later);
    CHECK(out.code == 0);
    CHECK(out.fault == "no answer from the mail server"); // what the log says instead
}

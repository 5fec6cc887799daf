// In by a mailed link or its code: once, for ten minutes, and never by being opened.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/text.hpp"
#include "support/sample.hpp"

#include <set>

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using sample::person;

namespace {

struct Mailed {
    std::string token, code, browser; // what the mail holds, and the cookie of the browser that asked
};

With with_cookie(std::string const& cookie) {
    return {.fields = {{http::Field::cookie, cookie}, {http::Field::sec_fetch_site, "same-origin"}}};
}

Mailed ask(TestApp& app, std::string const& email = "ann@example.net") {
    auto const answer = app.post("/api/v1/sign-in", {{"email", email}});
    REQUIRE(answer.status == 202);
    REQUIRE(app.send_due() == 1);
    auto const& plain = app.outbox.last().plain();
    auto const link = plain.find("/sign-in#") + 9;
    std::string code;
    for (std::size_t i = plain.find("code"); code.size() < 8 && i < plain.size(); ++i)
        if (plain[i] >= '0' && plain[i] <= '9')
            code += plain[i];
        else if (code.size() < 8 && plain[i] != ' ' && static_cast<unsigned char>(plain[i]) < 0x80)
            code.clear();
    return {plain.substr(link, 43), code, answer.cookie("sign-in")};
}

std::string sid(Answer const& answer) {
    return "__Host-sid=" + answer.cookie("__Host-sid");
}

} // namespace

TEST_CASE("a mailed link lets its owner in, once", "[accounts][sign-in]") {
    TestApp app;
    auto const mailed = ask(app);

    auto const in = app.post("/api/v1/sign-in/link", {{"token", mailed.token}});

    CHECK(in.status == 200);
    CHECK(in.json() == Json{{"next", "/account"}});
    CHECK_THAT(in.header("Set-Cookie"), Contains("__Host-sid=") && Contains("; Path=/;") &&
                                            Contains("HttpOnly") && Contains("SameSite=Lax") &&
                                            Contains("Secure"));
    CHECK(in.header("Cache-Control") == "no-store");
    auto const account = app.get("/api/v1/account", with_cookie(sid(in)));
    CHECK(account.status == 200);
    CHECK(account.json() == Json{{"name", "ann"},
                                 {"email", "ann@example.net"},
                                 {"locale", "en"},
                                 {"time_zone", "UTC"},
                                 {"organisation", nullptr},
                                 {"country", nullptr},
                                 {"shown_to", "members"},
                                 {"is_administrator", false},
                                 {"communities", Json::array()}});
    CHECK(app.text("SELECT verified_at IS NOT NULL FROM person") == "1");

    CHECK(app.post("/api/v1/sign-in/link", {{"token", mailed.token}}).status == 410);
}

TEST_CASE("opening the link changes nothing, however often", "[accounts][sign-in]") {
    TestApp app;
    auto const mailed = ask(app);
    for (int i = 0; i < 3; ++i)
        CHECK(app.get("/sign-in").status == 200); // the token stands in the fragment, which is not sent
    CHECK(app.get("/sign-in?token=" + mailed.token).header("Set-Cookie").empty());
    CHECK(app.number("SELECT count(*) FROM login") == 0);
    CHECK(app.post("/api/v1/sign-in/link", {{"token", mailed.token}}).status == 200);
}

TEST_CASE("link and code are good for ten minutes", "[accounts][sign-in]") {
    TestApp app;
    auto const mailed = ask(app);
    app.clock.pass(10min);
    CHECK(app.post("/api/v1/sign-in/link", {{"token", mailed.token}}).status == 410);
    CHECK(app.post("/api/v1/sign-in/code", {{"code", mailed.code}}, with_cookie("sign-in=" + mailed.browser))
              .status == 410);
}

TEST_CASE("a new link makes the one before worthless", "[accounts][sign-in]") {
    TestApp app;
    auto const first = ask(app);
    app.clock.pass(1min);
    auto const second = ask(app);
    CHECK(app.post("/api/v1/sign-in/link", {{"token", first.token}}).status == 410);
    CHECK(app.post("/api/v1/sign-in/link", {{"token", second.token}}).status == 200);
}

TEST_CASE("the code lets in the browser that asked, and no other", "[accounts][sign-in]") {
    TestApp app;
    auto const mailed = ask(app);
    REQUIRE(mailed.code.size() == 8);

    CHECK(app.post("/api/v1/sign-in/code", {{"code", mailed.code}}).status == 410);
    CHECK(app.post("/api/v1/sign-in/code", {{"code", mailed.code}}, with_cookie("sign-in=other")).status ==
          410);
    auto const typed = mailed.code.substr(0, 4) + " " + mailed.code.substr(4);
    CHECK(app.post("/api/v1/sign-in/code", {{"code", typed}}, with_cookie("sign-in=" + mailed.browser))
              .status == 200);
}

TEST_CASE("five tries, then the code is worthless although right", "[accounts][sign-in]") {
    TestApp app;
    auto const mailed = ask(app);
    auto const wrong = mailed.code == "00000000" ? "00000001" : "00000000";
    for (int i = 0; i < 5; ++i)
        CHECK(app.post("/api/v1/sign-in/code", {{"code", wrong}}, with_cookie("sign-in=" + mailed.browser))
                  .status == 410);
    CHECK(app.number("SELECT tries FROM sign_in") == 5);
    CHECK(app.post("/api/v1/sign-in/code", {{"code", mailed.code}}, with_cookie("sign-in=" + mailed.browser))
              .status == 410);
    CHECK(app.post("/api/v1/sign-in/link", {{"token", mailed.token}}).status ==
          200); // the link cannot be guessed
}

TEST_CASE("a known and an unknown address are answered and mailed alike", "[accounts][sign-in]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();

    auto const known = app.post("/api/v1/sign-in", {{"email", "ann@example.net"}});
    auto const unknown = app.post("/api/v1/sign-in", {{"email", "bob@example.net"}});

    CHECK(known.status == unknown.status);
    CHECK(known.body == unknown.body);
    CHECK(known.cookie("sign-in").size() == unknown.cookie("sign-in").size());
    CHECK(app.send_due() == 2);
    CHECK(app.number("SELECT count(*) FROM person") == 1); // nobody is made before the address is proven
}

TEST_CASE("an address is not buried in mail, and nobody is told", "[accounts][sign-in]") {
    TestApp app;
    for (int i = 0; i < 10; ++i) {
        auto const answer = app.post("/api/v1/sign-in", {{"email", "ann@example.net"}});
        CHECK(answer.status == 202);
        CHECK_FALSE(answer.cookie("sign-in").empty());
        app.clock.pass(5min);
    }
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'sign_in'") == 3);
}

TEST_CASE("a network may ask twenty times an hour", "[accounts][sign-in]") {
    TestApp app;
    int refused = 0;
    for (int i = 0; i < 25; ++i)
        refused +=
            app.post("/api/v1/sign-in", {{"email", "p" + std::to_string(i) + "@example.net"}}).status == 429;
    CHECK(refused == 5);
}

TEST_CASE("secrets lie nowhere: digests in the table, sealed in the outbox, gone once sent",
          "[accounts][sign-in]") {
    TestApp app;
    app.post("/api/v1/sign-in", {{"email", "ann@example.net"}});
    auto const waiting = app.text("SELECT sealed FROM message");
    CHECK_FALSE(waiting.empty());
    REQUIRE(app.send_due() == 1);
    auto const& plain = app.outbox.last().plain();
    auto const token = plain.substr(plain.find("/sign-in#") + 9, 43);
    CHECK(waiting.find(token) == std::string::npos);
    CHECK(app.text("SELECT sealed FROM message").empty());
    for (auto const& row : app.rows("SELECT * FROM sign_in"))
        CHECK(row.find(token) == std::string::npos);
    CHECK(app.text("SELECT lower(hex(token_hash)) FROM sign_in") == hex(sha256(token)));
}

TEST_CASE("a link that could not be sent in time is skipped and forgotten", "[accounts][sign-in]") {
    TestApp app;
    app.outbox.answer = [](mail::Envelope const&) {
        return mail::Outcome{mail::Outcome::Kind::later, 451, "4.7.1", ""};
    };
    app.post("/api/v1/sign-in", {{"email", "ann@example.net"}});
    app.send_due();
    app.send_until(app.clock.now() + 1h);
    CHECK(app.text("SELECT state FROM message") != "queued");
    CHECK(app.text("SELECT sealed FROM message").empty());
}

TEST_CASE("whoever is let in was never \"not me\"", "[accounts][sign-in]") {
    TestApp app;
    app.sql(
        "INSERT INTO suppression (email_key, reason, created_at) VALUES ('ann@example.net', 'not_me', 1)");
    auto const mailed = ask(app);
    app.post("/api/v1/sign-in/link", {{"token", mailed.token}});
    CHECK(app.number("SELECT count(*) FROM suppression") == 0);
}

TEST_CASE("signing in ends the login that the browser had", "[accounts][sign-in]") {
    TestApp app;
    auto const first = app.post("/api/v1/sign-in/link", {{"token", ask(app).token}});
    auto const other = ask(app, "bob@example.net");
    auto const second = app.post("/api/v1/sign-in/link", {{"token", other.token}}, with_cookie(sid(first)));
    CHECK(app.get("/api/v1/account", with_cookie(sid(first))).status == 401);
    CHECK(app.get("/api/v1/account", with_cookie(sid(second))).json().at("email") == "bob@example.net");
    CHECK(app.number("SELECT count(*) FROM login") == 1);
}

TEST_CASE("the page does the same without script, and leads back", "[accounts][sign-in][page]") {
    TestApp app;
    auto const away = app.get("/account");
    CHECK(away.status == 303);
    CHECK(away.header("Location") == "/sign-in?next=%2Faccount");
    CHECK_THAT(app.get("/fr/sign-in?next=/fr/months/eau").body, Contains("value=\"/fr/months/eau\""));
    CHECK(app.post_form("/sign-in", {{"action", "address"}, {"email", "ann"}}).status == 422);

    auto const asked = app.post_form(
        "/fr/sign-in", {{"action", "address"}, {"email", "ann@example.net"}, {"next", "/fr/account"}});
    CHECK(asked.status == 303);
    CHECK(asked.header("Location") == "/fr/sign-in/code?next=%2Ffr%2Faccount");
    CHECK(app.get("/fr/sign-in/code").status == 200);
    REQUIRE(app.send_due() == 1);
    CHECK_THAT(app.outbox.last().subject(), Contains("connexion"));
    std::string code;
    auto const words = app.outbox.last().words();
    for (std::size_t i = words.find("demandé") + 1; code.size() < 8; ++i)
        if (words.at(i) >= '0' && words.at(i) <= '9')
            code += words[i];

    With const browser{.fields = {{http::Field::cookie, "sign-in=" + asked.cookie("sign-in")}}};
    auto const wrong = app.post_form("/fr/sign-in/code", {{"action", "code"}, {"code", "1"}}, browser);
    CHECK(wrong.status == 422);
    CHECK_THAT(wrong.body, Contains("name=\"code\""));
    auto const in = app.post_form("/fr/sign-in/code", {{"action", "code"}, {"code", code}}, browser);
    CHECK(in.status == 303);
    CHECK(in.header("Location") == "/fr/account?done=welcome"); // somebody new says their name first
    CHECK_FALSE(in.cookie("__Host-sid").empty());
    CHECK(app.post_form("/sign-in/link", {{"action", "link"}, {"token", "x"}}).status == 422);
}

TEST_CASE("asking again does not kill the code that is on its way", "[accounts][sign-in]") {
    TestApp app;
    auto const ask = [&](With const& with) {
        return app.post_form("/sign-in", {{"action", "address"}, {"email", "ann@example.net"}}, with);
    };
    auto const first = ask({}).cookie("sign-in");
    With const browser{.fields = {{http::Field::cookie, "sign-in=" + first}}};
    CHECK(ask(browser).cookie("sign-in") == first); // within a minute: no second mail
    app.send_due();
    auto const words = app.outbox.last().words();
    auto const at = words.find_first_of("0123456789", words.find("code"));
    auto const code = words.substr(at, 9);
    CHECK(app.post_form("/sign-in/code", {{"action", "code"}, {"code", code}}, browser).status == 303);
}

TEST_CASE("what a stranger typed for an address stands in no mail that lets its owner in",
          "[accounts][sign-in]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    app.post(soil.registrations(), sample::person("prey@example.net", "Your account is locked"));
    app.send_due();
    app.outbox.mails.clear();
    app.post("/api/v1/sign-in", {{"email", "prey@example.net"}});
    app.send_due();
    CHECK(app.outbox.last().bytes.find("locked") == std::string::npos);
}

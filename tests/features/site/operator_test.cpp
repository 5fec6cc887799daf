// The operator's door: one link that works once, a cookie, and nothing at all for others.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using Catch::Matchers::Contains;

namespace {

Options with_mailbox() {
    Options options;
    options.with_mailbox = true;
    return options;
}

With cookie(std::string const& session) {
    return {.fields = {{http::Field::cookie, "operator=" + session}}};
}

std::string sign_in(TestApp& app) {
    return app.post_form("/admin", {{"token", "one-time-token"}}).cookie("operator");
}

} // namespace

TEST_CASE("the mailbox is not there for others, nor its mails", "[site][operator]") {
    TestApp app(with_mailbox());
    for (std::string const path :
         {"/admin/mail", "/admin/mail/x.eml", "/admin/mail/x.eml/html", "/admin/mail/x.eml/eml"})
        for (auto const& with : {With{}, cookie(""), cookie("guess"), cookie("one-time-token")}) {
            auto const answer = app.get(path, with);
            CHECK(answer.status == 404);
            CHECK(answer.body == app.get("/not/there").body);
        }
}

TEST_CASE("the token is swapped for a cookie, once", "[site][operator]") {
    TestApp app(with_mailbox());
    CHECK(app.get("/admin").status == 200);
    CHECK(app.post_form("/admin", {{"token", "guess"}}).status == 403);
    CHECK(app.post_form("/admin", {{"token", ""}}).status == 403);
    CHECK(app.post_form("/admin", {}).status == 403);

    auto const answer = app.post_form("/admin", {{"token", "one-time-token"}});

    CHECK(answer.status == 303);
    CHECK(answer.header("Location") == "/admin/mail");
    CHECK_THAT(answer.header("Set-Cookie"), Contains("; Path=/; HttpOnly; SameSite=Lax; Secure"));
    CHECK(answer.cookie("operator").size() >= 43);
    CHECK(app.get("/admin/mail", cookie(answer.cookie("operator"))).status == 200);
    CHECK(app.post_form("/admin", {{"token", "one-time-token"}}).status == 403);
    CHECK(app.get("/admin", cookie(answer.cookie("operator"))).header("Location") == "/admin/mail");
    CHECK(app.site_operator().token().empty());
}

TEST_CASE("the operator reads every mail, its HTML in a sandbox", "[site][operator]") {
    TestApp app(with_mailbox());
    auto const hostile = std::string("<script>alert(1)</script>");
    sample::place(app, sample::add(app, sample::Event{.texts = {{.title = hostile}}}).registrations(),
                  sample::person("ann@example.net", hostile));
    app.send_due();
    auto const& mail = app.outbox.last();
    app.mailbox().deliver({*Email::parse(mail.from), *Email::parse(mail.to)}, mail.bytes);
    auto const session = sign_in(app);

    auto const list = app.get("/admin/mail", cookie(session));
    CHECK_THAT(list.body, Contains("ann@example.net") && !Contains(hostile));
    auto const start = list.body.find("/admin/mail/");
    REQUIRE(start != list.body.npos);
    auto const path = list.body.substr(start, list.body.find('"', start) - start);
    auto const shown = app.get(path, cookie(session));
    CHECK(shown.status == 200);
    CHECK_THAT(shown.body, !Contains(hostile));
    CHECK_THAT(shown.header("Content-Security-Policy"), Contains("frame-src 'self'"));
    auto const html = app.get(path + "/html", cookie(session));
    CHECK(html.type == "text/html; charset=utf-8");
    CHECK_THAT(html.header("Content-Security-Policy"), Contains("sandbox; default-src 'none'"));
    CHECK_THAT(html.body, !Contains(hostile));
    auto const raw = app.get(path + "/eml", cookie(session));
    CHECK(raw.type == "message/rfc822");
    CHECK(raw.body == mail.bytes);
    for (std::string const bad : {"/admin/mail/..%2fkeys", "/admin/mail/.hidden", "/admin/mail/x"})
        CHECK(app.get(bad, cookie(session)).status >= 400);
}

TEST_CASE("with a mail server configured there is no door", "[site][operator]") {
    TestApp app;
    CHECK(app.get("/admin").status == 404);
    CHECK(app.get("/admin/mail").status == 404);
    CHECK(app.post_form("/admin", {{"token", "one-time-token"}}).status == 404);
}

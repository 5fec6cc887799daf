// Administrators, and what they see of people.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using Catch::Matchers::Contains;

namespace {

With as(TestApp& app, std::string const& email) {
    return {.fields = {{http::Field::cookie, "__Host-sid=" + sample::sign_in(app, email)},
                       {http::Field::sec_fetch_site, "same-origin"}}};
}

With administrator(TestApp& app) {
    auto const made =
        app.post_form("/setup", {{"token", "setup-token"}, {"email", "ada@example.net"}, {"name", "Ada"}});
    return {.fields = {{http::Field::cookie, "__Host-sid=" + made.cookie("__Host-sid")},
                       {http::Field::sec_fetch_site, "same-origin"}}};
}

} // namespace

TEST_CASE("administrators see who has an account, find them, and make others administrators", "[members]") {
    TestApp app;
    auto const ada = administrator(app), bob = as(app, "bob@example.net");
    auto const of_bob =
        "/api/v1/people/" + app.text("SELECT id FROM person WHERE email_key = 'bob@example.net'");

    CHECK(app.get("/api/v1/people", bob).status == 404);
    CHECK(app.get("/admin/people", bob).status == 404);
    CHECK(app.get("/api/v1/people?name=BOB", ada).json().at("items").size() == 1);
    CHECK_THAT(app.get("/admin/people", ada).body, Contains("bob@example.net"));
    CHECK(app.patch(of_bob, {{"is_administrator", true}}, ada).status == 200);
    CHECK(app.get("/api/v1/people", bob).status == 200);
    CHECK(app.patch(of_bob, {{"is_administrator", false}}, bob).status == 200);
    CHECK(app.get("/api/v1/people", bob).status == 404);
    CHECK(app.patch("/api/v1/people/999", {{"is_administrator", true}}, ada).status == 404);
    CHECK(app.patch(of_bob, Json::object(), ada).errors() == "/is_administrator: required");
}

TEST_CASE("the last administrator stays one", "[members]") {
    TestApp app;
    auto const ada = administrator(app);
    auto const id = app.text("SELECT person_id FROM administrator");
    CHECK(app.patch("/api/v1/people/" + id, {{"is_administrator", false}}, ada).json().at("type") ==
          "/problems/last_administrator");
    CHECK(app.post_form("/admin/people", {{"action", "unmake"}, {"person", id}}, ada).status == 409);
}

TEST_CASE("an administrator is invited by mail", "[members]") {
    TestApp app;
    auto const ada = administrator(app);
    CHECK(app.post_form("/admin/people", {{"action", "invite"}, {"email", "new@example.net"}}, ada).status ==
          303);
    app.send_due();
    auto const& mail = app.outbox.mails.back();
    CHECK_THAT(mail.subject(), Contains("Ada invites you to Learning together"));
    auto const at = mail.plain().find("/invitation#");
    auto const taken = app.post_form("/invitation", {{"token", mail.plain().substr(at + 12, 43)}});
    With const in{.fields = {{http::Field::cookie, "__Host-sid=" + taken.cookie("__Host-sid")},
                             {http::Field::sec_fetch_site, "same-origin"}}};
    CHECK(app.get("/api/v1/people", in).status == 200);
}

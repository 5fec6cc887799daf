// The first administrator: by the token that the server printed, once, and no default account ever.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

TEST_CASE("a fresh site has no account; the printed token makes the first administrator, once",
          "[accounts][setup]") {
    TestApp app;
    CHECK(app.number("SELECT count(*) FROM account") == 0);
    CHECK(app.get("/setup").status == 200);
    Fields const form{{"token", "setup-token"}, {"email", "ada@example.net"}, {"name", "Ada"}};

    auto const made = app.post_form("/setup", form);

    CHECK(made.status == 303);
    CHECK(made.header("Location") == "/account?done=welcome");
    With const ada{.fields = {{http::Field::cookie, "__Host-sid=" + made.cookie("__Host-sid")}}};
    CHECK(app.get("/api/v1/account", ada).json().at("is_administrator") == true);
    CHECK(app.get("/setup").status == 404);
    CHECK(app.post_form("/setup", form).status == 404);
    CHECK(app.number("SELECT count(*) FROM administrator") == 1);
}

TEST_CASE("a wrong token makes nobody, and the form comes back with what was typed", "[accounts][setup]") {
    TestApp app;
    auto const refused =
        app.post_form("/setup", {{"token", "guess"}, {"email", "eve@example.net"}, {"name", ""}});
    CHECK(refused.status == 422);
    CHECK_THAT(refused.body, Contains("eve@example.net") && Contains("e-token") && Contains("e-name"));
    CHECK(app.number("SELECT count(*) FROM person") == 0);
}

TEST_CASE("the last administrator cannot go", "[accounts][setup]") {
    TestApp app;
    app.post_form("/setup", {{"token", "setup-token"}, {"email", "ada@example.net"}, {"name", "Ada"}});
    CHECK_THROWS_WITH(app.sql("DELETE FROM administrator"), Contains("administrator_remains"));
}

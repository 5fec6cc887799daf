// What somebody signed in sees and changes, and the browsers they are signed in from.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using sample::person;

namespace {

With signed_in(TestApp& app, std::string const& email = "ann@example.net") {
    return {.fields = {{http::Field::cookie, "__Host-sid=" + sample::sign_in(app, email)},
                       {http::Field::sec_fetch_site, "same-origin"}}};
}

} // namespace

TEST_CASE("nobody is let in without a login, nor by one that is made up", "[accounts]") {
    TestApp app;
    for (std::string const cookie : {"", "__Host-sid=", "__Host-sid=x", "sid=x"})
        CHECK(app.get("/api/v1/account", {.fields = {{http::Field::cookie, cookie}}}).status == 401);
    auto const refused = app.patch("/api/v1/account", {{"surprise", 1}});
    CHECK(refused.status == 401); // before the body is looked at
    CHECK(refused.json().at("type") == "/problems/not_signed_in");
}

TEST_CASE("name, language and zone are changed, mistakes named", "[accounts]") {
    TestApp app;
    auto const ann = signed_in(app);
    auto const changed = app.patch(
        "/api/v1/account",
        {{"name", "Ann Lee"}, {"locale", "fr"}, {"time_zone", "Africa/Lagos"}, {"country", "NG"}}, ann);
    CHECK(changed.status == 200);
    CHECK(app.rows("SELECT name, language, time_zone, country FROM person") ==
          std::vector<std::string>{"Ann Lee | fr | Africa/Lagos | NG"});
    CHECK(app.patch("/api/v1/account", {{"time_zone", "Mars"}, {"country", "XX"}, {"rank", "boss"}}, ann)
              .errors() == "/country: country, /rank: unknown, /time_zone: time_zone");
}

TEST_CASE("one sees and ends one's own logins, and nobody else's", "[accounts]") {
    TestApp app;
    auto const here = signed_in(app), there = signed_in(app), bob = signed_in(app, "bob@example.net");
    auto const logins = app.get("/api/v1/account/logins", here).json().at("items");
    REQUIRE(logins.size() == 2);
    auto const others = app.text("SELECT id FROM login ORDER BY id LIMIT 1 OFFSET 2");

    CHECK(app.del("/api/v1/account/logins/" + others, here).status == 404);
    CHECK(app.get("/api/v1/account", bob).status == 200);
    for (auto const& login : logins)
        if (!login.at("is_this_one"))
            CHECK(app.del("/api/v1/account/logins/" + login.at("id").dump(), here).status == 200);
    CHECK(app.get("/api/v1/account", there).status == 401);
    CHECK(app.get("/api/v1/account", here).status == 200);
    auto const out = app.post("/api/v1/sign-out", Json::object(), here);
    CHECK(out.status == 200);
    CHECK(out.header("Clear-Site-Data") == "\"cache\", \"storage\"");
    CHECK(app.get("/api/v1/account", here).status == 401);
}

TEST_CASE("a login lives while it is used, by what the job wrote down", "[accounts]") {
    TestApp app;
    auto const ann = signed_in(app);
    app.clock.pass(24h * 13);
    CHECK(app.get("/api/v1/account", ann).status == 200);
    app.database().write([&](db::Write& tx) { accounts::write_seen(tx, app.seen()); });
    app.clock.pass(24h * 13);
    CHECK(app.get("/api/v1/account", ann).status == 200);
    app.clock.pass(24h * 5); // 31 days in all
    CHECK(app.get("/api/v1/account", ann).status == 401);
    app.clock.pass(24h * 14);
    app.database().write([&](db::Write& tx) { accounts::forget_old(tx, app.clock.now()); });
    CHECK(app.number("SELECT count(*) FROM login") == 0);
}

TEST_CASE("the page shows places and browsers, and acts by forms", "[accounts][page]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    auto const ann = signed_in(app);
    for (std::string const prefix : {"", "/fr", "/es", "/pt"}) {
        auto const page = app.get(prefix + "/account", ann);
        CHECK(page.status == 200);
        CHECK_THAT(page.body, Contains("Living soil") && Contains("/me/" + app.token("manage", id)) &&
                                  Contains("noindex"));
    }

    CHECK(
        app.post_form("/account", {{"action", "change"}, {"name", ""}, {"time_zone", "Mars"}}, ann).status ==
        422);
    auto const saved = app.post_form(
        "/account",
        {{"action", "change"}, {"name", "Ann <b>"}, {"locale", "en"}, {"time_zone", "Africa/Accra"}}, ann);
    CHECK(saved.header("Location") == "/account?done=saved");
    CHECK_THAT(app.get("/account?done=saved", ann).body, Contains("Ann &lt;b&gt;") && !Contains("Ann <b>"));
    auto const out = app.post_form("/account", {{"action", "sign_out"}}, ann);
    CHECK(out.header("Location") == "/");
    CHECK(app.get("/account", ann).status == 303);
}

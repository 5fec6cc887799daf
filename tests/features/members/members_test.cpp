// Joining, roles and invitations, through the program in one process.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

With as(TestApp& app, std::string const& email) {
    return {.fields = {{http::Field::cookie, "__Host-sid=" + sample::sign_in(app, email)},
                       {http::Field::sec_fetch_site, "same-origin"}}};
}

void give(TestApp& app, std::string const& email, std::string const& role) {
    app.sql("INSERT INTO membership (community_id, person_id, role, joined_at) SELECT 1, id, '" + role +
            "', 0 FROM person WHERE email_key = '" + email + "'");
    app.sql("UPDATE person SET name = '" + email.substr(0, email.find('@')) + "' WHERE email_key = '" +
            email + "'");
}

std::string role(TestApp& app, std::string const& email) {
    return app.text(
        "SELECT m.role FROM membership m JOIN person p ON p.id = m.person_id WHERE m.community_id = 1 "
        "AND p.email_key = '" +
        email + "'");
}

std::string person(TestApp& app, std::string const& email) {
    return app.text("SELECT id FROM person WHERE email_key = '" + email + "'");
}

std::string token_of(Mail const& mail) {
    auto const at = mail.plain().find("/invitation#");
    REQUIRE(at != std::string::npos);
    return mail.plain().substr(at + 12, 43);
}

std::string const here = "/api/v1/communities/open-land";

} // namespace

TEST_CASE("whoever is signed in joins with one request, and leaves with one", "[members]") {
    TestApp app;
    sample::add(app, sample::Community{});
    auto const ann = as(app, "ann@example.net");

    CHECK(app.post(here + "/membership", Json::object()).status == 401);
    auto const joined = app.post(here + "/membership", Json::object(), ann);

    CHECK(joined.status == 200);
    CHECK(joined.json() == Json{{"community", "open-land"}, {"role", "member"}});
    CHECK(app.post(here + "/membership", Json::object(), ann).status == 200);
    CHECK(app.get(here).json().at("member_count") == 1);
    CHECK(app.get("/api/v1/account", ann).json().at("communities").at(0).at("role") == "member");
    CHECK(app.del(here + "/membership", ann).status == 200);
    CHECK(app.get(here).json().at("member_count") == 0);
    CHECK(app.del(here + "/membership", ann).status == 404);
    CHECK(app.post("/api/v1/communities/nowhere/membership", Json::object(), ann).status == 404);
    CHECK(app.number("SELECT count(*) FROM audit") == 0); // what one does for oneself is nobody's business
}

TEST_CASE("the button of the community's page joins, by way of signing in", "[members]") {
    TestApp app;
    sample::add(app, sample::Community{});
    CHECK_THAT(app.get("/communities/open-land").body,
               Contains("action=\"/communities/open-land/membership\""));
    auto const stranger = app.post_form("/communities/open-land/membership", {{"action", "join"}});
    CHECK(stranger.status == 303);
    CHECK(stranger.header("Location") == "/sign-in?next=%2Fcommunities%2Fopen-land%2Fmembership");

    auto const ann = as(app, "ann@example.net");
    CHECK_THAT(app.get("/communities/open-land/membership", ann).body, Contains("value=\"join\""));
    auto const joined = app.post_form("/communities/open-land/membership", {{"action", "join"}}, ann);
    CHECK(joined.header("Location") == "/communities/open-land/members?done=joined");
    CHECK_THAT(app.get("/communities/open-land/members?done=joined", ann).body,
               Contains("You are in.") && Contains("1 member"));
}

TEST_CASE("members see members who let themselves be seen, facilitators see all, strangers nothing",
          "[members]") {
    TestApp app;
    sample::add(app, sample::Community{});
    auto const ann = as(app, "ann@example.net"), bob = as(app, "bob@example.net"),
               eve = as(app, "eve@example.net"), fay = as(app, "fay@example.net");
    give(app, "ann@example.net", "member");
    give(app, "bob@example.net", "member");
    give(app, "fay@example.net", "facilitator");
    CHECK(app.patch("/api/v1/account", {{"shown_to", "facilitators"}}, bob).status == 200);
    auto const names = [&](With const& with) {
        std::string out;
        auto const list = app.get(here + "/members", with).json();
        for (auto const& one : list.at("items"))
            out += one.at("name").get<std::string>() + " ";
        return out;
    };

    CHECK(names(ann) == "fay ann ");
    CHECK(names(bob) == "fay ann bob ");
    CHECK(names(fay) == "fay ann bob ");
    CHECK(app.get(here + "/members", eve).status == 404);
    CHECK(app.get(here + "/members").status == 401);
    CHECK(app.get("/communities/open-land/members", eve).status == 404);
    CHECK(app.get(here + "/members?name=AN", ann).json().at("items").size() == 1);
    CHECK(app.get(here + "/members?name=%25", ann).json().at("items").empty());
    auto const first = app.get(here + "/members?limit=2", fay).json();
    auto const rest =
        app.get(here + "/members?limit=2&cursor=" + first.at("next").get<std::string>(), fay).json();
    CHECK(first.at("items").size() == 2);
    CHECK(rest.at("items").at(0).at("name") == "bob");
    CHECK(rest.at("next").is_null());
    CHECK(app.get(here).json().at("facilitators") == Json::array({"fay"}));
}

TEST_CASE("facilitators give roles and take people out; all of it is noted", "[members]") {
    TestApp app;
    sample::add(app, sample::Community{});
    auto const ann = as(app, "ann@example.net"), fay = as(app, "fay@example.net");
    give(app, "ann@example.net", "member");
    give(app, "fay@example.net", "facilitator");
    auto const of_ann = here + "/members/" + person(app, "ann@example.net");
    auto const of_fay = here + "/members/" + person(app, "fay@example.net");

    CHECK(app.patch(of_fay, {{"role", "member"}}, ann).status == 404);
    CHECK(app.patch(of_ann, {{"role", "king"}}, fay).errors() == "/role: choice");
    CHECK(app.patch(of_fay, {{"role", "member"}}, fay).json().at("type") == "/problems/last_facilitator");
    CHECK(app.del(here + "/membership", fay).status == 409);
    CHECK(app.patch(of_ann, {{"role", "facilitator"}}, fay).status == 200);
    CHECK(app.patch(of_fay, {{"role", "moderator"}}, ann).status == 200); // at once, without signing in anew
    CHECK(app.patch(of_ann, {{"role", "member"}}, fay).status == 404);
    CHECK(app.del(of_fay, ann).status == 200);
    CHECK(role(app, "fay@example.net").empty());
    CHECK(app.rows("SELECT action, value_before, value_after FROM audit JOIN audit_values ON audit_id = id "
                   "ORDER BY id") == std::vector<std::string>{"membership.role | member | facilitator",
                                                              "membership.role | facilitator | moderator",
                                                              "membership.removed | moderator | "});
}

TEST_CASE("an invitation lets its address in with the role, once, and its link does nothing by itself",
          "[members]") {
    TestApp app;
    sample::add(app, sample::Community{});
    auto const fay = as(app, "fay@example.net");
    give(app, "fay@example.net", "facilitator");
    app.send_due();
    app.outbox.mails.clear();

    CHECK(app.post(here + "/invitations",
                   {{"email", "new@example.net"}, {"role", "moderator"}, {"locale", "fr"}}, fay)
              .status == 202);
    app.send_due();

    REQUIRE(app.outbox.mails.size() == 1);
    auto const mail = app.outbox.mails.at(0);
    CHECK_THAT(mail.subject(), Contains("fay vous invite"));
    CHECK_THAT(mail.plain(), Contains("modération"));
    CHECK(app.text("SELECT sealed FROM message WHERE kind = 'membership_invitation'").empty());
    CHECK(app.get(here + "/invitations", fay).json().at("items").at(0).at("email") == "new@example.net");
    CHECK(app.get("/invitation").status == 200);
    CHECK(role(app, "new@example.net").empty());
    auto const taken = app.post_form("/invitation", {{"token", token_of(mail)}});
    CHECK(taken.status == 303);
    CHECK(taken.header("Location") == "/account?done=welcome");
    With const in{.fields = {{http::Field::cookie, "__Host-sid=" + taken.cookie("__Host-sid")},
                             {http::Field::sec_fetch_site, "same-origin"}}};
    CHECK(app.get(here + "/members", in).status == 200);
    CHECK(role(app, "new@example.net") == "moderator");
    CHECK(app.post_form("/invitation", {{"token", token_of(mail)}}).status == 410);
    CHECK(app.post("/api/v1/invitations/accept", {{"token", token_of(mail)}}).status == 410);
    CHECK(app.get(here + "/invitations", fay).json().at("items").empty());
}

TEST_CASE("an invitation ends: withdrawn, replaced, or after fourteen days", "[members]") {
    TestApp app;
    sample::add(app, sample::Community{});
    auto const fay = as(app, "fay@example.net");
    give(app, "fay@example.net", "facilitator");
    app.send_due();
    app.outbox.mails.clear();
    auto const invite = [&](std::string const& role) {
        app.outbox.mails.clear();
        app.clock.pass(2min);
        auto const answer =
            app.post(here + "/invitations", {{"email", "new@example.net"}, {"role", role}}, fay);
        app.send_due();
        CHECK(answer.status == 202);
        return token_of(app.outbox.mails.at(0));
    };
    auto const status = [&](std::string const& token) {
        return app.post("/api/v1/invitations/accept", {{"token", token}}).status;
    };

    auto const first = invite("facilitator"), second = invite("member");
    CHECK(status(first) == 410);
    auto const id = app.get(here + "/invitations", fay).json().at("items").at(0).at("id").dump();
    CHECK(app.del(here + "/invitations/" + id, fay).status == 200);
    CHECK(app.del(here + "/invitations/" + id, fay).status == 404);
    CHECK(status(second) == 410);
    auto const third = invite("member");
    app.clock.pass(24h * 14);
    CHECK(status(third) == 410);
}

TEST_CASE("an invitation takes nothing away, and nobody is invited to what they have", "[members]") {
    TestApp app;
    sample::add(app, sample::Community{});
    auto const fay = as(app, "fay@example.net");
    as(app, "gil@example.net");
    give(app, "fay@example.net", "facilitator");
    app.send_due();
    app.outbox.mails.clear();
    app.post(here + "/invitations", {{"email", "gil@example.net"}, {"role", "member"}}, fay);
    app.send_due();
    give(app, "gil@example.net", "facilitator");

    CHECK(app.post("/api/v1/invitations/accept", {{"token", token_of(app.outbox.mails.at(0))}}).status ==
          200);

    CHECK(role(app, "gil@example.net") == "facilitator");
    app.clock.pass(2min);
    CHECK(app.post(here + "/invitations", {{"email", "gil@example.net"}, {"role", "member"}}, fay)
              .json()
              .at("type") == "/problems/already_member");
}

TEST_CASE("the page of members gives roles, invites and shows mistakes beside their fields", "[members]") {
    TestApp app;
    sample::add(app, sample::Community{});
    auto const ann = as(app, "ann@example.net"), fay = as(app, "fay@example.net");
    give(app, "ann@example.net", "member");
    give(app, "fay@example.net", "facilitator");
    std::string const page = "/communities/open-land/members";

    CHECK_THAT(app.get(page, ann).body, !Contains("value=\"invite\""));
    CHECK(app.post_form(page, {{"action", "invite"}, {"email", "x@example.net"}, {"role", "member"}}, ann)
              .status == 404);
    auto const wrong =
        app.post_form(page, {{"action", "invite"}, {"email", "nobody"}, {"role", "member"}}, fay);
    CHECK(wrong.status == 422);
    CHECK_THAT(wrong.body, Contains("e-email") && Contains("value=\"nobody\""));
    CHECK(app.post_form(page, {{"action", "invite"}, {"email", "x@example.net"}, {"role", "member"}}, fay)
              .header("Location") == page + "?done=invited");
    CHECK_THAT(app.get(page + "?done=invited", fay).body,
               Contains("x@example.net") && Contains("on its way"));
    auto const id = person(app, "ann@example.net");
    CHECK(app.post_form(page, {{"action", "role"}, {"person", id}, {"role", "moderator"}}, fay).status ==
          303);
    CHECK(role(app, "ann@example.net") == "moderator");
    CHECK(app.post_form(page, {{"action", "remove"}, {"person", id}}, fay).status == 303);
    CHECK(role(app, "ann@example.net").empty());
}

TEST_CASE("an invitation is worth nothing once its sender may not give the role, or its reader was taken out",
          "[members]") {
    TestApp app;
    sample::add(app, sample::Community{});
    auto const fay = as(app, "fay@example.net"), gil = as(app, "gil@example.net");
    for (auto const* email : {"fay@example.net", "gil@example.net"})
        give(app, email, "facilitator");
    app.send_due();
    app.outbox.mails.clear();
    auto const invited = [&](std::string const& email, With const& by) {
        app.clock.pass(2min);
        CHECK(app.post(here + "/invitations", {{"email", email}, {"role", "facilitator"}}, by).status == 202);
        app.send_due();
        return token_of(app.outbox.mails.back());
    };
    auto const back_door = invited("door@example.net", fay);
    CHECK(app.del(here + "/members/" + person(app, "fay@example.net"), gil).status == 200);
    CHECK(app.post("/api/v1/invitations/accept", {{"token", back_door}}).status == 410);

    as(app, "out@example.net");
    give(app, "out@example.net", "member");
    auto const older = invited("out@example.net", gil);
    CHECK(app.del(here + "/members/" + person(app, "out@example.net"), gil).status == 200);
    CHECK(app.post("/api/v1/invitations/accept", {{"token", older}}).status == 410);
}

TEST_CASE("nobody is buried in invitations", "[members]") {
    TestApp app;
    sample::add(app, sample::Community{});
    auto const fay = as(app, "fay@example.net");
    give(app, "fay@example.net", "facilitator");
    int sent = 0;
    for (int i = 0; i < 10; ++i) {
        auto const answer =
            app.post(here + "/invitations", {{"email", "x@example.net"}, {"role", "member"}}, fay);
        sent += answer.status == 202;
        if (answer.status != 202)
            CHECK(answer.json().at("type") == "/problems/invited_lately");
        app.clock.pass(40s);
    }
    CHECK(sent == 3);
}

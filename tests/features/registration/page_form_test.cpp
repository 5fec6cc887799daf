// The forms of pages, as a browser without script sends them.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

#include <set>

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

With with_receipt(std::string const& receipt) {
    return {.fields = {{http::Field::cookie, "receipt=" + receipt}}};
}

Fields ann() {
    return {{"email", "ann@example.net"},
            {"name", "Ann Lee"},
            {"locale", "fr"},
            {"time_zone", ""},
            {"website", ""}};
}

} // namespace

TEST_CASE("a form leads to a page that says what happened, the receipt in a cookie for half an hour",
          "[registration][page]") {
    TestApp app;
    sample::add(app, sample::Event{});

    auto const answer = app.post_form("/fr/events/soil/register", ann());

    CHECK(answer.status == 303);
    CHECK(answer.header("Location") == "/fr/events/soil/registered");
    CHECK_THAT(answer.header("Set-Cookie"),
               Contains("; Path=/fr/events/soil/registered; Max-Age=1800; HttpOnly; SameSite=Lax; Secure"));
    CHECK(answer.body.find("ann@") == std::string::npos);
    CHECK(app.text("SELECT time_zone_guessed FROM registration") == "1");
    auto const page = app.get("/fr/events/soil/registered", with_receipt(answer.cookie("receipt")));
    CHECK(page.status == 200);
    CHECK(page.header("Cache-Control") == "no-store");
    CHECK_THAT(page.body, Contains("Living soil"));
    CHECK_THAT(page.body, Contains("name=\"action\" value=\"resend\""));
    CHECK(page.body.find("ann@example.net") == std::string::npos);
}

TEST_CASE("over plain HTTP the cookie is not marked secure", "[registration][page]") {
    TestApp app;
    sample::add(app, sample::Event{});
    CHECK(app.post_form("/events/soil/register", ann(), {.secure = false})
              .header("Set-Cookie")
              .find("Secure") == std::string::npos);
}

TEST_CASE("a form with mistakes comes back as it was typed, each mistake beside its field",
          "[registration][page]") {
    TestApp app;
    sample::add(app, sample::Event{});
    auto const hostile = std::string(R"("><script>alert('x')</script>{{name}})");

    auto const answer = app.post_form(
        "/events/soil/register",
        {{"email", hostile}, {"name", ""}, {"organisation", hostile}, {"question", "</textarea>" + hostile}});

    CHECK(answer.status == 422);
    CHECK(answer.type == "text/html; charset=utf-8");
    CHECK(answer.body.find("<script>alert") == std::string::npos);
    CHECK(answer.body.find("</textarea>\"") == std::string::npos);
    CHECK_THAT(answer.body,
               Contains("value=\"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;{{name}}\""));
    CHECK_THAT(answer.body, Contains("id=\"e-email\"") && Contains("id=\"e-name\"") &&
                                Contains("<details class=\"more\" open>"));
    CHECK_THAT(answer.body, Contains("noindex"));
    CHECK(app.number("SELECT count(*) FROM registration") == 0);
}

TEST_CASE("mistakes of a form are told in the language of the page", "[registration][page]") {
    TestApp app;
    sample::add(app, sample::Event{});
    std::set<std::string> said;
    for (std::string const prefix : {"", "/fr", "/es", "/pt"}) {
        auto const body =
            app.post_form(prefix + "/events/soil/register", {{"email", ""}, {"name", "A"}}).body;
        auto const start = body.find("id=\"e-email\">");
        REQUIRE(start != std::string::npos);
        said.insert(body.substr(start, body.find('<', start) - start));
    }
    CHECK(said.size() == 4);
}

TEST_CASE("the month's form enrols, and its page lists what was taken", "[registration][page][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app,
                sample::Event{.slug = "clay",
                              .month = month,
                              .texts = {{.title = "Clay & co"}},
                              .editions = {{.capacity = 0, .sessions = {{.start = "2027-03-16T14:00"}}}}});

    auto const answer = app.post_form("/months/month-of-soil/register", ann());

    CHECK(answer.status == 303);
    CHECK(answer.header("Location") == "/months/month-of-soil/registered");
    auto const page = app.get("/months/month-of-soil/registered", with_receipt(answer.cookie("receipt")));
    CHECK_THAT(page.body, Contains("Living soil") && Contains("Clay &amp; co"));
    CHECK(app.post_form("/months/month-of-soil/register", {{"email", "x"}, {"name", ""}}).status == 422);
}

TEST_CASE("the tick of the event's form takes the whole month", "[registration][page][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app, sample::Event{.slug = "clay", .month = month});
    auto fields = ann();
    fields.emplace_back("whole_month", "true");
    CHECK(app.post_form("/events/soil/register", fields).status == 303);
    CHECK(app.number("SELECT count(*) FROM registration") == 2);
}

TEST_CASE("an edition that is none of this event's is a mistake", "[registration][page]") {
    TestApp app;
    sample::add(app, sample::Event{});
    auto const clay = sample::add(app, sample::Event{.slug = "clay"});
    auto fields = ann();
    fields.emplace_back("edition", std::to_string(clay.edition()));
    CHECK(app.post_form("/events/soil/register", fields).status == 422);
    CHECK(app.number("SELECT count(*) FROM registration") == 0);
}

TEST_CASE("what is over or off answers a form with a page that says so", "[registration][page]") {
    TestApp app;
    sample::add(app, sample::Event{});
    app.sql("UPDATE event SET state = 'cancelled'");
    auto const answer = app.post_form("/events/soil/register", ann());
    CHECK(answer.status == 409);
    CHECK(answer.type == "text/html; charset=utf-8");
    CHECK(app.post_form("/events/none/register", ann()).status == 404);
}

TEST_CASE("forms of other sites, and cookies without an origin, are refused", "[registration][page]") {
    TestApp app;
    sample::add(app, sample::Event{});
    auto const with = [](std::map<http::Field, std::string> fields) {
        fields.emplace(http::Field::content_type, "application/x-www-form-urlencoded");
        return With{.fields = std::move(fields)};
    };
    auto const send = [&](With const& given) {
        return app.send(http::Method::post, "/events/soil/register", "email=a%40example.net&name=A", given)
            .status;
    };
    CHECK(send(with({{http::Field::sec_fetch_site, "cross-site"}})) == 403);
    CHECK(send(with({{http::Field::origin, "https://evil.example"}})) == 403);
    CHECK(send(with({{http::Field::origin, "null"}})) == 403);
    CHECK(send(with({{http::Field::cookie, "receipt=x"}})) == 403);
    CHECK(app.number("SELECT count(*) FROM registration") == 0);
    CHECK(send(with({{http::Field::origin, site_url}})) == 303);
}

TEST_CASE("the page after the form sends again, corrects and adds the month, each once",
          "[registration][page][receipt]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app, sample::Event{.slug = "clay",
                                   .month = month,
                                   .editions = {{.sessions = {{.start = "2027-03-16T14:00"}}}}});
    auto const receipt = app.post_form("/events/soil/register", ann()).cookie("receipt");
    auto const page = "/events/soil/registered";

    auto const resent = app.post_form(page, {{"action", "resend"}}, with_receipt(receipt));
    CHECK(resent.status == 303);
    CHECK(resent.header("Location") == "/events/soil/registered?done=resent");
    CHECK(app.post_form(page, {{"action", "resend"}}, with_receipt(receipt)).status == 409);
    CHECK_THAT(app.get(page, with_receipt(receipt)).body,
               !Contains("value=\"resend\"") && Contains("value=\"address\""));

    auto const wrong =
        app.post_form(page, {{"action", "address"}, {"email", "<nobody>"}}, with_receipt(receipt));
    CHECK(wrong.status == 422);

    auto const added = app.post_form(page, {{"action", "month"}}, with_receipt(receipt));
    CHECK(added.status == 303);
    CHECK(!added.cookie("receipt").empty());
    CHECK(app.number("SELECT count(*) FROM registration WHERE state = 'confirmed'") == 2);

    auto const corrected = app.post_form(page, {{"action", "address"}, {"email", "anna@example.net"}},
                                         with_receipt(added.cookie("receipt")));
    CHECK(corrected.status == 303);
    CHECK(app.rows("SELECT DISTINCT email FROM registration WHERE state = 'confirmed'").back() ==
          "anna@example.net");
    auto const twice = app.post_form(page, {{"action", "month"}}, with_receipt(receipt));
    CHECK(twice.status == 409);
    CHECK_THAT(twice.body, Contains("Nothing was changed") && Contains("This was done once already."));
    CHECK(app.post_form(page, {{"action", "dance"}}, with_receipt(receipt)).status == 400);
    CHECK(app.post_form(page, {{"action", "resend"}}).status == 410);
    app.clock.pass(31min);
    CHECK(app.get(page, with_receipt(receipt)).status == 200);
    auto const late =
        app.post_form(page, {{"action", "address"}, {"email", "a@example.net"}}, with_receipt(receipt));
    CHECK(late.status == 410);
    CHECK_THAT(late.body, Contains("The half hour is over") && Contains("Your place stands as it is"));
}

TEST_CASE("the page after the form says nothing of a place to whoever has no receipt",
          "[registration][page]") {
    TestApp app;
    sample::add(app, sample::Event{});
    auto const plain = app.get("/events/soil/registered");
    CHECK(plain.status == 200);
    CHECK(plain.body.find("value=\"resend\"") == std::string::npos);
    CHECK(app.get("/events/soil/registered", with_receipt("tampered")).body == plain.body);
}

TEST_CASE("\"the whole month: maybe\" is no answer", "[registration][page]") {
    TestApp app;
    auto const month = sample::add_month(app);
    auto const soil = sample::add(app, sample::Event{.month = month});
    auto fields = ann();
    fields.emplace_back("whole_month", "maybe");
    CHECK(app.post_form("/events/soil/register", fields).status == 422);
    auto body = sample::person("ann@example.net");
    body["whole_month"] = "maybe";
    CHECK(app.post(soil.registrations(), body).errors() == "/whole_month: type");
    CHECK(app.number("SELECT count(*) FROM registration") == 0);
}

TEST_CASE("the receipt of one form is not sent to the page of another", "[registration][page]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.month = month});
    CHECK_THAT(app.post_form("/events/soil/register", ann()).header("Set-Cookie"),
               Contains("; Path=/events/soil/registered;"));
    CHECK_THAT(app.post_form("/es/months/month-of-soil/register", ann()).header("Set-Cookie"),
               Contains("; Path=/es/months/month-of-soil/registered;"));
}

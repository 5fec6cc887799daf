// A receipt sends the message again once, corrects the address once, adds the month once, for half an hour.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using sample::person;

namespace {

std::string receipt(Answer const& answer) {
    return answer.json().at("receipt");
}

Answer use(TestApp& app, std::string const& receipt, std::string const& what,
           Json const& body = Json::object()) {
    return app.post("/api/v1/receipts/" + receipt + "/" + what, body);
}

} // namespace

TEST_CASE("a receipt sends the message again, once", "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const kept = receipt(app.post(soil.registrations(), person("ann@example.net")));
    app.send_due();

    CHECK(use(app, kept, "resend").status == 202);
    auto const again = use(app, kept, "resend");
    app.send_due();

    CHECK(again.status == 409);
    CHECK(again.json().at("type") == "/problems/receipt_used");
    CHECK(app.rows("SELECT key, state FROM message WHERE kind = 'confirmation'") ==
          std::vector<std::string>{"confirmation:registration 1:v1 | sent",
                                   "confirmation:registration 1:v2 | sent"});
    CHECK(app.outbox.mails.size() == 2);
    CHECK(app.outbox.mails[0].read.message_id != app.outbox.mails[1].read.message_id);
    CHECK(app.outbox.mails[1].calendar_line("SEQUENCE") == "0");
}

TEST_CASE("the receipt of a month sends the mail that lists all of it again",
          "[registration][receipt][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "water",
                                   .month = month,
                                   .texts = {{.title = "Water"}},
                                   .editions = {{.sessions = {{.start = "2027-03-16T14:00"}}}}});
    sample::add(app, sample::Event{.slug = "soil", .month = month, .texts = {{.title = "Soil"}}});
    auto const kept = receipt(app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net")));
    app.send_due();

    CHECK(use(app, kept, "resend").status == 202);

    CHECK(app.send_due() == 1);
    CHECK_THAT(app.outbox.last().read.plain,
               Catch::Matchers::Contains("Soil") && Catch::Matchers::Contains("Water"));
    CHECK(app.rows("SELECT key FROM message WHERE kind = 'confirmation' ORDER BY id") ==
          std::vector<std::string>{"confirmation:enrolment 1:registration 1:v1",
                                   "confirmation:enrolment 1:registration 1:v2"});
}

TEST_CASE("the receipt of a waiting list or an unconfirmed address sends that message again",
          "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 0}}});
    use(app, receipt(app.post(soil.registrations(), person("ann@example.net"))), "resend");
    CHECK(app.rows("SELECT key FROM message ORDER BY id") ==
          std::vector<std::string>{"waitlisted:registration 1:v1", "waitlisted:registration 1:v2"});
}

TEST_CASE("a receipt moves the place to the corrected address and tells the wrong one nothing",
          "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    auto const kept = receipt(app.post(soil.registrations(), person("anm@example.net")));

    CHECK(use(app, kept, "address", {{"email", "ann@example.net"}}).status == 202);
    app.send_due();

    CHECK(app.outbox.to("anm@example.net").empty());
    REQUIRE(app.outbox.to("ann@example.net").size() == 1);
    CHECK(app.outbox.last().calendar_line("METHOD") == "REQUEST");
    CHECK(app.rows("SELECT email FROM registration WHERE state = 'confirmed'") ==
          std::vector<std::string>{"ann@example.net"});
    CHECK(app.number("SELECT seats_taken FROM edition") == 1);
    CHECK(use(app, kept, "address", {{"email", "amy@example.net"}}).status == 409);
    CHECK(app.rows("SELECT email FROM message WHERE rule IS NOT NULL AND state = 'queued' GROUP BY email") ==
          std::vector<std::string>{"ann@example.net"});
}

TEST_CASE("correcting an address keeps the seat although others wait", "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    auto const kept = receipt(app.post(soil.registrations(), person("anm@example.net")));
    app.post(soil.registrations(), person("bob@example.net"));

    use(app, kept, "address", {{"email", "ann@example.net"}});

    CHECK(app.rows("SELECT email FROM registration WHERE state = 'confirmed'") ==
          std::vector<std::string>{"ann@example.net"});
    CHECK(app.rows("SELECT email FROM registration WHERE state = 'waitlisted'") ==
          std::vector<std::string>{"bob@example.net"});
}

TEST_CASE("correcting an address on the waiting list keeps the position", "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 0}}});
    auto const kept = receipt(app.post(soil.registrations(), person("anm@example.net")));
    app.post(soil.registrations(), person("bob@example.net"));

    use(app, kept, "address", {{"email", "ann@example.net"}});

    CHECK(app.rows("SELECT email FROM registration WHERE state = 'waitlisted' ORDER BY waitlist_place") ==
          std::vector<std::string>{"ann@example.net", "bob@example.net"});
}

TEST_CASE("a corrected address that has a place already gets no second one", "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("ann@example.net"));
    auto const kept = receipt(app.post(soil.registrations(), person("anm@example.net")));

    CHECK(use(app, kept, "address", {{"email", "ann@example.net"}}).status == 202);

    CHECK(app.rows("SELECT email, state FROM registration ORDER BY id") ==
          std::vector<std::string>{"ann@example.net | confirmed", "anm@example.net | cancelled"});
}

TEST_CASE("a corrected address must be an address", "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const kept = receipt(app.post(soil.registrations(), person("ann@example.net")));
    CHECK(use(app, kept, "address", {{"email", "nobody"}}).errors() == "/email: email");
    CHECK(use(app, kept, "address", {{"email", "a@example.net"}, {"name", "A"}}).errors() ==
          "/name: unknown");
    CHECK(use(app, kept, "address", {{"email", "a@example.net"}}).status == 202);
}

TEST_CASE("the receipt of a known address opens nothing and looks alike", "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("known@example.net"));
    auto const kept = receipt(app.post(soil.registrations(), person("known@example.net")));

    auto const corrected = use(app, kept, "address", {{"email", "mallory@example.net"}});
    auto const resent = use(app, kept, "resend");

    CHECK(corrected.status == 202);
    CHECK(resent.status == 202);
    CHECK(corrected.body == "{}");
    CHECK(resent.body == "{}");
    CHECK(app.text("SELECT state FROM registration WHERE email = 'known@example.net'") == "confirmed");
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'already_registered'") == 1);
}

TEST_CASE("whoever has proven the address keeps the place, whoever holds the receipt",
          "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const kept = receipt(app.post(soil.registrations(), person("ann@example.net")));
    app.patch("/api/v1/registrations/" + app.token("manage", 1), {{"name", "Ann"}});

    use(app, kept, "address", {{"email", "bob@example.net"}});

    CHECK(app.text("SELECT state FROM registration WHERE email = 'ann@example.net'") == "confirmed");
}

TEST_CASE("a receipt adds the rest of the month, once", "[registration][receipt][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    auto const soil = sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app, sample::Event{.slug = "clay",
                                   .month = month,
                                   .editions = {{.sessions = {{.start = "2027-03-16T14:00"}}}}});
    auto const kept = receipt(app.post(soil.registrations(), person("ann@example.net")));

    auto const added = use(app, kept, "month");

    CHECK(added.status == 201);
    CHECK(added.json().at("registrations").size() == 2);
    CHECK(app.number("SELECT count(*) FROM registration WHERE state = 'confirmed'") == 2);
    CHECK(use(app, kept, "month").status == 409);
}

TEST_CASE("a receipt is good for half an hour", "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const kept = receipt(app.post(soil.registrations(), person("ann@example.net")));
    app.clock.pass(30min - 1s);
    CHECK(use(app, kept, "resend").status == 202);
    app.clock.pass(1s);
    auto const late = use(app, kept, "address", {{"email", "bob@example.net"}});
    CHECK(late.status == 410);
    CHECK(late.json().at("type") == "/problems/receipt_over");
}

TEST_CASE("what was not sealed here for this purpose is no receipt", "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const kept = receipt(app.post(soil.registrations(), person("ann@example.net")));
    for (std::size_t const place : {std::size_t{0}, kept.size() / 2, kept.size() - 2}) {
        auto tampered = kept;
        tampered[place] = tampered[place] == 'A' ? 'B' : 'A';
        CHECK(use(app, tampered, "resend").status == 410);
    }
    CHECK(use(app, kept.substr(0, kept.size() - 4), "resend").status == 410);
    CHECK(use(app, app.keys().seal("sign-in", "text"), "resend").status == 410);
    CHECK(use(app, app.token("manage", 1), "resend").status == 410);
    CHECK(use(app, "x", "resend").status == 410);
    CHECK(app.get("/api/v1/registrations/" + kept).status == 404);
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'confirmation'") == 1);
}

TEST_CASE("a stranger's form for the month of a known address moves nothing that was there before",
          "[registration][receipt][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month});
    auto const water = sample::add(
        app, sample::Event{.slug = "water", .month = month, .editions = {{}, {.language = "es"}}});
    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));

    auto const stranger = receipt(app.post("/api/v1/months/month-of-soil/enrolments",
                                           person("ann@example.net", "X", "Africa/Dakar", "es")));
    CHECK(use(app, stranger, "address", {{"email", "mallory@example.net"}}).status == 202);

    CHECK(app.rows("SELECT email, state FROM registration WHERE edition_id <> " +
                   std::to_string(water.editions.at(1)) + " AND email LIKE 'ann%'") ==
          std::vector<std::string>{"ann@example.net | confirmed", "ann@example.net | confirmed"});
    CHECK(app.number("SELECT count(*) FROM enrolment e JOIN person p ON p.id = e.person_id "
                     "WHERE p.email = 'ann@example.net' AND e.state = 'active'") == 1);
}

TEST_CASE("an address is corrected once, however many receipts follow from the form",
          "[registration][receipt]") {
    TestApp app;
    auto const month = sample::add_month(app);
    auto const soil = sample::add(app, sample::Event{.month = month});
    sample::add(app, sample::Event{.slug = "water", .month = month});
    auto const first =
        app.post_form("/events/soil/register", {{"email", "ann@example.net"}, {"name", "Ann"}});
    auto const cookie = [](std::string const& value) {
        return With{.fields = {{http::Field::cookie, "receipt=" + value},
                               {http::Field::sec_fetch_site, "same-origin"}}};
    };

    auto const second =
        app.post_form("/events/soil/registered", {{"action", "address"}, {"email", "bob@example.net"}},
                      cookie(first.cookie("receipt")));
    auto const third =
        app.post_form("/events/soil/registered", {{"action", "address"}, {"email", "eve@example.net"}},
                      cookie(second.cookie("receipt")));
    auto const month_added = use(app, second.cookie("receipt"), "month");

    CHECK(second.status == 303);
    CHECK(third.status == 409);
    CHECK(month_added.status == 201);
    CHECK(use(app, receipt(month_added), "address", {{"email", "eve@example.net"}}).status == 409);
    CHECK(app.number("SELECT count(*) FROM registration WHERE email LIKE 'eve%'") == 0);
}

TEST_CASE("beyond a network's limit a correction waits for its address too", "[registration][receipt]") {
    TestApp app({.limits = {.registrations_per_minute = 1, .registration_burst = 1}});
    auto const soil = sample::add(app, sample::Event{});
    auto const kept = receipt(app.post(soil.registrations(), person("ann@example.net")));

    CHECK(use(app, kept, "address", {{"email", "bob@example.net"}}).status == 202);

    CHECK(app.text("SELECT state FROM registration WHERE email LIKE 'bob%'") == "unverified");
}

TEST_CASE("a corrected address takes along what was told and asked in the form", "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto wanted = person("ann@exmaple.net");
    wanted["organisation"] = "Land Lab";
    wanted["country"] = "PE";
    wanted["question"] = "Why so dry?";
    auto const kept = receipt(app.post(soil.registrations(), wanted));

    use(app, kept, "address", {{"email", "ann@example.net"}});

    CHECK(app.rows("SELECT r.email, r.organisation, r.country, q.body FROM registration r "
                   "JOIN question q ON q.registration_id = r.id") ==
          std::vector<std::string>{"ann@example.net | Land Lab | PE | Why so dry?"});
}

TEST_CASE("whoever was asked again about an address keeps the place, whoever holds the older receipt",
          "[registration][receipt]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const kept = receipt(app.post(soil.registrations(), person("ann@example.net")));
    app.clock.pass(1min);
    app.post(soil.registrations(), person("ann@example.net")); // perhaps herself

    use(app, kept, "address", {{"email", "mallory@example.net"}});

    CHECK(app.text("SELECT state FROM registration WHERE email LIKE 'ann%'") == "confirmed");
}

// Reminders as they arrive: true when they are read, one for sessions close together, none for whoever wants
// none. SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using sample::person;

namespace {

std::vector<std::string> subjects(TestApp& app, std::string const& address) {
    std::vector<std::string> all;
    for (auto const& mail : app.outbox.to(address))
        all.push_back(mail.subject());
    return all;
}

std::int64_t register_for(TestApp& app, std::string const& slug, std::string const& title,
                          std::string const& start) {
    auto const event =
        sample::add(app, sample::Event{.slug = slug,
                                       .texts = {{.title = title}},
                                       .editions = {{.sessions = {{.start = start, .minutes = 60}}}}});
    return sample::place(app, event.registrations(), person("ann@example.net"));
}

} // namespace

TEST_CASE("the day before says \"tomorrow\" and who will speak, with biographies", "[messages][reminder]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::add_speaker(app, "efua", "Efua Darkwa", soil.event, "speaker", "Walks *every* field.");
    sample::add_speaker(app, "mo", "Mo Sissoko", soil.event, "moderator");
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    app.outbox.mails.clear();

    app.clock.set("2027-03-08T09:00:00Z");
    REQUIRE(app.send_due() == 1);

    CHECK(app.outbox.last().subject() == "Tomorrow: Living soil");
    CHECK_THAT(app.outbox.last().plain(), Contains("Efua Darkwa") && Contains("Walks every field.") &&
                                              Contains("Mo Sissoko, Moderator"));
    CHECK(app.outbox.last().calendar().empty());
    CHECK(app.outbox.last().token("/j/") == app.token("join", 1));
}

TEST_CASE("a reminder that goes out late says \"tomorrow\" only while it is true for the reader",
          "[messages][reminder]") {
    TestApp app;
    // 01:30 in Tokyo is the day before still in Dakar
    auto const soil = sample::add(
        app,
        sample::Event{.editions = {{.sessions = {{.start = "2027-03-10T01:30", .zone = "Asia/Tokyo"}}}}});
    sample::place(app, soil.registrations(), person("tokyo@example.net", "T", "Asia/Tokyo"));
    app.send_due();
    app.outbox.mails.clear();
    app.outbox.answer = [](auto const&) { return mail::Outcome{mail::Outcome::Kind::later, 451, "", ""}; };
    app.clock.set("2027-03-09T00:00:00Z"); // 09:00 in Tokyo, for 16:30Z
    app.send_due();
    app.outbox.answer = [](auto const&) { return mail::Outcome{}; };
    app.send_until(at("2027-03-09T04:00:00Z"));
    CHECK(subjects(app, "tokyo@example.net") == std::vector<std::string>{"Tomorrow: Living soil"});

    TestApp other;
    auto const late = sample::add(other, sample::Event{});
    sample::place(other, late.registrations(), person("ann@example.net"));
    other.send_due();
    other.outbox.mails.clear();
    other.sql("UPDATE message SET due_at = due_at + 79200000, not_after = not_after + 86400000 WHERE rule = "
              "'reminder-day'");
    other.clock.set("2027-03-09T07:30:00Z"); // the day itself, after the quiet hours
    other.send_due();
    REQUIRE(other.outbox.mails.size() == 1);
    CHECK_THAT(other.outbox.last().subject(), !Contains("Tomorrow"));
    CHECK_THAT(other.outbox.last().plain(), !Contains("Tomorrow"));
}

TEST_CASE("an hour before there is a second, short reminder", "[messages][reminder]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("ann@example.net", "Ann", "Africa/Lagos"));
    app.send_until(at("2027-03-09T12:59:59Z"));
    CHECK(app.outbox.mails.size() == 2);
    app.send_until(at("2027-03-09T13:00:00Z"));
    REQUIRE(app.outbox.mails.size() == 3);
    CHECK_THAT(app.outbox.last().subject(), Contains("Starting at 15:00") && Contains("Living soil"));
}

TEST_CASE("two sessions less than ninety minutes apart have one reminder a rule, under the earlier one's key",
          "[messages][reminder]") {
    TestApp app;
    register_for(app, "second", "Second", "2027-03-09T15:29"); // the later one is registered first
    register_for(app, "first", "First", "2027-03-09T14:00");
    app.send_due();
    app.outbox.mails.clear();

    app.send_until(at("2027-03-10T00:00:00Z"));

    CHECK(app.outbox.mails.size() == 2);
    CHECK(app.rows("SELECT rule, session_id, state, reason FROM message WHERE rule IS NOT NULL ORDER BY "
                   "rule, session_id") ==
          std::vector<std::string>{"reminder-day | 1 | skipped | merged", "reminder-day | 2 | sent | ",
                                   "reminder-hour | 1 | skipped | merged", "reminder-hour | 2 | sent | "});
    for (auto const& mail : app.outbox.mails)
        CHECK_THAT(mail.plain(), Contains("First") && Contains("Second"));
    auto const& text = app.outbox.mails.at(0).plain();
    CHECK(text.find("First:") < text.find("Second:"));
}

TEST_CASE("a reminder of two sessions has the way into both", "[messages][reminder]") {
    TestApp app;
    auto const first = register_for(app, "first", "First", "2027-03-09T14:00");
    auto const second = register_for(app, "second", "Second", "2027-03-09T15:00");
    app.send_due();
    app.outbox.mails.clear();
    app.send_until(at("2027-03-09T13:00:00Z"));
    for (auto const& mail : app.outbox.mails) {
        CHECK_THAT(mail.plain(), Contains("/j/" + app.token("join", first)));
        CHECK_THAT(mail.plain(), Contains("/j/" + app.token("join", second)));
    }
}

TEST_CASE("sessions ninety minutes apart, and those of other people, keep their own reminders",
          "[messages][reminder]") {
    TestApp app;
    register_for(app, "first", "First", "2027-03-09T14:00");
    register_for(app, "second", "Second", "2027-03-09T15:30");
    auto const third = sample::add(app, sample::Event{.slug = "third"});
    sample::place(app, third.registrations(), person("bob@example.net"));
    app.send_due();
    app.outbox.mails.clear();
    app.send_until(at("2027-03-10T00:00:00Z"));
    CHECK(app.outbox.to("ann@example.net").size() == 4);
    CHECK(app.outbox.to("bob@example.net").size() == 2);
}

TEST_CASE("reminders carry the headers of a list, with one click to leave it; confirmations do not",
          "[messages][reminder]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_until(at("2027-03-08T09:00:00Z"));
    REQUIRE(app.outbox.mails.size() == 2);
    auto const& confirmation = app.outbox.mails[0].read;
    auto const& reminder = app.outbox.mails[1].read;
    CHECK(confirmation.header("Auto-Submitted") == "auto-generated");
    CHECK(confirmation.header("List-Unsubscribe").empty());
    CHECK(reminder.header("Auto-Submitted") == "auto-generated");
    CHECK(reminder.header("List-Unsubscribe") ==
          "<" + std::string(site_url) + "/u/" + app.token("unsubscribe", 1) + ">");
    CHECK(reminder.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click");
    CHECK(reminder.header("References") == "<" + confirmation.message_id + ">");
}

TEST_CASE("nobody is reminded of a place given up, or of a session called off", "[messages][reminder]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    sample::place(app, soil.registrations(), person("bob@example.net"));
    app.send_due();
    app.del("/api/v1/registrations/" + app.token("manage", id));
    app.send_due();
    app.outbox.mails.clear();
    app.sql("UPDATE session SET state = 'cancelled'");
    app.send_until(at("2027-03-10T00:00:00Z"));
    CHECK(app.outbox.mails.empty());
    CHECK(app.rows("SELECT DISTINCT state FROM message WHERE rule IS NOT NULL") ==
          std::vector<std::string>{"skipped"});
}

TEST_CASE("the page to stop reminders asks first, and one click stops them alone",
          "[messages][unsubscribe]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    auto const page = "/u/" + app.token("unsubscribe", id);

    for (int i = 0; i < 2; ++i)
        CHECK(app.get(page).status == 200);
    CHECK(app.text("SELECT muted_at FROM registration").empty());

    With const mail_program{.fields = {{http::Field::content_type, "application/x-www-form-urlencoded"}}};
    auto const stopped = app.send(http::Method::post, page, "List-Unsubscribe=One-Click", mail_program);
    CHECK(stopped.status == 200);
    CHECK(stopped.body.empty());
    CHECK(app.text("SELECT state FROM registration") == "confirmed");
    app.send_until(at("2027-03-09T15:00:00Z"));
    CHECK(app.outbox.mails.size() == 1);
    app.del("/api/v1/registrations/" + app.token("manage", id));
    app.send_due();
    CHECK(app.outbox.mails.size() == 2);
}

TEST_CASE("one click works as multipart too, which RFC 8058 prefers", "[messages][unsubscribe]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    With const mail_program{.fields = {{http::Field::content_type, "multipart/form-data; boundary=b7"}}};
    auto const body =
        "--b7\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b7--\r\n";

    CHECK(app.send(http::Method::post, "/u/" + app.token("unsubscribe", id), body, mail_program).status ==
          200);

    CHECK(!app.text("SELECT muted_at FROM registration").empty());
    CHECK(app.send(http::Method::post, "/events/soil/register", body, mail_program).status == 415);
}

TEST_CASE("reminders can be wanted again, and stand at their hours again", "[messages][unsubscribe]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    auto const page = "/fr/u/" + app.token("unsubscribe", id);
    auto const before =
        app.rows("SELECT key, due_at, state FROM message WHERE rule IS NOT NULL ORDER BY key");

    CHECK(app.post_form(page, {}).header("Location") == page);
    CHECK(app.number("SELECT count(*) FROM message WHERE rule IS NOT NULL AND state = 'queued'") == 0);
    CHECK(app.post_form(page, {{"action", "start"}}).status == 303);

    CHECK(app.rows("SELECT key, due_at, state FROM message WHERE rule IS NOT NULL ORDER BY key") == before);
    CHECK(app.get("/u/" + app.token("manage", id)).status == 404);
    CHECK(app.post_form("/u/" + app.token("join", id), {}).status == 404);
}

TEST_CASE("nobody is reminded of what does not take place", "[messages][reminder]") {
    auto const how = GENERATE(std::string("UPDATE event SET state = 'cancelled'"),
                              std::string("UPDATE event SET state = 'postponed'"),
                              std::string("UPDATE event SET state = 'draft'"),
                              std::string("UPDATE edition SET state = 'cancelled'"));
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    app.outbox.mails.clear();
    app.sql(how);

    app.send_until(at("2027-03-10T00:00:00Z"));

    CHECK(app.outbox.mails.empty());
    CHECK(app.rows("SELECT DISTINCT state, reason FROM message WHERE rule IS NOT NULL") ==
          std::vector<std::string>{"skipped | called off"});
}

TEST_CASE("a session close to the second but not to the first has a reminder of its own",
          "[messages][reminder]") {
    TestApp app;
    register_for(app, "first", "First", "2027-03-09T14:00");
    register_for(app, "second", "Second", "2027-03-09T15:00");
    register_for(app, "third", "Third", "2027-03-09T16:00");
    app.send_due();
    app.outbox.mails.clear();

    app.send_until(at("2027-03-09T13:00:00Z"));
    CHECK_THAT(app.outbox.last().plain(), Contains("First") && Contains("Second") && !Contains("Third"));
    app.outbox.mails.clear();
    app.send_until(at("2027-03-10T00:00:00Z"));
    REQUIRE(app.outbox.mails.size() == 1);
    CHECK_THAT(app.outbox.last().subject(), Contains("16:00"));
}

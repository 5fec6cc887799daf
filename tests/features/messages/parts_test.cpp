// Mails about several sessions, events or a whole month, mails that come late, and those of a moved place.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using sample::person;

namespace {

sample::Added add_event(TestApp& app, std::string const& slug, std::string const& title,
                        std::string const& start, std::string const& language = "en",
                        std::optional<std::int64_t> month = {}) {
    return sample::add(app, sample::Event{.slug = slug,
                                          .month = month,
                                          .texts = {{.title = title}},
                                          .editions = {{.language = language,
                                                        .sessions = {{.start = start, .minutes = 60}}}}});
}

void add_dial_in(TestApp& app, std::int64_t edition) {
    app.sql("INSERT INTO dial_in (edition_id, label, number, pin, place) VALUES (" + std::to_string(edition) +
            ", 'Ghana', '+233 30 255 0101', '482 913#', 1), (" + std::to_string(edition) +
            ", 'Peru', '+51 1 640 9090', NULL, 2)");
}

// The line of the list that says a title, up to the next one.
std::string item_of(std::string const& words, std::string const& title) {
    auto const start = words.find("- " + title + ": ");
    if (start == words.npos)
        return {};
    return words.substr(start, words.find(" - ", start + 1) - start);
}

sample::Added add_workshop(TestApp& app, std::vector<std::string> const& days) {
    std::vector<sample::Session> sessions;
    for (auto const& day : days)
        sessions.push_back({.start = day + "T14:00"});
    return sample::add(app, sample::Event{.kind = "workshop", .editions = {{.sessions = sessions}}});
}

} // namespace

TEST_CASE("telephone numbers stand in what tells of a place, in their order", "[messages][render]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{.editions = {{.capacity = 1}}});
    add_dial_in(app, soil.edition());
    auto const seat = sample::place(app, soil.registrations(), person("ann@example.net"));
    sample::place(app, soil.registrations(), person("bob@example.net"));
    app.send_due();
    app.del("/api/v1/registrations/" + app.token("manage", seat));
    app.send_until(at("2027-03-09T13:00:00Z"));

    auto const has_numbers = Contains("- Ghana: +233 30 255 0101, code 482 913# - Peru: +51 1 640 9090 ");
    auto const to_ann = app.outbox.to("ann@example.net");
    auto const to_bob = app.outbox.to("bob@example.net");
    REQUIRE(to_ann.size() == 2);
    REQUIRE(to_bob.size() == 4);
    CHECK_THAT(to_ann[0].words(), has_numbers);  // confirmation
    CHECK_THAT(to_ann[1].words(), !has_numbers); // given up
    CHECK_THAT(to_bob[0].words(), !has_numbers); // waiting
    CHECK_THAT(to_bob[1].words(), has_numbers);  // promoted
    CHECK_THAT(to_bob[2].words(), has_numbers);  // the day before
    CHECK_THAT(to_bob[3].words(), has_numbers);  // an hour before
}

TEST_CASE("the confirmation of a month has a way in, a language and a venue for each session",
          "[messages][render][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    add_event(app, "first", "First", "2027-03-09T14:00", "en", month);
    auto const second = add_event(app, "second", "Second", "2027-03-16T14:00", "fr", month);
    add_dial_in(app, second.edition());
    app.sql("UPDATE edition SET attendance = 'hybrid', venue = 'Room 4' WHERE id = " +
            std::to_string(second.edition()));
    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));
    app.send_due();

    auto const& mail = app.outbox.mails.at(0);
    auto const words = mail.words();
    CHECK(mail.subject() == "Your places are confirmed: The month of soil");
    CHECK_THAT(item_of(words, "First"), Contains("/j/" + app.token("join", 1)) && !Contains("Held in"));
    CHECK_THAT(item_of(words, "Second"), Contains("/j/" + app.token("join", 2)) &&
                                             Contains("Held in French.") && Contains("On site: Room 4."));
    CHECK_THAT(words, Contains("registered this address for the whole month, “The month of soil”"));
    CHECK_THAT(words, !Contains("+233"));
    CHECK_THAT(mail.read.html, !Contains("class=\"button\" href"));
    CHECK_THAT(mail.calendar(), Contains("/j/" + app.token("join", 1)));
}

TEST_CASE("the mail that asks to confirm the address of a whole month names it and lists its sessions",
          "[messages][render][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    add_event(app, "first", "First", "2027-03-09T14:00", "en", month);
    add_event(app, "second", "Second", "2027-03-16T14:00", "fr", month);
    app.post_form("/months/month-of-soil/register",
                  {{"email", "ann@example.net"}, {"name", "Ann"}, {"locale", "en"}, {"website", "bot"}});
    app.send_due();

    REQUIRE(app.outbox.mails.size() == 1);
    auto const words = app.outbox.last().words();
    CHECK(app.outbox.last().subject() == "Please confirm your address: The month of soil");
    CHECK_THAT(words, Contains("the whole month, “The month of soil”"));
    CHECK_THAT(item_of(words, "First"), Contains("Tuesday 9 March"));
    CHECK_THAT(item_of(words, "Second"), Contains("Tuesday 16 March") && Contains("Held in French."));
}

TEST_CASE("a reminder of several events says language, venue and way in of each", "[messages][reminder]") {
    TestApp app;
    auto const first = add_event(app, "first", "First", "2027-03-09T14:00", "fr");
    auto const second = add_event(app, "second", "Second", "2027-03-09T15:00");
    app.sql("UPDATE edition SET attendance = 'hybrid', venue = 'Room 4' WHERE id = " +
            std::to_string(first.edition()));
    sample::add_speaker(app, "efua", "Efua Darkwa", second.event, "speaker", "Walks every field.");
    auto const one = sample::place(app, first.registrations(), person("ann@example.net"));
    auto const two = sample::place(app, second.registrations(), person("ann@example.net"));
    app.send_due();
    app.outbox.mails.clear();
    app.send_until(at("2027-03-09T13:00:00Z"));

    REQUIRE(app.outbox.mails.size() == 2);
    for (auto const& mail : app.outbox.mails) {
        auto const words = mail.words();
        CHECK_THAT(item_of(words, "First"), Contains("Held in French.") && Contains("On site: Room 4.") &&
                                                Contains("/j/" + app.token("join", one)));
        CHECK_THAT(item_of(words, "Second"),
                   !Contains("Held in") && !Contains("On site") && Contains("/j/" + app.token("join", two)));
        CHECK_THAT(mail.read.html, !Contains("class=\"button\" href"));
        CHECK_THAT(words, Contains("the first of these events"));
    }
    CHECK_THAT(app.outbox.mails[0].words(), Contains("Efua Darkwa, Land Lab · “Second”"));
}

TEST_CASE("sessions that follow one another within ninety minutes have one reminder, however many",
          "[messages][reminder]") {
    TestApp app;
    for (std::string const hour : {"12", "10", "11"})
        sample::place(
            app, add_event(app, "at-" + hour, "At " + hour, "2027-03-09T" + hour + ":00").registrations(),
            person("ann@example.net"));
    app.send_due();
    app.outbox.mails.clear();
    app.send_until(at("2027-03-08T09:00:00Z"));

    REQUIRE(app.outbox.mails.size() == 1);
    auto const words = app.outbox.last().words();
    CHECK(app.outbox.last().subject() == "Tomorrow: At 10 · At 11 · At 12");
    CHECK(words.find("At 10:") < words.find("At 11:"));
    CHECK(words.find("At 11:") < words.find("At 12:"));
    CHECK(app.rows("SELECT registration_id, state FROM message WHERE rule = 'reminder-day' ORDER BY 1") ==
          std::vector<std::string>{"1 | skipped", "2 | sent", "3 | skipped"});
}

TEST_CASE("sessions of one workshop close together are one event", "[messages][reminder]") {
    TestApp app;
    auto const workshop = sample::add(
        app, sample::Event{.editions = {{.sessions = {{.start = "2027-03-09T10:00", .minutes = 45},
                                                      {.start = "2027-03-09T11:00", .minutes = 45}}}}});
    sample::place(app, workshop.registrations(), person("ann@example.net"));
    app.send_due();
    app.outbox.mails.clear();
    app.send_until(at("2027-03-08T09:00:00Z"));
    REQUIRE(app.outbox.mails.size() == 1);
    CHECK(app.outbox.last().subject() == "Tomorrow: Living soil");
    CHECK_THAT(app.outbox.last().words(), Contains("10:00 – 10:45") && Contains("11:00 – 11:45") &&
                                              Contains("/j/" + app.token("join", 1)));
}

TEST_CASE("whoever registers late reads in the confirmation what the reminder says", "[messages][render]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    add_dial_in(app, soil.edition());
    sample::add_speaker(app, "efua", "Efua Darkwa", soil.event, "speaker", "Walks *every* field.");
    sample::place(app, soil.registrations(), person("early@example.net"));
    app.send_due();
    app.clock.set("2027-03-08T12:00:00Z");
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    app.clock.set("2027-03-09T12:00:00Z");
    sample::place(app, soil.registrations(), person("bob@example.net"));
    app.send_due();

    auto const early = app.outbox.to("early@example.net").at(0);
    CHECK(early.subject() == "Your place is confirmed: Living soil");
    CHECK_THAT(early.words(), !Contains("Walks every field.") && !Contains("omorrow") && !Contains("today"));
    auto const ann = app.outbox.to("ann@example.net").at(0);
    CHECK(ann.subject() == "Your place tomorrow is confirmed: Living soil");
    CHECK_THAT(ann.words(),
               Contains("Walks every field.") && Contains("+233") && !Contains("tomorrow already"));
    auto const bob = app.outbox.to("bob@example.net").at(0);
    CHECK(bob.subject() == "Your place today is confirmed: Living soil");
    CHECK_THAT(bob.words(), Contains("Walks every field.") && !Contains("omorrow"));
}

TEST_CASE("a late confirmation sent on the next day says what is true then", "[messages][render]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    app.clock.set("2027-03-08T23:00:00Z");
    app.outbox.answer = [](auto const&) { return mail::Outcome{mail::Outcome::Kind::later, 451, "", ""}; };
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_until(at("2027-03-09T00:10:00Z"));
    app.outbox.answer = [](auto const&) { return mail::Outcome{}; };
    app.send_until(at("2027-03-09T02:00:00Z"));
    REQUIRE(app.outbox.mails.size() == 1);
    CHECK(app.outbox.last().subject() == "Your place today is confirmed: Living soil");
}

TEST_CASE("a month joined late introduces the speakers of what is next, and only those",
          "[messages][render][month]") {
    TestApp app;
    auto const month = sample::add_month(app);
    auto const first = add_event(app, "first", "First", "2027-03-09T14:00", "en", month);
    auto const second = add_event(app, "second", "Second", "2027-03-16T14:00", "en", month);
    sample::add_speaker(app, "efua", "Efua Darkwa", first.event, "speaker", "Walks every field.");
    sample::add_speaker(app, "mo", "Mo Sissoko", second.event, "speaker", "Reads every map.");
    app.clock.set("2027-03-08T12:00:00Z");
    app.post("/api/v1/months/month-of-soil/enrolments", person("ann@example.net"));
    app.send_due();

    auto const words = app.outbox.mails.at(0).words();
    CHECK(app.outbox.mails.at(0).subject() == "Your places are confirmed: The month of soil");
    CHECK_THAT(words, Contains("We look forward to seeing you tomorrow.") &&
                          Contains("Efua Darkwa, Land Lab · “First” Walks every field.") &&
                          !Contains("Mo Sissoko"));
}

TEST_CASE("a switched edition is no farewell: the mail says where the place is now and takes the entry back",
          "[messages][render]") {
    TestApp app;
    auto const soil = sample::add(
        app, sample::Event{.editions = {{.sessions = {{.start = "2027-03-09T14:00"}}},
                                        {.language = "fr", .sessions = {{.start = "2027-03-10T09:00"}}}}});
    auto const id = sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    app.outbox.mails.clear();
    app.patch("/api/v1/registrations/" + app.token("manage", id), {{"edition", soil.editions[1]}});
    app.send_due();

    REQUIRE(app.outbox.mails.size() == 2);
    bool const is_first = app.outbox.mails[0].calendar_line("METHOD") == "CANCEL";
    auto const& mail = app.outbox.mails[is_first ? 0 : 1];
    auto const words = mail.words();
    CHECK(mail.subject() == "Your registration has moved: Living soil");
    CHECK(mail.calendar_line("METHOD") == "CANCEL");
    CHECK(mail.calendar_line("DTSTART;TZID=Africa/Dakar") == "20270309T140000");
    CHECK_THAT(words, Contains("Wednesday 10 March, 09:00") && Contains("Held in French.") &&
                          !Contains("given up") && !Contains("reminders") && !Contains("register again") &&
                          !Contains("Tuesday"));
}

TEST_CASE("whoever gives up one place and holds another from before says farewell to the one",
          "[messages][render]") {
    TestApp app;
    auto const soil = sample::add(
        app, sample::Event{.editions = {{.sessions = {{.start = "2027-03-09T14:00"}}},
                                        {.language = "fr", .sessions = {{.start = "2027-03-10T09:00"}}}}});
    sample::place(app, soil.registrations(1), person("ann@example.net"));
    app.clock.pass(1h);
    auto const id = sample::place(app, soil.registrations(0), person("ann@example.net"));
    app.send_due();
    app.clock.pass(1h);
    app.del("/api/v1/registrations/" + app.token("manage", id));
    app.send_due();
    CHECK(app.outbox.last().subject() == "You have given up your place: Living soil");
}

TEST_CASE("reminders of a workshop count its sessions and introduce the speakers once",
          "[messages][reminder]") {
    TestApp app;
    auto const workshop = add_workshop(app, {"2027-03-09", "2027-03-11", "2027-03-13"});
    sample::add_speaker(app, "efua", "Efua Darkwa", workshop.event, "speaker", "Walks every field.");
    sample::place(app, workshop.registrations(), person("ann@example.net"));
    app.send_due();
    std::vector<std::string> summaries, subjects;
    for (auto const& mail : app.outbox.mails)
        summaries.push_back(mail.calendar_line("SUMMARY"));
    CHECK(summaries ==
          std::vector<std::string>{"Living soil (1/3)", "Living soil (2/3)", "Living soil (3/3)"});
    app.outbox.mails.clear();
    app.send_until(at("2027-03-13T13:00:00Z"));

    int introductions = 0;
    for (auto const& mail : app.outbox.mails) {
        subjects.push_back(mail.subject());
        introductions += mail.words().find("Walks every field.") != std::string::npos ? 1 : 0;
    }
    CHECK(subjects == std::vector<std::string>{"Tomorrow: Living soil (session 1 of 3)",
                                               "Starting at 14:00 (Senegal): Living soil (session 1 of 3)",
                                               "Tomorrow: Living soil (session 2 of 3)",
                                               "Starting at 14:00 (Senegal): Living soil (session 2 of 3)",
                                               "Tomorrow: Living soil (session 3 of 3)",
                                               "Starting at 14:00 (Senegal): Living soil (session 3 of 3)"});
    CHECK(introductions == 1);
    CHECK_THAT(app.outbox.mails.at(2).words(),
               Contains("session 2 of 3 of “Living soil”") && Contains("Efua Darkwa"));
}

TEST_CASE("a biography in another language than the mail's says so, in words and in the HTML",
          "[messages][render]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::add_speaker(app, "efua", "Efua Darkwa", soil.event, "speaker", "Walks every field.");
    sample::place(app, soil.registrations(), person("ann@example.net", "Ann", "Africa/Dakar", "es"));
    sample::place(app, soil.registrations(), person("bob@example.net"));
    app.send_due();
    app.outbox.mails.clear();
    app.send_until(at("2027-03-08T09:00:00Z"));

    auto const ann = app.outbox.to("ann@example.net").at(0);
    CHECK_THAT(ann.words(), Contains("Efua Darkwa, Land Lab (biografía en inglés)"));
    CHECK_THAT(ann.read.html, Contains("<p lang=\"en\""));
    auto const bob = app.outbox.to("bob@example.net").at(0);
    CHECK_THAT(bob.words(), Contains("Efua Darkwa, Land Lab Walks"));
    CHECK_THAT(bob.read.html, !Contains("<p lang="));
}

TEST_CASE("the list that reminders come from is the series, else the community", "[messages][reminder]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::place(app, add_event(app, "first", "First", "2027-03-09T14:00", "en", month).registrations(),
                  person("ann@example.net"));
    sample::place(app, add_event(app, "second", "Second", "2027-03-09T18:00").registrations(),
                  person("bob@example.net"));
    app.send_until(at("2027-03-08T09:00:00Z"));
    auto const host = std::string("learn.example.org");
    auto const list = [&](std::string const& address) {
        return app.outbox.to(address).at(1).read.header("List-Id");
    };
    CHECK(list("ann@example.net") == "Ground truths <ground-truths." + host + ">");
    CHECK(list("bob@example.net") == "Open Land <open-land." + host + ">");
}

TEST_CASE("a reminder says what its last link does: it stops the reminders of this event",
          "[messages][reminder]") {
    TestApp app;
    sample::place(app, sample::add(app, sample::Event{}).registrations(), person("ann@example.net"));
    app.send_until(at("2027-03-08T09:00:00Z"));
    CHECK_THAT(app.outbox.last().words(), Contains("You can stop the reminders of this event."));
}

TEST_CASE("a zone without a place is said once", "[messages][render]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("ann@example.net", "Ann", "Etc/GMT-5"));
    auto const utc =
        sample::add(app, sample::Event{.slug = "utc", .editions = {{.sessions = {{.zone = "UTC"}}}}});
    sample::place(app, utc.registrations(), person("bob@example.net", "Bob", "Africa/Lagos"));
    sample::place(app, utc.registrations(), person("eve@example.net", "Eve", "UTC"));
    app.send_due();
    CHECK_THAT(app.outbox.to("ann@example.net").at(0).words(),
               Contains("19:00 – 20:30, your time, UTC+5; 14:00 – 15:30 in Dakar."));
    CHECK_THAT(app.outbox.to("bob@example.net").at(0).words(),
               Contains("15:00 – 16:30, your time, Nigeria (UTC+1); 14:00 – 15:30 UTC."));
    CHECK_THAT(app.outbox.to("eve@example.net").at(0).words(),
               Contains("14:00 – 15:30, your time, UTC. Length"));
}

TEST_CASE("giving a workshop up takes each session back under its own name", "[messages][render]") {
    TestApp app;
    auto const workshop = add_workshop(app, {"2027-03-09", "2027-03-11", "2027-03-13"});
    auto const id = sample::place(app, workshop.registrations(), person("ann@example.net"));
    app.send_due();
    app.outbox.mails.clear();

    app.del("/api/v1/registrations/" + app.token("manage", id));
    app.send_due();

    std::vector<std::string> subjects;
    for (auto const& mail : app.outbox.mails) {
        subjects.push_back(mail.subject());
        CHECK(mail.calendar_line("METHOD") == "CANCEL");
    }
    CHECK(subjects == std::vector<std::string>{"You have given up your place: Living soil",
                                               "Out of your calendar: Living soil (session 2 of 3)",
                                               "Out of your calendar: Living soil (session 3 of 3)"});
    CHECK_THAT(app.outbox.mails.at(0).words(), Contains("mails of their own take out the others"));
    CHECK_THAT(app.outbox.mails.at(1).words(),
               Contains("takes session 2 of 3 of “Living soil” out of your calendar") &&
                   Contains("Thursday 11 March") && !Contains("Saturday 13 March"));
}

TEST_CASE("who named no zone reads each session of a month in that of its event, named",
          "[messages][render]") {
    TestApp app;
    auto const month = sample::add_month(app);
    add_event(app, "dakar", "Dakar talk", "2027-03-09T14:00", "en", month);
    sample::add(
        app, sample::Event{
                 .slug = "lima",
                 .month = month,
                 .texts = {{.title = "Lima talk"}},
                 .editions = {
                     {.sessions = {{.start = "2027-03-16T09:00", .zone = "America/Lima", .minutes = 60}}}}});
    auto body = person("ann@example.net");
    body.erase("time_zone");
    app.post("/api/v1/months/month-of-soil/enrolments", body);
    app.send_due();

    auto const words = app.outbox.mails.at(0).words();
    CHECK_THAT(item_of(words, "Dakar talk"), Contains("14:00 – 15:00, Dakar"));
    CHECK_THAT(item_of(words, "Lima talk"), Contains("Tuesday 16 March, 09:00 – 10:00, Lima"));
    CHECK_THAT(words, Contains("so each time is that of its event."));
}

TEST_CASE("a title that asks is not followed by a colon in any subject", "[messages][render]") {
    TestApp app;
    auto const language =
        GENERATE(std::string("en"), std::string("fr"), std::string("es"), std::string("pt"));
    auto const why = sample::add(
        app, sample::Event{
                 .texts = {{.title = "Why?"}},
                 .editions = {{.sessions = {{.start = "2027-03-09T14:00"}, {.start = "2027-03-11T14:00"}}}}});
    auto const id =
        sample::place(app, why.registrations(), person("ann@example.net", "Ann", "Africa/Dakar", language));
    app.send_until(at("2027-03-10T00:00:00Z"));
    app.del("/api/v1/registrations/" + app.token("manage", id));
    app.send_due();
    REQUIRE(app.outbox.mails.size() >= 5);
    for (auto const& mail : app.outbox.mails) {
        auto const subject = mail.subject();
        auto const after = subject.substr(subject.find("Why?") + 4);
        CAPTURE(subject);
        CHECK((after.empty() || after.starts_with(" (")));
    }
}

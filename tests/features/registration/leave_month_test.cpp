// Leaving a month as a whole: the wish ends, and the places that are not over are given up.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using Catch::Matchers::Contains;
using sample::person;

namespace {

constexpr auto enrolments = "/api/v1/months/month-of-soil/enrolments";

// Three webinars, a week apart; the last has one seat.
void add_month(TestApp& app) {
    auto const month = sample::add_month(app);
    for (auto const& [slug, title, day] :
         {std::tuple{"soil", "Soil", "2027-03-09"}, std::tuple{"clay", "Clay", "2027-03-16"},
          std::tuple{"sand", "Sand", "2027-03-23"}})
        sample::add(app, sample::Event{.slug = slug,
                                       .month = month,
                                       .texts = {{.title = title}},
                                       .editions = {{.sessions = {{.start = day + std::string("T14:00")}}}}});
    app.sql("UPDATE edition SET capacity = 1 WHERE id = 3");
}

std::string enrolment(TestApp& app, std::int64_t id) {
    return "/api/v1/registrations/" + app.token("manage", id) + "/enrolment";
}

std::vector<std::string> states(TestApp& app) {
    return app.rows("SELECT state FROM registration WHERE email = 'ann@example.net' ORDER BY id");
}

} // namespace

TEST_CASE("leaving a month gives up what is to come, keeps what is over, and frees its seats",
          "[registration][month]") {
    TestApp app;
    add_month(app);
    app.post(enrolments, person("ann@example.net"));
    app.post("/api/v1/editions/3/registrations", person("bob@example.net"));
    app.clock.set("2027-03-10T10:00:00Z");

    auto const answer = app.del(enrolment(app, 2));

    CHECK(answer.status == 200);
    CHECK(answer.json().at("state") == "cancelled");
    CHECK(answer.json().at("whole_month") == false);
    CHECK(states(app) == std::vector<std::string>{"confirmed", "cancelled", "cancelled"});
    CHECK(app.text("SELECT state FROM enrolment") == "left");
    CHECK(app.text("SELECT state FROM registration WHERE email = 'bob@example.net'") == "confirmed");
    CHECK(app.del(enrolment(app, 2)).status == 200); // once more changes nothing
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'cancellation_own'") > 0);
    CHECK(app.post(enrolments, person("ann@example.net")).json().at("registrations").size() == 2);
}

TEST_CASE("one mail says that the month was left, and each entry is taken back under its own name",
          "[registration][month][messages]") {
    TestApp app;
    add_month(app);
    app.post(enrolments, person("ann@example.net"));
    app.send_due();
    app.outbox.mails.clear();

    app.del(enrolment(app, 1));
    app.send_due();

    std::vector<std::string> subjects;
    for (auto const& mail : app.outbox.mails) {
        subjects.push_back(mail.subject());
        CHECK(mail.calendar_line("METHOD") == "CANCEL");
    }
    CHECK(subjects == std::vector<std::string>{"You have left the month: The month of soil",
                                               "Out of your calendar: Clay", "Out of your calendar: Sand"});
    CHECK_THAT(app.outbox.mails.at(0).words(),
               Contains("nothing that is added to the month later comes to you") && Contains("Soil: ") &&
                   Contains("Clay: ") && Contains("Sand: "));
    CHECK_THAT(app.outbox.mails.at(1).words(), Contains("takes “Clay” out of your calendar"));
    app.outbox.mails.clear();
    app.send_until(at("2027-04-01T00:00:00Z"));
    CHECK(app.outbox.mails.empty()); // no reminders
}

TEST_CASE("the personal page of a place offers to leave its month, and says so when it was done",
          "[registration][month][page]") {
    TestApp app;
    add_month(app);
    app.post(enrolments, person("ann@example.net"));
    auto const me = "/me/" + app.token("manage", 1);
    CHECK_THAT(app.get(me).body, Contains("value=\"leave_month\""));
    CHECK(app.get("/api/v1/registrations/" + app.token("manage", 1)).json().at("whole_month") == true);

    auto const done = app.post_form(me, {{"action", "leave_month"}});

    CHECK(done.status == 303);
    CHECK_THAT(app.get(done.header("Location")).body,
               Contains("You have left the month.") && !Contains("value=\"leave_month\""));
    CHECK(states(app) == std::vector<std::string>{"cancelled", "cancelled", "cancelled"});
}

TEST_CASE("a place that came without its month has no month to leave", "[registration][month]") {
    TestApp app;
    add_month(app);
    auto const id = sample::place(app, "/api/v1/editions/1/registrations", person("ann@example.net"));
    CHECK(app.del(enrolment(app, id)).status == 404);
    CHECK(states(app) == std::vector<std::string>{"confirmed"});
}

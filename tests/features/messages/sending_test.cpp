// From the outbox to the mail server: order, tries, refusals, crashes.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "support/sample.hpp"

#include <functional>
#include <future>
#include <utility>

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using sample::person;
using Kind = mail::Outcome::Kind;

namespace {

auto answering(Kind kind, int code = 0, std::string status = "") {
    return [=](mail::Envelope const&) { return mail::Outcome{kind, code, status, "words of a server"}; };
}

std::vector<std::string> outbox(TestApp& app, std::string const& where = "kind = 'confirmation'") {
    return app.rows("SELECT state, reason, attempts FROM message WHERE " + where + " ORDER BY id");
}

struct Crash {};

// A database that refuses some of what it is handed.
struct Flaky final : db::Database {
    explicit Flaky(db::Database& given) : own(given) {}
    bool submit_read(db::Work& work) override { return refused_reads-- <= 0 && own.submit_read(work); }
    bool submit_write(db::Work& work) override { return refused_writes-- <= 0 && own.submit_write(work); }
    void watch(std::function<void(db::Topics)>) override {}
    db::Versions const& versions() const override { return own.versions(); }
    bool is_healthy() const override { return own.is_healthy(); }
    db::Statistics statistics() const override { return own.statistics(); }
    void close() override {}

    db::Database& own;
    int refused_reads = 0, refused_writes = 0;
};

messages::WorkerOptions worker_options() {
    messages::WorkerOptions options;
    options.site_url = site_url;
    options.site_name = "Learning together";
    options.from = "events@learn.example.org";
    options.domain = "learn.example.org";
    options.epoch = 7;
    return options;
}

} // namespace

TEST_CASE("a database that is busy for a moment costs no mail", "[messages][sending]") {
    TestApp app;
    sample::place(app, sample::add(app, sample::Event{}).registrations(), person("ann@example.net"));
    Flaky flaky(app.database());
    int delivered = 0;
    struct Sink final : mail::MailSink {
        int& delivered;
        std::function<void()> after;
        Sink(int& count, std::function<void()> then) : delivered(count), after(std::move(then)) {}
        mail::Outcome deliver(mail::Envelope const&, std::string_view) override {
            ++delivered;
            after();
            return {Kind::sent, 250, "", ""};
        }
        void interrupt() override {}
    };
    bool fails_after = true;
    messages::Worker worker(flaky, app.clock, app.keys(), worker_options(), [&] {
        return std::make_unique<Sink>(delivered, [&] {
            if (std::exchange(fails_after, false))
                flaky.refused_writes = 1; // it left, and that cannot be written down
        });
    });

    flaky.refused_reads = 1;
    CHECK_THROWS_AS(worker.run_due(), Overloaded);
    CHECK_THROWS_AS(worker.run_due(), Overloaded);
    worker.run_due();

    CHECK(delivered == 1);
    CHECK(outbox(app) == std::vector<std::string>{"sent |  | 1"});
}

TEST_CASE("what was sent is marked, and not sent again", "[messages][sending]") {
    TestApp app;
    sample::place(app, sample::add(app, sample::Event{}).registrations(), person("ann@example.net"));
    CHECK(app.send_due() == 1);
    CHECK(app.send_due() == 0);
    app.restart_worker();
    CHECK(app.send_due() == 0);
    CHECK(outbox(app) == std::vector<std::string>{"sent |  | 1"});
    CHECK(app.outbox.last().from == "events@learn.example.org");
    CHECK(app.outbox.last().to == "ann@example.net");
    CHECK(app.number("SELECT sent_at FROM message WHERE state = 'sent'") ==
          app.clock.now().time_since_epoch().count());
}

TEST_CASE("a temporary refusal is tried again later, longer each time, as the same mail",
          "[messages][sending]") {
    TestApp app;
    sample::place(app, sample::add(app, sample::Event{}).registrations(), person("ann@example.net"));
    std::vector<std::string> tried;
    app.outbox.answer = [&](mail::Envelope const&) { return mail::Outcome{Kind::later, 451, "4.7.1", ""}; };
    for (auto const least : {48s, 96s, 240s, 480s, 960s, 1920s, 2880s, 2880s}) {
        auto const before = app.clock.now();
        REQUIRE(app.send_due() == 0);
        UtcTime const due{milliseconds{app.number("SELECT due_at FROM message WHERE kind = 'confirmation'")}};
        CHECK(due - before >= least);
        CHECK(due - before <= least * 3 / 2);
        app.clock.set(due - 1ms);
        auto const attempts = app.outbox.attempts;
        app.send_due();
        CHECK(app.outbox.attempts == attempts);
        app.clock.set(due);
    }
    CHECK(outbox(app) == std::vector<std::string>{"queued | 451 4.7.1 | 8"});
    app.outbox.answer = answering(Kind::sent);
    CHECK(app.send_due() == 1);
    CHECK(app.outbox.last().read.date == at(start_of_tests)); // of the first try
}

TEST_CASE("what is never taken fails once it is of no use any more, and says why", "[messages][sending]") {
    TestApp app;
    sample::place(app, sample::add(app, sample::Event{}).registrations(), person("ann@example.net"));
    app.outbox.answer = answering(Kind::later, 451, "4.7.1");
    app.send_until(at("2027-03-04T00:00:00Z"));
    CHECK(app.text("SELECT state FROM message WHERE kind = 'confirmation'") == "failed");
    CHECK(app.text("SELECT reason FROM message WHERE kind = 'confirmation'") == "451 4.7.1");
}

TEST_CASE("a mail that is refused fails, and the address stays good", "[messages][sending]") {
    TestApp app;
    sample::place(app, sample::add(app, sample::Event{}).registrations(), person("ann@example.net"));
    app.outbox.answer = answering(Kind::refused, 554, "5.7.1");
    app.send_due();
    CHECK(outbox(app) == std::vector<std::string>{"failed | 554 5.7.1 | 1"});
    CHECK(app.number("SELECT count(*) FROM suppression") == 0);
}

TEST_CASE("an address that does not exist gets no further mail", "[messages][sending]") {
    TestApp app;
    sample::place(app, sample::add(app, sample::Event{}).registrations(), person("typo@example.net"));
    app.outbox.answer = answering(Kind::refused_address, 550, "5.1.1");
    app.send_due();
    CHECK(outbox(app) == std::vector<std::string>{"failed | 550 5.1.1 | 1"});
    CHECK(app.rows("SELECT email_key, reason FROM suppression") ==
          std::vector<std::string>{"typo@example.net | no_such_mailbox"});

    app.outbox.answer = answering(Kind::sent);
    app.send_until(at("2027-03-10T00:00:00Z"));
    CHECK(app.outbox.mails.empty());
    CHECK(app.rows("SELECT state, reason FROM message WHERE rule IS NOT NULL") ==
          std::vector<std::string>{"skipped | address does not exist", "skipped | address does not exist"});
}

TEST_CASE("when the server refuses us, sending pauses and nothing fails", "[messages][sending]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    for (int i = 0; i < 40; ++i)
        sample::place(app, soil.registrations(), person("a" + std::to_string(i) + "@example.net"));
    app.outbox.answer = answering(Kind::paused, 535, "5.7.8");

    app.send_due();
    CHECK(app.outbox.attempts <= 16);
    CHECK(app.number("SELECT count(*) FROM message WHERE state IN ('failed', 'skipped', 'sending')") == 0);
    app.clock.pass(59s);
    auto const attempts = app.outbox.attempts;
    app.send_due();
    CHECK(app.outbox.attempts == attempts);

    app.outbox.answer = answering(Kind::sent);
    app.clock.pass(1s);
    CHECK(app.send_due() == 40);
    CHECK(app.number("SELECT max(attempts) FROM message") == 1);
}

TEST_CASE("after 421 the host is left alone for a minute", "[messages][sending]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    for (int i = 0; i < 40; ++i)
        sample::place(app, soil.registrations(), person("a" + std::to_string(i) + "@example.net"));
    app.outbox.answer = answering(Kind::later, 421, "4.3.2");
    app.send_due();
    CHECK(app.outbox.attempts <= 16);
    auto const attempts = app.outbox.attempts;
    app.clock.pass(30s);
    app.send_due();
    CHECK(app.outbox.attempts == attempts);
}

TEST_CASE("a crash between delivery and mark sends that one mail again, with the same Message-ID and bytes",
          "[messages][sending]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    for (std::string const name : {"a", "b", "c"})
        sample::place(app, soil.registrations(), person(name + "@example.net"));
    int delivered = 0;
    app.outbox.after_delivery = [&] {
        if (++delivered == 2)
            throw Crash{};
    };

    CHECK_THROWS_AS(app.send_due(), Crash);
    app.outbox.after_delivery = [] {};
    app.clock.pass(3min);
    app.restart_worker();
    app.send_due();

    REQUIRE(app.outbox.mails.size() == 4);
    CHECK(app.outbox.to("a@example.net").size() + app.outbox.to("b@example.net").size() +
              app.outbox.to("c@example.net").size() ==
          4);
    auto const twice = app.outbox.to(app.outbox.mails[1].to);
    REQUIRE(twice.size() == 2);
    CHECK(twice[0].read.message_id == twice[1].read.message_id);
    CHECK(twice[0].bytes == twice[1].bytes);
    CHECK(app.number("SELECT count(*) FROM message WHERE kind = 'confirmation' AND state = 'sent'") == 3);
}

TEST_CASE("a confirmation does not wait behind ten thousand reminders", "[messages][sending]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("first@example.net"));
    app.send_due();
    app.clock.set("2027-03-08T09:00:00Z");
    app.sql("DROP TRIGGER message_is_sound");
    app.sql("INSERT INTO message (key, message_id, kind, priority, email, email_key, language, "
            "registration_id, session_id, state, due_at, "
            "not_after, created_at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            "10000) "
            "SELECT 'many:' || i, 'many' || i, 'reminder_day', 6, 'm' || i || '@example.net', 'm' || i || "
            "'@example.net', 'en', NULL, 1, "
            "'queued', 0, 9000000000000, 0 FROM n");
    sample::place(app,
                  sample::add(app, sample::Event{.slug = "clay",
                                                 .editions = {{.sessions = {{.start = "2027-03-20T14:00"}}}}})
                      .registrations(),
                  person("late@example.net"));
    app.outbox.mails.clear();
    app.outbox.after_delivery = [] { throw Crash{}; };

    CHECK_THROWS_AS(app.send_due(), Crash);

    CHECK(app.outbox.last().to == "late@example.net");
    app.sql("DELETE FROM message WHERE key GLOB 'many:*'");
}

TEST_CASE("a row that cannot be written fails alone", "[messages][sending]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    for (std::string const name : {"a", "b"})
        sample::place(app, soil.registrations(), person(name + "@example.net"));
    app.sql("UPDATE message SET registration_id = NULL WHERE registration_id = 1 AND kind = 'confirmation'");
    CHECK(app.send_due() == 1);
    CHECK(outbox(app) == std::vector<std::string>{"failed | cannot be written | 1", "sent |  | 1"});
}

TEST_CASE("what an interrupted round leaves in hand goes out with the next one", "[messages][sending]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    for (std::string const name : {"a", "b", "c"})
        sample::place(app, soil.registrations(), person(name + "@example.net"));
    app.sql("CREATE TRIGGER full_disk BEFORE UPDATE ON message WHEN NEW.state = 'sent' BEGIN SELECT "
            "RAISE(ABORT, 'full'); END");
    CHECK_THROWS(app.send_due()); // the process lives on
    app.sql("DROP TRIGGER full_disk");

    CHECK(app.send_due() == 2); // the one that had left is only marked

    CHECK(outbox(app) == std::vector<std::string>{"sent |  | 1", "sent |  | 1", "sent |  | 1"});
    CHECK(app.outbox.mails.size() == 3);
}

TEST_CASE("after a stop what is still useful goes out, what is not is skipped", "[messages][sending]") {
    TestApp app;
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.send_due();
    app.clock.set("2027-03-08T14:59:00Z"); // the day-before reminder was due at 09:00, useful until 15:00
    app.send_due();
    app.clock.set("2027-03-09T13:30:01Z"); // the other one was due at 13:00, useful until 13:30
    app.send_due();
    CHECK(app.rows("SELECT kind, state, reason FROM message ORDER BY id") ==
          std::vector<std::string>{"confirmation | sent | ", "reminder_day | sent | ",
                                   "reminder_hour | skipped | too late"});
}

TEST_CASE("an address that was changed since gets nothing meant for the one before", "[messages][sending]") {
    TestApp app;
    sample::place(app, sample::add(app, sample::Event{}).registrations(), person("ann@example.net"));
    app.sql("DROP TRIGGER registration_keeps_address"); // as a backup of another age might have it
    app.sql("UPDATE registration SET email = 'bob@example.net', email_key = 'bob@example.net'");
    CHECK(app.send_due() == 0);
    CHECK(outbox(app) == std::vector<std::string>{"skipped | address changed | 1"});
}

TEST_CASE("an entry that is due by night waits for the reader's morning; one that belongs to a confirmation "
          "does not",
          "[messages][sending]") {
    TestApp app({.now = "2027-03-01T02:00:00Z"}); // 03:00 in Lagos
    std::vector<sample::Session> days;
    for (auto const* day : {"20", "21", "22", "23", "24"})
        days.push_back({.start = "2027-03-" + std::string(day) + "T02:00", .zone = "Africa/Lagos"});
    auto const course = sample::add(app, sample::Event{.editions = {{.sessions = days}}});
    sample::place(app, course.registrations(), person("ann@example.net", "Ann", "Africa/Lagos"));
    CHECK(app.send_due() == 1); // the confirmation

    app.clock.set("2027-03-14T01:00:00Z"); // the second day's entry is due, at two in the morning
    CHECK(app.send_due() == 0);
    CHECK(app.rows(
              "SELECT state, attempts, strftime('%Y-%m-%dT%H:%MZ', due_at / 1000, 'unixepoch') FROM message "
              "WHERE kind = 'invitation' ORDER BY id LIMIT 1") ==
          std::vector<std::string>{"queued | 0 | 2027-03-14T06:00Z"});

    app.clock.set("2027-03-14T05:59:00Z");
    CHECK(app.send_due() == 0);
    app.clock.set("2027-03-14T06:00:00Z");
    CHECK(app.send_due() == 1);
}

TEST_CASE("entries of up to four sessions follow their confirmation at any hour", "[messages][sending]") {
    TestApp app({.now = "2027-03-01T02:00:00Z"});
    auto const pair = sample::add(
        app, sample::Event{
                 .editions = {{.sessions = {{.start = "2027-03-20T02:00"}, {.start = "2027-03-21T02:00"}}}}});
    sample::place(app, pair.registrations(), person("ann@example.net"));

    CHECK(app.send_due() == 2);
}

TEST_CASE("a mail server that says nothing holds nobody up", "[messages][sending]") {
    struct Silent final : mail::MailSink {
        std::promise<void> interrupted;
        mail::Outcome deliver(mail::Envelope const&, std::string_view) override {
            began.set_value();
            interrupted.get_future().wait();
            return {mail::Outcome::Kind::later, 0, "", ""};
        }
        void interrupt() override { interrupted.set_value(); }
        std::promise<void>& began;
        explicit Silent(std::promise<void>& b) : began(b) {}
    };
    TestApp app;
    sample::place(app, sample::add(app, sample::Event{}).registrations(), person("ann@example.net"));
    std::promise<void> began;
    messages::WorkerOptions options{site_url, "Site", "events@learn.example.org", "learn.example.org", 7,
                                    1,        0ms};
    messages::Worker worker(app.database(), app.clock, app.keys(), options,
                            [&] { return std::make_unique<Silent>(began); });
    worker.start();
    began.get_future().wait();

    worker.stop();

    CHECK(app.text("SELECT state FROM message WHERE kind = 'confirmation'") == "queued");
}

TEST_CASE("an interruption is no try, however often", "[messages][sending]") {
    TestApp app;
    sample::place(app, sample::add(app, sample::Event{}).registrations(), person("ann@example.net"));
    for (int i = 0; i < 50; ++i) {
        app.outbox.answer = [](mail::Envelope const&) -> mail::Outcome { throw Crash{}; };
        CHECK_THROWS_AS(app.send_due(), Crash);
        app.restart_worker();
    }
    app.outbox.answer = answering(Kind::sent);
    CHECK(app.send_due() == 1);
    CHECK(outbox(app) == std::vector<std::string>{"sent |  | 1"});
}

TEST_CASE("an address is known by each reason it is suppressed for, and one ends without the other",
          "[messages][sending]") {
    TestApp app;
    auto const id =
        sample::place(app, sample::add(app, sample::Event{}).registrations(), person("typo@example.net"));
    app.post("/api/v1/registrations/" + app.token("manage", id) + "/not_me", Json::object());
    sample::place(app, sample::add(app, sample::Event{.slug = "clay"}).registrations(),
                  person("typo@example.net")); // has to be confirmed
    app.outbox.answer = answering(Kind::refused_address, 550, "5.1.1");
    app.send_due();
    auto const reasons = [&] { return app.rows("SELECT reason FROM suppression ORDER BY reason"); };
    CHECK(reasons() == std::vector<std::string>{"no_such_mailbox", "not_me"});

    auto const second = app.number("SELECT max(id) FROM registration");
    app.post("/api/v1/registrations/" + app.token("manage", second) + "/confirm", Json::object());

    CHECK(reasons() == std::vector<std::string>{"no_such_mailbox"});
}

TEST_CASE("a seat that nobody was told of breaks a rule, whatever else was written about it", "[messages]") {
    TestApp app;
    app.clock.pass(1min); // nothing from before the installation counts
    auto const soil = sample::add(app, sample::Event{});
    sample::place(app, soil.registrations(), person("ann@example.net"));
    app.post(soil.registrations(), person("ann@example.net")); // "you are already registered"
    auto const broken = [&] {
        return app.number("SELECT count(*) FROM invariant_confirmed_without_message");
    };
    CHECK(broken() == 0);

    app.sql("DELETE FROM message WHERE kind = 'confirmation'");

    CHECK(broken() == 1);
    app.sql("UPDATE registration SET state = 'cancelled'");
}

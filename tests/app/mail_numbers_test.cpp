// The outbox in numbers: what stands in the metrics when mails wait, were sent, or failed.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "app/mail_numbers.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "support/folder.hpp"
#include "support/manual_clock.hpp"

using namespace lectern;
using namespace lectern::app;
using Catch::Matchers::Contains;

namespace {

std::string message(int id, std::string const& state, UtcTime due) {
    auto const number = std::to_string(id);
    auto const at = std::to_string(due.time_since_epoch().count());
    return "INSERT INTO message (key, message_id, kind, priority, email, email_key, language, state, due_at, "
           "not_after, "
           "sent_at, lease_owner, lease_until, reason, created_at) VALUES ('k" +
           number + "', 'm" + number + "', 'sign_in', 0, 'a@example.net', 'a@example.net', 'en', '" + state +
           "', " + at + ", " + at + ", " + (state == "sent" ? at : "NULL") + ", " +
           (state == "sending" ? "1, 1" : "NULL, NULL") + ", 'x', 0);";
}

} // namespace

TEST_CASE("mails are counted by state, with the age of the oldest that is due", "[app]") {
    sample::Folder const folder;
    auto const file = folder / "lectern.db";
    test::ManualClock clock{test::at("2027-03-09T14:00:00Z")};
    auto const database = db::open_sqlite(file, {.readers = 1}, clock.now());
    http::Metrics metrics;
    MailNumbers numbers(*database, clock);
    numbers.add_to(metrics);
    numbers.read();
    CHECK_THAT(metrics.text(), Contains("lectern_mails{state=\"queued\"} 0") &&
                                   Contains("lectern_mail_oldest_due_seconds 0") &&
                                   Contains("lectern_suppressed_addresses 0"));

    auto const now = clock.now();
    db::run_sqlite_script(
        file, message(1, "queued", now - std::chrono::minutes{5}) +
                  message(2, "queued", now + std::chrono::hours{5}) + message(3, "sent", now) +
                  message(4, "failed", now) + message(5, "sending", now) + message(6, "skipped", now) +
                  "INSERT INTO suppression VALUES ('b@example.net', 'no_such_mailbox', 0)," +
                  "('c@example.net', 'not_me', 0)");
    numbers.read();

    CHECK_THAT(
        metrics.text(),
        Contains("lectern_mails{state=\"queued\"} 2") && Contains("lectern_mails{state=\"sending\"} 1") &&
            Contains("lectern_mails{state=\"sent\"} 1") && Contains("lectern_mails{state=\"failed\"} 1") &&
            Contains("lectern_mails{state=\"skipped\"} 1") &&
            Contains("lectern_mail_oldest_due_seconds 300") && Contains("lectern_suppressed_addresses 1"));

    clock.pass(std::chrono::minutes{1});
    CHECK_THAT(metrics.text(), Contains("lectern_mail_oldest_due_seconds 360"));
    db::run_sqlite_script(file, "UPDATE message SET state = 'skipped', reason = 'x' WHERE id = 1");
    numbers.read();
    CHECK_THAT(metrics.text(), Contains("lectern_mail_oldest_due_seconds 0")); // the other is not due yet
    database->close();
}

TEST_CASE("the numbers' thread ends when it is told, and before it was started too", "[app]") {
    sample::Folder const folder;
    test::ManualClock clock{test::at("2027-03-09T14:00:00Z")};
    auto const database = db::open_sqlite(folder / "lectern.db", {.readers = 1}, clock.now());
    MailNumbers never(*database, clock), once(*database, clock);

    once.start();
    once.stop();
    never.stop();
    database->close();
}

// The log of what staff changed: a chain that shows every change to it, and its pages.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "features/audit/audit.hpp"
#include "support/sample.hpp"

using namespace lectern;
using namespace lectern::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

void note(TestApp& app, std::string const& after) {
    app.database().write([&](db::Write& tx) {
        audit::record(tx,
                      {.actor = {},
                       .action = "membership.role",
                       .noun = "person",
                       .noun_id = 1,
                       .community = {},
                       .before = "member",
                       .after = after},
                      app.clock.now());
    });
}

std::optional<std::int64_t> broken(TestApp& app) {
    return app.database().read([](db::Read& db) { return audit::first_broken(db); });
}

} // namespace

TEST_CASE("lines are only added; each change to one breaks the chain there", "[audit]") {
    TestApp app;
    CHECK_FALSE(broken(app));
    for (auto const* after : {"moderator", "facilitator", "member"})
        note(app, after);
    CHECK_FALSE(broken(app));

    CHECK_THROWS_WITH(app.sql("DELETE FROM audit WHERE id = 3"), Contains("audit_stays"));
    CHECK_THROWS_WITH(app.sql("UPDATE audit SET action = 'x'"), Contains("audit_stays"));
    CHECK_THROWS_WITH(app.sql("UPDATE audit_values SET value_after = 'x'"), Contains("audit_stays"));

    app.sql("DELETE FROM audit_values WHERE audit_id = 1"); // an erasure
    CHECK_FALSE(broken(app));

    auto const tamper =
        GENERATE("UPDATE audit SET at = at + 1 WHERE id = 2",
                 "UPDATE audit SET action = 'membership.removed' WHERE id = 2",
                 "UPDATE audit_values SET value_after = 'member' WHERE audit_id = 2",
                 "DELETE FROM audit_values WHERE audit_id = 2; DELETE FROM audit WHERE id = 2");
    CAPTURE(tamper);
    for (auto const* trigger : {"audit_stays", "audit_is_kept", "audit_values_stay"})
        app.sql(std::string("DROP TRIGGER ") + trigger);
    app.sql(tamper);
    CHECK(broken(app) == (std::string(tamper).starts_with("DELETE") ? 3 : 2));
}

TEST_CASE("administrators read the log, page by page, and find by name; nobody else does", "[audit]") {
    TestApp app;
    sample::add(app, sample::Community{});
    auto const made =
        app.post_form("/setup", {{"token", "setup-token"}, {"email", "ada@example.net"}, {"name", "Ada"}});
    With const ada{.fields = {{http::Field::cookie, "__Host-sid=" + made.cookie("__Host-sid")},
                              {http::Field::sec_fetch_site, "same-origin"}}};
    for (auto const* after : {"moderator", "facilitator", "member"})
        note(app, after);

    auto const first = app.get("/api/v1/audit?limit=2", ada).json();
    CHECK(first.at("items").at(0).at("after") == "member");
    CHECK(first.at("items").at(0).at("about") == "Ada");
    auto const rest =
        app.get("/api/v1/audit?limit=2&cursor=" + first.at("next").get<std::string>(), ada).json();
    CHECK(rest.at("items").size() == 2);
    CHECK(rest.at("items").at(1).at("action") == "administrator.made");
    CHECK(rest.at("next").is_null());
    CHECK(app.get("/api/v1/audit?name=nobody", ada).json().at("items").empty());
    CHECK(app.get("/api/v1/audit?action=membership.role", ada).json().at("items").size() == 3);
    CHECK_THAT(app.get("/admin/audit", ada).body,
               Contains("the operator") && Contains("gave another role") && Contains("after: member"));
    CHECK(app.get("/api/v1/audit").status == 401);
    With const bob{
        .fields = {{http::Field::cookie, "__Host-sid=" + sample::sign_in(app, "bob@example.net")}}};
    CHECK(app.get("/api/v1/audit", bob).status == 404);
    CHECK(app.get("/admin/audit", bob).status == 404);
}

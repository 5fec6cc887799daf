// Every route, asked by everybody: what tests/app/access.txt says of who may call what holds, cell by cell. A
// route without a line there fails, and so does a line without a route. SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/text.hpp"
#include "http/access.hpp"
#include "support/sample.hpp"

#include <fstream>
#include <map>
#include <sstream>

using namespace lectern;
using namespace lectern::test;

namespace {

// Of "open-land", but for the last facilitator, who runs another community.
std::vector<std::string> const actors{"stranger",    "person", "member",       "moderator",
                                      "facilitator", "other",  "administrator"};

struct World {
    TestApp app{{.limits = {.reads_per_minute = 1'000'000,
                            .writes_per_minute = 1'000'000,
                            .registrations_per_minute = 1'000'000,
                            .registration_burst = 1'000'000,
                            .sign_ins_per_hour = 1'000'000},
                 .with_mailbox = true}};
    std::map<std::string, With> as;
    std::map<std::string, std::string> parameters; // of a path, "communities slug"
    std::int64_t community = 0, elsewhere = 0;

    World() {
        auto const month = sample::add_month(app);
        auto const event = sample::add(app, sample::Event{.month = month});
        sample::add(app, sample::Event{.slug = "draft", .state = "draft"});
        sample::add_speaker(app, "ama-badu", "Ama Badu", event.event);
        community = app.number("SELECT min(id) FROM community");
        elsewhere = sample::add(app, sample::Community{.slug = "other-land"});
        auto const id = sample::place(app, event.registrations(), sample::person("place@example.net"));
        auto const made = app.post_form(
            "/setup", {{"token", "setup-token"}, {"email", "administrator@example.net"}, {"name", "Ada"}});
        for (auto const& actor : actors)
            if (actor != "stranger")
                as[actor] = signed_in(actor);
        as["stranger"] = {};
        as["administrator"] = with(made.cookie("__Host-sid"));
        sample::sign_in(app, "target@example.net");
        app.sql("UPDATE person SET verified_at = 1 WHERE verified_at IS NULL");
        app.sql("CREATE TABLE kept_login AS SELECT * FROM login");
        parameters = {{"communities slug", "open-land"},
                      {"series slug", "ground-truths"},
                      {"months slug", "month-of-soil"},
                      {"events slug", "soil"},
                      {"speakers slug", "ama-badu"},
                      {"community", "open-land"},
                      {"edition", std::to_string(event.edition())},
                      {"person", person("target")},
                      {"token", app.token("manage", id)},
                      {"join token", app.token("join", id)},
                      {"j token", app.token("join", id)},
                      {"u token", app.token("unsubscribe", id)}};
    }

    static With with(std::string const& cookie) {
        return {.fields = {{http::Field::cookie, "__Host-sid=" + cookie},
                           {http::Field::sec_fetch_site, "same-origin"}}};
    }
    With signed_in(std::string const& actor) { return with(sample::sign_in(app, actor + "@example.net")); }
    std::string person(std::string const& name) {
        return app.text("SELECT id FROM person WHERE email_key = '" + name + "@example.net'");
    }

    // As it was before anybody did anything.
    void set_up() {
        app.sql("DELETE FROM membership; DELETE FROM login; INSERT INTO login SELECT * FROM kept_login");
        auto const join = [&](std::int64_t where, std::string const& name, std::string const& role) {
            app.sql("INSERT INTO membership (community_id, person_id, role, joined_at) VALUES (" +
                    std::to_string(where) + ", " + person(name) + ", '" + role + "', 0)");
        };
        for (auto const* role : {"member", "moderator", "facilitator"})
            join(community, role, role);
        join(community, "target", "member");
        join(elsewhere, "other", "facilitator");
    }

    std::string path(http::Route const& route, std::map<std::string, std::string> const& given) const {
        std::string out;
        for (auto const& segment : route.segments()) {
            out += "/";
            auto const open = segment.find('{');
            if (open == segment.npos) {
                out += segment;
                continue;
            }
            auto const close = segment.find('}');
            auto const name = segment.substr(open + 1, close - open - 1);
            auto const before = out.substr(0, out.size() - 1);
            auto const noun = before.substr(before.rfind('/') + 1);
            auto found = given.find(noun + " " + name);
            if (found == given.end())
                found = given.find(name);
            out += segment.substr(0, open) + (found == given.end() ? "nothing" : found->second) +
                   segment.substr(close + 1);
        }
        return out.empty() ? "/" : out;
    }

    int ask(http::Route const& route, std::string const& target, std::string const& actor) {
        set_up();
        auto with = as.at(actor);
        bool const has_body = route.method() == http::Method::post || route.method() == http::Method::patch;
        if (has_body)
            with.fields.emplace(http::Field::content_type, route.face() == http::Face::api
                                                               ? "application/json"
                                                               : "application/x-www-form-urlencoded");
        with.fields.emplace(http::Field::sec_fetch_site, "same-origin");
        auto const answer =
            app.send(route.method(), target, has_body && route.face() == http::Face::api ? "{}" : "", with);
        bool const to_sign_in =
            answer.status == 303 && answer.header("Location").starts_with("/sign-in?next=");
        return to_sign_in ? 401 : answer.status; // how a page says it
    }
};

std::string label(http::Route const& route) {
    return std::string(http::name(route.method())) + " " + route.pattern();
}

std::map<std::string, std::string> table() {
    std::ifstream file("tests/app/access.txt");
    std::map<std::string, std::string> lines;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        auto const bar = line.find(" | ");
        lines[line.substr(0, bar)] = line.substr(bar + 3);
    }
    return lines;
}

} // namespace

TEST_CASE("every route answers every role as the table says", "[app][access]") {
    World world;
    auto expected = table();
    std::string wrong;
    for (auto const& route : world.app.router().routes()) {
        std::string cells(http::name(route.access()));
        for (auto const& actor : actors)
            cells += " " + std::to_string(world.ask(route, world.path(route, world.parameters), actor));
        auto const line = expected.find(label(route));
        if (line == expected.end() || line->second != cells)
            wrong += label(route) + " | " + cells + "\n";
        if (line != expected.end())
            expected.erase(line);
    }
    INFO("lines that differ, as they are:\n" << wrong);
    CHECK(wrong.empty());
    for (auto const& [left, cells] : expected)
        FAIL_CHECK("no route: " << left);
}

TEST_CASE("what is not there, is a draft or belongs to others is not there for whoever asks",
          "[app][access]") {
    World world;
    std::map<std::string, std::string> const gone{
        {"community", "nowhere"}, {"person", "999999"}, {"edition", "999999"}};
    auto drafts = world.parameters;
    drafts["events slug"] = "draft";
    auto others = world.parameters;
    others["community"] = "other-land";
    for (auto const& route : world.app.router().routes()) {
        bool const takes_body = route.method() == http::Method::post || route.method() == http::Method::patch;
        for (auto const& actor : actors) {
            CAPTURE(label(route), actor);
            bool const needs_more = http::needs_sign_in(route.access()) && actor == "stranger";
            auto const nothing = world.path(route, gone);
            if (nothing.find("nowhere") != nothing.npos &&
                !(takes_body && route.access() == http::Access::signed_in))
                CHECK(world.ask(route, nothing, actor) == (needs_more ? 401 : 404));
            auto const draft = world.path(route, drafts);
            bool const only_leads = draft.ends_with("/register"); // to the page
            if (draft.find("/draft") != draft.npos && !takes_body && !only_leads)
                CHECK(world.ask(route, draft, actor) == 404);
            auto const other = world.path(route, others);
            if (other.find("/other-land") != other.npos && http::needs_role(route.access()) &&
                actor != "administrator" && actor != "other")
                CHECK(world.ask(route, other, actor) == (actor == "stranger" ? 401 : 404));
        }
    }
}

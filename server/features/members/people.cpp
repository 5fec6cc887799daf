// /admin/people and /api/v1/people: everybody with an account, and who administers the site. For
// administrators. SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/words.hpp"
#include "features/audit/audit.hpp"
#include "features/members/handlers.hpp"
#include "features/members/load.hpp"
#include "gen/sql/members.hpp"
#include "http/form.hpp"
#include "http/json.hpp"
#include "http/page_form.hpp"

namespace lectern::members {
namespace {

enum class Action { see, make, unmake, invite, withdraw };

struct Asked {
    Action action = Action::see;
    http::PageOf page;
    std::optional<std::string> name;
    PersonId person;
    std::int64_t invitation = 0;
    std::optional<Email> email;
    http::Values typed;
    std::vector<FieldError> errors;
    std::string prefix, done;
    Language language = Language::en;
    UtcTime now{};
};

struct Account {
    PersonId id;
    std::string name, email;
    std::optional<std::string> organisation;
    UtcTime created_at{}, last_activity_at{};
    bool is_administrator = false;
    static Account from(db::Row const& row) {
        return {row.get<PersonId>("id"),          row.get<std::string>("name"),
                row.get<std::string>("email"),    row.get<std::optional<std::string>>("organisation"),
                row.get<UtcTime>("created_at"),   row.get<UtcTime>("last_activity_at"),
                row.get<bool>("is_administrator")};
    }
};

struct Found {
    Asked asked;
    std::vector<Account> accounts;
    std::optional<std::string> next;
    std::vector<Account> administrators;
    std::vector<Invitation> invitations;
};

Asked ask(http::Request const& request) {
    http::refuse_unknown_query(request, {"limit", "cursor", "name", "done"});
    Asked asked;
    asked.page = http::read_page(request);
    asked.name = request.query_value("name");
    if (asked.name && asked.name->empty())
        asked.name.reset();
    asked.done = request.query_value("done").value_or("");
    asked.prefix = request.prefix();
    asked.language = request.language;
    asked.now = request.now;
    return asked;
}

Found find(db::Read& db, Asked const& asked) {
    Found found{.asked = asked, .accounts = {}, .next = {}, .administrators = {}, .invitations = {}};
    std::optional<std::string> const pattern =
        asked.name ? std::optional("%" + escape_like(*asked.name) + "%") : std::nullopt;
    found.accounts =
        db.all<Account>(sql::members::people, "after_id"_p = asked.page.after_id, "name"_p = pattern,
                        "only_administrators"_p = false, "limit"_p = asked.page.limit + 1);
    if (found.accounts.size() > static_cast<std::size_t>(asked.page.limit)) {
        found.accounts.pop_back();
        found.next = http::cursor(0, found.accounts.back().id.value());
    }
    return found;
}

Found find_all(db::Read& db, Asked const& asked) {
    auto found = find(db, asked);
    found.administrators =
        db.all<Account>(sql::members::people, "after_id"_p = 0, "name"_p = std::optional<std::string>(),
                        "only_administrators"_p = true, "limit"_p = 500);
    found.invitations = load_invitations(db, {}, asked.now);
    return found;
}

void make_administrator(db::Write& tx, http::Principal const& actor, PersonId person, bool is_to_be,
                        UtcTime now) {
    auto const known = tx.all<Account>(sql::members::people, "after_id"_p = person.value() - 1,
                                       "name"_p = std::optional<std::string>(),
                                       "only_administrators"_p = false, "limit"_p = 1);
    if (known.empty() || known.front().id != person)
        throw NotFound("person");
    if (known.front().is_administrator == is_to_be)
        return;
    if (!is_to_be && tx.one<std::int64_t>(sql::members::administrators) == 1)
        throw Conflict("last_administrator");
    if (is_to_be)
        tx.run(sql::members::add_administrator, "person"_p = person, "now"_p = now);
    else
        tx.run(sql::members::remove_administrator, "person"_p = person);
    audit::record(tx,
                  {.actor = actor.person,
                   .action = is_to_be ? "administrator.made" : "administrator.removed",
                   .noun = "person",
                   .noun_id = person.value(),
                   .community = {},
                   .before = "",
                   .after = ""},
                  now);
}

// --- API

http::Reply show_document(Found const& found) {
    http::Json json;
    json.object().key("items").array();
    for (auto const& one : found.accounts)
        json.object()
            .field("id", one.id)
            .field("name", one.name)
            .field("email", one.email)
            .field("organisation", one.organisation)
            .field("created_at", one.created_at)
            .field("last_activity_at", one.last_activity_at)
            .field("is_administrator", one.is_administrator)
            .end_object();
    json.end_array().field("next", found.next).end_object();
    return never_kept(http::json_reply(200, json.take()));
}

struct Change {
    PersonId person;
    bool is_administrator = false;
    UtcTime now{};
};

Change read_change(http::Request const& request) {
    http::Form form{request};
    if (!form.has("is_administrator"))
        form.add_error({"/is_administrator", "required", {}});
    Change const change{form.path<PersonId>("person"), form.flag("is_administrator"), request.now};
    form.refuse_unknown();
    form.finish();
    return change;
}

// --- page

Asked read_form(http::Request const& request) {
    auto asked = ask(request);
    http::Form form{request};
    auto const action = form.plain("action");
    auto const person = form.optional_number("person", 1, INT64_MAX >> 11);
    asked.person = PersonId{person.value_or(0)};
    if ((action == "make" || action == "unmake") && person) {
        asked.action = action == "make" ? Action::make : Action::unmake;
    } else if (action == "withdraw") {
        asked.action = Action::withdraw;
        asked.invitation = form.optional_number("invitation", 1, INT64_MAX >> 11).value_or(0);
    } else if (action == "invite") {
        asked.action = Action::invite;
        asked.email = form.email("email");
        asked.typed.set("email", form.as_typed("email"));
    } else {
        throw Malformed("action");
    }
    asked.errors = form.errors();
    return asked;
}

struct Acted {
    Asked asked;
    std::optional<Found> found; // where the form had mistakes
};

Acted act(db::Write& tx, accounts::Parts const& parts, http::Principal const& principal, Asked const& given) {
    auto asked = given;
    if (!asked.errors.empty())
        return {asked, find_all(tx, asked)};
    switch (asked.action) {
    case Action::see:
        break;
    case Action::make:
    case Action::unmake:
        make_administrator(tx, principal, asked.person, asked.action == Action::make, asked.now);
        asked.done = "saved";
        break;
    case Action::invite:
        invite(tx, parts.keys, parts.site_name, principal,
               {.community = {},
                .role = "administrator",
                .email = asked.email->address(),
                .email_key = asked.email->key(),
                .language = asked.language},
               asked.now);
        asked.done = "invited";
        break;
    case Action::withdraw:
        if (!withdraw(tx, principal, {}, asked.invitation, asked.now))
            throw NotFound("invitation");
        asked.done = "withdrawn";
        break;
    }
    return {asked, {}};
}

std::vector<http::Values> view(std::vector<Account> const& accounts) {
    std::vector<http::Values> list;
    for (auto const& one : accounts)
        list.push_back(http::Values()
                           .set("id", one.id.value())
                           .set("name", one.name)
                           .set("email", one.email)
                           .set("organisation", one.organisation)
                           .set("is_administrator", one.is_administrator));
    return list;
}

http::Reply show_page_of(Found const& found) {
    auto const& asked = found.asked;
    auto const language = asked.language;
    http::Page page;
    page.fragment = "people";
    page.language = language;
    page.title = say(language, "people_title");
    page.path = "/admin/people";
    page.indexable = false;
    auto const here = asked.prefix + page.path;
    std::vector<http::Values> invitations;
    for (auto const& one : found.invitations)
        invitations.push_back(view(one, language, asked.now));
    http::Values form;
    for (auto const* field : {"errors", "has_errors", "email", "email_error"})
        form.set(field, false);
    form.add(asked.typed);
    auto const done = Word::find("members_" + asked.done);
    bool const is_known = asked.done == "saved" || asked.done == "invited" || asked.done == "withdrawn";
    page.values.set("action", here)
        .set("done_text", is_known && done ? std::optional(say(language, *done)) : std::nullopt)
        .set("name", asked.name.value_or(""))
        .set("has_people", !found.accounts.empty())
        .set("people", view(found.accounts))
        .set("administrators", view(found.administrators))
        .set("has_invitations", !invitations.empty())
        .set("invitations", std::move(invitations))
        .set("next_url", found.next
                             ? std::optional(here + "?cursor=" + percent_encode(*found.next) +
                                             (asked.name ? "&name=" + percent_encode(*asked.name) : ""))
                             : std::nullopt)
        .set("form", http::with_errors(std::move(form), asked.errors, language));
    return never_kept(http::show_page(std::move(page), asked.errors.empty() ? 200 : 422));
}

} // namespace

http::Endpoint list_people() {
    return http::endpoint(ask).read(find).reply(show_document);
}

http::Endpoint change_person() {
    auto const write = [](db::Write& tx, http::Principal const& principal, Change const& change) {
        make_administrator(tx, principal, change.person, change.is_administrator, change.now);
        return 0;
    };
    return http::endpoint(read_change).write(write).reply([](int const&) {
        return never_kept(http::json_reply(200, "{}"));
    });
}

http::Endpoint show_people_page() {
    return http::endpoint(ask).read(find_all).reply(show_page_of);
}

http::Endpoint act_on_people_page(accounts::Parts const& parts) {
    auto const write = [&parts](db::Write& tx, http::Principal const& principal, Asked const& asked) {
        return act(tx, parts, principal, asked);
    };
    return http::endpoint(read_form).write(write).reply([](Acted const& acted) {
        if (acted.found)
            return show_page_of(*acted.found);
        return never_kept(http::see_other(acted.asked.prefix + "/admin/people?done=" + acted.asked.done));
    });
}

} // namespace lectern::members

// /account and /api/v1/account: what somebody signed in sees and changes of themselves, and the browsers they
// are signed in from. SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/accounts/handlers.hpp"
#include "features/accounts/load.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/registration/registration.hpp"
#include "gen/sql/accounts.hpp"
#include "http/form.hpp"
#include "http/json.hpp"
#include "http/page_form.hpp"

namespace lectern::accounts {
namespace {

enum class Action { see, change, end_login, end_others, sign_out };

struct Changes {
    std::optional<std::string> name;
    std::optional<Language> language;
    std::optional<Zone> zone;
    std::optional<std::string> organisation, country;
    std::optional<bool> shown_to_members;
    bool from_page = false; // an empty field of a page empties what it stands for
};

struct Asked {
    Action action = Action::see;
    Changes changes;
    std::optional<LoginId> login;
    std::vector<FieldError> errors; // of the page's form
    std::string prefix, done;
    catalogue::TextChoice choice;
    catalogue::Reader reader;
};

struct Place {
    registration::Registration registration;
    catalogue::EventSummary event;
    std::string token;
};

struct InCommunity {
    std::string slug, title, language, role;
    static InCommunity from(db::Row const& row) {
        return {row.get<std::string>("slug"), row.get<std::string>("title"), row.get<std::string>("language"),
                row.get<std::string>("role")};
    }
};

struct Mine {
    Asked asked;
    http::Principal principal;
    Person person;
    std::vector<Login> logins;
    std::vector<InCommunity> communities;
    std::vector<Place> places;
};

Asked ask(http::Request const& request) {
    Asked asked;
    asked.prefix = request.prefix();
    asked.done = request.query_value("done").value_or("");
    asked.choice = catalogue::text_choice(request);
    asked.reader = {request.language, request.now};
    return asked;
}

Changes read_changes(http::Form& form) {
    Changes changes;
    if (form.has("name"))
        changes.name = form.text("name", 120);
    changes.language = form.optional_language("locale");
    changes.zone = form.optional_zone("time_zone");
    changes.organisation = form.optional_text("organisation", 200);
    changes.country = form.optional_country("country");
    if (form.has("shown_to")) {
        auto const to = form.plain("shown_to");
        if (to != "members" && to != "facilitators")
            form.add_error({"/shown_to", "choice", {}});
        changes.shown_to_members = to == "members";
    }
    return changes;
}

Asked read_patch(http::Request const& request) {
    auto asked = ask(request);
    asked.action = Action::change;
    http::Form form{request};
    asked.changes = read_changes(form);
    form.refuse_unknown();
    form.finish();
    return asked;
}

Asked read_page(http::Request const& request) {
    auto asked = ask(request);
    http::Form form{request};
    auto const action = form.plain("action");
    if (action == "change")
        asked.action = Action::change;
    else if (action == "end_login")
        asked.action = Action::end_login;
    else if (action == "end_others")
        asked.action = Action::end_others;
    else if (action == "sign_out")
        asked.action = Action::sign_out;
    else
        throw Malformed("action");
    asked.changes = read_changes(form);
    asked.changes.from_page = true;
    if (asked.action == Action::change && form.as_typed("name").empty())
        form.add_error({"/name", "required", {}});
    if (auto const login = form.optional_number("login", 1, INT64_MAX >> 11))
        asked.login = LoginId{*login};
    asked.errors = form.errors();
    return asked;
}

struct LoginRow {
    Login login;
    static LoginRow from(db::Row const& row) {
        return {{row.get<LoginId>("id"), row.get<std::string>("browser"), row.get<UtcTime>("created_at"),
                 row.get<UtcTime>("seen_at")}};
    }
};

std::vector<Login> load_logins(db::Read& db, PersonId person) {
    std::vector<Login> all;
    for (auto& row : db.all<LoginRow>(sql::accounts::logins, "person"_p = person))
        all.push_back(std::move(row.login));
    return all;
}

Mine load(db::Read& db, http::Principal const& principal, Asked const& asked) {
    return {asked,
            principal,
            load_person(db, principal.person),
            load_logins(db, principal.person),
            db.all<InCommunity>(sql::accounts::communities, "person"_p = principal.person,
                                "language"_p = tag(asked.reader.language)),
            {}};
}

Mine load_all(db::Read& db, Keys const& keys, http::Principal const& principal, Asked const& asked) {
    auto mine = load(db, principal, asked);
    std::vector<EventId> events;
    for (auto const id : db.all<RegistrationId>(sql::accounts::places, "person"_p = principal.person,
                                                                       "now"_p = asked.reader.now)) {
        auto one = registration::load_registration(db, id);
        events.push_back(one.event);
        auto token = registration::link_token(keys, "manage", one);
        mine.places.push_back({std::move(one), {}, std::move(token)});
    }
    auto const loaded = catalogue::load_events(db, events, asked.choice);
    for (auto& place : mine.places)
        for (auto const& event : loaded)
            if (event.id == place.registration.event)
                place.event = event;
    return mine;
}

void change(db::Write& tx, PersonId id, Changes const& changes, UtcTime now) {
    auto const before = load_person(tx, id);
    bool const is_whole = changes.from_page;
    tx.run(sql::accounts::change_person, "person"_p = id, "name"_p = changes.name.value_or(before.name),
           "language"_p = tag(changes.language.value_or(before.language)),
           "zone"_p = changes.zone.value_or(before.zone).name(),
           "organisation"_p = changes.organisation || is_whole ? changes.organisation : before.organisation,
           "country"_p = changes.country || is_whole ? changes.country : before.country,
           "shown_to"_p =
               changes.shown_to_members.value_or(before.shown_to_members) ? "members" : "facilitators",
           "now"_p = now);
}

struct Acted {
    Asked asked;
    bool signed_out = false;
    std::optional<Mine> mine; // where the form had mistakes
};

Acted act(db::Write& tx, Keys const& keys, http::Principal const& principal, Asked const& given) {
    auto asked = given;
    if (!asked.errors.empty())
        return {asked, false, load_all(tx, keys, principal, asked)};
    switch (asked.action) {
    case Action::see:
        break;
    case Action::change:
        change(tx, principal.person, asked.changes, asked.reader.now);
        asked.done = "saved";
        break;
    case Action::end_login:
        if (!asked.login)
            throw Malformed("login");
        tx.run(sql::accounts::end_login, "login"_p = *asked.login, "person"_p = principal.person);
        asked.done = "ended";
        return {asked, *asked.login == principal.login, {}};
    case Action::end_others:
        tx.run(sql::accounts::end_other_logins, "person"_p = principal.person, "login"_p = principal.login);
        asked.done = "ended";
        break;
    case Action::sign_out:
        tx.run(sql::accounts::end_login, "login"_p = principal.login, "person"_p = principal.person);
        return {asked, true, {}};
    }
    return {asked, false, {}};
}

void forget_browser(http::Reply& reply, Parts const& parts) {
    reply.cache_control = "no-store";
    reply.headers.emplace_back("Set-Cookie", no_login_cookie(parts));
    reply.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
}

// --- API

http::Reply show_document(Mine const& mine) {
    auto const& person = mine.person;
    http::Json json;
    json.object()
        .field("name", person.name)
        .field("email", person.email)
        .field("locale", tag(person.language))
        .field("time_zone", person.zone.name())
        .field("organisation", person.organisation)
        .field("country", person.country)
        .field("shown_to", person.shown_to_members ? "members" : "facilitators")
        .field("is_administrator", mine.principal.is_administrator)
        .key("communities")
        .array();
    for (auto const& one : mine.communities)
        json.object()
            .field("slug", one.slug)
            .field("title", one.title)
            .field("language", one.language)
            .field("role", one.role)
            .end_object();
    json.end_array().end_object();
    auto reply = http::json_reply(200, json.take());
    reply.cache_control = "no-store";
    return reply;
}

http::Reply show_logins(Mine const& mine) {
    http::Json json;
    json.object().key("items").array();
    for (auto const& login : mine.logins)
        json.object()
            .field("id", login.id)
            .field("browser", login.browser)
            .field("created_at", login.created_at)
            .field("seen_at", login.seen_at)
            .field("is_this_one", login.id == mine.principal.login)
            .end_object();
    json.end_array().field("next", std::optional<std::string>()).end_object();
    auto reply = http::json_reply(200, json.take());
    reply.cache_control = "no-store";
    return reply;
}

// --- page

std::string when_text(UtcTime time, Mine const& mine) {
    auto const language = mine.asked.reader.language;
    auto const local = to_local(time, mine.person.zone);
    return say_date(language, local, to_local(mine.asked.reader.now, mine.person.zone)) + ", " +
           say_clock(local) + " (" + say_zone(language, mine.person.zone) + ")";
}

http::Page page_of(Mine const& mine) {
    auto const& [asked, principal, person, logins, communities, places] = mine;
    auto const language = asked.reader.language;
    http::Page page;
    page.fragment = "account";
    page.language = language;
    page.title = say(language, "account");
    page.path = "/account";
    page.indexable = false;
    auto const done = Word::find("account_" + asked.done);
    bool const known = asked.done == "saved" || asked.done == "ended" || asked.done == "welcome";
    std::vector<http::Values> locales, browsers, shown_communities, shown_places;
    for (auto const one : languages)
        locales.push_back(http::Values()
                              .set("code", tag(one))
                              .set("name", own_name(tag(one)))
                              .set("chosen", one == person.language));
    for (auto const& one : communities) {
        auto const role = Word::find("standing_" + one.role);
        shown_communities.push_back(http::Values()
                                        .set("title", one.title)
                                        .set("language", one.language)
                                        .set("url", asked.prefix + "/communities/" + one.slug + "/members")
                                        .set("role_text", role ? say(language, *role) : one.role));
    }
    for (auto const& login : logins)
        browsers.push_back(
            http::Values()
                .set("id", login.id.value())
                .set("name", login.browser.empty() ? say(language, "account_browser") : login.browser)
                .set("when_text", when_text(login.seen_at, mine))
                .set("this_one", login.id == principal.login));
    for (auto const& place : places) {
        http::Values values;
        for (auto const& edition : place.event.editions)
            if (edition.id == place.registration.edition)
                if (auto const* session = catalogue::next_session(edition, asked.reader.now))
                    values = catalogue::view(*session, asked.reader);
        auto const word = Word::find("short_" + std::string(registration::name(place.registration.state)));
        shown_places.push_back(
            values
                .set("event",
                     http::Values().set("title", place.event.title).set("language", place.event.language))
                .set("token", place.token)
                .set("state_text", word ? say(language, *word) : ""));
    }
    http::Values form;
    for (auto const* field : {"errors", "has_errors", "name_error", "time_zone_error", "organisation_error"})
        form.set(field, false);
    page.values.set("action", asked.prefix + "/account")
        .set("done_text", known && done ? say(language, *done) : "")
        .set("email", person.email)
        .set("name", person.name)
        .set("time_zone", person.zone.name())
        .set("organisation", person.organisation.value_or(""))
        .set("country", person.country.value_or(""))
        .set("locales", std::move(locales))
        .set("is_administrator", principal.is_administrator)
        .set("people_url", asked.prefix + "/admin/people")
        .set("audit_url", asked.prefix + "/admin/audit")
        .set("shown_to_members", person.shown_to_members)
        .set("has_communities", !shown_communities.empty())
        .set("communities", std::move(shown_communities))
        .set("has_others", browsers.size() > 1)
        .set("browsers", std::move(browsers))
        .set("has_places", !shown_places.empty())
        .set("places", std::move(shown_places))
        .set("form", http::with_errors(std::move(form), asked.errors, language));
    return page;
}

http::Reply show_page_of(Mine const& mine) {
    auto reply = http::show_page(page_of(mine), mine.asked.errors.empty() ? 200 : 422);
    reply.cache_control = "no-store";
    return reply;
}

http::Reply show_acted(Parts const& parts, Acted const& acted) {
    if (acted.mine)
        return show_page_of(*acted.mine);
    auto const& asked = acted.asked;
    auto reply = http::see_other(acted.signed_out ? (asked.prefix.empty() ? "/" : asked.prefix + "/")
                                                  : asked.prefix + "/account?done=" + asked.done);
    reply.cache_control = "no-store";
    if (acted.signed_out)
        forget_browser(reply, parts);
    return reply;
}

} // namespace

http::Endpoint show_account() {
    return http::endpoint(ask).read(load).reply(show_document);
}

http::Endpoint change_account() {
    auto const write = [](db::Write& tx, http::Principal const& principal, Asked const& asked) {
        change(tx, principal.person, asked.changes, asked.reader.now);
        return load(tx, principal, asked);
    };
    return http::endpoint(read_patch).write(write).reply(show_document);
}

http::Endpoint list_logins() {
    return http::endpoint(ask).read(load).reply(show_logins);
}

http::Endpoint end_login(Parts const& parts) {
    auto const read = [](http::Request const& request) { return http::Form{request}.path<LoginId>("login"); };
    auto const write = [](db::Write& tx, http::Principal const& principal, LoginId const& login) {
        if (tx.run(sql::accounts::end_login, "login"_p = login, "person"_p = principal.person) != 1)
            throw NotFound("login");
        return login == principal.login;
    };
    return http::endpoint(read).write(write).reply([&parts](bool const& was_this_one) {
        auto reply = http::json_reply(200, "{}");
        if (was_this_one)
            forget_browser(reply, parts);
        return reply;
    });
}

http::Endpoint sign_out(Parts const& parts) {
    auto const write = [](db::Write& tx, http::Principal const& principal, int const&) {
        tx.run(sql::accounts::end_login, "login"_p = principal.login, "person"_p = principal.person);
        return 0;
    };
    return http::endpoint([](http::Request const&) { return 0; }).write(write).reply([&parts](int const&) {
        auto reply = http::json_reply(200, "{}");
        forget_browser(reply, parts);
        return reply;
    });
}

http::Endpoint show_account_page(Parts const& parts) {
    auto const read = [&parts](db::Read& db, http::Principal const& principal, Asked const& asked) {
        return load_all(db, parts.keys, principal, asked);
    };
    return http::endpoint(ask).read(read).reply(show_page_of);
}

http::Endpoint act_on_account_page(Parts const& parts) {
    auto const write = [&parts](db::Write& tx, http::Principal const& principal, Asked const& asked) {
        return act(tx, parts.keys, principal, asked);
    };
    return http::endpoint(read_page).write(write).reply(
        [&parts](Acted const& acted) { return show_acted(parts, acted); });
}

} // namespace lectern::accounts

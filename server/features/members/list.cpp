// The members of a community: document and page. On the page, facilitators give roles, remove and invite.
// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/words.hpp"
#include "features/members/handlers.hpp"
#include "features/members/load.hpp"
#include "gen/sql/members.hpp"
#include "http/access.hpp"
#include "http/form.hpp"
#include "http/json.hpp"
#include "http/page_form.hpp"

#include <array>

namespace lectern::members {
namespace {

constexpr std::array<std::string_view, 3> roles{"member", "moderator", "facilitator"};

enum class Action { see, set_role, remove, invite, withdraw };

struct Asked {
    Action action = Action::see;
    http::PageOf page;
    std::optional<std::string> name;
    std::optional<PersonId> person;
    std::optional<http::Role> role;
    std::int64_t invitation = 0;
    std::optional<Email> email;
    Language mail_language = Language::en;
    http::Values typed;
    std::vector<FieldError> errors;
    std::string prefix, done;
    Language language = Language::en;
    UtcTime now{};
};

struct MemberRow {
    Member member;
    static MemberRow from(db::Row const& row) {
        auto const role = http::role_of(row.get<std::string>("role"));
        ensure(role.has_value(), "a membership has a role that the program does not know");
        return {{row.get<PersonId>("id"), row.get<std::string>("name"),
                 row.get<std::optional<std::string>>("organisation"),
                 row.get<std::optional<std::string>>("country"), *role, row.get<UtcTime>("joined_at"),
                 row.get<std::int64_t>("rank")}};
    }
};

struct Found {
    Asked asked;
    Community community;
    bool is_facilitator = false;
    PersonId self;
    std::int64_t count = 0;
    std::vector<Member> members; // those of this page
    std::optional<std::string> next;
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

bool is_facilitator(http::Principal const& principal) {
    return http::may(http::Access::facilitator, principal, principal.community);
}

Found load(db::Read& db, http::Principal const& principal, Asked const& asked) {
    auto const community = *principal.community;
    Found found{.asked = asked,
                .community = load_community(db, community, asked.language),
                .is_facilitator = is_facilitator(principal),
                .self = principal.person,
                .count = db.one<std::int64_t>(sql::members::count, "community"_p = community),
                .members = {},
                .next = {},
                .invitations = {}};
    bool const is_staff = http::may(http::Access::moderator, principal, community);
    std::optional<std::string> const pattern =
        asked.name ? std::optional("%" + escape_like(*asked.name) + "%") : std::nullopt;
    for (auto& row : db.all<MemberRow>(
             sql::members::page,
             "community"_p = community, "is_staff"_p = is_staff, "self"_p = principal.person,
             "after_rank"_p = asked.page.from_start ? -1 : asked.page.after_key,
             "after_id"_p = asked.page.after_id, "name"_p = pattern, "limit"_p = asked.page.limit + 1))
        found.members.push_back(std::move(row.member));
    if (found.members.size() > static_cast<std::size_t>(asked.page.limit)) {
        found.members.pop_back();
        auto const& last = found.members.back();
        found.next = http::cursor(last.rank, last.person.value());
    }
    if (found.is_facilitator)
        found.invitations = load_invitations(db, community, asked.now);
    return found;
}

// --- API

http::Reply show_document(Found const& found) {
    http::Json json;
    json.object().key("items").array();
    for (auto const& member : found.members)
        json.object()
            .field("id", member.person)
            .field("name", member.name)
            .field("organisation", member.organisation)
            .field("country", member.country)
            .field("role", name(member.role))
            .field("joined_at", member.joined_at)
            .end_object();
    json.end_array().field("next", found.next).end_object();
    return never_kept(http::json_reply(200, json.take()));
}

std::optional<http::Role> read_role(http::Form& form) {
    auto const role = http::role_of(form.text("role", 20));
    if (!role && form.has("role"))
        form.add_error({"/role", "choice", {}});
    return role;
}

struct Change {
    PersonId person;
    http::Role role = http::Role::member;
    UtcTime now{};
};

Change read_change(http::Request const& request) {
    http::Form form{request};
    auto const role = read_role(form);
    form.refuse_unknown();
    form.finish();
    return {form.path<PersonId>("person"), role.value_or(http::Role::member), request.now};
}

Change read_removal(http::Request const& request) {
    return {http::Form{request}.path<PersonId>("person"), http::Role::member, request.now};
}

// The fields of an invitation, of both faces.
void read_offer(http::Form& form, Asked& asked) {
    asked.email = form.email("email");
    asked.role = read_role(form);
    asked.mail_language = form.optional_language("locale").value_or(asked.language);
}

Asked read_invitation(http::Request const& request) {
    Asked asked;
    asked.language = request.language;
    asked.now = request.now;
    http::Form form{request};
    read_offer(form, asked);
    form.refuse_unknown();
    form.finish();
    return asked;
}

void send(db::Write& tx, accounts::Parts const& parts, http::Principal const& principal, Asked const& asked) {
    invite(tx, parts.keys, parts.site_name, principal,
           {.community = principal.community,
            .role = std::string(name(*asked.role)),
            .email = asked.email->address(),
            .email_key = asked.email->key(),
            .language = asked.mail_language},
           asked.now);
}

// --- page

Asked read_form(http::Request const& request) {
    auto asked = ask(request);
    http::Form form{request};
    auto const action = form.plain("action");
    auto const person = form.optional_number("person", 1, INT64_MAX >> 11);
    if (person)
        asked.person = PersonId{*person};
    if (action == "role" && person) {
        asked.action = Action::set_role;
        asked.role = read_role(form);
    } else if (action == "remove" && person) {
        asked.action = Action::remove;
    } else if (action == "withdraw") {
        asked.action = Action::withdraw;
        asked.invitation = form.optional_number("invitation", 1, INT64_MAX >> 11).value_or(0);
    } else if (action == "invite") {
        asked.action = Action::invite;
        read_offer(form, asked);
        asked.typed.set("email", form.as_typed("email"));
    } else {
        throw Malformed("action");
    }
    asked.errors = form.errors();
    return asked;
}

struct Acted {
    Asked asked;
    Community community;
    std::optional<Found> found; // where the form had mistakes
};

Acted act(db::Write& tx, accounts::Parts const& parts, http::Principal const& principal, Asked const& given) {
    auto asked = given;
    auto const id = *principal.community;
    auto const community = load_community(tx, id, asked.language);
    if (!asked.errors.empty())
        return {asked, community, load(tx, principal, asked)};
    switch (asked.action) {
    case Action::see:
        break;
    case Action::set_role:
        set_role(tx, principal, id, *asked.person, *asked.role, asked.now);
        asked.done = "saved";
        break;
    case Action::remove:
        remove(tx, principal, id, *asked.person, asked.now);
        asked.done = "removed";
        break;
    case Action::invite:
        send(tx, parts, principal, asked);
        asked.done = "invited";
        break;
    case Action::withdraw:
        if (!withdraw(tx, principal, id, asked.invitation, asked.now))
            throw NotFound("invitation");
        asked.done = "withdrawn";
        break;
    }
    return {asked, community, {}};
}

std::vector<http::Values> role_choices(Language language, http::Role chosen) {
    std::vector<http::Values> choices;
    for (auto const role : roles)
        choices.push_back(http::Values()
                              .set("role", role)
                              .set("role_text", say_role(language, role))
                              .set("chosen", role == name(chosen)));
    return choices;
}

http::Reply show_page_of(Found const& found) {
    auto const& asked = found.asked;
    auto const language = asked.language;
    auto const& community = found.community;
    http::Page page;
    page.fragment = "members";
    page.language = language;
    page.title = say(language, "members_of", {{"community", community.title}});
    page.path = "/communities/" + community.slug + "/members";
    page.indexable = false;
    auto const here = asked.prefix + page.path;
    std::vector<http::Values> members, invitations, languages_to_choose;
    for (auto const& member : found.members) {
        std::string about = member.organisation.value_or("");
        members.push_back(http::Values()
                              .set("id", member.person.value())
                              .set("name", member.name)
                              .set("about_text", about.empty() ? std::nullopt : std::optional(about))
                              .set("role_text", member.role == http::Role::member
                                                    ? std::nullopt
                                                    : std::optional(say_role(language, name(member.role))))
                              .set("is_self", member.person == found.self)
                              .set("may_change", found.is_facilitator)
                              .set("roles", role_choices(language, member.role)));
    }
    for (auto const& invitation : found.invitations)
        invitations.push_back(view(invitation, language, asked.now));
    for (auto const one : languages)
        languages_to_choose.push_back(http::Values()
                                          .set("code", tag(one))
                                          .set("name", own_name(tag(one)))
                                          .set("chosen", one == language));
    http::Values form;
    for (auto const* field : {"errors", "has_errors", "email", "email_error", "role_error"})
        form.set(field, false);
    form.add(asked.typed);
    auto const done = Word::find("members_" + asked.done);
    bool const is_known = asked.done == "joined" || asked.done == "saved" || asked.done == "removed" ||
                          asked.done == "invited" || asked.done == "withdrawn";
    page.values.set("action", here)
        .set("title", page.title)
        .set("community_url", asked.prefix + "/communities/" + community.slug)
        .set("membership_url", asked.prefix + "/communities/" + community.slug + "/membership")
        .set("community", community.title)
        .set("language", community.language)
        .set("count_text", say_count(language, "members_count", found.count))
        .set("done_text", is_known && done ? std::optional(say(language, *done)) : std::nullopt)
        .set("name", asked.name.value_or(""))
        .set("has_members", !members.empty())
        .set("members", std::move(members))
        .set("is_facilitator", found.is_facilitator)
        .set("roles", role_choices(language, asked.role.value_or(http::Role::member)))
        .set("locales", std::move(languages_to_choose))
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

http::Endpoint list_members() {
    return http::endpoint(ask).read(load).reply(show_document);
}

http::Endpoint show_members_page() {
    return http::endpoint(ask).read(load).reply(show_page_of);
}

http::Endpoint act_on_members_page(accounts::Parts const& parts) {
    auto const write = [&parts](db::Write& tx, http::Principal const& principal, Asked const& asked) {
        return act(tx, parts, principal, asked);
    };
    return http::endpoint(read_form).write(write).reply([](Acted const& acted) {
        if (acted.found)
            return show_page_of(*acted.found);
        return never_kept(http::see_other(acted.asked.prefix + "/communities/" + acted.community.slug +
                                          "/members?done=" + acted.asked.done));
    });
}

http::Endpoint change_member() {
    auto const write = [](db::Write& tx, http::Principal const& principal, Change const& change) {
        set_role(tx, principal, *principal.community, change.person, change.role, change.now);
        return 0;
    };
    return http::endpoint(read_change).write(write).reply([](int const&) {
        return never_kept(http::json_reply(200, "{}"));
    });
}

http::Endpoint remove_member() {
    auto const write = [](db::Write& tx, http::Principal const& principal, Change const& change) {
        remove(tx, principal, *principal.community, change.person, change.now);
        return 0;
    };
    return http::endpoint(read_removal).write(write).reply([](int const&) {
        return never_kept(http::json_reply(200, "{}"));
    });
}

http::Endpoint list_invitations() {
    auto const read = [](db::Read& db, http::Principal const& principal, Asked const& asked) {
        return load_invitations(db, *principal.community, asked.now);
    };
    return http::endpoint(ask).read(read).reply([](std::vector<Invitation> const& all) {
        http::Json json;
        json.object().key("items").array();
        for (auto const& one : all)
            json.object()
                .field("id", one.id)
                .field("email", one.email)
                .field("role", one.role)
                .field("invited_by", one.inviter)
                .field("created_at", one.created_at)
                .field("expires_at", one.expires_at)
                .end_object();
        json.end_array().field("next", std::optional<std::string>()).end_object();
        return never_kept(http::json_reply(200, json.take()));
    });
}

http::Endpoint send_invitation(accounts::Parts const& parts) {
    auto const write = [&parts](db::Write& tx, http::Principal const& principal, Asked const& asked) {
        send(tx, parts, principal, asked);
        return 0;
    };
    return http::endpoint(read_invitation).write(write).reply([](int const&) {
        return never_kept(http::json_reply(202, "{}"));
    });
}

http::Endpoint withdraw_invitation() {
    struct Which {
        std::int64_t invitation;
        UtcTime now;
    };
    auto const read = [](http::Request const& request) {
        return Which{http::Form{request}.path<InvitationId>("invitation").value(), request.now};
    };
    auto const write = [](db::Write& tx, http::Principal const& principal, Which const& which) {
        if (!withdraw(tx, principal, principal.community, which.invitation, which.now))
            throw NotFound("invitation");
        return 0;
    };
    return http::endpoint(read).write(write).reply(
        [](int const&) { return never_kept(http::json_reply(200, "{}")); });
}

} // namespace lectern::members

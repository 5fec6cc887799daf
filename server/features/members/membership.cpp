// POST and DELETE …/membership, and its page: joining and leaving a community.
// SPDX-License-Identifier: MIT
#include "base/words.hpp"
#include "features/members/handlers.hpp"
#include "features/members/load.hpp"
#include "http/form.hpp"
#include "http/json.hpp"

namespace lectern::members {
namespace {

enum class Action { see, join, leave };

struct Asked {
    Action action = Action::see;
    std::string slug, prefix;
    Language language = Language::en;
    UtcTime now{};
};

Asked ask(http::Request const& request) {
    Asked asked;
    asked.slug = request.parameter("community");
    asked.prefix = request.prefix();
    asked.language = request.language;
    asked.now = request.now;
    return asked;
}

struct Found {
    Asked asked;
    Community community;
    std::optional<http::Role> role;
};

CommunityId community_of_slug(db::Read& db, std::string const& slug) {
    if (auto const id = find_community(db, slug))
        return *id;
    throw NotFound("community");
}

Found load(db::Read& db, http::Principal const& principal, Asked const& asked) {
    auto const id = community_of_slug(db, asked.slug);
    return {asked, load_community(db, id, asked.language), find_role(db, id, principal.person)};
}

Found act(db::Write& tx, http::Principal const& principal, Asked const& asked) {
    auto const id = community_of_slug(tx, asked.slug);
    if (asked.action == Action::join)
        give_role(tx, id, principal.person, http::Role::member, asked.now);
    else
        remove(tx, principal, id, principal.person, asked.now);
    return load(tx, principal, asked);
}

auto acting(Action action) {
    return [action](http::Request const& request) {
        auto asked = ask(request);
        asked.action = action;
        http::Form form{request};
        form.refuse_unknown();
        form.finish();
        return asked;
    };
}

Asked read_form(http::Request const& request) {
    auto asked = ask(request);
    http::Form form{request};
    auto const action = form.plain("action");
    if (action == "join")
        asked.action = Action::join;
    else if (action == "leave")
        asked.action = Action::leave;
    else
        throw Malformed("action");
    return asked;
}

http::Reply show_page_of(Found const& found) {
    auto const& [asked, community, role] = found;
    http::Page page;
    page.fragment = "membership";
    page.language = asked.language;
    page.title = community.title;
    page.path = "/communities/" + community.slug + "/membership";
    page.indexable = false;
    page.values.set("action", asked.prefix + page.path)
        .set("title", community.title)
        .set("language", community.language)
        .set("url", asked.prefix + "/communities/" + community.slug)
        .set("is_member", role.has_value())
        .set("role_text", role ? std::optional(say_role(asked.language, name(*role))) : std::nullopt);
    return never_kept(http::show_page(std::move(page)));
}

} // namespace

http::Endpoint join() {
    return http::endpoint(acting(Action::join)).write(act).reply([](Found const& found) {
        http::Json json;
        json.object().field("community", found.community.slug).field("role", name(*found.role)).end_object();
        return never_kept(http::json_reply(200, json.take()));
    });
}

http::Endpoint leave() {
    return http::endpoint(acting(Action::leave)).write(act).reply([](Found const&) {
        return never_kept(http::json_reply(200, "{}"));
    });
}

http::Endpoint show_membership_page() {
    return http::endpoint(ask).read(load).reply(show_page_of);
}

http::Endpoint act_on_membership_page() {
    return http::endpoint(read_form).write(act).reply([](Found const& found) {
        auto const here = found.asked.prefix + "/communities/" + found.community.slug;
        return never_kept(http::see_other(here + (found.role ? "/members?done=joined" : "/membership")));
    });
}

} // namespace lectern::members

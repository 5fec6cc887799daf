// Taking the role of a mailed invitation. Its link is inert: the token travels in the fragment, and a press
// posts it. Whoever holds it holds the mailbox, so the address is proven and its owner let in.
// SPDX-License-Identifier: MIT
#include "base/words.hpp"
#include "features/audit/audit.hpp"
#include "features/members/handlers.hpp"
#include "features/members/load.hpp"
#include "features/members/rules.hpp"
#include "gen/sql/members.hpp"
#include "http/form.hpp"
#include "http/json.hpp"
#include "http/router.hpp"

namespace lectern::members {
namespace {

struct Asked {
    std::string token, agent, cookie_before, prefix;
    Language language = Language::en;
    UtcTime now{};
};

struct Offered {
    std::int64_t id;
    std::optional<CommunityId> community;
    std::string role, email, email_key;
    static Offered from(db::Row const& row) {
        return {row.get<std::int64_t>("id"), row.get<std::optional<CommunityId>>("community_id"),
                row.get<std::string>("role"), row.get<std::string>("email"),
                row.get<std::string>("email_key")};
    }
};

struct Accepted {
    Asked asked;
    std::optional<accounts::LetIn> in; // none: the link opens nothing
    std::string next;
};

Asked ask(http::Request const& request) {
    Asked asked;
    asked.prefix = request.prefix();
    asked.language = request.language;
    asked.now = request.now;
    return asked;
}

auto reading(accounts::Parts const& parts, http::Face face) {
    return [&parts, face](http::Request const& request) {
        auto asked = ask(request);
        asked.agent = accounts::browser_name(request.field(http::Field::user_agent));
        asked.cookie_before = request.cookie(accounts::login_cookie_name(parts)).value_or("");
        http::Form form{request};
        asked.token = face == http::Face::api ? form.text("token", 100) : form.plain("token");
        if (face == http::Face::api) {
            form.refuse_unknown();
            form.finish();
        }
        return asked;
    };
}

Accepted accept(db::Write& tx, Asked const& asked) {
    auto const hash = sha256(asked.token);
    auto const offered =
        tx.maybe<Offered>(sql::members::invitation_by_token, "hash"_p = db::Bytes{hash}, "now"_p = asked.now);
    if (!offered)
        return {asked, {}, {}};
    tx.run(sql::members::end_invitation, "invitation"_p = offered->id, "now"_p = asked.now);
    auto in = accounts::let_in(tx, {.email = offered->email,
                                    .email_key = offered->email_key,
                                    .name = {},
                                    .language = asked.language,
                                    .browser = asked.agent,
                                    .cookie_before = asked.cookie_before,
                                    .now = asked.now});
    std::string before, after = offered->role, next = "/account";
    if (offered->community) {
        auto const role = http::role_of(offered->role);
        ensure(role.has_value(), "an invitation has a role that the program does not know");
        auto const had = give_role(tx, *offered->community, in.person, *role, asked.now);
        before = had ? std::string(name(*had)) : "";
        after = name(higher(had.value_or(*role), *role));
        next = "/communities/" + load_community(tx, *offered->community, asked.language).slug +
               "/members?done=joined";
    } else {
        tx.run(sql::members::add_administrator, "person"_p = in.person, "now"_p = asked.now);
    }
    audit::record(tx,
                  {.actor = in.person,
                   .action = "invitation.accepted",
                   .noun = "person",
                   .noun_id = in.person.value(),
                   .community = offered->community,
                   .before = before,
                   .after = after},
                  asked.now);
    if (in.is_new)
        next = "/account?done=welcome";
    return {asked, std::move(in), asked.prefix + next};
}

http::Reply show_door(Asked const& asked, bool is_dead) {
    http::Page page;
    page.fragment = "invitation";
    page.language = asked.language;
    page.title = say(asked.language, "invitation_title");
    page.path = "/invitation";
    page.indexable = false;
    page.values.set("action", asked.prefix + "/invitation").set("dead", is_dead);
    return never_kept(http::show_page(std::move(page), is_dead ? 410 : 200));
}

http::Reply signed_in(http::Reply reply, accounts::Parts const& parts, Accepted const& accepted) {
    reply.headers.emplace_back("Set-Cookie", accounts::login_cookie(parts, accepted.in->cookie));
    return never_kept(std::move(reply));
}

} // namespace

http::Endpoint accept_invitation(accounts::Parts const& parts) {
    return http::endpoint(reading(parts, http::Face::api))
        .write(accept)
        .reply([&parts](Accepted const& accepted) {
            if (!accepted.in)
                throw Gone();
            http::Json json;
            json.object().field("next", accepted.next).end_object();
            return signed_in(http::json_reply(200, json.take()), parts, accepted);
        });
}

http::Endpoint show_invitation_page() {
    return http::endpoint(ask).reply([](Asked const& asked) { return show_door(asked, false); });
}

http::Endpoint accept_on_invitation_page(accounts::Parts const& parts) {
    return http::endpoint(reading(parts, http::Face::page))
        .write(accept)
        .reply([&parts](Accepted const& accepted) {
            if (!accepted.in)
                return show_door(accepted.asked, true);
            return signed_in(http::see_other(accepted.next), parts, accepted);
        });
}

} // namespace lectern::members

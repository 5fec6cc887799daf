// Members, roles and invitations in the database. Every change by staff is noted in the audit log.
// SPDX-License-Identifier: MIT
#include "features/members/load.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/audit/audit.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/members/rules.hpp"
#include "features/messages/messages.hpp"
#include "gen/sql/members.hpp"
#include "http/request.hpp"

namespace lectern::members {
namespace {

http::Role role_from(std::string const& text) {
    auto const role = http::role_of(text);
    ensure(role.has_value(), "a membership has a role that the program does not know");
    return *role;
}

struct CommunityRow {
    Community community;
    static CommunityRow from(db::Row const& row) {
        return {{row.get<CommunityId>("id"), row.get<std::string>("slug"), row.get<std::string>("title"),
                 row.get<std::string>("language")}};
    }
};

struct InvitationRow {
    Invitation invitation;
    static InvitationRow from(db::Row const& row) {
        return {{row.get<std::int64_t>("id"), row.get<std::string>("role"), row.get<std::string>("email"),
                 row.get<std::string>("inviter"), row.get<UtcTime>("created_at"),
                 row.get<UtcTime>("expires_at")}};
    }
};

void note(db::Write& tx, http::Principal const& actor, std::string_view action, CommunityId community,
          PersonId person, std::string before, std::string after, UtcTime now) {
    audit::record(tx,
                  {.actor = actor.person,
                   .action = action,
                   .noun = "person",
                   .noun_id = person.value(),
                   .community = community,
                   .before = std::move(before),
                   .after = std::move(after)},
                  now);
}

void check_facilitators(db::Read& db, http::Principal const& actor, CommunityId community, http::Role before,
                        std::optional<http::Role> after) {
    auto const facilitators =
        db.one<std::int64_t>(sql::members::count_facilitators, "community"_p = community);
    if (!may_lose(before, after, facilitators, actor.is_administrator))
        throw Conflict("last_facilitator");
}

http::Role load_role(db::Read& db, CommunityId community, PersonId person) {
    auto const role = find_role(db, community, person);
    if (!role)
        throw NotFound("member");
    return *role;
}

} // namespace

std::optional<CommunityId> community_of(db::Read& db, http::Request const& request) {
    return find_community(db, request.parameter("community"));
}

std::optional<CommunityId> find_community(db::Read& db, std::string const& slug) {
    return db.maybe<CommunityId>(sql::members::community_of_slug, "slug"_p = slug);
}

Community load_community(db::Read& db, CommunityId id, Language language) {
    return db.one<CommunityRow>(sql::members::community, "community"_p = id, "language"_p = tag(language))
        .community;
}

std::optional<http::Role> find_role(db::Read& db, CommunityId community, PersonId person) {
    auto const role =
        db.maybe<std::string>(sql::members::role, "community"_p = community, "person"_p = person);
    return role ? std::optional(role_from(*role)) : std::nullopt;
}

std::optional<http::Role> give_role(db::Write& tx, CommunityId community, PersonId person, http::Role role,
                                    UtcTime now) {
    auto const before = find_role(tx, community, person);
    if (!before)
        tx.run(sql::members::join, "community"_p = community, "person"_p = person, "role"_p = name(role),
               "now"_p = now);
    else
        tx.run(sql::members::set_role, "community"_p = community, "person"_p = person,
               "role"_p = name(higher(*before, role)));
    tx.wake(catalogue::catalogue_changed);
    return before;
}

void set_role(db::Write& tx, http::Principal const& actor, CommunityId community, PersonId person,
              http::Role role, UtcTime now) {
    auto const before = load_role(tx, community, person);
    if (before == role)
        return;
    check_facilitators(tx, actor, community, before, role);
    tx.run(sql::members::set_role, "community"_p = community, "person"_p = person, "role"_p = name(role));
    note(tx, actor, "membership.role", community, person, std::string(name(before)), std::string(name(role)),
         now);
    tx.wake(catalogue::catalogue_changed);
}

void remove(db::Write& tx, http::Principal const& actor, CommunityId community, PersonId person,
            UtcTime now) {
    auto const before = load_role(tx, community, person);
    check_facilitators(tx, actor, community, before, {});
    tx.run(sql::members::remove, "community"_p = community, "person"_p = person);
    tx.run(sql::members::end_invitations_of, "community"_p = community, "person"_p = person, "now"_p = now);
    if (actor.person != person || before != http::Role::member) // leaving is nobody's business but one's own
        note(tx, actor, "membership.removed", community, person, std::string(name(before)), "", now);
    tx.wake(catalogue::catalogue_changed);
}

void invite(db::Write& tx, Keys const& keys, std::string const& site_name, http::Principal const& actor,
            Offer const& offer, UtcTime now) {
    if (offer.community) {
        auto const has = tx.maybe<std::string>(sql::members::role_of_address,
                                               "community"_p = *offer.community, "key"_p = offer.email_key);
        if (has && role_from(*has) >= role_from(offer.role))
            throw Conflict("already_member");
    }
    auto const lately = tx.one<std::int64_t>(sql::members::invited_since, "person"_p = actor.person,
                                             "since"_p = now - std::chrono::hours{24});
    if (lately >= most_invitations)
        throw Conflict("too_many_invitations");
    auto const to_address = [&](std::chrono::seconds within) {
        return tx.one<std::int64_t>(sql::members::address_invited_since, "key"_p = offer.email_key,
                                    "since"_p = now - within);
    };
    if (to_address(std::chrono::minutes{1}) > 0 || to_address(std::chrono::hours{24}) >= most_to_address)
        throw Conflict("invited_lately");
    tx.run(sql::members::replace_invitations, "key"_p = offer.email_key, "community"_p = offer.community,
           "now"_p = now);
    auto const token = base64url(random_bytes(32));
    auto const hash = sha256(token);
    auto const expires = now + invitation_time;
    auto const id = tx.one<std::int64_t>(
        sql::members::add_invitation, "community"_p = offer.community, "role"_p = offer.role,
        "email"_p = offer.email, "key"_p = offer.email_key, "language"_p = tag(offer.language),
        "token_hash"_p = db::Bytes{hash}, "person"_p = actor.person, "now"_p = now, "expires"_p = expires);
    auto const word = Word::find("standing_" + offer.role);
    ensure(word.has_value(), "a role has no word");
    messages::plan_membership_invitation(
        tx, keys,
        {.id = id,
         .email = offer.email,
         .email_key = offer.email_key,
         .language = offer.language,
         .community =
             offer.community ? load_community(tx, *offer.community, offer.language).title : site_name,
         .inviter = tx.one<std::string>(sql::members::name, "person"_p = actor.person),
         .role = *word,
         .token = token,
         .expires_at = expires},
        now);
    audit::record(tx,
                  {.actor = actor.person,
                   .action = "invitation.sent",
                   .noun = "invitation",
                   .noun_id = id,
                   .community = offer.community,
                   .before = "",
                   .after = offer.role + " " + offer.email},
                  now);
}

bool withdraw(db::Write& tx, http::Principal const& actor, std::optional<CommunityId> community,
              std::int64_t invitation, UtcTime now) {
    auto const offered = tx.maybe<std::string>(sql::members::open_invitation, "invitation"_p = invitation);
    if (tx.run(sql::members::withdraw_invitation, "invitation"_p = invitation, "community"_p = community,
               "now"_p = now) != 1)
        return false;
    audit::record(tx,
                  {.actor = actor.person,
                   .action = "invitation.withdrawn",
                   .noun = "invitation",
                   .noun_id = invitation,
                   .community = community,
                   .before = offered.value_or(""),
                   .after = ""},
                  now);
    return true;
}

std::vector<Invitation> load_invitations(db::Read& db, std::optional<CommunityId> community, UtcTime now) {
    std::vector<Invitation> all;
    for (auto& row :
         db.all<InvitationRow>(sql::members::invitations, "community"_p = community, "now"_p = now))
        all.push_back(std::move(row.invitation));
    return all;
}

std::string say_role(Language language, std::string_view role) {
    auto const word = Word::find("standing_" + std::string(role));
    return word ? say(language, *word) : std::string(role);
}

http::Values view(Invitation const& invitation, Language language, UtcTime now) {
    auto const zone = Zone::utc();
    return http::Values()
        .set("id", invitation.id)
        .set("email", invitation.email)
        .set("role_text", say_role(language, invitation.role))
        .set("inviter", invitation.inviter)
        .set("until_text", say_date(language, to_local(invitation.expires_at, zone), to_local(now, zone)));
}

http::Reply never_kept(http::Reply reply) {
    reply.cache_control = "no-store";
    return reply;
}

} // namespace lectern::members

// Members in the database: what only this feature's own files need.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/language.hpp"
#include "db/session.hpp"
#include "features/members/members.hpp"
#include "features/members/nouns.hpp"
#include "http/page.hpp"
#include "http/reply.hpp"

namespace lectern::members {

std::optional<CommunityId> find_community(db::Read& db, std::string const& slug);
Community load_community(db::Read& db, CommunityId id, Language language); // throws NotFound
std::optional<http::Role> find_role(db::Read& db, CommunityId community, PersonId person);

// Makes somebody a member, or more; tells those who show the community. Gives back what they were before.
std::optional<http::Role> give_role(db::Write& tx, CommunityId community, PersonId person, http::Role role,
                                    UtcTime now);
// Throws Conflict("last_facilitator").
void set_role(db::Write& tx, http::Principal const& actor, CommunityId community, PersonId person,
              http::Role role, UtcTime now);
void remove(db::Write& tx, http::Principal const& actor, CommunityId community, PersonId person, UtcTime now);

// What somebody invites to: a community, or (without one) administering the site.
struct Offer {
    std::optional<CommunityId> community;
    std::string role;
    std::string email, email_key;
    Language language = Language::en;
};
// Mails the link. Throws Conflict: "already_member", "too_many_invitations".
void invite(db::Write& tx, Keys const& keys, std::string const& site_name, http::Principal const& actor,
            Offer const& offer, UtcTime now);
// Whether there was such an open one.
bool withdraw(db::Write& tx, http::Principal const& actor, std::optional<CommunityId> community,
              std::int64_t invitation, UtcTime now);
std::vector<Invitation> load_invitations(db::Read& db, std::optional<CommunityId> community, UtcTime now);

// How pages and documents say them.
std::string say_role(Language language, std::string_view role);
http::Values view(Invitation const& invitation, Language language, UtcTime now);
http::Reply never_kept(http::Reply reply);

} // namespace lectern::members

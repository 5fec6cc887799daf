// Table of contents of members.
// SPDX-License-Identifier: MIT
#include "features/members/handlers.hpp"
#include "features/members/members.hpp"
#include "http/router.hpp"

namespace lectern::members {

void add_routes(http::Router& routes, accounts::Parts const& parts) {
    using enum http::Access;
    using http::Limit;

    routes.post("/api/v1/communities/{community}/membership", signed_in, join(), "Joins a community.")
        .limit(Limit::write)
        .answers(200, "Membership")
        .answers({404});
    routes.del("/api/v1/communities/{community}/membership", signed_in, leave(), "Leaves a community.")
        .limit(Limit::write)
        .answers(200, "Nothing")
        .answers({404, 409});
    routes
        .get("/api/v1/communities/{community}/members", member, list_members(),
             "Members who let themselves be seen; staff see all.")
        .parameters({"limit", "cursor", "member_name"})
        .answers(200, "MemberList")
        .answers({404});
    routes
        .patch("/api/v1/communities/{community}/members/{person}", facilitator, change_member(),
               "Gives a member another role.")
        .limit(Limit::write)
        .takes("MemberChanges")
        .answers(200, "Nothing")
        .answers({404, 409});
    routes
        .del("/api/v1/communities/{community}/members/{person}", facilitator, remove_member(),
             "Takes a member out of the community.")
        .limit(Limit::write)
        .answers(200, "Nothing")
        .answers({404, 409});
    routes
        .get("/api/v1/communities/{community}/invitations", facilitator, list_invitations(),
             "Invitations that nobody has taken yet.")
        .answers(200, "InvitationList")
        .answers({404});
    routes
        .post("/api/v1/communities/{community}/invitations", facilitator, send_invitation(parts),
              "Invites an address to be member, moderator or facilitator.")
        .limit(Limit::write)
        .takes("InvitationOffer")
        .answers(202, "Nothing")
        .answers({404, 409});
    routes
        .del("/api/v1/communities/{community}/invitations/{invitation}", facilitator, withdraw_invitation(),
             "Makes an invitation worthless.")
        .limit(Limit::write)
        .answers(200, "Nothing")
        .answers({404});
    routes
        .post("/api/v1/invitations/accept", anyone, accept_invitation(parts),
              "Takes the role of a mailed invitation, and signs its address in.")
        .limit(Limit::write)
        .takes("SignInLink")
        .answers(200, "SignedIn")
        .answers({410});
    routes
        .get("/api/v1/people", administrator, list_people(), "Everybody with an account, for administrators.")
        .parameters({"limit", "cursor", "person_name"})
        .answers(200, "PersonList");
    routes
        .patch("/api/v1/people/{person}", administrator, change_person(),
               "Makes somebody an administrator, or no longer.")
        .limit(Limit::write)
        .takes("PersonChanges")
        .answers(200, "Nothing")
        .answers({404, 409});

    routes.get("/communities/{community}/membership", signed_in, show_membership_page(),
               "Whether one is a member, and joining or leaving.");
    routes
        .post("/communities/{community}/membership", signed_in, act_on_membership_page(),
              "Joins or leaves a community.")
        .limit(Limit::write);
    routes.get("/communities/{community}/members", member, show_members_page(),
               "The members of a community; facilitators give roles and invite here.");
    routes
        .post("/communities/{community}/members", facilitator, act_on_members_page(parts),
              "Gives roles, removes, invites.")
        .limit(Limit::write);
    routes.get("/invitation", anyone, show_invitation_page(), "Takes the token of a mailed invitation.");
    routes
        .post("/invitation", anyone, accept_on_invitation_page(parts),
              "Takes the role of a mailed invitation.")
        .limit(Limit::write);
    routes.get("/admin/people", administrator, show_people_page(),
               "Everybody with an account; who administers the site.");
    routes
        .post("/admin/people", administrator, act_on_people_page(parts),
              "Makes administrators, or no longer; invites them.")
        .limit(Limit::write);
}

} // namespace lectern::members

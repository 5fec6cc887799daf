// The endpoints of this feature, for its table of contents.
// SPDX-License-Identifier: MIT
#pragma once

#include "features/accounts/accounts.hpp"
#include "http/endpoint.hpp"

namespace lectern::members {

http::Endpoint join();
http::Endpoint leave();
http::Endpoint show_membership_page();
http::Endpoint act_on_membership_page();

http::Endpoint list_members();
http::Endpoint show_members_page();
http::Endpoint act_on_members_page(accounts::Parts const& parts);
http::Endpoint change_member();
http::Endpoint remove_member();

http::Endpoint list_invitations();
http::Endpoint send_invitation(accounts::Parts const& parts);
http::Endpoint withdraw_invitation();
http::Endpoint accept_invitation(accounts::Parts const& parts);
http::Endpoint show_invitation_page();
http::Endpoint accept_on_invitation_page(accounts::Parts const& parts);

http::Endpoint list_people();
http::Endpoint change_person();
http::Endpoint show_people_page();
http::Endpoint act_on_people_page(accounts::Parts const& parts);

} // namespace lectern::members

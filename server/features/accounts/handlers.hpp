// The endpoints of this feature, for its table of contents.
// SPDX-License-Identifier: MIT
#pragma once

#include "features/accounts/accounts.hpp"
#include "http/endpoint.hpp"

namespace lectern::accounts {

http::Endpoint ask_for_link(Parts const& parts);
http::Endpoint sign_in_by_code(Parts const& parts);
http::Endpoint sign_in_by_link(Parts const& parts);
http::Endpoint show_sign_in_page(Parts const& parts, std::string const& state);
http::Endpoint act_on_sign_in_page(Parts const& parts);

http::Endpoint show_account();
http::Endpoint change_account();
http::Endpoint list_logins();
http::Endpoint end_login(Parts const& parts);
http::Endpoint sign_out(Parts const& parts);
http::Endpoint show_account_page(Parts const& parts);
http::Endpoint act_on_account_page(Parts const& parts);

http::Endpoint show_setup_page(Parts const& parts);
http::Endpoint set_up(Parts const& parts);

} // namespace lectern::accounts

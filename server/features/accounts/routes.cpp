// Table of contents of accounts.
// SPDX-License-Identifier: MIT
#include "features/accounts/handlers.hpp"
#include "http/router.hpp"

namespace lectern::accounts {

void add_routes(http::Router& routes, Parts const& parts) {
    using enum http::Access;
    using http::Limit;

    routes
        .post("/api/v1/sign-in", anyone, ask_for_link(parts),
              "Mails a link and a code that let in, whoever asks.")
        .limit(Limit::sign_in)
        .takes("SignIn")
        .answers(202, "Nothing");
    routes
        .post("/api/v1/sign-in/code", anyone, sign_in_by_code(parts),
              "Lets in the browser that asked, by its code.")
        .limit(Limit::write)
        .takes("SignInCode")
        .answers(200, "SignedIn")
        .answers({410});
    routes
        .post("/api/v1/sign-in/link", anyone, sign_in_by_link(parts),
              "Lets in by the token of a mailed link, once.")
        .limit(Limit::write)
        .takes("SignInLink")
        .answers(200, "SignedIn")
        .answers({410});
    routes.post("/api/v1/sign-out", signed_in, sign_out(parts), "Ends the login of this browser.")
        .limit(Limit::write)
        .answers(200, "Nothing");
    routes.get("/api/v1/account", signed_in, show_account(), "Who is signed in.").answers(200, "Account");
    routes.patch("/api/v1/account", signed_in, change_account(), "Changes name, language, zone and the like.")
        .limit(Limit::write)
        .takes("AccountChanges")
        .answers(200, "Account");
    routes.get("/api/v1/account/logins", signed_in, list_logins(), "Browsers in which one is signed in.")
        .answers(200, "LoginList");
    routes.del("/api/v1/account/logins/{login}", signed_in, end_login(parts), "Signs a browser out.")
        .limit(Limit::write)
        .answers(200, "Nothing")
        .answers({404});

    routes.get("/sign-in", anyone, show_sign_in_page(parts, ""),
               "Asks for an address, or takes a mailed link's token.");
    routes.get("/sign-in/code", anyone, show_sign_in_page(parts, "sent"), "Takes the code that was mailed.");
    routes.post("/sign-in", anyone, act_on_sign_in_page(parts), "Asks for a link.").limit(Limit::sign_in);
    routes.post("/sign-in/code", anyone, act_on_sign_in_page(parts), "Lets in by the code.")
        .limit(Limit::write);
    routes.post("/sign-in/link", anyone, act_on_sign_in_page(parts), "Lets in by the link's token.")
        .limit(Limit::write);
    routes.get("/account", signed_in, show_account_page(parts), "One's own account.");
    routes.post("/account", signed_in, act_on_account_page(parts), "Change, sign out here or elsewhere.")
        .limit(Limit::write);
    if (!parts.setup_token.empty()) {
        routes.get("/setup", anyone, show_setup_page(parts), "Makes the first administrator.");
        routes.post("/setup", anyone, set_up(parts), "Makes the first administrator, once.")
            .limit(Limit::write);
    }
}

} // namespace lectern::accounts

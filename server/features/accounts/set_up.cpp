// /setup: the first administrator, by the one-time token that `serve` prints while there is none. Once there
// is one, the page is gone for good: there is no default account. SPDX-License-Identifier: MIT
#include "base/words.hpp"
#include "features/accounts/handlers.hpp"
#include "features/accounts/load.hpp"
#include "features/accounts/rules.hpp"
#include "features/audit/audit.hpp"
#include "gen/sql/accounts.hpp"
#include "http/form.hpp"
#include "http/page_form.hpp"

namespace lectern::accounts {
namespace {

struct Asked {
    std::string token, name;
    std::optional<Email> email;
    http::Values typed;
    std::vector<FieldError> errors;
    std::string prefix, agent, cookie_before;
    Language language = Language::en;
    UtcTime now{};
};

struct Done {
    Asked asked;
    std::optional<LetIn> in;
};

Asked ask(http::Request const& request, Parts const& parts) {
    Asked asked;
    asked.prefix = request.prefix();
    asked.agent = browser_name(request.field(http::Field::user_agent));
    asked.cookie_before = request.cookie(login_cookie_name(parts)).value_or("");
    asked.language = request.language;
    asked.now = request.now;
    return asked;
}

Asked read_form(http::Request const& request, Parts const& parts) {
    auto asked = ask(request, parts);
    http::Form form{request};
    asked.token = form.plain("token");
    asked.email = form.email("email");
    asked.name = form.text("name", 120);
    if (!equal_in_constant_time(sha256(asked.token), sha256(parts.setup_token)))
        form.add_error({"/token", "setup_token", {}});
    asked.typed.set("email", form.as_typed("email"))
        .set("name", form.as_typed("name"))
        .set("token", asked.token);
    asked.errors = form.errors();
    return asked;
}

http::Reply show(Asked const& asked) {
    http::Page page;
    page.fragment = "setup";
    page.language = asked.language;
    page.title = say(asked.language, "setup_title");
    page.path = "/setup";
    page.indexable = false;
    http::Values form;
    for (auto const* field :
         {"errors", "has_errors", "token_error", "email_error", "name_error", "token", "email", "name"})
        form.set(field, false);
    form.add(asked.typed);
    page.values.set("action", asked.prefix + "/setup")
        .set("form", http::with_errors(std::move(form), asked.errors, asked.language));
    auto reply = http::show_page(std::move(page), asked.errors.empty() ? 200 : 422);
    reply.cache_control = "no-store";
    return reply;
}

} // namespace

http::Endpoint show_setup_page(Parts const& parts) {
    auto const read = [&parts](http::Request const& request) { return ask(request, parts); };
    auto const check = [](db::Read& db, Asked const& asked) {
        if (has_administrator(db))
            throw NotFound("setup");
        return asked;
    };
    return http::endpoint(read).read(check).reply(show);
}

http::Endpoint set_up(Parts const& parts) {
    auto const read = [&parts](http::Request const& request) { return read_form(request, parts); };
    auto const write = [](db::Write& tx, Asked const& asked) -> Done {
        if (has_administrator(tx))
            throw NotFound("setup");
        if (!asked.errors.empty())
            return {asked, {}};
        auto in = let_in(tx, {.email = asked.email->address(),
                              .email_key = asked.email->key(),
                              .name = asked.name,
                              .language = asked.language,
                              .browser = asked.agent,
                              .cookie_before = asked.cookie_before,
                              .now = asked.now});
        tx.run(sql::accounts::add_administrator, "person"_p = in.person, "now"_p = asked.now);
        audit::record(tx,
                      {.actor = {}, // by the token that the operator's server printed
                       .action = "administrator.made",
                       .noun = "person",
                       .noun_id = in.person.value(),
                       .community = {},
                       .before = "",
                       .after = asked.email->address()},
                      asked.now);
        return {asked, std::move(in)};
    };
    return http::endpoint(read).write(write).reply([&parts](Done const& done) {
        if (!done.in)
            return show(done.asked);
        auto reply = http::see_other(done.asked.prefix + "/account?done=welcome");
        reply.cache_control = "no-store";
        reply.headers.emplace_back("Set-Cookie", login_cookie(parts, done.in->cookie));
        return reply;
    });
}

} // namespace lectern::accounts

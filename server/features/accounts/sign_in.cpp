// Signing in by a mailed link, or by the code beside it in the browser that asked. Opening the link changes
// nothing: its token travels in the fragment, and a click posts it, so that scanners of mail sign nobody in.
// Every address is answered alike and with the same work. API and pages. SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/words.hpp"
#include "features/accounts/handlers.hpp"
#include "features/accounts/load.hpp"
#include "features/accounts/rules.hpp"
#include "features/messages/messages.hpp"
#include "gen/sql/accounts.hpp"
#include "http/endpoint.hpp"
#include "http/form.hpp"
#include "http/json.hpp"
#include "http/page_form.hpp"

namespace lectern::accounts {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view browser_cookie =
    "sign-in"; // of the browser that asked; the code counts there alone

enum class By { nothing, address, code, link };

struct Asked {
    By by = By::nothing;
    std::optional<Email> email;
    std::string code, token, next;
    std::string browser;       // the secret of the browser that asked, or ""
    std::string cookie_before; // of a login that it has
    std::string agent;
    std::vector<FieldError> errors; // of a page's form
    std::string typed_email, prefix;
    Language language = Language::en;
    UtcTime now{};
    bool secure = false;
};

Asked ask(http::Request const& request, Parts const& parts) {
    Asked asked;
    asked.browser = request.cookie(browser_cookie).value_or("");
    asked.cookie_before = request.cookie(login_cookie_name(parts)).value_or("");
    asked.agent = browser_name(request.field(http::Field::user_agent));
    asked.next = safe_path(request.query_value("next").value_or(""));
    asked.prefix = request.prefix();
    asked.language = request.language;
    asked.now = request.now;
    asked.secure = request.secure;
    return asked;
}

std::string digits(std::string const& text) { // people type codes with blanks
    std::string out;
    for (char const c : text)
        if (c >= '0' && c <= '9')
            out += c;
    return out;
}

std::string random_code() {
    std::uint64_t number = 0;
    for (unsigned char const byte : random_bytes(8))
        number = number << 8 | byte;
    auto const text = std::to_string(number % 100'000'000);
    return std::string(8 - text.size(), '0') + text;
}

std::string code_hash(std::string const& browser, std::string const& code) {
    return sha256("code " + browser + " " + code); // `browser` has 256 bits, and stands in no database
}

struct AskedBefore {
    int count;
    UtcTime latest_at;
    static AskedBefore from(db::Row const& row) {
        return {row.get<int>("id"), row.get<UtcTime>("latest_at")};
    }
};

struct SignIn {
    std::int64_t id;
    std::string email, email_key, next, code_hash;
    int tries;
    UtcTime expires_at;
    static SignIn from(db::Row const& row) {
        return {row.get<std::int64_t>("id"),       row.get<std::string>("email"),
                row.get<std::string>("email_key"), row.get<std::string>("next"),
                row.get<std::string>("code_hash"), row.get<int>("tries"),
                row.get<UtcTime>("expires_at")};
    }
};

struct Answered {
    Asked asked;
    std::string browser; // for the cookie, where a link was asked for
    std::optional<LetIn> in;
    std::string next;
    bool failed = false; // the code or link opens nothing
};

// Known or not, an address gets its mail; one that was sent too many is answered alike, and gets none.
Answered send_link(db::Write& tx, Parts const& parts, Asked const& asked) {
    // a browser that asks again keeps its secret, for the mail that it waits for may be the first one
    Answered answered{
        asked, asked.browser.size() == 43 ? asked.browser : base64url(random_bytes(32)), {}, {}, false};
    auto const key = asked.email->key();
    auto const person = find_person(tx, key);
    auto const hour =
        tx.one<AskedBefore>(sql::accounts::asked_since, "key"_p = key, "since"_p = asked.now - 1h);
    auto const day =
        tx.one<AskedBefore>(sql::accounts::asked_since, "key"_p = key, "since"_p = asked.now - 24h);
    bool const is_proven = person && person->is_verified;
    bool const may_send = may_send_link({hour.count, day.count, day.latest_at}, is_proven, asked.now);
    if (!may_send)
        return answered;
    tx.run(sql::accounts::void_sign_ins, "key"_p = key, "now"_p = asked.now);
    auto const token = base64url(random_bytes(32));
    auto const code = random_code();
    auto const token_hash = sha256(token), of_code = code_hash(answered.browser, code),
               of_browser = sha256(answered.browser);
    auto const expires = asked.now + link_time;
    auto const id = tx.one<std::int64_t>(
        sql::accounts::add_sign_in, "email"_p = asked.email->address(), "key"_p = key, "next"_p = asked.next,
        "token_hash"_p = db::Bytes{token_hash}, "code_hash"_p = db::Bytes{of_code},
        "browser_hash"_p = db::Bytes{of_browser}, "now"_p = asked.now, "expires"_p = expires);
    messages::plan_sign_in(
        tx, parts.keys,
        {.id = id,
         .email = is_proven ? person->email : asked.email->address(),
         .email_key = key,
         .name = is_proven ? person->name : "", // a form that nobody proved says nothing here
         .language = is_proven ? person->language : asked.language,
         .zone = person ? person->zone : Zone::utc(),
         .token = token,
         .code = code,
         .expires_at = expires},
        asked.now);
    return answered;
}

Answered let_in_by(db::Write& tx, Asked const& asked, std::optional<SignIn> const& found) {
    Answered answered{asked, {}, {}, {}, true};
    if (!found || tx.run(sql::accounts::use_sign_in, "sign_in"_p = found->id, "now"_p = asked.now) != 1)
        return answered;
    answered.in = let_in(tx, {.email = found->email,
                              .email_key = found->email_key,
                              .name = {},
                              .language = asked.language,
                              .browser = asked.agent,
                              .cookie_before = asked.cookie_before,
                              .now = asked.now});
    answered.next = found->next;
    answered.failed = false;
    return answered;
}

Answered act(db::Write& tx, Parts const& parts, Asked const& asked) {
    if (!asked.errors.empty())
        return {asked, {}, {}, {}, false};
    if (asked.by == By::address)
        return send_link(tx, parts, asked);
    if (asked.by == By::link) {
        auto const hash = sha256(asked.token);
        return let_in_by(tx, asked,
                         tx.maybe<SignIn>(sql::accounts::sign_in_by_token, "hash"_p = db::Bytes{hash}));
    }
    auto const hash = sha256(asked.browser);
    auto const found = tx.maybe<SignIn>(sql::accounts::sign_in_by_browser, "hash"_p = db::Bytes{hash});
    // a wrong try is written down, so it is an outcome and no exception
    if (!found || tx.run(sql::accounts::count_try, "sign_in"_p = found->id) != 1 ||
        !equal_in_constant_time(found->code_hash, code_hash(asked.browser, digits(asked.code))))
        return {asked, {}, {}, {}, true};
    return let_in_by(tx, asked, found);
}

std::string set_browser_cookie(Answered const& answered) {
    return std::string(browser_cookie) + "=" + answered.browser +
           "; Path=/; Max-Age=600; HttpOnly; SameSite=Lax" + (answered.asked.secure ? "; Secure" : "");
}

void set_cookies(http::Reply& reply, Parts const& parts, Answered const& answered) {
    reply.cache_control = "no-store";
    if (!answered.browser.empty())
        reply.headers.emplace_back("Set-Cookie", set_browser_cookie(answered));
    if (answered.in)
        reply.headers.emplace_back("Set-Cookie", login_cookie(parts, answered.in->cookie));
}

// --- API

auto read_json(Parts const& parts, By by) {
    return [&parts, by](http::Request const& request) {
        auto asked = ask(request, parts);
        asked.by = by;
        http::Form form{request};
        if (by == By::address) {
            asked.email = form.email("email");
            asked.next = safe_path(form.plain("next"));
        } else if (by == By::code) {
            asked.code = form.text("code", 20);
        } else {
            asked.token = form.text("token", 100);
        }
        form.refuse_unknown();
        form.finish();
        return asked;
    };
}

http::Reply show_document(Parts const& parts, Answered const& answered) {
    if (answered.failed)
        throw Gone();
    http::Json json;
    json.object();
    if (answered.in)
        json.field("next", answered.next.empty() ? "/account" : answered.next);
    json.end_object();
    auto reply = http::json_reply(answered.in ? 200 : 202, json.take());
    set_cookies(reply, parts, answered);
    return reply;
}

// --- pages

http::Page door(Asked const& asked, std::string const& state) {
    http::Page page;
    page.fragment = "sign-in";
    page.language = asked.language;
    page.title = say(asked.language, "sign_in");
    page.path = "/sign-in";
    page.indexable = false;
    http::Values form;
    form.set("email", asked.typed_email).set("email_error", false).set("errors", false);
    page.values.set("action", asked.prefix + "/sign-in")
        .set("next", asked.next)
        .set("sent", state == "sent")
        .set("wrong", state == "wrong")
        .set("dead", state == "dead")
        .set("form", http::with_errors(std::move(form), asked.errors, asked.language));
    return page;
}

Asked read_form(http::Request const& request, Parts const& parts) {
    auto asked = ask(request, parts);
    http::Form form{request};
    auto const action = form.plain("action");
    asked.next = safe_path(form.plain("next"));
    asked.typed_email = form.as_typed("email");
    bool const asks = request.path == "/sign-in"; // the only one that counts as asking for a mail
    if (asks && action == "address") {
        asked.by = By::address;
        asked.email = form.email("email");
    } else if (!asks && action == "code") {
        asked.by = By::code;
        asked.code = form.plain("code");
    } else if (!asks && action == "link") {
        asked.by = By::link;
        asked.token = form.plain("token");
    } else {
        throw Malformed("action");
    }
    asked.errors = form.errors();
    return asked;
}

http::Reply show_door(Asked const& asked, std::string const& state, int status) {
    auto reply = http::show_page(door(asked, state), status);
    reply.cache_control = "no-store";
    return reply;
}

http::Reply show_page_of(Parts const& parts, Answered const& answered) {
    auto const& asked = answered.asked;
    if (!asked.errors.empty())
        return show_door(asked, "", 422);
    if (answered.failed)
        return show_door(asked, asked.by == By::code ? "wrong" : "dead", 422);
    auto const next = asked.next.empty() ? "" : "?next=" + percent_encode(asked.next);
    bool const to_account = answered.next.empty() || answered.next.ends_with("/account");
    auto const home = asked.prefix + "/account" + (answered.in && answered.in->is_new ? "?done=welcome" : "");
    auto reply = http::see_other(!answered.in ? asked.prefix + "/sign-in/code" + next
                                 : to_account ? home
                                              : answered.next);
    set_cookies(reply, parts, answered);
    return reply;
}

} // namespace

http::Endpoint ask_for_link(Parts const& parts) {
    auto const write = [&parts](db::Write& tx, Asked const& asked) { return act(tx, parts, asked); };
    return http::endpoint(read_json(parts, By::address))
        .write(write)
        .reply([&parts](Answered const& answered) { return show_document(parts, answered); });
}

http::Endpoint sign_in_by_code(Parts const& parts) {
    auto const write = [&parts](db::Write& tx, Asked const& asked) { return act(tx, parts, asked); };
    return http::endpoint(read_json(parts, By::code)).write(write).reply([&parts](Answered const& answered) {
        return show_document(parts, answered);
    });
}

http::Endpoint sign_in_by_link(Parts const& parts) {
    auto const write = [&parts](db::Write& tx, Asked const& asked) { return act(tx, parts, asked); };
    return http::endpoint(read_json(parts, By::link)).write(write).reply([&parts](Answered const& answered) {
        return show_document(parts, answered);
    });
}

http::Endpoint show_sign_in_page(Parts const& parts, std::string const& state) {
    auto const read = [&parts](http::Request const& request) { return ask(request, parts); };
    return http::endpoint(read).reply([state](Asked const& asked) { return show_door(asked, state, 200); });
}

http::Endpoint act_on_sign_in_page(Parts const& parts) {
    auto const read = [&parts](http::Request const& request) { return read_form(request, parts); };
    auto const write = [&parts](db::Write& tx, Asked const& asked) { return act(tx, parts, asked); };
    return http::endpoint(read).write(write).reply(
        [&parts](Answered const& answered) { return show_page_of(parts, answered); });
}

} // namespace lectern::accounts

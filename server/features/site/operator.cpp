// /admin: the operator's own door while no mail server is configured, and the built-in mailbox behind it. The
// link that `serve` prints carries its token in the fragment; the page swaps it for a cookie, once.
// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/site/pages.hpp"
#include "http/form.hpp"
#include "mail/mailbox.hpp"

namespace lectern::site {
namespace {

constexpr std::string_view cookie_name = "operator";
constexpr std::size_t mails_on_a_page = 50;

struct Asked {
    std::string prefix, token, name, before;
    Language language = Language::en;
    UtcTime now{};
    bool signed_in = false;
    bool secure = false;
};

Asked ask(http::Request const& request) {
    Asked asked{request.prefix(),
                {},
                {},
                request.query_value("before").value_or(""),
                request.language,
                request.now,
                request.is_operator,
                request.secure};
    for (auto const& [name, value] : request.parameters)
        if (name == "name")
            asked.name = value;
    if (request.method == http::Method::post) {
        http::Form form{request};
        asked.token = form.plain("token");
    }
    return asked;
}

http::Page page_of(Asked const& asked, std::string fragment, std::string title) {
    http::Page page;
    page.fragment = std::move(fragment);
    page.language = asked.language;
    page.title = std::move(title);
    page.path = "/admin";
    page.indexable = false;
    return page;
}

http::Reply never_kept(http::Reply reply) {
    reply.cache_control = "no-store";
    return reply;
}

http::Reply show_door(Asked const& asked) {
    if (asked.signed_in)
        return http::see_other(asked.prefix + "/admin/mail");
    auto page = page_of(asked, "operator", say(asked.language, "operator_title"));
    page.values.set("action", asked.prefix + "/admin").set("failed", false);
    return never_kept(http::show_page(std::move(page)));
}

std::string when_text(Asked const& asked, std::optional<UtcTime> const& date) {
    if (!date)
        return {};
    auto const local = to_local(*date, Zone::utc());
    return say_date(asked.language, local, to_local(asked.now, Zone::utc())) + ", " + say_clock(local) +
           " UTC";
}

http::Reply show_list(Asked const& asked, mail::Mailbox const& mailbox) {
    auto const entries = mailbox.list(mails_on_a_page + 1, asked.before);
    auto page = page_of(asked, "mailbox", say(asked.language, "mailbox_title"));
    std::vector<http::Values> list;
    for (std::size_t i = 0; i < std::min(entries.size(), mails_on_a_page); ++i) {
        auto const& entry = entries[i];
        http::Values one;
        one.set("url", asked.prefix + "/admin/mail/" + percent_encode(entry.name))
            .set("subject", entry.subject)
            .set("to", entry.to)
            .set("when_text", when_text(asked, entry.date));
        list.push_back(std::move(one));
    }
    page.values
        .set("next_url", entries.size() > mails_on_a_page
                             ? std::optional(asked.prefix + "/admin/mail?before=" +
                                             percent_encode(entries[mails_on_a_page - 1].name))
                             : std::nullopt)
        .set("has_mails", !list.empty())
        .set("mails", std::move(list));
    return never_kept(http::show_page(std::move(page)));
}

http::Reply show_mail(Asked const& asked, mail::Mailbox const& mailbox, std::string const& policy) {
    auto const mail = mailbox.read(asked.name);
    if (!mail)
        throw NotFound("mail");
    auto page = page_of(asked, "mail", mail->subject);
    auto const here = asked.prefix + "/admin/mail/" + percent_encode(asked.name);
    page.values.set("subject", mail->subject)
        .set("from", mail->from)
        .set("to", mail->to)
        .set("when_text", when_text(asked, mail->date))
        .set("plain", mail->plain)
        .set("has_html", !mail->html.empty())
        .set("html_url", here + "/html")
        .set("eml_url", here + "/eml")
        .set("list_url", asked.prefix + "/admin/mail");
    auto reply = never_kept(http::show_page(std::move(page)));
    reply.headers.emplace_back("Content-Security-Policy", policy + "; frame-src 'self'");
    return reply;
}

http::Reply show_html(Asked const& asked, mail::Mailbox const& mailbox) {
    auto const mail = mailbox.read(asked.name);
    if (!mail || mail->html.empty())
        throw NotFound("mail");
    auto reply = http::json_reply(200, mail->html);
    reply.type = "text/html; charset=utf-8";
    reply.headers.emplace_back(
        "Content-Security-Policy",
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'");
    return never_kept(std::move(reply));
}

http::Reply download(Asked const& asked, mail::Mailbox const& mailbox) {
    auto const bytes = mailbox.bytes(asked.name);
    if (!bytes)
        throw NotFound("mail");
    auto reply = http::json_reply(200, *bytes);
    reply.type = "message/rfc822";
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"mail.eml\"");
    return never_kept(std::move(reply));
}

} // namespace

std::optional<std::string> Operator::sign_in(std::string_view token) {
    std::lock_guard const lock(mutex_);
    if (token_.empty() || !equal_in_constant_time(sha256(token), sha256(token_)))
        return {};
    token_.clear(); // once
    session_ = base64url(random_bytes(32));
    return session_;
}

bool Operator::is_signed_in(http::Request const& request) const {
    auto const given = request.cookie(cookie_name);
    std::lock_guard const lock(mutex_);
    return given && !session_.empty() && equal_in_constant_time(sha256(*given), sha256(session_));
}

std::string Operator::token() const {
    std::lock_guard const lock(mutex_);
    return token_;
}

void add_operator_routes(http::Router& routes, Parts const& parts, Operator& op) {
    using enum http::Access;
    auto const* mailbox = parts.mailbox;
    ensure(mailbox != nullptr, "the operator's pages need the built-in mailbox");
    auto const policy = http::content_security_policy(parts.assets);
    auto const sign_in = [&op](Asked const& asked) {
        auto const session = op.sign_in(asked.token);
        if (!session) {
            auto page = page_of(asked, "operator", say(asked.language, "operator_title"));
            page.values.set("action", asked.prefix + "/admin").set("failed", true);
            return never_kept(http::show_page(std::move(page), 403));
        }
        auto reply = http::see_other(asked.prefix + "/admin/mail");
        reply.headers.emplace_back("Set-Cookie", std::string(cookie_name) + "=" + *session +
                                                     "; Path=/; HttpOnly; SameSite=Lax" +
                                                     (asked.secure ? "; Secure" : ""));
        return reply;
    };
    // the mailbox is a folder: it is read on a reader thread, never on a lane
    auto const through_reader = [](auto show) {
        return http::endpoint(ask)
            .read([show](db::Read&, Asked const& asked) { return show(asked); })
            .reply([](http::Reply const& reply) { return reply; });
    };
    routes.get("/admin", anyone, http::endpoint(ask).reply(show_door), "The operator's door.");
    routes
        .post("/admin", anyone, http::endpoint(ask).reply(sign_in), "Swaps the one-time token for a cookie.")
        .limit(http::Limit::write);
    routes.get("/admin/mail", operator_only,
               through_reader([mailbox](Asked const& asked) { return show_list(asked, *mailbox); }),
               "The built-in mailbox.");
    routes.get("/admin/mail/{name}", operator_only, through_reader([mailbox, policy](Asked const& asked) {
                   return show_mail(asked, *mailbox, policy);
               }),
               "One mail.");
    routes.get("/admin/mail/{name}/html", operator_only,
               through_reader([mailbox](Asked const& asked) { return show_html(asked, *mailbox); }),
               "Its HTML face, framed.");
    routes.get("/admin/mail/{name}/eml", operator_only,
               through_reader([mailbox](Asked const& asked) { return download(asked, *mailbox); }),
               "The mail as a file.");
}

} // namespace lectern::site

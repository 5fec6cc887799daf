// The mail that lets somebody in: planned sealed, opened when it is written.
// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "features/messages/outbox.hpp"
#include "gen/sql/messages.hpp"
#include "mail/template.hpp"

namespace lectern::messages {
namespace {

constexpr std::string_view purpose = "sign-in";

// One value a line; none of them can hold a line end (clean_line).
struct Secrets {
    std::string token, code, name, zone;
    UtcTime expires_at{};
};

std::string write(Secrets const& secrets) {
    return secrets.token + "\n" + secrets.code + "\n" + rfc3339(secrets.expires_at) + "\n" + secrets.zone +
           "\n" + secrets.name;
}

Secrets read(std::string const& text) {
    std::array<std::string, 5> lines;
    std::size_t at = 0;
    for (auto& line : lines) {
        auto const end = std::min(text.find('\n', at), text.size());
        line = text.substr(at, end - at);
        at = std::min(end + 1, text.size());
    }
    auto const expires_at = parse_rfc3339(lines[2]);
    ensure(expires_at.has_value(), "a sealed sign-in has no end");
    return {lines[0], lines[1], lines[4], lines[3], *expires_at};
}

} // namespace

void plan_sign_in(db::Write& tx, Keys const& keys, SignInLink const& link, UtcTime now) {
    auto const key = "sign-in:" + std::to_string(link.id);
    auto const sealed = keys.seal(
        purpose, write({link.token, link.code, link.name, std::string(link.zone.name()), link.expires_at}));
    tx.maybe<MessageId>(sql::messages::insert_sealed, "key"_p = key,
                        "message_id"_p = hex(sha256(key)).substr(0, 32), "kind"_p = name(Kind::sign_in),
                        "priority"_p = priority(Kind::sign_in), "email"_p = link.email,
                        "email_key"_p = link.email_key, "language"_p = tag(link.language),
                        "sealed"_p = sealed, "now"_p = now, "not_after"_p = link.expires_at);
    tx.wake(outbox_changed);
}

Rendered render_sign_in(Row const& row, WorkerOptions const& options, Keys const& keys, UtcTime now) {
    auto const text = row.sealed ? keys.unseal(purpose, *row.sealed) : std::nullopt;
    ensure(text.has_value(), "a sign-in was not sealed here");
    auto const secrets = read(*text);
    auto const from = Email::parse(options.from);
    auto const to = Email::parse(row.email);
    ensure(from && to, "the outbox holds an address that is none");
    if (now >= secrets.expires_at)
        return {"too late", {*from, *to}, {}, {}, {}, {}};
    auto const language = row.language;
    auto const prefix = options.site_url + (language == Language::en ? "" : "/" + std::string(tag(language)));
    auto const zone = Zone::find(secrets.zone).value_or(Zone::utc());
    mail::Values values;
    values.set("name", secrets.name);
    for (auto const* unused : {"event", "month", "community", "contact", "imprint"})
        values.set(unused, std::string());
    for (auto const* unused : {"event_url", "manage_url", "unsubscribe_url", "not_me_url"})
        values.set(unused, std::optional<mail::Url>());
    for (auto const* unused : {"several_events", "whole_month"})
        values.set(unused, false);
    values.set("site", options.site_name);
    values.set("site_url", mail::Url::parse(prefix + "/"));
    values.set("sign_in_url", mail::Url::parse(prefix + "/sign-in#" + secrets.token));
    values.set("code", secrets.code.substr(0, 4) + " " + secrets.code.substr(4));
    values.set("expires",
               say_clock(to_local(secrets.expires_at, zone)) + " (" + say_zone(language, zone) + ")");
    auto const written =
        mail::render({text_source(Kind::sign_in, language), frame_source(language), language}, values);
    mail::Message message{.key = row.key,
                          .message_id = row.message_id + "@" + options.domain,
                          .date = row.rendered_at.value_or(now),
                          .from = {options.site_name, *from},
                          .to = {secrets.name, *to},
                          .subject = written.subject,
                          .plain = written.plain};
    message.html = written.html;
    message.language = tag(language);
    return {{}, {*from, *to}, mail::compose(message), {}, {}, {}};
}

} // namespace lectern::messages

// Mails to an address alone, about no registration: what they say is sealed when they are planned, and opened
// when they are written. SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/messages/outbox.hpp"
#include "gen/sql/messages.hpp"
#include "mail/template.hpp"

#include <map>

namespace lectern::messages {
namespace {

constexpr std::string_view purpose = "letter";

// What the text of a kind is filled with. A name that ends in "_path" becomes a link of the site.
using Values = std::map<std::string, std::string>;

std::string write(Values const& values) { // none can hold a line end (clean_line)
    std::string text;
    for (auto const& [name, value] : values)
        text += name + "=" + value + "\n";
    return text;
}

Values read(std::string_view text) {
    Values values;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto const line = text.substr(0, end);
        auto const is = line.find('=');
        ensure(end != text.npos && is != line.npos, "a sealed letter is no list of values");
        values[std::string(line.substr(0, is))] = line.substr(is + 1);
        text.remove_prefix(end + 1);
    }
    return values;
}

struct Letter {
    Kind kind;
    std::string key; // at most one letter has it
    std::string email, email_key;
    Language language;
    Values values;
    UtcTime not_after;
};

void plan(db::Write& tx, Keys const& keys, Letter const& letter, UtcTime now) {
    tx.maybe<MessageId>(sql::messages::insert_sealed, "key"_p = letter.key,
                        "message_id"_p = hex(sha256(letter.key)).substr(0, 32), "kind"_p = name(letter.kind),
                        "priority"_p = priority(letter.kind), "email"_p = letter.email,
                        "email_key"_p = letter.email_key, "language"_p = tag(letter.language),
                        "sealed"_p = keys.seal(purpose, write(letter.values)), "now"_p = now,
                        "not_after"_p = letter.not_after);
    tx.wake(outbox_changed);
}

mail::Values nothing_of_the_frame() {
    mail::Values values;
    for (auto const* unused : {"name", "event", "month", "community", "contact", "imprint"})
        values.set(unused, std::string());
    for (auto const* unused : {"event_url", "manage_url", "unsubscribe_url", "not_me_url"})
        values.set(unused, std::optional<mail::Url>());
    for (auto const* unused : {"several_events", "whole_month"})
        values.set(unused, false);
    return values;
}

} // namespace

void plan_sign_in(db::Write& tx, Keys const& keys, SignInLink const& link, UtcTime now) {
    plan(tx, keys,
         {Kind::sign_in,
          "sign-in:" + std::to_string(link.id),
          link.email,
          link.email_key,
          link.language,
          {{"name", link.name},
           {"sign_in_path", "/sign-in#" + link.token},
           {"code", link.code.substr(0, 4) + " " + link.code.substr(4)},
           {"expires", say_clock(to_local(link.expires_at, link.zone)) + " (" +
                           say_zone(link.language, link.zone) + ")"}},
          link.expires_at},
         now);
}

void plan_membership_invitation(db::Write& tx, Keys const& keys, MembershipInvitation const& invitation,
                                UtcTime now) {
    auto const zone = Zone::utc();
    plan(tx, keys,
         {Kind::membership_invitation,
          "membership-invitation:" + std::to_string(invitation.id),
          invitation.email,
          invitation.email_key,
          invitation.language,
          {{"community", invitation.community},
           {"inviter", invitation.inviter},
           {"role", say(invitation.language, invitation.role)},
           {"accept_path", "/invitation#" + invitation.token},
           {"expires",
            say_date(invitation.language, to_local(invitation.expires_at, zone), to_local(now, zone))}},
          invitation.expires_at},
         now);
}

Rendered render_letter(Row const& row, WorkerOptions const& options, Keys const& keys, UtcTime now) {
    auto const text = row.sealed ? keys.unseal(purpose, *row.sealed) : std::nullopt;
    ensure(text.has_value(), "a letter was not sealed here");
    auto const from = Email::parse(options.from);
    auto const to = Email::parse(row.email);
    ensure(from && to, "the outbox holds an address that is none");
    if (now >= row.not_after)
        return {"too late", {*from, *to}, {}, {}, {}, {}};
    auto const language = row.language;
    auto const prefix = options.site_url + (language == Language::en ? "" : "/" + std::string(tag(language)));
    auto values = nothing_of_the_frame();
    values.set("site", options.site_name);
    values.set("site_url", mail::Url::parse(prefix + "/"));
    auto const given = read(*text);
    for (auto const& [name, value] : given)
        if (auto const at = name.rfind("_path"); at != name.npos)
            values.set(name.substr(0, at) + "_url", mail::Url::parse(prefix + value));
        else
            values.set(name, value);
    auto const written =
        mail::render({text_source(row.kind, language), frame_source(language), language}, values);
    auto const named = given.find("name");
    mail::Message message{.key = row.key,
                          .message_id = row.message_id + "@" + options.domain,
                          .date = row.rendered_at.value_or(now),
                          .from = {options.site_name, *from},
                          .to = {named == given.end() ? "" : named->second, *to},
                          .subject = written.subject,
                          .plain = written.plain};
    message.html = written.html;
    message.language = tag(language);
    return {{}, {*from, *to}, mail::compose(message), {}, {}, {}};
}

} // namespace lectern::messages

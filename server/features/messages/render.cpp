// Writes a message at the moment it is sent: what it says is true then.
// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "features/messages/scene.hpp"
#include "gen/sql/messages.hpp"
#include "mail/template.hpp"

namespace lectern::messages {
namespace {

Rendered skipped(std::string reason) {
    auto const nobody = Email::parse("nobody@localhost.invalid");
    Rendered out{std::move(reason), {*nobody, *nobody}, {}, {}, {}};
    return out;
}

Rendered postponed(UtcTime later) {
    auto out = skipped({});
    out.later = later;
    return out;
}

// Whether what the message says still holds.
std::string reason_to_skip(Scene const& scene) {
    auto const& to = scene.to;
    if (scene.now > scene.row.not_after)
        return "too late";
    if (to.email_key != scene.row.email_key)
        return "address changed";
    switch (scene.row.kind) {
    case Kind::confirmation:
        if (scene.row.enrolment) // as long as one of its places stands
            return "";
        [[fallthrough]];
    case Kind::promoted:
    case Kind::invitation:
        return to.state == "confirmed" ? "" : "cancelled";
    case Kind::reminder_day:
    case Kind::reminder_hour:
        if (to.is_muted)
            return "not wanted";
        return to.state == "confirmed" ? "" : "cancelled";
    case Kind::waitlisted:
        return to.state == "waitlisted" ? "" : "no longer waiting";
    case Kind::verify:
        return to.state == "unverified" ? "" : "no longer needed";
    case Kind::already_registered:
        return to.is_active() ? "" : "cancelled";
    case Kind::cancellation_own:
        return to.is_active() ? "registered again" : "";
    case Kind::cancellation_event:
        return "";
    case Kind::sign_in: // letter.cpp
    case Kind::membership_invitation:
        break;
    }
    return "";
}

// The list that reminders come from: the series, or the community of an event without one.
struct ListName {
    std::string slug, title;
    static ListName from(db::Row const& row) {
        return {row.get<std::string>("slug"), row.get<std::string>("title")};
    }
};

struct MessageIdOf {
    std::string id;
    static MessageIdOf from(db::Row const& row) { return {row.get<std::string>("id")}; }
};

void add_list_headers(Scene const& scene, mail::Message& message) {
    auto const list =
        scene.db.one<ListName>(sql::messages::list_of_event, "event"_p = scene.parts.front().event.id,
                               "language"_p = tag(scene.language));
    message.unsubscribe = scene.link(scene.to, "unsubscribe", "/u/");
    message.list_id = list.slug + "." + scene.options.domain;
    message.list_name = list.title;
}

Rendered finish(Scene const& scene, mail::Rendered const& written) {
    auto const& row = scene.row;
    auto const from = Email::parse(scene.options.from);
    auto const to = Email::parse(scene.to.email);
    ensure(from && to, "the outbox holds an address that is none");
    mail::Message message{.key = row.key,
                          .message_id = row.message_id + "@" + scene.options.domain,
                          .date = row.rendered_at.value_or(scene.now),
                          .from = {scene.options.site_name, *from},
                          .to = {scene.to.name, *to},
                          .subject = written.subject,
                          .plain = written.plain};
    message.html = written.html;
    auto const host = host_of(scene);
    if (auto const contact = Email::parse(host.contact))
        message.reply_to = mail::NamedAddress{host.title, *contact};
    message.language = tag(scene.language);
    if (scene.is_reminder())
        add_list_headers(scene, message);
    auto const first =
        scene.db.maybe<MessageIdOf>(sql::messages::confirmation_id, "registration"_p = scene.to.id);
    if (first && first->id != row.message_id)
        message.references = {first->id + "@" + scene.options.domain};
    Rendered out{{}, {*from, *to}, {}, {}, scene.merged};
    if (carries_calendar(scene))
        add_calendar(scene, message, out);
    out.bytes = mail::compose(message);
    return out;
}

} // namespace

Rendered render_message(db::Read& db, Row const& row, WorkerOptions const& options, Keys const& keys,
                        UtcTime now) {
    if (row.sealed)
        return render_letter(row, options, keys, now);
    ensure(row.registration.has_value(), "a message without a registration");
    auto to = load_addressee(db, *row.registration);
    auto const language = to.language;
    Scene scene{db, row, options, keys, now, std::move(to), language};
    if (auto const reason = reason_to_skip(scene); !reason.empty())
        return skipped(reason);
    if (is_quiet(now, scene.to.zone) && keeps_quiet(row.kind, row.created_at, row.due_at))
        return postponed(morning(now, scene.to.zone));
    load_parts(scene);
    if (scene.parts.empty())
        return skipped(scene.is_called_off ? "called off" : "nothing to say");
    auto const source = text_source(row.kind, language);
    auto const written = mail::render({source, frame_source(language), language}, values_of(scene));
    return finish(scene, written);
}

} // namespace lectern::messages

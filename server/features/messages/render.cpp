// Writes a message at the moment it is sent: what it says is true then.
// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/messages/outbox.hpp"
#include "gen/sql/messages.hpp"
#include "mail/template.hpp"

#include <algorithm>

namespace lectern::messages {
namespace {

using namespace std::chrono_literals;
using catalogue::Edition;
using catalogue::EventSummary;
using catalogue::Session;

struct Told {
    std::int64_t sequence;
    bool is_request;
    std::string hash;
    static Told from(db::Row const& row) {
        return {row.get<std::int64_t>("id"), row.get<std::string>("method") == "REQUEST",
                row.get<std::string>("hash")};
    }
};

struct CommunityName {
    std::string title, contact;
    static CommunityName from(db::Row const& row) {
        return {row.get<std::string>("title"), row.get<std::string>("help_contact")};
    }
};

// One event and the sessions of it that a mail is about.
struct Part {
    EventSummary event;
    Edition edition;
    std::vector<Session> sessions;
    std::optional<RegistrationId> registration = {}; // where it is another one than the mail's
};

class Writing {
public:
    Writing(db::Read& db, Row const& row, WorkerOptions const& options, Keys const& keys, UtcTime now)
        : db_(db), row_(row), options_(options), keys_(keys), now_(now),
          to_(load_addressee(db, *row.registration)), language_(to_.language) {}

    Rendered run() {
        if (auto const reason = reason_to_skip(); !reason.empty())
            return skipped(reason);
        if (is_quiet(now_, to_.zone) && keeps_quiet(row_.kind, row_.created_at, row_.due_at))
            return postponed(morning(now_, to_.zone));
        load_parts();
        if (parts_.empty())
            return skipped(called_off_ ? "called off" : "nothing to say");
        auto const source = text_source(row_.kind, language_);
        auto const written = mail::render({source, frame_source(language_), language_}, values());
        return finish(written);
    }

private:
    static Rendered skipped(std::string reason) {
        auto const nobody = Email::parse("nobody@localhost.invalid");
        Rendered out{std::move(reason), {*nobody, *nobody}, {}, {}, {}};
        return out;
    }

    static Rendered postponed(UtcTime later) {
        auto out = skipped({});
        out.later = later;
        return out;
    }

    // Whether what the message says still holds.
    std::string reason_to_skip() const {
        if (now_ > row_.not_after)
            return "too late";
        if (to_.email_key != row_.email_key)
            return "address changed";
        switch (row_.kind) {
        case Kind::confirmation:
            if (row_.enrolment) // as long as one of its places stands
                return "";
            [[fallthrough]];
        case Kind::promoted:
        case Kind::invitation:
            return to_.state == "confirmed" ? "" : "cancelled";
        case Kind::reminder_day:
        case Kind::reminder_hour:
            if (to_.is_muted)
                return "not wanted";
            return to_.state == "confirmed" ? "" : "cancelled";
        case Kind::waitlisted:
            return to_.state == "waitlisted" ? "" : "no longer waiting";
        case Kind::verify:
            return to_.state == "unverified" ? "" : "no longer needed";
        case Kind::already_registered:
            return to_.is_active() ? "" : "cancelled";
        case Kind::cancellation_own:
            return to_.is_active() ? "registered again" : "";
        case Kind::cancellation_event:
            return "";
        }
        return "";
    }

    void add_part(EditionId edition_id, EventId event_id) {
        catalogue::TextChoice const choice{std::string(tag(language_)), "en"};
        Part part{catalogue::load_event_summary(db_, event_id, choice), {}, {}};
        for (auto const& edition : part.event.editions)
            if (edition.id == edition_id)
                part.edition = edition;
        if (!is_cancellation() && !takes_place(part.event, part.edition)) {
            called_off_ = true;
            return;
        }
        for (auto const& session : part.edition.sessions)
            if (!session.is_cancelled && (session.ends_at > now_ || is_cancellation()) && is_about(session))
                part.sessions.push_back(session);
        if (part.sessions.empty() && is_cancellation())
            part.sessions = part.edition.sessions;
        if (!part.sessions.empty())
            parts_.push_back(std::move(part));
    }

    // Drafts mail nobody, and nobody is reminded of what was called off.
    static bool takes_place(EventSummary const& event, Edition const& edition) {
        return event.state != catalogue::EventState::draft && !catalogue::is_off(event) &&
               !edition.is_cancelled;
    }

    bool is_cancellation() const {
        return row_.kind == Kind::cancellation_own || row_.kind == Kind::cancellation_event;
    }
    bool is_reminder() const { return row_.kind == Kind::reminder_day || row_.kind == Kind::reminder_hour; }

    bool is_about(Session const& session) const {
        bool const is_single = is_reminder() || row_.kind == Kind::invitation;
        return !is_single || (row_.session && session.id == *row_.session);
    }

    void load_parts() {
        if (row_.enrolment) {
            for (auto const id : db_.all<RegistrationId>(sql::messages::registrations_of_enrolment,
                                                         "enrolment"_p = *row_.enrolment)) {
                auto const one = load_addressee(db_, id);
                add_part(one.edition, one.event);
            }
            std::sort(parts_.begin(), parts_.end(), [](Part const& a, Part const& b) {
                return a.sessions.front().starts_at < b.sessions.front().starts_at;
            });
            return;
        }
        add_part(to_.edition, to_.event);
        if (row_.kind == Kind::confirmation &&
            row_.due_at > row_.created_at) // it waited, and speaks for others since
            for (auto const id : db_.all<RegistrationId>(
                     sql::messages::merged_into, "key"_p = row_.email_key, "since"_p = row_.created_at))
                if (auto const one = load_addressee(db_, id); one.state == "confirmed" && one.id != to_.id)
                    add_part(one.edition, one.event);
        if (is_reminder() && !parts_.empty())
            merge_neighbours();
    }

    // Two reminders for sessions less than 90 minutes apart become one.
    void merge_neighbours() {
        struct Neighbour {
            MessageId id;
            SessionId session;
            RegistrationId registration;
            static Neighbour from(db::Row const& row) {
                return {row.get<MessageId>("id"), row.get<SessionId>("session_id"),
                        row.get<RegistrationId>("registration_id")};
            }
        };
        auto const start = parts_.front().sessions.front().starts_at;
        auto const near = db_.all<Neighbour>(
            sql::messages::neighbours, "key"_p = row_.email_key, "rule"_p = row_.rule, "message"_p = row_.id,
            "starts_from"_p = start - 90min, "starts_until"_p = start + 90min);
        for (auto const& neighbour : near) {
            auto const event =
                db_.one<EventId>(sql::messages::event_of_session, "session"_p = neighbour.session);
            catalogue::TextChoice const choice{std::string(tag(language_)), "en"};
            auto summary = catalogue::load_event_summary(db_, event, choice);
            for (auto const& edition : summary.editions)
                for (auto const& session : edition.sessions)
                    if (session.id == neighbour.session && !session.is_cancelled &&
                        takes_place(summary, edition)) {
                        parts_.push_back({summary, edition, {session}, neighbour.registration});
                        merged_.push_back(neighbour.id);
                    }
        }
    }

    std::string url(std::string const& path) const { return options_.site_url + path; }
    std::string prefix() const { return language_ == Language::en ? "" : "/" + std::string(tag(language_)); }
    std::optional<mail::Url> link(std::string_view purpose, std::string const& before,
                                  std::string const& after = "") const {
        return mail::Url::parse(
            url(prefix() + before + keys_.link(purpose, to_.id.value(), to_.salt, to_.epoch) + after));
    }

    mail::Values session_values(Part const& part, Session const& session) const {
        auto const start = to_local(session.starts_at, to_.zone);
        auto const end = to_local(session.ends_at, to_.zone);
        auto const now = to_local(now_, to_.zone);
        bool const same_hours = start == session.local_start;
        mail::Values values;
        auto date = say_date(language_, start, now);
        if (parts_.size() > 1)
            date = part.event.title + ": " + date;
        values.set("date", date);
        values.set("hours", say_clock_range(language_, start, end));
        values.set("zone", say_zone(language_, to_.zone));
        values.set("offset", say_offset(utc_offset(session.starts_at, to_.zone)));
        values.set("length", say_duration(language_, std::chrono::duration_cast<minutes>(session.ends_at -
                                                                                         session.starts_at)));
        values.set("event_hours", same_hours
                                      ? std::string()
                                      : say_clock_range(language_, session.local_start, session.local_end));
        values.set("event_date", days_between(start, session.local_start) == 0
                                     ? std::string()
                                     : say_date(language_, session.local_start, now));
        values.set("event_city", say_city(language_, session.zone));
        if (part.registration) { // its own way in, beside the one of the mail
            auto const other = load_addressee(db_, *part.registration);
            values.set("way_in_url",
                       mail::Url::parse(url(prefix() + "/j/" +
                                            keys_.link("join", other.id.value(), other.salt, other.epoch))));
        } else {
            values.set("way_in_url", std::optional<mail::Url>());
        }
        return values;
    }

    static std::string role_text(std::string const& role, Language language) {
        if (role == "moderator")
            return say(language, "role_moderator");
        if (role == "interpreter")
            return say(language, "role_interpreter");
        return role == "rapporteur" ? say(language, "role_rapporteur") : std::string();
    }

    mail::Values values() const {
        auto const& first = parts_.front();
        auto const community = community_of(first.event.id);
        bool const whole_month = row_.enrolment && first.event.month;
        mail::Values values;
        values.set("name", to_.name);
        values.set("event", whole_month ? first.event.month->title : event_titles());
        values.set("month", whole_month || !first.event.month ? std::string() : first.event.month->title);
        values.set("community", community.title);
        values.set("contact", Email::parse(community.contact) ? community.title : std::string());
        values.set("site", options_.site_name);
        values.set("site_url", mail::Url::parse(url(prefix() + "/")));
        values.set("event_url",
                   mail::Url::parse(url(prefix() + (whole_month ? "/months/" + first.event.month->slug
                                                                : "/events/" + first.event.slug))));
        values.set("manage_url", link("manage", "/me/"));
        values.set("unsubscribe_url", is_reminder() ? link("unsubscribe", "/u/") : std::nullopt);
        values.set("not_me_url", to_.is_verified ? std::nullopt : link("manage", "/me/", "#not-me"));
        values.set("join_url", to_.state == "confirmed" ? link("join", "/j/") : std::nullopt);
        values.set("confirm_url", link("manage", "/me/", "#confirm"));
        values.set("imprint", std::string());
        values.set("zone_guessed", to_.zone_guessed);
        mail::Value::List sessions;
        for (auto const& part : parts_)
            for (auto const& session : part.sessions)
                sessions.push_back(session_values(part, session));
        values.set("sessions", std::move(sessions));
        values.set("venue", first.edition.venue.value_or(""));
        values.set("held_in", whole_month || language_of(first.edition.language) == language_
                                  ? std::string()
                                  : name_in(first.edition.language, language_));
        set_speakers(values);
        set_own(values);
        return values;
    }

    CommunityName community_of(EventId event) const {
        return db_.one<CommunityName>(sql::messages::community_of_event, "event"_p = event,
                                      "language"_p = tag(language_));
    }

    std::string event_titles() const {
        std::string titles;
        for (auto const& part : parts_)
            titles += (titles.empty() ? "" : " · ") + part.event.title;
        return titles;
    }

    void set_speakers(mail::Values& values) const {
        mail::Value::List speakers;
        if (!row_.enrolment)
            for (auto const& part : parts_)
                for (auto const& appearance :
                     catalogue::load_appearances(db_, part.event.id, {std::string(tag(language_)), "en"})) {
                    mail::Values speaker;
                    speaker.set("name", appearance.speaker.name);
                    speaker.set("role", role_text(appearance.role, language_));
                    speaker.set("affiliation", appearance.speaker.affiliation);
                    speaker.set("biography",
                                mail::Lines{mail::text_of_markdown(appearance.speaker.biography)});
                    speakers.push_back(std::move(speaker));
                }
        values.set("has_speakers", !speakers.empty());
        values.set("speakers", std::move(speakers));
    }

    // What only some kinds ask for.
    void set_own(mail::Values& values) const {
        auto const& part = parts_.front();
        auto const& session = part.sessions.front();
        auto const start = to_local(session.starts_at, to_.zone);
        std::size_t sessions = 0;
        for (auto const& one : parts_)
            sessions += one.sessions.size();
        auto const place = std::find_if(part.edition.sessions.begin(), part.edition.sessions.end(),
                                        [&](Session const& other) { return other.id == session.id; });
        bool const is_single = part.edition.sessions.size() == 1;
        auto const expires = to_local(to_.created_at + 24h, to_.zone);
        values.set("calendar", carries_calendar());
        values.set("more_sessions", sessions > 1);
        values.set("position", std::to_string(to_.position));
        values.set("waiting", to_.state == "waitlisted" || was_waiting());
        values.set("date", say_date(language_, start, to_local(now_, to_.zone)));
        values.set("tomorrow", is_tomorrow(session.starts_at, now_, to_.zone));
        values.set("start", say_clock(start) + " (" + say_zone(language_, to_.zone) + ")");
        values.set("part",
                   is_single ? std::string() : std::to_string(place - part.edition.sessions.begin() + 1));
        values.set("parts", std::to_string(part.edition.sessions.size()));
        values.set("reason", mail::Lines{""});
        values.set("expires", say_date(language_, expires, to_local(now_, to_.zone)) + ", " +
                                  say_clock(expires) + " (" + say_zone(language_, to_.zone) + ")");
    }

    bool was_waiting() const {
        return row_.kind == Kind::cancellation_own &&
               db_.maybe<MessageId>(sql::messages::only_waited, "registration"_p = to_.id);
    }

    std::optional<Told> told() const {
        return db_.maybe<Told>(sql::messages::was_invited, "session"_p = row_.session,
                               "key"_p = row_.email_key);
    }

    bool carries_calendar() const {
        switch (row_.kind) {
        case Kind::confirmation:
        case Kind::promoted:
        case Kind::invitation:
            return row_.session.has_value() &&
                   std::any_of(parts_.begin(), parts_.end(), [&](Part const& part) {
                       return std::any_of(part.sessions.begin(), part.sessions.end(),
                                          [&](Session const& one) { return one.id == *row_.session; });
                   });
        case Kind::cancellation_own:
        case Kind::cancellation_event: { // nothing is taken back that was never given
            auto const held = row_.session ? told() : std::nullopt;
            return held && held->is_request;
        }
        default:
            return false;
        }
    }

    // The calendar entry, with the number that this addressee's calendar must see (product: max of session's
    // and told).
    void add_calendar(mail::Message& message, Rendered& out) const {
        Part const* part = nullptr;
        Session const* session = nullptr;
        for (auto const& one : parts_)
            for (auto const& candidate : one.edition.sessions)
                if (candidate.id == *row_.session) {
                    part = &one;
                    session = &candidate;
                }
        if (!session)
            return;
        auto const method = is_cancellation() ? mail::Method::cancel : mail::Method::request;
        auto const now_told = sha256(rfc3339(session->starts_at) + rfc3339(session->ends_at) +
                                     (method == mail::Method::cancel ? "cancelled" : "confirmed"));
        auto const told = this->told();
        std::int64_t sequence = session->sequence;
        if (told && (method == mail::Method::cancel || !told->is_request || told->hash != now_told))
            sequence = std::max(sequence, told->sequence + 1);
        else if (told)
            sequence = std::max(sequence, told->sequence);
        mail::CalendarSession entry{.uid = session->uid, .organizer = message.from};
        entry.sequence = static_cast<int>(sequence);
        entry.dtstamp = message.date;
        entry.start = session->starts_at;
        entry.end = session->ends_at;
        entry.zone = session->zone;
        entry.summary = part->event.title;
        auto const page = url(prefix() + "/events/" + part->event.slug);
        entry.location = part->edition.venue.value_or(page);
        entry.url = mail::Url::parse(page);
        if (method == mail::Method::request) {
            if (auto const join = link("join", "/j/")) {
                entry.conference = join;
                entry.description = part->event.summary + "\n\n" + join->text();
            }
        }
        entry.status = method == mail::Method::cancel ? mail::CalendarSession::Status::cancelled
                                                      : mail::CalendarSession::Status::confirmed;
        entry.attendee = message.to;
        message.calendar = {mail::write_calendar(method, {&entry, 1}), method};
        out.news = CalendarNews{session->id, method, sequence, now_told};
    }

    Rendered finish(mail::Rendered const& written) const {
        auto const from = Email::parse(options_.from);
        auto const to = Email::parse(to_.email);
        ensure(from && to, "the outbox holds an address that is none");
        mail::Message message{.key = row_.key,
                              .message_id = row_.message_id + "@" + options_.domain,
                              .date = row_.rendered_at.value_or(now_),
                              .from = {options_.site_name, *from},
                              .to = {to_.name, *to},
                              .subject = written.subject,
                              .plain = written.plain};
        message.html = written.html;
        auto const community = community_of(parts_.front().event.id);
        if (auto const contact = Email::parse(community.contact))
            message.reply_to = mail::NamedAddress{community.title, *contact};
        message.language = tag(language_);
        if (is_reminder()) {
            message.unsubscribe = link("unsubscribe", "/u/");
            message.list_id = "reminders." + options_.domain;
        }
        struct MessageIdOf {
            std::string id;
            static MessageIdOf from(db::Row const& row) { return {row.get<std::string>("id")}; }
        };
        auto const first = db_.maybe<MessageIdOf>(sql::messages::confirmation_id, "registration"_p = to_.id);
        if (first && first->id != row_.message_id)
            message.references = {first->id + "@" + options_.domain};
        Rendered out{{}, {*from, *to}, {}, {}, merged_};
        if (carries_calendar())
            add_calendar(message, out);
        out.bytes = mail::compose(message);
        return out;
    }

    db::Read& db_;
    Row const& row_;
    WorkerOptions const& options_;
    Keys const& keys_;
    UtcTime now_;
    Addressee to_;
    Language language_;
    std::vector<Part> parts_;
    bool called_off_ = false;
    std::vector<MessageId> merged_;
};

} // namespace

Addressee Addressee::from(db::Row const& row) {
    Addressee one;
    one.id = row.get<RegistrationId>("id");
    one.edition = row.get<EditionId>("edition_id");
    one.event = row.get<EventId>("event_id");
    one.person = row.get<PersonId>("person_id");
    one.enrolment = row.get<std::optional<EnrolmentId>>("enrolment_id");
    one.email = row.get<std::string>("email");
    one.email_key = row.get<std::string>("email_key");
    one.name = row.get<std::string>("name");
    one.language = language_of(row.get<std::string>("language")).value_or(Language::en);
    auto const zone = Zone::find(row.get<std::string>("time_zone"));
    ensure(zone.has_value(), "a registration has a zone that the system does not know");
    one.zone = *zone;
    one.zone_guessed = row.get<bool>("time_zone_guessed");
    one.state = row.get<std::string>("state");
    one.position = row.get<std::int64_t>("position");
    one.salt = row.get<std::string>("salt");
    one.epoch = row.get<std::int64_t>("epoch");
    one.version = row.get<std::int64_t>("version");
    one.created_at = row.get<UtcTime>("created_at");
    one.is_muted = row.get<std::optional<std::int64_t>>("muted_at").has_value();
    one.is_verified = row.get<std::optional<std::int64_t>>("verified_at").has_value();
    return one;
}

Addressee load_addressee(db::Read& db, RegistrationId id) {
    return db.one<Addressee>(sql::messages::addressee, "registration"_p = id);
}

Row Row::from(db::Row const& row) {
    Row out;
    out.id = row.get<MessageId>("id");
    out.key = row.get<std::string>("key");
    out.message_id = row.get<std::string>("message_id");
    out.kind = kind_of(row.get<std::string>("kind"));
    out.email = row.get<std::string>("email");
    out.email_key = row.get<std::string>("email_key");
    out.language = language_of(row.get<std::string>("language")).value_or(Language::en);
    out.registration = row.get<std::optional<RegistrationId>>("registration_id");
    out.enrolment = row.get<std::optional<EnrolmentId>>("enrolment_id");
    out.session = row.get<std::optional<SessionId>>("session_id");
    out.rule = row.get<std::optional<std::string>>("rule");
    out.schedule_version = row.get<std::optional<std::int64_t>>("schedule_version");
    out.due_at = row.get<UtcTime>("due_at");
    out.created_at = row.get<UtcTime>("created_at");
    out.not_after = row.get<UtcTime>("not_after");
    out.attempts = row.get<int>("attempts");
    out.rendered_at = row.get<std::optional<UtcTime>>("rendered_at");
    return out;
}

Rendered render_message(db::Read& db, Row const& row, WorkerOptions const& options, Keys const& keys,
                        UtcTime now) {
    ensure(row.registration.has_value(), "a message without a registration");
    return Writing(db, row, options, keys, now).run();
}

} // namespace lectern::messages

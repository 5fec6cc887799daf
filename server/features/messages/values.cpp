// What the placeholders of a mail text stand for (config/locales/README.md), by what is true now.
// SPDX-License-Identifier: MIT
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/messages/scene.hpp"
#include "gen/sql/messages.hpp"
#include "mail/template.hpp"

#include <algorithm>
#include <set>

namespace lectern::messages {
namespace {

using namespace std::chrono_literals;
using catalogue::Session;

struct DialIn {
    std::string label, number;
    std::optional<std::string> pin;
    static DialIn from(db::Row const& row) {
        return {row.get<std::string>("label"), row.get<std::string>("number"),
                row.get<std::optional<std::string>>("pin")};
    }
};

std::string role_text(std::string const& role, Language language) {
    if (role == "moderator")
        return say(language, "role_moderator");
    if (role == "interpreter")
        return say(language, "role_interpreter");
    return role == "rapporteur" ? say(language, "role_rapporteur") : std::string();
}

// A telephone number stays on one line.
std::string unbroken(std::string_view number) {
    std::string out;
    for (char const c : number)
        out += c == ' ' ? std::string("\u00A0") : std::string(1, c);
    return out;
}

class Filling {
public:
    explicit Filling(Scene const& scene) : scene_(scene), to_(scene.to), language_(scene.language) {
        for (auto const& part : scene.parts)
            for (auto const& session : part.sessions)
                listed_.push_back({&part, &session});
        std::stable_sort(listed_.begin(), listed_.end(), [](Listed const& a, Listed const& b) {
            return a.session->starts_at < b.session->starts_at;
        });
    }

    mail::Values all() {
        set_names();
        set_links();
        set_sessions();
        set_speakers();
        set_dial_ins();
        set_own();
        return std::move(values_);
    }

private:
    struct Listed {
        Part const* part;
        Session const* session;
    };

    bool is(Kind kind) const { return scene_.row.kind == kind; }
    bool gives_a_place() const { return is(Kind::confirmation) || is(Kind::promoted); }
    Part const& first() const { return scene_.parts.front(); }
    Session const& first_session() const { return *listed_.front().session; }
    bool has_several() const { return scene_.has_several_events(); }
    LocalTime now() const { return to_local(scene_.now, to_.zone); }

    void set_names() {
        auto const& event = first().event;
        auto const host = host_of(scene_);
        bool const of_month = scene_.is_of_month();
        values_.set("name", to_.name);
        values_.set("event", of_month ? event.month->title : event_titles());
        values_.set("month", of_month || has_several() || !event.month ? std::string() : event.month->title);
        values_.set("whole_month", of_month);
        values_.set("several_events", has_several());
        values_.set("community", host.title);
        values_.set("contact", Email::parse(host.contact) ? host.title : std::string());
        values_.set("site", scene_.options.site_name);
        values_.set("imprint", std::string());
    }

    std::string event_titles() const {
        std::string titles;
        for (auto const& part : scene_.parts)
            titles += (titles.empty() ? "" : " · ") + part.event.title;
        return titles;
    }

    void set_links() {
        auto const& event = first().event;
        auto const page = scene_.is_of_month() ? "/months/" + event.month->slug : "/events/" + event.slug;
        auto const at = [&](std::string const& path) {
            return mail::Url::parse(scene_.url(scene_.prefix() + path));
        };
        values_.set("site_url", at("/"));
        values_.set("event_url", at(page));
        values_.set("manage_url", scene_.link(to_, "manage", "/me/"));
        values_.set("unsubscribe_url",
                    scene_.is_reminder() ? scene_.link(to_, "unsubscribe", "/u/") : std::nullopt);
        values_.set("not_me_url",
                    to_.is_verified ? std::nullopt : scene_.link(to_, "manage", "/me/", "#not-me"));
        values_.set("join_url", to_.state == "confirmed" && !has_several() ? scene_.link(to_, "join", "/j/")
                                                                           : std::nullopt);
        values_.set("confirm_url", scene_.link(to_, "manage", "/me/", "#confirm"));
    }

    // The reader's; of a reader who named none, that of each event.
    Zone zone_of(Session const& session) const { return to_.zone_guessed ? session.zone : to_.zone; }

    // A name alone says where; where the reader named no zone, the city of the event.
    std::string zone_text(Zone zone) const {
        return to_.zone_guessed ? say_city(language_, zone) : say_zone(language_, zone);
    }

    std::string held_in(Part const& part) const {
        return language_of(part.edition.language) == language_ ? std::string()
                                                               : name_in(part.edition.language, language_);
    }

    void set_sessions() {
        mail::Value::List sessions;
        for (auto const& [part, session] : listed_)
            sessions.push_back(session_values(*part, *session));
        values_.set("zone_guessed", to_.zone_guessed);
        values_.set("sessions", std::move(sessions));
        values_.set("venue", has_several() ? "" : first().edition.venue.value_or(""));
        values_.set("held_in", has_several() ? std::string()
                               : scene_.left ? name_in(first().edition.language, language_)
                                             : held_in(first()));
    }

    mail::Values session_values(Part const& part, Session const& session) const {
        auto const reader = zone_of(session);
        auto const start = to_local(session.starts_at, reader);
        auto const end = to_local(session.ends_at, reader);
        bool const same_hours = start == session.local_start;
        auto const zone = zone_text(reader);
        auto const offset = say_offset(utc_offset(session.starts_at, reader));
        auto const length = std::chrono::duration_cast<minutes>(session.ends_at - session.starts_at);
        mail::Values values;
        values.set("title", has_several() ? title_with_number(part, session) : std::string());
        values.set("date", say_date(language_, start, now()));
        values.set("hours", say_clock_range(language_, start, end));
        values.set("zone", zone);
        values.set("offset", zone == offset ? std::string() : offset);
        values.set("length", say_duration(language_, length));
        set_event_time(values, session, same_hours, days_between(start, session.local_start) == 0);
        values.set("held_in", has_several() ? held_in(part) : std::string());
        values.set("venue", has_several() ? part.edition.venue.value_or("") : std::string());
        values.set("way_in_url", has_several() && part.to.state == "confirmed"
                                     ? scene_.link(part.to, "join", "/j/")
                                     : std::nullopt);
        return values;
    }

    void set_event_time(mail::Values& values, Session const& session, bool same_hours, bool same_day) const {
        auto const city = say_city(language_, session.zone);
        bool const is_place = say_zone(language_, session.zone) != city || city.find("UTC") == city.npos;
        auto hours = say_clock_range(language_, session.local_start, session.local_end);
        if (!is_place) // "14:00 – 15:30 UTC": nobody is in UTC
            hours += " " + city;
        values.set("event_hours", same_hours ? std::string() : hours);
        values.set("event_date", same_day ? std::string() : say_date(language_, session.local_start, now()));
        values.set("event_city", is_place ? city : std::string());
    }

    std::string title_with_number(Part const& part, Session const& session) const {
        auto const number = number_of(part, session);
        return number ? part.event.title + " (" + std::to_string(number->at) + "/" +
                            std::to_string(number->of) + ")"
                      : part.event.title;
    }

    // Whether a reminder of the day before is left out because this mail comes in its place.
    bool stands_for_reminder(Part const& part) const {
        if (!gives_a_place())
            return false;
        return std::any_of(part.sessions.begin(), part.sessions.end(), [&](Session const& session) {
            return scene_.db
                .maybe<MessageId>(sql::messages::merged_reminder, "registration"_p = part.to.id,
                                  "session"_p = session.id)
                .has_value();
        });
    }

    // Biographies come once: with the first reminder of a place, or with what stands in for it.
    bool tells_biographies(Part const& part) const {
        if (is(Kind::reminder_day))
            return !scene_.db.maybe<MessageId>(sql::messages::reminded_before, "registration"_p = part.to.id,
                                               "message"_p = scene_.row.id);
        return stands_for_reminder(part);
    }

    void set_speakers() {
        mail::Value::List speakers;
        std::set<SpeakerId> introduced;
        for (auto const& part : scene_.parts) {
            bool const tells = tells_biographies(part);
            if (scene_.is_of_enrolment && !tells)
                continue; // a month has too many
            for (auto const& appearance :
                 catalogue::load_appearances(scene_.db, part.event.id, scene_.choice())) {
                bool const is_new = introduced.insert(appearance.speaker.id).second;
                speakers.push_back(speaker_values(part, appearance, tells && is_new));
            }
        }
        values_.set("has_speakers", !speakers.empty());
        values_.set("speakers", std::move(speakers));
    }

    mail::Values speaker_values(Part const& part, catalogue::Appearance const& appearance,
                                bool tells_biography) const {
        auto const& speaker = appearance.speaker;
        auto const biography = tells_biography ? mail::text_of_markdown(speaker.biography) : std::string();
        bool const is_other = !biography.empty() && language_of(speaker.language) != language_;
        mail::Values values;
        values.set("name", speaker.name);
        values.set("role", role_text(appearance.role, language_));
        values.set("affiliation", speaker.affiliation);
        values.set("title", has_several() ? part.event.title : std::string());
        values.set("biography", mail::Lines{biography, is_other ? speaker.language : std::string()});
        values.set("biography_language", is_other ? name_in(speaker.language, language_) : std::string());
        return values;
    }

    void set_dial_ins() {
        mail::Value::List list;
        if (!has_several() && (gives_a_place() || scene_.is_reminder()))
            for (auto const& dial_in :
                 scene_.db.all<DialIn>(sql::messages::dial_ins, "edition"_p = first().edition.id)) {
                mail::Values values;
                values.set("label", dial_in.label);
                values.set("number", unbroken(dial_in.number));
                values.set("pin", unbroken(dial_in.pin.value_or("")));
                list.push_back(std::move(values));
            }
        values_.set("has_dial_ins", !list.empty());
        values_.set("dial_ins", std::move(list));
    }

    // What only some kinds ask for.
    void set_own() {
        auto const& session = first_session();
        auto const start = to_local(session.starts_at, zone_of(session));
        auto const goes_out = std::max(scene_.row.due_at, scene_.row.rendered_at.value_or(scene_.now));
        auto const expires = to_local(goes_out + confirming_link_works, to_.zone);
        auto const number =
            listed_.size() == 1 && !has_several() ? number_of(first(), session) : std::nullopt;
        bool const is_close = stands_for_reminder(*listed_.front().part);
        values_.set("calendar", carries_calendar(scene_));
        // where the mail was held back, their entries wait until the address is proven
        values_.set("more_sessions", listed_.size() > 1 && scene_.row.due_at <= scene_.row.created_at);
        values_.set("position", std::to_string(to_.position));
        values_.set("waiting", to_.state == "waitlisted" || was_waiting());
        values_.set("unproven", is(Kind::cancellation_own) && never_held());
        values_.set("further", scene_.is_further());
        values_.set("moved", scene_.left.has_value());
        values_.set("date", say_date(language_, start, now()));
        values_.set("today", is_close && days_between(now(), start) == 0);
        values_.set("tomorrow", is_close ? is_tomorrow(session.starts_at, scene_.now, to_.zone)
                                         : scene_.is_reminder() && all_tomorrow());
        values_.set("start", say_clock(start) + " (" + zone_text(zone_of(session)) + ")");
        values_.set("part", number ? std::to_string(number->at) : std::string());
        values_.set("parts", number ? std::to_string(number->of) : std::string());
        values_.set("reason", mail::Lines{""});
        values_.set("moves", is(Kind::verify) && takes_over());
        values_.set("expires", say_date(language_, expires, now()) + ", " + say_clock(expires) + " (" +
                                   zone_text(to_.zone) + ")");
    }

    bool all_tomorrow() const {
        return std::all_of(listed_.begin(), listed_.end(), [&](Listed const& one) {
            return is_tomorrow(one.session->starts_at, scene_.now, to_.zone);
        });
    }

    bool never_held() const {
        return scene_.db.maybe<RegistrationId>(sql::messages::never_held, "registration"_p = to_.id)
            .has_value();
    }

    // Whether confirming gives up a place at another edition.
    bool takes_over() const {
        return std::any_of(scene_.parts.begin(), scene_.parts.end(), [&](Part const& part) {
            return scene_.db
                .maybe<RegistrationId>(sql::messages::held_elsewhere, "registration"_p = part.to.id)
                .has_value();
        });
    }

    bool was_waiting() const {
        return is(Kind::cancellation_own) &&
               scene_.db.maybe<MessageId>(sql::messages::only_waited, "registration"_p = to_.id);
    }

    Scene const& scene_;
    Addressee const& to_;
    Language language_;
    std::vector<Listed> listed_; // every session of the mail, earliest first
    mail::Values values_;
};

} // namespace

mail::Values values_of(Scene const& scene) {
    return Filling(scene).all();
}

} // namespace lectern::messages

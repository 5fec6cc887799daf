// /me/{token} and /api/v1/registrations/{token}: one registration through its personal link: see, change,
// cancel, confirm, "this was not me". The token proves the address, but opening the page changes nothing.
// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/messages/messages.hpp"
#include "features/registration/load.hpp"
#include "features/registration/page_form.hpp"
#include "features/registration/take.hpp"
#include "gen/sql/registration.hpp"
#include "http/endpoint.hpp"
#include "http/json.hpp"

#include <algorithm>

namespace lectern::registration {
namespace {

struct Changes {
    std::optional<std::string> name;
    std::optional<Language> language;
    std::optional<Zone> zone;
    std::optional<std::optional<std::string>> organisation, country; // named and empty: taken away
    std::optional<EditionId> edition;                                // to switch to
};

enum class Action { see, change, cancel, confirm, not_me };

struct Asked {
    std::string token;
    Action action = Action::see;
    Changes changes;
    std::vector<FieldError> errors; // of a page's form
    std::string prefix, done;
    catalogue::TextChoice choice;
    catalogue::Reader reader;
    bool is_page = false;
};

struct Other {
    Registration registration;
    catalogue::EventSummary event;
    std::string token;
};

struct Mine {
    Asked asked;
    Registration registration;
    std::string
        token; // another than the one asked with where the edition was switched, or the person came back
    std::int64_t position = 0;
    std::string join_token;
    catalogue::EventSummary event;
    catalogue::Edition edition;
    std::vector<Other> others;
    std::string site_url;
    bool was_not_me = false;
};

Asked ask(http::Request const& request) {
    Asked asked;
    asked.token = request.parameter("token");
    asked.prefix = request.prefix();
    asked.choice = catalogue::text_choice(request);
    asked.reader = {request.language, request.now};
    asked.done = request.query_value("done").value_or("");
    return asked;
}

Changes read_changes(http::Form& form) {
    Changes changes;
    if (form.names("name"))
        changes.name = form.text("name", 120);
    changes.language = form.optional_language("locale");
    changes.zone = form.optional_zone("time_zone");
    if (form.names("organisation"))
        changes.organisation = form.optional_text("organisation", 200);
    if (form.names("country"))
        changes.country = form.optional_country("country");
    if (auto const edition = form.optional_number("edition", 1, INT64_MAX >> 11))
        changes.edition = EditionId{*edition};
    return changes;
}

Asked read_patch(http::Request const& request) {
    auto asked = ask(request);
    asked.action = Action::change;
    http::Form form{request};
    asked.changes = read_changes(form);
    form.refuse_unknown();
    form.finish();
    return asked;
}

auto read_action(Action action) {
    return [action](http::Request const& request) {
        auto asked = ask(request);
        asked.action = action;
        http::Form form{request};
        form.refuse_unknown();
        form.finish();
        return asked;
    };
}

Asked read_page(http::Request const& request) {
    auto asked = ask(request);
    asked.is_page = true;
    if (request.method != http::Method::post)
        return asked;
    http::Form form{request};
    auto const action = form.plain("action");
    if (action == "change")
        asked.action = Action::change;
    else if (action == "cancel")
        asked.action = Action::cancel;
    else if (action == "confirm")
        asked.action = Action::confirm;
    else if (action == "not_me")
        asked.action = Action::not_me;
    else
        throw Malformed("action");
    asked.changes = read_changes(form);
    if (asked.action == Action::change && form.as_typed("name").empty())
        form.add_error({"/name", "required", {}});
    form.refuse_unknown();
    asked.errors = form.errors();
    return asked;
}

Mine load_mine(db::Read& db, Parts const& parts, Asked const& asked) {
    auto const& keys = parts.keys;
    Mine mine{asked, open_link(db, keys, "manage", asked.token), {}, 0, {}, {}, {}, {}, parts.site_url,
              false};
    mine.token = link_token(keys, "manage", mine.registration);
    if (!mine.registration.zone_guessed)
        mine.asked.reader.zone = mine.registration.zone;
    mine.position = position(db, mine.registration);
    mine.join_token = link_token(keys, "join", mine.registration);
    mine.event = catalogue::load_event_summary(db, mine.registration.event, asked.choice);
    for (auto const& edition : mine.event.editions)
        if (edition.id == mine.registration.edition)
            mine.edition = edition;
    std::vector<EventId> events;
    std::vector<Registration> others;
    db.each(
        sql::registration::of_person,
        [&](db::Row const& row) {
            others.push_back(registration_from(row));
            events.push_back(others.back().event);
        },
        "person"_p = mine.registration.person, "registration"_p = mine.registration.id,
        "now"_p = asked.reader.now);
    auto const loaded = catalogue::load_events(db, events, asked.choice);
    for (auto const& other : others)
        for (auto const& event : loaded)
            if (event.id == other.event) {
                mine.others.push_back({other, event, link_token(keys, "manage", other)});
                break;
            }
    return mine;
}

void prove(db::Write& tx, Registration const& mine, UtcTime now) {
    tx.run(sql::registration::verify_person, "person"_p = mine.person, "now"_p = now, "name"_p = mine.name,
           "language"_p = tag(mine.language), "zone"_p = mine.zone.name());
    tx.run(sql::registration::trust, "key"_p = mine.email_key);
    if (!mine.is_verified)
        messages::release_withheld(tx, mine.id, now);
}

bool has_room(catalogue::Edition const& edition) {
    auto const left = catalogue::seats_left(edition);
    return !left || *left > 0;
}

// Why one cannot change to that edition of the same event.
std::vector<FieldError> edition_errors(db::Read& db, Registration const& mine, EditionId to, UtcTime now) {
    auto const event = catalogue::load_event_summary(db, mine.event, {});
    auto const target = std::find_if(event.editions.begin(), event.editions.end(),
                                     [&](catalogue::Edition const& edition) { return edition.id == to; });
    if (target == event.editions.end() ||
        catalogue::registration(event.state, *target, now) == catalogue::Registration::closed)
        return {{"/edition", "edition", {}}};
    if (mine.state == State::confirmed && !has_room(*target)) // nobody gives a seat up for a line by mistake
        return {{"/edition", "edition_full", {}}};
    return {};
}

// A seat at another edition of the same event, in the same transaction; the new place has its own link.
RegistrationId switch_edition(db::Write& tx, Keys const& keys, Registration const& mine, EditionId to,
                              UtcTime now) {
    Wanted wanted;
    wanted.edition = to;
    wanted.email = Email::parse(mine.email);
    wanted.name = mine.name;
    wanted.language = mine.language;
    if (!mine.zone_guessed)
        wanted.zone = mine.zone;
    wanted.organisation = mine.organisation;
    wanted.country = mine.country;
    wanted.now = now;
    give_up(tx, mine, State::cancelled, true, now);
    take_place(tx, keys, wanted);
    auto const fresh =
        tx.one<RegistrationId>(sql::registration::active, "edition"_p = to, "key"_p = mine.email_key);
    if (mine.is_muted) { // reminders were not wanted for the event, in whatever language
        tx.run(sql::registration::mute, "registration"_p = fresh, "now"_p = now);
        messages::plan_reminders_again(tx, fresh, now);
    }
    return fresh;
}

void change(db::Write& tx, Registration& mine, Changes const& changes, UtcTime now) {
    bool const hours_change = changes.zone && !(*changes.zone == mine.zone);
    mine.name = changes.name.value_or(mine.name);
    mine.language = changes.language.value_or(mine.language);
    mine.zone_guessed = changes.zone ? false : mine.zone_guessed;
    mine.zone = changes.zone.value_or(mine.zone);
    mine.organisation = changes.organisation.value_or(mine.organisation);
    mine.country = changes.country.value_or(mine.country);
    tx.run(sql::registration::change, "registration"_p = mine.id, "name"_p = mine.name,
           "language"_p = tag(mine.language), "zone"_p = mine.zone.name(),
           "zone_guessed"_p = mine.zone_guessed, "organisation"_p = mine.organisation,
           "country"_p = mine.country, "now"_p = now);
    if (hours_change)
        messages::plan_reminders_again(tx, mine.id, now);
    if (!mine.enrolment)
        return;
    // the month follows: events added later, and the places whose zone nobody has said yet
    tx.run(sql::registration::change_enrolment, "enrolment"_p = *mine.enrolment, "name"_p = mine.name,
           "language"_p = tag(mine.language), "zone"_p = mine.zone.name(),
           "zone_guessed"_p = mine.zone_guessed);
    if (!changes.zone)
        return;
    for (auto const id :
         tx.all<RegistrationId>(sql::registration::of_enrolment_guessed, "enrolment"_p = *mine.enrolment,
                                                                         "registration"_p = mine.id)) {
        auto const other = load_registration(tx, id);
        tx.run(sql::registration::change, "registration"_p = id, "name"_p = other.name,
               "language"_p = tag(mine.language), "zone"_p = mine.zone.name(), "zone_guessed"_p = false,
               "organisation"_p = other.organisation, "country"_p = other.country, "now"_p = now);
        messages::plan_reminders_again(tx, id, now);
    }
}

Mine act(db::Write& tx, Parts const& parts, Asked const& given) {
    auto const& keys = parts.keys;
    auto asked = given;
    auto const now = asked.reader.now;
    auto mine = open_link(tx, keys, "manage", asked.token);
    if (!asked.errors.empty())
        return load_mine(tx, parts, asked);
    switch (asked.action) {
    case Action::see:
        break;
    case Action::change:
        if (!is_active(mine.state))
            throw Conflict("given_up");
        if (asked.changes.edition && *asked.changes.edition != mine.edition) {
            asked.errors = edition_errors(tx, mine, *asked.changes.edition, now);
            if (!asked.errors.empty() && !asked.is_page)
                throw Invalid(std::move(asked.errors));
            if (!asked.errors.empty())
                return load_mine(tx, parts, asked);
        }
        change(tx, mine, asked.changes, now);
        prove(tx, mine, now);
        if (mine.state == State::unverified &&
            takes_place(tx, mine, now)) // the link proves it as well as a click
            confirm(tx, load_registration(tx, mine.id), now);
        if (asked.changes.edition && *asked.changes.edition != mine.edition) {
            auto const fresh = load_registration(
                tx, switch_edition(tx, keys, load_registration(tx, mine.id), *asked.changes.edition, now));
            asked.token = link_token(keys, "manage", fresh);
        }
        asked.done = "me_saved";
        break;
    case Action::cancel:
        if (is_active(mine.state)) {
            prove(tx, mine, now);
            give_up(tx, mine, State::cancelled, true, now);
        }
        asked.done = "me_cancelled";
        break;
    case Action::confirm:
        if (mine.state == State::expired || mine.state == State::cancelled || mine.state == State::declined)
            throw Gone();
        prove(tx, mine, now);
        if (mine.state == State::unverified)
            confirm(tx, mine, now);
        asked.done = "me_confirmed";
        break;
    case Action::not_me:
        tx.run(sql::registration::distrust, "key"_p = mine.email_key, "now"_p = now);
        if (is_active(mine.state)) {
            give_up(tx, mine, State::declined, false, now); // whoever says so wants no further mail
            if (mine.enrolment) {                           // nor what the same form brought along
                for (auto const id :
                     tx.all<RegistrationId>(sql::registration::of_enrolment, "enrolment"_p = *mine.enrolment))
                    if (auto const other = load_registration(tx, id); is_active(other.state))
                        give_up(tx, other, State::declined, false, now);
                leave_enrolment(tx, *mine.enrolment, now);
            }
        }
        asked.done = "me_not_me";
        break;
    }
    auto result = load_mine(tx, parts, asked);
    result.was_not_me = asked.action == Action::not_me;
    return result;
}

// --- document

std::string google_time(UtcTime time) { // "20270309T140000Z"
    std::string text;
    for (char const c : rfc3339(time).substr(0, 19))
        if (c != '-' && c != ':')
            text += c;
    return text + "Z";
}

struct CalendarUrls {
    std::string ics, google, outlook;
};

CalendarUrls calendar_urls(Mine const& mine) {
    CalendarUrls urls;
    auto const page = mine.site_url + mine.asked.prefix + "/events/" + mine.event.slug;
    auto const place = mine.edition.venue.value_or(page);
    urls.ics =
        "/calendar/events/" + mine.event.slug + ".ics?edition=" + std::to_string(mine.edition.id.value());
    if (auto const* session = catalogue::next_session(mine.edition, mine.asked.reader.now)) {
        auto const title = percent_encode(mine.event.title);
        urls.google = "https://calendar.google.com/calendar/render?action=TEMPLATE&text=" + title +
                      "&dates=" + google_time(session->starts_at) + "/" + google_time(session->ends_at) +
                      "&ctz=" + percent_encode(session->zone.name()) + "&details=" + percent_encode(page) +
                      "&location=" + percent_encode(place);
        urls.outlook = "https://outlook.live.com/calendar/0/action/compose?rru=addevent&subject=" + title +
                       "&startdt=" + percent_encode(rfc3339(session->starts_at)) +
                       "&enddt=" + percent_encode(rfc3339(session->ends_at)) +
                       "&body=" + percent_encode(page) + "&location=" + percent_encode(place);
    }
    return urls;
}

// A place at something that takes place.
bool leads_in(Mine const& mine) {
    return mine.registration.state == State::confirmed && !catalogue::is_off(mine.event) &&
           !mine.edition.is_cancelled;
}

std::vector<catalogue::Edition const*> other_editions(Mine const& mine) {
    std::vector<catalogue::Edition const*> all;
    for (auto const& edition : mine.event.editions)
        if (edition.id != mine.edition.id &&
            catalogue::registration(mine.event.state, edition, mine.asked.reader.now) !=
                catalogue::Registration::closed &&
            (mine.registration.state != State::confirmed || has_room(edition)))
            all.push_back(&edition);
    return all;
}

void write_event(http::Json& json, catalogue::EventSummary const& event) {
    json.object()
        .field("slug", event.slug)
        .field("title", event.title)
        .field("language", event.language)
        .field("kind", catalogue::name(event.kind))
        .field("state", catalogue::name(event.state))
        .key("month");
    if (event.month)
        catalogue::write(json, *event.month);
    else
        json.value(nullptr);
    json.end_object();
}

std::string document(Mine const& mine) {
    auto const& one = mine.registration;
    auto const now = mine.asked.reader.now;
    http::Json json;
    json.object().field("state", name(one.state));
    if (one.state == State::waitlisted)
        json.field("position", mine.position);
    json.field("token", mine.token)
        .field("name", one.name)
        .field("email", one.email)
        .field("locale", tag(one.language))
        .field("time_zone", one.zone.name())
        .field("time_zone_guessed", one.zone_guessed)
        .field("organisation", one.organisation)
        .field("country", one.country)
        .key("event");
    write_event(json, mine.event);
    json.key("edition");
    catalogue::write(json, mine.edition, mine.event.state, now);
    json.field("join_url", leads_in(mine) ? std::optional("/j/" + mine.join_token) : std::nullopt);
    auto const urls = calendar_urls(mine);
    json.key("calendar_urls")
        .object()
        .field("ics", urls.ics)
        .field("google", urls.google)
        .field("outlook", urls.outlook)
        .end_object()
        .key("others")
        .array();
    for (auto const& other : mine.others) {
        json.object().field("token", other.token).field("state", name(other.registration.state)).key("event");
        write_event(json, other.event);
        json.field("starts_at", other.event.starts_at);
        for (auto const& edition : other.event.editions)
            if (edition.id == other.registration.edition) {
                auto const* session = catalogue::next_session(edition, now);
                json.field("time_zone", session ? session->zone.name() : "UTC")
                    .field("language", edition.language);
            }
        json.end_object();
    }
    json.end_array().key("editions").array();
    for (auto const* edition : other_editions(mine))
        catalogue::write(json, *edition, mine.event.state, now);
    json.end_array().end_object();
    return json.take();
}

http::Reply show_document(Mine const& mine) {
    return http::json_reply(200, document(mine));
}
http::Reply show_empty(Mine const&) {
    return http::json_reply(200, "{}");
}

// --- page

std::string state_text(Mine const& mine) {
    auto const language = mine.asked.reader.language;
    if (is_active(mine.registration.state)) {
        if (mine.event.state == catalogue::EventState::cancelled || mine.edition.is_cancelled)
            return say(language, "state_called_off");
        if (mine.event.state == catalogue::EventState::postponed)
            return say(language, "state_postponed");
    }
    switch (mine.registration.state) {
    case State::unverified:
        return say(language, "state_unverified");
    case State::pending:
        return say(language, "state_pending");
    case State::confirmed:
        return say(language, "state_confirmed");
    case State::waitlisted:
        return say(language, "state_waitlisted", {{"n", mine.position}});
    case State::offered:
        return say(language, "state_offered");
    case State::cancelled:
        return say(language, "state_cancelled");
    case State::declined:
        return say(language, "state_declined");
    case State::expired:
        return say(language, "state_expired");
    }
    return {};
}

http::Values view_other(Other const& other, catalogue::Reader const& reader) {
    http::Values values;
    for (auto const& edition : other.event.editions)
        if (edition.id == other.registration.edition)
            if (auto const* session = catalogue::next_session(edition, reader.now))
                values = catalogue::view(*session, reader);
    http::Values event;
    event.set("title", other.event.title).set("slug", other.event.slug).set("language", other.event.language);
    auto const word = Word::find("short_" + std::string(name(other.registration.state)));
    values.set("event", std::move(event))
        .set("token", other.token)
        .set("state_text", word ? say(reader.language, *word) : "");
    return values;
}

http::Page page_of(Mine const& mine) {
    auto const& one = mine.registration;
    auto const& reader = mine.asked.reader;
    auto const* session = catalogue::next_session(mine.edition, reader.now);
    bool const active = is_active(one.state);
    bool const open = catalogue::registration(mine.event.state, mine.edition, reader.now) !=
                      catalogue::Registration::closed;
    http::Page page;
    auto& values = page.values;
    auto const done = Word::find(mine.asked.done);
    bool const known_done = mine.asked.done.starts_with("me_") && done;
    http::Values event;
    event.set("title", mine.event.title).set("slug", mine.event.slug).set("language", mine.event.language);
    auto const urls = calendar_urls(mine);
    http::Values calendar;
    calendar.set("ics", urls.ics).set("google", urls.google).set("outlook", urls.outlook);
    values.set("done_text", known_done ? say(reader.language, *done) : std::string())
        .set("state_text", state_text(mine))
        .set("state_class", catalogue::is_off(mine.event) || mine.edition.is_cancelled ? "bad"
                            : one.state == State::confirmed                            ? "ok"
                            : active                                                   ? "warn"
                                                                                       : "bad")
        .set("event", std::move(event))
        .set("edition", catalogue::view(mine.edition, mine.event, &mine.edition, reader))
        .set("active", active)
        .set("unverified", one.state == State::unverified)
        .set("waits", one.state == State::waitlisted)
        .set("holds", one.state == State::confirmed || one.state == State::offered)
        .set("asks", one.state == State::unverified || one.state == State::pending)
        .set("left", one.state == State::cancelled && open)
        .set("join_url",
             leads_in(mine) ? std::optional(mine.asked.prefix + "/j/" + mine.join_token) : std::nullopt)
        .set("in_calendar", leads_in(mine))
        .set("calendar_urls", std::move(calendar))
        .set("email", one.email)
        .set("name", mine.asked.errors.empty() ? one.name : mine.asked.changes.name.value_or(one.name))
        .set("locale", tag(one.language))
        .set("time_zone", one.zone.name())
        .set("time_zone_guessed", one.zone_guessed)
        .set("organisation", mine.asked.changes.organisation.value_or(one.organisation))
        .set("country", one.country)
        .set("country_text",
             one.country ? std::optional(country_name(*one.country, reader.language)) : std::nullopt);
    if (session)
        values.set("when", catalogue::view(*session, reader));
    else
        values.set("when", false);
    std::vector<http::Values> locales, editions, others;
    for (auto const language : languages)
        locales.push_back(http::Values()
                              .set("code", tag(language))
                              .set("name", own_name(tag(language)))
                              .set("chosen", language == one.language));
    for (auto const* edition : other_editions(mine))
        editions.push_back(catalogue::view(*edition, mine.event, &mine.edition, reader));
    for (auto const& other : mine.others)
        others.push_back(view_other(other, reader));
    values.set("locales", std::move(locales))
        .set("has_editions", !editions.empty())
        .set("editions", std::move(editions))
        .set("has_others", !others.empty())
        .set("others", std::move(others));
    http::Values form;
    for (auto const* field :
         {"errors", "has_errors", "name_error", "time_zone_error", "organisation_error", "email", "name"})
        form.set(field, false);
    form.set("action", mine.asked.prefix + "/me/" + mine.token);
    values.set("form", form_with_errors(std::move(form), mine.asked.errors, reader.language));
    page.fragment = "me";
    page.language = reader.language;
    page.title = mine.asked.errors.empty()
                     ? mine.event.title
                     : say(reader.language, "error_title", {{"title", mine.event.title}});
    page.path = "/me/" + mine.token;
    page.indexable = false;
    page.theme = mine.event.month ? mine.event.month->theme : "";
    page.boot_address = "/api/v1/registrations/" + mine.token;
    page.boot_json = document(mine);
    return page;
}

http::Reply show_page_of(Mine const& mine) {
    if (mine.asked.action != Action::see && mine.asked.errors.empty())
        return http::see_other(mine.asked.prefix + "/me/" + mine.token + "?done=" + mine.asked.done);
    if (mine.asked.action == Action::see && mine.token != mine.asked.token)
        return http::see_other(mine.asked.prefix + "/me/" + mine.token);
    return http::show_page(page_of(mine), mine.asked.errors.empty() ? 200 : 422);
}

} // namespace

http::Endpoint show_registration(Parts const& parts) {
    auto const load = [parts](db::Read& db, Asked const& asked) { return load_mine(db, parts, asked); };
    return http::endpoint(ask).read(load).reply(show_document);
}

http::Endpoint change_registration(Parts const& parts) {
    auto const write = [parts](db::Write& tx, Asked const& asked) { return act(tx, parts, asked); };
    return http::endpoint(read_patch).write(write).reply(show_document);
}

http::Endpoint cancel_registration(Parts const& parts) {
    auto const write = [parts](db::Write& tx, Asked const& asked) { return act(tx, parts, asked); };
    return http::endpoint(read_action(Action::cancel)).write(write).reply(show_document);
}

http::Endpoint confirm_registration(Parts const& parts) {
    auto const write = [parts](db::Write& tx, Asked const& asked) { return act(tx, parts, asked); };
    return http::endpoint(read_action(Action::confirm)).write(write).reply(show_document);
}

http::Endpoint refuse_registration(Parts const& parts) {
    auto const write = [parts](db::Write& tx, Asked const& asked) { return act(tx, parts, asked); };
    return http::endpoint(read_action(Action::not_me)).write(write).reply(show_empty);
}

http::Endpoint show_personal_page(Parts const& parts) {
    auto const load = [parts](db::Read& db, Asked const& asked) { return load_mine(db, parts, asked); };
    return http::endpoint(read_page).read(load).reply(show_page_of);
}

http::Endpoint act_on_personal_page(Parts const& parts) {
    auto const write = [parts](db::Write& tx, Asked const& asked) { return act(tx, parts, asked); };
    return http::endpoint(read_page).write(write).reply(show_page_of);
}

} // namespace lectern::registration

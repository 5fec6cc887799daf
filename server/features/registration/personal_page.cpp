// /me/{token}: the personal page of a registration, and its forms.
// SPDX-License-Identifier: MIT
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/registration/page_form.hpp"
#include "features/registration/personal.hpp"

namespace lectern::registration::personal {
namespace {

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
    else if (action == "leave_month")
        asked.action = Action::leave_month;
    else
        throw Malformed("action");
    asked.changes = read_changes(form);
    if (asked.action == Action::change && form.as_typed("name").empty())
        form.add_error({"/name", "required", {}});
    form.refuse_unknown();
    asked.errors = form.errors();
    return asked;
}

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
        .set("may_leave",
             active && catalogue::standing(mine.edition, reader.now) != catalogue::Standing::ended)
        .set("whole_month", mine.is_of_month)
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
} // namespace lectern::registration::personal

namespace lectern::registration {

http::Endpoint show_personal_page(Parts const& parts) {
    auto const load = [parts](db::Read& db, personal::Asked const& asked) {
        return personal::load_mine(db, parts, asked);
    };
    return http::endpoint(personal::read_page).read(load).reply(personal::show_page_of);
}

http::Endpoint act_on_personal_page(Parts const& parts) {
    auto const write = [parts](db::Write& tx, personal::Asked const& asked) {
        return personal::act(tx, parts, asked);
    };
    return http::endpoint(personal::read_page).write(write).reply(personal::show_page_of);
}

} // namespace lectern::registration

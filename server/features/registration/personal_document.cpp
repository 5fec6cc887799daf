// The document of a registration, for whoever holds its personal link.
// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "features/registration/personal.hpp"
#include "http/json.hpp"

namespace lectern::registration::personal {
namespace {

std::string google_time(UtcTime time) { // "20270309T140000Z"
    std::string text;
    for (char const c : rfc3339(time).substr(0, 19))
        if (c != '-' && c != ':')
            text += c;
    return text + "Z";
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

} // namespace

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
        .field("whole_month", mine.is_of_month)
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

} // namespace lectern::registration::personal

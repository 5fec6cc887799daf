// The API's spelling of the catalogue.
// SPDX-License-Identifier: MIT
#include "features/catalogue/json.hpp"

#include "http/rich_text.hpp"

namespace lectern::catalogue {

void write_strings(http::Json& json, std::string_view key, std::vector<std::string> const& texts) {
    json.key(key).array();
    for (auto const& text : texts)
        json.value(text);
    json.end_array();
}

void write(http::Json& json, Named const& named) {
    json.object()
        .field("slug", named.slug)
        .field("title", named.title)
        .field("language", named.language)
        .end_object();
}

void write(http::Json& json, Session const& session) {
    json.object()
        .field("id", session.id)
        .field("starts_at", session.starts_at)
        .field("ends_at", session.ends_at)
        .field("time_zone", session.zone.name())
        .field("local_start", session.local_start.text())
        .field("local_end", session.local_end.text())
        .field("state", session.is_cancelled ? "cancelled" : "scheduled")
        .end_object();
}

void write(http::Json& json, Edition const& edition, EventState event, UtcTime now) {
    json.object()
        .field("id", edition.id)
        .field("language", edition.language)
        .field("capacity", edition.capacity)
        .field("seats_left", seats_left(edition))
        .field("state", name(standing(edition, now)))
        .field("registration", name(registration(event, edition, now)))
        .field("attendance", name(edition.attendance))
        .field("venue", edition.venue)
        .key("sessions")
        .array();
    for (auto const& session : edition.sessions)
        write(json, session);
    json.end_array().end_object();
}

void write_fields(http::Json& json, EventSummary const& event, UtcTime now) {
    json.field("slug", event.slug)
        .field("kind", name(event.kind))
        .field("state", name(event.state))
        .field("title", event.title)
        .field("summary", event.summary)
        .field("language", event.language);
    write_strings(json, "languages", event.languages);
    json.field("starts_at", event.starts_at).key("editions").array();
    for (auto const& edition : event.editions)
        write(json, edition, event.state, now);
    json.end_array().key("speakers").array();
    for (auto const& speaker : event.speakers)
        json.object().field("slug", speaker.slug).field("name", speaker.name).end_object();
    json.end_array().key("month");
    if (event.month)
        json.object()
            .field("slug", event.month->slug)
            .field("title", event.month->title)
            .field("language", event.month->language)
            .field("theme", event.month->theme)
            .end_object();
    else
        json.value(nullptr);
    json.field("has_recording", event.has_recording);
}

void write(http::Json& json, EventSummary const& event, UtcTime now) {
    json.object();
    write_fields(json, event, now);
    json.end_object();
}

void write_events(http::Json& json, std::string_view key, std::vector<EventSummary> const& events,
                  UtcTime now) {
    json.key(key).array();
    for (auto const& event : events)
        write(json, event, now);
    json.end_array();
}

void write(http::Json& json, Material const& material) {
    json.object()
        .field("kind", material.kind)
        .field("title", material.title)
        .field("url", material.url)
        .field("language", material.language)
        .field("media_type", material.media_type)
        .field("size", material.size)
        .field("duration_minutes", material.duration_minutes);
    if (material.event) {
        json.key("event");
        write(json, *material.event);
    }
    json.end_object();
}

void write(http::Json& json, Product const& product) {
    json.object()
        .field("slug", product.slug)
        .field("title", product.title)
        .field("summary", product.summary)
        .field("language", product.language);
    write_strings(json, "languages", product.languages);
    json.field("kind", product.kind)
        .field("published_at", product.published_at)
        .field("url", product.url)
        .field("media_type", product.media_type)
        .field("size", product.size)
        .end_object();
}

void write_fields(http::Json& json, MonthSummary const& month, UtcTime now) {
    json.field("slug", month.slug)
        .field("title", month.title)
        .field("summary", month.summary)
        .field("language", month.language);
    write_strings(json, "languages", month.languages);
    json.field("theme", month.theme)
        .field("starts_on", month.starts_on.text().substr(0, 10))
        .field("ends_on", month.ends_on.text().substr(0, 10))
        .field("standing", name(standing(month, now)))
        .field("event_count", month.event_count);
}

void write(http::Json& json, MonthSummary const& month, UtcTime now) {
    json.object();
    write_fields(json, month, now);
    json.end_object();
}

void write_rich(http::Json& json, std::string_view key, std::string_view markdown) {
    json.key(key).raw(http::rich_json(markdown));
}

std::string event_json(Event const& event, UtcTime now) {
    http::Json json;
    json.object();
    write_fields(json, event, now);
    write_rich(json, "description", event.description);
    json.key("appearances").array();
    for (auto const& appearance : event.appearances) {
        auto const& speaker = appearance.speaker;
        json.object().field("role", appearance.role).key("speaker").object();
        json.field("slug", speaker.slug)
            .field("name", speaker.name)
            .field("affiliation", speaker.affiliation)
            .field("photo", speaker.photo)
            .field("photo_alt", speaker.photo ? std::optional(speaker.photo_alt) : std::nullopt);
        write_rich(json, "biography", speaker.biography);
        json.field("language", speaker.language).end_object().end_object();
    }
    json.end_array().key("materials").array();
    for (auto const& material : event.materials)
        write(json, material);
    json.end_array().key("products").array();
    for (auto const& product : event.products)
        write(json, product);
    json.end_array().key("community");
    write(json, event.community);
    json.key("series");
    if (event.series)
        write(json, *event.series);
    else
        json.value(nullptr);
    json.key("place_in_month");
    if (event.place_in_month)
        json.object()
            .field("number", event.place_in_month->number)
            .field("of", event.place_in_month->of)
            .end_object();
    else
        json.value(nullptr);
    json.field("questions_taken", takes_questions(event, now));
    write_events(json, "other_events", event.other_events, now);
    json.end_object();
    return json.take();
}

std::string month_json(Month const& month, UtcTime now) {
    http::Json json;
    json.object();
    write_fields(json, month, now);
    write_rich(json, "description", month.description);
    json.key("series");
    write(json, month.series);
    json.key("community");
    write(json, month.community);
    write_events(json, "events", month.events, now);
    json.key("products").array();
    for (auto const& product : month.products)
        write(json, product);
    json.end_array().key("materials").array();
    for (auto const& material : month.materials)
        write(json, material);
    json.end_array().key("facilitators").array();
    for (auto const& host : month.hosts)
        json.object().field("name", host.name).field("affiliation", host.affiliation).end_object();
    json.end_array().end_object();
    return json.take();
}

} // namespace lectern::catalogue

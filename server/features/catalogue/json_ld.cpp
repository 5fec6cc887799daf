// EducationEvent and EventSeries; the location is the public page, never the join link.
// SPDX-License-Identifier: MIT
#include "features/catalogue/json_ld.hpp"

#include "http/json.hpp"

namespace lectern::catalogue {
namespace {

std::string prefix(Reader const& reader) {
    return reader.language == Language::en ? "" : "/" + std::string(tag(reader.language));
}

// Addresses in JSON-LD are relative to the page (RFC 3986 §5), so the site's own address need not be known
// here.
void write_event(http::Json& json, EventSummary const& event, Reader const& reader) {
    auto const now = reader.now;
    auto const page = prefix(reader) + "/events/" + event.slug;
    auto const* edition = shown_edition(event, reader.language, {}, now);
    json.field("@type", "EducationEvent").field("name", event.title).field("description", event.summary);
    json.field("url", page).field("isAccessibleForFree", true);
    if (!edition || edition->sessions.empty())
        return;
    auto const& first = edition->sessions.front();
    auto const& last = edition->sessions.back();
    auto const at = [](LocalTime local, UtcTime time, Zone zone) {
        return local.text() + ":00" + offset_text(utc_offset(time, zone));
    };
    json.field("startDate", at(first.local_start, first.starts_at, first.zone))
        .field("endDate", at(last.local_end, last.ends_at, last.zone))
        .field("inLanguage", edition->language)
        .field("eventStatus",
               standing(*edition, now) == Standing::cancelled || event.state == EventState::cancelled
                   ? "https://schema.org/EventCancelled"
               : event.state == EventState::postponed ? "https://schema.org/EventPostponed"
                                                      : "https://schema.org/EventScheduled");
    json.field("eventAttendanceMode",
               edition->attendance == Attendance::online   ? "https://schema.org/OnlineEventAttendanceMode"
               : edition->attendance == Attendance::hybrid ? "https://schema.org/MixedEventAttendanceMode"
                                                           : "https://schema.org/OfflineEventAttendanceMode");
    json.key("location").array();
    if (edition->attendance != Attendance::on_site)
        json.object().field("@type", "VirtualLocation").field("url", page).end_object();
    if (edition->venue)
        json.object()
            .field("@type", "Place")
            .field("name", *edition->venue)
            .field("address", *edition->venue)
            .end_object();
    json.end_array();
}

} // namespace

std::string event_json_ld(Event const& event, Reader const& reader) {
    http::Json json;
    json.object().field("@context", "https://schema.org");
    write_event(json, event, reader);
    json.key("organizer")
        .object()
        .field("@type", "Organization")
        .field("name", event.community.title)
        .end_object();
    json.key("performer").array();
    for (auto const& speaker : event.speakers)
        json.object()
            .field("@type", "Person")
            .field("name", speaker.name)
            .field("url", prefix(reader) + "/speakers/" + speaker.slug)
            .end_object();
    json.end_array();
    if (event.month)
        json.key("superEvent")
            .object()
            .field("@type", "EventSeries")
            .field("name", event.month->title)
            .field("url", prefix(reader) + "/months/" + event.month->slug)
            .end_object();
    for (auto const& material : event.materials)
        if (material.kind == "recording") {
            json.key("recordedIn")
                .object()
                .field("@type", "VideoObject")
                .field("name", material.title)
                .field("contentUrl", material.url);
            if (event.ends_at)
                json.field("uploadDate", *event.ends_at);
            json.end_object();
            break;
        }
    json.end_object();
    return json.take();
}

std::string month_json_ld(Month const& month, Reader const& reader) {
    http::Json json;
    json.object()
        .field("@context", "https://schema.org")
        .field("@type", "EventSeries")
        .field("name", month.title)
        .field("description", month.summary)
        .field("url", prefix(reader) + "/months/" + month.slug)
        .field("startDate", month.starts_on.text().substr(0, 10))
        .field("endDate", month.ends_on.text().substr(0, 10))
        .key("subEvent")
        .array();
    for (auto const& event : month.events) {
        json.object();
        write_event(json, event, reader);
        json.end_object();
    }
    json.end_array().end_object();
    return json.take();
}

} // namespace lectern::catalogue

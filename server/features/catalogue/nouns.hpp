// The nouns of the catalogue as values.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/id.hpp"
#include "base/language.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lectern::catalogue {

// Which language of a text a reader gets: the one wanted, else the site's default, else the original.
struct TextChoice {
    std::string wanted = "en"; // BCP 47
    std::string fallback = "en";
};

struct Named {
    std::string slug;
    std::string title;
    std::string language; // of the title
};

struct Session {
    SessionId id;
    std::string uid;
    UtcTime starts_at{};
    UtcTime ends_at{};
    Zone zone = Zone::utc();
    LocalTime local_start;
    LocalTime local_end;
    bool is_cancelled = false;
    std::int64_t sequence = 0;
    UtcTime changed_at{};
};

enum class Attendance { online, on_site, hybrid };

struct Edition {
    EditionId id;
    EventId event;
    std::string language;
    std::optional<std::int64_t> capacity; // none: unlimited
    std::int64_t seats_taken = 0;
    bool is_cancelled = false;
    Attendance attendance = Attendance::online;
    std::optional<std::string> venue;
    std::optional<UtcTime> opens_at; // of registration
    std::optional<UtcTime> closes_at;
    std::vector<Session> sessions; // by start
};

enum class EventKind { webinar, workshop, discussion };
enum class EventState { draft, published, archived, cancelled, postponed };

struct MonthRef : Named {
    std::string theme;
};

struct SpeakerName {
    std::string slug;
    std::string name;
};

struct EventSummary {
    EventId id;
    std::string slug;
    EventKind kind = EventKind::webinar;
    EventState state = EventState::published;
    std::string title;
    std::string summary;
    std::string language; // of the texts
    std::string original_language;
    std::vector<std::string> languages;
    std::optional<UtcTime> starts_at;
    std::optional<UtcTime> ends_at;
    UtcTime changed_at{};
    std::vector<Edition> editions;
    std::vector<SpeakerName> speakers;
    std::optional<MonthRef> month;
    bool has_recording = false;
};

struct Speaker {
    SpeakerId id;
    std::string slug;
    std::string name;
    std::string affiliation;
    std::optional<std::string> country;
    std::string biography; // Markdown
    std::string language;
    std::optional<std::string> photo; // address on this site
    std::string photo_alt;
};

struct Appearance {
    std::string role;
    Speaker speaker;
};

struct Material {
    std::string kind;
    std::string title;
    std::string url;
    std::string language;
    std::optional<std::string> media_type;
    std::optional<std::int64_t> size; // bytes
    std::optional<std::int64_t> duration_minutes;
    std::optional<Named> event; // where it stands apart from its event
};

struct Product {
    std::int64_t id = 0;
    std::string slug;
    std::string kind;
    std::string title;
    std::string summary;
    std::string language;
    std::vector<std::string> languages;
    UtcTime published_at{};
    std::optional<std::string> url;
    std::optional<std::string> media_type;
    std::optional<std::int64_t> size;
};

struct MonthSummary {
    MonthId id;
    std::string slug;
    std::string title;
    std::string summary;
    std::string language;
    std::vector<std::string> languages;
    std::string theme;
    LocalTime starts_on; // a day, whoever reads it
    LocalTime ends_on;
    std::int64_t event_count = 0;
};

struct Place {
    int number = 0;
    int of = 0;
};

struct Event : EventSummary {
    std::string description; // Markdown
    std::vector<Appearance> appearances;
    std::vector<Material> materials;
    std::vector<Product> products;
    Named community;
    std::optional<Named> series;
    std::optional<Place> place_in_month;
    std::vector<EventSummary> other_events; // coming ones of the same month
};

struct Host {
    std::string name;
    std::string affiliation;
};

struct Month : MonthSummary {
    std::string description;
    Named series;
    Named community;
    std::vector<EventSummary> events;
    std::vector<Product> products;
    std::vector<Material> materials;
    std::vector<Host> hosts;
};

} // namespace lectern::catalogue

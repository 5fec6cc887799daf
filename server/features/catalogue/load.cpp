// Loads the catalogue's nouns. The number of statements does not depend on the number of rows.
// SPDX-License-Identifier: MIT
#include "features/catalogue/load.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "db/session.hpp"
#include "gen/sql/catalogue.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace lectern::catalogue {
namespace {

template <class IdType>
std::string joined(std::span<IdType const> ids) {
    std::string text;
    for (auto const id : ids)
        text += (text.empty() ? "" : ",") + std::to_string(id.value());
    return text;
}

LocalTime local(std::string const& text) {
    auto const parsed = LocalTime::parse(text);
    ensure(parsed.has_value(), "the database holds no local time");
    return *parsed;
}

LocalTime day(std::string const& text) {
    return local(text + "T00:00");
}

std::optional<std::string> photo_url(std::optional<std::string> const& hash, std::string const& slug) {
    if (!hash)
        return {};
    return "/files/" + hex(*hash) + "/" + slug;
}

std::optional<Named> maybe_named(db::Row const& row, std::string const& prefix) {
    auto const slug = row.get<std::optional<std::string>>(prefix + "_slug");
    if (!slug)
        return {};
    return Named{*slug, row.get<std::string>(prefix + "_title"), row.get<std::string>(prefix + "_language")};
}

EventSummary event_from(db::Row const& row) {
    EventSummary event;
    event.id = row.get<EventId>("id");
    event.slug = row.get<std::string>("slug");
    event.kind = kind_of(row.get<std::string>("kind"));
    event.state = state_of(row.get<std::string>("state"));
    event.title = row.get<std::string>("title");
    event.summary = row.get<std::string>("summary");
    event.language = row.get<std::string>("language");
    event.original_language = row.get<std::string>("original_language");
    event.starts_at = row.get<std::optional<UtcTime>>("starts_at");
    event.ends_at = row.get<std::optional<UtcTime>>("ends_at");
    event.changed_at = row.get<UtcTime>("changed_at");
    event.has_recording = row.get<bool>("has_recording");
    if (auto const month = maybe_named(row, "month")) {
        event.month.emplace();
        static_cast<Named&>(*event.month) = *month;
        event.month->theme = row.get<std::string>("month_theme");
    }
    return event;
}

Edition edition_from(db::Row const& row) {
    Edition edition;
    edition.id = row.get<EditionId>("id");
    edition.event = row.get<EventId>("event_id");
    edition.language = row.get<std::string>("language");
    edition.capacity = row.get<std::optional<std::int64_t>>("capacity");
    edition.seats_taken = row.get<std::int64_t>("seats_taken");
    edition.is_cancelled = row.get<std::string>("state") == "cancelled";
    edition.attendance = attendance_of(row.get<std::string>("attendance"));
    edition.venue = row.get<std::optional<std::string>>("venue");
    edition.opens_at = row.get<std::optional<UtcTime>>("registration_opens_at");
    edition.closes_at = row.get<std::optional<UtcTime>>("registration_closes_at");
    return edition;
}

Session session_from(db::Row const& row) {
    Session session;
    session.id = row.get<SessionId>("id");
    session.uid = row.get<std::string>("uid");
    session.starts_at = row.get<UtcTime>("starts_at");
    session.ends_at = row.get<UtcTime>("ends_at");
    session.zone = Zone::find_or_utc(row.get<std::string>("time_zone"));
    session.local_start = local(row.get<std::string>("local_start"));
    session.local_end = local(row.get<std::string>("local_end"));
    session.is_cancelled = row.get<std::string>("state") == "cancelled";
    session.sequence = row.get<std::int64_t>("sequence");
    session.changed_at = row.get<UtcTime>("changed_at");
    return session;
}

} // namespace

std::vector<EventSummary> load_events(db::Read& db, std::span<EventId const> ids, TextChoice const& choice) {
    if (ids.empty())
        return {};
    auto const list = joined(ids);
    std::unordered_map<EventId, EventSummary> found;
    db.each(
        sql::catalogue::events_of,
        [&](db::Row const& row) { found.emplace(row.get<EventId>("id"), event_from(row)); }, "ids"_p = list,
        "language"_p = choice.wanted, "fallback"_p = choice.fallback);
    db.each(
        sql::catalogue::event_languages_of,
        [&](db::Row const& row) {
            found.at(row.get<EventId>("event_id")).languages.push_back(row.get<std::string>("language"));
        },
        "ids"_p = list);
    db.each(
        sql::catalogue::editions_of,
        [&](db::Row const& row) {
            found.at(row.get<EventId>("event_id")).editions.push_back(edition_from(row));
        },
        "ids"_p = list);
    db.each(
        sql::catalogue::sessions_of,
        [&](db::Row const& row) {
            for (auto& edition : found.at(row.get<EventId>("event_id")).editions)
                if (edition.id == row.get<EditionId>("edition_id"))
                    edition.sessions.push_back(session_from(row));
        },
        "ids"_p = list);
    db.each(
        sql::catalogue::event_speakers_of,
        [&](db::Row const& row) {
            found.at(row.get<EventId>("event_id"))
                .speakers.push_back({row.get<std::string>("slug"), row.get<std::string>("name")});
        },
        "ids"_p = list);
    std::vector<EventSummary> events;
    for (auto const id : ids)
        if (auto const at = found.find(id); at != found.end())
            events.push_back(std::move(at->second));
    return events;
}

EventSummary load_event_summary(db::Read& db, EventId id, TextChoice const& choice) {
    auto events = load_events(db, std::span(&id, 1), choice);
    if (events.empty())
        throw NotFound("event");
    return std::move(events.front());
}

std::vector<EventId> events_of_month(db::Read& db, MonthId month) {
    return db.all<EventId>(sql::catalogue::events_of_month, "month"_p = month);
}

std::vector<Appearance> load_appearances(db::Read& db, EventId event, TextChoice const& choice) {
    std::vector<Appearance> all;
    db.each(
        sql::catalogue::appearances,
        [&](db::Row const& row) { all.push_back({row.get<std::string>("role"), speaker_from(row)}); },
        "event"_p = event, "language"_p = choice.wanted, "fallback"_p = choice.fallback);
    return all;
}

Speaker speaker_from(db::Row const& row) {
    Speaker speaker;
    speaker.id = row.get<SpeakerId>("id");
    speaker.slug = row.get<std::string>("slug");
    speaker.name = row.get<std::string>("name");
    speaker.affiliation = row.get<std::string>("affiliation");
    speaker.biography = row.get<std::string>("biography");
    speaker.language = row.get<std::string>("language");
    speaker.photo = photo_url(row.get<std::optional<std::string>>("photo"), speaker.slug);
    speaker.photo_alt = row.get<std::string>("photo_alt");
    return speaker;
}

Material material_from(db::Row const& row) {
    return {row.get<std::string>("kind"),
            row.get<std::string>("title"),
            row.get<std::string>("url"),
            row.get<std::string>("language"),
            row.get<std::optional<std::string>>("media_type"),
            row.get<std::optional<std::int64_t>>("size"),
            row.get<std::optional<std::int64_t>>("duration_minutes"),
            {}};
}

Product product_from(db::Row const& row) {
    Product product;
    product.id = row.get<std::int64_t>("id");
    product.slug = row.get<std::string>("slug");
    product.kind = row.get<std::string>("kind");
    product.title = row.get<std::string>("title");
    product.summary = row.get<std::string>("summary");
    product.language = row.get<std::string>("language");
    product.published_at = row.get<UtcTime>("published_at");
    product.url = row.get<std::optional<std::string>>("url");
    product.media_type = row.get<std::optional<std::string>>("media_type");
    product.size = row.get<std::optional<std::int64_t>>("size");
    return product;
}

std::vector<std::string> text_languages(db::Read& db, std::string_view noun, std::int64_t id) {
    return db.all<std::string>(sql::catalogue::text_languages, "noun"_p = noun, "id"_p = id);
}

std::vector<Product> load_products(db::Read& db, ProductsOf of, TextChoice const& choice) {
    std::vector<Product> products;
    db.each(
        sql::catalogue::products, [&](db::Row const& row) { products.push_back(product_from(row)); },
        "month"_p = of.month, "event"_p = of.event, "before_at"_p = of.before_at,
        "before_id"_p = of.before_id, "limit"_p = of.limit, "language"_p = choice.wanted,
        "fallback"_p = choice.fallback);
    std::string ids;
    for (auto const& product : products)
        ids += (ids.empty() ? "" : ",") + std::to_string(product.id);
    if (!products.empty())
        db.each(
            sql::catalogue::product_languages_of,
            [&](db::Row const& row) {
                for (auto& product : products)
                    if (product.id == row.get<std::int64_t>("product_id"))
                        product.languages.push_back(row.get<std::string>("language"));
            },
            "ids"_p = ids);
    return products;
}

std::vector<MonthSummary> load_months(db::Read& db, std::span<MonthId const> ids, TextChoice const& choice) {
    if (ids.empty())
        return {};
    auto const list = joined(ids);
    std::vector<MonthSummary> months;
    db.each(
        sql::catalogue::months_of,
        [&](db::Row const& row) {
            MonthSummary month;
            month.id = row.get<MonthId>("id");
            month.slug = row.get<std::string>("slug");
            month.title = row.get<std::string>("title");
            month.summary = row.get<std::string>("summary");
            month.language = row.get<std::string>("language");
            month.theme = row.get<std::string>("theme");
            month.starts_on = day(row.get<std::string>("starts_on"));
            month.ends_on = day(row.get<std::string>("ends_on"));
            month.event_count = row.get<std::int64_t>("event_count");
            months.push_back(std::move(month));
        },
        "ids"_p = list, "language"_p = choice.wanted, "fallback"_p = choice.fallback);
    db.each(
        sql::catalogue::month_languages_of,
        [&](db::Row const& row) {
            for (auto& month : months)
                if (month.id == row.get<MonthId>("month_id"))
                    month.languages.push_back(row.get<std::string>("language"));
        },
        "ids"_p = list);
    return months;
}

std::vector<MonthSummary> load_all_months(db::Read& db, std::optional<SeriesId> series,
                                          TextChoice const& choice) {
    auto const ids = db.all<MonthId>(sql::catalogue::latest_months, "series"_p = series);
    return load_months(db, ids, choice);
}

std::vector<Material> load_materials(db::Read& db, EventId event) {
    std::vector<Material> all;
    db.each(
        sql::catalogue::materials_of_event, [&](db::Row const& row) { all.push_back(material_from(row)); },
        "event"_p = event);
    return all;
}

Event load_event(db::Read& db, std::string const& slug, TextChoice const& choice, UtcTime now) {
    auto const id = db.one<EventId>(sql::catalogue::event_id, "slug"_p = slug);
    Event event;
    static_cast<EventSummary&>(event) = load_event_summary(db, id, choice);
    db.each(
        sql::catalogue::event_detail,
        [&](db::Row const& row) {
            event.description = row.get<std::string>("description");
            event.community = *maybe_named(row, "community");
            event.series = maybe_named(row, "series");
        },
        "event"_p = id, "language"_p = choice.wanted, "fallback"_p = choice.fallback);
    event.appearances = load_appearances(db, id, choice);
    event.materials = load_materials(db, id);
    event.products = load_products(db, {.month = {}, .event = id}, choice);
    if (!event.month)
        return event;
    auto const month = db.one<MonthId>(sql::catalogue::month_id, "slug"_p = event.month->slug);
    auto const siblings = events_of_month(db, month);
    auto const at = std::find(siblings.begin(), siblings.end(), id);
    event.place_in_month = {static_cast<int>(at - siblings.begin()) + 1, static_cast<int>(siblings.size())};
    for (auto& other : load_events(db, siblings, choice))
        if (other.id != id && !is_off(other) && !is_over(other, now))
            event.other_events.push_back(std::move(other));
    return event;
}

Month load_month(db::Read& db, std::string const& slug, TextChoice const& choice) {
    auto const id = db.one<MonthId>(sql::catalogue::month_id, "slug"_p = slug);
    Month month;
    static_cast<MonthSummary&>(month) = load_months(db, std::span(&id, 1), choice).at(0);
    db.each(
        sql::catalogue::month_detail,
        [&](db::Row const& row) {
            month.description = row.get<std::string>("description");
            month.series = *maybe_named(row, "series");
            month.community = *maybe_named(row, "community");
        },
        "month"_p = id, "language"_p = choice.wanted, "fallback"_p = choice.fallback);
    month.events = load_events(db, events_of_month(db, id), choice);
    month.products = load_products(db, {.month = id, .event = {}}, choice);
    db.each(
        sql::catalogue::materials_of_month,
        [&](db::Row const& row) { month.materials.push_back(material_from(row)); }, "month"_p = id);
    db.each(
        sql::catalogue::month_hosts,
        [&](db::Row const& row) {
            month.hosts.push_back({row.get<std::string>("name"), row.get<std::string>("affiliation")});
        },
        "month"_p = id);
    return month;
}

} // namespace lectern::catalogue

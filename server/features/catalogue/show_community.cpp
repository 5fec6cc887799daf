// GET /communities/{slug}, /series/{slug}: page and document, and their lists.
// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/catalogue/handlers.hpp"
#include "features/catalogue/json.hpp"
#include "gen/sql/catalogue.hpp"
#include "http/rich_text.hpp"

namespace lectern::catalogue {
namespace {

struct Partner {
    std::string name;
    std::optional<std::string> url;
    std::optional<std::string> logo;
    std::string role;
    static Partner from(db::Row const& row) {
        auto const logo = row.get<std::optional<std::string>>("logo");
        return {row.get<std::string>("name"), row.get<std::optional<std::string>>("url"),
                logo ? std::optional("/files/" + hex(*logo) + "/logo") : std::nullopt,
                row.get<std::string>("role")};
    }
};

struct Series : Named {
    SeriesId id;
    std::string summary;
    std::string description;
    Named community;
    std::vector<std::string> languages;
    std::vector<MonthSummary> months;
    std::vector<Partner> partners;
    static Series from(db::Row const& row) {
        Series series;
        series.id = row.get<SeriesId>("id");
        series.slug = row.get<std::string>("slug");
        series.title = row.get<std::string>("title");
        series.language = row.get<std::string>("language");
        series.summary = row.get<std::string>("summary");
        series.description = row.get<std::string>("description");
        series.community = {row.get<std::string>("community_slug"), row.get<std::string>("community_title"),
                            row.get<std::string>("community_language")};
        return series;
    }
};

struct Community : Named {
    CommunityId id;
    std::string summary, objective, focus, location, how_to_join, help_contact;
    std::int64_t member_count = 0;
    std::vector<std::string> facilitators; // their names
    UtcTime latest_activity_at{};
    std::vector<std::string> languages;
    std::vector<Series> series;
    std::vector<Partner> partners;
    std::vector<EventSummary> upcoming;
    static Community from(db::Row const& row) {
        Community community;
        community.id = row.get<CommunityId>("id");
        community.slug = row.get<std::string>("slug");
        community.title = row.get<std::string>("title");
        community.language = row.get<std::string>("language");
        community.summary = row.get<std::string>("summary");
        community.objective = row.get<std::string>("objective");
        community.focus = row.get<std::string>("focus");
        community.location = row.get<std::string>("location");
        community.how_to_join = row.get<std::string>("how_to_join");
        community.help_contact = row.get<std::string>("help_contact");
        community.member_count = row.get<std::int64_t>("member_count");
        community.latest_activity_at = row.get<UtcTime>("latest_activity_at");
        return community;
    }
};

std::vector<Series> find_series(db::Read& db, std::optional<std::string> const& slug,
                                std::optional<CommunityId> community, std::int64_t after_id, int limit,
                                TextChoice const& choice) {
    return db.all<Series>(sql::catalogue::series, "slug"_p = slug, "community"_p = community,
                          "after_id"_p = after_id, "limit"_p = limit, "language"_p = choice.wanted,
                          "fallback"_p = choice.fallback);
}

std::vector<Community> find_communities(db::Read& db, std::optional<std::string> const& slug,
                                        std::int64_t after_id, int limit, TextChoice const& choice) {
    return db.all<Community>(sql::catalogue::communities, "slug"_p = slug, "after_id"_p = after_id,
                             "limit"_p = limit, "language"_p = choice.wanted, "fallback"_p = choice.fallback);
}

void write_partners(http::Json& json, std::vector<Partner> const& partners) {
    json.key("partners").array();
    for (auto const& partner : partners)
        json.object()
            .field("name", partner.name)
            .field("url", partner.url)
            .field("logo", partner.logo)
            .field("role", partner.role)
            .end_object();
    json.end_array();
}

void set_partners(http::Values& values, std::vector<Partner> const& partners, Language language) {
    std::vector<http::Values> list;
    for (auto const& partner : partners)
        list.push_back(http::Values()
                           .set("name", partner.name)
                           .set("url", partner.url)
                           .set("logo", partner.logo)
                           .set("role_text", partner.role == "funder" ? say(language, "role_funder")
                                             : partner.role == "host" ? say(language, "role_host")
                                                                      : say(language, "role_partner")));
    set_list(values, "partners", std::move(list));
}

// --- series
// ------------------------------------------------------------------------------------------------------------

struct FoundSeries {
    Asked asked;
    Moved<Series> series;
};

Series load_series(db::Read& db, std::string const& slug, TextChoice const& choice) {
    auto found = find_series(db, slug, {}, 0, 1, choice);
    if (found.empty())
        throw NotFound("series");
    auto series = std::move(found.front());
    series.languages = text_languages(db, "series", series.id.value());
    series.months = load_all_months(db, series.id, choice);
    series.partners = db.all<Partner>(sql::catalogue::partners, "community"_p = std::optional<CommunityId>(),
                                      "series"_p = std::optional(series.id));
    return series;
}

FoundSeries load_one_series(db::Read& db, Asked const& asked) {
    return {asked, load_or_moved<Series>(db, "series", asked.slug,
                                         [&] { return load_series(db, asked.slug, asked.choice); })};
}

std::string series_json(Series const& series, UtcTime now) {
    http::Json json;
    json.object().field("slug", series.slug).field("title", series.title).field("summary", series.summary);
    write_rich(json, "description", series.description);
    json.field("language", series.language);
    write_strings(json, "languages", series.languages);
    json.key("community");
    write(json, series.community);
    json.key("months").array();
    for (auto const& month : series.months)
        write(json, month, now);
    json.end_array();
    write_partners(json, series.partners);
    json.end_object();
    return json.take();
}

http::Reply show_series_document(FoundSeries const& found) {
    if (found.series.to)
        return moved("/api/v1/series/" + *found.series.to);
    return http::json_reply(200, series_json(*found.series.found, found.asked.reader.now));
}

http::Reply show_series_page_of(FoundSeries const& found) {
    auto const& reader = found.asked.reader;
    if (found.series.to)
        return moved(found.asked.prefix + "/series/" + *found.series.to);
    auto const& series = *found.series.found;
    http::Page page;
    page.fragment = "series";
    page.values = view(series, series.languages, reader);
    page.values.set("summary", series.summary)
        .set("description_html", http::rich_html(series.description))
        .set("community", view(series.community));
    std::vector<http::Values> months;
    for (auto const& month : series.months)
        months.push_back(view(month, reader));
    set_list(page.values, "months", std::move(months));
    set_partners(page.values, series.partners, reader.language);
    page.language = reader.language;
    page.title = series.title;
    page.description = shorten(series.summary, 160);
    page.path = "/series/" + series.slug;
    page.calendar = "/calendar/series/" + series.slug + ".ics";
    return http::show_page(std::move(page));
}

// --- communities
// -------------------------------------------------------------------------------------------------------

struct FoundCommunity {
    Asked asked;
    Moved<Community> community;
};

Community load_community(db::Read& db, Asked const& asked) {
    auto found = find_communities(db, asked.slug, 0, 1, asked.choice);
    if (found.empty())
        throw NotFound("community");
    auto community = std::move(found.front());
    community.facilitators = db.all<std::string>(sql::catalogue::facilitators, "community"_p = community.id);
    community.languages = text_languages(db, "community", community.id.value());
    community.series = find_series(db, {}, community.id, 0, 50, asked.choice);
    community.partners =
        db.all<Partner>(sql::catalogue::partners, "community"_p = std::optional(community.id),
                        "series"_p = std::optional<SeriesId>());
    auto const ids = db.all<EventId>(sql::catalogue::events_of_community, "community"_p = community.id,
                                     "now"_p = asked.reader.now);
    community.upcoming = load_events(db, ids, asked.choice);
    return community;
}

FoundCommunity load_one_community(db::Read& db, Asked const& asked) {
    return {asked,
            load_or_moved<Community>(db, "community", asked.slug, [&] { return load_community(db, asked); })};
}

std::string community_json(Community const& community, UtcTime now) {
    http::Json json;
    json.object()
        .field("slug", community.slug)
        .field("title", community.title)
        .field("summary", community.summary);
    write_rich(json, "objective", community.objective);
    json.field("focus", community.focus).field("location", community.location);
    write_rich(json, "how_to_join", community.how_to_join);
    json.field("help_contact", community.help_contact)
        .field("member_count", community.member_count)
        .field("latest_activity_at", community.latest_activity_at)
        .field("language", community.language);
    write_strings(json, "facilitators", community.facilitators);
    write_strings(json, "languages", community.languages);
    json.key("series").array();
    for (auto const& series : community.series)
        json.object()
            .field("slug", series.slug)
            .field("title", series.title)
            .field("summary", series.summary)
            .field("language", series.language)
            .end_object();
    json.end_array();
    write_partners(json, community.partners);
    write_events(json, "upcoming", community.upcoming, now);
    json.end_object();
    return json.take();
}

http::Reply show_community_document(FoundCommunity const& found) {
    if (found.community.to)
        return moved("/api/v1/communities/" + *found.community.to);
    return http::json_reply(200, community_json(*found.community.found, found.asked.reader.now));
}

http::Reply show_community_page_of(FoundCommunity const& found) {
    auto const& reader = found.asked.reader;
    if (found.community.to)
        return moved(found.asked.prefix + "/communities/" + *found.community.to);
    auto const& community = *found.community.found;
    auto const zone = Zone::utc();
    std::string facilitators;
    for (auto const& name : community.facilitators)
        facilitators += (facilitators.empty() ? "" : " · ") + name;
    http::Page page;
    page.fragment = "community";
    page.values = view(community, community.languages, reader);
    page.values.set("summary", community.summary)
        .set("objective_html", http::rich_html(community.objective))
        .set("focus", community.focus)
        .set("location", community.location)
        .set("how_to_join_html", http::rich_html(community.how_to_join))
        .set("help_contact", community.help_contact)
        .set("facilitators_text", facilitators.empty() ? std::nullopt : std::optional(facilitators))
        .set("member_count", community.member_count)
        .set("latest_text", say_date(reader.language, to_local(community.latest_activity_at, zone),
                                     to_local(reader.now, zone)));
    std::vector<http::Values> series;
    for (auto const& one : community.series)
        series.push_back(view(one).set("summary", one.summary));
    set_list(page.values, "series", std::move(series));
    set_list(page.values, "upcoming", view_events(community.upcoming, reader));
    set_partners(page.values, community.partners, reader.language);
    page.language = reader.language;
    page.title = community.title;
    page.description = shorten(community.summary, 160);
    page.path = "/communities/" + community.slug;
    page.calendar = "/calendar/communities/" + community.slug + ".ics";
    return http::show_page(std::move(page));
}

// --- lists
// -------------------------------------------------------------------------------------------------------------

struct ListAsked {
    Asked asked;
    http::PageOf page;
};

ListAsked read_list(http::Request const& request) {
    http::refuse_unknown_query(request, {"limit", "cursor"});
    return {ask(request), http::read_page(request)};
}

struct ListedSeries {
    ListAsked asked;
    std::vector<Series> all;
};
struct ListedCommunities {
    ListAsked asked;
    std::vector<Community> all;
};

ListedSeries load_series_list(db::Read& db, ListAsked const& asked) {
    return {asked, find_series(db, {}, {}, asked.page.after_id, asked.page.limit + 1, asked.asked.choice)};
}

ListedCommunities load_community_list(db::Read& db, ListAsked const& asked) {
    return {asked, find_communities(db, {}, asked.page.after_id, asked.page.limit + 1, asked.asked.choice)};
}

template <class Listed>
http::Reply show_list(Listed const& listed) {
    http::Json json;
    json.object().key("items").array();
    int shown = 0;
    std::optional<std::string> next;
    for (auto const& one : listed.all) {
        if (++shown > listed.asked.page.limit)
            break;
        json.object()
            .field("slug", one.slug)
            .field("title", one.title)
            .field("summary", one.summary)
            .field("language", one.language)
            .end_object();
        if (shown == listed.asked.page.limit && static_cast<int>(listed.all.size()) > shown)
            next = http::cursor(0, one.id.value());
    }
    json.end_array().field("next", next).end_object();
    return http::json_reply(200, json.take());
}

} // namespace

http::Endpoint show_series() {
    return http::endpoint(ask).read(load_one_series).reply(show_series_document);
}
http::Endpoint show_series_page() {
    return http::endpoint(ask).read(load_one_series).reply(show_series_page_of);
}
http::Endpoint show_community() {
    return http::endpoint(ask).read(load_one_community).reply(show_community_document);
}
http::Endpoint show_community_page() {
    return http::endpoint(ask).read(load_one_community).reply(show_community_page_of);
}
http::Endpoint list_series() {
    return http::endpoint(read_list).read(load_series_list).reply(show_list<ListedSeries>);
}
http::Endpoint list_communities() {
    return http::endpoint(read_list).read(load_community_list).reply(show_list<ListedCommunities>);
}

} // namespace lectern::catalogue

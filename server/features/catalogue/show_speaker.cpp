// GET /speakers/{slug} and /api/v1/speakers…: who this is and where to hear them.
// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/words.hpp"
#include "features/catalogue/handlers.hpp"
#include "features/catalogue/json.hpp"
#include "gen/sql/catalogue.hpp"
#include "http/rich_text.hpp"

namespace lectern::catalogue {
namespace {

struct Link {
    std::string title, url;
    static Link from(db::Row const& row) {
        return {row.get<std::string>("title"), row.get<std::string>("url")};
    }
};

struct Profile : Speaker {
    std::vector<std::string> languages;
    std::vector<Link> links;
    std::vector<EventSummary> events;
    static Profile from(db::Row const& row) {
        Profile profile;
        static_cast<Speaker&>(profile) = speaker_from(row);
        profile.country = row.get<std::optional<std::string>>("country");
        return profile;
    }
};

struct Found {
    Asked asked;
    Moved<Profile> profile;
};

std::vector<Profile> find(db::Read& db, std::optional<std::string> const& slug, std::int64_t after_id,
                          int limit, TextChoice const& choice) {
    return db.all<Profile>(sql::catalogue::speakers, "slug"_p = slug, "after_id"_p = after_id,
                           "limit"_p = limit, "language"_p = choice.wanted, "fallback"_p = choice.fallback);
}

Profile load_profile(db::Read& db, Asked const& asked) {
    auto found = find(db, asked.slug, 0, 1, asked.choice);
    if (found.empty())
        throw NotFound("speaker");
    auto profile = std::move(found.front());
    profile.languages = text_languages(db, "speaker", profile.id.value());
    profile.links = db.all<Link>(sql::catalogue::speaker_links, "speaker"_p = profile.id);
    profile.events = load_events(
        db, db.all<EventId>(sql::catalogue::events_of_speaker, "speaker"_p = profile.id), asked.choice);
    return profile;
}

Found load(db::Read& db, Asked const& asked) {
    return {asked,
            load_or_moved<Profile>(db, "speaker", asked.slug, [&] { return load_profile(db, asked); })};
}

std::string profile_json(Profile const& profile, UtcTime now) {
    http::Json json;
    json.object()
        .field("slug", profile.slug)
        .field("name", profile.name)
        .field("affiliation", profile.affiliation)
        .field("country", profile.country);
    write_rich(json, "biography", profile.biography);
    json.field("language", profile.language);
    write_strings(json, "languages", profile.languages);
    json.field("photo", profile.photo)
        .field("photo_alt", profile.photo ? std::optional(profile.photo_alt) : std::nullopt)
        .key("links")
        .array();
    for (auto const& link : profile.links)
        json.object().field("title", link.title).field("url", link.url).end_object();
    json.end_array();
    write_events(json, "events", profile.events, now);
    json.end_object();
    return json.take();
}

http::Reply show_document(Found const& found) {
    if (found.profile.to)
        return moved("/api/v1/speakers/" + *found.profile.to);
    return http::json_reply(200, profile_json(*found.profile.found, found.asked.reader.now));
}

http::Reply show_page_of(Found const& found) {
    auto const& reader = found.asked.reader;
    if (found.profile.to)
        return moved(found.asked.prefix + "/speakers/" + *found.profile.to);
    auto const& profile = *found.profile.found;
    http::Page page;
    page.fragment = "speaker";
    page.values = view(static_cast<Speaker const&>(profile));
    // a name is in no language: only what is written about the person is
    page.values.set("elsewhere_text",
                    profile.biography.empty()
                        ? std::string()
                        : elsewhere_text(profile.language, profile.languages, reader.language));
    page.values.set("country_text", profile.country
                                        ? std::optional(country_name(*profile.country, reader.language))
                                        : std::nullopt);
    std::vector<http::Values> links;
    for (auto const& link : profile.links)
        links.push_back(http::Values().set("title", link.title).set("url", link.url));
    set_list(page.values, "links", std::move(links));
    set_list(page.values, "events", view_events(profile.events, reader));
    page.language = reader.language;
    page.title = profile.name;
    page.description = profile.affiliation;
    page.path = "/speakers/" + profile.slug;
    return http::show_page(std::move(page));
}

struct ListAsked {
    Asked asked;
    http::PageOf page;
};
struct Listed {
    ListAsked asked;
    std::vector<Profile> all;
};

ListAsked read_list(http::Request const& request) {
    http::refuse_unknown_query(request, {"limit", "cursor"});
    return {ask(request), http::read_page(request)};
}

Listed load_list(db::Read& db, ListAsked const& asked) {
    return {asked, find(db, {}, asked.page.after_id, asked.page.limit + 1, asked.asked.choice)};
}

http::Reply show_list(Listed const& listed) {
    http::Json json;
    json.object().key("items").array();
    auto const limit = static_cast<std::size_t>(listed.asked.page.limit);
    for (std::size_t i = 0; i < std::min(limit, listed.all.size()); ++i)
        json.object()
            .field("slug", listed.all[i].slug)
            .field("name", listed.all[i].name)
            .field("affiliation", listed.all[i].affiliation)
            .field("country", listed.all[i].country)
            .field("photo", listed.all[i].photo)
            .field("language", listed.all[i].language)
            .end_object();
    json.end_array()
        .field("next", listed.all.size() > limit
                           ? std::optional(http::cursor(0, listed.all[limit - 1].id.value()))
                           : std::nullopt)
        .end_object();
    return http::json_reply(200, json.take());
}

} // namespace

http::Endpoint show_speaker() {
    return http::endpoint(ask).read(load).reply(show_document);
}
http::Endpoint show_speaker_page() {
    return http::endpoint(ask).read(load).reply(show_page_of);
}
http::Endpoint list_speakers() {
    return http::endpoint(read_list).read(load_list).reply(show_list);
}

} // namespace lectern::catalogue

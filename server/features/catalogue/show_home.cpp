// GET / and /api/v1/home: the month that runs or comes, what is on now and next, the library. Also GET
// /library. SPDX-License-Identifier: MIT
#include "base/words.hpp"
#include "features/catalogue/handlers.hpp"
#include "features/catalogue/json.hpp"
#include "features/catalogue/poster.hpp"
#include "gen/sql/catalogue.hpp"

#include <limits>

namespace lectern::catalogue {
namespace {

struct CommunityName : Named {
    std::string summary;
};

struct Home {
    Asked asked;
    std::optional<Month> month;
    std::vector<MonthSummary> months;
    std::vector<EventSummary> live;
    std::vector<EventSummary> next;
    std::optional<CommunityName> community;
    std::vector<Material> materials;
    std::vector<Product> products;
};

// The month that runs; else the one that comes next; else the last.
MonthSummary const* month_of_the_day(std::vector<MonthSummary> const& months, UtcTime now) {
    MonthSummary const* last = nullptr;
    for (auto const& month : months) { // by start
        if (standing(month, now) != MonthStanding::past)
            return &month;
        last = &month;
    }
    return last;
}

std::vector<Material> recent_materials(db::Read& db, TextChoice const& choice, int limit) {
    std::vector<Material> all;
    db.each(
        sql::catalogue::recordings,
        [&](db::Row const& row) {
            all.push_back(material_from(row));
            all.back().event = Named{row.get<std::string>("event_slug"), row.get<std::string>("event_title"),
                                     row.get<std::string>("event_language")};
        },
        "limit"_p = limit, "language"_p = choice.wanted, "fallback"_p = choice.fallback);
    return all;
}

Home load(db::Read& db, Asked const& asked) {
    Home home{asked, {}, load_all_months(db, {}, asked.choice), {}, {}, {}, {}, {}};
    if (auto const* month = month_of_the_day(home.months, asked.reader.now))
        home.month = load_month(db, month->slug, asked.choice);
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    auto const ids = db.all<EventId>(
        sql::catalogue::events_upcoming, "now"_p = asked.reader.now, "month"_p = std::optional<std::string>(),
        "kind"_p = std::optional<std::string>(), "language"_p = std::optional<std::string>(),
        "after_at"_p = least, "after_id"_p = least, "limit"_p = 12);
    for (auto& event : load_events(db, ids, asked.choice)) {
        if (is_live(event, asked.reader.now))
            home.live.push_back(std::move(event));
        else if (home.next.size() < 4 && !is_off(event))
            home.next.push_back(std::move(event));
    }
    db.each(
        sql::catalogue::communities,
        [&](db::Row const& row) {
            home.community.emplace();
            home.community->slug = row.get<std::string>("slug");
            home.community->title = row.get<std::string>("title");
            home.community->language = row.get<std::string>("language");
            home.community->summary = row.get<std::string>("summary");
        },
        "slug"_p = std::optional<std::string>(), "after_id"_p = 0, "limit"_p = 1,
        "language"_p = asked.choice.wanted, "fallback"_p = asked.choice.fallback);
    home.materials = recent_materials(db, asked.choice, 4);
    home.products = load_products(db, {.month = {}, .event = {}, .limit = 4}, asked.choice);
    return home;
}

std::string home_json(Home const& home) {
    auto const now = home.asked.reader.now;
    http::Json json;
    json.object().key("month");
    if (home.month)
        json.raw(month_json(*home.month, now));
    else
        json.value(nullptr);
    json.key("standing");
    if (home.month)
        json.value(name(standing(*home.month, now)));
    else
        json.value(nullptr);
    write_events(json, "live", home.live, now);
    write_events(json, "next", home.next, now);
    json.key("months").array();
    for (auto const& month : home.months)
        write(json, month, now);
    json.end_array().key("community");
    if (home.community)
        json.object()
            .field("slug", home.community->slug)
            .field("title", home.community->title)
            .field("language", home.community->language)
            .field("summary", home.community->summary)
            .end_object();
    else
        json.value(nullptr);
    json.key("library").object().key("materials").array();
    for (auto const& material : home.materials)
        write(json, material);
    json.end_array().key("products").array();
    for (auto const& product : home.products)
        write(json, product);
    json.end_array().end_object().end_object();
    return json.take();
}

http::Values library_values(std::vector<Material> const& materials, std::vector<Product> const& products,
                            Reader const& reader) {
    http::Values library;
    std::vector<http::Values> shown_materials, shown_products;
    for (auto const& material : materials)
        shown_materials.push_back(view(material, reader));
    for (auto const& product : products)
        shown_products.push_back(view(product, reader));
    set_list(library, "materials", std::move(shown_materials));
    set_list(library, "products", std::move(shown_products));
    return library;
}

http::Reply show_document(Home const& home) {
    return http::json_reply(200, home_json(home));
}

http::Reply show_page_of(Home const& home) {
    auto const& reader = home.asked.reader;
    http::Page page;
    page.fragment = "home";
    page.language = reader.language;
    page.path = "/";
    page.description = home.month ? home.month->summary : "";
    page.theme = home.month ? home.month->theme : "";
    if (home.month)
        page.values.set("month", month_page(*home.month, {}, reader).values);
    else
        page.values.set("month", false);
    set_list(page.values, "live", view_events(home.live, reader));
    set_list(page.values, "next", view_events(home.next, reader));
    std::vector<http::Values> months;
    for (auto const& month : home.months)
        months.push_back(view(month, reader));
    set_list(page.values, "months", std::move(months));
    if (home.community)
        page.values.set("community", view(*home.community).set("summary", home.community->summary));
    else
        page.values.set("community", false);
    page.values.set("library", library_values(home.materials, home.products, reader))
        .set("has_library", !home.materials.empty() || !home.products.empty());
    return http::show_page(std::move(page));
}

// --- the library
// -----------------------------------------------------------------------------------------------------

struct LibraryAsked {
    Asked asked;
    http::PageOf page;
};

struct Library {
    LibraryAsked asked;
    std::vector<Material> materials;
    std::vector<Product> products;
    std::vector<EventSummary> past;
    std::optional<std::string> next;
};

LibraryAsked read_library(http::Request const& request) {
    auto page = http::read_page(request);
    page.limit = 24;
    return {ask(request), page};
}

Library load_library(db::Read& db, LibraryAsked const& asked) {
    auto const& [reader, choice] = std::tie(asked.asked.reader, asked.asked.choice);
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    struct Listed {
        EventId id;
        std::int64_t starts_at;
        static Listed from(db::Row const& row) {
            return {row.get<EventId>("id"), row.get<std::int64_t>("starts_at")};
        }
    };
    auto listed = db.all<Listed>(
        sql::catalogue::events_past, "now"_p = reader.now, "month"_p = std::optional<std::string>(),
        "kind"_p = std::optional<std::string>(), "language"_p = std::optional<std::string>(),
        "after_at"_p = asked.page.from_start ? most : asked.page.after_key,
        "after_id"_p = asked.page.from_start ? most : asked.page.after_id, "limit"_p = 25);
    Library library{asked, {}, {}, {}, {}};
    if (listed.size() > 24) {
        listed.pop_back();
        library.next = http::cursor(listed.back().starts_at, listed.back().id.value());
    }
    std::vector<EventId> ids;
    for (auto const& one : listed)
        ids.push_back(one.id);
    library.past = load_events(db, ids, choice);
    library.materials = recent_materials(db, choice, 12);
    library.products = load_products(db, {.month = {}, .event = {}, .limit = 12}, choice);
    return library;
}

http::Reply show_library_of(Library const& library) {
    auto const& reader = library.asked.asked.reader;
    http::Page page;
    page.fragment = "library";
    page.language = reader.language;
    page.title = say(reader.language, "library");
    page.description = say(reader.language, "library_lead");
    page.path = "/library";
    page.values = library_values(library.materials, library.products, reader);
    set_list(page.values, "items", view_events(library.past, reader));
    page.values.set("next_url", library.next ? std::optional(library.asked.asked.prefix +
                                                             "/library?cursor=" + *library.next)
                                             : std::nullopt);
    return http::show_page(std::move(page));
}

} // namespace

http::Endpoint show_home() {
    return http::endpoint(ask).read(load).reply(show_document);
}
http::Endpoint show_home_page() {
    return http::endpoint(ask).read(load).reply(show_page_of);
}
http::Endpoint show_library_page() {
    return http::endpoint(read_library).read(load_library).reply(show_library_of);
}

} // namespace lectern::catalogue

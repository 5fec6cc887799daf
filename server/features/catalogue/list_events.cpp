// GET /api/v1/events: a page of events, by month, kind, language and time.
// SPDX-License-Identifier: MIT
#include "features/catalogue/handlers.hpp"
#include "features/catalogue/json.hpp"
#include "gen/sql/catalogue.hpp"

#include <limits>

namespace lectern::catalogue {
namespace {

enum class When { all, upcoming, past };

struct Filter {
    Asked asked;
    http::PageOf page;
    When when = When::all;
    std::optional<std::string> month;
    std::optional<std::string> kind;
    std::optional<std::string> language;
};

Filter read_filter(http::Request const& request) {
    http::refuse_unknown_query(request, {"limit", "cursor", "month", "language", "when", "kind"});
    Filter filter{ask(request),
                  http::read_page(request),
                  When::all,
                  request.query_value("month"),
                  request.query_value("kind"),
                  {}};
    std::vector<FieldError> errors;
    if (auto const when = request.query_value("when"); when && *when != "") {
        if (*when != "upcoming" && *when != "past")
            errors.push_back({"?when", "choice", {}});
        filter.when = *when == "past" ? When::past : When::upcoming;
    }
    if (filter.kind && *filter.kind != "webinar" && *filter.kind != "workshop" &&
        *filter.kind != "discussion")
        errors.push_back({"?kind", "choice", {}});
    if (auto const language = request.query_value("language")) {
        filter.language = canonical_tag(*language);
        if (!filter.language)
            errors.push_back({"?language", "language", {}});
    }
    if (!errors.empty())
        throw Invalid(std::move(errors));
    return filter;
}

struct Found {
    Filter filter;
    std::vector<EventSummary> events;
    std::optional<std::string> next;
};

struct Listed {
    EventId id;
    std::int64_t starts_at;
    static Listed from(db::Row const& row) {
        return {row.get<EventId>("id"), row.get<std::int64_t>("starts_at")};
    }
};

std::vector<Listed> find(db::Read& db, Filter const& filter) {
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    auto const& page = filter.page;
    auto const start = filter.when == When::past ? most : least;
    auto const after_at = page.from_start ? start : page.after_key;
    auto const after_id = page.from_start ? start : page.after_id;
    int const one_more = page.limit + 1; // tells whether there is a next page
    auto const& [month, kind, language] = std::tie(filter.month, filter.kind, filter.language);
    auto const now = filter.asked.reader.now;
    switch (filter.when) {
    case When::upcoming:
        return db.all<Listed>(sql::catalogue::events_upcoming, "now"_p = now, "month"_p = month,
                              "kind"_p = kind, "language"_p = language, "after_at"_p = after_at,
                              "after_id"_p = after_id, "limit"_p = one_more);
    case When::past:
        return db.all<Listed>(sql::catalogue::events_past, "now"_p = now, "month"_p = month, "kind"_p = kind,
                              "language"_p = language, "after_at"_p = after_at, "after_id"_p = after_id,
                              "limit"_p = one_more);
    case When::all:
        break;
    }
    return db.all<Listed>(sql::catalogue::events_all, "month"_p = month, "kind"_p = kind,
                          "language"_p = language, "after_at"_p = after_at, "after_id"_p = after_id,
                          "limit"_p = one_more);
}

Found load(db::Read& db, Filter const& filter) {
    auto listed = find(db, filter);
    Found found{filter, {}, {}};
    if (static_cast<int>(listed.size()) > filter.page.limit) {
        listed.pop_back();
        found.next = http::cursor(listed.back().starts_at, listed.back().id.value());
    }
    std::vector<EventId> ids;
    for (auto const& one : listed)
        ids.push_back(one.id);
    found.events = load_events(db, ids, filter.asked.choice);
    return found;
}

http::Reply show(Found const& found) {
    http::Json json;
    json.object();
    write_events(json, "items", found.events, found.filter.asked.reader.now);
    json.field("next", found.next).end_object();
    return http::json_reply(200, json.take());
}

} // namespace

http::Endpoint list_events() {
    return http::endpoint(read_filter).read(load).reply(show);
}

} // namespace lectern::catalogue

// GET /months/{slug} and /api/v1/months/{slug}: a thematic month with its programme.
// SPDX-License-Identifier: MIT
#include "features/catalogue/handlers.hpp"
#include "features/catalogue/json.hpp"
#include "features/catalogue/json_ld.hpp"

namespace lectern::catalogue {
namespace {

struct Found {
    Asked asked;
    Moved<Month> month;
};

Found load(db::Read& db, Asked const& asked) {
    return {asked, load_or_moved<Month>(db, "month", asked.slug,
                                        [&] { return load_month(db, asked.slug, asked.choice); })};
}

http::Reply show_document(Found const& found) {
    if (found.month.to)
        return moved("/api/v1/months/" + *found.month.to);
    return http::json_reply(200, month_json(*found.month.found, found.asked.reader.now));
}

http::Reply show_page_of(Found const& found) {
    if (found.month.to)
        return moved(found.asked.prefix + "/months/" + *found.month.to);
    auto page = month_page(*found.month.found, {}, found.asked.reader);
    page.json_ld = month_json_ld(*found.month.found, found.asked.reader);
    return http::show_page(std::move(page));
}

// The list: ?limit=&cursor=.
struct ListAsked {
    Asked asked;
    http::PageOf page;
};

ListAsked read_list(http::Request const& request) {
    http::refuse_unknown_query(request, {"limit", "cursor"});
    return {ask(request), http::read_page(request)};
}

struct Listed {
    ListAsked asked;
    std::vector<MonthSummary> months;
};

Listed load_list(db::Read& db, ListAsked const& asked) {
    return {asked, load_all_months(db, {}, asked.asked.choice)};
}

http::Reply show_list(Listed const& listed) {
    http::Json json;
    json.object().key("items").array();
    int shown = 0;
    std::optional<std::string> next;
    MonthSummary const* last = nullptr;
    for (auto const& month : listed.months) {
        auto const key = days_between(LocalTime{}, month.starts_on);
        if (!listed.asked.page.from_start &&
            std::pair<std::int64_t, std::int64_t>(key, month.id.value()) <=
                std::pair(listed.asked.page.after_key, listed.asked.page.after_id))
            continue;
        if (shown++ == listed.asked.page.limit) {
            next = http::cursor(days_between(LocalTime{}, last->starts_on), last->id.value());
            break;
        }
        last = &month;
        write(json, month, listed.asked.asked.reader.now);
    }
    json.end_array().field("next", next).end_object();
    return http::json_reply(200, json.take());
}

} // namespace

http::Endpoint show_month() {
    return http::endpoint(ask).read(load).reply(show_document);
}
http::Endpoint show_month_page() {
    return http::endpoint(ask).read(load).reply(show_page_of);
}
http::Endpoint list_months() {
    return http::endpoint(read_list).read(load_list).reply(show_list);
}

} // namespace lectern::catalogue

// GET /events/{slug} and /api/v1/events/{slug}: one event with its parts, page and document.
// SPDX-License-Identifier: MIT
#include "features/catalogue/handlers.hpp"
#include "features/catalogue/json.hpp"
#include "features/catalogue/json_ld.hpp"

namespace lectern::catalogue {
namespace {

struct Wanted {
    Asked asked;
    std::optional<EditionId> edition;
};

Wanted read_asked(http::Request const& request) {
    Wanted wanted{ask(request), {}};
    wanted.edition = query_id<EditionId>(request, "edition");
    return wanted;
}

struct Found {
    Wanted wanted;
    Moved<Event> event;
};

Found load(db::Read& db, Wanted const& wanted) {
    return {wanted, load_or_moved<Event>(db, "event", wanted.asked.slug, [&] {
                return load_event(db, wanted.asked.slug, wanted.asked.choice, wanted.asked.reader.now);
            })};
}

http::Reply show_document(Found const& found) {
    if (found.event.to)
        return moved("/api/v1/events/" + *found.event.to);
    return http::json_reply(200, event_json(*found.event.found, found.wanted.asked.reader.now));
}

http::Reply show_page_of(Found const& found) {
    auto const& [asked, edition] = found.wanted;
    if (found.event.to)
        return moved(asked.prefix + "/events/" + *found.event.to);
    auto page = event_page(*found.event.found, edition, {}, asked.reader);
    page.json_ld = event_json_ld(*found.event.found, asked.reader);
    return http::show_page(std::move(page));
}

} // namespace

http::Endpoint show_event() {
    return http::endpoint(read_asked).read(load).reply(show_document);
}
http::Endpoint show_event_page() {
    return http::endpoint(read_asked).read(load).reply(show_page_of);
}

} // namespace lectern::catalogue

// Front door of the catalogue: its nouns, its rules, how to load them and how to show them.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/topic.hpp"
#include "features/catalogue/nouns.hpp"
#include "features/catalogue/rules.hpp"

#include <span>

namespace lectern::db {
class Read;
class Write;
} // namespace lectern::db
namespace lectern::http {
class Json;
class Router;
class Values;
struct Page;
struct Request;
} // namespace lectern::http

namespace lectern::catalogue {

// Woken when what the public reads of the catalogue has changed.
inline constexpr db::Topic catalogue_changed{0};

std::vector<EventSummary> load_events(db::Read& db, std::span<EventId const> ids,
                                      TextChoice const& choice);                     // in the order of ids
EventSummary load_event_summary(db::Read& db, EventId id, TextChoice const& choice); // throws NotFound
Event load_event(db::Read& db, std::string const& slug, TextChoice const& choice,
                 UtcTime now);                                                     // throws NotFound
Month load_month(db::Read& db, std::string const& slug, TextChoice const& choice); // throws NotFound
std::vector<EventId> events_of_month(db::Read& db, MonthId month);
std::vector<Appearance> load_appearances(db::Read& db, EventId event, TextChoice const& choice);
std::vector<Material> load_materials(db::Read& db, EventId event);

// ?lang= (any BCP 47 tag), else the language of the interface.
TextChoice text_choice(http::Request const& request);

// Who reads, and when: what texts of a page depend on.
struct Reader {
    Language language = Language::en;
    UtcTime now{};
    std::optional<Zone> zone = {}; // where it is known, as behind a personal link
};

// The API's spelling of a noun, and the values of its template (client-web/fragments/README.md).
void write(http::Json& json, Session const& session);
void write(http::Json& json, Edition const& edition, EventState event, UtcTime now);
void write(http::Json& json, EventSummary const& event, UtcTime now);
void write(http::Json& json, Material const& material);
void write(http::Json& json, Named const& named);
http::Values view(Session const& session, Reader const& reader);
http::Values view(Edition const& edition, EventSummary const& event, Edition const* chosen,
                  Reader const& reader);
http::Values view(EventSummary const& event, Reader const& reader);
http::Values view(MonthSummary const& month, Reader const& reader);
http::Values view(Material const& material, Reader const& reader);
std::string say_place_and_offset(Session const& session, Reader const& reader); // "time in Dakar (UTC+0)"

// Events in a list: the first that is live or coming is marked as the next one.
std::vector<http::Values> view_events(std::vector<EventSummary> const& events, Reader const& reader);

// The values of the page of an event or month; registration fills it again where a form had mistakes. `form`
// holds what was typed and what is wrong with it ("email", "email_error", …), or nothing.
http::Page event_page(Event const& event, std::optional<EditionId> asked, http::Values form,
                      Reader const& reader);
http::Page month_page(Month const& month, http::Values form, Reader const& reader);

// Makes the words of everything searchable anew; after the demo or an import.
void index_everything(db::Write& tx);
// The same where the words that stand there follow older rules.
void index_after_upgrade(db::Write& tx);

// Who publishes calendar feeds.
struct Publisher {
    std::string site_url; // without a slash at the end: what addresses in feeds begin with
    std::string name;
    std::string address;
};

void add_routes(http::Router& routes, Publisher const& publisher);

} // namespace lectern::catalogue

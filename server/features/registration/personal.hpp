// One registration through its personal link: what is asked, what is loaded, what each use case does. The
// token proves the address, but opening the page changes nothing. SPDX-License-Identifier: MIT
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "features/registration/take.hpp"
#include "http/endpoint.hpp"
#include "http/form.hpp"

namespace lectern::registration::personal {

struct Changes {
    std::optional<std::string> name;
    std::optional<Language> language;
    std::optional<Zone> zone;
    std::optional<std::optional<std::string>> organisation, country; // named and empty: taken away
    std::optional<EditionId> edition;                                // to switch to
};

enum class Action { see, change, cancel, confirm, not_me, leave_month };

struct Asked {
    std::string token;
    Action action = Action::see;
    Changes changes;
    std::vector<FieldError> errors; // of a page's form
    std::string prefix, done;
    catalogue::TextChoice choice;
    catalogue::Reader reader;
    bool is_page = false;
};

struct Other {
    Registration registration;
    catalogue::EventSummary event;
    std::string token;
};

struct Mine {
    Asked asked;
    Registration registration;
    std::string
        token; // another than the one asked with where the edition was switched, or the person came back
    std::int64_t position = 0;
    std::string join_token;
    catalogue::EventSummary event;
    catalogue::Edition edition;
    std::vector<Other> others;
    std::string site_url;
    bool is_of_month = false; // came with the whole month, which can be left
};

// Reads the token and who asks; a body is not read.
Asked ask(http::Request const& request);
Changes read_changes(http::Form& form);
// Asks for an action without a body.
std::function<Asked(http::Request const&)> read_action(Action action);

Mine load_mine(db::Read& db, Parts const& parts, Asked const& asked);
// Whether it came with a month that was not left.
bool stands_for_month(db::Read& db, Registration const& mine);
bool has_room(catalogue::Edition const& edition);
// The address is proven, and what was held back from it goes out.
void prove(db::Write& tx, Registration const& mine, UtcTime now);

// Does what is asked and loads what stands then. Throws Conflict{"given_up" | "ended" | "closed"}, Gone,
// NotFound.
Mine act(db::Write& tx, Parts const& parts, Asked const& given);
// The use cases. A mistake of the form goes into `asked.errors`, a new link into `asked.token`.
void change(db::Write& tx, Keys const& keys, Registration mine, Asked& asked);
void refuse(db::Write& tx, Registration const& mine, UtcTime now);

// A place at something that takes place.
bool leads_in(Mine const& mine);
std::vector<catalogue::Edition const*> other_editions(Mine const& mine);
struct CalendarUrls {
    std::string ics, google, outlook;
};
CalendarUrls calendar_urls(Mine const& mine);
std::string document(Mine const& mine);
http::Reply show_document(Mine const& mine);

} // namespace lectern::registration::personal

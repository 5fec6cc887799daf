// Changes a registration through its personal link: name, language, zone, edition.
// SPDX-License-Identifier: MIT
#include "features/messages/messages.hpp"
#include "features/registration/personal.hpp"
#include "gen/sql/registration.hpp"

#include <algorithm>

namespace lectern::registration::personal {
namespace {

Asked read_patch(http::Request const& request) {
    auto asked = ask(request);
    asked.action = Action::change;
    http::Form form{request};
    asked.changes = read_changes(form);
    form.refuse_unknown();
    form.finish();
    return asked;
}

// Why one cannot change to that edition of the same event.
std::vector<FieldError> edition_errors(db::Read& db, Registration const& mine, EditionId to, UtcTime now) {
    auto const event = catalogue::load_event_summary(db, mine.event, {});
    auto const target = std::find_if(event.editions.begin(), event.editions.end(),
                                     [&](catalogue::Edition const& edition) { return edition.id == to; });
    if (target == event.editions.end() ||
        catalogue::registration(event.state, *target, now) == catalogue::Registration::closed)
        return {{"/edition", "edition", {}}};
    if (mine.state == State::confirmed && !has_room(*target)) // nobody gives a seat up for a line by mistake
        return {{"/edition", "edition_full", {}}};
    return {};
}

// A seat at another edition of the same event, in the same transaction; the new place has its own link.
RegistrationId switch_edition(db::Write& tx, Keys const& keys, Registration const& mine, EditionId to,
                              UtcTime now) {
    Wanted wanted;
    wanted.edition = to;
    wanted.email = Email::parse(mine.email);
    wanted.name = mine.name;
    wanted.language = mine.language;
    if (!mine.zone_guessed)
        wanted.zone = mine.zone;
    wanted.organisation = mine.organisation;
    wanted.country = mine.country;
    wanted.now = now;
    give_up(tx, mine, State::cancelled, true, now);
    take_place(tx, keys, wanted);
    auto const fresh =
        tx.one<RegistrationId>(sql::registration::active, "edition"_p = to, "key"_p = mine.email_key);
    if (mine.is_muted) { // reminders were not wanted for the event, in whatever language
        tx.run(sql::registration::mute, "registration"_p = fresh, "now"_p = now);
        messages::plan_reminders_again(tx, fresh, now);
    }
    return fresh;
}

void write_changes(db::Write& tx, Registration& mine, Changes const& changes, UtcTime now) {
    bool const hours_change = changes.zone && !(*changes.zone == mine.zone);
    mine.name = changes.name.value_or(mine.name);
    mine.language = changes.language.value_or(mine.language);
    mine.zone_guessed = changes.zone ? false : mine.zone_guessed;
    mine.zone = changes.zone.value_or(mine.zone);
    mine.organisation = changes.organisation.value_or(mine.organisation);
    mine.country = changes.country.value_or(mine.country);
    tx.run(sql::registration::change, "registration"_p = mine.id, "name"_p = mine.name,
           "language"_p = tag(mine.language), "zone"_p = mine.zone.name(),
           "zone_guessed"_p = mine.zone_guessed, "organisation"_p = mine.organisation,
           "country"_p = mine.country, "now"_p = now);
    if (hours_change)
        messages::plan_reminders_again(tx, mine.id, now);
    if (!mine.enrolment)
        return;
    // the month follows: events added later, and the places whose zone nobody has said yet
    tx.run(sql::registration::change_enrolment, "enrolment"_p = *mine.enrolment, "name"_p = mine.name,
           "language"_p = tag(mine.language), "zone"_p = mine.zone.name(),
           "zone_guessed"_p = mine.zone_guessed);
    if (!changes.zone)
        return;
    for (auto const id :
         tx.all<RegistrationId>(sql::registration::of_enrolment_guessed, "enrolment"_p = *mine.enrolment,
                                                                         "registration"_p = mine.id)) {
        auto const other = load_registration(tx, id);
        tx.run(sql::registration::change, "registration"_p = id, "name"_p = other.name,
               "language"_p = tag(mine.language), "zone"_p = mine.zone.name(), "zone_guessed"_p = false,
               "organisation"_p = other.organisation, "country"_p = other.country, "now"_p = now);
        messages::plan_reminders_again(tx, id, now);
    }
}

} // namespace

Changes read_changes(http::Form& form) {
    Changes changes;
    if (form.names("name"))
        changes.name = form.text("name", 120);
    changes.language = form.optional_language("locale");
    changes.zone = form.optional_zone("time_zone");
    if (form.names("organisation"))
        changes.organisation = form.optional_text("organisation", 200);
    if (form.names("country"))
        changes.country = form.optional_country("country");
    if (auto const edition = form.optional_number("edition", 1, INT64_MAX >> 11))
        changes.edition = EditionId{*edition};
    return changes;
}

void change(db::Write& tx, Keys const& keys, Registration mine, Asked& asked) {
    auto const now = asked.reader.now;
    if (!is_active(mine.state))
        throw Conflict("given_up");
    if (asked.changes.edition && *asked.changes.edition != mine.edition) {
        asked.errors = edition_errors(tx, mine, *asked.changes.edition, now);
        if (!asked.errors.empty() && !asked.is_page)
            throw Invalid(std::move(asked.errors));
        if (!asked.errors.empty())
            return;
    }
    write_changes(tx, mine, asked.changes, now);
    prove(tx, mine, now);
    if (mine.state == State::unverified &&
        takes_place(tx, mine, now)) // the link proves it as well as a click
        confirm(tx, load_registration(tx, mine.id), now);
    if (asked.changes.edition && *asked.changes.edition != mine.edition) {
        auto const fresh = load_registration(
            tx, switch_edition(tx, keys, load_registration(tx, mine.id), *asked.changes.edition, now));
        asked.token = link_token(keys, "manage", fresh);
    }
    asked.done = "me_saved";
}

} // namespace lectern::registration::personal

namespace lectern::registration {

http::Endpoint change_registration(Parts const& parts) {
    auto const write = [parts](db::Write& tx, personal::Asked const& asked) {
        return personal::act(tx, parts, asked);
    };
    return http::endpoint(personal::read_patch).write(write).reply(personal::show_document);
}

} // namespace lectern::registration

// /api/v1/registrations/{token} and what its page shares: see, cancel, confirm, leave the month; see
// personal.hpp. SPDX-License-Identifier: MIT
#include "features/registration/personal.hpp"

#include "features/messages/messages.hpp"
#include "features/registration/load.hpp"
#include "gen/sql/registration.hpp"

#include <algorithm>

namespace lectern::registration::personal {

Asked ask(http::Request const& request) {
    Asked asked;
    asked.token = request.parameter("token");
    asked.prefix = request.prefix();
    asked.choice = catalogue::text_choice(request);
    asked.reader = {request.language, request.now};
    asked.done = request.query_value("done").value_or("");
    return asked;
}

std::function<Asked(http::Request const&)> read_action(Action action) {
    return [action](http::Request const& request) {
        auto asked = ask(request);
        asked.action = action;
        http::Form form{request};
        form.refuse_unknown();
        form.finish();
        return asked;
    };
}

bool stands_for_month(db::Read& db, Registration const& mine) {
    return mine.enrolment &&
           db.maybe<EnrolmentId>(sql::registration::standing_enrolment, "enrolment"_p = *mine.enrolment);
}

Mine load_mine(db::Read& db, Parts const& parts, Asked const& asked) {
    auto const& keys = parts.keys;
    Mine mine{asked, open_link(db, keys, "manage", asked.token), {}, 0, {}, {}, {}, {}, parts.site_url,
              false};
    mine.is_of_month = stands_for_month(db, mine.registration);
    mine.token = link_token(keys, "manage", mine.registration);
    if (!mine.registration.zone_guessed)
        mine.asked.reader.zone = mine.registration.zone;
    mine.position = position(db, mine.registration);
    mine.join_token = link_token(keys, "join", mine.registration);
    mine.event = catalogue::load_event_summary(db, mine.registration.event, asked.choice);
    for (auto const& edition : mine.event.editions)
        if (edition.id == mine.registration.edition)
            mine.edition = edition;
    std::vector<EventId> events;
    std::vector<Registration> others;
    db.each(
        sql::registration::of_person,
        [&](db::Row const& row) {
            others.push_back(registration_from(row));
            events.push_back(others.back().event);
        },
        "person"_p = mine.registration.person, "registration"_p = mine.registration.id,
        "now"_p = asked.reader.now);
    auto const loaded = catalogue::load_events(db, events, asked.choice);
    for (auto const& other : others)
        for (auto const& event : loaded)
            if (event.id == other.event) {
                mine.others.push_back({other, event, link_token(keys, "manage", other)});
                break;
            }
    return mine;
}

void prove(db::Write& tx, Registration const& mine, UtcTime now) {
    tx.run(sql::registration::verify_person, "person"_p = mine.person, "now"_p = now, "name"_p = mine.name,
           "language"_p = tag(mine.language), "zone"_p = mine.zone.name());
    tx.run(sql::registration::trust, "key"_p = mine.email_key);
    if (!mine.is_verified)
        messages::release_withheld(tx, mine.id, now);
}

bool has_room(catalogue::Edition const& edition) {
    auto const left = catalogue::seats_left(edition);
    return !left || *left > 0;
}

Mine act(db::Write& tx, Parts const& parts, Asked const& given) {
    auto const& keys = parts.keys;
    auto asked = given;
    auto const now = asked.reader.now;
    auto mine = open_link(tx, keys, "manage", asked.token);
    if (!asked.errors.empty())
        return load_mine(tx, parts, asked);
    switch (asked.action) {
    case Action::see:
        break;
    case Action::change:
        change(tx, keys, mine, asked);
        break;
    case Action::cancel:
        if (is_active(mine.state)) {
            if (is_over(tx, mine, now))
                throw Conflict("ended");
            prove(tx, mine, now);
            give_up(tx, mine, State::cancelled, true, now);
        }
        asked.done = "me_cancelled";
        break;
    case Action::confirm:
        if (mine.state == State::expired || mine.state == State::cancelled || mine.state == State::declined)
            throw Gone();
        prove(tx, mine, now);
        if (mine.state == State::unverified)
            confirm(tx, mine, now);
        asked.done = "me_confirmed";
        break;
    case Action::not_me:
        refuse(tx, mine, now);
        asked.done = "me_not_me";
        break;
    case Action::leave_month:
        if (!mine.enrolment)
            throw NotFound("enrolment");
        if (stands_for_month(tx, mine)) {
            prove(tx, mine, now);
            leave_month(tx, *mine.enrolment, now);
        }
        asked.done = "me_month_left";
        break;
    }
    return load_mine(tx, parts, asked);
}

} // namespace lectern::registration::personal

namespace lectern::registration {

http::Endpoint show_registration(Parts const& parts) {
    auto const load = [parts](db::Read& db, personal::Asked const& asked) {
        return personal::load_mine(db, parts, asked);
    };
    return http::endpoint(personal::ask).read(load).reply(personal::show_document);
}

http::Endpoint cancel_registration(Parts const& parts) {
    auto const write = [parts](db::Write& tx, personal::Asked const& asked) {
        return personal::act(tx, parts, asked);
    };
    return http::endpoint(personal::read_action(personal::Action::cancel))
        .write(write)
        .reply(personal::show_document);
}

http::Endpoint confirm_registration(Parts const& parts) {
    auto const write = [parts](db::Write& tx, personal::Asked const& asked) {
        return personal::act(tx, parts, asked);
    };
    return http::endpoint(personal::read_action(personal::Action::confirm))
        .write(write)
        .reply(personal::show_document);
}

http::Endpoint leave_month_of_registration(Parts const& parts) {
    auto const write = [parts](db::Write& tx, personal::Asked const& asked) {
        return personal::act(tx, parts, asked);
    };
    return http::endpoint(personal::read_action(personal::Action::leave_month))
        .write(write)
        .reply(personal::show_document);
}

} // namespace lectern::registration

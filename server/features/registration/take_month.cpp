// Takes a place at every coming event of a month: the enrolment and what it brings.
// SPDX-License-Identifier: MIT
#include "features/messages/messages.hpp"
#include "features/registration/land.hpp"
#include "features/registration/take.hpp"
#include "gen/sql/registration.hpp"

#include <algorithm>

namespace lectern::registration {
namespace {

using catalogue::Edition;
using catalogue::EventSummary;

} // namespace

Placed placed_in_month(db::Write& tx, Keys const& keys, Wanted const& wanted, std::string const& month_slug) {
    catalogue::TextChoice const choice{std::string(tag(wanted.language)), "en"};
    auto const month = catalogue::load_month(tx, month_slug, choice);
    std::vector<std::pair<EventSummary const*, Edition const*>> targets;
    for (auto const& event : month.events) {
        Edition const* edition = catalogue::edition_for(event, tag(wanted.language), wanted.now);
        if (wanted.edition) // the edition somebody asked for stands for its event
            for (auto const& own : event.editions)
                if (own.id == *wanted.edition &&
                    catalogue::registration(event.state, own, wanted.now) != catalogue::Registration::closed)
                    edition = &own;
        for (auto const& kept : wanted.kept)
            for (auto const& own : event.editions)
                if (own.id == kept.edition)
                    edition = &own;
        if (edition)
            targets.emplace_back(&event, edition);
    }
    if (targets.empty())
        throw Conflict("closed");
    auto const zone = zone_for(wanted, *targets.front().second);
    auto const person = person_for(tx, wanted, zone);
    auto enrolment =
        tx.maybe<EnrolmentId>(sql::registration::active_enrolment, "month"_p = month.id, "person"_p = person);
    bool const needs_proof =
        wanted.needs_proof ||
        tx.maybe<std::int64_t>(sql::registration::is_distrusted, "key"_p = wanted.email->key()).has_value();
    bool const makes_enrolment = !enrolment;
    if (makes_enrolment)
        enrolment = tx.one<EnrolmentId>(
            sql::registration::add_enrolment, "month"_p = month.id, "person"_p = person,
            "state"_p = needs_proof ? "unverified" : "active", "name"_p = wanted.name,
            "language"_p = tag(wanted.language), "zone"_p = zone.zone.name(), "zone_guessed"_p = zone.guessed,
            "organisation"_p = wanted.organisation, "country"_p = wanted.country, "now"_p = wanted.now);
    Placed placed;
    placed.is_month = true;
    // who gave up all of them, one by one, and asks again wants them again
    bool const anew = std::ranges::all_of(
        targets, [&](auto const& target) { return was_given_up(tx, *enrolment, target.second->id); });
    std::vector<RegistrationId> confirmed, to_prove, waiting;
    std::optional<RegistrationId> known;
    bool first = true;
    for (auto const& [event, edition] : targets) {
        auto one = wanted;
        if (!first && wanted.question)
            one.question.reset(); // asked once, at the event it was typed for or the first
        if (wanted.question && wanted.edition)
            one.question = edition->id == *wanted.edition ? wanted.question : std::nullopt;
        first = false;
        auto const landed = land(tx, one, *event, *edition, enrolment, anew || wanted.edition == edition->id);
        placed.all.push_back(landed.placed);
        if (landed.known)
            known = landed.known;
        else if (!landed.id)
            continue;
        else if (landed.state == State::confirmed)
            confirmed.push_back(*landed.id);
        else if (landed.state == State::unverified)
            to_prove.push_back(*landed.id);
        else
            waiting.push_back(*landed.id);
    }
    if (!to_prove.empty()) // one link proves the address for all of them
        messages::plan_verification(tx, to_prove.front(), wanted.now);
    messages::plan_enrolment(tx, *enrolment, confirmed, wanted.now);
    for (auto const id : waiting) // after the confirmation, which matters more where few mails may go out
        messages::plan_waitlisted(tx, id, wanted.now);
    if (confirmed.empty() && to_prove.empty() && waiting.empty() && known)
        plan_known(tx, *known, wanted.now);
    auto const worst =
        std::max_element(placed.all.begin(), placed.all.end(), [](PlacedOne const& a, PlacedOne const& b) {
            auto const rank = [](State state) {
                return state == State::confirmed ? 0 : state == State::waitlisted ? 1 : 2;
            };
            return rank(a.state) < rank(b.state);
        });
    placed.state = worst->state;
    placed.position = worst->position;
    auto receipt = receipt_of(wanted, zone, placed);
    receipt.month = month_slug;
    receipt.enrolment = makes_enrolment ? *enrolment : EnrolmentId{};
    placed.receipt = seal(keys, receipt);
    return placed;
}

Placed take_month(db::Write& tx, Keys const& keys, Wanted const& wanted) {
    Placed placed;
    placed.replay = answered_before(tx, wanted);
    if (placed.replay)
        return placed;
    return placed_in_month(tx, keys, wanted, wanted.month);
}

} // namespace lectern::registration

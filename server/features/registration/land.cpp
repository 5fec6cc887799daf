// One edition inside the transaction of a form; see land.hpp.
// SPDX-License-Identifier: MIT
#include "features/registration/land.hpp"

#include "base/text.hpp"
#include "features/messages/messages.hpp"
#include "gen/sql/registration.hpp"

#include <algorithm>

namespace lectern::registration {
namespace {

using namespace std::chrono_literals;
using catalogue::Edition;
using catalogue::EventSummary;

struct KnownPerson {
    PersonId id;
    static KnownPerson from(db::Row const& row) { return {row.get<PersonId>("id")}; }
};

struct SeatsRow {
    Seats seats;
    static SeatsRow from(db::Row const& row) {
        return {{row.get<std::optional<std::int64_t>>("capacity"), row.get<std::int64_t>("seats_taken"),
                 row.get<std::int64_t>("waiting")}};
    }
};

} // namespace

Seats seats_of(db::Read& db, EditionId edition) {
    return db.one<SeatsRow>(sql::registration::seats, "edition"_p = edition).seats;
}

ReaderZone zone_for(Wanted const& wanted, Edition const& edition) {
    if (wanted.zone)
        return {*wanted.zone, false};
    return {edition.sessions.empty() ? Zone::utc() : edition.sessions.front().zone, true};
}

PersonId person_for(db::Write& tx, Wanted const& wanted, ReaderZone const& zone) {
    if (auto const known =
            tx.maybe<KnownPerson>(sql::registration::person_by_key, "key"_p = wanted.email->key())) {
        tx.run(sql::registration::touch_person, "person"_p = known->id, "now"_p = wanted.now);
        return known->id;
    }
    auto const made = tx.maybe<PersonId>(
        sql::registration::add_person, "email"_p = wanted.email->address(), "key"_p = wanted.email->key(),
        "name"_p = wanted.name, "language"_p = tag(wanted.language), "zone"_p = zone.zone.name(),
        "organisation"_p = wanted.organisation, "country"_p = wanted.country, "now"_p = wanted.now);
    ensure(made.has_value(), "a person was made while we looked");
    return *made;
}

bool was_given_up(db::Read& db, EnrolmentId enrolment, EditionId edition) {
    return db
        .maybe<RegistrationId>(sql::registration::given_up_of_enrolment, "enrolment"_p = enrolment,
                               "edition"_p = edition)
        .has_value();
}

std::vector<RegistrationId> at_other_editions(db::Read& db, EditionId edition, std::string const& email_key) {
    return db.all<RegistrationId>(sql::registration::at_other_editions, "edition"_p = edition,
                                  "key"_p = email_key);
}

Landed land(db::Write& tx, Wanted const& wanted, EventSummary const& event, Edition const& edition,
            std::optional<EnrolmentId> enrolment, bool anew) {
    auto const seats = seats_of(tx, edition.id);
    bool const needs_proof = wanted.needs_proof || tx.maybe<std::int64_t>(sql::registration::is_distrusted,
                                                                          "key"_p = wanted.email->key());
    auto const kept = std::find_if(wanted.kept.begin(), wanted.kept.end(),
                                   [&](Kept const& one) { return one.edition == edition.id; });
    bool const keeps = kept != wanted.kept.end() && kept->state != State::unverified && !needs_proof;
    auto const state = keeps ? kept->state : place(seats, needs_proof);
    Landed landed{
        {edition.id, state, state == State::waitlisted ? next_position(seats) : 0, {}}, {}, state, {}};
    landed.known = tx.maybe<RegistrationId>(sql::registration::active, "edition"_p = edition.id,
                                            "key"_p = wanted.email->key());
    if (landed.known)
        return landed;
    if (enrolment && !anew && was_given_up(tx, *enrolment, edition.id))
        return landed; // it stays so, whoever sends the month's form again
    if (enrolment && !at_other_editions(tx, edition.id, wanted.email->key()).empty())
        landed.state = State::unverified; // it moves the place held there, which its owner alone may do
    auto const zone = zone_for(wanted, edition);
    std::optional<std::int64_t> waitlist_place;
    if (landed.state == State::waitlisted)
        waitlist_place =
            keeps ? kept->waitlist_place
                  : tx.maybe<std::int64_t>(sql::registration::next_waitlist_place, "edition"_p = edition.id);
    auto const salt = random_bytes(8);
    landed.id = tx.maybe<RegistrationId>(
        sql::registration::insert, "edition"_p = edition.id, "person"_p = person_for(tx, wanted, zone),
        "enrolment"_p = enrolment, "email"_p = wanted.email->address(), "key"_p = wanted.email->key(),
        "name"_p = wanted.name, "language"_p = tag(wanted.language), "zone"_p = zone.zone.name(),
        "zone_guessed"_p = zone.guessed, "organisation"_p = wanted.organisation, "country"_p = wanted.country,
        "state"_p = name(landed.state), "place"_p = waitlist_place, "salt"_p = db::Bytes{salt},
        "now"_p = wanted.now);
    ensure(landed.id.has_value(), "an active registration appeared while we looked");
    landed.placed.made = *landed.id;
    if (keeps && landed.state == State::waitlisted)
        landed.placed.position = position(tx, load_registration(tx, *landed.id));
    if (wanted.question)
        tx.run(sql::registration::add_question, "event"_p = event.id, "registration"_p = landed.id,
               "language"_p = tag(wanted.language), "body"_p = *wanted.question, "now"_p = wanted.now);
    return landed;
}

void plan_known(db::Write& tx, RegistrationId id, UtcTime now) {
    if (load_registration(tx, id).state == State::unverified)
        return messages::plan_verification_again(tx, id, now);
    messages::plan_already_registered(tx, id, now);
}

Receipt receipt_of(Wanted const& wanted, ReaderZone const& zone, Placed const& placed) {
    Receipt receipt;
    receipt.nonce = wanted.of ? wanted.of->nonce : hex(random_bytes(12));
    receipt.email = wanted.email->address();
    receipt.name = wanted.name;
    receipt.language = tag(wanted.language);
    receipt.zone = zone.zone.name();
    receipt.zone_guessed = zone.guessed;
    receipt.good_until = wanted.of ? wanted.of->good_until : wanted.now + 30min;
    receipt.edition = wanted.edition ? wanted.edition->value() : 0;
    receipt.state = placed.state;
    receipt.position = placed.position;
    receipt.all = placed.all;
    if (wanted.of && wanted.of->email == receipt.email)
        for (auto& one : receipt.all)
            for (auto const& before : wanted.of->all)
                if (before.edition == one.edition && one.made.value() == 0)
                    one.made = before.made;
    return receipt;
}

std::optional<std::pair<int, std::string>> answered_before(db::Read& db, Wanted const& wanted) {
    if (wanted.idempotency_key.empty())
        return {};
    struct Answer {
        std::string hash, body;
        int status;
        static Answer from(db::Row const& row) {
            return {row.get<std::string>("request_hash"), row.get<std::string>("body"),
                    row.get<int>("status")};
        }
    };
    auto const found = db.maybe<Answer>(sql::registration::answered, "key"_p = wanted.idempotency_key);
    if (!found)
        return {};
    if (found->hash != wanted.request_hash) {
        std::vector<FieldError> errors;
        errors.push_back({"", "idempotency_mismatch", {}});
        throw Invalid(std::move(errors));
    }
    return std::pair(found->status, found->body);
}

} // namespace lectern::registration

// Takes places inside one transaction: counted, written, and the messages about it put into the outbox.
// SPDX-License-Identifier: MIT
#include "features/registration/take.hpp"

#include "base/text.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/messages/messages.hpp"
#include "gen/sql/registration.hpp"
#include "http/json.hpp"

#include <algorithm>
#include <sstream>

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

Seats seats_of(db::Read& db, EditionId edition) {
    return db.one<SeatsRow>(sql::registration::seats, "edition"_p = edition).seats;
}

// The zone of the reader, or the event's marked as guessed.
struct ReaderZone {
    Zone zone = Zone::utc();
    bool guessed = false;
};
ReaderZone zone_for(Wanted const& wanted, Edition const& edition) {
    if (wanted.zone)
        return {*wanted.zone, false};
    return {edition.sessions.empty() ? Zone::utc() : edition.sessions.front().zone, true};
}

// The person of the address; made where it is new. A form that nobody proved never changes a known person.
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

struct Landed {
    PlacedOne placed;                 // as an unknown address would be told
    std::optional<RegistrationId> id; // none: nothing was written
    State state = State::confirmed;   // that was written
    std::optional<RegistrationId> known;
};

// Singly, and nothing is held at that event since.
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

// One edition: counts, writes, plans nothing yet. `anew`: also where it was given up before.
Landed land(db::Write& tx, Wanted const& wanted, EventSummary const& event, Edition const& edition,
            std::optional<EnrolmentId> enrolment, bool anew = false) {
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

// Somebody registered an address again. Where it was never confirmed, the link to do so is sent once more.
void plan_known(db::Write& tx, RegistrationId id, UtcTime now) {
    if (load_registration(tx, id).state == State::unverified)
        return messages::plan_verification_again(tx, id, now);
    messages::plan_already_registered(tx, id, now);
}

void plan(db::Write& tx, Landed const& landed, UtcTime now) {
    if (landed.known)
        return plan_known(tx, *landed.known, now);
    switch (landed.placed.state) {
    case State::confirmed:
        return messages::plan_confirmation(tx, *landed.id, now);
    case State::waitlisted:
        return messages::plan_waitlisted(tx, *landed.id, now);
    default:
        return messages::plan_verification(tx, *landed.id, now);
    }
}

Receipt receipt_of(Wanted const& wanted, ReaderZone const& zone) {
    Receipt receipt;
    receipt.nonce = wanted.of ? wanted.of->nonce : hex(random_bytes(12));
    receipt.email = wanted.email->address();
    receipt.name = wanted.name;
    receipt.language = tag(wanted.language);
    receipt.zone = zone.zone.name();
    receipt.zone_guessed = zone.guessed;
    receipt.good_until = wanted.of ? wanted.of->good_until : wanted.now + 30min;
    receipt.edition = wanted.edition ? wanted.edition->value() : 0;
    return receipt;
}

// The first answer to the same key: replayed; other data under the same key: 422.
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
    auto receipt = receipt_of(wanted, zone);
    receipt.month = month_slug;
    receipt.enrolment = makes_enrolment ? *enrolment : EnrolmentId{};
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
    receipt.state = placed.state;
    receipt.position = placed.position;
    receipt.all = placed.all;
    placed.receipt = seal(keys, receipt);
    return placed;
}

} // namespace

Placed take_place(db::Write& tx, Keys const& keys, Wanted const& wanted) {
    Placed placed;
    placed.replay = answered_before(tx, wanted);
    if (placed.replay)
        return placed;
    auto const event_id = tx.one<EventId>(sql::registration::edition_event, "edition"_p = *wanted.edition);
    auto const event = catalogue::load_event_summary(tx, event_id, {std::string(tag(wanted.language)), "en"});
    if (event.state == catalogue::EventState::draft)
        throw NotFound("event");
    auto const edition = std::find_if(event.editions.begin(), event.editions.end(),
                                      [&](Edition const& one) { return one.id == *wanted.edition; });
    ensure(edition != event.editions.end(), "an edition is not its event's");
    if (event.state == catalogue::EventState::cancelled || edition->is_cancelled)
        throw Conflict("cancelled");
    if (catalogue::registration(event.state, *edition, wanted.now) == catalogue::Registration::closed)
        throw Conflict("closed");
    if (wanted.whole_month && event.month)
        return placed_in_month(tx, keys, wanted, event.month->slug);
    auto const landed = land(tx, wanted, event, *edition, {});
    plan(tx, landed, wanted.now);
    placed.state = landed.placed.state;
    placed.position = landed.placed.position;
    placed.all = {landed.placed};
    auto receipt = receipt_of(wanted, zone_for(wanted, *edition));
    receipt.state = placed.state;
    receipt.position = placed.position;
    receipt.all = placed.all;
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

namespace {

// A freed seat goes at once, confirmed, to the first in line.
void promote_next(db::Write& tx, EditionId edition, UtcTime now) {
    for (;;) {
        auto const seats = seats_of(tx, edition);
        if (seats.waiting == 0 || (seats.capacity && seats.taken >= *seats.capacity))
            return;
        auto const next = tx.one<RegistrationId>(sql::registration::first_waiting, "edition"_p = edition);
        tx.run(sql::registration::set_state, "registration"_p = next, "state"_p = name(State::confirmed),
               "place"_p = std::optional<std::int64_t>(), "now"_p = now);
        messages::plan_promotion(tx, next, now);
    }
}

} // namespace

bool takes_place(db::Read& db, Registration const& registration, UtcTime now) {
    auto const event = catalogue::load_event_summary(db, registration.event, {});
    if (event.state != catalogue::EventState::published)
        return false;
    return std::any_of(event.editions.begin(), event.editions.end(), [&](Edition const& edition) {
        auto const at = catalogue::standing(edition, now);
        return edition.id == registration.edition &&
               (at == catalogue::Standing::scheduled || at == catalogue::Standing::live);
    });
}

bool is_over(db::Read& db, Registration const& registration, UtcTime now) {
    auto const event = catalogue::load_event_summary(db, registration.event, {});
    return std::any_of(event.editions.begin(), event.editions.end(), [&](Edition const& edition) {
        return edition.id == registration.edition &&
               catalogue::standing(edition, now) == catalogue::Standing::ended;
    });
}

namespace {

void end(db::Write& tx, Registration const& registration, State end, UtcTime now) {
    tx.run(sql::registration::set_state, "registration"_p = registration.id, "state"_p = name(end),
           "place"_p = std::optional<std::int64_t>(), "now"_p = now);
}

} // namespace

void leave(db::Write& tx, Registration const& registration, State state, bool tell, UtcTime now) {
    end(tx, registration, state, now);
    messages::plan_cancellation(tx, registration.id, tell, now);
}

void fill_free_seats(db::Write& tx, Registration const& left, UtcTime now) {
    if (takes_place(tx, left, now)) // also when nobody new may register any more
        promote_next(tx, left.edition, now);
}

void give_up(db::Write& tx, Registration const& registration, State end, bool tell, UtcTime now) {
    leave(tx, registration, end, tell, now);
    fill_free_seats(tx, registration, now);
}

void leave_enrolment(db::Write& tx, EnrolmentId enrolment, UtcTime now) {
    tx.run(sql::registration::leave_enrolment, "enrolment"_p = enrolment, "now"_p = now);
}

void leave_month(db::Write& tx, EnrolmentId enrolment, UtcTime now) {
    leave_enrolment(tx, enrolment, now);
    std::vector<Registration> left;
    std::vector<RegistrationId> ids;
    for (auto const id : tx.all<RegistrationId>(sql::registration::of_enrolment, "enrolment"_p = enrolment))
        if (auto one = load_registration(tx, id); is_active(one.state) && !is_over(tx, one, now)) {
            end(tx, one, State::cancelled, now);
            left.push_back(std::move(one));
            ids.push_back(id);
        }
    messages::plan_leaving(tx, enrolment, ids, now);
    for (auto const& one : left)
        fill_free_seats(tx, one, now);
}

namespace {

State settle(db::Write& tx, Registration const& registration, UtcTime now) {
    auto const state = place(seats_of(tx, registration.edition), false);
    std::optional<std::int64_t> waitlist_place;
    if (state == State::waitlisted)
        waitlist_place = tx.maybe<std::int64_t>(sql::registration::next_waitlist_place,
                                                "edition"_p = registration.edition);
    tx.run(sql::registration::set_state, "registration"_p = registration.id, "state"_p = name(state),
           "place"_p = waitlist_place, "now"_p = now);
    if (state == State::waitlisted)
        messages::plan_waitlisted(tx, registration.id, now);
    return state;
}

// A place of a month takes the place of what is held at another edition of the event: the later choice
// stands. Not where a seat would go for a place in line; then nothing moves.
bool take_over(db::Write& tx, Registration const& one, UtcTime now) {
    auto const has_room = place(seats_of(tx, one.edition), false) == State::confirmed;
    std::vector<Registration> held;
    for (auto const id : at_other_editions(tx, one.edition, one.email_key))
        held.push_back(load_registration(tx, id));
    if (!has_room && std::ranges::any_of(held, [](auto const& other) { return holds_seat(other.state); })) {
        leave(tx, one, State::cancelled, false, now);
        return false;
    }
    for (auto const& other : held) {
        give_up(tx, other, State::cancelled, other.state != State::unverified, now);
        if (other.is_muted)
            tx.run(sql::registration::mute, "registration"_p = one.id, "now"_p = now);
    }
    if (!held.empty()) // what is added to the month later comes in the same language
        tx.run(sql::registration::change_enrolment, "enrolment"_p = *one.enrolment, "name"_p = one.name,
               "language"_p = tag(one.language), "zone"_p = one.zone.name(),
               "zone_guessed"_p = one.zone_guessed);
    return true;
}

// Itself, and where it came of an enrolment what waits for the same address in that month; of two editions of
// an event the one that was asked for last. Only what takes place.
std::vector<Registration> proven_with(db::Write& tx, Registration const& registration, UtcTime now) {
    if (!registration.enrolment)
        return takes_place(tx, registration, now) ? std::vector{registration} : std::vector<Registration>{};
    std::vector<Registration> all;
    for (auto const id :
         tx.all<RegistrationId>(sql::registration::proven_with, "registration"_p = registration.id)) {
        auto one = load_registration(tx, id);
        if (!takes_place(tx, one, now))
            continue;
        auto const earlier = std::ranges::find(all, one.event, &Registration::event);
        if (earlier == all.end()) {
            all.push_back(std::move(one));
            continue;
        }
        leave(tx, *earlier, State::cancelled, false, now);
        *earlier = std::move(one);
    }
    return all;
}

} // namespace

void confirm(db::Write& tx, Registration const& registration, UtcTime now) {
    auto const all = proven_with(tx, registration, now);
    if (all.empty())
        throw Conflict("closed");
    std::vector<RegistrationId> of_month;
    for (auto const& one : all) {
        if (one.enrolment && !take_over(tx, one, now))
            continue;
        if (settle(tx, one, now) != State::confirmed)
            continue;
        if (one.enrolment)
            of_month.push_back(one.id);
        else
            messages::plan_confirmation(tx, one.id, now);
    }
    if (!registration.enrolment)
        return;
    tx.run(sql::registration::activate_enrolment, "enrolment"_p = *registration.enrolment);
    messages::plan_enrolment(tx, *registration.enrolment, of_month, now);
}

int expire_unverified(db::Write& tx, UtcTime now) {
    int ended = 0;
    for (auto const id : tx.all<RegistrationId>(sql::registration::expire_unverified,
                                                "before"_p = now - messages::confirming_link_works)) {
        auto const lapsed = load_registration(tx, id);
        give_up(tx, lapsed, State::expired, false, now);
        if (lapsed.enrolment) // nobody confirmed it: the next wish for the month is a new one
            tx.run(sql::registration::leave_unverified_enrolment, "enrolment"_p = *lapsed.enrolment,
                   "now"_p = now);
        ++ended;
    }
    return ended;
}

void forget_old_answers(db::Write& tx, UtcTime now) {
    tx.run(sql::registration::forget_answers, "before"_p = now - 48h);
}

Wanted read_wanted(http::Form& form, http::Request const& request) {
    Wanted wanted;
    wanted.email = form.email("email");
    wanted.name = form.text("name", 120);
    wanted.language = form.optional_language("locale").value_or(request.language);
    wanted.zone = form.optional_zone("time_zone");
    wanted.organisation = form.optional_text("organisation", 200);
    wanted.country = form.optional_country("country");
    wanted.question = form.optional_lines("question", 1000);
    wanted.needs_proof = !request.within_limit;
    wanted.now = request.now;
    if (auto const& key = request.field(http::Field::idempotency_key); !key.empty()) {
        if (key.size() > 200)
            form.add_error({"Idempotency-Key", "length", {{"max", "200"}}});
        wanted.idempotency_key = // of one client: two that count from 1 do not meet
            hex(sha256("registration " + request.path + " " + request.network + " " + key));
        wanted.request_hash = sha256(request.body);
    }
    return wanted;
}

// --- receipts

namespace {

// One field a line; texts cannot hold line ends (clean_line).
std::string number_text(std::int64_t number) { // of one width, so that a receipt's length tells nothing
    auto text = std::to_string(number);
    return std::string(text.size() < 12 ? 12 - text.size() : 0, '0') + text;
}

} // namespace

std::string seal(Keys const& keys, Receipt const& receipt) {
    std::string text = receipt.nonce + "\n" + number_text(receipt.enrolment.value()) + "\n" +
                       number_text(receipt.edition) + "\n" + receipt.month + "\n" + receipt.email + "\n" +
                       receipt.name + "\n" + receipt.language + "\n" + receipt.zone + "\n" +
                       (receipt.zone_guessed ? "1" : "0") + "\n" + std::string(name(receipt.state)) + "\n" +
                       number_text(receipt.position) + "\n" +
                       number_text(receipt.good_until.time_since_epoch().count() / 1000) + "\n";
    for (auto const& one : receipt.all)
        text += number_text(one.edition.value()) + " " + std::string(name(one.state)) + " " +
                number_text(one.position) + " " + number_text(one.made.value()) + "\n";
    return keys.seal("receipt", text);
}

std::optional<Receipt> open_receipt(Keys const& keys, std::string const& sealed, UtcTime now) {
    auto const text = keys.unseal("receipt", sealed);
    if (!text)
        return {};
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text->size();) {
        auto const end = std::min(text->find('\n', at), text->size());
        lines.push_back(text->substr(at, end - at));
        at = end + 1;
    }
    ensure(lines.size() >= 12, "a sealed receipt is short");
    Receipt receipt;
    receipt.nonce = lines[0];
    receipt.enrolment = EnrolmentId{std::stoll(lines[1])};
    receipt.edition = std::stoll(lines[2]);
    receipt.month = lines[3];
    receipt.email = lines[4];
    receipt.name = lines[5];
    receipt.language = lines[6];
    receipt.zone = lines[7];
    receipt.zone_guessed = lines[8] == "1";
    receipt.state = state_of(lines[9]);
    receipt.position = std::stoll(lines[10]);
    receipt.good_until = UtcTime{seconds{std::stoll(lines[11])}};
    for (std::size_t i = 12; i < lines.size(); ++i) {
        std::istringstream words(lines[i]);
        std::int64_t edition = 0, position = 0, made = 0;
        std::string state;
        words >> edition >> state >> position >> made;
        receipt.all.push_back({EditionId{edition}, state_of(state), position, RegistrationId{made}});
    }
    if (now >= receipt.good_until)
        return {};
    return receipt;
}

} // namespace lectern::registration

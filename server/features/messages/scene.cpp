// Finds the events and sessions that a mail is about; see scene.hpp.
// SPDX-License-Identifier: MIT
#include "features/messages/scene.hpp"

#include "gen/sql/messages.hpp"

#include <algorithm>

namespace lectern::messages {
namespace {

constexpr std::size_t most_neighbours = 20;

using namespace std::chrono_literals;
using catalogue::Session;

enum class Which { coming, all, of_the_message, nothing };

Part part_of(Scene const& scene, Addressee const& to, Which which) {
    Part part{catalogue::load_event_summary(scene.db, to.event, scene.choice()), {}, {}, to};
    for (auto const& edition : part.event.editions)
        if (edition.id == to.edition)
            part.edition = edition;
    for (auto const& session : part.edition.sessions) {
        bool const is_wanted =
            which == Which::all || (which != Which::nothing && session.ends_at > scene.now);
        bool const is_about =
            which != Which::of_the_message || (scene.row.session && session.id == *scene.row.session);
        if (!session.is_cancelled && is_wanted && is_about)
            part.sessions.push_back(session);
    }
    if (part.sessions.empty() && which == Which::all)
        part.sessions = part.edition.sessions;
    return part;
}

// Drafts mail nobody, and nobody is reminded of what was called off.
bool takes_place(Part const& part) {
    return part.event.state != catalogue::EventState::draft && !catalogue::is_off(part.event) &&
           !part.edition.is_cancelled;
}

void add_part(Scene& scene, Addressee const& to, Which which) {
    auto part = part_of(scene, to, which);
    if (!scene.is_cancellation() && !takes_place(part))
        scene.is_called_off = true;
    else if (!part.sessions.empty())
        scene.parts.push_back(std::move(part));
}

void sort_by_start(std::vector<Part>& parts) {
    auto const start = [](Part const& part) { return part.sessions.front().starts_at; };
    std::stable_sort(parts.begin(), parts.end(),
                     [&](Part const& a, Part const& b) { return start(a) < start(b); });
}

// Adds a session of a place to the mail, and gives back when it starts; nothing where it is called off or not
// wanted.
std::optional<UtcTime> add_session(Scene& scene, RegistrationId registration, SessionId session) {
    auto const is_of_place = [&](Part const& part) { return part.to.id == registration; };
    auto known = std::find_if(scene.parts.begin(), scene.parts.end(), is_of_place);
    auto part = known != scene.parts.end()
                    ? *known
                    : part_of(scene, load_addressee(scene.db, registration), Which::nothing);
    auto const& all = part.edition.sessions;
    auto const found =
        std::find_if(all.begin(), all.end(), [&](Session const& one) { return one.id == session; });
    if (found == all.end() || found->is_cancelled || !takes_place(part) || part.to.state != "confirmed" ||
        part.to.is_muted)
        return {};
    auto const start = found->starts_at;
    part.sessions.push_back(*found);
    std::stable_sort(part.sessions.begin(), part.sessions.end(),
                     [](Session const& a, Session const& b) { return a.starts_at < b.starts_at; });
    if (known != scene.parts.end())
        *known = std::move(part);
    else
        scene.parts.push_back(std::move(part));
    return start;
}

// Reminders for sessions less than 90 minutes apart become one. On the day before, so does a third that is
// close to the second; an hour before it has its own, for this mail would come too early for it.
void merge_neighbours(Scene& scene) {
    struct Neighbour {
        MessageId id;
        SessionId session;
        RegistrationId registration;
        static Neighbour from(db::Row const& row) {
            return {row.get<MessageId>("id"), row.get<SessionId>("session_id"),
                    row.get<RegistrationId>("registration_id")};
        }
    };
    std::vector<UtcTime> starts{scene.parts.front().sessions.front().starts_at};
    std::size_t const looked_from = scene.row.kind == Kind::reminder_day ? most_neighbours : 1;
    for (std::size_t i = 0; i < starts.size() && i < looked_from && starts.size() < most_neighbours; ++i)
        for (auto const& one : scene.db.all<Neighbour>(
                 sql::messages::neighbours, "key"_p = scene.row.email_key, "rule"_p = scene.row.rule,
                                            "message"_p = scene.row.id, "starts_from"_p = starts[i] - 90min,
                                            "starts_until"_p = starts[i] + 90min)) {
            if (std::find(scene.merged.begin(), scene.merged.end(), one.id) != scene.merged.end())
                continue;
            if (auto const start = add_session(scene, one.registration, one.session)) {
                starts.push_back(*start);
                scene.merged.push_back(one.id);
            }
        }
    sort_by_start(scene.parts);
}

std::vector<RegistrationId> places_of_enrolment(Scene const& scene) {
    if (scene.row.enrolment && scene.is_cancellation())
        return scene.db.all<RegistrationId>(sql::messages::left_with_enrolment,
                                            "enrolment"_p = *scene.row.enrolment);
    if (scene.row.enrolment)
        return scene.db.all<RegistrationId>(sql::messages::registrations_of_enrolment,
                                            "enrolment"_p = *scene.row.enrolment);
    if (scene.row.kind == Kind::verify)
        return scene.db.all<RegistrationId>(sql::messages::unproven_of_enrolment,
                                            "registration"_p = scene.to.id);
    return {};
}

// Whoever switched the edition gave up one place for another: the mail is about the new one.
bool load_move(Scene& scene) {
    auto const fresh =
        scene.db.maybe<RegistrationId>(sql::messages::moved_to, "registration"_p = scene.to.id);
    if (!fresh)
        return false;
    add_part(scene, load_addressee(scene.db, *fresh), Which::coming);
    if (scene.parts.empty())
        return false;
    scene.left = part_of(scene, scene.to, Which::all);
    return true;
}

} // namespace

Host Host::from(db::Row const& row) {
    return {row.get<std::string>("title"), row.get<std::string>("help_contact")};
}

Host host_of(Scene const& scene) {
    return scene.db.one<Host>(sql::messages::community_of_event, "event"_p = scene.parts.front().event.id,
                              "language"_p = tag(scene.language));
}

std::optional<Number> number_of(Part const& part, Session const& session) {
    Number number;
    for (auto const& one : part.edition.sessions) {
        if (one.is_cancelled && one.id != session.id)
            continue;
        ++number.of;
        if (one.id == session.id)
            number.at = number.of;
    }
    return number.of > 1 && number.at > 0 ? std::optional(number) : std::nullopt;
}

std::optional<mail::Url> Scene::link(Addressee const& whose, std::string_view purpose,
                                     std::string const& before, std::string const& after) const {
    return mail::Url::parse(
        url(prefix() + before + keys.link(purpose, whose.id.value(), whose.salt, whose.epoch) + after));
}

void load_parts(Scene& scene) {
    auto const places = places_of_enrolment(scene);
    scene.is_of_enrolment = scene.row.enrolment.has_value() || !places.empty();
    if (scene.is_of_enrolment) {
        for (auto const id : places)
            add_part(scene, load_addressee(scene.db, id), Which::coming);
        sort_by_start(scene.parts);
        return;
    }
    if (scene.row.kind == Kind::cancellation_own && !scene.is_further() && load_move(scene))
        return;
    bool const is_single = scene.is_reminder() || scene.row.kind == Kind::invitation || scene.is_further();
    add_part(scene, scene.to,
             is_single                 ? Which::of_the_message
             : scene.is_cancellation() ? Which::all
                                       : Which::coming);
    if (scene.row.kind == Kind::confirmation &&
        scene.row.due_at > scene.row.created_at) // it waited, and speaks for others
        for (auto const id : scene.db.all<RegistrationId>(
                 sql::messages::merged_into, "key"_p = scene.row.email_key, "since"_p = scene.row.created_at))
            if (auto const other = load_addressee(scene.db, id);
                other.state == "confirmed" && other.id != scene.to.id)
                add_part(scene, other, Which::coming);
    if (scene.is_reminder() && !scene.parts.empty())
        merge_neighbours(scene);
}

} // namespace lectern::messages

// Reading registrations, and the links that open them.
// SPDX-License-Identifier: MIT
#include "features/registration/load.hpp"

#include "base/error.hpp"
#include "gen/sql/registration.hpp"

namespace lectern::registration {

Registration registration_from(db::Row const& row) {
    Registration one;
    one.id = row.get<RegistrationId>("id");
    one.edition = row.get<EditionId>("edition_id");
    one.event = row.get<EventId>("event_id");
    one.person = row.get<PersonId>("person_id");
    one.enrolment = row.get<std::optional<EnrolmentId>>("enrolment_id");
    one.email = row.get<std::string>("email");
    one.email_key = row.get<std::string>("email_key");
    one.name = row.get<std::string>("name");
    one.language = language_of(row.get<std::string>("language")).value_or(Language::en);
    one.zone = Zone::find_or_utc(row.get<std::string>("time_zone"));
    one.zone_guessed = row.get<bool>("time_zone_guessed");
    one.organisation = row.get<std::optional<std::string>>("organisation");
    one.country = row.get<std::optional<std::string>>("country");
    one.state = state_of(row.get<std::string>("state"));
    one.waitlist_place = row.get<std::optional<std::int64_t>>("waitlist_place");
    one.salt = row.get<std::string>("salt");
    one.epoch = row.get<std::int64_t>("epoch");
    one.version = row.get<std::int64_t>("version");
    one.created_at = row.get<UtcTime>("created_at");
    one.is_muted = row.get<std::optional<std::int64_t>>("muted_at").has_value();
    one.is_verified = row.get<std::optional<std::int64_t>>("verified_at").has_value();
    return one;
}

Registration load_registration(db::Read& db, RegistrationId id) {
    std::optional<Registration> found;
    db.each(
        sql::registration::one, [&](db::Row const& row) { found = registration_from(row); },
        "registration"_p = id);
    if (!found)
        throw NotFound("registration");
    return std::move(*found);
}

std::string link_token(Keys const& keys, std::string_view purpose, Registration const& registration) {
    return keys.link(purpose, registration.id.value(), registration.salt, registration.epoch);
}

Registration open_link(db::Read& db, Keys const& keys, std::string_view purpose, std::string const& token) {
    auto const claimed = Keys::claimed_id(token);
    if (!claimed)
        throw NotFound("link");
    auto registration = load_registration(db, RegistrationId{*claimed});
    if (!equal_in_constant_time(link_token(keys, purpose, registration), token))
        throw NotFound("link");
    if (!is_active(registration.state))
        if (auto const successor =
                db.maybe<RegistrationId>(sql::registration::successor, "registration"_p = registration.id))
            return load_registration(db, *successor);
    return registration;
}

std::int64_t position(db::Read& db, Registration const& registration) {
    if (!registration.waitlist_place)
        return 0;
    struct Count {
        std::int64_t count;
        static Count from(db::Row const& row) { return {row.get<std::int64_t>("id")}; }
    };
    return db
        .one<Count>(sql::registration::waiting_before, "edition"_p = registration.edition,
                    "place"_p = *registration.waitlist_place)
        .count;
}

} // namespace lectern::registration

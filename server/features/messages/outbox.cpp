// Rows of the outbox and their addressees, as loaded.
// SPDX-License-Identifier: MIT
#include "features/messages/outbox.hpp"

#include "base/error.hpp"
#include "gen/sql/messages.hpp"

namespace lectern::messages {

Addressee Addressee::from(db::Row const& row) {
    Addressee one;
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
    one.state = row.get<std::string>("state");
    one.position = row.get<std::int64_t>("position");
    one.salt = row.get<std::string>("salt");
    one.epoch = row.get<std::int64_t>("epoch");
    one.version = row.get<std::int64_t>("version");
    one.created_at = row.get<UtcTime>("created_at");
    one.is_muted = row.get<std::optional<std::int64_t>>("muted_at").has_value();
    one.is_verified = row.get<std::optional<std::int64_t>>("verified_at").has_value();
    return one;
}

Addressee load_addressee(db::Read& db, RegistrationId id) {
    return db.one<Addressee>(sql::messages::addressee, "registration"_p = id);
}

std::string key_of_further_session(std::string const& key, SessionId session) {
    return key + ":session " + std::to_string(session.value());
}

bool is_of_further_session(std::string_view key) {
    return key.find(":v") < key.rfind(":session ") && key.rfind(":session ") != key.npos;
}

Row Row::from(db::Row const& row) {
    Row out;
    out.id = row.get<MessageId>("id");
    out.key = row.get<std::string>("key");
    out.message_id = row.get<std::string>("message_id");
    out.kind = kind_of(row.get<std::string>("kind"));
    out.email = row.get<std::string>("email");
    out.email_key = row.get<std::string>("email_key");
    out.language = language_of(row.get<std::string>("language")).value_or(Language::en);
    out.registration = row.get<std::optional<RegistrationId>>("registration_id");
    out.enrolment = row.get<std::optional<EnrolmentId>>("enrolment_id");
    out.session = row.get<std::optional<SessionId>>("session_id");
    out.rule = row.get<std::optional<std::string>>("rule");
    out.schedule_version = row.get<std::optional<std::int64_t>>("schedule_version");
    out.due_at = row.get<UtcTime>("due_at");
    out.created_at = row.get<UtcTime>("created_at");
    out.not_after = row.get<UtcTime>("not_after");
    out.attempts = row.get<int>("attempts");
    out.rendered_at = row.get<std::optional<UtcTime>>("rendered_at");
    out.sealed = row.get<std::optional<std::string>>("sealed");
    return out;
}

} // namespace lectern::messages

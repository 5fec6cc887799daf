// One row of the outbox, and what becomes of it.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/language.hpp"
#include "db/session.hpp"
#include "features/messages/messages.hpp"
#include "features/messages/rules.hpp"
#include "mail/message.hpp"
#include "mail/sink.hpp"

#include <optional>
#include <string>

namespace lectern::messages {

struct Row {
    MessageId id;
    std::string key;
    std::string message_id; // without its domain
    Kind kind = Kind::confirmation;
    std::string email, email_key;
    Language language = Language::en;
    std::optional<RegistrationId> registration;
    std::optional<EnrolmentId> enrolment;
    std::optional<SessionId> session;
    std::optional<std::string> rule;
    std::optional<std::int64_t> schedule_version;
    UtcTime due_at{}, not_after{};
    int attempts = 0;
    std::optional<UtcTime> rendered_at;
    static Row from(db::Row const& row);
};

// What the addressee's calendar is told with a mail, kept once it was sent.
struct CalendarNews {
    SessionId session;
    mail::Method method = mail::Method::request;
    std::int64_t sequence = 0;
    std::string hash; // of start, end and state, 32 bytes
};

// A message ready to go, or the reason why it must not.
struct Rendered {
    std::string skip; // empty: send it
    mail::Envelope envelope;
    std::string bytes;
    std::optional<CalendarNews> news;
    std::vector<MessageId> merged; // reminders that this one speaks for
};

// Loads what the message speaks about and writes it, by what is true now.
Rendered render_message(db::Read& db, Row const& row, WorkerOptions const& options, Keys const& keys, UtcTime now);

// The text of a kind in a language, as embedded; throws Bug where there is none.
std::string_view text_source(Kind kind, Language language);
std::string_view frame_source(Language language);

} // namespace lectern::messages

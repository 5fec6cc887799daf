// A person's place at an edition, as a value.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/email.hpp"
#include "base/id.hpp"
#include "base/language.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>

namespace lectern::registration {

enum class State { unverified, pending, confirmed, waitlisted, offered, cancelled, declined, expired };

struct Registration {
    RegistrationId id;
    EditionId edition;
    EventId event;
    PersonId person;
    std::optional<EnrolmentId> enrolment;
    std::string email; // for delivery
    std::string email_key;
    std::string name;
    Language language = Language::en;
    Zone zone = Zone::utc();
    bool zone_guessed = false;
    std::optional<std::string> organisation;
    std::optional<std::string> country;
    State state = State::confirmed;
    std::optional<std::int64_t> waitlist_place;
    std::string salt; // 8 bytes: what its links are made from
    std::int64_t epoch = 0;
    std::int64_t version = 1;
    UtcTime created_at{};
    bool is_muted = false;    // no reminders wanted
    bool is_verified = false; // the person's address is proven
};

} // namespace lectern::registration

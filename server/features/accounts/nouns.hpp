// People who sign in, as values.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/id.hpp"
#include "base/language.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>

namespace lectern::accounts {

struct Person {
    PersonId id;
    std::string email; // for delivery
    std::string email_key;
    std::string name;
    Language language = Language::en;
    Zone zone = Zone::utc();
    std::optional<std::string> organisation, country;
    bool is_verified = false;     // the address is proven
    bool shown_to_members = true; // among the members of their communities; staff see all
};

// A browser in which somebody is signed in.
struct Login {
    LoginId id;
    std::string browser; // "Firefox, Android", may be empty
    UtcTime created_at{}, seen_at{};
};

} // namespace lectern::accounts

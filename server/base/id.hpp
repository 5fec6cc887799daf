// Strong identifiers: an EditionId cannot be passed where an EventId is meant. No arithmetic.
// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace lectern {

template <class Tag>
class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(std::int64_t value) : value_(value) {}
    constexpr std::int64_t value() const { return value_; }
    constexpr auto operator<=>(Id const&) const = default;

private:
    std::int64_t value_ = 0;
};

using CommunityId = Id<struct CommunityTag>;
using SeriesId = Id<struct SeriesTag>;
using MonthId = Id<struct MonthTag>;
using EventId = Id<struct EventTag>;
using EditionId = Id<struct EditionTag>;
using SessionId = Id<struct SessionTag>;
using SpeakerId = Id<struct SpeakerTag>;
using PersonId = Id<struct PersonTag>;
using RegistrationId = Id<struct RegistrationTag>;
using EnrolmentId = Id<struct EnrolmentTag>;
using MessageId = Id<struct MessageTag>;
using LoginId = Id<struct LoginTag>;
using InvitationId = Id<struct InvitationTag>;

} // namespace lectern

template <class Tag>
struct std::hash<lectern::Id<Tag>> {
    std::size_t operator()(lectern::Id<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value());
    }
};

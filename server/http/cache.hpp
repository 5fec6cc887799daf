// Whole prepared answers of public reads: head and body bytes, ready for one gather write. One cache per
// lane. SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"
#include "db/topic.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace lectern::http {

// Immutable once made. `head` lacks the Date line and the blank line, which are added when it is sent.
struct Prepared {
    std::string head; // status line and fields of the 200
    std::string head_304;
    std::string etag;
    std::string body; // begins with the blank line
    db::Topics topics;
    std::uint64_t version = 0; // of the topics when the answer was begun
};

// Belongs to one lane.
class Cache {
public:
    using Time = std::chrono::steady_clock::time_point;
    struct Entry {
        std::shared_ptr<Prepared const> prepared;
        Time made{};
        std::optional<Time> stale_since = {}, claimed_at = {};

        // A stale entry at `now`: true where the caller is to make it anew, and must give the claim back
        // where it does not; false where it is served on because somebody of the lane is at it.
        bool claim(Time now);
        void give_back() { claimed_at.reset(); }
    };

    Entry* find(std::string_view key) {
        auto const found = entries_.find(key);
        return found == entries_.end() ? nullptr : &found->second;
    }
    // What could not be made anew must not be served on.
    void drop(std::string_view key) {
        if (auto const found = entries_.find(key); found != entries_.end()) {
            bytes_ -= found->second.prepared->body.size();
            entries_.erase(found);
        }
    }
    void put(std::string key, std::shared_ptr<Prepared const> prepared,
             std::chrono::steady_clock::time_point now) {
        if (entries_.size() >= max_entries ||
            bytes_ > max_bytes) { // a flood of different queries: start over
            entries_.clear();
            bytes_ = 0;
        }
        bytes_ += prepared->body.size();
        auto& entry = entries_[std::move(key)];
        if (entry.prepared)
            bytes_ -= entry.prepared->body.size();
        entry = {std::move(prepared), now};
    }

private:
    static constexpr std::size_t max_entries = 4096;
    static constexpr std::size_t max_bytes = 32_MiB;
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
    std::size_t bytes_ = 0;
};

// An answer is made anew after this time even where no topic changed: what it says of seats and of "live"
// follows the clock. Registrations do not void prepared answers.
inline constexpr auto max_age = std::chrono::seconds{5};
// How long a changed entry may still be served while one request of the lane makes it anew.
inline constexpr auto max_staleness = std::chrono::milliseconds{200};

inline bool Cache::Entry::claim(Time now) {
    if (!stale_since)
        stale_since = now;
    bool const is_old = now - *stale_since > max_age; // however slow making it is
    if (claimed_at && now - *claimed_at <= max_staleness && !is_old)
        return false;
    claimed_at = now;
    return true;
}

} // namespace lectern::http

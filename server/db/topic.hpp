// Topics: what changed, as far as watchers care. Features name theirs in their front doors; the house only
// counts. SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace lectern::db {

struct Topic {
    std::uint8_t number; // < 16
    constexpr bool operator==(Topic const&) const = default;
};

// A set of topics. Value type.
class Topics {
public:
    constexpr Topics() = default;
    constexpr void add(Topic topic) { bits_ = static_cast<std::uint16_t>(bits_ | (1U << topic.number)); }
    constexpr void add(Topics other) { bits_ |= other.bits_; }
    constexpr bool has(Topic topic) const { return (bits_ >> topic.number) & 1U; }
    constexpr bool empty() const { return bits_ == 0; }
    static constexpr Topics of(auto... topics) {
        Topics set;
        (set.add(topics), ...);
        return set;
    }

private:
    std::uint16_t bits_ = 0;
};

// How often each topic has changed. The writer raises them after COMMIT, anybody reads.
class Versions {
public:
    void raise(Topics topics) {
        for (std::uint8_t i = 0; i < counts_.size(); ++i)
            if (topics.has(Topic{i}))
                counts_[i].fetch_add(1, std::memory_order_release);
    }
    // A number that changes whenever one of the topics does.
    std::uint64_t of(Topics topics) const {
        std::uint64_t sum = 0;
        for (std::uint8_t i = 0; i < counts_.size(); ++i)
            if (topics.has(Topic{i}))
                sum += counts_[i].load(std::memory_order_acquire);
        return sum;
    }

private:
    std::array<std::atomic<std::uint64_t>, 16> counts_{};
};

} // namespace lectern::db

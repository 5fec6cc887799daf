// A clock that stands still until a test moves it.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"

#include <atomic>
#include <stdexcept>
#include <string_view>

namespace lectern::test {

// "2027-03-09T14:00:00Z" as an instant.
inline UtcTime at(std::string_view rfc3339_text) {
    auto const time = parse_rfc3339(rfc3339_text);
    if (!time)
        throw std::invalid_argument("no RFC 3339 time");
    return *time;
}

class ManualClock final : public Clock {
public:
    explicit ManualClock(UtcTime start) : now_(start.time_since_epoch().count()) {}
    UtcTime now() const override { return UtcTime{milliseconds{now_.load()}}; }
    void set(UtcTime to) { now_ = to.time_since_epoch().count(); }
    void set(std::string_view to) { set(at(to)); }
    void pass(milliseconds time) { now_ += time.count(); }

private:
    std::atomic<std::int64_t> now_;
};

} // namespace lectern::test

// Where time comes from. The only place that may ask the system what time it is (scripts/check greps for
// others). SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"

namespace lectern {

// Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual UtcTime now() const = 0;
};

class SystemClock final : public Clock {
public:
    UtcTime now() const override {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

} // namespace lectern

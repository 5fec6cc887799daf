// The outbox in numbers, for the metrics.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "db/database.hpp"
#include "http/metrics.hpp"

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace lectern::app {

// Reads them now and then on a thread of its own: who asks for the metrics waits for no database, and costs
// it nothing.
class MailNumbers {
public:
    MailNumbers(db::Database& database, Clock const& clock);
    ~MailNumbers();
    MailNumbers(MailNumbers const&) = delete;
    MailNumbers& operator=(MailNumbers const&) = delete;

    // Adds the gauges; they must not be asked when this is gone.
    void add_to(http::Metrics& metrics);
    void read(); // now, on this thread; what cannot be read stays as it was
    void start();
    void stop();

private:
    struct Numbers {
        std::map<std::string, std::int64_t> mails; // by state
        std::optional<UtcTime> oldest_due_at;      // of those that wait; may be in the future
        std::int64_t suppressed = 0;
    };
    double waited_for() const; // seconds

    db::Database& database_;
    Clock const& clock_;
    mutable std::mutex mutex_;
    Numbers numbers_;
    bool stopping_ = false;
    std::condition_variable wake_;
    std::thread thread_;
};

} // namespace lectern::app

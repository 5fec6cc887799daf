// Numbers for operators, in Prometheus' text format.
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace lectern::http {

// Thread-safe.
class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(Metrics const&) = delete;
    Metrics& operator=(Metrics const&) = delete;

    // `route` is the pattern, never the address that was asked for.
    void answered(std::string_view route, int status, double seconds);
    void answered_from_cache();
    void refused(int status);  // heads that were refused
    void refused_connection(); // closed at once, for there are too many
    // Asked when somebody reads the metrics. Several of one name differ by their labels.
    using Labels = std::map<std::string, std::string>;
    void gauge(std::string const& name, std::string const& help, std::function<double()> read,
               Labels const& labels = {});
    std::string text() const;

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

} // namespace lectern::http

// prometheus-cpp's registry and text format; its web server is not used.
// SPDX-License-Identifier: MIT
#include "http/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>
#include <vector>

namespace lectern::http {

struct Metrics::Implementation {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                            .Name("lectern_requests_total")
                                                            .Help("Requests answered, by route and status")
                                                            .Register(registry);
    prometheus::Counter& from_cache = prometheus::BuildCounter()
                                          .Name("lectern_prepared_answers_total")
                                          .Help("Requests answered with a prepared answer")
                                          .Register(registry)
                                          .Add({});
    prometheus::Family<prometheus::Counter>& refusals = prometheus::BuildCounter()
                                                            .Name("lectern_refused_heads_total")
                                                            .Help("Request heads refused, by status")
                                                            .Register(registry);
    prometheus::Counter& connections =
        prometheus::BuildCounter()
            .Name("lectern_refused_connections_total")
            .Help("Connections closed at once: too many, in all or of one network")
            .Register(registry)
            .Add({});
    prometheus::Histogram& seconds =
        prometheus::BuildHistogram()
            .Name("lectern_request_seconds")
            .Help("Time from a whole request to its answer")
            .Register(registry)
            .Add({}, prometheus::Histogram::BucketBoundaries{0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10});
    struct Asked {
        prometheus::Gauge& gauge;
        std::function<double()> read;
    };
    mutable std::mutex mutex;
    std::vector<Asked> gauges;
};

Metrics::Metrics() : implementation_(std::make_unique<Implementation>()) {}
Metrics::~Metrics() = default;

void Metrics::answered(std::string_view route, int status, double seconds) {
    implementation_->requests.Add({{"route", std::string(route)}, {"status", std::to_string(status)}})
        .Increment();
    implementation_->seconds.Observe(seconds);
}

void Metrics::answered_from_cache() {
    implementation_->from_cache.Increment();
}

void Metrics::refused(int status) {
    implementation_->refusals.Add({{"status", std::to_string(status)}}).Increment();
}

void Metrics::refused_connection() {
    implementation_->connections.Increment();
}

void Metrics::gauge(std::string const& name, std::string const& help, std::function<double()> read,
                    Labels const& labels) {
    auto& made =
        prometheus::BuildGauge().Name(name).Help(help).Register(implementation_->registry).Add(labels);
    std::lock_guard const lock(implementation_->mutex);
    implementation_->gauges.push_back({made, std::move(read)});
}

std::string Metrics::text() const {
    {
        std::lock_guard const lock(implementation_->mutex);
        for (auto& asked : implementation_->gauges)
            asked.gauge.Set(asked.read());
    }
    return prometheus::TextSerializer().Serialize(implementation_->registry.Collect());
}

} // namespace lectern::http

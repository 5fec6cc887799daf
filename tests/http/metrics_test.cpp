// Numbers for operators: counted by pattern, escaped, asked when read.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "http/metrics.hpp"

using namespace lectern::http;
using Catch::Matchers::Contains;

TEST_CASE("answers are counted by route and status", "[http]") {
    Metrics metrics;
    metrics.answered("/events/{slug}", 200, 0.002);
    metrics.answered("/events/{slug}", 200, 0.2);
    metrics.answered("/events/{slug}", 404, 0.002);
    metrics.answered_from_cache();
    metrics.refused(431);

    auto const text = metrics.text();

    CHECK_THAT(text, Contains("lectern_requests_total{route=\"/events/{slug}\",status=\"200\"} 2"));
    CHECK_THAT(text, Contains("lectern_requests_total{route=\"/events/{slug}\",status=\"404\"} 1"));
    CHECK_THAT(text, Contains("lectern_prepared_answers_total 1"));
    CHECK_THAT(text, Contains("lectern_refused_heads_total{status=\"431\"} 1"));
    CHECK_THAT(text, Contains("lectern_request_seconds_count 3"));
    CHECK_THAT(text, Contains("lectern_request_seconds_bucket{le=\"0.003\"} 2"));
}

TEST_CASE("a gauge is asked whenever the numbers are read", "[http]") {
    Metrics metrics;
    double value = 1;
    metrics.gauge("lectern_write_queue", "Works waiting", [&value] { return value; });
    CHECK_THAT(metrics.text(), Contains("lectern_write_queue 1"));

    value = 7;

    CHECK_THAT(metrics.text(), Contains("lectern_write_queue 7"));
}

// Sets of topics and the counters behind prepared answers.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "db/topic.hpp"

using namespace lectern::db;

namespace {
constexpr Topic catalogue{0}, seats{7}, posts{15};
}

TEST_CASE("a set of topics holds what was added and nothing else", "[db]") {
    Topics set;
    CHECK(set.empty());

    set.add(seats);
    set.add(Topics::of(posts));

    CHECK_FALSE(set.empty());
    CHECK(set.has(seats));
    CHECK(set.has(posts));
    CHECK_FALSE(set.has(catalogue));
    static_assert(Topics::of(catalogue, posts).has(posts));
    static_assert(!Topics::of(catalogue, posts).has(seats));
}

TEST_CASE("a version changes with its own topics only", "[db]") {
    Versions versions;
    auto const of_catalogue = versions.of(Topics::of(catalogue));
    auto const of_both = versions.of(Topics::of(catalogue, posts));

    versions.raise(Topics::of(posts));

    CHECK(versions.of(Topics::of(catalogue)) == of_catalogue);
    CHECK(versions.of(Topics::of(catalogue, posts)) != of_both);
    CHECK(versions.of(Topics{}) == 0);

    auto const before = versions.of(Topics::of(catalogue, posts));
    versions.raise(Topics::of(catalogue, posts));
    CHECK(versions.of(Topics::of(catalogue, posts)) > before);
    CHECK(versions.of(Topics::of(catalogue)) > of_catalogue);
}

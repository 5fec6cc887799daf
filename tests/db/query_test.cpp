// Parameters of queries: by name, checked when compiled, put in the order of the text.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "db/sample.hpp"
#include "db/session.hpp"

#include <limits>

using namespace lectern;
using namespace lectern::db;

namespace {

template <class T>
concept CanBeBound = requires(T value) { to_value(value); };
static_assert(CanBeBound<int> && CanBeBound<bool> && CanBeBound<std::uint8_t> && CanBeBound<std::string>);
static_assert(CanBeBound<std::optional<UtcTime>> && CanBeBound<EditionId> && CanBeBound<Bytes>);
static_assert(!CanBeBound<double>, "a number with a fraction has no column type");
static_assert(!CanBeBound<char>, "a letter is no number");

// Whether a session can do it at all: a Read has no way to write.
template <class Session>
concept CanRun = requires(Session& session) { session.run(sample::insert_note, "body"_p = "x"); };
static_assert(!CanRun<Read> && CanRun<Write>);
template <class Session>
concept CanWake = requires(Session& session) { session.wake(Topic{1}); };
static_assert(!CanWake<Read> && CanWake<Write>);

using Body = Bound<"body", std::string>;
using Identity = Bound<"id", int>;
static_assert(place_of<sample::rename_note_query, Body>() == 0);
static_assert(place_of<sample::rename_note_query, Identity>() == 1);
static_assert(place_of<sample::insert_note_query, Identity>() == -1, "no parameter of that name");
static_assert(all_different<Body, Identity>());
static_assert(!all_different<Body, Identity, Body>(), "given twice");

} // namespace

TEST_CASE("arguments stand in the order of the text, whatever order they are given in", "[db]") {
    std::string const body = "water";

    auto const values = arrange(sample::rename_note, "id"_p = 7, "body"_p = body);

    REQUIRE(values.size() == 2);
    CHECK(std::get<std::string_view>(values[0]) == "water");
    CHECK(std::get<std::int64_t>(values[1]) == 7);
}

TEST_CASE("values become what a database stores", "[db]") {
    CHECK(std::get<std::int64_t>(to_value(true)) == 1);
    CHECK(std::get<std::int64_t>(to_value(std::numeric_limits<std::int64_t>::min())) ==
          std::numeric_limits<std::int64_t>::min());
    CHECK(std::get<std::int64_t>(to_value(UtcTime{milliseconds{-5}})) == -5);
    CHECK(std::get<std::int64_t>(to_value(EditionId{9})) == 9);
    CHECK(std::get<std::string_view>(to_value("true")) == "true");
    CHECK(std::get<Bytes>(to_value(Bytes{"x"})).view == "x");
    CHECK(std::holds_alternative<std::monostate>(to_value(std::optional<std::string>{})));
    CHECK(std::get<std::int64_t>(to_value(std::optional(EditionId{3}))) == 3);
}

// Cells of a row as types that cannot be wrong.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/error.hpp"
#include "db/row.hpp"

#include <limits>
#include <vector>

using namespace lectern;
using namespace lectern::db;

namespace {

struct Cells {
    std::vector<std::string> names{"id", "at", "name", "blob", "none", "flag"};
    std::vector<Value> values{std::int64_t{42},
                              std::numeric_limits<std::int64_t>::min(),
                              std::string_view("a\0b", 3),
                              Bytes{std::string_view("\xFF\x00", 2)},
                              Value{},
                              std::int64_t{-1}};
    Row row{names, values};
};

} // namespace

TEST_CASE("a cell is read as the type that the feature asks for", "[db]") {
    Cells const cells;
    auto const& row = cells.row;

    CHECK(row.get<std::int64_t>("id") == 42);
    CHECK(row.get<int>("id") == 42);
    CHECK(row.get<Id<struct AnyTag>>("id") == Id<struct AnyTag>{42});
    CHECK(row.get<UtcTime>("id") == UtcTime{milliseconds{42}});
    CHECK(row.get<std::int64_t>("at") == std::numeric_limits<std::int64_t>::min());
    CHECK(row.get<std::string>("name") == std::string("a\0b", 3));
    CHECK(row.get<std::string>("blob") == std::string("\xFF\x00", 2));
    CHECK(row.get<bool>("flag"));
}

TEST_CASE("an optional cell is empty for NULL only", "[db]") {
    Cells const cells;
    auto const& row = cells.row;

    CHECK(row.get<std::optional<std::int64_t>>("none") == std::nullopt);
    CHECK(row.get<std::optional<std::string>>("none") == std::nullopt);
    CHECK(row.get<std::optional<UtcTime>>("none") == std::nullopt);
    CHECK(row.get<std::optional<std::string>>("name").value().size() == 3);
    CHECK(row.get<std::optional<bool>>("flag") == true);
}

TEST_CASE("a cell of another type, a missing column and a NULL are bugs", "[db]") {
    Cells const cells;
    auto const& row = cells.row;

    CHECK_THROWS_AS(row.get<std::int64_t>("name"), Bug);
    CHECK_THROWS_AS(row.get<std::int64_t>("blob"), Bug);
    CHECK_THROWS_AS(row.get<std::string>("id"), Bug);
    CHECK_THROWS_AS(row.get<std::optional<std::string>>("id"), Bug);
    CHECK_THROWS_AS(row.get<std::int64_t>("none"), Bug);
    CHECK_THROWS_AS(row.get<std::string>("none"), Bug);
    CHECK_THROWS_WITH(row.get<std::string>("Name"), "a row has no column Name");
}

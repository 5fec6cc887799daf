// The JSON writer: what it writes is read back as it was.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "http/json.hpp"

#include <nlohmann/json.hpp>

#include <limits>

using namespace lectern;
using http::Json;

namespace {

template <class T>
nlohmann::json back(T const& value) {
    Json json;
    json.array().value(value).end_array();
    return nlohmann::json::parse(json.take()).at(0);
}

} // namespace

TEST_CASE("every byte of a text comes back", "[http]") {
    std::string all;
    for (int c = 0; c < 128; ++c)
        all += static_cast<char>(c);
    all += "é日😀\u2028\u2029</script>";

    CHECK(back(all) == all);
    CHECK(back(std::string_view(all)) == all);
    CHECK(back(std::string()) == "");
    CHECK(back("\"\\/\b\f\n\r\t") == "\"\\/\b\f\n\r\t");
}

TEST_CASE("numbers, truths, times and nothing come back", "[http]") {
    CHECK(back(std::numeric_limits<std::int64_t>::min()) == std::numeric_limits<std::int64_t>::min());
    CHECK(back(std::numeric_limits<std::uint64_t>::max()) == std::numeric_limits<std::uint64_t>::max());
    CHECK(back(0) == 0);
    CHECK(back(true) == true);
    CHECK(back(false) == false);
    CHECK(back(nullptr).is_null());
    CHECK(back(EditionId{7}) == 7);
    CHECK(back(UtcTime{milliseconds{1'804'600'800'000}}) == "2027-03-09T14:00:00Z");
    CHECK(back(std::optional<int>{}).is_null());
    CHECK(back(std::optional<std::string>("a")) == "a");
}

TEST_CASE("objects and lists stand inside one another with their commas", "[http]") {
    Json json;
    json.object()
        .field("a", 1)
        .key("empty")
        .object()
        .end_object()
        .key("none")
        .array()
        .end_array()
        .key("list")
        .array()
        .value(1)
        .object()
        .field("b\"", "c")
        .end_object()
        .array()
        .end_array()
        .raw("{\"d\":2}")
        .value(nullptr)
        .end_array()
        .field("last", true)
        .end_object();

    CHECK(json.take() ==
          R"({"a":1,"empty":{},"none":[],"list":[1,{"b\"":"c"},[],{"d":2},null],"last":true})");
}

TEST_CASE("a single value is a document too", "[http]") {
    Json json;
    json.value("a");
    CHECK(json.take() == "\"a\"");
}

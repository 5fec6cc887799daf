// A query known at build time, with named parameters that are checked when compiled:
//   tx.run(sql::registration::cancel, "registration"_p = id, "now"_p = now);
// SPDX-License-Identifier: MIT
#pragma once

#include "base/id.hpp"
#include "base/time.hpp"

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace lectern::db {

// The text of a query: positional parameters $1 … $n in the order of `parameters` of its type. `where` is its
// source. Found by its address: there is one object per query in the program.
struct QueryText {
    std::string_view name;
    std::string_view sql;
    std::string_view where;
};

struct Bytes {
    std::string_view view;
};

// A value on its way in or out; text and bytes are borrowed and must outlive the call.
using Value = std::variant<std::monostate, std::int64_t, std::string_view, Bytes>;

template <std::size_t N>
struct FixedText {
    char text[N]{};
    constexpr FixedText(char const (&given)[N]) {
        for (std::size_t i = 0; i < N; ++i)
            text[i] = given[i];
    }
    constexpr std::string_view view() const { return {text, N - 1}; }
};

template <FixedText Name, class T>
struct Bound {
    T const& value;
    static constexpr std::string_view name = Name.view();
};

template <FixedText Name>
struct Parameter {
    template <class T>
    constexpr Bound<Name, T> operator=(T const& value) const {
        return {value};
    }
};

template <std::integral T>
    requires(!std::same_as<T, char>)
Value to_value(T value) {
    return static_cast<std::int64_t>(value);
}
inline Value to_value(std::string_view value) {
    return value;
}
inline Value to_value(std::string const& value) {
    return std::string_view(value);
}
inline Value to_value(char const* value) {
    return std::string_view(value);
}
inline Value to_value(Bytes value) {
    return value;
}
inline Value to_value(UtcTime value) {
    return std::int64_t{value.time_since_epoch().count()};
}
template <class Tag>
Value to_value(Id<Tag> value) {
    return value.value();
}
template <class T>
Value to_value(std::optional<T> const& value) {
    return value ? to_value(*value) : Value{};
}

template <class Query, class B>
consteval int place_of() {
    for (std::size_t i = 0; i < Query::parameters.size(); ++i)
        if (Query::parameters[i] == B::name)
            return static_cast<int>(i);
    return -1;
}

template <class... B>
consteval bool all_different() {
    std::array<std::string_view, sizeof...(B) + 1> names{B::name...};
    for (std::size_t i = 0; i < sizeof...(B); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (names[i] == names[j])
                return false;
    return true;
}

template <class Query, class... B>
std::array<Value, Query::parameters.size()> arrange(Query, B const&... given) {
    static_assert(((place_of<Query, B>() >= 0) && ...), "this query has no parameter of that name");
    static_assert(all_different<B...>(), "a parameter of this query is given twice");
    static_assert(sizeof...(B) >= Query::parameters.size(), "a parameter of this query is missing");
    std::array<Value, Query::parameters.size()> values;
    if constexpr (((place_of<Query, B>() >= 0) && ...) && sizeof...(B) == Query::parameters.size())
        ((values[static_cast<std::size_t>(place_of<Query, B>())] = to_value(given.value)), ...);
    return values;
}

} // namespace lectern::db

namespace lectern {
template <db::FixedText Name>
consteval db::Parameter<Name> operator""_p() {
    return {};
}
} // namespace lectern

// One row of a result: columns by name, as types that cannot be wrong.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/query.hpp"

#include <span>
#include <string>
#include <string_view>

namespace lectern::db {

// Valid only while the sink that was given it runs.
class Row {
public:
    Row(std::span<std::string const> names, std::span<Value const> cells) : names_(names), cells_(cells) {}

    // T: std::int64_t, int, bool, std::string, UtcTime, Id<…>, std::optional of one of them. Throws Bug where
    // there is no such column, or where it holds another type.
    template <class T>
    T get(std::string_view column) const {
        return from(cell(column), Tag<T>{});
    }

private:
    template <class T>
    struct Tag {};
    Value const& cell(std::string_view column) const;
    static std::int64_t from(Value const& value, Tag<std::int64_t>);
    static std::string from(Value const& value, Tag<std::string>); // text or bytes
    static int from(Value const& value, Tag<int>) {
        return static_cast<int>(from(value, Tag<std::int64_t>{}));
    }
    static bool from(Value const& value, Tag<bool>) { return from(value, Tag<std::int64_t>{}) != 0; }
    static UtcTime from(Value const& value, Tag<UtcTime>) {
        return UtcTime{milliseconds{from(value, Tag<std::int64_t>{})}};
    }
    template <class T>
    static Id<T> from(Value const& value, Tag<Id<T>>) {
        return Id<T>{from(value, Tag<std::int64_t>{})};
    }
    template <class T>
    static std::optional<T> from(Value const& value, Tag<std::optional<T>>) {
        if (std::holds_alternative<std::monostate>(value))
            return {};
        return from(value, Tag<T>{});
    }

    std::span<std::string const> names_;
    std::span<Value const> cells_;
};

struct RowSink {
    virtual bool row(Row const& row) = 0; // false: no more rows are wanted

protected:
    ~RowSink() = default;
};

} // namespace lectern::db

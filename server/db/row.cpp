// Reads cells of a row.
// SPDX-License-Identifier: MIT
#include "db/row.hpp"

#include "base/error.hpp"

namespace lectern::db {

Value const& Row::cell(std::string_view column) const {
    for (std::size_t i = 0; i < names_.size(); ++i)
        if (names_[i] == column)
            return cells_[i];
    throw Bug("a row has no column " + std::string(column));
}

std::int64_t Row::from(Value const& value, Tag<std::int64_t>) {
    if (auto const* number = std::get_if<std::int64_t>(&value))
        return *number;
    throw Bug("a cell holds no number");
}

std::string Row::from(Value const& value, Tag<std::string>) {
    if (auto const* text = std::get_if<std::string_view>(&value))
        return std::string(*text);
    if (auto const* bytes = std::get_if<Bytes>(&value))
        return std::string(bytes->view);
    throw Bug("a cell holds no text");
}

} // namespace lectern::db

// What the placeholders of a mail text stand for; see values.hpp.
// SPDX-License-Identifier: MIT
#include "mail/values.hpp"

#include <algorithm>
#include <utility>

namespace lectern::mail {

Value::Value(List list) : data_(std::move(list)) {}

bool Value::is_there() const {
    if (auto const* one = text())
        return !one->empty();
    if (auto const* several = lines())
        return !several->text.empty();
    if (auto const* link = url())
        return link->has_value();
    if (auto const* is_set = flag())
        return *is_set;
    return !list()->empty();
}

Values::Values() = default;
Values::Values(std::initializer_list<NamedValue> entries) : entries_(entries) {}
Values::Values(Values const&) = default;
Values::Values(Values&&) noexcept = default;
Values& Values::operator=(Values const&) = default;
Values& Values::operator=(Values&&) noexcept = default;
Values::~Values() = default;

void Values::set(std::string_view name, Value value) {
    auto const at = std::ranges::find(entries_, name, &NamedValue::name);
    if (at != entries_.end())
        at->value = std::move(value);
    else
        entries_.push_back({std::string(name), std::move(value)});
}

Value const* Values::find(std::string_view name) const {
    auto const at = std::ranges::find(entries_, name, &NamedValue::name);
    return at == entries_.end() ? nullptr : &at->value;
}

} // namespace lectern::mail

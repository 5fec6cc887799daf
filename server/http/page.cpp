// Building of template values.
// SPDX-License-Identifier: MIT
#include "http/page.hpp"

namespace lectern::http {

Values& Values::set(std::string name, std::string text) {
    auto value = std::make_shared<Value>();
    value->text = std::move(text);
    values_[std::move(name)] = std::move(value);
    return *this;
}

Values& Values::set(std::string name, bool truth) {
    auto value = std::make_shared<Value>();
    value->kind = Value::Kind::truth;
    value->truth = truth;
    values_[std::move(name)] = std::move(value);
    return *this;
}

Values& Values::set(std::string name, Values one) {
    auto value = std::make_shared<Value>();
    value->kind = Value::Kind::one;
    value->one = std::move(one);
    values_[std::move(name)] = std::move(value);
    return *this;
}

Values& Values::set(std::string name, std::vector<Values> list) {
    auto value = std::make_shared<Value>();
    value->kind = Value::Kind::list;
    value->list = std::move(list);
    values_[std::move(name)] = std::move(value);
    return *this;
}

Values& Values::add(Values const& others) {
    for (auto const& [name, value] : others.values_)
        values_[name] = value;
    return *this;
}

} // namespace lectern::http

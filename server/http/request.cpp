// Look-ups in a request.
// SPDX-License-Identifier: MIT
#include "http/request.hpp"

#include "base/error.hpp"

namespace lectern::http {

std::string_view name(Method method) {
    switch (method) {
    case Method::get:
        return "GET";
    case Method::head:
        return "HEAD";
    case Method::post:
        return "POST";
    case Method::put:
        return "PUT";
    case Method::patch:
        return "PATCH";
    case Method::del:
        return "DELETE";
    case Method::options:
        return "OPTIONS";
    }
    throw Bug("a method without a name");
}

std::string const& Request::parameter(std::string_view wanted) const {
    for (auto const& [key, value] : parameters)
        if (key == wanted)
            return value;
    throw Bug("the route has no parameter " + std::string(wanted));
}

std::optional<std::string> Request::query_value(std::string_view wanted) const {
    for (auto const& [key, value] : query)
        if (key == wanted)
            return value;
    return {};
}

// RFC 6265 §5.4: pairs separated by "; ".
std::optional<std::string> Request::cookie(std::string_view wanted) const {
    std::string_view rest = field(Field::cookie);
    while (!rest.empty()) {
        auto const end = std::min(rest.find(';'), rest.size());
        auto pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (!pair.empty() && pair.front() == ' ')
            pair.remove_prefix(1);
        auto const equals = pair.find('=');
        if (equals != pair.npos && pair.substr(0, equals) == wanted)
            return std::string(pair.substr(equals + 1));
    }
    return {};
}

} // namespace lectern::http

// Pure decisions about who asks, and from where.
// SPDX-License-Identifier: MIT
#include "http/access.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>
#include <array>

namespace lectern::http {
namespace {

namespace ip = boost::asio::ip;

std::string lower(std::string text) { // of names that are ASCII and have no case
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
}

// "" where the type names none.
std::string_view charset(std::string_view type) {
    while (!type.empty()) {
        type.remove_prefix(std::min(type.find(';'), type.size()));
        while (type.starts_with(';') || type.starts_with(' ') || type.starts_with('\t'))
            type.remove_prefix(1);
        static constexpr std::string_view name = "charset=";
        if (!type.starts_with(name))
            continue;
        auto value = type.substr(name.size(), type.find(';') - name.size());
        value = value.substr(0, value.find_last_not_of(" \t") + 1);
        bool const is_quoted = value.size() > 1 && value.front() == '"' && value.back() == '"';
        return is_quoted ? value.substr(1, value.size() - 2) : value;
    }
    return {};
}

bool is_of_type(Request const& request, std::string_view wanted) {
    auto const type = lower(request.field(Field::content_type)); // RFC 9110 §8.3.1
    return type.starts_with(wanted) &&
           (type.size() == wanted.size() || type[wanted.size()] == ';' || type[wanted.size()] == ' ');
}

bool is_within(ip::address const& address, std::string const& block) {
    boost::system::error_code error;
    if (block.find('/') == block.npos)
        return address == ip::make_address(block, error) && !error;
    if (address.is_v4()) {
        auto const network = ip::make_network_v4(block, error);
        return !error &&
               network.canonical() == ip::network_v4(address.to_v4(), network.prefix_length()).canonical();
    }
    auto const network = ip::make_network_v6(block, error);
    return !error &&
           network.canonical() == ip::network_v6(address.to_v6(), network.prefix_length()).canonical();
}

// Who may call routes of which access: at least this in the community, or the administrator, or whoever holds
// the link. A route names its access where it is declared, so none can be without.
struct Row {
    Access access;
    std::string_view name;
    bool stranger, signed_in, member, moderator, facilitator, administrator;
};
constexpr std::array<Row, 8> table{{
    //                              stranger signed in member moderator facilitator administrator
    {Access::anyone, "anyone", true, true, true, true, true, true},
    {Access::personal_link, "personal_link", true, true, true, true, true, true}, // with a token that opens
    {Access::operator_only, "operator_only", true, true, true, true, true, true}, // with the printed token
    {Access::signed_in, "signed_in", false, true, true, true, true, true},
    {Access::member, "member", false, false, true, true, true, true},
    {Access::moderator, "moderator", false, false, false, true, true, true},
    {Access::facilitator, "facilitator", false, false, false, false, true, true},
    {Access::administrator, "administrator", false, false, false, false, false, true},
}};

Row const& row_of(Access access) {
    return *std::find_if(table.begin(), table.end(), [&](Row const& row) { return row.access == access; });
}

constexpr std::array<std::string_view, 3> roles{"member", "moderator", "facilitator"};

} // namespace

std::string_view name(Role role) {
    return roles.at(static_cast<std::size_t>(role));
}

std::optional<Role> role_of(std::string_view name) {
    auto const found = std::find(roles.begin(), roles.end(), name);
    return found == roles.end() ? std::nullopt : std::optional(static_cast<Role>(found - roles.begin()));
}

std::optional<Role> Principal::role_in(CommunityId one) const {
    for (auto const& standing : standings)
        if (standing.community == one)
            return standing.role;
    return {};
}

bool Principal::is_facilitator() const {
    return std::any_of(standings.begin(), standings.end(),
                       [](Standing const& one) { return one.role == Role::facilitator; });
}

std::string_view name(Access access) {
    return row_of(access).name;
}

bool may(Access access, Principal const& principal, std::optional<CommunityId> community) {
    auto const& row = row_of(access);
    if (needs_role(access) && !community)
        return false; // there is no such community
    if (principal.is_administrator)
        return row.administrator;
    auto const role = community ? principal.role_in(*community) : std::nullopt;
    if (!role)
        return row.signed_in;
    return *role == Role::member ? row.member : *role == Role::moderator ? row.moderator : row.facilitator;
}

bool changes_nothing(Method method) {
    return method == Method::get || method == Method::head || method == Method::options;
}

std::string normal_origin(std::string_view text) {
    auto origin = lower(std::string(text));
    for (auto const& [scheme, port] : {std::pair{"https://", ":443"}, {"http://", ":80"}})
        if (origin.starts_with(scheme) && origin.ends_with(port))
            origin.resize(origin.rfind(':'));
    return origin;
}

std::optional<Problem> refuse_cross_site(Request const& request, Edge const& edge, std::string_view host) {
    if (changes_nothing(request.method))
        return {};
    Problem const refused{403, "not_allowed", {}};
    if (auto const& site = request.field(Field::sec_fetch_site); !site.empty())
        return site == "same-origin" ? std::nullopt : std::optional(refused);
    if (auto const& origin = request.field(Field::origin); !origin.empty()) {
        auto const own =
            edge.origin.empty() ? (request.secure ? "https://" : "http://") + std::string(host) : edge.origin;
        return normal_origin(origin) == normal_origin(own) ? std::nullopt : std::optional(refused);
    }
    return request.field(Field::cookie).empty() ? std::nullopt : std::optional(refused);
}

bool is_multipart(Request const& request) {
    return is_of_type(request, "multipart/form-data");
}

std::optional<Problem> refuse_media_type(Request const& request, Face face, bool multipart_too) {
    bool const is_json = face == Face::api;
    auto const no = [](char const* reason) { return Problem{415, "unsupported_media_type", {}, reason}; };
    auto const coding = lower(request.field(Field::content_encoding));
    if (!coding.empty() && coding != "identity")
        return no("coding");
    if (multipart_too && is_multipart(request))
        return {};
    if (!is_of_type(request, is_json ? "application/json" : "application/x-www-form-urlencoded"))
        return no(is_json ? "json" : "form");
    auto const type = lower(request.field(Field::content_type));
    auto const set = charset(type);
    return set.empty() || set == "utf-8" || set == "utf8" ? std::nullopt : std::optional(no("charset"));
}

bool is_network(std::string const& text) {
    boost::system::error_code error;
    if (text.find('/') == text.npos) {
        ip::make_address(text, error);
        return !error;
    }
    ip::make_network_v4(text, error);
    if (!error)
        return true;
    error.clear();
    ip::make_network_v6(text, error);
    return !error;
}

bool is_trusted_proxy(std::string_view text, Edge const& edge) {
    boost::system::error_code error;
    auto address = ip::make_address(text, error);
    if (error)
        return false;
    if (address.is_v6() && address.to_v6().is_v4_mapped()) // as a listener on [::] names IPv4 peers
        address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
    for (auto const& block : edge.trusted_proxies)
        if (is_within(address, block))
            return true;
    return false;
}

std::string client_address(std::string_view peer, std::string_view x_forwarded_for, Edge const& edge) {
    std::string nearest(peer);
    while (!x_forwarded_for.empty() && is_trusted_proxy(nearest, edge)) {
        auto const comma = x_forwarded_for.rfind(',');
        auto hop = comma == x_forwarded_for.npos ? x_forwarded_for : x_forwarded_for.substr(comma + 1);
        x_forwarded_for =
            comma == x_forwarded_for.npos ? std::string_view{} : x_forwarded_for.substr(0, comma);
        while (!hop.empty() && hop.front() == ' ')
            hop.remove_prefix(1);
        boost::system::error_code error;
        auto const address = ip::make_address(hop, error);
        if (error)
            break;
        nearest = address.to_string();
    }
    return nearest;
}

} // namespace lectern::http

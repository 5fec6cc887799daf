// Who is asking, from where, and whether a browser was tricked into it.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/problem.hpp"
#include "http/request.hpp"
#include "http/router.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lectern::db {
class Read;
} // namespace lectern::db

namespace lectern::http {

struct Edge {
    std::string origin;                       // "https://example.org", of site.url; empty: taken from Host
    std::vector<std::string> hosts;           // accepted in Host; for others 421
    std::vector<std::string> trusted_proxies; // addresses or CIDR blocks whose X-Forwarded-* count
    bool secure_site = false;                 // site.url is https
    std::function<bool(Request const&)> is_operator;
    // Who is signed in by the request's cookie, if anybody is. Called inside the transaction of a step.
    std::function<std::optional<Principal>(db::Read&, Request const&)> who;
    // The community that the path of a request is about, if there is such a one.
    std::function<std::optional<CommunityId>(db::Read&, Request const&)> community;
};

// Whether somebody signed in may call a route of that access. The one table of what roles may do.
bool may(Access access, Principal const& principal, std::optional<CommunityId> community);

// An origin or a site's address as browsers write it: in lower case, without the port that its scheme has
// anyway (RFC 6454 §6.2).
std::string normal_origin(std::string_view text);
bool changes_nothing(Method method); // GET, HEAD and OPTIONS never write
// Cross-site requests (Go 1.25's http.CrossOriginProtection): Sec-Fetch-Site where it is sent, else Origin,
// else a cookie without either is refused. GET and HEAD never write, so they pass.
std::optional<Problem> refuse_cross_site(Request const& request, Edge const& edge, std::string_view host);
bool is_multipart(Request const& request);
// The JSON face takes JSON, the forms of pages take forms, both in UTF-8 and not packed. For a request with a
// body.
std::optional<Problem> refuse_media_type(Request const& request, Face face, bool multipart_too = false);
// The client's address: the peer, or what the nearest trusted proxy saw.
std::string client_address(std::string_view peer, std::string_view x_forwarded_for, Edge const& edge);
// An IP address or a CIDR block.
bool is_network(std::string const& text);
bool is_trusted_proxy(std::string_view address, Edge const& edge);

} // namespace lectern::http

// Plain decisions in their order: what costs least, and tells least, comes first.
// SPDX-License-Identifier: MIT
#include "http/gate.hpp"

#include "http/problem.hpp"

#include <algorithm>

namespace lectern::http {
namespace {

bool same_letter(char a, char b) { // names of hosts are ASCII; RFC 9110 §4.2.3
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(a) == lower(b);
}

Face face_of(Request const& request, Match const& match) {
    return match.route ? match.route->face() : request.path.starts_with("/api/") ? Face::api : Face::page;
}

// The path of a page says its language; the API's is ?lang=, else Accept-Language, also where there is no
// such address.
Language language_for(Request const& request, Match const& match) {
    if (match.prefix)
        return *match.prefix;
    if (face_of(request, match) == Face::page)
        return Language::en;
    if (auto const asked = language_of(request.query_value("lang").value_or("")))
        return *asked;
    return accepted(request.field(Field::accept_language), Language::en);
}

// "/" alone leads to the language of the reader: the one chosen before, else what the browser asks for.
// "/?lang=fr" chooses.
std::optional<Reply> choose_language(Request const& request, Match const& match) {
    if (match.prefix || match.route->pattern() != "/" || match.route->method() != Method::get)
        return {};
    auto const lead_to = [](Language language, int status) {
        auto reply = see_other(language == Language::en ? "/" : "/" + std::string(tag(language)) + "/");
        reply.status = status;
        reply.cache_control = "no-store";
        return reply;
    };
    if (auto const asked = language_of(request.query_value("lang").value_or(""))) {
        auto reply = lead_to(*asked, 303);
        reply.headers.emplace_back("Set-Cookie", "lang=" + std::string(tag(*asked)) +
                                                     "; Path=/; Max-Age=31536000; SameSite=Lax");
        return reply;
    }
    auto const chosen = language_of(request.cookie("lang").value_or(""));
    auto const language = chosen ? *chosen : accepted(request.field(Field::accept_language), Language::en);
    if (language == Language::en || !request.query.empty())
        return {};
    auto reply = lead_to(language, 302);
    reply.headers.emplace_back("Vary", "Accept-Language, Cookie");
    return reply;
}

} // namespace

bool Gate::is_own_host(std::string_view host) const {
    return any_host || std::any_of(edge.hosts.begin(), edge.hosts.end(), [host](std::string const& own) {
               return std::equal(own.begin(), own.end(), host.begin(), host.end(), same_letter);
           });
}

Match Gate::arrive(Request& request, Target const& target) const {
    auto match = router.find(request.method, target);
    request.query = target.query;
    request.parameters = std::move(match.parameters);
    request.path.clear();
    for (std::size_t i = match.prefix ? 1 : 0; i < target.segments.size(); ++i)
        request.path += "/" + target.segments[i];
    if (request.path.empty())
        request.path = "/";
    request.language = language_for(request, match);
    request.is_operator = match.route && edge.is_operator && edge.is_operator(request);
    auto const limit = match.route ? match.route->limit() : Limit::read;
    request.within_limit = limits.take(limit, request.network, request.now);
    // a registration beyond its own limit is a mail to somebody unproven: bounded as other writes are
    request.over_every_limit =
        !request.within_limit &&
        (limit != Limit::registration || !limits.take(Limit::write, request.network, request.now));
    return match;
}

std::optional<Reply> Gate::refuse_unread(Request const& request, Match const& match, std::string_view host,
                                         std::uint64_t length) const {
    auto const face = face_of(request, match);
    auto const no = [&](int status, char const* code) {
        bool const is_limited = request.over_every_limit; // asking for what is not there costs as much
        return problem_reply(is_limited ? Problem{429, "too_many_requests", {}} : Problem{status, code, {}},
                             request, face);
    };
    if (!(match.route && match.route->answers_any_host()) && !is_own_host(host))
        return no(421, "misdirected");
    if (!match.route && !match.allowed.empty()) {
        auto reply = no(405, "method_not_allowed");
        std::string allowed;
        for (auto const method : match.allowed)
            allowed += (allowed.empty() ? "" : ", ") + std::string(name(method)) +
                       (method == Method::get ? ", HEAD" : "");
        reply.headers.emplace_back("Allow", allowed);
        return reply;
    }
    if (!match.route)
        return no(404, "not_found");
    if (!request.over_every_limit)
        if (auto elsewhere = choose_language(request, match))
            return elsewhere;
    if (length > match.route->body_limit())
        return no(413, "too_large");
    return {};
}

std::optional<Reply> Gate::refuse(Request const& request, Route const& route, std::string_view host,
                                  bool has_body) const {
    auto problem = refuse_cross_site(request, edge, host);
    if (!problem)
        problem = refuse_at(route, request, has_body);
    return problem ? std::optional(problem_reply(*problem, request, route.face())) : std::nullopt;
}

std::optional<Problem> refuse_at(Route const& route, Request const& request, bool has_body) {
    if (route.access() == Access::operator_only && !request.is_operator)
        return Problem{404, "not_found", {}};
    if (request.over_every_limit)
        return Problem{429, "too_many_requests", {}};
    if (has_body)
        if (auto problem = refuse_media_type(request, route.face(), route.takes_multipart()))
            return problem;
    // No resource that is written has a tag yet, so that none can be named (RFC 9110 §13.1.1): better refused
    // than written over what the client has not seen.
    auto const& tags = request.field(Field::if_match);
    if (!changes_nothing(request.method) && !tags.empty() && tags != "*")
        return Problem{412, "stale", {}, "tag"};
    return {};
}

} // namespace lectern::http

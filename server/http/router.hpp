// The table of addresses: method, pattern, who may call it, and the sentence for the OpenAPI document.
//   routes.get("/api/v1/events/{slug}", Access::anyone, show_event(), "One event with its
//   parts.").cached(catalogue);
// SPDX-License-Identifier: MIT
#pragma once

#include "base/bytes.hpp"
#include "db/topic.hpp"
#include "http/endpoint.hpp"
#include "http/limits.hpp"
#include "http/target.hpp"

#include <deque>
#include <initializer_list>
#include <map>
#include <optional>

namespace lectern::http {

// Who may call a route. `personal_link`: whoever holds the token in the path; the handler proves it. From
// `signed_in` on the steps that use the database may take a Principal: it is found in their own transaction.
// `member`, `moderator`, `facilitator`: of the community that the path names; such a pattern has a
// {community}.
enum class Access {
    anyone,
    personal_link,
    operator_only,
    signed_in,
    member,
    moderator,
    facilitator,
    administrator
};
std::string_view name(Access access); // "personal_link", as the API's description says it
inline bool needs_sign_in(Access access) {
    return access >= Access::signed_in;
}
inline bool needs_role(Access access) {
    return access >= Access::member && access <= Access::facilitator;
}

// What the answers of a route are made for: errors of pages are pages, errors of the API are problem+json.
enum class Face { api, page };

// What the OpenAPI document says of a route beyond pattern and summary, by names of config/openapi/*.json.
struct Contract {
    std::string body;                   // a schema, or empty: no body
    std::map<int, std::string> answers; // status to schema; empty: the usual answer of that status
    std::vector<std::string> parameters;
};

class Route {
public:
    Route(Method method, std::string pattern, Access access, Endpoint endpoint, std::string summary);

    // Whole answers are kept, keyed by target and language, until one of the topics changes. Only for answers
    // that depend on nothing else.
    Route& cached(db::Topics topics) { return topics_ = topics, is_cached_ = true, *this; }
    // Which names of the query a cached answer depends on, so that others (utm_source) make no answers of
    // their own; the API's `lang` is one always. Without this every query is an answer of its own.
    Route& queries(std::initializer_list<char const*> names) {
        queries_.emplace(names.begin(), names.end());
        return *this;
    }
    Route& limit(Limit limit) { return limit_ = limit, *this; }
    Route& body_limit(std::size_t bytes) { return body_limit_ = bytes, *this; }
    Route& multipart_too() { // beside urlencoded; the endpoint reads the bytes itself
        takes_multipart_ = true;
        return *this;
    }
    Route& any_host() { return any_host_ = true, *this; } // probes of machines that know no name

    // Every route of the API declares its answers, else the program does not start (app/openapi.hpp).
    Route& takes(std::string schema) { return contract_.body = std::move(schema), *this; }
    Route& answers(int status, std::string schema) {
        return contract_.answers[status] = std::move(schema), *this;
    }
    Route& answers(std::initializer_list<int> statuses) { // beside those that every route of its kind has
        for (auto const status : statuses)
            contract_.answers[status] = "";
        return *this;
    }
    Route& parameters(std::initializer_list<char const*> names) {
        return contract_.parameters.assign(names.begin(), names.end()), *this;
    }

    Method method() const { return method_; }
    std::string const& pattern() const { return pattern_; }
    std::vector<std::string> const& segments() const { return segments_; }
    Access access() const { return access_; }
    Face face() const { return face_; }
    Endpoint const& endpoint() const { return endpoint_; }
    std::string const& summary() const { return summary_; }
    db::Topics topics() const { return topics_; }
    bool is_cached() const { return is_cached_; }
    std::optional<std::vector<std::string>> const& queries() const { return queries_; }
    Limit limit() const { return limit_; }
    std::size_t body_limit() const { return body_limit_; }
    Contract const& contract() const { return contract_; }
    bool takes_multipart() const { return takes_multipart_; }
    bool answers_any_host() const { return any_host_; }

private:
    Method method_;
    std::string pattern_;
    std::vector<std::string> segments_;
    Access access_;
    Face face_;
    Endpoint endpoint_;
    std::string summary_;
    db::Topics topics_;
    bool is_cached_ = false;
    std::optional<std::vector<std::string>> queries_;
    bool any_host_ = false;
    bool takes_multipart_ = false;
    Limit limit_ = Limit::read;
    std::size_t body_limit_ = 256_KiB;
    Contract contract_;
};

struct Match {
    Route const* route = nullptr; // null: no such address, or not with this method
    std::vector<Method> allowed;  // filled where the address exists with other methods
    Pairs parameters;
    std::optional<Language> prefix; // the language in front of a page's path
};

// Filled once at start, then only read; thread-safe from then on.
class Router {
public:
    Route& add(Method method, std::string pattern, Access access, Endpoint endpoint, std::string summary);
    Route& get(std::string pattern, Access access, Endpoint endpoint, std::string summary) {
        return add(Method::get, std::move(pattern), access, std::move(endpoint), std::move(summary));
    }
    Route& post(std::string pattern, Access access, Endpoint endpoint, std::string summary) {
        return add(Method::post, std::move(pattern), access, std::move(endpoint), std::move(summary));
    }
    Route& patch(std::string pattern, Access access, Endpoint endpoint, std::string summary) {
        return add(Method::patch, std::move(pattern), access, std::move(endpoint), std::move(summary));
    }
    Route& del(std::string pattern, Access access, Endpoint endpoint, std::string summary) {
        return add(Method::del, std::move(pattern), access, std::move(endpoint), std::move(summary));
    }

    // HEAD finds the GET. Strips "/fr" from the segments of a page's address.
    Match find(Method method, Target const& target) const;
    // What the prepared answer to a GET of `target` is kept under: the same for every way to write it. `raw`
    // is the target as it came.
    std::string key(Target const& target, std::string_view raw) const;
    std::deque<Route> const& routes() const { return routes_; }

private:
    std::deque<Route> routes_;
};

} // namespace lectern::http

// GET /admin/audit and /api/v1/audit: what staff changed, the latest first. For administrators.
// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "db/session.hpp"
#include "features/audit/audit.hpp"
#include "gen/sql/audit.hpp"
#include "http/endpoint.hpp"
#include "http/form.hpp"
#include "http/json.hpp"
#include "http/router.hpp"

namespace lectern::audit {
namespace {

struct Entry {
    std::int64_t id;
    UtcTime at;
    std::string action, noun;
    std::int64_t noun_id;
    std::optional<std::string> actor, about, community, before, after;
    static Entry from(db::Row const& row) {
        return {row.get<std::int64_t>("id"),
                row.get<UtcTime>("at"),
                row.get<std::string>("action"),
                row.get<std::string>("noun"),
                row.get<std::int64_t>("noun_id"),
                row.get<std::optional<std::string>>("actor"),
                row.get<std::optional<std::string>>("about"),
                row.get<std::optional<std::string>>("community"),
                row.get<std::optional<std::string>>("value_before"),
                row.get<std::optional<std::string>>("value_after")};
    }
};

struct Asked {
    http::PageOf page;
    std::optional<std::string> name, action, community;
    std::string prefix;
    Language language = Language::en;
    UtcTime now{};
};

Asked ask(http::Request const& request) {
    http::refuse_unknown_query(request, {"limit", "cursor", "name", "action", "community"});
    auto const given = [&](char const* name) {
        auto text = request.query_value(name);
        return text && !text->empty() ? text : std::nullopt;
    };
    return {http::read_page(request), given("name"),    given("action"), given("community"),
            request.prefix(),         request.language, request.now};
}

struct Found {
    Asked asked;
    std::vector<Entry> entries; // one more than asked for, where there are more
    std::optional<std::string> next() const {
        auto const limit = static_cast<std::size_t>(asked.page.limit);
        return entries.size() > limit ? std::optional(http::cursor(0, entries[limit - 1].id)) : std::nullopt;
    }
};

Found find(db::Read& db, Asked const& asked) {
    std::optional<std::string> const pattern =
        asked.name ? std::optional("%" + escape_like(*asked.name) + "%") : std::nullopt;
    return {asked, db.all<Entry>(sql::audit::page,
                                 "before"_p = asked.page.from_start ? INT64_MAX : asked.page.after_id,
                                 "action"_p = asked.action, "community"_p = asked.community,
                                 "name"_p = pattern, "limit"_p = asked.page.limit + 1)};
}

template <class Show>
void each(Found const& found, Show show) {
    for (std::size_t i = 0; i < found.entries.size() && i < static_cast<std::size_t>(found.asked.page.limit);
         ++i)
        show(found.entries[i]);
}

http::Reply never_kept(http::Reply reply) {
    reply.cache_control = "no-store";
    return reply;
}

http::Reply show_document(Found const& found) {
    http::Json json;
    json.object().key("items").array();
    each(found, [&](Entry const& entry) {
        json.object()
            .field("id", entry.id)
            .field("at", entry.at)
            .field("actor", entry.actor)
            .field("action", entry.action)
            .field("noun", entry.noun)
            .field("noun_id", entry.noun_id)
            .field("about", entry.about)
            .field("community", entry.community)
            .field("before", entry.before)
            .field("after", entry.after)
            .end_object();
    });
    json.end_array().field("next", found.next()).end_object();
    return never_kept(http::json_reply(200, json.take()));
}

std::string action_text(Language language, std::string action) {
    for (auto& c : action)
        c = c == '.' ? '_' : c;
    auto const word = Word::find("audit_" + action);
    return word ? say(language, *word) : action;
}

http::Reply show_page_of(Found const& found) {
    auto const& asked = found.asked;
    auto const language = asked.language;
    http::Page page;
    page.fragment = "audit";
    page.language = language;
    page.title = say(language, "audit_title");
    page.path = "/admin/audit";
    page.indexable = false;
    std::vector<http::Values> list;
    each(found, [&](Entry const& entry) {
        auto const local = to_local(entry.at, Zone::utc());
        list.push_back(
            http::Values()
                .set("when_text", say_date(language, local, to_local(asked.now, Zone::utc())) + ", " +
                                      say_clock(local) + " (UTC)")
                .set("actor", entry.actor.value_or(say(language, "audit_operator")))
                .set("action_text", action_text(language, entry.action))
                .set("about", entry.about)
                .set("community", entry.community)
                .set("before", entry.before && !entry.before->empty() ? entry.before : std::nullopt)
                .set("after", entry.after && !entry.after->empty() ? entry.after : std::nullopt));
    });
    auto const next = found.next();
    page.values.set("has_entries", !list.empty())
        .set("entries", std::move(list))
        .set("action", asked.prefix + "/admin/audit")
        .set("base", asked.prefix)
        .set("name", asked.name.value_or(""))
        .set("next_url", next ? std::optional(asked.prefix + "/admin/audit?cursor=" + percent_encode(*next) +
                                              (asked.name ? "&name=" + percent_encode(*asked.name) : ""))
                              : std::nullopt);
    return never_kept(http::show_page(std::move(page)));
}

} // namespace

void add_routes(http::Router& routes) {
    using enum http::Access;
    routes
        .get("/api/v1/audit", administrator, http::endpoint(ask).read(find).reply(show_document),
             "What staff changed, the latest first.")
        .parameters({"limit", "cursor", "audit_name", "audit_action", "audit_community"})
        .answers(200, "AuditList");
    routes.get("/admin/audit", administrator, http::endpoint(ask).read(find).reply(show_page_of),
               "What staff changed, the latest first.");
}

} // namespace lectern::audit

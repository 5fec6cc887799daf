// GET /search and /api/v1/search: words of events, speakers, products and months. Accents and word forms do
// not matter. SPDX-License-Identifier: MIT
#include "base/search_text.hpp"
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/catalogue/handlers.hpp"
#include "features/catalogue/json.hpp"
#include "gen/sql/catalogue.hpp"

#include <array>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

namespace lectern::catalogue {
namespace {

constexpr std::array<std::string_view, 4> kinds{"event", "speaker", "product", "month"};
constexpr std::size_t max_words = 12;
constexpr std::size_t max_letters = 200;

struct Query {
    Asked asked;
    std::string text;
    std::optional<std::string> kind;
    std::optional<std::string> language;
    std::string when; // "", "upcoming", "past"
    int limit = 20;
    std::int64_t skip = 0;
    bool is_too_long = false; // on the page: said beside the field
};

Query read_any(http::Request const& request, bool for_page) {
    if (!for_page) // links that were passed on carry all sorts of names
        http::refuse_unknown_query(request, {"q", "kind", "language", "when", "limit", "cursor"});
    auto const page = http::read_page(request);
    Query query{ask(request),
                clean_line(request.query_value("q").value_or("")),
                {},
                {},
                "",
                page.limit,
                page.from_start ? 0 : page.after_key};
    std::vector<FieldError> errors;
    query.is_too_long = length(query.text) > max_letters;
    if (query.is_too_long && !for_page)
        errors.push_back({"?q", "length", {{"max", std::to_string(max_letters)}}});
    if (auto const kind = request.query_value("kind"); kind && !kind->empty()) {
        if (std::find(kinds.begin(), kinds.end(), *kind) == kinds.end())
            errors.push_back({"?kind", "choice", {}});
        query.kind = kind;
    }
    if (auto const language = request.query_value("language"); language && !language->empty()) {
        query.language = canonical_tag(*language);
        if (!query.language)
            errors.push_back({"?language", "language", {}});
    }
    if (auto const when = request.query_value("when")) {
        if (*when != "" && *when != "upcoming" && *when != "past")
            errors.push_back({"?when", "choice", {}});
        query.when = *when;
    }
    if (query.skip < 0 || query.skip > 10'000)
        errors.push_back({"?cursor", "cursor", {}});
    if (!errors.empty())
        throw Invalid(std::move(errors));
    return query;
}

Query read_query(http::Request const& request) {
    return read_any(request, false);
}
Query read_query_of_page(http::Request const& request) {
    return read_any(request, true);
}

// Each word as it stems in any of the four languages, since nobody says which language they typed; all words
// wanted.
std::string match_of(std::string_view text) {
    std::map<std::size_t, std::set<std::string>> forms; // by place in the query
    for (auto const language : languages) {
        auto const words = stems(text, tag(language));
        for (std::size_t i = 0; i < std::min(words.size(), max_words); ++i)
            forms[i].insert(words[i]);
    }
    std::string match;
    for (auto const& [place, spellings] : forms) {
        std::string any;
        for (auto const& form : spellings) {
            std::string quoted;
            for (char const c : form) // a quote inside a quoted word is written twice
                quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
            any += (any.empty() ? "" : " OR ") + ("\"" + quoted + "\"");
        }
        match += (match.empty() ? "" : " AND ") + ("(" + any + ")");
    }
    return match;
}

struct Hit {
    std::string noun;
    std::int64_t id = 0;
    static Hit from(db::Row const& row) {
        return {row.get<std::string>("noun"), row.get<std::int64_t>("noun_id")};
    }
};

struct Item {
    std::string kind, slug, title, summary, language;
    std::optional<UtcTime> starts_at;
    std::optional<EventSummary> event;
};

struct Found {
    Query query;
    std::vector<Item> items;
    std::optional<std::string> next;
};

// The nouns of all hits, a few statements per kind.
std::vector<Item> items_of(db::Read& db, std::vector<Hit> const& hits, TextChoice const& choice) {
    std::vector<EventId> events;
    std::vector<MonthId> months;
    std::string speakers, products; // "1,2,3"
    auto const append = [](std::string& list, std::int64_t id) {
        list += (list.empty() ? "" : ",") + std::to_string(id);
    };
    for (auto const& hit : hits) {
        if (hit.noun == "event")
            events.emplace_back(hit.id);
        else if (hit.noun == "month")
            months.emplace_back(hit.id);
        else
            append(hit.noun == "speaker" ? speakers : products, hit.id);
    }
    std::map<std::pair<std::string, std::int64_t>, Item> known;
    for (auto const& event : load_events(db, events, choice))
        known[{"event", event.id.value()}] = {"event",        event.slug,      event.title, event.summary,
                                              event.language, event.starts_at, event};
    for (auto const& month : load_months(db, months, choice))
        known[{"month", month.id.value()}] = {"month",        month.slug, month.title, month.summary,
                                              month.language, {},         {}};
    auto const keep = [&known](std::string const& noun) {
        return [&known, noun](db::Row const& row) {
            known[{noun, row.get<std::int64_t>("id")}] = {noun,
                                                          row.get<std::string>("slug"),
                                                          row.get<std::string>("title"),
                                                          row.get<std::string>("summary"),
                                                          row.get<std::string>("language"),
                                                          {},
                                                          {}};
        };
    };
    if (!products.empty())
        db.each(sql::catalogue::products_of, keep("product"), "ids"_p = products,
                "language"_p = choice.wanted, "fallback"_p = choice.fallback);
    if (!speakers.empty())
        db.each(sql::catalogue::speakers_of, keep("speaker"), "ids"_p = speakers,
                "language"_p = choice.wanted, "fallback"_p = choice.fallback);
    std::vector<Item> items;
    for (auto const& hit : hits)
        if (auto const at = known.find({hit.noun, hit.id}); at != known.end())
            items.push_back(at->second);
    return items;
}

Found load(db::Read& db, Query const& query) {
    Found found{query, {}, {}};
    if (query.is_too_long)
        return found;
    auto const match = match_of(query.text);
    if (match.empty())
        return found;
    auto const now = query.asked.reader.now;
    auto hits = db.all<Hit>(sql::catalogue::search, "words"_p = match, "kind"_p = query.kind,
                            "language"_p = query.language,
                            "from_at"_p = query.when == "upcoming" ? std::optional(now) : std::nullopt,
                            "until_at"_p = query.when == "past" ? std::optional(now) : std::nullopt,
                            "limit"_p = query.limit + 1, "skip"_p = query.skip);
    if (static_cast<int>(hits.size()) > query.limit) {
        hits.pop_back();
        found.next = http::cursor(query.skip + query.limit, 0);
    }
    found.items = items_of(db, hits, query.asked.choice);
    return found;
}

http::Reply show_document(Found const& found) {
    http::Json json;
    json.object().key("items").array();
    for (auto const& item : found.items)
        json.object()
            .field("kind", item.kind)
            .field("slug", item.slug)
            .field("title", item.title)
            .field("summary", item.summary)
            .field("language", item.language)
            .field("starts_at", item.kind == "event" ? item.starts_at : std::nullopt)
            .end_object();
    json.end_array().field("next", found.next).end_object();
    return http::json_reply(200, json.take());
}

std::string kind_text(std::string_view kind, Language language) {
    if (kind == "event")
        return say(language, "search_kind_event");
    if (kind == "speaker")
        return say(language, "search_kind_speaker");
    return kind == "product" ? say(language, "search_kind_product") : say(language, "search_kind_month");
}

std::string path_of(Item const& item) {
    if (item.kind == "event")
        return "/events/" + item.slug;
    if (item.kind == "speaker")
        return "/speakers/" + item.slug;
    return item.kind == "month" ? "/months/" + item.slug : "/library";
}

http::Values view_item(Item const& item, Reader const& reader) {
    http::Values values;
    values.set("when", false);
    if (item.event)
        if (auto const* edition = shown_edition(*item.event, reader.language, {}, reader.now))
            if (auto const* session = next_session(*edition, reader.now))
                values.set("when", view(*session, reader));
    values.set("kind", item.kind)
        .set("path", path_of(item))
        .set("title", item.title)
        .set("summary", item.summary)
        .set("language", item.language)
        .set("kind_text", kind_text(item.kind, reader.language));
    return values;
}

http::Values option(std::string_view value, std::string name, bool chosen) {
    http::Values values;
    values.set("value", value).set("name", std::move(name)).set("chosen", chosen);
    return values;
}

http::Reply show_page_of(Found const& found) {
    auto const& query = found.query;
    auto const language = query.asked.reader.language;
    http::Page page;
    page.fragment = "search";
    page.language = language;
    page.title = say(language, "search");
    page.path = "/search";
    page.indexable = query.text.empty();
    page.values.set("q", query.text)
        .set("q_error", query.is_too_long
                            ? say(language, "error_length", {{"max", std::to_string(max_letters)}})
                            : std::string());
    std::vector<http::Values> language_options{option("", say(language, "any_language"), !query.language)};
    for (auto const one : languages)
        language_options.push_back(option(tag(one), own_name(tag(one)), query.language == tag(one)));
    set_list(page.values, "languages", std::move(language_options));
    std::vector<http::Values> kind_options{option("", say(language, "any_kind"), !query.kind)};
    for (auto const kind : kinds)
        kind_options.push_back(option(kind, kind_text(kind, language), query.kind == kind));
    set_list(page.values, "kinds", std::move(kind_options));
    set_list(page.values, "whens",
             {option("", say(language, "any_time"), query.when.empty()),
              option("upcoming", say(language, "when_upcoming"), query.when == "upcoming"),
              option("past", say(language, "when_past"), query.when == "past")});
    std::vector<http::Values> items;
    for (auto const& item : found.items)
        items.push_back(view_item(item, query.asked.reader));
    auto const count = static_cast<std::int64_t>(items.size());
    page.values.set("count_text", query.text.empty() || query.is_too_long ? std::string()
                                  : count == 0                            ? say(language, "found_none")
                                               : say_count(language, "found", count));
    set_list(page.values, "items", std::move(items));
    page.values.set("next_url", found.next ? std::optional(query.asked.prefix +
                                                           "/search?q=" + percent_encode(query.text) +
                                                           "&language=" + query.language.value_or("") +
                                                           "&kind=" + query.kind.value_or("") +
                                                           "&when=" + query.when + "&cursor=" + *found.next)
                                           : std::nullopt);
    if (query.is_too_long)
        page.title = say(language, "error_title", {{"title", page.title}});
    return http::show_page(std::move(page), query.is_too_long ? 422 : 200);
}

} // namespace

void index_everything(db::Write& tx) {
    tx.run(sql::catalogue::search_forget);
    std::unordered_map<std::int64_t, std::string> speakers;
    tx.each(sql::catalogue::search_event_speakers, [&](db::Row const& row) {
        speakers[row.get<std::int64_t>("event_id")] += " " + row.get<std::string>("name");
    });
    struct Text {
        std::string noun, language, title, body;
        std::int64_t id;
    };
    std::vector<Text> texts;
    tx.each(sql::catalogue::search_texts, [&](db::Row const& row) {
        texts.push_back({row.get<std::string>("noun"), row.get<std::string>("language"),
                         row.get<std::string>("title"), row.get<std::string>("body"),
                         row.get<std::int64_t>("noun_id")});
    });
    for (auto const& text : texts) {
        auto const body = text.noun == "event" ? text.body + speakers[text.id] : text.body;
        tx.run(sql::catalogue::search_add, "noun"_p = text.noun, "id"_p = text.id,
               "language"_p = text.language, "title"_p = search_text(text.title, text.language),
               "body"_p = search_text(body, text.language));
    }
    tx.wake(catalogue_changed);
    tx.run(sql::catalogue::set_search_rules, "rules"_p = std::to_string(search_rules));
}

void index_after_upgrade(db::Write& tx) {
    auto const known = tx.maybe<std::string>(sql::catalogue::search_rules);
    if (!known || *known != std::to_string(search_rules))
        index_everything(tx);
}

http::Endpoint search() {
    return http::endpoint(read_query).read(load).reply(show_document);
}
http::Endpoint search_page() {
    return http::endpoint(read_query_of_page).read(load).reply(show_page_of);
}

} // namespace lectern::catalogue

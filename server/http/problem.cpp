// The one switch from meanings to statuses.
// SPDX-License-Identifier: MIT
#include "http/problem.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "db/error.hpp"
#include "http/json.hpp"

namespace lectern::http {
namespace {

std::string fill(std::string text, std::vector<Detail> const& details) {
    for (auto const& detail : details) {
        auto const slot = "{" + detail.name + "}";
        if (auto const at = text.find(slot); at != text.npos)
            text.replace(at, slot.size(), detail.value);
    }
    return text;
}

std::string title(Language language, Problem const& problem) {
    if (auto const word = Word::find("problem_" + problem.code))
        return say(language, *word);
    return say(language, "problem_conflict");
}

std::string detail(Language language, Problem const& problem) {
    if (!problem.detail.empty())
        return problem.detail;
    auto const name = "problem_" + problem.code + (problem.reason.empty() ? "" : "_" + problem.reason);
    if (auto const word = Word::find(name + "_detail"))
        return say(language, *word);
    return {};
}

Reply as_json(Problem const& problem, Request const& request) {
    Json json;
    json.object()
        .field("type", "/problems/" + problem.code)
        .field("title", title(request.language, problem))
        .field("status", problem.status)
        .field("detail", detail(request.language, problem))
        .field("instance", request.id);
    if (!problem.errors.empty()) {
        json.key("errors").array();
        for (auto const& error : problem.errors)
            json.object()
                .field("pointer", error.pointer)
                .field("code", error.code)
                .field("message", say_error(request.language, error))
                .end_object();
        json.end_array();
    }
    json.end_object();
    auto reply = json_reply(problem.status, json.take());
    reply.type = "application/problem+json";
    return reply;
}

std::string_view notice_of(Problem const& problem) {
    if (problem.code == "link_dead" || problem.code == "receipt_over")
        return problem.code;
    auto const status = problem.status;
    switch (status) {
    case 400:
        return "bad";
    case 403:
        return "refused";
    case 404:
        return "not_found";
    case 409:
        return "conflict";
    case 410:
        return "gone";
    case 421:
        return "misdirected";
    case 429:
        return "too_many";
    case 503:
    case 507:
        return "unavailable";
    default:
        return status >= 500 ? "broken" : "other"; // its own title says what it is
    }
}

// The page that a form stood on, where it can be told from the address that the form was sent to.
struct WayBack {
    std::string url, text;
};
std::optional<WayBack> way_back(Request const& request) {
    auto const language = request.language;
    auto const end = request.path.rfind('/');
    if (end == 0 || end == std::string::npos)
        return {};
    auto const last = request.path.substr(end);
    if (last != "/register" && last != "/registered")
        return {};
    auto const page = request.prefix() + request.path.substr(0, end);
    if (request.path.starts_with("/events/"))
        return WayBack{page, say(language, "to_event_page")};
    return WayBack{page, say(language, "see_programme")};
}

Reply as_page(Problem const& problem, Request const& request) {
    auto const language = request.language;
    auto const word = [&](std::string const& end) {
        return say(language, Word::find("notice_" + std::string(notice_of(problem)) + end).value());
    };
    Page page;
    page.fragment = "notice";
    page.language = language;
    auto const back = way_back(request);
    auto own = title(language, problem);
    bool const is_other = notice_of(problem) == "other";
    page.title = is_other ? own.substr(0, own.find_last_not_of('.') + 1) : word("_title");
    page.path = "/";
    page.indexable = false;
    page.values.set("title_text", page.title)
        .set("body_text",
             problem.status == 409 ? std::move(own) : word("_text")) // it says what is in the way
        .set("link_url", back ? std::optional(back->url) : std::nullopt)
        .set("link_text", back ? std::optional(back->text) : std::nullopt)
        .set("reference_text",
             problem.status >= 500 ? say(language, "reference", {{"id", request.id}}) : std::string());
    return show_page(std::move(page), problem.status);
}

} // namespace

std::string say_error(Language language, FieldError const& error) {
    auto const word = Word::find("error_" + error.code);
    return fill(word ? say(language, *word) : say(language, "error_unknown"), error.details);
}

Problem problem_of(std::exception_ptr thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (Invalid const& error) {
        return {422, "invalid", error.fields()};
    } catch (Malformed const& error) {
        return {400, "malformed", {}, error.code()};
    } catch (NotFound const&) {
        return {404, "not_found", {}};
    } catch (NotSignedIn const&) {
        return {401, "not_signed_in", {}};
    } catch (NotAllowed const&) {
        return {403, "not_allowed", {}};
    } catch (Conflict const& error) {
        return {409, error.code(), {}};
    } catch (Gone const& error) {
        return {410, error.code(), {}};
    } catch (Stale const&) {
        return {412, "stale", {}};
    } catch (TooLarge const&) {
        return {413, "too_large", {}};
    } catch (StorageFull const&) {
        return {507, "storage_full", {}};
    } catch (Overloaded const&) {
        return {503, "unavailable", {}};
    } catch (db::Busy const& error) {
        log::error("the database is busy", {{"why", error.what()}});
        return {503, "unavailable", {}};
    } catch (db::StorageFailed const& error) {
        log::error("storage failed", {{"why", error.what()}});
        return {503, "unavailable", {}};
    } catch (std::exception const& error) {
        log::error("internal error", {{"why", error.what()}});
        return {500, "internal", {}};
    } catch (...) {
        log::error("internal error", {{"why", "something that is no exception"}});
        return {500, "internal", {}};
    }
}

Reply problem_reply(Problem const& problem, Request const& request, Face face) {
    if (face == Face::page && problem.status == 401) { // people are led to the door, and back
        // back to the page, be it that of a form whose fields are lost
        auto lead =
            see_other(request.prefix() + "/sign-in?next=" + percent_encode(request.prefix() + request.path));
        lead.cache_control = "no-store";
        return lead;
    }
    auto reply = face == Face::page ? as_page(problem, request) : as_json(problem, request);
    reply.cache_control = "no-store";
    if (problem.status == 503 || problem.status == 429)
        reply.headers.emplace_back("Retry-After", "1");
    return reply;
}

} // namespace lectern::http

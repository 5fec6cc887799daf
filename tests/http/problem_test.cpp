// What was thrown becomes one answer, in the reader's language, and nothing of it leaks.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/words.hpp"
#include "db/error.hpp"
#include "http/problem.hpp"

#include <nlohmann/json.hpp>

#include <set>

using namespace lectern;
using namespace lectern::http;

namespace {

constexpr char const* secret = "SELECT token FROM person WHERE email = 'ama@b.example'";

Request asked(Language language = Language::en) {
    Request request;
    request.language = language;
    request.id = "0123456789abcdef";
    return request;
}

template <class Thrown>
Problem problem(Thrown thrown) {
    return problem_of(std::make_exception_ptr(std::move(thrown)));
}

Invalid invalid(std::vector<FieldError> errors) {
    return Invalid(std::move(errors));
}

nlohmann::json shown(Problem const& problem, Request const& request = asked()) {
    auto const reply = problem_reply(problem, request, Face::api);
    CHECK(reply.status == problem.status);
    CHECK(reply.type == "application/problem+json");
    CHECK(reply.cache_control == "no-store");
    return nlohmann::json::parse(reply.body);
}

std::string const& text_of(Values const& values, std::string const& name) {
    return values.all().at(name)->text;
}

} // namespace

TEST_CASE("every meaning has its status", "[http]") {
    auto const is = [](Problem const& found, int status, std::string const& code) {
        CHECK(found.status == status);
        CHECK(found.code == code);
    };

    is(problem(invalid({{"/email", "required", {}}})), 422, "invalid");
    is(problem(Malformed("json")), 400, "malformed");
    is(problem(NotFound(secret)), 404, "not_found");
    is(problem(NotSignedIn()), 401, "not_signed_in");
    is(problem(NotAllowed()), 403, "not_allowed");
    is(problem(Conflict("closed")), 409, "closed");
    is(problem(Gone()), 410, "gone");
    is(problem(Stale()), 412, "stale");
    is(problem(TooLarge()), 413, "too_large");
    is(problem(StorageFull()), 507, "storage_full");
    is(problem(Overloaded()), 503, "unavailable");
    is(problem(db::StorageFailed(secret)), 503, "unavailable");
    is(problem(db::Duplicate(secret)), 500, "internal");
    is(problem(db::BrokenReference(secret)), 500, "internal");
    is(problem(db::RuleBroken(secret)), 500, "internal");
    is(problem(Error(secret)), 500, "internal");
    is(problem(Bug(secret)), 500, "internal");
    is(problem(std::bad_alloc()), 500, "internal");
    is(problem(42), 500, "internal");
}

TEST_CASE("an answer of the API is a problem document", "[http]") {
    auto const found = problem(invalid({{"/email", "required", {}}, {"/name", "length", {{"max", "120"}}}}));

    CHECK(
        shown(found) ==
        nlohmann::json{
            {"type", "/problems/invalid"},
            {"title", say(Language::en, "problem_invalid")},
            {"status", 422},
            {"detail", ""},
            {"instance", "0123456789abcdef"},
            {"errors",
             {{{"pointer", "/email"}, {"code", "required"}, {"message", "Please fill this in."}},
              {{"pointer", "/name"}, {"code", "length"}, {"message", "At most 120 characters, please."}}}}});
    CHECK_FALSE(shown(problem(NotFound("x"))).contains("errors"));
}

TEST_CASE("nothing of what went wrong inside is told", "[http]") {
    for (auto const& found :
         {problem(Bug(secret)), problem(Error(secret)), problem(db::Duplicate(secret)),
          problem(NotFound(secret)), problem(db::StorageFailed(secret)), problem(std::runtime_error(secret))})
        for (auto const face : {Face::api, Face::page}) {
            auto const reply = problem_reply(found, asked(), face);
            CHECK(reply.body.find("ama@") == std::string::npos);
            CHECK(reply.body.find("SELECT") == std::string::npos);
            if (reply.page)
                for (auto const& [name, value] : reply.page->values.all())
                    CHECK(value->text.find("SELECT") == std::string::npos);
        }
}

TEST_CASE("words are in the language of the request, and each language has its own", "[http]") {
    std::set<std::string> titles, messages;
    for (auto const language : languages) {
        auto const document =
            shown(problem(invalid({{"/n", "range", {{"min", "1"}, {"max", "9"}}}})), asked(language));
        titles.insert(document["title"]);
        messages.insert(document["errors"][0]["message"]);
    }

    CHECK(titles.size() == 4);
    CHECK(messages.size() == 4);
    for (auto const& message : messages) {
        CHECK(message.find("1") != std::string::npos);
        CHECK(message.find("9") != std::string::npos);
    }
}

TEST_CASE("every code that the program gives has words of its own", "[http]") {
    for (auto const language : languages) {
        for (std::string const code : {"invalid",
                                       "malformed",
                                       "not_found",
                                       "not_signed_in",
                                       "not_allowed",
                                       "gone",
                                       "stale",
                                       "too_large",
                                       "storage_full",
                                       "unavailable",
                                       "internal",
                                       "length_required",
                                       "expectation",
                                       "method_not_allowed",
                                       "misdirected",
                                       "too_many_requests",
                                       "unsupported_media_type",
                                       "closed",
                                       "cancelled",
                                       "in_flight",
                                       "idempotency_mismatch"}) {
            INFO(tag(language) << " " << code);
            auto const title = shown({400, code, {}}, asked(language))["title"].get<std::string>();
            CHECK_FALSE(title.empty());
            CHECK(title != say(language, "problem_conflict"));
        }
        for (std::string const code : {"required", "email", "length", "type", "number", "range", "language",
                                       "time_zone", "country", "cursor"}) {
            INFO(tag(language) << " " << code);
            auto const message = say_error(language, {"/a", code, {{"min", "1"}, {"max", "2"}}});
            CHECK(message != say(language, "error_unknown"));
            CHECK(message.find('{') == std::string::npos);
        }
    }
}

TEST_CASE("a code without words is still answered", "[http]") {
    CHECK(shown(problem(Conflict("never_heard_of")))["type"] == "/problems/never_heard_of");
    CHECK_FALSE(shown(problem(Conflict("never_heard_of")))["title"].get<std::string>().empty());
    CHECK(say_error(Language::en, {"/a", "never_heard_of", {}}) == say(Language::en, "error_unknown"));
}

TEST_CASE("what may be tried again says when", "[http]") {
    auto const retry = [](int status) {
        auto const reply = problem_reply({status, "unavailable", {}}, asked(), Face::api);
        for (auto const& [name, value] : reply.headers)
            if (name == "Retry-After")
                return value;
        return std::string();
    };

    CHECK(retry(503) == "1");
    CHECK(retry(429) == "1");
    CHECK(retry(500) == "");
    CHECK(retry(404) == "");
}

TEST_CASE("a page for those who are signed in leads to the door, and from there back", "[http]") {
    auto request = asked(Language::fr);
    request.path = "/account";
    auto const reply = problem_reply({401, "not_signed_in", {}}, request, Face::page);

    CHECK(reply.status == 303);
    REQUIRE(reply.headers.size() == 1);
    CHECK(reply.headers.front().second == "/fr/sign-in?next=%2Ffr%2Faccount");
    CHECK(reply.cache_control == "no-store");
}

TEST_CASE("an answer of a page is a page that robots leave alone", "[http]") {
    for (auto const status : {400, 403, 404, 405, 409, 410, 413, 415, 421, 422, 429, 500, 503, 507}) {
        INFO(status);
        auto const reply = problem_reply({status, "internal", {}}, asked(Language::fr), Face::page);
        REQUIRE(reply.page.has_value());
        CHECK(reply.status == status);
        CHECK(reply.page->fragment == "notice");
        CHECK(reply.page->language == Language::fr);
        CHECK_FALSE(reply.page->indexable);
        CHECK_FALSE(reply.page->title.empty());
        CHECK_FALSE(text_of(reply.page->values, "body_text").empty());
        // what is ours to mend carries the id that the log has
        bool const has_id =
            text_of(reply.page->values, "reference_text").find("0123456789abcdef") != std::string::npos;
        CHECK(has_id == (status >= 500));
    }
}

TEST_CASE("a page says what was wrong in the problem's own words, and leads back to what was left",
          "[http]") {
    auto request = asked(Language::en);
    request.path = "/events/soil/register";

    auto const large = problem_reply({413, "too_large", {}}, request, Face::page);
    CHECK(large.page->title == "This is too large");
    CHECK(text_of(large.page->values, "body_text") == "Nothing was changed. Please go back and try again.");
    auto const closed = problem_reply({409, "closed", {}}, request, Face::page);
    CHECK(text_of(closed.page->values, "body_text") == "Registration is closed.");
    CHECK(text_of(closed.page->values, "link_url") == "/events/soil");
    CHECK(text_of(closed.page->values, "link_text") == "To the event’s page");
}

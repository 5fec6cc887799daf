// Paths come from the routes, components from config/openapi: each file there is the part of its name.
// SPDX-License-Identifier: MIT
#include "app/openapi.hpp"

#include "base/error.hpp"
#include "base/words.hpp"
#include "gen/openapi_parts.hpp"
#include "http/endpoint.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <set>

namespace lectern::app {
namespace {

using Json = nlohmann::ordered_json; // people read the document

// CommonMark
constexpr auto about = R"(Everything that the pages of this site show, and registering.

Lists answer `items` and `next`; give `next` as `cursor` to go on. Times are UTC (RFC 3339), names are snake_case,
and unknown fields in a body are an error. Errors are problems (RFC 9457) whose `type` and `errors[].code` are
stable. Public answers may be kept with their ETag; personal ones are never stored. HEAD works where GET does. An
address without an operation answers 404, a method that it lacks 405, a Host that is not this site's 421.

What belongs to a registration is opened by the personal token in the path, which only a message to that person
holds. What belongs to an account asks for the cookie of a login; all else asks for no key.)";

std::string label(http::Route const& route) {
    return std::string(http::name(route.method())) + " " + route.pattern();
}

Json components() {
    auto parts = Json::object();
    for (auto const& file : gen::openapi_parts())
        parts[std::string(file.path.substr(0, file.path.find('.')))] = Json::parse(file.bytes);
    return parts;
}

// "get_events_by_slug": the rest of the path in words.
std::string operation_id(http::Route const& route) {
    std::string id(http::name(route.method()));
    for (std::size_t i = 2; i < route.segments().size(); ++i) {
        auto const& segment = route.segments()[i];
        id += segment.starts_with('{') ? "_by_" + segment.substr(1, segment.find('}') - 1) : "_" + segment;
    }
    for (auto& c : id)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '.' || c == '-' ? '_' : c;
    return id;
}

class Operation {
public:
    Operation(http::Route const& route, Json const& parts) : route_(route), parts_(parts) {}

    Json document() const {
        auto const& contract = route_.contract();
        if (std::none_of(contract.answers.begin(), contract.answers.end(),
                         [](auto const& answer) { return answer.first < 300; }))
            throw Error(label(route_) + " declares no answer: the OpenAPI document needs .answers(200, …)");
        Json one{{"operationId", operation_id(route_)}, {"summary", route_.summary()}};
        auto const& noun = route_.segments().at(2);
        one["tags"] = Json::array({noun.substr(0, noun.find('.'))});
        if (route_.access() == http::Access::personal_link)
            one["description"] = "Whoever holds the personal token in the path may do this.";
        if (http::needs_sign_in(route_.access()))
            one["security"] = Json::array({{{"login", Json::array()}}});
        one["parameters"] = parameters();
        if (!contract.body.empty())
            one["requestBody"] = {{"required", true},
                                  {"content", content("application/json", contract.body)}};
        one["responses"] = responses();
        return one;
    }

private:
    Json reference(std::string const& kind, std::string const& name) const {
        if (!parts_.at(kind).contains(name))
            throw Error(label(route_) + " names " + name + ", which config/openapi/" + kind +
                        ".json does not have");
        return {{"$ref", "#/components/" + kind + "/" + name}};
    }

    Json content(std::string const& type, std::string const& schema) const {
        return {{type, {{"schema", reference("schemas", schema)}}}};
    }

    Json parameters() const {
        auto all = Json::array();
        for (auto const& segment : route_.segments())
            if (segment.starts_with('{'))
                all.push_back(reference("parameters", segment.substr(1, segment.find('}') - 1)));
        for (auto const& name : route_.contract().parameters)
            all.push_back(reference("parameters", name));
        all.push_back(reference("parameters", "lang"));
        return all;
    }

    Json responses() const {
        auto answers = route_.contract().answers;
        for (auto const status : usual())
            answers.try_emplace(status);
        auto all = Json::object();
        for (auto const& [status, schema] : answers) {
            auto const key = std::to_string(status);
            if (schema.empty())
                all[key] = reference("responses", key);
            else
                all[key] = {
                    {"description", parts_["schemas"].value(schema, Json::object()).value("description", "")},
                    {"content", content("application/json", schema)}};
        }
        all["default"] = reference("responses", "default"); // what is refused before the route is asked
        return all;
    }

    // What follows from the kind of a route: http/gate.cpp, http/serve.cpp and http/form.cpp answer so.
    std::set<int> usual() const {
        std::set<int> statuses{400, 500, 503};
        if (route_.method() == http::Method::get && route_.access() == http::Access::anyone)
            statuses.insert(304);
        if (route_.method() != http::Method::get)
            statuses.insert({403, 412, 413, 415, 422, 507});
        else if (!route_.contract().parameters.empty())
            statuses.insert(422);
        if (http::needs_sign_in(route_.access()))
            statuses.insert(401);
        if (route_.access() == http::Access::administrator)
            statuses.insert(404);
        if (route_.limit() != http::Limit::none)
            statuses.insert(429);
        return statuses;
    }

    http::Route const& route_;
    Json const& parts_;
};

void check_references(Json const& document, Json const& value) {
    if (value.is_object() && value.contains("$ref")) {
        auto const to = value["$ref"].get<std::string>();
        if (!to.starts_with("#/") || !document.contains(Json::json_pointer(to.substr(1))))
            throw Error("config/openapi refers to " + to + ", which does not exist");
    }
    if (value.is_structured())
        for (auto const& one : value)
            check_references(document, one);
}

http::Reply show_page(std::vector<http::Values> const& routes, Language language) {
    http::Page page;
    page.fragment = "api";
    page.language = language;
    page.title = say(language, "api_title");
    page.path = "/api";
    page.values.set("routes", routes);
    return http::show_page(std::move(page));
}

} // namespace

std::string openapi(http::Router const& routes, http::Site const& site) {
    auto const parts = components();
    Json document{{"openapi", "3.1.0"},
                  {"info", {{"title", site.name}, {"version", LECTERN_VERSION}, {"description", about}}},
                  {"servers", Json::array({{{"url", site.url}}})},
                  {"security", Json::array()},
                  {"paths", Json::object()},
                  {"components", parts}};
    std::set<std::string> ids;
    for (auto const& route : routes.routes()) {
        if (route.face() != http::Face::api)
            continue;
        auto operation = Operation(route, parts).document();
        if (!ids.insert(operation["operationId"].get<std::string>()).second)
            throw Error(label(route) + " has the operationId of another route");
        std::string method(http::name(route.method()));
        for (auto& c : method)
            c = static_cast<char>(c - 'A' + 'a');
        document["paths"][route.pattern()][method] = std::move(operation);
    }
    check_references(document, document);
    return document.dump();
}

void add_openapi_routes(http::Router& routes, http::Site const& site) {
    using enum http::Access;
    auto const document = std::make_shared<std::string>(); // filled below, for it lists its own route
    auto const listed = std::make_shared<std::vector<http::Values>>();
    auto const read = [](http::Request const& request) { return request.language; };
    routes
        .get("/api/v1/openapi.json", anyone,
             http::endpoint(read).reply([document](Language) { return http::json_reply(200, *document); }),
             "This contract.")
        .cached({})
        .queries({})
        .answers(200, "OpenApiDocument");
    routes
        .get("/api", anyone,
             http::endpoint(read).reply([listed](Language language) { return show_page(*listed, language); }),
             "The contract of the API, for people.")
        .cached({})
        .queries({});
    *document = openapi(routes, site);
    for (auto const& route : routes.routes())
        if (route.face() == http::Face::api) {
            http::Values one;
            one.set("method", http::name(route.method()))
                .set("path", route.pattern())
                .set("summary", route.summary());
            listed->push_back(std::move(one));
        }
}

} // namespace lectern::app

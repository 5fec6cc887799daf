// The OpenAPI document says what the table of routes has, and a route that says too little stops the start.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "app/app.hpp"
#include "app/openapi.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "db/sqlite/sqlite_database.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>

using namespace lectern;
using Json = nlohmann::json;

namespace {

http::Site const here{"Open Learning", "https://learn.example.org"};

http::Endpoint nothing() {
    return http::endpoint([](http::Request const&) { return 0; }).reply([](int) { return http::Reply{}; });
}

// Every route of the program, and its document.
struct Program {
    Program() {
        std::filesystem::create_directories(folder);
        database = db::open_sqlite(folder / "lectern.db", {.readers = 1}, UtcTime{});
        app::add_routes(routes, keys, {*database, assets, here, [] { return true; }, folder, nullptr}, people,
                        "noreply@learn.example.org");
        app::add_openapi_routes(routes, here);
        document = Json::parse(app::openapi(routes, here));
    }
    ~Program() {
        database->close();
        std::filesystem::remove_all(folder);
    }
    Program(Program const&) = delete;
    Program& operator=(Program const&) = delete;

    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("lectern-test-" + hex(random_bytes(8)));
    std::unique_ptr<db::Database> database;
    Keys keys = Keys::from_seed("tests");
    accounts::Seen seen;
    accounts::Parts people{keys, seen, here.name, true, "setup-token"};
    http::Assets assets{app::client_assets()};
    http::Router routes;
    Json document;
};

std::vector<std::string> operations(Json const& document) {
    std::vector<std::string> all;
    for (auto const& [path, methods] : document["paths"].items())
        for (auto const& [method, operation] : methods.items())
            all.push_back(method + " " + path);
    std::sort(all.begin(), all.end());
    return all;
}

void collect_references(Json const& value, std::set<std::string>& all) {
    if (value.is_object() && value.contains("$ref"))
        all.insert(value["$ref"].get<std::string>());
    if (value.is_structured())
        for (auto const& one : value)
            collect_references(one, all);
}

} // namespace

TEST_CASE("the document lists every route of the API and nothing else", "[openapi]") {
    Program const program;

    std::vector<std::string> wanted;
    for (auto const& route : program.routes.routes())
        if (route.pattern().starts_with("/api/")) {
            std::string method(http::name(route.method()));
            std::transform(method.begin(), method.end(), method.begin(), ::tolower);
            wanted.push_back(method + " " + route.pattern());
        }
    std::sort(wanted.begin(), wanted.end());

    CHECK(operations(program.document) == wanted);
    CHECK(wanted.size() >= 26);
}

TEST_CASE("every operation has a summary, its path's parameters and answers with a body", "[openapi]") {
    Program const program;

    std::set<std::string> ids;
    for (auto const& [path, methods] : program.document["paths"].items())
        for (auto const& [method, operation] : methods.items()) {
            INFO(method << " " << path);
            CHECK(ids.insert(operation.at("operationId")).second);
            CHECK_FALSE(operation.at("summary").get<std::string>().empty());
            std::set<std::string> named;
            for (auto const& parameter : operation.at("parameters"))
                named.insert(parameter.at("$ref").get<std::string>());
            CHECK(named.size() == operation.at("parameters").size());
            for (std::size_t at = 0; (at = path.find('{', at)) != std::string::npos; ++at)
                CHECK(named.contains("#/components/parameters/" +
                                     path.substr(at + 1, path.find('}', at) - at - 1)));
            auto const& answers = operation.at("responses");
            CHECK(std::any_of(answers.items().begin(), answers.items().end(), [](auto const& answer) {
                return answer.key().starts_with('2') && answer.value().contains("content");
            }));
            CHECK(answers.contains("500"));
        }
}

TEST_CASE("all references resolve, and no component stands unused", "[openapi]") {
    Program const program;
    auto const& document = program.document;

    std::set<std::string> references;
    collect_references(document, references);
    for (auto const& [path, methods] : document["paths"].items())
        for (auto const& [method, operation] : methods.items())
            for (auto const& scheme : operation.value("security", Json::array()))
                for (auto const& [name, scopes] : scheme.items())
                    references.insert("#/components/securitySchemes/" + name);

    for (auto const& reference : references) {
        INFO(reference);
        CHECK(document.contains(Json::json_pointer(reference.substr(1))));
    }
    for (auto const& [kind, parts] : document["components"].items())
        for (auto const& [name, part] : parts.items()) {
            INFO(kind << " " << name);
            CHECK(references.contains("#/components/" + kind + "/" + name));
        }
}

TEST_CASE("every property of a schema is described, and no object is open", "[openapi]") {
    Program const program;

    for (auto const& [name, schema] : program.document["components"]["schemas"].items()) {
        INFO(name);
        CHECK(schema.contains("description"));
        if (schema.value("type", "") != "object")
            continue;
        CHECK(schema.contains("additionalProperties"));
        auto const required = schema.value("required", std::vector<std::string>());
        for (auto const& key : required)
            CHECK(schema["properties"].contains(key));
        for (auto const& [key, property] : schema["properties"].items()) {
            INFO(key);
            CHECK(property.contains("description"));
        }
    }
}

TEST_CASE("a route of the API without a declared answer stops the start", "[openapi]") {
    http::Router routes;
    routes.get("/api/v1/things", http::Access::anyone, nothing(), "Things.").answers({404});

    CHECK_THROWS_WITH(app::openapi(routes, here),
                      Catch::Matchers::StartsWith("GET /api/v1/things declares no answer"));
}

TEST_CASE("a route that names what does not exist stops the start", "[openapi]") {
    http::Router routes;
    auto& route =
        routes.post("/api/v1/things", http::Access::anyone, nothing(), "Things.").answers(200, "Event");

    SECTION("a schema of an answer") {
        route.answers(201, "Thing");
        CHECK_THROWS_WITH(app::openapi(routes, here),
                          Catch::Matchers::StartsWith("POST /api/v1/things names Thing,"));
    }
    SECTION("a schema of the body") {
        route.takes("NewThing");
        CHECK_THROWS_WITH(app::openapi(routes, here),
                          Catch::Matchers::StartsWith("POST /api/v1/things names NewThing,"));
    }
    SECTION("a parameter") {
        route.parameters({"colour"});
        CHECK_THROWS_WITH(app::openapi(routes, here),
                          Catch::Matchers::StartsWith("POST /api/v1/things names colour,"));
    }
    SECTION("a parameter of the path") {
        routes.get("/api/v1/things/{thing}", http::Access::anyone, nothing(), "A thing.")
            .answers(200, "Event");
        CHECK_THROWS_WITH(app::openapi(routes, here),
                          Catch::Matchers::StartsWith("GET /api/v1/things/{thing} names thing,"));
    }
    SECTION("a status that has no usual answer") {
        route.answers({418});
        CHECK_THROWS_WITH(app::openapi(routes, here),
                          Catch::Matchers::StartsWith("POST /api/v1/things names 418,"));
    }
}

TEST_CASE("pages are no part of the document", "[openapi]") {
    http::Router routes;
    routes.get("/things", http::Access::anyone, nothing(), "A page.");

    auto const document = Json::parse(app::openapi(routes, here));

    CHECK(document["paths"].empty());
    CHECK(document["openapi"] == "3.1.0");
    CHECK(document["info"]["title"] == "Open Learning");
    CHECK(document["servers"][0]["url"] == "https://learn.example.org");
}

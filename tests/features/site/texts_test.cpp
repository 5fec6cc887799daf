// What the site says about itself: texts in four languages, the sitemap, health, files, addresses that do not
// exist. SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/text.hpp"
#include "files/blobs.hpp"
#include "support/sample.hpp"

#include <set>

using namespace lectern;
using namespace lectern::test;
using Catch::Matchers::Contains;

TEST_CASE("about, privacy and terms stand in four languages, each with its own words", "[site]") {
    TestApp app;
    for (std::string const name : {"about", "privacy", "terms"}) {
        std::set<std::string> bodies;
        for (std::string const prefix : {"", "/fr", "/es", "/pt"}) {
            auto const answer = app.get(prefix + "/" + name);
            CHECK(answer.status == 200);
            CHECK(answer.type == "text/html; charset=utf-8");
            CHECK_THAT(answer.body, Contains("Open Learning"));
            CHECK(answer.body.find("{site}") == std::string::npos);
            CHECK(answer.body.find("{{") == std::string::npos);
            CHECK_THAT(answer.body, Contains("lang=\"" + (prefix.empty() ? "en" : prefix.substr(1)) + "\""));
            bodies.insert(answer.body);
        }
        CHECK(bodies.size() == 4);
    }
}

TEST_CASE("the sitemap names every public page in four languages and no draft", "[site]") {
    TestApp app;
    auto const month = sample::add_month(app);
    sample::add(app, sample::Event{.slug = "soil", .month = month});
    sample::add(app, sample::Event{.slug = "hidden", .state = "draft"});
    sample::add_speaker(app, "ann-lee", "Ann Lee", 0);

    auto const answer = app.get("/sitemap.xml");

    CHECK(answer.status == 200);
    CHECK(answer.type == "text/xml; charset=utf-8");
    for (std::string const path : {"/", "/events/soil", "/months/month-of-soil", "/series/ground-truths",
                                   "/communities/open-land", "/speakers/ann-lee", "/library", "/about"}) {
        CHECK_THAT(answer.body, Contains("<loc>" + std::string(site_url) + path + "</loc>"));
        CHECK_THAT(answer.body,
                   Contains("hreflang=\"fr\" href=\"" + std::string(site_url) + "/fr" + path + "\""));
    }
    CHECK(answer.body.find("hidden") == std::string::npos);
}

TEST_CASE("health and readiness are said in one word", "[site]") {
    TestApp app;
    CHECK(app.get("/healthz").body == "ok\n");
    CHECK(app.get("/readyz").body == "ready\n");
}

TEST_CASE("a file is served by its content, with its own type and in a sandbox", "[site]") {
    TestApp app;
    files::Blobs const blobs(app.folder() / "files");
    std::string const picture = "not really a picture", document = "%PDF-1.7 not really a document";
    for (auto const& [bytes, type] :
         {std::pair(picture, "image/webp"), std::pair(document, "application/pdf")}) {
        blobs.put(bytes);
        app.sql("INSERT INTO blob (hash, size, media_type, created_at) VALUES (x'" + hex(sha256(bytes)) +
                "', " + std::to_string(bytes.size()) + ", '" + type + "', 0)");
    }

    auto const shown = app.get("/files/" + hex(sha256(picture)) + "/portrait");
    auto const kept = app.get("/files/" + hex(sha256(document)) + "/slides.pdf");

    CHECK(shown.status == 200);
    CHECK(shown.body == picture);
    CHECK(shown.type == "image/webp");
    CHECK(shown.header("Content-Disposition") == "inline");
    CHECK(shown.header("Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(shown.header("Content-Security-Policy") == "sandbox; default-src 'none'; frame-ancestors 'none'");
    CHECK(kept.type == "application/pdf");
    CHECK(kept.header("Content-Disposition") == "attachment");
}

TEST_CASE("a file that nobody put here is not found, whatever its hash looks like", "[site]") {
    TestApp app;
    std::string const unknown(64, '0');
    for (auto const& hash :
         {unknown, std::string(64, 'G'), std::string("00"), unknown + "0", hex(sha256("x")) + "/.."})
        CHECK(app.get("/files/" + hash + "/name").status != 200);
    CHECK(app.get("/files/" + unknown + "/name").status == 404);
    CHECK(app.get("/files/00/name").status == 404);
    CHECK(app.get("/files/%2e%2e/name").status == 400);
}

TEST_CASE("a file that the database knows and the disk lost is not found", "[site]") {
    TestApp app;
    app.sql("INSERT INTO blob (hash, size, media_type, created_at) VALUES (x'" + hex(sha256("gone")) +
            "', 4, 'image/webp', 0)");
    CHECK(app.get("/files/" + hex(sha256("gone")) + "/portrait").status == 404);
}

TEST_CASE("an address that does not exist is a page for people and a problem for programs", "[site]") {
    TestApp app;

    auto const page = app.get("/pt/nothing/here");
    auto const problem = app.get("/api/v1/nothing");

    CHECK(page.status == 404);
    CHECK(page.type == "text/html; charset=utf-8");
    CHECK(page.header("Cache-Control") == "no-store");
    CHECK(problem.status == 404);
    CHECK(problem.type == "application/problem+json");
    CHECK(problem.json().at("type") == "/problems/not_found");
    CHECK(problem.json().at("instance") == "test-request");
}

TEST_CASE("the client's files come with their types, immutable ones for ever", "[site]") {
    TestApp app;
    auto const home = app.get("/");
    auto const start = home.body.find("/assets/main-");
    REQUIRE(start != std::string::npos);
    auto const script = app.get(home.body.substr(start, home.body.find('"', start) - start));
    CHECK(script.status == 200);
    CHECK(script.type == "text/javascript; charset=utf-8");
    CHECK(script.header("Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(app.get("/sw.js").header("Cache-Control") == "no-cache");
    CHECK(app.get("/robots.txt").type == "text/plain; charset=utf-8");
    CHECK(app.get("/assets/none.js").status == 404);
    CHECK(app.get("/fragments/event.html").status == 404);
    CHECK(app.get("/manifest.json").status == 404);
}

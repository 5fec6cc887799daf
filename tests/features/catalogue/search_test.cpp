// Search finds word forms and ignores accents, and nothing typed into it is an error.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/text.hpp"
#include "features/catalogue/catalogue.hpp"
#include "support/sample.hpp"

#include <set>

using namespace lectern;
using namespace lectern::test;
using Catch::Matchers::Contains;

namespace {

void add_texts(TestApp& app) {
    auto const month = sample::add_month(app);
    auto const add = [&](std::string const& slug, std::string const& language, std::string const& title,
                         std::string const& summary) {
        return sample::add(
            app,
            sample::Event{
                .slug = slug,
                .month = month,
                .language = language,
                .texts = {{.language = language, .title = title, .summary = summary, .description = ""}}});
    };
    auto const mining = add("mineria", "es", "La minería y las aguas", "Vigilancia de los ríos");
    add("closing", "en", "Closing mines well", "Budgets and rivers");
    add("fermer", "fr", "Fermer les mines à cœur ouvert", "Les réunions des communautés");
    add("acao", "pt", "Ações das populações", "Reuniões com os hospitais");
    sample::add_speaker(app, "ines", "Inés Calderón", mining.event, "speaker", "Hydrologist from Cuenca");
    app.database().write([](db::Write& tx) { catalogue::index_everything(tx); });
}

std::set<std::string> found(TestApp& app, std::string const& words, std::string const& rest = "") {
    auto const answer = app.get("/api/v1/search?q=" + percent_encode(words) + rest);
    INFO(words << " " << answer.body);
    REQUIRE(answer.status == 200);
    std::set<std::string> all;
    auto const document = answer.json();
    for (auto const& item : document.at("items"))
        all.insert(item.at("slug").get<std::string>());
    return all;
}

using Slugs = std::set<std::string>;

} // namespace

TEST_CASE("accents and case do not matter", "[catalogue][search]") {
    TestApp app;
    add_texts(app);
    for (std::string const words : {"minería", "mineria", "MINERÍA", "Mineria"})
        CHECK(found(app, words, "&kind=event").contains("mineria"));
    CHECK(found(app, "rios", "&kind=event").contains("mineria"));
    CHECK(found(app, "calderon") == Slugs{"ines", "mineria"});
    CHECK(found(app, "reunions", "&kind=event").contains("fermer"));
}

TEST_CASE("word forms of four languages are found", "[catalogue][search]") {
    TestApp app;
    add_texts(app);
    CHECK(found(app, "mine", "&kind=event").contains("closing"));
    CHECK(found(app, "close", "&kind=event").contains("closing"));
    CHECK(found(app, "budget", "&kind=event").contains("closing"));
    CHECK(found(app, "agua", "&kind=event").contains("mineria"));
    CHECK(found(app, "río", "&kind=event").contains("mineria"));
    CHECK(found(app, "réunion", "&kind=event").contains("fermer"));
    CHECK(found(app, "communauté", "&kind=event").contains("fermer"));
    CHECK(found(app, "ação", "&kind=event").contains("acao"));
    CHECK(found(app, "população", "&kind=event").contains("acao"));
    CHECK(found(app, "hospital", "&kind=event").contains("acao"));
}

TEST_CASE("all words are wanted, and every kind can be asked for alone", "[catalogue][search]") {
    TestApp app;
    add_texts(app);
    CHECK(found(app, "mines rivers", "&kind=event") == Slugs{"closing"});
    CHECK(found(app, "mines unicorns").empty());
    CHECK(found(app, "calderon", "&kind=speaker") == Slugs{"ines"});
    CHECK(found(app, "soil", "&kind=month") == Slugs{"month-of-soil"});
    CHECK(found(app, "soil", "&kind=product").empty());
    CHECK(found(app, "mines", "&language=fr") == Slugs{"fermer"});
    CHECK(found(app, "mines", "&when=past").empty());
    app.clock.set("2027-04-01T00:00:00Z");
    CHECK(found(app, "mines", "&when=past").contains("closing"));
    CHECK(found(app, "mines", "&when=upcoming").empty());
    CHECK(app.get("/api/v1/search?q=x&kind=party&when=soon&language=%21").errors() ==
          "?kind: choice, ?language: language, ?when: choice");
}

TEST_CASE("nothing that is typed is an error of the engine", "[catalogue][search]") {
    TestApp app;
    add_texts(app);
    for (std::string const words : {"\"",
                                    "\"\"",
                                    "mines\"",
                                    "\"mines",
                                    "mines AND",
                                    "AND",
                                    "OR NOT",
                                    "NEAR(mines rivers)",
                                    "NEAR/2",
                                    "title:mines",
                                    "mines*",
                                    "*",
                                    "^mines",
                                    "(",
                                    ")",
                                    "((((",
                                    "{title body} : mines",
                                    "-mines",
                                    "+mines",
                                    "mines + rivers",
                                    "'; DROP TABLE event; --",
                                    "%",
                                    "_",
                                    "\\",
                                    "mines\trivers",
                                    "\u202emines",
                                    "\u0301",
                                    "!!!",
                                    "....",
                                    "日本語",
                                    "م",
                                    "😀",
                                    "a b c d e f g h i j k l m n o p q r s t",
                                    "0",
                                    "-1",
                                    "NULL",
                                    "x'00'",
                                    "mines\u0000"}) {
        INFO(words);
        CHECK(app.get("/api/v1/search?q=" + percent_encode(words)).status == 200);
        CHECK(app.get("/search?q=" + percent_encode(words)).status == 200);
    }
    CHECK(found(app, "\"mines\" AND (rivers", "&kind=event").size() <= 1);
    CHECK(app.number("SELECT count(*) FROM event") == 4);
    CHECK(app.get("/api/v1/search?q=" + std::string(200, 'x')).status == 200);
    CHECK(app.get("/api/v1/search?q=" + std::string(201, 'x')).errors() == "?q: length");
}

TEST_CASE("an empty search finds nothing and asks nothing", "[catalogue][search]") {
    TestApp app;
    add_texts(app);
    for (std::string const target : {"/api/v1/search", "/api/v1/search?q=", "/api/v1/search?q=%20%20"})
        CHECK(app.get(target).json() == Json{{"items", Json::array()}, {"next", nullptr}});
    CHECK(app.count_statements("/api/v1/search?q=") == 0);
    CHECK(app.get("/search").status == 200);
}

TEST_CASE("a long result is walked without a gap, on the page too", "[catalogue][search]") {
    TestApp app;
    for (int i = 0; i < 45; ++i)
        sample::add(app, sample::Event{.slug = "e" + std::to_string(i), .texts = {{.title = "Gravel"}}});
    app.database().write([](db::Write& tx) { catalogue::index_everything(tx); });
    Slugs all;
    std::string cursor;
    for (int page = 0; page < 10; ++page) {
        auto const document = app.get("/api/v1/search?q=gravel&limit=20" + cursor).json();
        for (auto const& item : document.at("items"))
            CHECK(all.insert(item.at("slug").get<std::string>()).second);
        if (document.at("next").is_null())
            break;
        cursor = "&cursor=" + document.at("next").get<std::string>();
    }
    CHECK(all.size() == 45);
    auto const page = app.get("/fr/search?q=gravel");
    CHECK_THAT(page.body, Contains("/fr/search?q=gravel&amp;language=&amp;kind=&amp;when=&amp;cursor="));
}

TEST_CASE("one of thousands of speakers and products is found", "[catalogue][search]") {
    TestApp app;
    auto const community = std::to_string(sample::add(app, sample::Community{}));
    app.sql("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5010) "
            "INSERT INTO speaker (slug, name, affiliation, original_language, created_at, changed_at) "
            "SELECT 'speaker-' || i, 'Ottoline ' || i, 'Peat school', 'en', 0, 0 FROM n");
    app.sql("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1010) "
            "INSERT INTO product (community_id, slug, state, original_language, published_at, created_at) "
            "SELECT " +
            community + ", 'product-' || i, 'published', 'en', i, 0 FROM n");
    app.sql("INSERT INTO product_text (product_id, language, title) SELECT id, 'en', 'Guide' FROM product");
    app.sql("UPDATE product_text SET title = 'Peat guide' "
            "WHERE product_id = (SELECT id FROM product WHERE slug = 'product-1')"); // the oldest
    app.sql("INSERT INTO speaker_text (speaker_id, language) "
            "SELECT id, 'en' FROM speaker WHERE slug = 'speaker-5010'");
    app.database().write([](db::Write& tx) { catalogue::index_everything(tx); });

    CHECK(found(app, "peat") == Slugs{"speaker-5010", "product-1"});

    auto const speaker = app.get("/api/v1/search?q=peat&kind=speaker").json().at("items").at(0);
    CHECK(speaker.at("title") == "Ottoline 5010");
    CHECK(speaker.at("summary") == "Peat school");
    CHECK(speaker.at("language") == "en");
    auto const product = app.get("/api/v1/search?q=peat&kind=product").json().at("items").at(0);
    CHECK(product.at("title") == "Peat guide");
    CHECK(product.at("language") == "en");
}

TEST_CASE("what was typed stands on the page as it was typed, and harmless", "[catalogue][search]") {
    TestApp app;
    add_texts(app);
    auto const page = app.get("/search?q=" + percent_encode("\"><script>alert(1)</script>"));
    CHECK(page.body.find("<script>alert") == std::string::npos);
    CHECK_THAT(page.body, Contains("value=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\""));
}

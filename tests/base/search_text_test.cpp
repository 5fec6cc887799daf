// Search finds word forms and does not mind accents.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/search_text.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace lectern;

namespace {

// As the search table is asked: every stem of the query stands in the text.
bool finds(std::string_view language, std::string_view text, std::string_view query) {
    auto const kept = stems(text, language);
    auto const asked = stems(query, language);
    return !asked.empty() && std::all_of(asked.begin(), asked.end(), [&kept](std::string const& stem) {
        return std::find(kept.begin(), kept.end(), stem) != kept.end();
    });
}

struct Pair {
    char const* language;
    char const* text;
    char const* query;
};

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("word forms of four languages find each other", "[base]") {
    auto const pair = GENERATE(values<Pair>({
        {"es", "La minería transparente en la región", "mineria"},
        {"es", "Los presupuestos públicos", "presupuesto publico"},
        {"es", "Las canciones", "cancion"},
        {"es", "Reuniones regionales", "reunión regional"},
        {"es", "La gestión de los recursos naturales", "gestiones recurso natural"},
        {"fr", "Les marchés publics ouverts", "marche public ouvert"},
        {"fr", "Les données budgétaires", "donnee budgetaire"},
        {"fr", "L'économie régionale", "economies regionales"},
        {"fr", "Des élections", "election"},
        {"pt", "As eleições municipais", "eleicao municipal"},
        {"pt", "Orçamentos participativos", "orcamento participativo"},
        {"pt", "A mineração", "mineracoes"},
        {"pt", "Gestões locais", "gestao local"},
        {"en", "Mining policies in practice", "policy mine"},
        {"en", "Facilitators meeting", "facilitator meetings"},
        {"en", "Women and children first", "woman child"},
        {"fr", "Les travaux de la société minière", "travail minier"},
        {"es", "Luces y voces", "luz voz"},
        {"pt", "Barragens e mineração", "barragem"},
    }));

    CAPTURE(pair.text, pair.query);
    CHECK(finds(pair.language, pair.text, pair.query));
    CHECK(finds(pair.language, pair.query, pair.query));
}

TEST_CASE("words are folded, in order, and joined by spaces", "[base]") {
    CHECK(search_text("  La MINERÍA, ¡hoy!  ", "de") == "la mineria hoy");
    CHECK(stems("one, two; one", "xx") == Words{"one", "two", "one"});
    CHECK(search_text("", "en").empty());
    CHECK(search_text("?! … --", "en").empty());
    CHECK(search_text("COVID-19 in 2027", "en") == "covid 19 in 2027");
}

TEST_CASE("a regional tag has the stemmer of its language", "[base]") {
    CHECK(stems("reuniões", "pt-BR") == stems("reuniões", "pt"));
    CHECK(stems("meetings", "EN-gb") == Words{"meet"});
    CHECK(stems("Бюджеты", "ru") == stems("бюджет", "ru"));
}

TEST_CASE("a language without a stemmer is only folded", "[base]") {
    auto const language = GENERATE("", "xx", "sw", "zz-ZZ", "english", "../en", "porter");

    CHECK(stems("Meetings ÁGUA", language) == Words{"meetings", "agua"});
}

TEST_CASE("Portuguese plurals are undone before stemming", "[base]") {
    CHECK(stems("ações", "pt") == stems("ação", "pt"));
    CHECK(stems("pães cães", "pt").size() == 2);
    CHECK(stems("capitães", "pt") == stems("capitão", "pt"));
    CHECK(stems("sustentáveis", "pt") == stems("sustentável", "pt"));
    CHECK(stems("regionais", "pt") == stems("regional", "pt"));
    CHECK(stems("ações", "es") != stems("ação", "es"));
}

TEST_CASE("what an apostrophe cuts off is no word", "[base]") {
    CHECK(stems("l’eau", "fr") == stems("eau", "fr"));
    CHECK(stems("qu'eau", "fr") == stems("eau", "fr"));
    CHECK(stems("copo d'água", "pt").size() == 2);
    CHECK(stems("the speaker's", "en") == stems("the speaker", "en"));
    CHECK(stems("aujourd'hui", "fr").size() == 2);
    CHECK(stems("o'neil", "en") == Words{"o", "neil"});
    CHECK(stems("s 's", "en") == Words{"s", "s"});
}

TEST_CASE("scripts without spaces are cut into words", "[base]") {
    CHECK(finds("zh", "预算透明度培训", "透明度"));
    CHECK(finds("ja", "予算の透明性", "予算"));
    CHECK(finds("th", "งบประมาณโปร่งใส", "งบประมาณ"));
    CHECK(stems("한국어 예산", "ko").size() == 2);
    CHECK(stems("شفافية الميزانية", "ar").size() == 2);
    CHECK(stems("हिन्दी भाषा", "xx") == Words{"हिन्दी", "भाषा"});
}

TEST_CASE("nothing that a search table would take for an operator is left", "[base]") {
    for (auto const* text : {"c++", "a AND", "\"open", "col:x", "*", "-a", "NEAR(", "x' OR 1=1 --", "{a}^2"})
        for (auto const& stem : stems(text, "en"))
            CHECK(stem.find_first_of("\"'*():^-+{} ") == std::string::npos);
}

TEST_CASE("endless words are left out", "[base]") {
    CHECK(stems("a " + std::string(100'000, 'x') + " b", "en") == Words{"a", "b"});
}

TEST_CASE("any octets are split without harm", "[base]") {
    std::mt19937 random(15);
    for (int i = 0; i < 3'000; ++i) {
        std::string text;
        for (unsigned k = 0; k < random() % 60; ++k)
            text += i % 2 ? static_cast<char>(random() & 255) : "aé'’ l日ไ-sES"[random() % 17];
        for (auto const* language : {"en", "fr", "pt", "zh", "ar"})
            for (auto const& stem : stems(text, language))
                CHECK(stem.find(' ') == std::string::npos);
    }
}

TEST_CASE("threads stem side by side", "[base]") {
    auto const expected = search_text("Les marchés publics et les élections régionales", "fr");
    std::vector<int> wrong(4, 0);
    std::vector<std::thread> threads;
    for (auto& count : wrong)
        threads.emplace_back([&count, &expected] {
            for (int i = 0; i < 200; ++i)
                count += search_text("Les marchés publics et les élections régionales", "fr") != expected;
        });
    for (auto& thread : threads)
        thread.join();

    CHECK(wrong == std::vector<int>(4, 0));
}

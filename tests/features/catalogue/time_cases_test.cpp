// One table of how times are said, for the pages of the server and for the script that takes over:
// client-web/tests/unit/time-cases.tsv is read here and by time.test.mjs there; cities.json of the client
// holds the cities that the server says. SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/time_words.hpp"
#include "base/words.hpp"
#include "support/root.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace lectern;

namespace {

std::vector<std::string> parts(std::string const& line, char at) {
    std::vector<std::string> all;
    std::istringstream in(line);
    for (std::string part; std::getline(in, part, at);)
        all.push_back(part);
    return all;
}

std::string without_no_break(std::string text) {
    for (std::size_t at; (at = text.find("\u00A0")) != text.npos;)
        text.replace(at, 2, " ");
    return text;
}

} // namespace

TEST_CASE("the server says the table of times that the script is held to", "[catalogue][page]") {
    std::ifstream in(test::root() / "client-web/tests/unit/time-cases.tsv");
    int count = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        INFO(line);
        auto const cell = parts(line, '\t');
        REQUIRE(cell.size() == 9);
        auto const language = *language_of(cell[0]);
        auto const zone = *Zone::find(cell[3]);
        auto const local = [&](std::string const& utc) { return to_local(*parse_rfc3339(utc), zone); };
        auto const start = local(cell[1]);
        CHECK(say_date(language, start, local(cell[4])) == cell[5]);
        CHECK(without_no_break(say_clock_range(language, start, local(cell[2]))) == cell[6]);
        CHECK(say(language, "short_when",
                  {{"weekday", say_weekday_short(language, start)},
                   {"date", say_day_and_month(language, start)},
                   {"time", say_clock(start)}}) == cell[7]);
        CHECK(say_city(language, zone) == cell[8]);
        ++count;
    }
    CHECK(count > 10);
}

TEST_CASE("the client knows every city that the server spells otherwise than its zone", "[catalogue][page]") {
    std::ifstream in(test::root() / "client-web/src/time/cities.json");
    auto const all = nlohmann::json::parse(in);
    for (auto const language : languages)
        for (auto const& pair : parts(all.at(std::string(tag(language))).get<std::string>(), '|')) {
            auto const cell = parts(pair, '=');
            for (auto const* area : {"Africa/", "America/", "Asia/", "Europe/"})
                if (auto const zone = Zone::find(area + cell[0])) {
                    INFO(pair);
                    CHECK(say_city(language, *zone) == cell[1]);
                }
        }
}

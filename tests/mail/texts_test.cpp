// The texts that ship: each kind in each language obeys the tables of config/locales/README.md and reads
// well. SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "mail/template.hpp"
#include "sample.hpp"
#include "support/root.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace lectern;
using namespace lectern::mail;

namespace {

std::filesystem::path locales() {
    return test::root() / "config/locales";
}

std::string contents(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string_view trimmed(std::string_view text) {
    auto const start = std::min(text.find_first_not_of(" `"), text.size());
    auto const end = text.find_last_not_of(" `");
    return end == std::string_view::npos ? "" : text.substr(start, end - start + 1);
}

std::vector<std::string_view> cells(std::string_view row) {
    std::vector<std::string_view> out;
    row = row.substr(1, row.rfind('|') - 1);
    while (true) {
        auto const end = std::min(row.find('|'), row.size());
        out.push_back(trimmed(row.substr(0, end)));
        if (end == row.size())
            return out;
        row.remove_prefix(end + 1);
    }
}

struct Row {
    std::string name;
    std::string type;
    std::string example;
};

// The rows of each section of the README; those of every kind under "".
std::map<std::string, std::vector<Row>> tables() {
    std::map<std::string, std::vector<Row>> out;
    std::string section;
    bool is_table = false;
    auto const text = contents(locales() / "README.md");
    for (std::string_view rest = text; !rest.empty();) {
        auto const line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        if (line.starts_with("## ")) {
            section = line.starts_with("## `") ? std::string(trimmed(line.substr(3))) : "";
            is_table = false;
            if (!section.empty())
                out[section];
        } else if (line.starts_with("| placeholder")) {
            is_table = true;
        } else if (is_table && line.starts_with("| `")) {
            auto const row = cells(line);
            out[section].push_back({std::string(row[0]), std::string(row[1]), std::string(row[2])});
        }
    }
    return out;
}

enum class Fill { full, empty };

Value value_of(Row const& row, Fill fill) {
    bool const is_full = fill == Fill::full;
    if (row.type == "link")
        return is_full ? Value(sample::url(row.example)) : Value(std::optional<Url>());
    if (row.type == "flag")
        return is_full;
    if (row.type == "lines")
        return Lines{is_full ? row.example : ""};
    REQUIRE(row.type == "text");
    return is_full ? row.example : "";
}

// What may always be used. An empty one has every flag off, and every value that may be missing, missing.
Values values_of(std::vector<Row> const& rows, Fill fill, std::set<std::string> const& kept = {}) {
    Values out;
    std::map<std::string, Values> items;
    for (auto const& row : rows) {
        auto const dot = row.name.find('.');
        auto const is_item = dot != std::string::npos;
        auto const list = row.name.substr(0, dot);
        auto const now = is_item || kept.contains(row.name) ? Fill::full : fill;
        if (row.type == "list")
            out.set(row.name, Value::List());
        else if (is_item)
            items[list].set(row.name.substr(dot + 1), value_of(row, now));
        else
            out.set(row.name, value_of(row, now));
    }
    for (auto const& [name, item] : items)
        if (fill == Fill::full || name == "sessions")
            out.set(name, Value::List{item, item});
    return out;
}

std::vector<Row> rows_for(std::string const& kind) {
    auto all = tables();
    auto rows = all[""];
    std::ranges::copy(all[kind], std::back_inserter(rows));
    return rows;
}

std::vector<std::string> kinds() {
    std::vector<std::string> out;
    for (auto const& [name, rows] : tables())
        if (!name.empty())
            out.push_back(name);
    return out;
}

std::vector<std::string_view> required_in(std::string const& kind) {
    if (kind == "sign_in") // about no event
        return {"name", "site", "sign_in_url", "code", "expires"};
    if (kind == "membership_invitation")
        return {"community", "inviter", "role", "accept_url", "expires"};
    std::vector<std::string_view> names{"name", "event", "sessions", "date", "hours", "zone", "offset"};
    if (kind == "confirmation" || kind == "promoted" || kind == "invitation" || kind.starts_with("reminder"))
        names.insert(names.end(), {"join_url", "manage_url", "event_hours", "event_city"});
    if (kind == "confirmation" || kind == "promoted" || kind.starts_with("reminder"))
        names.insert(names.end(), {"dial_ins", "number", "pin"});
    if (kind == "confirmation" || kind.starts_with("reminder"))
        names.insert(names.end(), {"title", "way_in_url", "several_events"});
    if (kind == "confirmation" || kind == "waitlisted" || kind == "promoted")
        names.insert(names.end(), {"not_me_url", "manage_url", "speakers", "zone_guessed"});
    if (kind == "reminder_day")
        names.insert(names.end(), {"biography", "biography_language", "tomorrow", "part"});
    if (kind == "verify")
        names.push_back("confirm_url");
    return names;
}

} // namespace

TEST_CASE("every text that ships obeys its table, in every language", "[mail]") {
    REQUIRE(kinds().size() == 12);
    for (auto const language : languages) {
        auto const folder = locales() / tag(language);
        std::size_t files = 0;
        for (auto const& entry : std::filesystem::directory_iterator(folder))
            files += entry.path().extension() == ".md" ? 1 : 0;
        CHECK(files == kinds().size() + 1);

        for (auto const& kind : kinds()) {
            CAPTURE(tag(language), kind);
            auto const example = values_of(rows_for(kind), Fill::full);
            auto const mistakes = check(contents(folder / (kind + ".md")), example, required_in(kind));
            for (auto const& mistake : mistakes)
                UNSCOPED_INFO(mistake.line << " " << mistake.code << " " << mistake.name);
            CHECK(mistakes.empty());
        }
        std::array<std::string_view, 5> const required{"site", "site_url", "community", "unsubscribe_url",
                                                       "imprint"};
        CHECK(check_frame(contents(folder / "_frame.md"), values_of(tables()[""], Fill::full), required)
                  .empty());
    }
}

TEST_CASE("the same kind uses the same placeholders in every language", "[mail]") {
    for (auto const& kind : kinds()) {
        std::set<std::set<std::string>> sets;
        for (auto const language : languages) {
            auto const text = contents(locales() / tag(language) / (kind + ".md"));
            std::set<std::string> names;
            for (auto at = text.find("{{"); at != std::string::npos; at = text.find("{{", at + 2))
                names.insert(text.substr(at, text.find("}}", at) - at));
            sets.insert(names);
        }
        CAPTURE(kind);
        CHECK(sets.size() == 1);
    }
}

TEST_CASE("the texts read well with every value and with only those that are always there", "[mail]") {
    auto const fill = GENERATE(Fill::full, Fill::empty);
    for (auto const language : languages)
        for (auto const& kind : kinds()) {
            CAPTURE(tag(language), kind, fill == Fill::full);
            auto const values = values_of(rows_for(kind), fill,
                                          {"name", "event", "community", "site", "site_url", "event_url",
                                           "manage_url", "position", "confirm_url", "expires", "date",
                                           "start", "code", "sign_in_url", "inviter", "role", "accept_url"});
            std::string const about = kind == "sign_in"                 ? "Open Learning"
                                      : kind == "membership_invitation" ? "Learning across the Andes"
                                                                        : "Budgets for mine closure";
            auto const source = contents(locales() / tag(language) / (kind + ".md"));
            auto const frame = contents(locales() / tag(language) / "_frame.md");

            auto const out = render({source, frame, language}, values);

            CHECK_FALSE(out.subject.empty());
            CHECK(out.subject.find(about) != std::string::npos);
            auto in_one_line = out.plain;
            std::ranges::replace(in_one_line, '\n', ' ');
            CHECK(in_one_line.find(kind == "membership_invitation" ? "Marta Quispe" : "Adaeze Okafor") !=
                  std::string::npos);
            CHECK(in_one_line.find(about) != std::string::npos);
            for (std::string_view const wrong :
                 {" ,", " .", "..", ",.", ",,", "()", "\n\n\n", "{", "}", "**", "]("}) {
                CAPTURE(wrong, out.plain);
                CHECK(out.plain.find(wrong) == std::string::npos);
            }
            CHECK(out.html.find("<p></p>") == std::string::npos);
        }
}

TEST_CASE("tomorrow is said only where it is true", "[mail]") {
    std::map<Language, std::string> const words{{Language::en, "omorrow"},
                                                {Language::fr, "demain"},
                                                {Language::es, "añana"},
                                                {Language::pt, "amanhã"}};
    for (auto const language : languages) {
        auto values = values_of(rows_for("reminder_day"), Fill::full);
        auto const source = contents(locales() / tag(language) / "reminder_day.md");
        auto const said = [&] {
            auto const out = render({source, "", language}, values);
            return out.subject.find(words.at(language)) != std::string::npos &&
                   out.plain.find(words.at(language)) != std::string::npos;
        };
        auto const unsaid = [&] {
            auto const out = render({source, "", language}, values);
            return (out.subject + out.plain + out.html).find(words.at(language)) == std::string::npos;
        };
        CAPTURE(tag(language));
        CHECK(said());
        values.set("tomorrow", false);
        CHECK(unsaid());
    }
}

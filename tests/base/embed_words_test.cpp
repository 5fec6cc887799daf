// scripts/embed-words: what it makes of words, and what it refuses.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"
#include "support/root.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

using namespace lectern;
namespace fs = std::filesystem;

namespace {

fs::path script() {
    return test::root() / "scripts/embed-words";
}

std::string read(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// A source tree with words only, gone at the end of the test.
class Tree {
public:
    Tree() : root_(fs::temp_directory_path() / ("lectern-words-" + hex(random_bytes(8)))) {
        fs::create_directories(out());
    }
    ~Tree() { fs::remove_all(root_); }
    Tree(Tree const&) = delete;
    Tree& operator=(Tree const&) = delete;

    fs::path out() const { return root_ / "gen"; }
    fs::path keys() const { return out() / "word_keys.hpp"; }

    void write(std::string const& path, std::string const& text) const {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
    }
    // The same words for pages in every language.
    void write_all(std::string const& text) const {
        for (auto const* language : {"en", "fr", "es", "pt"})
            write(std::string("client-web/i18n/") + language + ".json", text);
    }
    // Whether the script was content; what it said is in said().
    bool embed() const {
        auto const command = "python3 '" + script().string() + "' '" + out().string() + "' '" +
                             root_.string() + "' 2> '" + (root_ / "said").string() + "'";
        return std::system(command.c_str()) == 0;
    }
    bool said(std::string_view part) const { return read(root_ / "said").find(part) != std::string::npos; }

private:
    fs::path root_;
};

} // namespace

TEST_CASE("a tree without words makes empty tables", "[base]") {
    Tree const tree;

    REQUIRE(tree.embed());

    CHECK(read(tree.keys()).find("std::array<std::string_view, 0> word_keys") != std::string::npos);
    CHECK(fs::exists(tree.out() / "words.cpp"));
}

TEST_CASE("words of pages and mails stand in one sorted table", "[base]") {
    Tree const tree;
    tree.write_all(R"({"b": "B \"quoted\" \\ \n {x}", "c.d": {"one": "{n} é", "other": "{n} éé"}})");
    for (auto const* language : {"en", "fr", "es", "pt"})
        tree.write(std::string("config/locales/") + language + "/mail.json", R"({"a": "??/ mail"})");

    REQUIRE(tree.embed());

    CHECK(read(tree.keys()).find("    \"a\",\n    \"b\",\n    \"c.d\",\n") != std::string::npos);
    auto const tables = read(tree.out() / "words.cpp");
    CHECK(tables.find(R"("B \"quoted\" \\ \012 {x}")") != std::string::npos);
    CHECK(tables.find(R"("\?\?/ mail")") != std::string::npos);
    CHECK(tables.find(R"(fr_2{"", "{n} é", "", "", "", "{n} éé"})") != std::string::npos);
}

TEST_CASE("keys that stay the same leave their file alone", "[base]") {
    Tree const tree;
    tree.write_all(R"({"a": "one"})");
    REQUIRE(tree.embed());
    auto const long_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
    fs::last_write_time(tree.keys(), long_ago);
    auto const before = fs::last_write_time(tree.keys());

    tree.write_all(R"({"a": "two"})");
    REQUIRE(tree.embed());
    CHECK(fs::last_write_time(tree.keys()) == before);
    CHECK(read(tree.out() / "words.cpp").find("\"two\"") != std::string::npos);

    tree.write_all(R"({"a": "two", "b": "three"})");
    REQUIRE(tree.embed());
    CHECK(fs::last_write_time(tree.keys()) != before);
}

TEST_CASE("words that do not agree are refused, and nothing is written", "[base]") {
    Tree const tree;
    tree.write_all(R"({"a": "A {x}"})");
    auto const french = [&tree](std::string const& text) { tree.write("client-web/i18n/fr.json", text); };

    SECTION("a key missing in a language") {
        french("{}");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("a: missing in fr"));
    }
    SECTION("a key that only one language has") {
        french(R"({"a": "A {x}", "b": "B"})");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("b: missing in en, es, pt"));
    }
    SECTION("other placeholders") {
        french(R"({"a": "A {y}"})");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("a: fr has the placeholders {y}, en has {x}"));
    }
    SECTION("plural forms in one language only") {
        french(R"({"a": {"other": "A {x}"}})");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("a: has plural forms in one of en, fr"));
    }
    SECTION("no other form") {
        tree.write_all(R"({"a": {"one": "A {x}"}})");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("has no form “other”"));
    }
    SECTION("a form that CLDR does not know") {
        tree.write_all(R"({"a": {"other": "A", "several": "A"}})");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("“several” is no plural category"));
    }
    SECTION("a form without the placeholder of the others") {
        tree.write_all(R"({"a": {"one": "A", "other": "A {n} {x}"}})");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("the form “one” in fr lacks a placeholder"));
    }
    SECTION("a key twice in one file") {
        french(R"({"a": "A {x}", "a": "B {x}"})");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("stands already in"));
    }
    SECTION("a key in two files") {
        tree.write("config/locales/fr/mail.json", R"({"a": "A {x}"})");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("stands already in"));
    }
    SECTION("a brace without its partner") {
        tree.write_all(R"({"a": "A {x"})");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("a brace without its partner"));
    }
    SECTION("a value that is no text") {
        french(R"({"a": 1})");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("should be a text"));
    }
    SECTION("a file that is no JSON") {
        french("{");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("is no JSON"));
    }
    SECTION("a file that is no object") {
        french("[\"a\"]");
        CHECK_FALSE(tree.embed());
        CHECK(tree.said("should hold one object"));
    }
    CHECK_FALSE(fs::exists(tree.keys()));
}

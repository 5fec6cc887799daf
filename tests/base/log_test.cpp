// Lines of the log: one JSON object each, whatever is in the fields.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/log.hpp"
#include "base/log_line.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <random>
#include <string>
#include <thread>
#include <unistd.h>

using namespace lectern;
using log::Level;

namespace {

constexpr UtcTime noon = std::chrono::sys_days(std::chrono::year(2027) / 3 / 9) + std::chrono::hours(12);

// The text of one field as it stands in the line.
std::string value(std::string_view text) {
    auto const line = log::line(noon, Level::info, "x", {{"f", text}});
    auto const start = line.find("\"f\":") + 4;
    return line.substr(start, line.size() - start - 1);
}

// Catches what goes to standard error.
class Caught {
public:
    Caught() : file_(std::tmpfile()), before_(::dup(2)) {
        REQUIRE(file_);
        ::dup2(::fileno(file_), 2);
    }
    ~Caught() {
        ::dup2(before_, 2);
        ::close(before_);
        std::fclose(file_);
        log::set_level(Level::info);
    }
    Caught(Caught const&) = delete;
    Caught& operator=(Caught const&) = delete;

    std::string text() const {
        std::string out(4096, '\0');
        auto const size = ::pread(::fileno(file_), out.data(), out.size(), 0);
        out.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
        return out;
    }

private:
    std::FILE* file_;
    int before_;
};

std::size_t lines_of(std::string const& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

} // namespace

TEST_CASE("a line is one JSON object with its fields in order", "[base]") {
    std::string const method = "GET";

    auto const line = log::line(noon, Level::info, "request",
                                {{"method", method},
                                 {"path", "/fr/"},
                                 {"status", 200},
                                 {"octets", std::size_t{12}},
                                 {"lowest", std::numeric_limits<std::int64_t>::min()},
                                 {"kept", true},
                                 {"late", false}});

    CHECK(
        line ==
        R"({"time":"2027-03-09T12:00:00.000Z","level":"info","event":"request","method":"GET",)"
        R"("path":"/fr/","status":200,"octets":12,"lowest":-9223372036854775808,"kept":true,"late":false})");
}

TEST_CASE("a line without fields is whole", "[base]") {
    CHECK(log::line(noon + milliseconds(7), Level::warning, "disk is nearly full", {}) ==
          R"({"time":"2027-03-09T12:00:00.007Z","level":"warning","event":"disk is nearly full"})");
}

TEST_CASE("nothing in a field ends its text or its line", "[base]") {
    CHECK(value("a\"b") == R"("a\"b")");
    CHECK(value("a\\b") == R"("a\\b")");
    CHECK(value("a\nb\rc\td") == R"("a\nb\rc\td")");
    CHECK(value(std::string_view("a\0b", 3)) == R"("a\u0000b")");
    CHECK(value("\x1B[31m\x7F") == R"("\u001b[31m\u007f")");
    CHECK(value("\u0085\u2028\u2029") == R"("\u0085\u2028\u2029")");
    CHECK(value("\u202Ex\u2066") == R"("\u202ex\u2066")");
    CHECK(value("água 日本 😀") == "\"água 日本 😀\"");
    CHECK(value("") == R"("")");
}

TEST_CASE("octets that are no UTF-8 are marked", "[base]") {
    CHECK(value("a\xFF"
                "b") == R"("a\ufffdb")");
    CHECK(value("\xC3") == R"("\ufffd")");
    CHECK(value("\xED\xA0\x80") == R"("\ufffd\ufffd\ufffd")");
    CHECK(value("\xE2\x80") == R"("\ufffd\ufffd")");
}

TEST_CASE("names of fields are escaped too", "[base]") {
    CHECK(log::line(noon, Level::error, "e\"", {{"a\"b", 1}}) ==
          R"({"time":"2027-03-09T12:00:00.000Z","level":"error","event":"e\"","a\"b":1})");
}

TEST_CASE("any octets make one line of UTF-8", "[base]") {
    std::mt19937 random(8259);
    for (int i = 0; i < 5'000; ++i) {
        std::string text;
        for (unsigned k = 0; k < random() % 50; ++k)
            text += static_cast<char>(random() & 255);
        auto const line = value(text);
        CHECK(is_utf8(line));
        CHECK(line.find_first_of("\r\n") == std::string::npos);
    }
}

TEST_CASE("lines go to standard error, one each, as given", "[base]") {
    Caught const caught;

    log::info("started {}", {{"format", "%v {} %n"}});
    log::error("failed", {{"reason", "a\nb"}});

    auto const text = caught.text();
    CHECK(lines_of(text) == 2);
    CHECK(text.find(R"("event":"started {}","format":"%v {} %n"})") != std::string::npos);
    CHECK(text.find(R"("level":"error","event":"failed","reason":"a\nb"})") != std::string::npos);
    CHECK(text.ends_with("}\n"));
}

TEST_CASE("what is below the level is not written", "[base]") {
    Caught const caught;

    SECTION("information by default") {
        log::debug("detail");
        CHECK(caught.text().empty());
    }
    SECTION("everything") {
        log::set_level(Level::debug);
        log::debug("detail");
        CHECK(lines_of(caught.text()) == 1);
    }
    SECTION("errors only") {
        REQUIRE(log::set_level("error"));
        log::warning("warning");
        log::error("error");
        CHECK(lines_of(caught.text()) == 1);
    }
    SECTION("nothing") {
        REQUIRE(log::set_level("off"));
        log::error("error");
        log::write(Level::off, "never", {});
        CHECK(caught.text().empty());
    }
}

TEST_CASE("a level has one of five names", "[base]") {
    for (auto const* name : {"debug", "warning", "error", "off", "info"})
        CHECK(log::set_level(name));
    for (auto const* name : {"", "INFO", "warn", "trace", "info "})
        CHECK_FALSE(log::set_level(name));
}

TEST_CASE("who reads no log holds up nobody, and is told how much was lost", "[base]") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    int const before = ::dup(2);
    ::dup2(ends[1], 2);
    ::close(ends[1]);
    constexpr int written = 40'000;
    std::string text;
    std::thread reader;
    {
        log::Queue const queue;
        for (int i = 0; i < written; ++i) // nobody reads yet
            log::info("request", {{"id", i}});
        reader = std::thread([&] {
            char bytes[65536];
            for (ssize_t size = 0; (size = ::read(ends[0], bytes, sizeof bytes)) > 0;)
                text.append(bytes, static_cast<std::size_t>(size));
        });
    }
    ::dup2(before, 2); // the last of the pipe's writing ends
    ::close(before);
    reader.join();
    ::close(ends[0]);

    auto const mark = text.find(R"("event":"lines dropped","count":)");
    REQUIRE(mark != text.npos);
    auto const dropped = std::stoul(text.substr(text.find("count", mark) + 7));
    CHECK(lines_of(text) - 1 + dropped == written);
    CHECK(text.find(R"("id":0})") != text.npos);
}

// The built-in mailbox: files that are there as a whole, a list of them, and no way out of the folder.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"
#include "mail/mailbox.hpp"
#include "sample.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <vector>

using namespace lectern;
using namespace lectern::mail;

namespace {

class SetClock final : public Clock {
public:
    UtcTime now() const override { return time; }
    UtcTime time = sample::time("2027-03-09T14:00:00.25Z");
};

struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("lectern-mail-" + hex(random_bytes(8)));
    Folder() = default;
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
};

Envelope const envelope{sample::email("events@example.org"), sample::email("adaeze@example.net")};

unsigned mode_of(std::filesystem::path const& path) {
    struct stat found{};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    return found.st_mode & 0777U;
}

} // namespace

TEST_CASE("a mail in the built-in mailbox is one file, named by time and id, and for its owner only",
          "[mail]") {
    Folder const folder;
    SetClock const clock;
    Mailbox mailbox(folder.path / "mail", clock);
    auto const message = sample::invitation();

    auto const out = mailbox.deliver(envelope, compose(message));

    CHECK(out.kind == Outcome::Kind::sent);
    auto const id = message.message_id.substr(0, 32);
    auto const entries = mailbox.list(10);
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].name == "20270309T140000250Z-" + id + ".eml");
    CHECK(entries[0].subject == message.subject.text());
    CHECK(entries[0].to == "Adaeze Okafor <adaeze@example.net>");
    CHECK(entries[0].date == message.date);
    CHECK(mode_of(folder.path / "mail") == 0700U);
    CHECK(mode_of(folder.path / "mail" / entries[0].name) == 0600U);
    CHECK(mailbox.bytes(entries[0].name) == compose(message));
    auto const read = mailbox.read(entries[0].name).value();
    CHECK(read.plain == message.plain);
    CHECK(read.html == message.html);
    CHECK(read.calendar == message.calendar->bytes);
}

TEST_CASE("the newest mail comes first, and older ones page by page", "[mail]") {
    Folder const folder;
    SetClock clock;
    Mailbox mailbox(folder.path, clock);
    for (char const* subject : {"one", "two", "three"}) {
        auto message = sample::message();
        message.subject = subject;
        message.message_id = message_id_of(subject, "example.org");
        mailbox.deliver(envelope, compose(message));
        clock.time += std::chrono::seconds(1);
    }

    auto const first = mailbox.list(2);
    REQUIRE(first.size() == 2);
    CHECK(first[0].subject == "three");
    CHECK(first[1].subject == "two");
    auto const second = mailbox.list(2, first[1].name);
    REQUIRE(second.size() == 1);
    CHECK(second[0].subject == "one");
}

TEST_CASE("what is no finished mail is not listed, and no name leads out of the folder", "[mail]") {
    Folder const folder;
    SetClock const clock;
    Mailbox const mailbox(folder.path / "mail", clock);
    std::ofstream(folder.path / "secret.eml") << "Subject: secret\r\n\r\n";
    std::ofstream(folder.path / "mail" / ".part-0011.eml") << "Subject: half\r\n";
    std::ofstream(folder.path / "mail" / "note.txt") << "x";

    CHECK(mailbox.list(10).empty());
    for (char const* name :
         {"../secret.eml", "/etc/passwd", "", ".eml", ".part-0011.eml", "note.txt", "a/b.eml", "x\0.eml"})
        CHECK_FALSE(mailbox.read(name).has_value());
}

TEST_CASE("a mailbox that cannot be written says so and loses nothing", "[mail]") {
    Folder const folder;
    SetClock const clock;
    Mailbox mailbox(folder.path / "mail", clock);
    std::filesystem::remove_all(folder.path / "mail");

    auto const out = mailbox.deliver(envelope, compose(sample::message()));

    CHECK(out.kind == Outcome::Kind::later);
    CHECK(out.reason.starts_with("the mailbox cannot be written"));
    CHECK(mailbox.list(10).empty());
}

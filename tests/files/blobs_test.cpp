// Files by content: put whole, found by hash, never under a name that somebody gave.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"
#include "files/blobs.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>

using namespace lectern;

namespace {

struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("lectern-blobs-" + hex(random_bytes(6)));
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
};

int count_files(std::filesystem::path const& folder) {
    int count = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder))
        count += entry.is_regular_file() ? 1 : 0;
    return count;
}

} // namespace

TEST_CASE("what is put is read again under the hash of its bytes", "[files]") {
    Folder const folder;
    files::Blobs const blobs(folder.path);
    std::string const bytes("a\0b\r\n\xff", 6);

    auto const hash = blobs.put(bytes);

    CHECK(hash == sha256(bytes));
    CHECK(blobs.read(hash) == bytes);
}

TEST_CASE("the same bytes twice are one file", "[files]") {
    Folder const folder;
    files::Blobs const blobs(folder.path);

    blobs.put("slides");
    blobs.put("slides");

    CHECK(count_files(folder.path) == 1);
}

TEST_CASE("nothing is found under a hash that was never put", "[files]") {
    Folder const folder;
    files::Blobs const blobs(folder.path);

    CHECK_FALSE(blobs.read(sha256("never")).has_value());
}

TEST_CASE("a file that cannot be written leaves nothing behind and says so", "[files]") {
    Folder const folder;
    std::ofstream(folder.path / "in-the-way") << "a file where the folder would be";
    files::Blobs const blobs(folder.path / "in-the-way");

    CHECK_THROWS(blobs.put("slides"));

    CHECK(count_files(folder.path) == 1);
}

TEST_CASE("a file of which only a part could be written leaves nothing behind", "[files]") {
    Folder const folder;
    files::Blobs const blobs(folder.path);
    std::string const bytes(1024 * 1024, 'x');
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    rlimit small = before;
    small.rlim_cur = 64 * 1024;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);

    bool failed = false;
    try {
        blobs.put(bytes);
    } catch (std::exception const&) {
        failed = true;
    }
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);

    CHECK(failed);
    CHECK(count_files(folder.path) == 0);
    CHECK(blobs.read(blobs.put(bytes)) == bytes); // once there is room
}

TEST_CASE("a file is readable by its owner alone", "[files]") {
    Folder const folder;
    files::Blobs const blobs(folder.path);

    auto const path = blobs.path(blobs.put("slides"));

    auto const others = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
    CHECK((std::filesystem::status(path).permissions() & others) == std::filesystem::perms::none);
}

// Files as they are opened, written and read back.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/file.hpp"
#include "support/folder.hpp"

#include <cerrno>
#include <sys/stat.h>
#include <utility>

using namespace lectern;

TEST_CASE("a file is made for its owner alone, and its bytes come back", "[base]") {
    sample::Folder const folder;
    auto const path = folder / "a";
    {
        auto const file = File::make(path);
        REQUIRE(file.is_open());
        CHECK(file.write("abcdef"));
        CHECK(file.sync());
    }

    struct stat state{};
    REQUIRE(::stat(path.c_str(), &state) == 0);
    CHECK((state.st_mode & 077) == 0);
    auto const file = File::read(path);
    CHECK(file.bytes(4) == "abcd");
    CHECK(file.bytes(4) == "ef");
    CHECK(file.bytes(4) == "");
}

TEST_CASE("a name that is taken is not made again, and what is missing is not open", "[base]") {
    sample::Folder const folder;
    auto const path = folder / "a";
    REQUIRE(File::make(path).is_open());

    CHECK_FALSE(File::make(path).is_open());
    CHECK(errno == EEXIST);
    CHECK_FALSE(File::read(folder / "b").is_open());
    CHECK(errno == ENOENT);
    CHECK_FALSE(File::folder(path).is_open());
    CHECK_FALSE(sync_folder(folder / "b"));
    CHECK(sync_folder(folder / "."));
}

TEST_CASE("who takes a file over holds it, and the other has none", "[base]") {
    sample::Folder const folder;
    auto first = File::make(folder / "a");
    auto const second = std::move(first);

    CHECK_FALSE(first.is_open());
    CHECK(second.write("x"));
}

TEST_CASE("a folder is no bytes", "[base]") {
    sample::Folder const folder;
    auto const file = File::read(folder / ".");

    REQUIRE(file.is_open());
    CHECK_FALSE(file.bytes(1).has_value());
}

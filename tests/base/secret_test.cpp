// Digests, tokens and sealed texts, and the files of the keys.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <sys/stat.h>

using namespace lectern;

namespace {

constexpr std::string_view salt = "8 octets";

// A folder that is gone at the end of the test.
class Folder {
public:
    Folder() : path_(std::filesystem::temp_directory_path() / ("lectern-keys-" + hex(random_bytes(8)))) {}
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

unsigned mode_of(std::filesystem::path const& path) {
    struct stat state{};
    REQUIRE(::stat(path.c_str(), &state) == 0);
    return state.st_mode & 07777;
}

void write(std::filesystem::path const& path, std::string const& text) {
    std::ofstream(path, std::ios::binary) << text;
}

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

} // namespace

TEST_CASE("random octets are as many as asked for and never the same", "[base]") {
    CHECK(random_bytes(0).empty());
    CHECK(random_bytes(32).size() == 32);
    CHECK(random_bytes(32) != random_bytes(32));
}

TEST_CASE("digests give the published vectors", "[base]") {
    CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // RFC 4231, test cases 1 and 2.
    CHECK(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hex(hmac_sha256("", "")) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("comparing in constant time tells equal from different", "[base]") {
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("abc", "abc"));
    CHECK_FALSE(equal_in_constant_time("abc", "abd"));
    CHECK_FALSE(equal_in_constant_time("abc", "ab"));
}

TEST_CASE("a link is the same each time and fits into an address", "[base]") {
    auto const keys = Keys::from_seed("test");

    auto const link = keys.link("cancel", 42, salt, 0);

    CHECK(link == keys.link("cancel", 42, salt, 0));
    CHECK(link.size() == 32);
    CHECK(link == percent_encode(link));
    CHECK(Keys::claimed_id(link) == 42);
}

TEST_CASE("a link depends on everything that it is for", "[base]") {
    auto const keys = Keys::from_seed("test");
    std::set<std::string> const links{
        keys.link("cancel", 42, salt, 0), keys.link("join", 42, salt, 0),
        keys.link("cancel", 43, salt, 0), keys.link("cancel", 42, "8 octetz", 0),
        keys.link("cancel", 42, salt, 1), keys.link("cance", 42, "l8 octets", 0),
        keys.link("", 42, "", 0),         Keys::from_seed("other").link("cancel", 42, salt, 0)};

    CHECK(links.size() == 8);
}

TEST_CASE("changing any character of a link makes another link", "[base]") {
    auto const keys = Keys::from_seed("test");
    auto const link = keys.link("cancel", 42, salt, 7);

    for (std::size_t i = 0; i < link.size(); ++i)
        for (char const c : alphabet) {
            auto forged = link;
            forged[i] = c;
            auto const claimed = Keys::claimed_id(forged);
            bool const opens =
                claimed && equal_in_constant_time(forged, keys.link("cancel", *claimed, salt, 7));
            CHECK(opens == (c == link[i]));
        }
}

TEST_CASE("a token of the wrong shape claims nothing", "[base]") {
    auto const link = Keys::from_seed("test").link("cancel", 42, salt, 0);

    CHECK_FALSE(Keys::claimed_id("").has_value());
    CHECK_FALSE(Keys::claimed_id(link.substr(1)).has_value());
    CHECK_FALSE(Keys::claimed_id(link + "A").has_value());
    CHECK_FALSE(Keys::claimed_id(std::string(32, '=')).has_value());
    CHECK_FALSE(Keys::claimed_id(std::string(32, '/')).has_value());
    CHECK_FALSE(Keys::claimed_id(std::string(32, '_')).has_value()); // a negative id
    CHECK(Keys::claimed_id(std::string(32, 'A')) == 0);
}

TEST_CASE("a sealed text opens for its purpose only", "[base]") {
    auto const keys = Keys::from_seed("test");
    auto const sealed = keys.seal("export", "ann@example.org");

    CHECK(keys.unseal("export", sealed) == "ann@example.org");
    CHECK_FALSE(keys.unseal("import", sealed).has_value());
    CHECK_FALSE(Keys::from_seed("other").unseal("export", sealed).has_value());
    CHECK(keys.seal("export", "ann@example.org") != sealed);
    CHECK(sealed == percent_encode(sealed));
}

TEST_CASE("any text can be sealed, the empty one too", "[base]") {
    auto const keys = Keys::from_seed("test");
    auto const text =
        GENERATE(as<std::string>(), "", "a", std::string("\0\xFF\n", 3), std::string(100'000, 'x'));

    CHECK(keys.unseal("", keys.seal("", text)) == text);
}

TEST_CASE("changing any character of a sealed text closes it", "[base]") {
    auto const keys = Keys::from_seed("test");
    auto const sealed = keys.seal("export", "secret");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto forged = sealed;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        CHECK_FALSE(keys.unseal("export", forged).has_value());
        CHECK_FALSE(keys.unseal("export", sealed.substr(0, i)).has_value());
    }
    CHECK_FALSE(keys.unseal("export", sealed + "A").has_value());
}

TEST_CASE("junk claims and opens nothing and does no harm", "[base]") {
    auto const keys = Keys::from_seed("test");
    std::mt19937 random(3);
    for (int i = 0; i < 5'000; ++i) {
        std::string text;
        for (unsigned k = 0; k < random() % 60; ++k)
            text += i % 2 ? alphabet[random() % alphabet.size()] : static_cast<char>(random() & 255);
        CHECK_FALSE(keys.unseal("export", text).has_value());
        (void)Keys::claimed_id(text);
    }
}

TEST_CASE("a pseudonym is short, steady and different with other keys", "[base]") {
    auto const keys = Keys::from_seed("test");

    CHECK(keys.pseudonym("ann@example.org").size() == 12);
    CHECK(keys.pseudonym("ann@example.org") == keys.pseudonym("ann@example.org"));
    CHECK(keys.pseudonym("ann@example.org") != keys.pseudonym("bob@example.org"));
    CHECK(keys.pseudonym("ann@example.org") != Keys::from_seed("other").pseudonym("ann@example.org"));
}

TEST_CASE("keys are made once, for their owner only, and found again", "[base]") {
    Folder const folder;
    auto const place = folder.path() / "data" / "keys";

    auto const made = Keys::open(place);
    auto const found = Keys::open(place.string() + "/");

    CHECK(made.link("cancel", 1, salt, 0) == found.link("cancel", 1, salt, 0));
    CHECK(found.unseal("export", made.seal("export", "x")) == "x");
    CHECK(made.pseudonym("x") == found.pseudonym("x"));
    CHECK(mode_of(place) == 0700);
    std::size_t files = 0;
    for (auto const& file : std::filesystem::directory_iterator(place)) {
        CHECK(mode_of(file.path()) == 0600);
        CHECK(file.file_size() == 32);
        ++files;
    }
    CHECK(files == 3);
}

TEST_CASE("two installations have different keys", "[base]") {
    Folder const one;
    Folder const two;

    CHECK(Keys::open(one.path()).link("cancel", 1, salt, 0) !=
          Keys::open(two.path()).link("cancel", 1, salt, 0));
}

TEST_CASE("a key that others could read is made private again", "[base]") {
    Folder const folder;
    Keys::open(folder.path());
    auto const key = folder.path() / "links.key";
    std::filesystem::permissions(key, std::filesystem::perms(0644));

    Keys::open(folder.path());

    CHECK(mode_of(key) == 0600);
}

TEST_CASE("a key that cannot be used is named and never replaced", "[base]") {
    Folder const folder;
    Keys::open(folder.path());
    auto const key = folder.path() / "sealing.key";
    auto const names_file = Catch::Matchers::StartsWith(key.string() + ": ");

    SECTION("too short") {
        write(key, "short");
        CHECK_THROWS_WITH(Keys::open(folder.path()), names_file);
        CHECK(std::filesystem::file_size(key) == 5);
    }
    SECTION("empty") {
        write(key, "");
        CHECK_THROWS_AS(Keys::open(folder.path()), Error);
    }
    SECTION("too long") {
        write(key, std::string(33, 'x'));
        CHECK_THROWS_WITH(Keys::open(folder.path()), names_file);
    }
    SECTION("a folder") {
        std::filesystem::remove(key);
        std::filesystem::create_directory(key);
        CHECK_THROWS_WITH(Keys::open(folder.path()), names_file);
    }
    SECTION("a link to nowhere") {
        std::filesystem::remove(key);
        std::filesystem::create_symlink("nowhere", key);
        CHECK_THROWS_WITH(Keys::open(folder.path()), names_file);
    }
}

TEST_CASE("a missing key is made without touching the others", "[base]") {
    Folder const folder;
    auto const before = Keys::open(folder.path());
    std::filesystem::remove(folder.path() / "sealing.key");

    auto const after = Keys::open(folder.path());

    CHECK(before.link("cancel", 1, salt, 0) == after.link("cancel", 1, salt, 0));
    CHECK_FALSE(after.unseal("export", before.seal("export", "x")).has_value());
}

TEST_CASE("a place that cannot be a folder is named", "[base]") {
    Folder const folder;
    write(folder.path(), "a file");

    CHECK_THROWS_WITH(Keys::open(folder.path()), Catch::Matchers::StartsWith(folder.path().string()));
}

TEST_CASE("what is wrong with keys is said without mending it", "[base]") {
    auto const folder = std::filesystem::temp_directory_path() / ("lectern-test-" + hex(random_bytes(8)));
    CHECK(Keys::missing(folder).size() == 3);
    Keys::open(folder);
    CHECK(Keys::missing(folder).empty());
    CHECK(Keys::look_at(folder).empty());

    std::filesystem::remove(folder / "links.key");
    std::filesystem::permissions(folder / "sealing.key", std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);

    CHECK(Keys::missing(folder) == std::vector<std::string>{"links.key"});
    auto const wrong = Keys::look_at(folder);
    REQUIRE(wrong.size() == 2);
    CHECK(wrong[0].find("links.key: ") != std::string::npos);
    CHECK(wrong[1].find("sealing.key can be read by other users") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder / "links.key"));
    std::filesystem::remove_all(folder);
}

TEST_CASE("only keys that are lost are made anew, and a damaged one is kept", "[base]") {
    Folder const folder;
    auto const& keys = folder.path();
    Keys::open(keys);
    auto const content = [](std::filesystem::path const& path) {
        std::ifstream file(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    auto const pseudonyms = content(keys / "pseudonyms.key");
    std::filesystem::remove(keys / "links.key");
    write(keys / "sealing.key", "half a key");

    auto const replaced = Keys::replace_lost(keys);

    REQUIRE(replaced.size() == 2);
    CHECK(replaced[0].purpose == Keys::Purpose::links);
    CHECK(replaced[0].kept_as.empty());
    CHECK(replaced[1].purpose == Keys::Purpose::sealing);
    CHECK(content(replaced[1].kept_as) == "half a key");
    CHECK(content(keys / "pseudonyms.key") == pseudonyms);
    CHECK(Keys::look_at(keys).empty());
    CHECK(Keys::replace_lost(keys).empty());
}

TEST_CASE("a damaged key is told with what to do, and by whom it is opened alike", "[base]") {
    Folder const folder;
    auto const& keys = folder.path();
    Keys::open(keys);
    write(keys / "links.key", std::string(33, 'x'));

    CHECK_THROWS_WITH(Keys::open(keys), Catch::Matchers::Contains("links.key: is no key") &&
                                            Catch::Matchers::Contains("--new-keys"));
    auto const wrong = Keys::look_at(keys);
    REQUIRE(wrong.size() == 1);
    CHECK_THAT(wrong[0],
               Catch::Matchers::Contains("links.key is no key") && Catch::Matchers::Contains("backup"));
}

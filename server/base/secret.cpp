// Random octets, digests, and the keys behind links and sealed texts. The only file here that includes
// OpenSSL. SPDX-License-Identifier: MIT
#include "base/secret.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <cerrno>
#include <limits>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace lectern {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t id_size = 8;
constexpr std::size_t proof_size = 16;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

using Purpose = Keys::Purpose;
constexpr auto links = static_cast<std::size_t>(Purpose::links);
constexpr auto sealing = static_cast<std::size_t>(Purpose::sealing);
constexpr auto pseudonyms = static_cast<std::size_t>(Purpose::pseudonyms);
constexpr std::array<char const*, 3> key_names{"links.key", "sealing.key", "pseudonyms.key"};

unsigned char const* octets(std::string_view bytes) {
    return reinterpret_cast<unsigned char const*>(bytes.data());
}
unsigned char* octets(std::string& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

int int_size(std::string_view bytes) {
    ensure(bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()),
           "a text that OpenSSL can take");
    return static_cast<int>(bytes.size());
}

std::string big_endian(std::uint64_t value) {
    std::string out(id_size, '\0');
    for (std::size_t i = id_size; i-- > 0; value >>= 8)
        out[i] = static_cast<char>(value & 255);
    return out;
}

std::string big_endian(std::int64_t value) {
    return big_endian(static_cast<std::uint64_t>(value));
}

// With its length before it, so that no two lists of parts give the same octets.
std::string measured(std::string_view part) {
    return big_endian(std::uint64_t{part.size()}) + std::string(part);
}

} // namespace

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    ensure(RAND_bytes(octets(bytes), int_size(bytes)) == 1, "the system gives random octets");
    return bytes;
}

std::string sha256(std::string_view bytes) {
    std::string digest(32, '\0');
    ensure(EVP_Digest(bytes.data(), bytes.size(), octets(digest), nullptr, EVP_sha256(), nullptr) == 1,
           "OpenSSL has SHA-256");
    return digest;
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    std::string digest(32, '\0');
    auto const* made = HMAC(EVP_sha256(), key.empty() ? "" : key.data(), int_size(key), octets(bytes),
                            bytes.size(), octets(digest), nullptr);
    ensure(made, "OpenSSL has HMAC");
    return digest;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// --- keys on disk ------------------------------------------------------------------------------------------

namespace {

[[noreturn]] void fail(std::filesystem::path const& path, std::string const& what) {
    throw Error(path.string() + ": " + what);
}

[[noreturn]] void fail_with_errno(std::filesystem::path const& path) {
    fail(path, std::generic_category().message(errno));
}

constexpr auto is_no_key = "is no key: it should hold 32 octets. Restore the folder keys/ from a backup; "
                           "where there is none, lectern init "
                           "--new-keys makes a new one in its place";

void make_folder(std::filesystem::path const& folder) {
    std::error_code code;
    std::filesystem::create_directories(folder.parent_path(), code);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        fail_with_errno(folder);
}

// Whole or not at all: the key is written beside its place and linked there. Of two programs that do so at
// once one wins, and both read that one's key afterwards.
void make_key(std::filesystem::path const& path) {
    auto const draft = path.string() + "." + hex(random_bytes(8));
    {
        auto const file = File::make(draft);
        if (!file.is_open() || !file.write(random_bytes(key_size)) || !file.sync())
            fail_with_errno(draft);
    }
    bool const linked = ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST;
    int const reason = errno;
    ::unlink(draft.c_str());
    if (!linked) {
        errno = reason;
        fail_with_errno(path);
    }
    if (!sync_folder(path.parent_path()))
        fail_with_errno(path.parent_path());
}

void keep_private(std::filesystem::path const& path, int fd) {
    struct stat state{};
    if (::fstat(fd, &state) != 0)
        fail_with_errno(path);
    if (!S_ISREG(state.st_mode))
        fail(path, "is no file");
    if ((state.st_mode & 077) != 0 && ::fchmod(fd, 0600) != 0)
        fail(path, "can be read by other users of this machine (its mode should be 0600)");
}

std::string read_key(std::filesystem::path const& path) {
    auto const file = File::read(path);
    if (!file.is_open())
        fail_with_errno(path);
    keep_private(path, file.descriptor());
    auto key = file.bytes(key_size + 1);
    if (!key)
        fail_with_errno(path);
    if (key->size() != key_size)
        fail(path, is_no_key);
    return *key;
}

std::string open_key(std::filesystem::path const& path) {
    if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT)
        make_key(path);
    return read_key(path);
}

} // namespace

Keys Keys::open(std::filesystem::path const& folder) {
    auto const place = folder.has_filename() ? folder : folder.parent_path();
    make_folder(place);
    std::array<std::string, 3> keys;
    for (std::size_t i = 0; i < keys.size(); ++i)
        keys[i] = open_key(place / key_names[i]);
    return Keys(std::move(keys));
}

std::vector<std::string> Keys::missing(std::filesystem::path const& folder) {
    std::vector<std::string> names;
    for (auto const* name : key_names)
        if (::access((folder / name).c_str(), F_OK) != 0 && errno == ENOENT)
            names.emplace_back(name);
    return names;
}

std::vector<std::string> Keys::look_at(std::filesystem::path const& folder) {
    std::vector<std::string> wrong;
    for (auto const* name : key_names) {
        auto const path = folder / name;
        auto const file = File::read(path);
        struct stat state{};
        if (!file.is_open() || ::fstat(file.descriptor(), &state) != 0)
            wrong.push_back(path.string() + ": " + std::generic_category().message(errno));
        else if (!S_ISREG(state.st_mode) || file.bytes(key_size + 1).value_or("").size() != key_size)
            wrong.push_back(path.string() + " " + is_no_key);
        else if ((state.st_mode & 077) != 0)
            wrong.push_back(path.string() + " can be read by other users of this machine: chmod 600 it");
    }
    return wrong;
}

std::vector<Keys::Replaced> Keys::replace_lost(std::filesystem::path const& folder) {
    std::vector<Replaced> replaced;
    make_folder(folder);
    for (std::size_t i = 0; i < key_names.size(); ++i) {
        auto const path = folder / key_names[i];
        std::string kept_as;
        if (std::filesystem::exists(std::filesystem::symlink_status(path))) {
            auto const file = File::read(path);
            if (!file.is_open()) // it may be sound: who may not read it must not put another in its place
                fail_with_errno(path);
            auto const bytes = file.bytes(key_size + 1);
            if (!bytes)
                fail_with_errno(path);
            if (bytes->size() == key_size)
                continue;
            kept_as = path.string() + ".damaged-" + hex(random_bytes(4));
            std::filesystem::rename(path, kept_as);
        }
        make_key(path);
        replaced.push_back({static_cast<Purpose>(i), path.string(), kept_as});
    }
    return replaced;
}

Keys Keys::from_seed(std::string_view seed) {
    std::array<std::string, 3> keys;
    for (std::size_t i = 0; i < keys.size(); ++i)
        keys[i] = hmac_sha256(seed, key_names[i]);
    return Keys(std::move(keys));
}

std::string Keys::link(std::string_view purpose, std::int64_t id, std::string_view salt,
                       std::int64_t epoch) const {
    auto const proven = measured(purpose) + big_endian(id) + measured(salt) + big_endian(epoch);
    return base64url(big_endian(id) + hmac_sha256(keys_[links], proven).substr(0, proof_size));
}

std::optional<std::int64_t> Keys::claimed_id(std::string_view token) {
    auto const bytes = token.size() == (id_size + proof_size) / 3 * 4 ? from_base64url(token) : std::nullopt;
    if (!bytes)
        return std::nullopt;
    std::uint64_t id = 0;
    for (char const c : bytes->substr(0, id_size))
        id = id << 8 | static_cast<unsigned char>(c);
    if (id > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return std::nullopt;
    return static_cast<std::int64_t>(id);
}

// --- sealing -----------------------------------------------------------------------------------------------

namespace {

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)>;

Cipher cipher() {
    Cipher made(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    ensure(made != nullptr, "OpenSSL has memory for a cipher");
    return made;
}

} // namespace

std::string Keys::seal(std::string_view purpose, std::string_view text) const {
    auto const context = cipher();
    auto const nonce = random_bytes(nonce_size);
    std::string hidden(text.size(), '\0');
    std::string tag(tag_size, '\0');
    int size = 0;
    bool const sealed =
        EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, octets(keys_[sealing]),
                           octets(nonce)) == 1 &&
        EVP_EncryptUpdate(context.get(), nullptr, &size, octets(purpose), int_size(purpose)) == 1 &&
        EVP_EncryptUpdate(context.get(), octets(hidden), &size, octets(text), int_size(text)) == 1 &&
        EVP_EncryptFinal_ex(context.get(), octets(tag), &size) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_size), tag.data()) == 1;
    ensure(sealed, "OpenSSL has AES-256-GCM");
    return base64url(nonce + hidden + tag);
}

std::optional<std::string> Keys::unseal(std::string_view purpose, std::string_view sealed) const {
    auto const bytes = from_base64url(sealed);
    if (!bytes || bytes->size() < nonce_size + tag_size)
        return std::nullopt;
    auto const nonce = bytes->substr(0, nonce_size);
    auto const hidden = bytes->substr(nonce_size, bytes->size() - nonce_size - tag_size);
    auto tag = bytes->substr(bytes->size() - tag_size);
    auto const context = cipher();
    std::string text(hidden.size(), '\0');
    std::string rest(tag_size, '\0');
    int size = 0;
    bool const opened =
        EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, octets(keys_[sealing]),
                           octets(nonce)) == 1 &&
        EVP_DecryptUpdate(context.get(), nullptr, &size, octets(purpose), int_size(purpose)) == 1 &&
        EVP_DecryptUpdate(context.get(), octets(text), &size, octets(hidden), int_size(hidden)) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_size), tag.data()) ==
            1 &&
        EVP_DecryptFinal_ex(context.get(), octets(rest), &size) == 1;
    return opened ? std::optional(std::move(text)) : std::nullopt;
}

std::string Keys::pseudonym(std::string_view text) const {
    return hex(hmac_sha256(keys_[pseudonyms], text).substr(0, 6));
}

} // namespace lectern

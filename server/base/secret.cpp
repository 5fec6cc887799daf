// Random octets, digests, and the keys behind links and sealed texts. The only file here that includes
// OpenSSL. SPDX-License-Identifier: MIT
#include "base/secret.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <cerrno>
#include <fcntl.h>
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

enum Purpose : std::size_t { links, sealing, pseudonyms };
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

class Descriptor {
public:
    Descriptor(std::filesystem::path const& path, int flags, mode_t mode = 0)
        : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    ~Descriptor() {
        if (fd_ >= 0)
            ::close(fd_);
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    bool is_open() const { return fd_ >= 0; }
    int number() const { return fd_; }

private:
    int fd_;
};

void make_folder(std::filesystem::path const& folder) {
    std::error_code code;
    std::filesystem::create_directories(folder.parent_path(), code);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        fail_with_errno(folder);
}

void sync(std::filesystem::path const& path, int fd) {
    if (::fsync(fd) != 0)
        fail_with_errno(path);
}

void write_all(std::filesystem::path const& path, int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            fail_with_errno(path);
        if (written > 0)
            bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

// Whole or not at all: the key is written beside its place and linked there. Of two programs that do so at
// once one wins, and both read that one's key afterwards.
void make_key(std::filesystem::path const& path) {
    auto const draft = path.string() + "." + hex(random_bytes(8));
    {
        Descriptor const file(draft, O_WRONLY | O_CREAT | O_EXCL, 0600);
        if (!file.is_open())
            fail_with_errno(draft);
        write_all(draft, file.number(), random_bytes(key_size));
        sync(draft, file.number());
    }
    bool const linked = ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST;
    int const reason = errno;
    ::unlink(draft.c_str());
    if (!linked) {
        errno = reason;
        fail_with_errno(path);
    }
    Descriptor const folder(path.parent_path(), O_RDONLY | O_DIRECTORY);
    if (!folder.is_open())
        fail_with_errno(path.parent_path());
    sync(path.parent_path(), folder.number());
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
    Descriptor const file(path, O_RDONLY | O_NONBLOCK);
    if (!file.is_open())
        fail_with_errno(path);
    keep_private(path, file.number());
    std::string key(key_size + 1, '\0');
    auto const size = ::read(file.number(), key.data(), key.size());
    if (size != static_cast<ssize_t>(key_size))
        fail(path, "is no key: it should hold 32 octets");
    key.resize(key_size);
    return key;
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
        struct stat state{};
        if (::stat(path.c_str(), &state) != 0)
            wrong.push_back(path.string() + ": " + std::generic_category().message(errno));
        else if (!S_ISREG(state.st_mode) || state.st_size != static_cast<off_t>(key_size))
            wrong.push_back(path.string() + " is no key: it should be a file of 32 octets");
        else if ((state.st_mode & 077) != 0)
            wrong.push_back(path.string() + " can be read by other users of this machine: chmod 600 it");
    }
    return wrong;
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

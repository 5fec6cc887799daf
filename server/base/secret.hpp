// Randomness, digests, and the tokens that open something. OpenSSL only.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern {

std::string random_bytes(std::size_t count); // from RAND_bytes; throws Bug where the system has none
std::string sha256(std::string_view bytes);  // 32 bytes
std::string hmac_sha256(std::string_view key, std::string_view bytes);
bool equal_in_constant_time(std::string_view a, std::string_view b);

// The keys of one installation: 32 random bytes per purpose, kept in `keys/` of the data folder with mode
// 0600, never in the database. Immutable after opening; thread-safe.
class Keys {
public:
    enum class Purpose { links, sealing, pseudonyms };

    // Reads the folder, making what is missing (0700/0600, fsynced). Throws Error naming the file that cannot
    // be read.
    static Keys open(std::filesystem::path const& folder);
    // Which of its files the folder lacks.
    static std::vector<std::string> missing(std::filesystem::path const& folder);
    // What is wrong with the folder, a sentence each, without changing anything.
    static std::vector<std::string> look_at(std::filesystem::path const& folder);
    // Makes a new key for each that is missing or damaged. A damaged one is renamed, never removed, and one
    // that is sound or cannot be read stays as it is (the latter throws Error).
    struct Replaced {
        Purpose purpose;
        std::string path;
        std::string kept_as; // where the damaged one is now; empty where it was missing
    };
    static std::vector<Replaced> replace_lost(std::filesystem::path const& folder);
    // Keys made from a seed, for tests only.
    static Keys from_seed(std::string_view seed);

    // A long-lived link: base64url(id ‖ HMAC-SHA-256(key, purpose ‖ id ‖ salt ‖ epoch)[0..16]). `salt` is the
    // 8 random bytes of the row and `epoch` its revocation count, so that a retry renders the same link while
    // neither database nor backup holds anything usable. Purposes never open one another.
    std::string link(std::string_view purpose, std::int64_t id, std::string_view salt,
                     std::int64_t epoch) const;
    // The id that a token claims to be for, unproven: look up the row, then compare with link(). Nothing
    // where the token has the wrong shape.
    static std::optional<std::int64_t> claimed_id(std::string_view token);

    // Seals a short text (AES-256-GCM, random nonce, purpose as associated data) as base64url; opens it
    // again, or nothing where it was not sealed here for that purpose.
    std::string seal(std::string_view purpose, std::string_view text) const;
    std::optional<std::string> unseal(std::string_view purpose, std::string_view sealed) const;

    // A keyed digest of something personal, for the log: 12 hex digits that cannot be turned back.
    std::string pseudonym(std::string_view text) const;

private:
    explicit Keys(std::array<std::string, 3> keys) : keys_(std::move(keys)) {}
    std::array<std::string, 3> keys_; // links, sealing, pseudonyms
};

} // namespace lectern

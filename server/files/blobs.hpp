// Files by content: the bytes lie in the data folder under the hex of their SHA-256, never under a name that
// somebody gave. Put there whole or not at all. SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::files {

// Thread-safe: files are never changed once they are there.
class Blobs {
public:
    explicit Blobs(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // Writes, fsyncs, renames, fsyncs the folder; gives back the 32 bytes of the hash. Throws Error,
    // StorageFull.
    std::string put(std::string_view bytes) const;
    // Nothing where there is no such file.
    std::optional<std::string> read(std::string_view hash) const;
    std::filesystem::path path(std::string_view hash) const; // "ab/cdef…"

private:
    std::filesystem::path folder_;
};

} // namespace lectern::files

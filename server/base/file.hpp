// An open file or folder, and the two steps that make a file last: its bytes, then the folder that holds its
// name. SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace lectern {

// Closed when it goes out of scope, and never handed to another program. Calls that fail leave their reason
// in errno, for who calls knows what to say about it.
class File {
public:
    static File read(std::filesystem::path const& path);
    // For its owner alone; where the name is taken, it is not open.
    static File make(std::filesystem::path const& path);
    static File folder(std::filesystem::path const& path);
    // Made where it is missing, for a lock.
    static File lock(std::filesystem::path const& path);

    File(File&& other) noexcept;
    File& operator=(File&&) = delete;
    ~File();

    bool is_open() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }
    bool write(std::string_view bytes) const; // all of them, or false
    bool sync() const;                        // false: they may not be on the disk
    // At most `most` bytes from where the last read ended; nothing where it fails.
    std::optional<std::string> bytes(std::size_t most) const;

private:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

// A name is on the disk when the folder that holds it is. False with errno.
bool sync_folder(std::filesystem::path const& path);

} // namespace lectern

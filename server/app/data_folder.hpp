// The data folder: one process at a time may write in it.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/file.hpp"

#include <filesystem>
#include <optional>

namespace lectern::app {

class DataFolder {
public:
    // Makes the folder (0700) where it is missing and takes its lock; throws Error naming who holds it.
    explicit DataFolder(std::filesystem::path path);
    DataFolder(DataFolder const&) = delete;
    DataFolder& operator=(DataFolder const&) = delete;

    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path database() const { return path_ / "lectern.db"; }
    std::filesystem::path keys() const { return path_ / "keys"; }
    std::filesystem::path mail() const { return path_ / "mail"; }
    std::filesystem::path files() const { return path_ / "files"; }

private:
    std::filesystem::path path_;
    std::optional<File> lock_;
};

} // namespace lectern::app

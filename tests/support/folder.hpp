// A folder of its own for one test, gone when the test is over.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/secret.hpp"
#include "base/text.hpp"

#include <filesystem>

namespace lectern::sample {

class Folder {
public:
    Folder() { std::filesystem::create_directories(path_); }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;

    std::filesystem::path const& path() const { return path_; }
    std::filesystem::path operator/(char const* name) const { return path_ / name; }

private:
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("lectern-test-" + hex(random_bytes(8)));
};

} // namespace lectern::sample

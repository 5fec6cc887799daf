// Durable puts: file first, then its name, then the folder that holds the name.
// SPDX-License-Identifier: MIT
#include "files/blobs.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace lectern::files {
namespace {

[[noreturn]] void fail(std::string const& what) {
    if (errno == ENOSPC || errno == EDQUOT)
        throw StorageFull();
    throw Error(what + ": " + std::strerror(errno));
}

void make_durable(std::filesystem::path const& folder) {
    if (!sync_folder(folder))
        fail("cannot write a folder");
}

} // namespace

std::filesystem::path Blobs::path(std::string_view hash) const {
    auto const name = hex(hash);
    return folder_ / name.substr(0, 2) / name.substr(2);
}

std::string Blobs::put(std::string_view bytes) const {
    auto const hash = sha256(bytes);
    auto const final_path = path(hash);
    if (std::filesystem::exists(final_path))
        return hash;
    bool const is_new_folder = std::filesystem::create_directories(final_path.parent_path());
    auto const temporary = final_path.parent_path() / (".new-" + hex(random_bytes(8)));
    try {
        {
            auto const file = File::make(temporary);
            if (!file.is_open())
                fail("cannot make a file in " + folder_.string());
            if (!file.write(bytes) || !file.sync())
                fail("cannot write a file");
        }
        std::filesystem::rename(temporary, final_path);
    } catch (...) { // half a file would fill a disk that is full
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        throw;
    }
    make_durable(final_path.parent_path());
    if (is_new_folder) {
        make_durable(folder_);
        make_durable(std::filesystem::absolute(folder_).parent_path());
    }
    return hash;
}

std::optional<std::string> Blobs::read(std::string_view hash) const {
    std::ifstream file(path(hash), std::ios::binary);
    if (!file)
        return {};
    std::stringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

} // namespace lectern::files

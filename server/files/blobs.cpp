// Durable puts: file first, then its name, then the folder that holds the name.
// SPDX-License-Identifier: MIT
#include "files/blobs.hpp"

#include "base/error.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace lectern::files {
namespace {

class Descriptor {
public:
    Descriptor(std::filesystem::path const& path, int flags)
        : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    ~Descriptor() {
        if (fd_ >= 0)
            ::close(fd_);
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    int get() const { return fd_; }

private:
    int fd_;
};

[[noreturn]] void fail(std::string const& what) {
    if (errno == ENOSPC || errno == EDQUOT)
        throw StorageFull();
    throw Error(what + ": " + std::strerror(errno));
}

void write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            fail("cannot write a file");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void sync_folder(std::filesystem::path const& path) {
    Descriptor const folder(path, O_RDONLY | O_DIRECTORY);
    if (folder.get() < 0 || ::fsync(folder.get()) != 0)
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
            Descriptor const file(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
            if (file.get() < 0)
                fail("cannot make a file in " + folder_.string());
            write_all(file.get(), bytes);
            if (::fsync(file.get()) != 0)
                fail("cannot write a file");
        }
        std::filesystem::rename(temporary, final_path);
    } catch (...) { // half a file would fill a disk that is full
        ::unlink(temporary.c_str());
        throw;
    }
    sync_folder(final_path.parent_path());
    if (is_new_folder) { // a name is on the disk when the folder that holds it is
        sync_folder(folder_);
        sync_folder(std::filesystem::absolute(folder_).parent_path());
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

// POSIX calls, begun again where a signal broke them off.
// SPDX-License-Identifier: MIT
#include "base/file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace lectern {
namespace {

constexpr mode_t for_its_owner = 0600;

int open(std::filesystem::path const& path, int flags) {
    return ::open(path.c_str(), flags | O_CLOEXEC, for_its_owner);
}

} // namespace

File File::read(std::filesystem::path const& path) {
    return File(open(path, O_RDONLY | O_NONBLOCK)); // what is no file, such as a pipe, holds up nobody
}

File File::make(std::filesystem::path const& path) {
    return File(open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW));
}

File File::folder(std::filesystem::path const& path) {
    return File(open(path, O_RDONLY | O_DIRECTORY));
}

File File::lock(std::filesystem::path const& path) {
    return File(open(path, O_RDWR | O_CREAT));
}

File::File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

File::~File() {
    if (is_open())
        ::close(descriptor_);
}

bool File::write(std::string_view bytes) const {
    while (!bytes.empty()) {
        auto const written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            return false;
        bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return true;
}

bool File::sync() const {
    return ::fsync(descriptor_) == 0;
}

std::optional<std::string> File::bytes(std::size_t most) const {
    std::string found(most, '\0');
    std::size_t size = 0;
    while (size < most) {
        auto const count = ::read(descriptor_, found.data() + size, most - size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return {};
        if (count == 0)
            break;
        size += static_cast<std::size_t>(count);
    }
    found.resize(size);
    return found;
}

bool sync_folder(std::filesystem::path const& path) {
    auto const folder = File::folder(path);
    return folder.is_open() && folder.sync();
}

} // namespace lectern

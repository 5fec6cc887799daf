// flock on a file of the folder; the kernel lets go of it when the process ends, however it ends.
// SPDX-License-Identifier: MIT
#include "app/data_folder.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <unistd.h>

namespace lectern::app {

DataFolder::DataFolder(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code error;
    bool const is_new = std::filesystem::create_directories(path_, error);
    if (error)
        throw Error("cannot make the data folder " + path_.string() + ": " + error.message() +
                    ". Choose another with --data");
    if (is_new)
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
    auto const file = path_ / "lock";
    lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0)
        throw Error("cannot write in the data folder " + path_.string() + ": " + std::strerror(errno));
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        std::string holder;
        std::ifstream(file) >> holder;
        ::close(lock_);
        lock_ = -1;
        throw Error("the data folder " + path_.string() + " is in use by process " +
                    (holder.empty() ? "?" : holder) +
                    "; stop it first, or choose another folder with --data");
    }
    auto const own = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock_, 0) != 0 || ::write(lock_, own.data(), own.size()) < 0)
        return; // only the name of the holder is missing then
}

DataFolder::~DataFolder() {
    if (lock_ >= 0)
        ::close(lock_);
}

} // namespace lectern::app

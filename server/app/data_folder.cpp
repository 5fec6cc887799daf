// flock on a file of the folder; the kernel lets go of it when the process ends, however it ends.
// SPDX-License-Identifier: MIT
#include "app/data_folder.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sys/file.h>
#include <tuple>
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
    auto lock = File::lock(file);
    if (!lock.is_open())
        throw Error("cannot write in the data folder " + path_.string() + ": " + std::strerror(errno));
    if (::flock(lock.descriptor(), LOCK_EX | LOCK_NB) != 0) {
        std::string holder;
        std::ifstream(file) >> holder;
        throw Error("the data folder " + path_.string() + " is in use by process " +
                    (holder.empty() ? "?" : holder) +
                    "; stop it first, or choose another folder with --data");
    }
    // where this fails, only the name of the holder is missing
    std::ignore = ::ftruncate(lock.descriptor(), 0) == 0 && lock.write(std::to_string(::getpid()) + "\n");
    lock_.emplace(std::move(lock));
}

} // namespace lectern::app

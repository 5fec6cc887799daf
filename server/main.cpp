// Parses nothing itself: hands the command line over, turns an exception into words and an exit code.
// SPDX-License-Identifier: MIT
#include "app/commands.hpp"

#include <csignal>
#include <exception>
#include <iostream>
#include <sys/stat.h>

int main(int count, char** arguments) {
    ::umask(077);                  // whatever is written is for its owner alone
    std::signal(SIGPIPE, SIG_IGN); // who reads our log may go away
    std::signal(SIGXFSZ, SIG_IGN); // a file at its limit is an error like a full disk
    try {
        return lectern::app::run(count, arguments);
    } catch (std::exception const& error) {
        std::cerr << "lectern: " << error.what() << '\n';
        return 1;
    }
}

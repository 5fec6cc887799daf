// Parses nothing itself: hands the command line over, turns an exception into words and an exit code.
// SPDX-License-Identifier: MIT
#include "app/commands.hpp"

#include <exception>
#include <iostream>

int main(int count, char** arguments) {
    try {
        return lectern::app::run(count, arguments);
    } catch (std::exception const& error) {
        std::cerr << "lectern: " << error.what() << '\n';
        return 1;
    }
}

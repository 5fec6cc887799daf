// Asio and Beast, compiled once (ASIO_SEPARATE_COMPILATION, BEAST_SEPARATE_COMPILATION).
// SPDX-License-Identifier: MIT
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>

#include <stdexcept>

// An assertion of the library is an error of one request, never the end of the process: Beast 345 asserts on
// bytes that a client may send.
namespace boost {
void assertion_failed(char const* expression, char const*, char const*, long) {
    throw std::logic_error(expression);
}
void assertion_failed_msg(char const* expression, char const* message, char const*, char const*, long) {
    throw std::logic_error(std::string(expression) + ": " + message);
}
} // namespace boost

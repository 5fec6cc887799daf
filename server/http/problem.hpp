// Turns what was thrown into an answer: RFC 9457 for the API, a page for pages. One place for the whole
// program. SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "http/reply.hpp"
#include "http/request.hpp"
#include "http/router.hpp"

#include <exception>

namespace lectern::http {

struct Problem {
    int status = 500;
    std::string code = "internal"; // stable; /problems/<code> is its type, problem_<code> its title
    std::vector<FieldError> errors;
    std::string reason{}; // of a malformed body: "json", "encoding", …
    std::string detail{}; // empty: the word problem_<code>_detail or problem_<code>_<reason>_detail, if any
};

Problem problem_of(std::exception_ptr thrown); // logs what is ours to mend
// `instance` is the request's id. Words are in the language of the request.
Reply problem_reply(Problem const& problem, Request const& request, Face face);
// One field's mistake in words, as problems and pages show it.
std::string say_error(Language language, FieldError const& error);

} // namespace lectern::http

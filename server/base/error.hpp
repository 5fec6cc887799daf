// The closed set of meanings with which work can fail. Free of HTTP and of words: `http/problem.cpp` turns
// each into an RFC 9457 answer, the reader's language is chosen there. SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lectern {

// A value that a message for people may name, as in "at most {max} characters".
struct Detail {
    std::string name;
    std::string value;
    bool operator==(Detail const&) const = default;
};

// One mistake in one field. `pointer` is a JSON pointer (RFC 6901) into the body, or "?name" for a query
// parameter. `code` is stable and documented; the message for people is the word `error_<code>` of the
// catalogue.
struct FieldError {
    std::string pointer;
    std::string code;
    std::vector<Detail> details;
    bool operator==(FieldError const&) const = default;
};

class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// 422: well-formed, but fields are wrong; holds every mistake, never only the first.
class Invalid : public Error {
public:
    explicit Invalid(std::vector<FieldError> fields) : Error("invalid"), fields_(std::move(fields)) {}
    std::vector<FieldError> const& fields() const { return fields_; }

private:
    std::vector<FieldError> fields_;
};

// 400: cannot be read at all. The code says what ("json", "encoding", …).
class Malformed : public Error {
public:
    explicit Malformed(std::string code) : Error("malformed: " + code), code_(std::move(code)) {}
    std::string const& code() const { return code_; }

private:
    std::string code_;
};

// 404. `what` is for the log only; the answer never says which part of an address was wrong.
class NotFound : public Error {
public:
    explicit NotFound(std::string_view what) : Error("not found: " + std::string(what)) {}
};

// 401, 403, 410, 412, 413, 503: nothing to add to the meaning.
class NotSignedIn : public Error {
public:
    NotSignedIn() : Error("not signed in") {}
};
class NotAllowed : public Error {
public:
    NotAllowed() : Error("not allowed") {}
};
class Gone : public Error {
public:
    explicit Gone(std::string code = "gone") : Error(code), code_(std::move(code)) {}
    std::string const& code() const { return code_; }

private:
    std::string code_;
};
class Stale : public Error {
public:
    Stale() : Error("stale") {}
};
class TooLarge : public Error {
public:
    TooLarge() : Error("too large") {}
};
class Overloaded : public Error {
public:
    Overloaded() : Error("overloaded") {}
};

// 409: the state of things forbids it. The code is stable ("closed", "cancelled", "in_flight", …).
class Conflict : public Error {
public:
    explicit Conflict(std::string code) : Error("conflict: " + code), code_(std::move(code)) {}
    std::string const& code() const { return code_; }

private:
    std::string code_;
};

// 507: the disk is full. Nothing was written.
class StorageFull : public Error {
public:
    StorageFull() : Error("storage is full") {}
};

// A broken promise of the program itself. Becomes a 500 with nothing leaked, and a line in the log.
class Bug : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

// States what must hold. Throws Bug, so that a savepoint rolls back and the process lives on.
inline void ensure(bool holds, char const* what) {
    if (!holds)
        throw Bug(what);
}

} // namespace lectern

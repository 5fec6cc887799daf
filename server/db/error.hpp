// What a database may say no with. Features use ON CONFLICT … RETURNING for outcomes they expect; an error
// that reaches them is a 409 only where the use case names it, else a bug. SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

namespace lectern::db {

class Duplicate : public Error { // UNIQUE or PRIMARY KEY
public:
    using Error::Error;
};
class BrokenReference : public Error { // FOREIGN KEY
public:
    using Error::Error;
};
class RuleBroken : public Error { // CHECK, NOT NULL, type of a STRICT column, RAISE of a trigger
public:
    using Error::Error;
};
class Busy : public Error { // nothing was written, and it may be tried again
public:
    using Error::Error;
};
// I/O error, corruption, failed fsync: the caller got no promise, and the server goes unready for good.
class StorageFailed : public Error {
public:
    using Error::Error;
};

} // namespace lectern::db

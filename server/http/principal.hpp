// Who is signed in, as endpoints see it. Found anew for every request, so that a change of roles counts at
// once. SPDX-License-Identifier: MIT
#pragma once

#include "base/id.hpp"

namespace lectern::http {

struct Principal {
    PersonId person;
    LoginId login; // the browser that asks
    bool is_administrator = false;
};

} // namespace lectern::http

// Loading that only this feature's own files need.
// SPDX-License-Identifier: MIT
#pragma once

#include "db/session.hpp"
#include "features/registration/registration.hpp"

namespace lectern::registration {

Registration registration_from(db::Row const& row);

} // namespace lectern::registration

// One connection from accept to close.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/serve.hpp"

namespace lectern::http {

// Coroutines of the lane they are spawned on. `peer` is the address of the other end. The connection outlives
// them.
Task<void> serve_plain(Shared& shared, Lane& lane, Connection& connection, std::string peer);
Task<void> serve_secure(Shared& shared, Lane& lane, Connection& connection, std::string peer);

} // namespace lectern::http

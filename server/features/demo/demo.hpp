// Front door of the demo: sql/demo fills a fresh database, this keeps its dates alive. For `init --demo` and
// `serve`. SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"

namespace lectern::db {
class Read;
class Write;
} // namespace lectern::db

namespace lectern::demo {

// Whether this database was filled from sql/demo.
bool is_demo(db::Read& db);

// Moves the demo to the day of `now` (UTC; the hour never matters), so that it always looks as on its first
// day:
// - The running month is the calendar month of `now`. Its events move by whole weeks: two lie in the week
// before the
//   present one (Monday to Sunday), none in it, the others in the two weeks after it. Where they leave the
//   calendar month, the days of the month follow them.
// - Other events move by whole calendar months and keep weekday and place: the second Tuesday becomes the
// second Tuesday;
//   a fifth becomes the last. What takes several days stays together, and so do the editions of an event.
// - What hangs on an event (materials, products, registrations, questions) keeps its distance to it; what
// hangs on a month
//   keeps its day of the month. Samples are never younger than the installation.
// Instants are computed anew from local time and zone. Nobody was told, so no sequence rises.
// Does nothing in the same week of the same month, nor once anybody registered whose address is not at
// example.org: then real people use it. Call it at every start, and after the script.
void freshen(db::Write& tx, UtcTime now);

} // namespace lectern::demo

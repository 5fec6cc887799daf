// Making and checking a data folder.
// SPDX-License-Identifier: MIT
#include "app/init.hpp"

#include "app/app.hpp"
#include "app/data_folder.hpp"
#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/secret.hpp"
#include "db/catalogue.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/demo/demo.hpp"
#include "files/blobs.hpp"
#include "gen/demo_portraits.hpp"
#include "gen/sql/site.hpp"

#include <iostream>

namespace lectern::app {
namespace {

void fill_with_demo(DataFolder const& folder, UtcTime now) {
    db::run_sqlite_script(folder.database(), sql::demo_script());
    files::Blobs const blobs(folder.files());
    for (auto const& portrait : gen::demo_portraits())
        blobs.put(portrait.bytes);
    auto const database = db::open_sqlite(folder.database(), {}, now);
    database->write([&](db::Write& tx) {
        tx.run(sql::site::begin_instance, "now"_p = now);
        demo::freshen(tx, now);
    });
    database->write([](db::Write& tx) { catalogue::index_everything(tx); });
    database->close();
}

std::string_view loss_of(Keys::Purpose purpose) {
    switch (purpose) {
    case Keys::Purpose::links:
        return "Every link that was mailed until now is dead; people get new ones with their next mail";
    case Keys::Purpose::sealing:
        return "Corrections just after registering, and mails for signing in that still wait, are void";
    case Keys::Purpose::pseudonyms:
        return "An address has another digest in the log from now on";
    }
    throw Bug("a key has a purpose");
}

void replace_lost_keys(std::filesystem::path const& folder) {
    auto const replaced = Keys::replace_lost(folder);
    for (auto const& one : replaced)
        std::cout << "A new key was made: " << one.path
                  << (one.kept_as.empty() ? ", which was missing"
                                          : "; the damaged one is kept as " + one.kept_as)
                  << ". " << loss_of(one.purpose) << ".\n";
    if (replaced.empty())
        std::cout << "No key is missing or damaged, so none was made.\n";
}

} // namespace

void need_database(Config const& config) {
    auto const file = config.data / "lectern.db";
    if (!std::filesystem::exists(file))
        throw Error("there is no database at " + file.string() + "; make one with lectern init");
    db::need_own_database(file);
}

int init(Config const& config, InitOptions options) {
    SystemClock const clock;
    DataFolder const folder(config.data);
    if (options.new_keys && std::filesystem::exists(folder.database())) {
        db::need_own_database(folder.database());
        replace_lost_keys(folder.keys());
    }
    bool is_empty = true;
    {
        auto const database = db::open_sqlite(folder.database(), {}, clock.now());
        open_keys(folder.keys(), *database);
        is_empty =
            !database->read([](db::Read& db) { return db.maybe<std::int64_t>(sql::site::has_content); });
        database->close();
    }
    if (options.demo && !is_empty)
        throw Error("the data folder " + folder.path().string() +
                    " holds a community already; choose another with --data");
    if (options.demo)
        fill_with_demo(folder, clock.now());
    std::cout << "The data folder " << folder.path().string() << " is ready"
              << (options.demo ? ", with a demo community" : "") << ".\n";
    return 0;
}

} // namespace lectern::app

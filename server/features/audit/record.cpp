// Adding a line, and checking them all.
// SPDX-License-Identifier: MIT
#include "base/secret.hpp"
#include "base/text.hpp"
#include "db/session.hpp"
#include "features/audit/audit.hpp"
#include "gen/sql/audit.hpp"

namespace lectern::audit {
namespace {

struct Line {
    std::int64_t id = 1;
    UtcTime at{};
    std::optional<PersonId> actor;
    std::string action, noun;
    std::int64_t noun_id = 0;
    std::optional<CommunityId> community;
    std::string values_hash, hash_before, hash;

    // Lengths stand before texts, so that no two lines are written alike.
    std::string digest() const {
        std::string text = std::to_string(id) + " " + rfc3339(at) + " ";
        text += actor ? std::to_string(actor->value()) : "-";
        for (auto const* part : {&action, &noun})
            text += " " + std::to_string(part->size()) + ":" + *part;
        text += " " + std::to_string(noun_id) + " ";
        text += community ? std::to_string(community->value()) : "-";
        return sha256(text + " " + hex(values_hash) + " " + hex(hash_before));
    }
};

std::string digest_of_values(std::string const& salt, std::string const& before, std::string const& after) {
    return sha256(salt + std::to_string(before.size()) + ":" + before + after);
}

struct Latest {
    std::int64_t id;
    std::string hash;
    static Latest from(db::Row const& row) {
        return {row.get<std::int64_t>("id"), row.get<std::string>("hash")};
    }
};

struct Kept {
    Line line;
    std::optional<std::string> salt, before, after;
    static Kept from(db::Row const& row) {
        return {{row.get<std::int64_t>("id"), row.get<UtcTime>("at"),
                 row.get<std::optional<PersonId>>("actor_id"), row.get<std::string>("action"),
                 row.get<std::string>("noun"), row.get<std::int64_t>("noun_id"),
                 row.get<std::optional<CommunityId>>("community_id"), row.get<std::string>("values_hash"),
                 row.get<std::string>("hash_before"), row.get<std::string>("hash")},
                row.get<std::optional<std::string>>("salt"),
                row.get<std::optional<std::string>>("value_before"),
                row.get<std::optional<std::string>>("value_after")};
    }
};

std::string const beginning(32, '\0');

} // namespace

void record(db::Write& tx, Change const& change, UtcTime now) {
    auto const latest = tx.maybe<Latest>(sql::audit::latest);
    auto const salt = random_bytes(16);
    Line line{.id = latest ? latest->id + 1 : 1,
              .at = now,
              .actor = change.actor,
              .action = std::string(change.action),
              .noun = std::string(change.noun),
              .noun_id = change.noun_id,
              .community = change.community,
              .values_hash = digest_of_values(salt, change.before, change.after),
              .hash_before = latest ? latest->hash : beginning,
              .hash = {}};
    line.hash = line.digest();
    tx.run(sql::audit::add, "id"_p = line.id, "at"_p = line.at, "actor"_p = line.actor,
           "action"_p = line.action, "noun"_p = line.noun, "noun_id"_p = line.noun_id,
           "community"_p = line.community, "values_hash"_p = db::Bytes{line.values_hash},
           "before"_p = db::Bytes{line.hash_before}, "hash"_p = db::Bytes{line.hash});
    tx.run(sql::audit::add_values, "id"_p = line.id, "salt"_p = db::Bytes{salt}, "before"_p = change.before,
           "after"_p = change.after);
}

std::optional<std::int64_t> first_broken(db::Read& db) {
    std::optional<std::int64_t> broken;
    std::string before = beginning;
    std::int64_t next = 1;
    db.each(sql::audit::chain, [&](db::Row const& row) {
        auto const kept = Kept::from(row);
        auto const& line = kept.line;
        bool const is_sound =
            line.id == next && line.hash_before == before && line.digest() == line.hash &&
            (!kept.salt || digest_of_values(*kept.salt, *kept.before, *kept.after) == line.values_hash);
        if (!is_sound && !broken)
            broken = line.id;
        before = line.hash;
        next = line.id + 1;
    });
    return broken;
}

} // namespace lectern::audit

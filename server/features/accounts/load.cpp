// People and logins in the database, and the cookie that stands for a login.
// SPDX-License-Identifier: MIT
#include "features/accounts/load.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "features/accounts/rules.hpp"
#include "gen/sql/accounts.hpp"

#include <array>
#include <utility>

namespace lectern::accounts {
namespace {

Person person_from(db::Row const& row) {
    Person one;
    one.id = row.get<PersonId>("id");
    one.email = row.get<std::string>("email");
    one.email_key = row.get<std::string>("email_key");
    one.name = row.get<std::string>("name");
    one.language = language_of(row.get<std::string>("language")).value_or(Language::en);
    auto const zone = Zone::find(row.get<std::string>("time_zone"));
    ensure(zone.has_value(), "a person has a zone that the system does not know");
    one.zone = *zone;
    one.organisation = row.get<std::optional<std::string>>("organisation");
    one.country = row.get<std::optional<std::string>>("country");
    one.shown_to_members = row.get<std::string>("shown_to") == "members";
    one.is_verified = row.get<std::optional<std::int64_t>>("verified_at").has_value();
    return one;
}

struct Loaded {
    Person person;
    static Loaded from(db::Row const& row) { return {person_from(row)}; }
};

struct Who {
    http::Principal principal;
    UtcTime created_at{}, seen_at{};
    static Who from(db::Row const& row) {
        Who who{.principal = {},
                .created_at = row.get<UtcTime>("created_at"),
                .seen_at = row.get<UtcTime>("seen_at")};
        who.principal.person = row.get<PersonId>("person_id");
        who.principal.login = row.get<LoginId>("id");
        who.principal.is_administrator = row.get<bool>("is_administrator");
        return who;
    }
    Rank rank() const {
        return principal.is_administrator   ? Rank::administrator
               : principal.is_facilitator() ? Rank::facilitator
                                            : Rank::person;
    }
};

struct Stands {
    http::Standing standing;
    static Stands from(db::Row const& row) {
        auto const role = http::role_of(row.get<std::string>("role"));
        ensure(role.has_value(), "a membership has a role that the program does not know");
        return {{row.get<CommunityId>("id"), *role}};
    }
};

constexpr auto worth_noting = std::chrono::minutes{1};
constexpr int cookie_seconds = 30 * 24 * 3600; // the server ends a login earlier by its own clock

} // namespace

void Seen::note(LoginId login, UtcTime at) {
    std::lock_guard const lock(mutex_);
    auto& known = seen_[login];
    known = std::max(known, at);
}

std::map<LoginId, UtcTime> Seen::take() {
    std::lock_guard const lock(mutex_);
    return std::exchange(seen_, {});
}

std::optional<http::Principal> who(db::Read& db, Parts const& parts, http::Request const& request) {
    auto const cookie = request.cookie(login_cookie_name(parts));
    if (!cookie || cookie->empty())
        return {};
    auto const hash = sha256(*cookie);
    auto found = db.maybe<Who>(sql::accounts::who, "hash"_p = db::Bytes{hash});
    if (!found)
        return {};
    for (auto const& one : db.all<Stands>(sql::accounts::standings, "person"_p = found->principal.person))
        found->principal.standings.push_back(one.standing);
    if (!is_alive(found->created_at, found->seen_at, found->rank(), request.now))
        return {};
    if (request.now - found->seen_at > worth_noting)
        parts.seen.note(found->principal.login, request.now);
    return found->principal;
}

bool has_administrator(db::Read& db) {
    return db.one<std::int64_t>(sql::accounts::administrators) > 0;
}

void write_seen(db::Write& tx, Seen& seen) {
    for (auto const& [login, at] : seen.take())
        tx.run(sql::accounts::saw_login, "login"_p = login, "at"_p = at);
}

bool forget_old(db::Write& tx, UtcTime now) {
    auto const links = tx.run(sql::accounts::forget_sign_ins, "before"_p = now - std::chrono::hours{24});
    auto const logins = tx.run(sql::accounts::forget_logins, "before"_p = now - longest_idle);
    return links + logins > 0;
}

Person load_person(db::Read& db, PersonId id) {
    return db.one<Loaded>(sql::accounts::person, "person"_p = id).person;
}

std::optional<Person> find_person(db::Read& db, std::string const& email_key) {
    auto found = db.maybe<Loaded>(sql::accounts::person_by_key, "key"_p = email_key);
    return found ? std::optional(std::move(found->person)) : std::nullopt;
}

LetIn let_in(db::Write& tx, Arrival const& arrival) {
    LetIn result;
    if (auto const known = find_person(tx, arrival.email_key)) {
        result.person = known->id;
        result.is_new = !known->is_verified; // whoever typed the address before may not have been its owner
        tx.run(sql::accounts::prove_person, "person"_p = known->id, "email"_p = arrival.email,
               "now"_p = arrival.now);
    } else {
        result.is_new = arrival.name.empty();
        auto const name =
            arrival.name.empty() ? arrival.email.substr(0, arrival.email.find('@')) : arrival.name;
        result.person = tx.one<PersonId>(sql::accounts::add_person, "email"_p = arrival.email,
                                         "key"_p = arrival.email_key, "name"_p = name,
                                         "language"_p = tag(arrival.language), "zone"_p = Zone::utc().name(),
                                         "now"_p = arrival.now);
    }
    tx.run(sql::accounts::trust, "key"_p = arrival.email_key);
    tx.run(sql::accounts::add_account, "person"_p = result.person, "now"_p = arrival.now);
    if (!arrival.cookie_before.empty()) {
        auto const before = sha256(arrival.cookie_before);
        tx.run(sql::accounts::end_login_of_browser, "hash"_p = db::Bytes{before});
    }
    result.cookie = base64url(random_bytes(32));
    auto const hash = sha256(result.cookie);
    tx.one<LoginId>(sql::accounts::add_login, "person"_p = result.person, "hash"_p = db::Bytes{hash},
                    "browser"_p = arrival.browser, "now"_p = arrival.now);
    return result;
}

std::string login_cookie_name(Parts const& parts) {
    return parts.secure_site ? "__Host-sid" : "sid";
}

std::string login_cookie(Parts const& parts, std::string const& value) {
    return login_cookie_name(parts) + "=" + value + "; Path=/; Max-Age=" + std::to_string(cookie_seconds) +
           "; HttpOnly; SameSite=Lax" + (parts.secure_site ? "; Secure" : "");
}

std::string no_login_cookie(Parts const& parts) {
    return login_cookie_name(parts) + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax" +
           (parts.secure_site ? "; Secure" : "");
}

std::string browser_name(std::string_view user_agent) {
    // the first that fits: every later one also names itself after an earlier one
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> browsers{
        {{"Edg", "Edge"},
         {"OPR/", "Opera"},
         {"Opera", "Opera"},
         {"SamsungBrowser", "Samsung Internet"},
         {"Firefox", "Firefox"},
         {"Chrome", "Chrome"},
         {"Safari", "Safari"}}};
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> systems{{{"Android", "Android"},
                                                                                    {"iPhone", "iPhone"},
                                                                                    {"iPad", "iPad"},
                                                                                    {"KAIOS", "KaiOS"},
                                                                                    {"Windows", "Windows"},
                                                                                    {"Mac OS", "macOS"},
                                                                                    {"Linux", "Linux"}}};
    std::string name;
    for (auto const& [mark, called] : browsers)
        if (name.empty() && user_agent.find(mark) != user_agent.npos)
            name = called;
    std::string system;
    for (auto const& [mark, called] : systems)
        if (system.empty() && user_agent.find(mark) != user_agent.npos)
            system = called;
    return name + (name.empty() || system.empty() ? "" : ", ") + system;
}

} // namespace lectern::accounts

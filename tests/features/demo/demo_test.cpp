// The demo community: what it holds, and that its dates keep up with the calendar on every day of more than a
// year. SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "db/catalogue.hpp"
#include "db/session.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "features/demo/demo.hpp"
#include "support/root.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

using namespace lectern;
using namespace std::chrono;
namespace fs = std::filesystem;

namespace {

// Queries of this test only.
template <db::FixedText Sql>
struct Ask {
    static constexpr db::QueryText text{"demo_test", Sql.view(), __FILE__};
    static constexpr std::array<std::string_view, 0> parameters{};
};
struct Install {
    static constexpr db::QueryText text{
        "demo_test",
        "INSERT INTO instance (id, created_at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET created_at = $1",
        __FILE__};
    static constexpr std::array<std::string_view, 1> parameters{"now"};
};

constexpr auto past = "water-downstream";
constexpr auto running = "consent-that-counts";
constexpr auto coming = "closing-well";

struct Session {
    std::int64_t event = 0;
    std::string month;
    std::string zone;
    LocalTime start;
    LocalTime end;
    UtcTime starts_at{};
    UtcTime ends_at{};
    std::string tzdb;
    std::int64_t sequence = 0;
    UtcTime changed_at{};
    bool is_workshop = false;
    bool has_seats = false;

    static Session from(db::Row const& row) {
        return {row.get<std::int64_t>("event_id"),
                row.get<std::string>("month"),
                row.get<std::string>("time_zone"),
                LocalTime::parse(row.get<std::string>("local_start")).value(),
                LocalTime::parse(row.get<std::string>("local_end")).value(),
                row.get<UtcTime>("starts_at"),
                row.get<UtcTime>("ends_at"),
                row.get<std::string>("tzdb_version"),
                row.get<std::int64_t>("sequence"),
                row.get<UtcTime>("changed_at"),
                row.get<bool>("is_workshop"),
                row.get<bool>("has_seats")};
    }
    bool operator==(Session const&) const = default;
};

struct Month {
    std::string slug;
    std::string starts_on;
    std::string ends_on;

    static Month from(db::Row const& row) {
        return {row.get<std::string>("slug"), row.get<std::string>("starts_on"),
                row.get<std::string>("ends_on")};
    }
    bool has(std::string const& day) const { return starts_on <= day && day <= ends_on; }
    bool operator==(Month const&) const = default;
};

// A text that should exist: whose it is, in which language.
struct Text {
    std::string owner;
    std::string language;

    static Text from(db::Row const& row) {
        return {row.get<std::string>("owner"), row.get<std::string>("language")};
    }
};

struct Portrait {
    std::string slug;
    std::string hash;
    std::int64_t size = 0;

    static Portrait from(db::Row const& row) {
        return {row.get<std::string>("slug"), row.get<std::string>("hash"), row.get<std::int64_t>("size")};
    }
};

// A fresh database with the demo, made at `now`; gone at the end of the test.
class Demo {
public:
    explicit Demo(UtcTime now)
        : folder_(fs::temp_directory_path() / ("lectern-demo-" + hex(random_bytes(8)))) {
        fs::create_directories(folder_);
        auto const file = folder_ / "lectern.db";
        db::open_sqlite(file, {}, now)->close();
        db::run_sqlite_script(file, sql::demo_script());
        database_ = db::open_sqlite(file, {.readers = 1}, now);
        database_->write([now](db::Write& tx) { tx.run(Install{}, "now"_p = now); });
        freshen(now);
    }
    ~Demo() {
        database_->close();
        fs::remove_all(folder_);
    }
    Demo(Demo const&) = delete;
    Demo& operator=(Demo const&) = delete;

    void freshen(UtcTime now) {
        database_->write([now](db::Write& tx) { demo::freshen(tx, now); });
    }
    bool is_demo() {
        return database_->read([](db::Read& db) { return demo::is_demo(db); });
    }

    template <class T, db::FixedText Sql>
    std::vector<T> all() {
        return database_->read([](db::Read& db) { return db.all<T>(Ask<Sql>{}); });
    }
    template <db::FixedText Sql>
    std::int64_t number() {
        return all<std::int64_t, Sql>().at(0);
    }
    template <db::FixedText Sql>
    void run() {
        database_->write([](db::Write& tx) { tx.run(Ask<Sql>{}); });
    }
    std::vector<Session> sessions() {
        return all<
            Session,
            "SELECT e.event_id, m.slug AS month, s.time_zone, s.local_start, s.local_end, s.starts_at,"
            " s.ends_at, s.tzdb_version, s.sequence, s.changed_at, ev.kind = 'workshop' AS is_workshop,"
            " e.capacity IS NULL OR e.seats_taken < e.capacity AS has_seats"
            " FROM session s JOIN edition e ON e.id = s.edition_id JOIN event ev ON ev.id = e.event_id"
            " JOIN month m ON m.id = ev.month_id ORDER BY ev.id, s.id">();
    }
    std::vector<Month> months() {
        return all<Month, "SELECT slug, starts_on, ends_on FROM month ORDER BY id">();
    }

private:
    fs::path folder_;
    std::unique_ptr<db::Database> database_;
};

UtcTime utc(int y, unsigned m, unsigned d, int hour = 0) {
    return sys_days(year(y) / month(m) / day(d)) + hours(hour);
}

std::string day_of(UtcTime time) {
    return to_local(time, Zone::utc()).text().substr(0, 10);
}

bool is_working_day(LocalTime day) {
    return day.weekday() >= 1 && day.weekday() <= 5;
}

// Events of a month that are over, and those to come with a free seat in some edition.
struct Standing {
    std::set<std::int64_t> over;
    std::set<std::int64_t> open;
    std::set<std::int64_t> live;
};

Standing standing(std::vector<Session> const& sessions, std::string const& month, UtcTime now) {
    Standing found;
    std::map<std::int64_t, UtcTime> ends;
    for (auto const& session : sessions) {
        if (session.month != month)
            continue;
        auto& end = ends[session.event];
        end = std::max(end, session.ends_at);
        if (session.starts_at > now && session.has_seats)
            found.open.insert(session.event);
        if (day_of(session.starts_at) <= day_of(now) && day_of(now) <= day_of(session.ends_at))
            found.live.insert(session.event);
    }
    for (auto const& [event, end] : ends)
        if (end <= now)
            found.over.insert(event);
    return found;
}

// What holds on every day.
void check_rules(Demo& demo, UtcTime now) {
    INFO(rfc3339(now));
    auto const sessions = demo.sessions();
    std::map<std::int64_t, std::vector<LocalTime>> workshops;
    for (auto const& session : sessions) {
        auto const zone = Zone::find(session.zone).value();
        REQUIRE(session.starts_at == resolve_leniently(session.start, zone));
        REQUIRE(session.ends_at == resolve_leniently(session.end, zone));
        REQUIRE(session.tzdb == tzdb_version());
        REQUIRE(session.sequence == 0);
        REQUIRE(is_working_day(session.start));
        REQUIRE(session.start.hour >= 8);
        REQUIRE(session.end.hour <= 18);
        if (session.is_workshop)
            workshops[session.event].push_back(session.start);
    }
    REQUIRE(workshops.size() == 2);
    for (auto const& [event, days] : workshops) {
        REQUIRE(days.size() == 3);
        REQUIRE(days_between(days[0], days[1]) == 1);
        REQUIRE(days_between(days[1], days[2]) == 1);
    }

    auto const before = standing(sessions, past, now);
    auto const present = standing(sessions, running, now);
    auto const after = standing(sessions, coming, now);
    REQUIRE(before.over.size() == 5);
    REQUIRE(present.over.size() == 2);
    REQUIRE(present.open.size() == 2);
    REQUIRE(present.live.empty());
    REQUIRE(after.over.empty());
    REQUIRE(after.open.size() == 4);

    auto const months = demo.months();
    auto const today = day_of(now);
    REQUIRE(months.size() == 3);
    REQUIRE(months[0].ends_on < today);
    REQUIRE(months[1].has(today));
    REQUIRE(months[1].starts_on <= today.substr(0, 8) + "01");
    REQUIRE(months[2].starts_on > today);
    for (auto const& session : sessions)
        for (auto const& m : months)
            if (m.slug == session.month) {
                REQUIRE(m.has(session.start.text().substr(0, 10)));
                REQUIRE(m.has(session.end.text().substr(0, 10)));
            }

    REQUIRE(demo.number<
                "SELECT (SELECT count(*) FROM invariant_seats) + (SELECT count(*) FROM invariant_event_times)"
                " + (SELECT count(*) FROM invariant_free_seat_with_waiting)"
                " + (SELECT count(*) FROM invariant_confirmed_without_message) AS id">() == 0);
    auto const latest = demo.number<"SELECT max(at) AS id FROM (SELECT max(created_at) AS at FROM material"
                                    " UNION ALL SELECT max(published_at) FROM product"
                                    " UNION ALL SELECT max(consent_at) FROM appearance"
                                    " UNION ALL SELECT max(created_at) FROM question"
                                    " UNION ALL SELECT max(created_at) FROM registration"
                                    " UNION ALL SELECT max(latest_activity_at) FROM community)">();
    REQUIRE(UtcTime(milliseconds(latest)) <= now);
    REQUIRE(demo.number<"SELECT count(*) AS id FROM registration r JOIN edition e ON e.id = r.edition_id"
                        " JOIN event ev ON ev.id = e.event_id WHERE r.created_at >= ev.starts_at">() == 0);
    REQUIRE(demo.number<
                "SELECT count(*) AS id FROM material ma JOIN event ev ON ev.id = ma.event_id"
                " WHERE ma.kind IN ('recording', 'audio', 'transcript') AND ma.created_at < ev.ends_at">() ==
            0);
}

} // namespace

TEST_CASE("the demo looks alive on every day of fourteen months", "[demo]") {
    auto const first = sys_days(year(2026) / 11 / 1);
    auto const last = sys_days(year(2027) / 12 / 31);
    Demo demo(first);

    for (auto day = first; day <= last; day += days(1)) {
        UtcTime const now = day + minutes((day - first).count() * 217 % 1440);
        demo.freshen(now);
        check_rules(demo, now);
    }
}

TEST_CASE("a demo made on any day looks alive at once", "[demo]") {
    auto const [y, m] =
        GENERATE(std::pair{2026, 11U}, std::pair{2027, 2U}, std::pair{2027, 8U}, std::pair{2028, 2U});
    auto const last = static_cast<unsigned>((year(y) / month(m) / std::chrono::last).day());
    auto const d = GENERATE(1U, 2U, 7U, 15U, 16U, 22U, 0U);
    auto const now = utc(y, m, d == 0 ? last : d, 23);

    Demo demo(now);

    check_rules(demo, now);
}

TEST_CASE("outside the running month, the second Tuesday stays the second Tuesday", "[demo]") {
    Demo demo(utc(2026, 11, 16));
    auto const before = demo.sessions();

    demo.freshen(utc(2027, 3, 30));

    auto const after = demo.sessions();
    REQUIRE(after.size() == before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        auto const& was = before[i];
        auto const& is = after[i];
        CHECK(is.start.weekday() == was.start.weekday());
        CHECK(is.start.hour == was.start.hour);
        CHECK(is.changed_at == utc(2027, 3, 30));
        if (was.month != running && !was.is_workshop)
            CHECK((is.start.day - 1) / 7 == (was.start.day - 1) / 7);
    }
}

TEST_CASE("within a week of the same month nothing moves", "[demo]") {
    Demo demo(utc(2026, 11, 16));
    auto const before = demo.sessions();

    demo.freshen(utc(2026, 11, 22, 23));

    CHECK(demo.sessions() == before);
}

TEST_CASE("reminders of the old dates are void after a move, and only then", "[demo]") {
    Demo demo(utc(2026, 11, 23));
    REQUIRE(demo.number<"SELECT max(schedule_version) AS id FROM session">() == 1);

    demo.freshen(utc(2026, 11, 30));

    CHECK(demo.number<
              "SELECT count(*) AS id FROM session s JOIN edition e ON e.id = s.edition_id"
              " JOIN event ev ON ev.id = e.event_id JOIN month m ON m.id = ev.month_id"
              " WHERE s.schedule_version <> CASE WHEN m.slug = 'consent-that-counts' THEN 2 ELSE 1 END">() ==
          0);
}

TEST_CASE("once a real person has registered, nothing moves any more", "[demo]") {
    Demo demo(utc(2026, 11, 16));
    auto const sessions = demo.sessions();
    auto const months = demo.months();
    demo.run<"INSERT INTO person (email, email_key, name, language, time_zone, created_at, last_activity_at)"
             " VALUES ('ines@example.net', 'ines@example.net', 'Inês', 'pt', 'Africa/Maputo', 0, 0)">();
    demo.run<"INSERT INTO registration (edition_id, person_id, email, email_key, name, language, time_zone, "
             "state, salt,"
             " created_at, changed_at) SELECT e.id, p.id, p.email, p.email_key, p.name, 'pt', p.time_zone, "
             "'confirmed',"
             " x'0102030405060708', 0, 0 FROM person p, edition e WHERE p.email = 'ines@example.net' AND "
             "e.capacity IS NULL"
             " ORDER BY e.id LIMIT 1">();

    demo.freshen(utc(2027, 1, 8));

    CHECK(demo.sessions() == sessions);
    CHECK(demo.months() == months);
}

TEST_CASE("a database without the demo is left alone", "[demo]") {
    Demo demo(utc(2026, 11, 16));
    REQUIRE(demo.is_demo());
    demo.run<"DELETE FROM setting WHERE name = 'demo_month'">();
    auto const before = demo.sessions();

    demo.freshen(utc(2027, 1, 8));

    CHECK_FALSE(demo.is_demo());
    CHECK(demo.sessions() == before);
}

TEST_CASE("the texts of the demo exist in the languages promised", "[demo]") {
    Demo demo(utc(2026, 11, 16));

    // Community, series, the running and the coming month and their events: four languages, nothing left
    // empty.
    CHECK(
        demo.all<
                Text,
                "WITH wanted (language) AS (VALUES ('en'), ('fr'), ('es'), ('pt')),"
                " noun (owner, kind, id) AS (SELECT slug, 'community', id FROM community"
                " UNION ALL SELECT slug, 'series', id FROM series"
                " UNION ALL SELECT slug, 'month', id FROM month WHERE slug <> 'water-downstream'"
                " UNION ALL SELECT ev.slug, 'event', ev.id FROM event ev JOIN month m ON m.id = ev.month_id"
                " WHERE m.slug <> 'water-downstream'),"
                " written (kind, id, language) AS (SELECT 'community', community_id, language FROM "
                "community_text"
                " WHERE '' NOT IN (title, summary, objective, focus, location, how_to_join)"
                " UNION ALL SELECT 'series', series_id, language FROM series_text WHERE '' NOT IN (summary, "
                "description)"
                " UNION ALL SELECT 'month', month_id, language FROM month_text WHERE '' NOT IN (summary, "
                "description)"
                " UNION ALL SELECT 'event', event_id, language FROM event_text WHERE summary <> ''"
                " AND length(description) > 300)"
                " SELECT n.owner, w.language FROM noun n JOIN wanted w LEFT JOIN written t ON t.kind = n.kind"
                " AND t.id = n.id AND t.language = w.language WHERE t.id IS NULL ORDER BY 1, 2">()
            .empty());
    // Everything else: English and the original.
    CHECK(demo.all<Text,
                   "WITH noun (owner, kind, id, original) AS (SELECT slug, 'month', id, original_language "
                   "FROM month"
                   " UNION ALL SELECT slug, 'event', id, original_language FROM event"
                   " UNION ALL SELECT slug, 'speaker', id, original_language FROM speaker"
                   " UNION ALL SELECT slug, 'product', id, original_language FROM product),"
                   " written (kind, id, language) AS (SELECT 'month', month_id, language FROM month_text"
                   " UNION ALL SELECT 'event', event_id, language FROM event_text WHERE length(description) "
                   "> 300"
                   " UNION ALL SELECT 'speaker', speaker_id, language FROM speaker_text"
                   " WHERE length(biography) > 120 AND photo_alt <> ''"
                   " UNION ALL SELECT 'product', product_id, language FROM product_text WHERE summary <> ''),"
                   " wanted (owner, kind, id, language) AS (SELECT owner, kind, id, 'en' FROM noun"
                   " UNION SELECT owner, kind, id, original FROM noun)"
                   " SELECT w.owner, w.language FROM wanted w LEFT JOIN written t ON t.kind = w.kind AND "
                   "t.id = w.id"
                   " AND t.language = w.language WHERE t.id IS NULL ORDER BY 1, 2">()
              .empty());
    // Dates belong to the program, never to a title.
    CHECK(
        demo.all<
                std::string,
                "SELECT title AS id FROM (SELECT title FROM event_text UNION ALL SELECT title FROM month_text"
                " UNION ALL SELECT title FROM series_text UNION ALL SELECT title FROM product_text)"
                " WHERE title GLOB '*[0-9][0-9]*'">()
            .empty());
}

TEST_CASE("the demo shows what a community has", "[demo]") {
    Demo demo(utc(2026, 11, 16));

    CHECK(demo.number<"SELECT count(*) AS id FROM speaker">() == 12);
    CHECK(demo.number<"SELECT count(DISTINCT country) AS id FROM speaker">() >= 10);
    CHECK(demo.number<"SELECT count(DISTINCT original_language) AS id FROM event">() == 4);
    CHECK(demo.number<"SELECT count(DISTINCT role) AS id FROM appearance">() == 4);
    CHECK(demo.number<"SELECT count(*) AS id FROM dial_in">() >= 4);
    CHECK(demo.number<"SELECT count(*) AS id FROM question">() >= 4);
    CHECK(demo.number<"SELECT count(DISTINCT month_id) AS id FROM month_host">() == 3);
    CHECK(demo.number<"SELECT count(DISTINCT role) AS id FROM partner">() == 3);
    // One webinar in two languages at two hours.
    CHECK(demo.number<"SELECT count(*) AS id FROM edition a JOIN edition b ON b.event_id = a.event_id"
                      " JOIN session sa ON sa.edition_id = a.id JOIN session sb ON sb.edition_id = b.id"
                      " WHERE a.language = 'en' AND b.language = 'es' AND sa.starts_at < sb.starts_at">() ==
          1);
    // One edition that is full, with people waiting.
    CHECK(demo.number<
              "SELECT count(*) AS id FROM edition e WHERE e.capacity = e.seats_taken AND e.waitlist_last ="
              " (SELECT count(*) FROM registration r WHERE r.edition_id = e.id AND r.state = 'waitlisted')"
              " AND e.waitlist_last > 1">() == 1);
    // Every webinar that is over has a recording with its size, and the past month a guide for each webinar
    // and for itself.
    CHECK(
        demo.all<std::string,
                 "SELECT ev.slug AS id FROM event ev JOIN month m ON m.id = ev.month_id"
                 " WHERE ev.kind = 'webinar' AND m.slug = 'water-downstream' AND"
                 " (NOT EXISTS (SELECT 1 FROM material ma WHERE ma.event_id = ev.id AND ma.kind = 'recording'"
                 " AND ma.size > 0) OR NOT EXISTS (SELECT 1 FROM product p WHERE p.event_id = ev.id))">()
            .empty());
    CHECK(
        demo.number<"SELECT count(*) AS id FROM product WHERE event_id IS NULL AND month_id IS NOT NULL">() >=
        1);
    // No address leads to anybody.
    CHECK(demo.number<"SELECT count(*) AS id FROM person WHERE email NOT LIKE '%@example.org'">() == 0);
    CHECK(demo.all<std::string,
                   "SELECT url AS id FROM (SELECT url FROM material UNION ALL SELECT url FROM product"
                   " UNION ALL SELECT url FROM speaker_link UNION ALL SELECT url FROM partner"
                   " UNION ALL SELECT platform_url FROM edition)"
                   " WHERE url NOT LIKE 'https://example.org/%' AND url NOT LIKE 'https://%.example.org/%'">()
              .empty());
}

TEST_CASE("every speaker has a portrait, and the database knows its bytes", "[demo]") {
    auto const folder = test::root() / "sql/demo/portraits";
    Demo demo(utc(2026, 11, 16));

    auto const portraits =
        demo.all<Portrait, "SELECT s.slug, lower(hex(b.hash)) AS hash, b.size FROM speaker s"
                           " JOIN blob b ON b.hash = s.photo AND b.media_type = 'image/webp'">();

    CHECK(portraits.size() == 12);
    for (auto const& portrait : portraits) {
        INFO(portrait.slug);
        std::ifstream file(folder / (portrait.slug + ".webp"), std::ios::binary);
        std::string const bytes{std::istreambuf_iterator<char>(file), {}};
        CHECK(bytes.size() <= 5 * 1024);
        CHECK(static_cast<std::int64_t>(bytes.size()) == portrait.size);
        CHECK(hex(sha256(bytes)) == portrait.hash);
    }
}

// Inserts nouns as a facilitator's pages will.
// SPDX-License-Identifier: MIT
#include "support/sample.hpp"

#include "support/catch.hpp"

#include "base/email.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"

namespace lectern::test::sample {
namespace {

std::string number(std::int64_t value) {
    return std::to_string(value);
}
std::string now(TestApp& app) {
    return number(app.clock.now().time_since_epoch().count());
}

void add_texts(TestApp& app, std::string const& noun, std::int64_t id, std::vector<Text> const& texts,
               bool has_description = true) {
    for (auto const& text : texts)
        if (has_description)
            app.insert("INSERT INTO " + noun + "_text (" + noun +
                           "_id, language, title, summary, description) VALUES (?, ?, ?, ?, ?)",
                       {number(id), text.language, text.title, text.summary, text.description});
        else
            app.insert("INSERT INTO " + noun + "_text (" + noun +
                           "_id, language, title, summary) VALUES (?, ?, ?, ?)",
                       {number(id), text.language, text.title, text.summary});
}

} // namespace

std::int64_t add(TestApp& app, Community const& community) {
    auto const id = app.insert(
        "INSERT INTO community (slug, original_language, help_contact, latest_activity_at, created_at) "
        "VALUES (?, ?, 'help@learn.example.org', CAST(? AS INTEGER), CAST(? AS INTEGER))",
        {community.slug, community.language, now(app), now(app)});
    add_texts(app, "community", id, community.texts, false);
    return id;
}

std::int64_t add(TestApp& app, Series const& series) {
    auto const id = app.insert("INSERT INTO series (community_id, slug, original_language, created_at) "
                               "VALUES (CAST(? AS INTEGER), ?, ?, CAST(? AS INTEGER))",
                               {number(series.community), series.slug, series.language, now(app)});
    add_texts(app, "series", id, series.texts);
    return id;
}

std::int64_t add(TestApp& app, Month const& month) {
    auto const id = app.insert(
        "INSERT INTO month (series_id, slug, state, original_language, starts_on, ends_on, created_at) "
        "VALUES (CAST(? AS INTEGER), ?, ?, ?, ?, ?, CAST(? AS INTEGER))",
        {number(month.series), month.slug, month.state, month.language, month.starts_on, month.ends_on,
         now(app)});
    add_texts(app, "month", id, month.texts);
    return id;
}

std::int64_t add_month(TestApp& app, Month month) {
    auto const community = add(app, Community{});
    month.series = add(app, Series{.community = community});
    return add(app, month);
}

Added add(TestApp& app, Event const& event) {
    if (app.number("SELECT count(*) FROM community") == 0)
        add(app, Community{});
    Added added;
    added.event =
        app.insert("INSERT INTO event (community_id, month_id, slug, kind, state, original_language, "
                   "created_at, changed_at) "
                   "VALUES (1, CAST(? AS INTEGER), ?, ?, ?, ?, CAST(? AS INTEGER), CAST(? AS INTEGER))",
                   {event.month ? std::optional(number(*event.month)) : std::nullopt, event.slug, event.kind,
                    event.state, event.language, now(app), now(app)});
    add_texts(app, "event", added.event, event.texts);
    for (auto const& edition : event.editions) {
        auto const id =
            app.insert("INSERT INTO edition (event_id, language, capacity, platform_url, created_at) "
                       "VALUES (CAST(? AS INTEGER), ?, CAST(? AS INTEGER), ?, CAST(? AS INTEGER))",
                       {number(added.event), edition.language,
                        edition.capacity ? std::optional(number(*edition.capacity)) : std::nullopt,
                        edition.platform, now(app)});
        added.editions.push_back(id);
        for (auto const& session : edition.sessions) {
            auto const zone = Zone::find(session.zone).value();
            auto const starts = resolve_leniently(LocalTime::parse(session.start).value(), zone);
            auto const ends = starts + minutes{session.minutes};
            auto const uid = "session-" + number(app.number("SELECT COALESCE(max(id), 0) + 1 FROM session")) +
                             "@learn.example.org";
            added.sessions.push_back(
                app.insert("INSERT INTO session (edition_id, uid, time_zone, local_start, local_end, "
                           "starts_at, ends_at, tzdb_version, changed_at) "
                           "VALUES (CAST(? AS INTEGER), ?, ?, ?, ?, CAST(? AS INTEGER), CAST(? AS INTEGER), "
                           "'2026a', CAST(? AS INTEGER))",
                           {number(id), uid, session.zone, session.start, to_local(ends, zone).text(),
                            number(starts.time_since_epoch().count()),
                            number(ends.time_since_epoch().count()), now(app)}));
        }
    }
    return added;
}

std::int64_t add_speaker(TestApp& app, std::string const& slug, std::string const& name, std::int64_t event,
                         std::string const& role, std::string const& biography) {
    auto const id =
        app.insert("INSERT INTO speaker (slug, name, affiliation, original_language, created_at, changed_at) "
                   "VALUES (?, ?, 'Land Lab', 'en', CAST(? AS INTEGER), CAST(? AS INTEGER))",
                   {slug, name, now(app), now(app)});
    if (!biography.empty())
        app.insert("INSERT INTO speaker_text (speaker_id, language, biography) VALUES (?, 'en', ?)",
                   {number(id), biography});
    if (event != 0)
        app.insert("INSERT INTO appearance (event_id, speaker_id, role) VALUES (?, ?, ?)",
                   {number(event), number(id), role});
    return id;
}

Json person(std::string const& email, std::string const& name, std::string const& zone,
            std::string const& locale) {
    return {{"email", email}, {"name", name}, {"time_zone", zone}, {"locale", locale}};
}

std::int64_t place(TestApp& app, std::string const& path, Json const& body, With const& with) {
    auto const before = app.number("SELECT COALESCE(max(id), 0) FROM registration");
    auto const answer = app.post(path, body, with);
    INFO(answer.body);
    REQUIRE((answer.status == 201 || answer.status == 202));
    auto const after = app.number("SELECT COALESCE(max(id), 0) FROM registration");
    REQUIRE(after > before);
    return after;
}

std::string sign_in(TestApp& app, std::string const& email) {
    auto const cookie = base64url(random_bytes(32));
    auto const key = Email::parse(email)->key();
    auto const now = std::to_string(app.clock.now().time_since_epoch().count());
    app.insert("INSERT INTO person (email, email_key, name, language, time_zone, verified_at, created_at, "
               "last_activity_at) "
               "VALUES (?, ?, 'Ann', 'en', 'Africa/Dakar', ?, ?, ?) ON CONFLICT DO NOTHING",
               {email, key, now, now, now});
    auto const id = app.text("SELECT id FROM person WHERE email_key = '" + key + "'");
    app.insert("INSERT INTO account (person_id, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING", {id, now});
    app.sql("INSERT INTO login (person_id, hash, created_at, seen_at) VALUES (" + id + ", x'" +
            hex(sha256(cookie)) + "', " + now + ", " + now + ")");
    return cookie;
}

} // namespace lectern::test::sample

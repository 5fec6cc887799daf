// GET /calendar/…: downloads and feeds for calendar programs, METHOD:PUBLISH without attendees (RFC 5546
// §3.2.1). SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/words.hpp"
#include "features/catalogue/handlers.hpp"
#include "gen/sql/catalogue.hpp"
#include "mail/calendar.hpp"

#include <algorithm>
#include <charconv>

namespace lectern::catalogue {
namespace {

enum class Of { event, month, series, community };

struct Feed {
    std::string name;
    std::string slug;
    Reader reader;
    std::vector<EventSummary> events;
};

struct FeedAsked : Asked {
    std::optional<EditionId> edition; // of an event: that alone
};

FeedAsked read_feed(http::Request const& request) {
    FeedAsked asked{ask(request), {}};
    if (auto const edition = request.query_value("edition")) {
        std::int64_t id = 0;
        auto const* const end = edition->data() + edition->size();
        if (auto const [at, error] = std::from_chars(edition->data(), end, id);
            error != std::errc{} || at != end)
            throw NotFound("edition");
        asked.edition = EditionId{id};
    }
    return asked;
}

Feed load_feed(db::Read& db, FeedAsked const& asked, Of of) {
    Feed feed{{}, asked.slug, asked.reader, {}};
    switch (of) {
    case Of::event: {
        auto const id = db.one<EventId>(sql::catalogue::event_id, "slug"_p = asked.slug);
        feed.events = load_events(db, std::span(&id, 1), asked.choice);
        feed.name = feed.events.front().title;
        if (asked.edition) {
            auto& editions = feed.events.front().editions;
            std::erase_if(editions, [&](Edition const& one) { return one.id != *asked.edition; });
            if (editions.empty())
                throw NotFound("edition");
        }
        break;
    }
    case Of::month: {
        auto const id = db.one<MonthId>(sql::catalogue::month_id, "slug"_p = asked.slug);
        feed.events = load_events(db, events_of_month(db, id), asked.choice);
        feed.name = load_months(db, std::span(&id, 1), asked.choice).at(0).title;
        break;
    }
    case Of::series:
    case Of::community: {
        auto const ids = of == Of::series
                             ? db.all<EventId>(sql::catalogue::feed_of_series, "slug"_p = asked.slug)
                             : db.all<EventId>(sql::catalogue::feed_of_community, "slug"_p = asked.slug);
        struct Title {
            std::string title;
            static Title from(db::Row const& row) { return {row.get<std::string>("title")}; }
        };
        feed.name =
            of == Of::series
                ? db.one<Title>(sql::catalogue::series, "slug"_p = asked.slug,
                                "community"_p = std::optional<CommunityId>(), "after_id"_p = 0, "limit"_p = 1,
                                "language"_p = asked.choice.wanted, "fallback"_p = asked.choice.fallback)
                      .title
                : db.one<Title>(sql::catalogue::communities, "slug"_p = asked.slug, "after_id"_p = 0,
                                "limit"_p = 1, "language"_p = asked.choice.wanted,
                                "fallback"_p = asked.choice.fallback)
                      .title;
        feed.events = load_events(db, ids, asked.choice);
        break;
    }
    }
    return feed;
}

// Addresses in a feed are absolute, since it leaves the site: the handler knows the site's address.
std::string calendar_bytes(Feed const& feed, Publisher const& publisher) {
    auto const address = Email::parse(publisher.address);
    ensure(address.has_value(), "the sender's address is none");
    mail::NamedAddress const organizer{publisher.name, *address};
    auto const& site_url = publisher.site_url;
    std::vector<mail::CalendarSession> sessions;
    for (auto const& event : feed.events)
        for (auto const& edition : event.editions)
            for (auto const& session : edition.sessions) {
                mail::CalendarSession entry{.uid = session.uid, .organizer = organizer};
                entry.sequence = static_cast<int>(session.sequence);
                entry.dtstamp = session.changed_at; // the same bytes until something changes: ETag and 304
                entry.start = session.starts_at;
                entry.end = session.ends_at;
                entry.zone = session.zone;
                entry.summary =
                    event.title + (event.editions.size() > 1 ? " (" + own_name(edition.language) + ")" : "");
                if (edition.sessions.size() >
                    1) // as mails call it, so that nobody sees two names of one thing
                    entry.summary += " (" + std::to_string(&session - edition.sessions.data() + 1) + "/" +
                                     std::to_string(edition.sessions.size()) + ")";
                auto const page = site_url + "/events/" + event.slug;
                entry.description = event.summary + "\n\n" + page;
                entry.location = edition.venue.value_or(page);
                entry.url = mail::Url::parse(page);
                entry.visibility = mail::CalendarSession::Class::is_public;
                bool const off =
                    session.is_cancelled || edition.is_cancelled || event.state == EventState::cancelled;
                entry.status = off ? mail::CalendarSession::Status::cancelled
                               : event.state == EventState::postponed
                                   ? mail::CalendarSession::Status::tentative
                                   : mail::CalendarSession::Status::confirmed;
                sessions.push_back(std::move(entry));
            }
    return mail::write_calendar(mail::Method::publish, sessions, {feed.name, std::chrono::hours(1)});
}

http::Endpoint feed(Publisher const& publisher, Of of) {
    auto const load = [of](db::Read& db, FeedAsked const& asked) { return load_feed(db, asked, of); };
    auto const show = [publisher](Feed const& feed) {
        http::Reply reply = http::json_reply(200, calendar_bytes(feed, publisher));
        reply.type = "text/calendar; charset=utf-8";
        reply.headers.emplace_back("Content-Disposition", "inline; filename=\"" + feed.slug + ".ics\"");
        return reply;
    };
    return http::endpoint(read_feed).read(load).reply(show);
}

} // namespace

http::Endpoint event_calendar(Publisher const& publisher) {
    return feed(publisher, Of::event);
}
http::Endpoint month_calendar(Publisher const& publisher) {
    return feed(publisher, Of::month);
}
http::Endpoint series_calendar(Publisher const& publisher) {
    return feed(publisher, Of::series);
}
http::Endpoint community_calendar(Publisher const& publisher) {
    return feed(publisher, Of::community);
}

} // namespace lectern::catalogue

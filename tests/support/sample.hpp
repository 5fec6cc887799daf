// Small builders of nouns: what a test does not say has a believable default.
//   auto const soil = sample::add(app, sample::Event{.slug = "soil", .editions = {{.capacity = 2}}});
// SPDX-License-Identifier: MIT
#pragma once

#include "support/test_app.hpp"

namespace lectern::test::sample {

struct Text {
    std::string language = "en";
    std::string title = "Living soil";
    std::string summary = "What lives in it.";
    std::string description = "Two paragraphs.\n\nOf **Markdown**.";
};

struct Community {
    std::string slug = "open-land";
    std::string language = "en";
    std::vector<Text> texts = {{.title = "Open Land", .summary = "People who work on land."}};
};

struct Series {
    std::int64_t community = 1;
    std::string slug = "ground-truths";
    std::string language = "en";
    std::vector<Text> texts = {{.title = "Ground truths", .summary = "A month a theme."}};
};

struct Month {
    std::int64_t series = 1;
    std::string slug = "month-of-soil";
    std::string state = "published";
    std::string language = "en";
    std::string starts_on = "2027-03-01", ends_on = "2027-03-31";
    std::vector<Text> texts = {{.title = "The month of soil", .summary = "Four meetings."}};
};

struct Session {
    std::string start = "2027-03-09T14:00"; // local
    std::string zone = "Africa/Dakar";      // UTC, all year
    int minutes = 90;
};

struct Edition {
    std::string language = "en";
    std::optional<std::int64_t> capacity = {};
    std::string platform = "https://meet.example.net/soil";
    std::vector<Session> sessions = {{}};
};

struct Event {
    std::string slug = "soil";
    std::optional<std::int64_t> month = {};
    std::string kind = "webinar";
    std::string state = "published";
    std::string language = "en";
    std::vector<Text> texts = {{}};
    std::vector<Edition> editions = {{}};
};

struct Added {
    std::int64_t event = 0;
    std::vector<std::int64_t> editions;
    std::vector<std::int64_t> sessions;
    std::int64_t edition() const { return editions.at(0); }
    std::int64_t session() const { return sessions.at(0); }
    // Where a place at the first edition is taken.
    std::string registrations(std::size_t edition = 0) const {
        return "/api/v1/editions/" + std::to_string(editions.at(edition)) + "/registrations";
    }
};

std::int64_t add(TestApp& app, Community const& community);
std::int64_t add(TestApp& app, Series const& series);
std::int64_t add(TestApp& app, Month const& month);
Added add(TestApp& app, Event const& event); // makes community 1 where there is none
// A community, a series and a month; gives back the month.
std::int64_t add_month(TestApp& app, Month month = {});
// A speaker, and the appearance where `event` is not 0.
std::int64_t add_speaker(TestApp& app, std::string const& slug, std::string const& name, std::int64_t event,
                         std::string const& role = "speaker", std::string const& biography = "");

// A body of a registration.
Json person(std::string const& email, std::string const& name = "Ann Lee",
            std::string const& zone = "Africa/Dakar", std::string const& locale = "en");
// Takes a place; gives back the registration's id.
std::int64_t place(TestApp& app, std::string const& path, Json const& body, With const& with = {});

// Signs the owner of an address in; gives back the value of the login's cookie.
std::string sign_in(TestApp& app, std::string const& email);

} // namespace lectern::test::sample

// Table of contents of the catalogue.
// SPDX-License-Identifier: MIT
#include "features/catalogue/catalogue.hpp"
#include "http/router.hpp"

namespace lectern::catalogue {

http::Endpoint show_home();
http::Endpoint show_home_page();
http::Endpoint show_library_page();
http::Endpoint list_events();
http::Endpoint show_event();
http::Endpoint show_event_page();
http::Endpoint list_months();
http::Endpoint show_month();
http::Endpoint show_month_page();
http::Endpoint list_series();
http::Endpoint show_series();
http::Endpoint show_series_page();
http::Endpoint list_communities();
http::Endpoint show_community();
http::Endpoint show_community_page();
http::Endpoint list_speakers();
http::Endpoint show_speaker();
http::Endpoint show_speaker_page();
http::Endpoint list_products();
http::Endpoint list_materials();
http::Endpoint search();
http::Endpoint search_page();
http::Endpoint event_calendar(Publisher const& publisher);
http::Endpoint month_calendar(Publisher const& publisher);
http::Endpoint series_calendar(Publisher const& publisher);
http::Endpoint community_calendar(Publisher const& publisher);

void add_routes(http::Router& routes, Publisher const& publisher) {
    using enum http::Access;
    auto const of_catalogue = db::Topics::of(catalogue_changed);

    routes.get("/", anyone, show_home_page(), "The month that runs or comes, what is on now and next.")
        .cached(of_catalogue)
        .queries({"lang"});
    routes.get("/communities/{slug}", anyone, show_community_page(), "A community.")
        .cached(of_catalogue)
        .queries({"lang"});
    routes.get("/series/{slug}", anyone, show_series_page(), "A learning series and its months.")
        .cached(of_catalogue)
        .queries({"lang"});
    routes.get("/months/{slug}", anyone, show_month_page(), "A thematic month and its programme.")
        .cached(of_catalogue)
        .queries({"lang"});
    routes.get("/events/{slug}", anyone, show_event_page(), "An event: before, while and after it runs.")
        .cached(of_catalogue)
        .queries({"lang", "edition"});
    routes.get("/speakers/{slug}", anyone, show_speaker_page(), "A speaker.")
        .cached(of_catalogue)
        .queries({"lang"});
    routes.get("/library", anyone, show_library_page(), "Products, recordings and past events.")
        .cached(of_catalogue)
        .queries({"lang", "limit", "cursor"});
    routes.get("/search", anyone, search_page(), "Search over events, speakers, products and months.");

    routes.get("/api/v1/home", anyone, show_home(), "What the home page shows.")
        .cached(of_catalogue)
        .queries({})
        .answers(200, "Home");
    routes.get("/api/v1/communities", anyone, list_communities(), "Communities of this site.")
        .cached(of_catalogue)
        .parameters({"limit", "cursor"})
        .answers(200, "CommunityPage");
    routes.get("/api/v1/communities/{slug}", anyone, show_community(), "One community with its series.")
        .cached(of_catalogue)
        .queries({})
        .answers(200, "Community")
        .answers({308, 404});
    routes.get("/api/v1/series", anyone, list_series(), "Learning series.")
        .cached(of_catalogue)
        .parameters({"limit", "cursor"})
        .answers(200, "SeriesPage");
    routes.get("/api/v1/series/{slug}", anyone, show_series(), "One series with its months.")
        .cached(of_catalogue)
        .queries({})
        .answers(200, "Series")
        .answers({308, 404});
    routes.get("/api/v1/months", anyone, list_months(), "Thematic months by start.")
        .cached(of_catalogue)
        .parameters({"limit", "cursor"})
        .answers(200, "MonthPage");
    routes.get("/api/v1/months/{slug}", anyone, show_month(), "One month with its events.")
        .cached(of_catalogue)
        .queries({})
        .answers(200, "Month")
        .answers({308, 404});
    routes.get("/api/v1/events", anyone, list_events(), "Events by start; past ones latest first.")
        .cached(of_catalogue)
        .parameters({"limit", "cursor", "month", "language", "when", "event_kind"})
        .answers(200, "EventPage");
    routes
        .get("/api/v1/events/{slug}", anyone, show_event(),
             "One event with editions, sessions and materials.")
        .cached(of_catalogue)
        .queries({})
        .answers(200, "Event")
        .answers({308, 404});
    routes.get("/api/v1/speakers", anyone, list_speakers(), "Speakers.")
        .cached(of_catalogue)
        .parameters({"limit", "cursor"})
        .answers(200, "SpeakerPage");
    routes.get("/api/v1/speakers/{slug}", anyone, show_speaker(), "One speaker with biography and events.")
        .cached(of_catalogue)
        .queries({})
        .answers(200, "Speaker")
        .answers({308, 404});
    routes.get("/api/v1/products", anyone, list_products(), "Published knowledge products, newest first.")
        .cached(of_catalogue)
        .parameters({"limit", "cursor"})
        .answers(200, "ProductPage");
    routes
        .get("/api/v1/materials", anyone, list_materials(),
             "Slides, recordings, readings and other materials.")
        .cached(of_catalogue)
        .parameters({"limit", "cursor", "material_kind", "language"})
        .answers(200, "MaterialPage");
    routes.get("/api/v1/search", anyone, search(), "Search; word forms and accents do not matter.")
        .parameters({"q", "search_kind", "language", "when", "limit", "cursor"})
        .answers(200, "SearchPage");

    routes
        .get("/calendar/events/{slug}.ics", anyone, event_calendar(publisher),
             "An event for calendar programs.")
        .cached(of_catalogue)
        .queries({"lang"});
    routes
        .get("/calendar/months/{slug}.ics", anyone, month_calendar(publisher), "A month as a calendar feed.")
        .cached(of_catalogue)
        .queries({"lang"});
    routes
        .get("/calendar/series/{slug}.ics", anyone, series_calendar(publisher),
             "A series as a calendar feed.")
        .cached(of_catalogue)
        .queries({"lang"});
    routes
        .get("/calendar/communities/{slug}.ics", anyone, community_calendar(publisher),
             "A community as a calendar feed.")
        .cached(of_catalogue)
        .queries({"lang"});
}

} // namespace lectern::catalogue

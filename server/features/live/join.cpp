// /j/{token}: the way into a session. Opening the page records nothing; the button leads to whatever platform
// is current and records presence. SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "db/session.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/live/rules.hpp"
#include "features/registration/registration.hpp"
#include "gen/sql/live.hpp"
#include "http/endpoint.hpp"
#include "http/form.hpp"
#include "http/json.hpp"

namespace lectern::live {
namespace {

struct Asked {
    std::string token, prefix;
    catalogue::TextChoice choice;
    catalogue::Reader reader;
};

struct DialIn {
    std::string label, number;
    std::optional<std::string> pin;
    static DialIn from(db::Row const& row) {
        return {row.get<std::string>("label"), row.get<std::string>("number"),
                row.get<std::optional<std::string>>("pin")};
    }
};

struct WayIn {
    Asked asked;
    catalogue::EventSummary event;
    catalogue::Edition edition;
    catalogue::Session session;
    std::vector<catalogue::Session> others;
    Doors doors;
    bool open = false;
    bool ended = false;
    std::optional<std::string> called_off; // "cancelled", "postponed"
    std::string platform;                  // empty: none yet
    std::vector<DialIn> dial_ins;
    std::vector<catalogue::Material> materials;
};

Asked ask(http::Request const& request) {
    return {request.parameter("token"),
            request.prefix(),
            catalogue::text_choice(request),
            {request.language, request.now}};
}

// The session that runs or comes next; after the last one, that one.
catalogue::Session const* current_session(catalogue::Edition const& edition, UtcTime now) {
    catalogue::Session const* last = nullptr;
    for (auto const& session : edition.sessions) {
        if (session.is_cancelled)
            continue;
        if (now < doors(session.starts_at, session.ends_at).closes_at)
            return &session;
        last = &session;
    }
    return last;
}

struct Platform {
    std::optional<std::string> url;
    static Platform from(db::Row const& row) { return {row.get<std::optional<std::string>>("platform_url")}; }
};

std::string host_of(std::string const& url) {
    auto const at = url.find("://");
    if (at == url.npos)
        return {};
    auto const rest = url.substr(at + 3);
    return rest.substr(0, rest.find_first_of("/?#:"));
}

WayIn load(db::Read& db, Keys const& keys, Asked const& asked) {
    auto const mine = registration::open_link(db, keys, "join", asked.token);
    if (mine.state != registration::State::confirmed)
        throw Gone();
    auto const now = asked.reader.now;
    WayIn way{asked, catalogue::load_event_summary(db, mine.event, asked.choice),
              {},    {},
              {},    {},
              false, false,
              {},    {},
              {},    {}};
    if (!mine.zone_guessed)
        way.asked.reader.zone = mine.zone;
    for (auto const& edition : way.event.editions)
        if (edition.id == mine.edition)
            way.edition = edition;
    auto const* session = current_session(way.edition, now);
    if (!session)
        throw Gone();
    way.session = *session;
    for (auto const& other : way.edition.sessions)
        if (other.id != session->id && !other.is_cancelled && other.ends_at > now)
            way.others.push_back(other);
    way.doors = doors(session->starts_at, session->ends_at);
    if (way.edition.is_cancelled || way.event.state == catalogue::EventState::cancelled)
        way.called_off = "cancelled";
    else if (way.event.state == catalogue::EventState::postponed)
        way.called_off = "postponed";
    way.open = is_open(way.doors, now) && !way.called_off;
    way.ended = now >= way.doors.closes_at || way.called_off;
    way.platform = db.one<Platform>(sql::live::platform, "edition"_p = way.edition.id).url.value_or("");
    way.open = way.open && !way.platform.empty();
    if (!way.called_off)
        way.dial_ins = db.all<DialIn>(sql::live::dial_ins, "edition"_p = way.edition.id);
    way.materials = catalogue::load_materials(db, way.event.id);
    return way;
}

http::Reply show_document(WayIn const& way) {
    http::Json json;
    json.object().key("event");
    catalogue::write(json, catalogue::Named{way.event.slug, way.event.title, way.event.language});
    json.key("session");
    catalogue::write(json, way.session);
    json.key("others").array();
    for (auto const& other : way.others)
        catalogue::write(json, other);
    json.end_array()
        .field("opens_at", way.doors.opens_at)
        .field("closes_at", way.doors.closes_at)
        .field("open", way.open)
        .field("host", way.platform.empty() ? std::nullopt : std::optional(host_of(way.platform)))
        .key("dial_in")
        .array();
    for (auto const& dial_in : way.dial_ins)
        json.object()
            .field("label", dial_in.label)
            .field("number", dial_in.number)
            .field("pin", dial_in.pin)
            .end_object();
    json.end_array().field("venue", way.edition.venue).key("materials").array();
    for (auto const& material : way.materials)
        catalogue::write(json, material);
    json.end_array()
        .field("ended", way.ended)
        .field("called_off", way.called_off)
        .field("now", way.asked.reader.now)
        .field("time_zone",
               way.asked.reader.zone ? std::optional(way.asked.reader.zone->name()) : std::nullopt)
        .end_object();
    return http::json_reply(200, json.take());
}

template <class Item, class Make>
void set_list(http::Values& values, std::string const& name, std::vector<Item> const& items, Make make) {
    std::vector<http::Values> list;
    for (auto const& item : items)
        list.push_back(make(item));
    values.set("has_" + name, !list.empty()).set(name, std::move(list));
}

http::Reply show_page_of(WayIn const& way) {
    auto const& reader = way.asked.reader;
    http::Page page;
    auto& values = page.values;
    http::Values event, form;
    event.set("slug", way.event.slug).set("title", way.event.title).set("language", way.event.language);
    form.set("action", way.asked.prefix + "/j/" + way.asked.token);
    auto const zone = reader.zone.value_or(way.session.zone);
    auto const opens = to_local(way.doors.opens_at, zone);
    auto const now = to_local(reader.now, zone);
    Fill const time("time", say_clock(opens)),
        in_zone("zone", reader.zone ? say(reader.language, "your_time_in",
                                          {{"zone", say_zone(reader.language, zone)}})
                                    : catalogue::say_place_and_offset(way.session, reader));
    values.set("event", std::move(event))
        .set("session", catalogue::view(way.session, reader))
        .set("open", way.open)
        .set("ended", way.ended && !way.called_off)
        .set("called_off_text", !way.called_off ? std::nullopt
                                : *way.called_off == "cancelled"
                                    ? std::optional(say(reader.language, "state_called_off"))
                                    : std::optional(say(reader.language, "state_postponed")))
        .set("early", reader.now < way.doors.opens_at && !way.ended)
        .set("unset", reader.now >= way.doors.opens_at && !way.ended && way.platform.empty())
        .set("token", way.asked.token)
        .set("form", std::move(form))
        .set("host", host_of(way.platform))
        .set("host_text", say(reader.language, "leaving_for", {{"host", host_of(way.platform)}}))
        .set("opens_text", days_between(now, opens) == 0
                               ? say(reader.language, "opens_at", {time, in_zone})
                               : say(reader.language, "opens_on",
                                     {{"date", say_date(reader.language, opens, now)}, time, in_zone}))
        .set("venue", way.edition.venue);
    set_list(values, "others", way.others, [&](auto const& other) { return catalogue::view(other, reader); });
    set_list(values, "materials", way.materials,
             [&](auto const& material) { return catalogue::view(material, reader); });
    set_list(values, "dial_in", way.dial_ins, [](DialIn const& dial_in) {
        http::Values one;
        one.set("label", dial_in.label).set("number", dial_in.number).set("pin", dial_in.pin);
        return one;
    });
    page.fragment = "join";
    page.leads_away = true;
    page.language = reader.language;
    page.title = way.event.title;
    page.path = "/j/" + way.asked.token;
    page.indexable = false;
    page.theme = way.event.month ? way.event.month->theme : "";
    page.boot_address = "/api/v1/join/" + way.asked.token;
    page.boot_json = show_document(way).body;
    return http::show_page(std::move(page));
}

struct Entered {
    WayIn way;
    bool in = false;
};

Entered enter(db::Write& tx, Keys const& keys, Asked const& asked) {
    auto way = load(tx, keys, asked);
    if (!way.open)
        return {std::move(way), false};
    auto const mine = registration::open_link(tx, keys, "join", asked.token);
    tx.run(sql::live::add_presence, "registration"_p = mine.id, "session"_p = way.session.id,
           "minute"_p = UtcTime{std::chrono::floor<minutes>(asked.reader.now)});
    return {std::move(way), true};
}

http::Reply lead(Entered const& entered) {
    if (!entered.in) // too early or over: the page says which
        return http::see_other(entered.way.asked.prefix + "/j/" + entered.way.asked.token);
    return http::see_other(entered.way.platform); // every answer keeps the referrer, and so the token, here
}

} // namespace

http::Endpoint show_way_in(Keys const& keys) {
    auto const read = [&keys](db::Read& db, Asked const& asked) { return load(db, keys, asked); };
    return http::endpoint(ask).read(read).reply(show_document);
}

http::Endpoint show_join_page(Keys const& keys) {
    auto const read = [&keys](db::Read& db, Asked const& asked) { return load(db, keys, asked); };
    return http::endpoint(ask).read(read).reply(show_page_of);
}

http::Endpoint join(Keys const& keys) {
    auto const write = [&keys](db::Write& tx, Asked const& asked) { return enter(tx, keys, asked); };
    return http::endpoint(ask).write(write).reply(lead);
}

} // namespace lectern::live

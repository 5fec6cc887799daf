// The catalogue as values of templates: client-web/fragments/README.md names each of them and its words.
// SPDX-License-Identifier: MIT
#include "features/catalogue/view.hpp"

#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/catalogue/poster.hpp"
#include "http/rich_text.hpp"

#include <algorithm>
#include <array>

namespace lectern::catalogue {
namespace {

using http::Values;

constexpr std::string_view dot = " · ";

void join(std::string& text, std::string const& part, std::string_view between = dot) {
    if (part.empty())
        return;
    if (!text.empty())
        text += between;
    text += part;
}

// Names of months stand alone here, so they begin as a sentence does; all of ours begin in ASCII.
std::string begin_large(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 32);
    return text;
}

std::string span_text(MonthSummary const& month, Language language) {
    auto const last = say_month_and_year(language, month.ends_on);
    if (days_between(month.starts_on, month.ends_on) <= 31)
        return begin_large(say_month_and_year(language, month.starts_on));
    bool const same_year = month.starts_on.year == month.ends_on.year;
    return begin_large((same_year ? say_month_name(language, month.starts_on)
                                  : say_month_and_year(language, month.starts_on)) +
                       " – " + last);
}

std::string kind_text(EventKind kind, Language language) {
    switch (kind) {
    case EventKind::webinar:
        return say(language, "kind_webinar");
    case EventKind::workshop:
        return say(language, "kind_workshop");
    case EventKind::discussion:
        return say(language, "kind_discussion");
    }
    return {};
}

std::string place_text(Event const& event, Language language) {
    if (!event.place_in_month)
        return kind_text(event.kind, language);
    Fill const number("number", event.place_in_month->number), of("of", event.place_in_month->of);
    switch (event.kind) {
    case EventKind::webinar:
        return say(language, "place_webinar", {number, of});
    case EventKind::workshop:
        return say(language, "place_workshop", {number, of});
    case EventKind::discussion:
        return say(language, "place_discussion", {number, of});
    }
    return {};
}

std::string attendance_text(Attendance attendance, Language language) {
    switch (attendance) {
    case Attendance::online:
        return say(language, "attendance_online");
    case Attendance::on_site:
        return say(language, "attendance_on_site");
    case Attendance::hybrid:
        return say(language, "attendance_hybrid");
    }
    return {};
}

std::string note_text(Edition const& edition, EventSummary const& event, Reader const& reader) {
    switch (standing(edition, reader.now)) {
    case Standing::cancelled:
        return say(reader.language, "note_cancelled");
    case Standing::ended:
        return say(reader.language, "note_over");
    case Standing::live:
        return say(reader.language, "note_live");
    case Standing::scheduled:
        break;
    }
    return registration(event.state, edition, reader.now) == Registration::waiting_list
               ? say(reader.language, "note_full")
               : std::string();
}

std::string facts_text(EventSummary const& event, Language language) {
    std::string text = kind_text(event.kind, language);
    std::string languages;
    std::size_t sessions = 0;
    for (auto const& edition : event.editions) {
        join(languages, own_name(edition.language), ", ");
        sessions = std::max(sessions, edition.sessions.size());
    }
    join(text, languages);
    if (sessions > 1)
        join(text, say_count(language, "count_sessions", static_cast<std::int64_t>(sessions)));
    return text;
}

struct Tag {
    std::string text;
    std::string_view css_class;
};

// What a tag may say of what is still to come: nothing in a list unless it is the next there; on an event's
// own page how far away it is, for there it is not the next of anything.
enum class Mark { none, next, own };

Tag tag_of(EventSummary const& event, Edition const* shown, Mark mark, Reader const& reader) {
    auto const language = reader.language;
    if (is_live(event, reader.now))
        return {say(language, "tag_live"), "next"};
    if (event.state == EventState::cancelled)
        return {say(language, "tag_cancelled"), "bad"};
    if (event.state == EventState::postponed)
        return {say(language, "tag_postponed"), "warn"};
    if (event.has_recording && is_over(event, reader.now))
        return {say(language, "tag_recording"), "quiet"};
    if (is_over(event, reader.now))
        return {say(language, "tag_over"), "quiet"};
    auto const* session = shown ? next_session(*shown, reader.now) : nullptr;
    if (mark == Mark::none || !session)
        return {{}, "quiet"};
    bool const own = mark == Mark::own;
    auto const days = days_between(to_local(reader.now, session->zone), session->local_start);
    if (days <= 0)
        return {own ? say(language, "tag_day_today") : say(language, "tag_today"), "next"};
    if (days == 1)
        return {own ? say(language, "tag_day_tomorrow") : say(language, "tag_tomorrow"), "next"};
    if (days <= 6)
        return {own ? say_count(language, "tag_day_in", days) : say_count(language, "tag_in_days", days),
                "next"};
    return {own ? std::string() : say(language, "tag_next"), "next"};
}

// In a list what several sessions make is found where it began, once it is over.
Session const* listed_session(Edition const& edition, UtcTime now) {
    auto const* session = next_session(edition, now);
    if (session && session->ends_at <= now)
        for (auto const& one : edition.sessions)
            if (!one.is_cancelled)
                return &one;
    return session;
}

Values view_event(EventSummary const& event, Mark mark, std::optional<EditionId> asked,
                  Reader const& reader) {
    auto const* shown = shown_edition(event, reader.language, asked, reader.now);
    auto const* session = shown ? listed_session(*shown, reader.now) : nullptr;
    bool const is_past = is_over(event, reader.now) || is_off(event);
    auto const tag = tag_of(event, shown, is_past ? Mark::none : mark, reader);
    std::string speakers;
    for (auto const& speaker : event.speakers)
        join(speakers, speaker.name, ", ");
    std::vector<Values> editions;
    for (auto const& edition : event.editions)
        editions.push_back(view(edition, event, shown, reader));
    Values values;
    values.set("slug", event.slug)
        .set("kind", name(event.kind))
        .set("title", event.title)
        .set("summary", event.summary)
        .set("language", event.language)
        .set("has_recording", event.has_recording)
        .set("line_class", is_past              ? "past"
                           : mark == Mark::none ? "next"
                                                : "now")
        .set("tag_text", tag.text)
        .set("tag_class", tag.css_class)
        .set("speakers_text", speakers)
        .set("facts_text", facts_text(event, reader.language))
        .set("starts_at", event.starts_at ? std::optional(rfc3339(*event.starts_at)) : std::nullopt);
    if (session)
        values.set("when", view(*session, reader));
    else
        values.set("when", false);
    if (event.month)
        values.set("month", view(*event.month));
    else
        values.set("month", false);
    set_list(values, "editions", std::move(editions));
    std::vector<Values> people;
    for (auto const& speaker : event.speakers)
        people.push_back(Values().set("slug", speaker.slug).set("name", speaker.name));
    set_list(values, "speakers", std::move(people));
    return values;
}

// "PDF", "MP4": from the media type, or from the end of the address; at most five letters.
std::string glyph(std::optional<std::string> const& media_type, std::string const& url) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> known{{
        {"application/pdf", "PDF"},
        {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "PPTX"},
        {"application/vnd.oasis.opendocument.presentation", "ODP"},
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"},
        {"application/epub+zip", "EPUB"},
        {"video/mp4", "MP4"},
        {"video/webm", "WEBM"},
        {"audio/mpeg", "MP3"},
        {"audio/mp4", "M4A"},
        {"text/vtt", "VTT"},
    }};
    for (auto const& [type, text] : known)
        if (media_type == type)
            return std::string(text);
    auto const dot_at = url.rfind('.');
    auto const slash_at = url.rfind('/');
    if (dot_at == url.npos || dot_at < slash_at || url.size() - dot_at > 6 || url.find("://") + 2 == slash_at)
        return "LINK";
    std::string end = url.substr(dot_at + 1);
    bool const is_word = !end.empty() && std::all_of(end.begin(), end.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c));
    });
    std::transform(end.begin(), end.end(), end.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return is_word ? end : "LINK";
}

// Decimal units, as download pages write them; the decimal sign of the language.
std::string size_text(std::int64_t bytes, Language language) {
    auto const tenths = [&](std::int64_t unit, std::string_view name) {
        auto const value = (bytes * 10 + unit / 2) / unit;
        std::string text = std::to_string(value < 100 ? value / 10 : (bytes + unit / 2) / unit);
        if (value < 100 && value % 10 != 0)
            text += (language == Language::en ? "." : ",") + std::to_string(value % 10);
        return text + "\u00a0" + std::string(name) + (language == Language::fr ? "o" : "B"); // octets
    };
    if (bytes < 1'000'000)
        return tenths(1000, "K");
    return bytes < 1'000'000'000 ? tenths(1'000'000, "M") : tenths(1'000'000'000, "G");
}

std::string word_or(std::string const& key, Word otherwise, Language language) {
    auto const word = Word::find(key);
    return say(language, word.value_or(otherwise));
}

} // namespace

void set_list(Values& values, std::string const& name, std::vector<Values> list) {
    values.set("has_" + name, !list.empty());
    if (list.empty())
        values.set(name, false);
    else
        values.set(name, std::move(list));
}

Values view(Named const& named) {
    Values values;
    values.set("slug", named.slug).set("title", named.title).set("language", named.language);
    return values;
}

std::string elsewhere_text(std::string_view of, std::vector<std::string> const& languages,
                           Language language) {
    if (language_of(of) == language)
        return {};
    Fill const name("language", name_in(of, language));
    bool const is_translated = std::any_of(languages.begin(), languages.end(),
                                           [&](auto const& one) { return language_of(one) == language; });
    return is_translated ? say(language, "text_also", {name}) : say(language, "text_elsewhere", {name});
}

std::string say_place_and_offset(Session const& session, Reader const& reader) {
    return say(reader.language, "zone_city_offset",
               {{"city", say_city(reader.language, session.zone)},
                {"offset", say_offset(utc_offset(session.starts_at, session.zone))}});
}

static std::string short_text(LocalTime start, Language language) {
    return say(language, "short_when",
               {{"weekday", say_weekday_short(language, start)},
                {"date", say_day_and_month(language, start)},
                {"time", say_clock(start)}});
}

Values view(Session const& session, Reader const& reader) {
    auto const language = reader.language;
    auto const zone = reader.zone.value_or(session.zone);
    auto const start = to_local(session.starts_at, zone), end = to_local(session.ends_at, zone);
    auto const hosted_day = days_between(start, session.local_start) == 0
                                ? std::string()
                                : say_weekday(language, session.local_start.weekday()) + "\u00a0";
    auto const hosted =
        say(language, "hosted_in",
            {{"range", hosted_day + say_clock_range(language, session.local_start, session.local_end)},
             {"city", say_city(language, session.zone)}});
    auto const city = say_city(language, session.zone);
    auto last = session.zone.name().substr(session.zone.name().rfind('/') + 1);
    std::replace(last.begin(), last.end(), '_', ' ');
    Values values;
    values.set("id", session.id.value())
        .set("city_text", city == last ? std::string() : city)
        .set("starts_at", rfc3339(session.starts_at))
        .set("ends_at", rfc3339(session.ends_at))
        .set("time_zone", session.zone.name())
        .set("date_text", say_date(language, start, to_local(reader.now, zone)))
        .set("range_text", say_clock_range(language, start, end))
        .set("zone_text", reader.zone ? say(language, "your_time_in", {{"zone", say_zone(language, zone)}})
                                      : say_place_and_offset(session, reader))
        .set("hosted_text",
             reader.zone && start != session.local_start ? std::optional(hosted) : std::nullopt)
        .set("zone_is_the_events", !reader.zone)
        .set("short_text", short_text(start, language))
        .set("month_text", say_month_name(language, start))
        .set("day_text", std::int64_t{start.day})
        .set("weekday_text", say_weekday_short(language, start))
        .set("cancelled", session.is_cancelled);
    return values;
}

// The hour of an edition among others, with its day where that is not the day of the one shown.
static std::string time_text(Session const* session, Edition const* chosen, Reader const& reader) {
    if (!session)
        return {};
    auto const start = [&](Session const& of) {
        return reader.zone ? to_local(of.starts_at, *reader.zone) : of.local_start;
    };
    auto const* main = chosen ? next_session(*chosen, reader.now) : nullptr;
    return main && days_between(start(*main), start(*session)) != 0
               ? short_text(start(*session), reader.language)
               : say_clock(start(*session));
}

// And its city, where it is not in the zone that the page speaks of.
static std::string time_city_text(Session const* session, Edition const* chosen, Reader const& reader) {
    if (!session || reader.zone)
        return {};
    auto const* main = chosen ? next_session(*chosen, reader.now) : nullptr;
    return main && main->zone == session->zone ? std::string() : say_city(reader.language, session->zone);
}

Values view(Edition const& edition, EventSummary const& event, Edition const* chosen, Reader const& reader) {
    auto const* session = next_session(edition, reader.now);
    auto const left = seats_left(edition);
    Values values;
    values.set("id", edition.id.value())
        .set("language", edition.language)
        .set("language_text", own_name(edition.language))
        .set("venue", edition.venue)
        .set("attendance_text", attendance_text(edition.attendance, reader.language))
        .set("time_text", time_text(session, chosen, reader))
        .set("time_city_text", time_city_text(session, chosen, reader))
        .set("seats_text", !left       ? std::string()
                           : *left > 0 ? say_count(reader.language, "seats_left", *left)
                                       : say(reader.language, "seats_none"))
        .set("note_text", note_text(edition, event, reader))
        .set("chosen", &edition == chosen)
        .set("several_sessions", edition.sessions.size() > 1);
    if (session)
        values.set("when", view(*session, reader));
    else
        values.set("when", false);
    std::vector<Values> sessions;
    for (auto const& one : edition.sessions)
        sessions.push_back(view(one, reader));
    set_list(values, "sessions", std::move(sessions));
    return values;
}

Values view(EventSummary const& event, Reader const& reader) {
    return view_event(event, Mark::none, {}, reader);
}

namespace {

// `beside` is an event of the same month that is shown elsewhere on the page: where that one is the next,
// none of the list is.
std::vector<Values> view_list(std::vector<EventSummary> const& events, EventSummary const* beside,
                              Reader const& reader) {
    auto const live = [&](EventSummary const& event) { return is_live(event, reader.now); };
    auto const coming = [&](EventSummary const& event) {
        return !is_off(event) && !is_over(event, reader.now);
    };
    auto const first = std::find_if(events.begin(), events.end(), coming);
    bool marked =
        std::any_of(events.begin(), events.end(), live) || (beside && live(*beside)) ||
        (beside && coming(*beside) && first != events.end() && beside->starts_at <= first->starts_at);
    std::vector<Values> list;
    for (auto const& event : events) {
        bool const is_next = live(event) || (coming(event) && !marked);
        marked = marked || is_next;
        list.push_back(view_event(event, is_next ? Mark::next : Mark::none, {}, reader));
    }
    return list;
}

bool has_errors(Values const& form) {
    auto const found = form.all().find("has_errors");
    return found != form.all().end() && found->second->truth;
}

// U3: whoever hears the title first hears that something has to be mended.
std::string title_of(std::string const& title, bool has_mistakes, Language language) {
    return has_mistakes ? say(language, "error_title", {{"title", title}}) : title;
}

} // namespace

std::vector<Values> view_events(std::vector<EventSummary> const& events, Reader const& reader) {
    return view_list(events, nullptr, reader);
}

Values view(Named const& named, std::vector<std::string> const& languages, Reader const& reader) {
    return view(named).set("elsewhere_text", elsewhere_text(named.language, languages, reader.language));
}

Values view(MonthSummary const& month, Reader const& reader) {
    auto const at = standing(month, reader.now);
    Values values = view(Named{month.slug, month.title, month.language}, month.languages, reader);
    values.set("summary", month.summary)
        .set("theme", month.theme)
        .set("standing", name(at))
        .set("span_text", span_text(month, reader.language))
        .set("count_text", say_count(reader.language, "count_events", month.event_count))
        .set("standing_text", at == MonthStanding::running  ? say(reader.language, "standing_running")
                              : at == MonthStanding::coming ? say(reader.language, "standing_coming")
                                                            : say(reader.language, "standing_past"))
        .set("standing_class", at == MonthStanding::running ? "next" : "quiet")
        .set("can_register", false)
        .set("strip_svg", poster_svg(month.slug, 32, 1));
    return values;
}

Values view(Material const& material, Reader const& reader) {
    std::string facts = word_or("material_" + material.kind, "material_link", reader.language);
    join(facts, own_name(material.language));
    if (material.duration_minutes)
        join(facts, say_count(reader.language, "minutes", *material.duration_minutes));
    if (material.size)
        join(facts, size_text(*material.size, reader.language));
    Values values;
    values.set("kind", material.kind)
        .set("title", material.title)
        .set("url", material.url)
        .set("language", material.language)
        .set("glyph_text", glyph(material.media_type, material.url))
        .set("facts_text", facts);
    if (material.event)
        values.set("event", view(*material.event));
    else
        values.set("event", false);
    return values;
}

Values view(Product const& product, Reader const& reader) {
    std::string facts = word_or("product_" + product.kind, "product_other", reader.language);
    join(facts, own_name(product.language));
    if (product.size)
        join(facts, size_text(*product.size, reader.language));
    Values values = view(Named{product.slug, product.title, product.language});
    values.set("summary", product.summary)
        .set("url", product.url)
        .set("glyph_text", product.url ? glyph(product.media_type, *product.url) : std::string("LINK"))
        .set("facts_text", facts);
    return values;
}

Values view(Speaker const& speaker) {
    Values values;
    values.set("slug", speaker.slug)
        .set("name", speaker.name)
        .set("affiliation", speaker.affiliation)
        .set("photo", speaker.photo)
        .set("photo_alt", speaker.photo_alt)
        .set("initials_text", initials(speaker.name))
        .set("biography_html", http::rich_html(speaker.biography))
        .set("language", speaker.language);
    return values;
}

namespace {

// What the form of a page reads, over what the caller has filled in already.
Values form_of(Values given, std::string action, std::optional<EditionId> edition, bool is_waiting_list,
               Reader const& reader) {
    Values form;
    for (auto const* field :
         {"email", "name", "organisation", "question", "whole_month", "errors", "has_errors", "email_error",
          "name_error", "organisation_error", "question_error", "time_zone_error", "unfolded", "month_text",
          "month_hint_text", "takes_question"})
        form.set(field, false);
    form.set("action", std::move(action))
        .set("edition", edition ? std::optional(std::to_string(edition->value())) : std::nullopt)
        .set("submit_text", is_waiting_list ? say(reader.language, "join_waiting_list")
                                            : say(reader.language, "register_free"))
        .set("title_text", is_waiting_list ? say(reader.language, "join_waiting_list")
                                           : say(reader.language, "save_my_place"));
    form.add(given);
    return form;
}

std::string prefix(Language language) {
    return language == Language::en ? "" : "/" + std::string(tag(language));
}

template <class Noun>
std::vector<Values> view_all(std::vector<Noun> const& nouns, Reader const& reader) {
    std::vector<Values> list;
    for (auto const& noun : nouns)
        list.push_back(view(noun, reader));
    return list;
}

auto with_places(UtcTime now) {
    return [now](EventSummary const& event) {
        return std::any_of(event.editions.begin(), event.editions.end(), [&](Edition const& edition) {
            return registration(event.state, edition, now) != Registration::closed;
        });
    };
}

} // namespace

bool can_register(std::vector<EventSummary> const& events, UtcTime now) {
    return std::any_of(events.begin(), events.end(), with_places(now));
}

http::Page event_page(Event const& event, std::optional<EditionId> asked, Values form, Reader const& reader) {
    auto const language = reader.language;
    auto const* shown = shown_edition(event, language, asked, reader.now);
    auto values = view_event(event, Mark::own, asked, reader);
    bool const has_mistakes = has_errors(form);
    bool const off = is_off(event) || (shown && standing(*shown, reader.now) == Standing::cancelled);
    bool const over = !off && is_over(event, reader.now);
    bool const live = !off && shown && standing(*shown, reader.now) == Standing::live;
    auto const open = shown ? registration(event.state, *shown, reader.now) : Registration::closed;
    bool const can = !off && !over && open != Registration::closed;
    auto const others =
        std::count_if(event.other_events.begin(), event.other_events.end(), with_places(reader.now));
    if (event.month && others > 0) {
        Values month;
        month.set("month_text", say(language, "register_all_of", {{"month", event.month->title}}))
            .set("month_hint_text", say_count(language, "more_events", static_cast<std::int64_t>(others)));
        month.add(form);
        form = std::move(month);
    }
    form.set("takes_question", takes_questions(event, reader.now));
    values.set("strip_svg", poster_svg(event.month ? event.month->slug : event.slug, 32, 1))
        .set("description_html", http::rich_html(event.description))
        .set("several_editions", event.editions.size() > 1)
        .set("place_text", place_text(event, language))
        .set("has_take_away", !event.materials.empty() || !event.products.empty())
        .set("community", view(event.community))
        .set("off", off)
        .set("over", over)
        .set("live", live)
        .set("can_register", can)
        .set("own_time_follows", can)
        .set("elsewhere_text", elsewhere_text(event.language, event.languages, language))
        .set("closed", !off && !over && !live && !can)
        .set("form", form_of(std::move(form), prefix(language) + "/events/" + event.slug + "/register",
                             shown ? std::optional(shown->id) : std::nullopt,
                             open == Registration::waiting_list, reader));
    if (shown)
        values.set("edition", view(*shown, event, shown, reader));
    else
        values.set("edition", false);
    if (event.series)
        values.set("series", view(*event.series));
    else
        values.set("series", false);
    std::vector<Values> appearances;
    for (auto const& appearance : event.appearances) {
        Values one;
        one.set("role", appearance.role)
            .set("role_text", appearance.role == "speaker"
                                  ? std::string()
                                  : word_or("role_" + appearance.role, "role_moderator", language))
            .set("speaker", view(appearance.speaker));
        appearances.push_back(std::move(one));
    }
    set_list(values, "appearances", std::move(appearances));
    set_list(values, "materials", view_all(event.materials, reader));
    set_list(values, "products", view_all(event.products, reader));
    set_list(values, "other_events", view_list(event.other_events, &event, reader));
    http::Page page;
    page.fragment = "event";
    page.values = std::move(values);
    page.language = language;
    page.title = title_of(event.title, has_mistakes, language);
    page.description = shorten(event.summary, 160);
    page.path = "/events/" + event.slug;
    page.theme = event.month ? event.month->theme : "";
    page.calendar = "/calendar/events/" + event.slug + ".ics";
    return page;
}

http::Page month_page(Month const& month, Values form, Reader const& reader) {
    auto values = view(static_cast<MonthSummary const&>(month), reader);
    bool const has_mistakes = has_errors(form);
    values.set("poster_svg", poster_svg(month.slug, 8, 8))
        .set("description_html", http::rich_html(month.description))
        .set("can_register", can_register(month.events, reader.now))
        .set("series", view(month.series))
        .set("community", view(month.community))
        .set("form", form_of(std::move(form), prefix(reader.language) + "/months/" + month.slug + "/register",
                             {}, false, reader));
    set_list(values, "events", view_events(month.events, reader));
    set_list(values, "products", view_all(month.products, reader));
    set_list(values, "materials", view_all(month.materials, reader));
    std::vector<Values> hosts;
    for (auto const& host : month.hosts)
        hosts.push_back(Values()
                            .set("name", host.name)
                            .set("affiliation", host.affiliation)
                            .set("initials_text", initials(host.name)));
    set_list(values, "facilitators", std::move(hosts));
    http::Page page;
    page.fragment = "month";
    page.values = std::move(values);
    page.language = reader.language;
    page.title = title_of(month.title, has_mistakes, reader.language);
    page.description = shorten(month.summary, 160);
    page.path = "/months/" + month.slug;
    page.theme = month.theme;
    page.calendar = "/calendar/months/" + month.slug + ".ics";
    return page;
}

} // namespace lectern::catalogue

// What a mail is written from, loaded once: its addressee, and the events and sessions that it is about. The
// words (values.cpp) and the calendar entry (entry.cpp) read it. For render.cpp. SPDX-License-Identifier: MIT
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "features/messages/outbox.hpp"
#include "mail/url.hpp"
#include "mail/values.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::messages {

// One event, the sessions of it that a mail is about, and whose place there it is.
struct Part {
    catalogue::EventSummary event;
    catalogue::Edition edition;
    std::vector<catalogue::Session> sessions; // by start
    Addressee to;                             // its links lead to this place
};

// The number of a session among those of its edition.
struct Number {
    std::size_t at = 0;
    std::size_t of = 0;
};
std::optional<Number> number_of(Part const& part,
                                catalogue::Session const& session); // none where it is alone

struct Scene {
    db::Read& db;
    Row const& row;
    WorkerOptions const& options;
    Keys const& keys;
    UtcTime now;
    Addressee to;
    Language language;
    std::vector<Part> parts = {};       // by start; none: there is nothing to say
    std::optional<Part> left = {};      // the place that was given up for the one in `parts`
    std::vector<MessageId> merged = {}; // reminders that this one speaks for
    bool is_of_enrolment = false;       // about all that an enrolment holds
    bool is_called_off = false;         // something of it does not take place, and is left out

    bool is_reminder() const { return row.kind == Kind::reminder_day || row.kind == Kind::reminder_hour; }
    bool is_cancellation() const {
        return row.kind == Kind::cancellation_own || row.kind == Kind::cancellation_event;
    }
    // Takes back the entry of one more session, after the mail that has the words.
    bool is_further() const { return is_cancellation() && is_of_further_session(row.key); }
    bool is_of_month() const { return is_of_enrolment && parts.front().event.month; }
    // Then each session of the list says its event, language, venue and way in.
    bool has_several_events() const { return is_of_enrolment || parts.size() > 1; }

    std::string url(std::string const& path) const { return options.site_url + path; }
    std::string prefix() const { return language == Language::en ? "" : "/" + std::string(tag(language)); }
    // A personal link: /me/…, /j/…, /u/….
    std::optional<mail::Url> link(Addressee const& whose, std::string_view purpose, std::string const& before,
                                  std::string const& after = "") const;
    catalogue::TextChoice choice() const { return {std::string(tag(language)), "en"}; }
};

// Finds what the message is about and puts it into the scene.
void load_parts(Scene& scene);

// The community of its (first) event: whom an answer to the mail reaches.
struct Host {
    std::string title, contact;
    static Host from(db::Row const& row);
};
Host host_of(Scene const& scene);

// What the placeholders of the text stand for.
mail::Values values_of(Scene const& scene);

// Whether the mail gives or takes back a calendar entry, and that entry.
bool carries_calendar(Scene const& scene);
void add_calendar(Scene const& scene, mail::Message& message, Rendered& out);

} // namespace lectern::messages

// Writes mails and calendars into a folder for parsers_test.py and parsers.test.mjs, with manifest.json,
// which says what a reader must find in them. SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "mail/message.hpp"
#include "mail/safe_text.hpp"
#include "mail/template.hpp"
#include "sample.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace lectern;
using namespace lectern::mail;

namespace {

std::string json(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else
            out += c;
    }
    return out + "\"";
}

std::string json_list(std::vector<std::string> const& items) {
    std::string out = "[";
    for (auto const& item : items)
        out += (out.size() > 1 ? ",\n" : "") + item;
    return out + "]";
}

void write(std::filesystem::path const& path, std::string_view bytes) {
    std::ofstream file(path, std::ios::binary);
    file.exceptions(std::ios::failbit | std::ios::badbit);
    file << bytes;
    file.close();
}

std::string_view status_of(CalendarSession const& session) {
    return session.status == CalendarSession::Status::cancelled ? "CANCELLED" : "CONFIRMED";
}

std::string expected(CalendarSession const& session) {
    return "{\"uid\": " + json(session.uid) + ", \"start\": " + json(rfc3339(session.start)) +
           ", \"end\": " + json(rfc3339(session.end)) + ", \"zone\": " + json(session.zone.name()) +
           ", \"offset\": " + std::to_string(utc_offset(session.start, session.zone).count()) +
           ", \"end_offset\": " + std::to_string(utc_offset(session.end, session.zone).count()) +
           ", \"sequence\": " + std::to_string(session.sequence) +
           ", \"summary\": " + json(several_lines(session.summary)) +
           ", \"description\": " + json(several_lines(session.description)) +
           ", \"location\": " + json(several_lines(session.location)) +
           ", \"status\": " + json(status_of(session)) + "}";
}

// Sessions round every change of the clock in two years, and in the middle of both halves of the year.
std::vector<CalendarSession> round_changes(std::string_view zone_name) {
    auto const zone = sample::zone(zone_name);
    auto const from = sample::time("2027-01-10T00:00:00Z");
    auto const to = sample::time("2028-12-20T00:00:00Z");
    std::vector<UtcTime> starts{sample::time("2027-01-15T15:00:00Z"), sample::time("2027-07-15T09:30:00Z"),
                                sample::time("2028-01-15T21:00:00Z"), sample::time("2028-07-15T03:00:00Z")};
    for (auto const& change : transitions(zone, from, to)) {
        if (change.at < from)
            continue;
        for (int const shift : {-24 * 60, -180, -30, 0, 30, 180, 24 * 60}) // in minutes; some span the change
            starts.push_back(change.at + minutes(shift));
    }
    std::vector<CalendarSession> out;
    for (auto const start : starts) {
        auto session = sample::session(zone_name);
        session.attendee.reset();
        session.start = start;
        session.end = start + minutes(90);
        session.uid = "session-" + std::to_string(out.size()) + "@example.org";
        session.sequence = static_cast<int>(out.size() % 3);
        session.status =
            out.size() % 5 == 4 ? CalendarSession::Status::cancelled : CalendarSession::Status::confirmed;
        session.summary =
            "Gestión de cuencas; presupuestos, agua \\ suelo – 日本語 número " + std::to_string(out.size());
        session.description =
            "First line, with; signs\nSecond line\n\nhttps://learn.example.org/events/water?a=1&b=2";
        session.location = "https://learn.example.org/events/water";
        session.url = sample::url("https://learn.example.org/events/water");
        out.push_back(std::move(session));
    }
    return out;
}

std::string feeds(std::filesystem::path const& folder) {
    constexpr std::array zones{"America/New_York",    "Africa/Lagos",      "Africa/Casablanca",
                               "Europe/Dublin",       "America/Sao_Paulo", "Asia/Gaza",
                               "Australia/Lord_Howe", "Africa/Cairo",      "Asia/Kathmandu",
                               "America/Santiago",    "Asia/Jerusalem",    "UTC"};
    std::vector<std::string> items;
    for (std::string_view const zone : zones) {
        auto const sessions = round_changes(zone);
        std::string file = std::string(zone) + ".ics";
        std::ranges::replace(file, '/', '_');
        write(folder / file,
              write_calendar(Method::publish, sessions, {"Water, a month; in " + std::string(zone)}));
        std::vector<std::string> events;
        std::ranges::transform(sessions, std::back_inserter(events), expected);
        items.push_back(
            "{\"file\": " + json(file) + ", \"zone\": " + json(zone) +
            ", \"method\": \"PUBLISH\", \"name\": " + json("Water, a month; in " + std::string(zone)) +
            ", \"events\": " + json_list(events) + "}");
    }
    return json_list(items);
}

struct Sample {
    std::string name;
    std::string text; // put wherever a text can be put
    std::string zone = "Africa/Lagos";
    Method method = Method::request;
};

std::vector<Sample> const samples{
    {"plain", "Adaeze Okafor"},
    {"accents", "Inés Calderón – «água» 日本語 العربية 🌊 ", "America/New_York"},
    {"cancel", "Ann Lee", "Australia/Lord_Howe", Method::cancel},
    {"header", "Eve\r\nBcc: eve@evil.example\r\n\r\n<b>body</b>"},
    {"lone-returns", "Eve\rBcc: eve@evil.example\nX-Evil: 1\u2028X-More: 2"},
    {"quotes", "\"Eve\" <eve@evil.example>, 'x'; \\\\ \\\" ^n : ="},
    {"encoded-word", "=?utf-8?Q?=0D=0ABcc:_eve=40evil.example?="},
    {"bidi", "\u202Egnp.exe\u202C \u2066x\u2069 \u200Fy"},
    {"markdown", "](http://evil.example) [a](http://evil.example) <http://evil.example> # x"},
    {"script", "<script>alert(1)</script><img src=http://evil.example onerror=x>"},
    {"mustache", "{{x}} {{{x}}} {{#x}}"},
    {"formula", "=HYPERLINK(\"http://evil.example\")"},
    {"calendar", "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:eve@evil.example"},
    {"boundary", "--=_0000-m--\r\n--=_x-a\r\n.\r\nFrom eve"},
    {"long", std::string(300, 'x') + " " + std::string(40, ' ') + "é" + std::string(200, 'y')},
};

constexpr std::string_view source =
    "Subject: For {{name}}: {{event}}\n\nHello {{name}},\n\nyou have a place at **{{event}}**.\n\n"
    "- {{event}}\n\n**[Join]({{join_url}})**\n\n{{about}}\n\n---\n\nSent by {{name}}.\n";

std::string mails(std::filesystem::path const& folder) {
    std::vector<std::string> items;
    for (auto const& each : samples) {
        auto session = sample::session(each.zone);
        session.summary = each.text;
        session.description = each.text;
        session.location = each.text;
        session.sequence = 3;
        session.organizer.name = each.text;
        session.attendee->name = each.text;
        session.status = each.method == Method::cancel ? CalendarSession::Status::cancelled
                                                       : CalendarSession::Status::confirmed;
        auto const rendered = render({source, "", Language::en},
                                     {{"name", each.text},
                                      {"event", each.text},
                                      {"about", Lines{each.text}},
                                      {"join_url", sample::url("https://learn.example.org/j/A?b=1&c=2")}});
        auto message = sample::message();
        message.key = "sample:" + each.name;
        message.message_id = message_id_of(message.key, "example.org");
        message.subject = rendered.subject;
        message.from.name = each.text;
        message.to.name = each.text;
        message.reply_to = NamedAddress{each.text, sample::email("marta@example.org")};
        message.list_id = "water.example.org";
        message.list_name = each.text;
        message.unsubscribe = sample::url("https://learn.example.org/u/AAAA");
        message.plain = rendered.plain;
        message.html = rendered.html;
        message.calendar =
            CalendarPart{write_calendar(each.method, {&session, 1}), each.method, each.text + ".ics"};
        write(folder / (each.name + ".eml"), compose(message));
        write(folder / (each.name + ".invite.ics"), message.calendar->bytes);
        auto const name = one_line(each.text);
        auto file_name = one_line(each.text + ".ics");
        for (auto at = file_name.find("=?"); at != std::string::npos; at = file_name.find("=?", at))
            file_name.erase(at + 1, 1);
        items.push_back(
            "{\"file\": " + json(each.name + ".eml") + ", \"invite\": " + json(each.name + ".invite.ics") +
            ", \"message_id\": " + json(message.message_id) + ", \"subject\": " + json(rendered.subject) +
            ", \"name\": " + json(name) + ", \"file_name\": " + json(file_name) +
            ", \"plain\": " + json(rendered.plain) + ", \"html\": " + json(rendered.html) +
            ", \"method\": " + json(name_of(each.method)) + ", \"event\": " + expected(session) + "}");
    }
    return json_list(items);
}

} // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("usage: samples FOLDER\n", stderr);
        return 2;
    }
    try {
        std::filesystem::path const folder = arguments[1];
        std::filesystem::create_directories(folder);
        write(folder / "manifest.json",
              "{\"feeds\": " + feeds(folder) + ",\n\"mails\": " + mails(folder) + "}\n");
    } catch (std::exception const& error) {
        std::fprintf(stderr, "samples: %s\n", error.what());
        return 1;
    }
}

// One mail as a value, and its bytes (RFC 5322, MIME). The features fill a Message, the outbox worker
// composes it just before it is sent; composing it again gives the same bytes. SPDX-License-Identifier: MIT
#pragma once

#include "base/email.hpp"
#include "base/time.hpp"
#include "mail/calendar.hpp"
#include "mail/header.hpp"
#include "mail/url.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::mail {

// A calendar entry in a mail. `method` must be the METHOD that the bytes carry.
struct CalendarPart {
    std::string bytes;
    Method method = Method::request;
    std::string file_name = "invite.ics";
};

struct ExtraHeader {
    std::string name;
    HeaderValue value;
};

struct Message {
    std::string key;        // of the outbox: the boundaries come from it
    std::string message_id; // "…@domain" without angle brackets, see message_id_of()
    UtcTime date{};         // of the first attempt, so that a retry is the same mail
    NamedAddress from;
    NamedAddress to;
    std::optional<NamedAddress> reply_to = std::nullopt;
    HeaderValue subject;
    std::vector<std::string> references =
        {};                   // earlier mails of the thread, oldest first, without angle brackets
    std::string list_id = {}; // "month-of-water.example.org"; empty: no list
    HeaderValue list_name = {};
    std::optional<Url> unsubscribe = std::nullopt;           // answers a POST (RFC 8058)
    std::optional<Email> unsubscribe_address = std::nullopt; // only where somebody reads that mailbox
    std::vector<ExtraHeader> headers = {};
    std::string language = {}; // BCP 47, for Content-Language; empty: none
    std::string plain;
    std::string html = {}; // empty: the mail is plain text only
    std::optional<CalendarPart> calendar = std::nullopt;
};

// The first 32 hex digits of SHA-256(key), "@", domain: the same for every attempt.
std::string message_id_of(std::string_view key, std::string_view domain);

// 7-bit (but for addresses that need SMTPUTF8), CRLF only, lines of at most 76 characters (a single address
// or link that is longer stands on a line of its own). Throws Bug where an id is no id; texts are made safe,
// never refused.
std::string compose(Message const& message);

} // namespace lectern::mail

// Where finished mails go: an SMTP server or the built-in mailbox. The outbox worker hands over one mail at a
// time and decides by the Outcome what becomes of it. SPDX-License-Identifier: MIT
#pragma once

#include "base/email.hpp"

#include <string>
#include <string_view>

namespace lectern::mail {

// SMTP's own addresses, one recipient per mail.
struct Envelope {
    Email from;
    Email to;
};

struct Outcome {
    enum class Kind {
        sent,
        later,           // 4xx, no connection, a timeout: the same mail may pass another time
        refused_address, // the mailbox does not exist: no further mail to this address
        refused,         // this mail will not pass
        paused // the server refuses us (sign-in, sender, certificate): nothing is wrong with the mail
    };
    Kind kind = Kind::sent;
    int code =
        0; // SMTP reply code, 0 where the server said nothing; 421 asks to leave the host alone a while
    std::string status = {}; // enhanced status (RFC 3463) such as "5.1.1", or empty
    std::string reason = {}; // short, for staff; may name the address, so never for the log
    std::string fault =
        {}; // fixed words for what happened instead where the server said nothing, for the log
};

std::string_view name_of(Outcome::Kind kind); // "sent", "later", "refused_address", …

// Not thread-safe: one per thread.
class MailSink {
public:
    virtual ~MailSink() = default;
    // `bytes` as compose() gives them: CRLF only, no NUL. Never throws for what a server does.
    virtual Outcome deliver(Envelope const& envelope, std::string_view bytes) = 0;
    // From any thread: what is being delivered ends soon, as Outcome::Kind::later, and so does all after it.
    virtual void interrupt() {}
};

} // namespace lectern::mail

// What a server's answers mean for a mail. Pure, so that every case can be tested without a server. For
// smtp.cpp. SPDX-License-Identifier: MIT
#pragma once

#include "mail/sink.hpp"

#include <string>
#include <string_view>

namespace lectern::mail {

// How far a delivery came: the last thing that was said to the server.
enum class Step { connect, hello, starttls, sign_in, sender, recipient, data, content };

enum class Fault {
    none,
    unreachable,   // no such host, no connection, cut, timed out, TLS handshake broken
    certificate,   // the server is not who it should be
    no_encryption, // STARTTLS is required and not offered
    no_sign_in,    // no way to sign in that both know
    no_smtputf8    // the address needs SMTPUTF8 and the server does not offer it
};

struct Trace {
    Step step = Step::connect;
    Fault fault = Fault::none;
    int code = 0;       // first 4xx or 5xx reply, 0 where there was none
    std::string line;   // its text, without the code
    std::string detail; // what the transport says, where the server said nothing
};

Outcome classify(Trace const& trace);

// "5.1.1" at the start of a reply text, or nothing (RFC 2034 §4).
std::string_view enhanced_status(std::string_view line);

} // namespace lectern::mail

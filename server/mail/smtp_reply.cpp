// What a server's answers mean for a mail; see smtp_reply.hpp.
// SPDX-License-Identifier: MIT
#include "mail/smtp_reply.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "mail/safe_text.hpp"

#include <algorithm>

namespace lectern::mail {
namespace {

using Kind = Outcome::Kind;

// RFC 3463 codes that are about the mailbox itself. Not 5.2.2 (full) and not 5.7.x (policy): those pass.
bool says_no_such_mailbox(std::string_view status) {
    return status.starts_with("5.1.") || status == "5.2.1";
}

bool is_about_the_message(std::string_view status, int code) {
    return code == 552 || status.starts_with("5.3.4") || status.starts_with("5.2.3") ||
           status.starts_with("5.6.");
}

bool is_about_signing_in(int code) {
    return code == 530 || code == 534 || code == 535 || code == 538;
}

Kind kind_of_reply(Step step, int code, std::string_view status) {
    if (code < 500)
        return Kind::later;
    if (is_about_signing_in(code))
        return Kind::paused;
    if (step >= Step::sender && is_about_the_message(status, code))
        return Kind::refused;
    if (step <= Step::sender)
        return Kind::paused;
    // 5.1.7 and 5.1.8 are about the sender's address. A bare 550 may be policy, so it does not condemn the
    // address.
    if (status == "5.1.7" || status == "5.1.8")
        return Kind::paused;
    return says_no_such_mailbox(status) ? Kind::refused_address : Kind::refused;
}

Kind kind_of_fault(Fault fault) {
    switch (fault) {
    case Fault::none:
        return Kind::sent;
    case Fault::unreachable:
        return Kind::later;
    case Fault::no_smtputf8:
        return Kind::refused;
    case Fault::certificate:
    case Fault::no_encryption:
    case Fault::no_sign_in:
        return Kind::paused;
    }
    throw Bug("a fault has a meaning");
}

std::string_view says(Fault fault) {
    switch (fault) {
    case Fault::none:
        return "";
    case Fault::unreachable:
        return "no answer from the mail server";
    case Fault::certificate:
        return "the mail server's certificate is not valid for its name";
    case Fault::no_encryption:
        return "the mail server offers no STARTTLS; nothing is sent unencrypted";
    case Fault::no_sign_in:
        return "the mail server and Lectern know no common way to sign in";
    case Fault::no_smtputf8:
        return "needs SMTPUTF8: the mail server takes only addresses in ASCII";
    }
    throw Bug("a fault has words");
}

} // namespace

std::string_view name_of(Outcome::Kind kind) {
    switch (kind) {
    case Kind::sent:
        return "sent";
    case Kind::later:
        return "later";
    case Kind::refused_address:
        return "refused_address";
    case Kind::refused:
        return "refused";
    case Kind::paused:
        return "paused";
    }
    throw Bug("an outcome has a name");
}

std::string_view enhanced_status(std::string_view line) {
    // class "." 1*3digit "." 1*3digit
    std::size_t at = 0;
    for (int part = 0; part < 3; ++part) {
        std::size_t const start = at;
        while (at < line.size() && at - start < 3 && line[at] >= '0' && line[at] <= '9')
            ++at;
        bool const is_class = part > 0 || (at == 1 && (line[0] == '2' || line[0] == '4' || line[0] == '5'));
        if (at == start || !is_class)
            return {};
        if (part == 2)
            break;
        if (at >= line.size() || line[at] != '.')
            return {};
        ++at;
    }
    return at == line.size() || line[at] == ' ' ? line.substr(0, at) : std::string_view();
}

Outcome classify(Trace const& trace) {
    constexpr std::size_t longest_reason = 200;
    bool const is_answered = trace.code >= 400;
    auto const line = one_line(trace.line);
    Outcome out;
    if (is_answered) {
        out.status = enhanced_status(line);
        out.code = trace.code;
        out.reason = shorten(trim(std::string_view(line).substr(out.status.size())), longest_reason);
        out.kind = kind_of_reply(trace.step, trace.code, out.status);
        // What TLS or the protocol itself found out weighs more than an answer on the way.
        if (trace.code >= 500 && (trace.fault == Fault::certificate || trace.fault == Fault::no_encryption))
            out.kind = Kind::paused;
        return out;
    }
    out.kind = kind_of_fault(trace.fault);
    if (trace.fault == Fault::none)
        out.code = 250; // RFC 5321 §4.2.3: what a server says to a mail that it took
    out.fault = says(trace.fault);
    out.reason = out.fault;
    if (!trace.detail.empty() && trace.fault != Fault::no_smtputf8)
        out.reason = shorten(out.reason + " (" + one_line(trace.detail) + ")", longest_reason);
    if (trace.fault == Fault::no_smtputf8)
        out.status = "5.6.7";
    return out;
}

} // namespace lectern::mail

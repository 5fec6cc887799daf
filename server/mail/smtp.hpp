// Sends mails to an SMTP server through libcurl. Each mail thread has one of these and keeps its connection.
// SPDX-License-Identifier: MIT
#pragma once

#include "mail/sink.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::mail {

struct SmtpSettings {
    enum class Security {
        plain,    // to the loopback only, without signing in
        starttls, // required: no STARTTLS, no mail
        implicit  // TLS from the first byte
    };
    std::string host; // IPv6 without brackets
    int port = 0;
    Security security = Security::starttls;
    std::string user = {};
    std::string password = {};
    std::string hello = {};        // the name in EHLO; empty: that of the machine
    std::string certificates = {}; // a file of authorities in place of the system's
    // RFC 5321 §4.5.3.2 wants at least 5 minutes for a greeting or a recipient, 3 for a block of data, 10
    // after the dot.
    std::chrono::seconds connect = std::chrono::minutes(5);
    std::chrono::seconds reply = std::chrono::minutes(10);
    std::chrono::seconds block = std::chrono::minutes(3);
    int mails_per_connection = 100;

    // "smtp://host[:port]" or "smtps://…", with "user:password@" percent-encoded. Ports by default: 465 for
    // smtps, 25 on the loopback, else 587. Beyond the loopback, or with a password, smtp:// requires
    // STARTTLS. Nothing for any other address, or for a password without a user.
    static std::optional<SmtpSettings> from_url(std::string_view url);
};

class Smtp final : public MailSink {
public:
    explicit Smtp(SmtpSettings settings);
    ~Smtp() override;
    Smtp(Smtp const&) = delete;
    Smtp& operator=(Smtp const&) = delete;

    // Throws Bug for bytes that are no mail: a NUL, or a CR or LF by itself.
    Outcome deliver(Envelope const& envelope, std::string_view bytes) override;
    void interrupt() override; // within about a second

private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

} // namespace lectern::mail

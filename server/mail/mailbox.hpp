// The built-in mailbox: where mails go while no SMTP server is configured, so that a newcomer sees every one
// of them. A folder of .eml files that any mail program opens, and what the page /admin/mail shows.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.hpp"
#include "mail/read_message.hpp"
#include "mail/sink.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::mail {

// Any number of these may use one folder, in any number of threads.
class Mailbox final : public MailSink {
public:
    // Makes the folder (mode 0700) where it is missing. `clock` must outlive the mailbox.
    Mailbox(std::filesystem::path folder, Clock const& clock);

    // Writes `<time>-<message id>.eml` (mode 0600), there as a whole or not at all, and on the disk when this
    // returns. `later` where the disk does not take it.
    Outcome deliver(Envelope const& envelope, std::string_view bytes) override;

    struct Entry {
        std::string name; // of the file: what read() takes
        std::string subject;
        std::string from;
        std::string to;
        std::optional<UtcTime> date;
    };
    // Newest first, at most `limit`, those before the file `before` (exclusive) where it is given.
    std::vector<Entry> list(std::size_t limit, std::string_view before = {}) const;
    // Nothing for a name that is none of this mailbox.
    std::optional<ReadMessage> read(std::string_view name) const;
    // The file as it is, for a download.
    std::optional<std::string> bytes(std::string_view name) const;

private:
    std::filesystem::path folder_;
    Clock const& clock_;
};

} // namespace lectern::mail

// The mails that were handed over, and a mail server that answers as a test wants it to.
// SPDX-License-Identifier: MIT
#pragma once

#include "mail/read_message.hpp"
#include "mail/sink.hpp"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lectern::test {

struct Mail {
    std::string from, to; // of the envelope
    std::string bytes;
    mail::ReadMessage read;

    std::string const& subject() const { return read.subject; }
    std::string const& plain() const { return read.plain; }
    // The plain face on one line, blanks that do not break as blanks.
    std::string words() const {
        std::string text;
        for (std::size_t i = 0; i < read.plain.size(); ++i) {
            auto const rest = std::string_view(read.plain).substr(i);
            bool const is_wide = rest.starts_with("\u00a0"), is_narrow = rest.starts_with("\u202f");
            bool const is_blank = is_wide || is_narrow || rest[0] == '\n' || rest[0] == ' ';
            if (!is_blank)
                text += rest[0];
            else if (!text.empty() && text.back() != ' ')
                text += ' ';
            i += is_wide ? 1 : is_narrow ? 2 : 0;
        }
        return text;
    }
    // The calendar part's lines, unfolded, for look-ups.
    std::string calendar() const {
        auto text = read.calendar;
        for (std::size_t found = 0; (found = text.find("\r\n ", found)) != text.npos;)
            text.erase(found, 3);
        return text;
    }
    // The value of a line of the calendar part, "" without it.
    std::string calendar_line(std::string_view name) const {
        auto const text = "\r\n" + calendar();
        auto const start = text.find("\r\n" + std::string(name) + ":");
        if (start == text.npos)
            return {};
        auto const from_at = start + name.size() + 3;
        return text.substr(from_at, text.find("\r\n", from_at) - from_at);
    }
    // The token of the first link to "/me/", "/j/" or "/u/"; throws where there is none.
    std::string token(std::string_view path) const {
        static constexpr std::string_view letters =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        auto const found = read.plain.find(path);
        if (found == read.plain.npos)
            throw std::runtime_error("the mail has no link to " + std::string(path) + ":\n" + read.plain);
        auto const start = found + path.size();
        return read.plain.substr(
            start, std::min(read.plain.find_first_not_of(letters, start), read.plain.size()) - start);
    }
};

class Outbox {
public:
    // What the server says to a mail; it is kept in `mails` only where this says `sent`.
    std::function<mail::Outcome(mail::Envelope const&)> answer = [](auto const&) { return mail::Outcome{}; };
    // Called once the server took a mail, before the worker knows: what it throws is a crash in between.
    std::function<void()> after_delivery = [] {};
    std::vector<Mail> mails;
    int attempts = 0;

    Mail const& last() const { return mails.at(mails.size() - 1); }
    std::vector<Mail> to(std::string_view address) const {
        std::vector<Mail> own;
        for (auto const& mail : mails)
            if (mail.to == address)
                own.push_back(mail);
        return own;
    }
    std::unique_ptr<mail::MailSink> sink() { return std::make_unique<Sink>(*this); }

private:
    struct Sink final : mail::MailSink {
        explicit Sink(Outbox& box) : outbox(box) {}
        mail::Outcome deliver(mail::Envelope const& envelope, std::string_view bytes) override {
            ++outbox.attempts;
            auto const outcome = outbox.answer(envelope);
            if (outcome.kind == mail::Outcome::Kind::sent) {
                outbox.mails.push_back({envelope.from.address(), envelope.to.address(), std::string(bytes),
                                        mail::read_message(bytes)});
                outbox.after_delivery();
            }
            return outcome;
        }
        Outbox& outbox;
    };
};

} // namespace lectern::test

// An e-mail address that has been parsed. Once an Email exists nobody checks it again.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace lectern {

// Value type, immutable, thread-safe.
class Email {
public:
    // Takes dot-atom local parts (RFC 5322 §3.2.3, with UTF-8 as RFC 6531) and a domain of at least two
    // labels, turned into A-labels (IDNA2008). Trims spaces round it. Nothing for quoted local parts, address
    // literals, comments, control characters, more than 254 octets in all or 64 in the local part.
    static std::optional<Email> parse(std::string_view text);

    // For delivery: the local part as typed, the domain as A-labels in lower case.
    std::string const& address() const { return address_; }
    // For uniqueness: the local part normalised (NFC) and case-folded too. Dots and plus signs are kept.
    std::string const& key() const { return key_; }
    // The domain as A-labels, for rates per domain.
    std::string_view domain() const;
    // Whether delivery needs SMTPUTF8 (RFC 6531).
    bool needs_smtputf8() const;

    bool operator==(Email const& other) const { return key_ == other.key_; }

private:
    Email(std::string address, std::string key) : address_(std::move(address)), key_(std::move(key)) {}
    std::string address_;
    std::string key_;
};

} // namespace lectern

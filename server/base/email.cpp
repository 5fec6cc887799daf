// Parses e-mail addresses. Domains go through libidn2, local parts through ICU.
// SPDX-License-Identifier: MIT
#include "base/email.hpp"

#include "base/utf8.hpp"

#include <idn2.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace lectern {
namespace {

constexpr std::size_t longest_address = 254; // RFC 5321 §4.5.3.1.3, less the angle brackets
constexpr std::size_t longest_local_part = 64;
constexpr std::size_t longest_label = 63;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

std::string_view without_blanks_around(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    auto const start = text.find_first_not_of(blanks);
    if (start == std::string_view::npos)
        return {};
    return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

// RFC 5322 §3.2.3 atext.
bool is_ascii_atext(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(static_cast<char>(c)) != std::string_view::npos;
}

// Letters, marks, digits and signs. Nothing that cannot be seen, and nothing that turns the direction of
// text.
bool is_visible(char32_t c) {
    constexpr std::uint32_t refused = U_GC_C_MASK | U_GC_Z_MASK;
    auto const icu = static_cast<UChar32>(c);
    return (U_GET_GC_MASK(icu) & refused) == 0 &&
           !u_hasBinaryProperty(icu, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool is_local_part(std::string_view local) {
    if (local.empty() || local.size() > longest_local_part || local.front() == '.' || local.back() == '.' ||
        local.find("..") != std::string_view::npos)
        return false;
    while (!local.empty()) {
        auto const [c, size, valid] = utf8::step(local);
        bool const fits = c < 0x80 ? c == '.' || is_ascii_atext(c) : is_visible(c);
        if (!valid || !fits)
            return false;
        local.remove_prefix(size);
    }
    return true;
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= longest_label && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(),
                       [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

// At least two labels, the last one no number (else 192.0.2.1 would pass).
bool is_host(std::string_view domain) {
    std::size_t labels = 0;
    for (std::string_view rest = domain;;) {
        auto const dot = rest.find('.');
        auto const label = rest.substr(0, dot);
        if (!is_label(label))
            return false;
        ++labels;
        if (dot == std::string_view::npos)
            return labels >= 2 && !std::all_of(label.begin(), label.end(), is_digit);
        rest.remove_prefix(dot + 1);
    }
}

std::optional<std::string> to_a_labels(std::string const& domain) {
    std::uint8_t* found = nullptr;
    int const code = idn2_lookup_u8(reinterpret_cast<std::uint8_t const*>(domain.c_str()), &found,
                                    IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    std::unique_ptr<std::uint8_t, void (*)(void*)> const owned(found, idn2_free);
    if (code != IDN2_OK)
        return std::nullopt;
    std::string out(reinterpret_cast<char const*>(found));
    for (char& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

// RFC 6532 §3.1: the one spelling of what looks the same.
std::string nfc(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* normalizer = icu::Normalizer2::getNFCInstance(status);
    auto const given = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    std::string out;
    (U_SUCCESS(status) ? normalizer->normalize(given, status) : given).toUTF8String(out);
    return out;
}

// Only A–Z: mailboxes that differ in more are taken for different, whatever Unicode folds together (ß and ss,
// K and the Kelvin sign; CVE-2019-19844). One key never stands for two mailboxes.
std::string lower(std::string text) {
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

} // namespace

std::optional<Email> Email::parse(std::string_view text) {
    auto const typed = without_blanks_around(text);
    auto const at = typed.rfind('@');
    if (typed.size() > 4 * longest_address || at == std::string_view::npos ||
        typed.find('\0') != std::string_view::npos)
        return std::nullopt;
    if (!is_local_part(typed.substr(0, at)))
        return std::nullopt;
    auto const local = nfc(typed.substr(0, at));
    auto const domain = to_a_labels(std::string(typed.substr(at + 1)));
    if (!domain || !is_host(*domain))
        return std::nullopt;
    auto address = local + '@' + *domain;
    if (address.size() > longest_address)
        return std::nullopt;
    return Email(std::move(address), lower(local) + '@' + *domain);
}

std::string_view Email::domain() const {
    return std::string_view(address_).substr(address_.rfind('@') + 1);
}

bool Email::needs_smtputf8() const {
    return !std::all_of(address_.begin(), address_.end(), is_ascii);
}

} // namespace lectern

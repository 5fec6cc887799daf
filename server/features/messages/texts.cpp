// The texts of mails, embedded from config/locales.
// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "features/messages/outbox.hpp"
#include "gen/mail_texts.hpp"

namespace lectern::messages {
namespace {

std::string_view find(std::string const& path) {
    for (auto const& text : gen::mail_texts())
        if (text.path == path)
            return text.bytes;
    throw Bug("there is no mail text " + path);
}

} // namespace

std::string_view text_source(Kind kind, Language language) {
    return find(std::string(tag(language)) + "/" + std::string(name(kind)) + ".md");
}

std::string_view frame_source(Language language) {
    return find(std::string(tag(language)) + "/_frame.md");
}

} // namespace lectern::messages

// Renders pages: the client's shell with its three slots filled (head, first view, boot data).
// SPDX-License-Identifier: MIT
#pragma once

#include "http/assets.hpp"
#include "http/page.hpp"

#include <memory>
#include <string>

namespace lectern::http {

// What the head of every page needs to know of the site.
struct Site {
    std::string name = "Lectern";
    std::string url; // "https://example.org" without a slash at the end; empty: relative links only
};

// Parsed templates in every language. Belongs to one thread (Mustache's renderer keeps state).
class Pages {
public:
    // Throws Error naming the fragment and the word or partial that does not exist.
    Pages(Assets const& assets, Site site);
    ~Pages();

    std::string render(Page const& page);

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

// The Content-Security-Policy of pages, with the hash of the inlined sheet from the client's manifest.
std::string content_security_policy(Assets const& assets);

std::string escape_html(std::string_view text);

} // namespace lectern::http

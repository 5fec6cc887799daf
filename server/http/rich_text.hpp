// Markdown, once parsed: HTML for pages, a JSON tree for the API (the client builds elements from it, never
// innerHTML). Raw HTML in Markdown is dropped, links are http, https or mailto, pictures become their text.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace lectern::http {

std::string rich_html(std::string_view markdown);
// [{"p": ["text", {"b": ["bold"]}, {"a": ["link"], "href": "https://…"}]}, {"ul": [["item"], …]}, …]
std::string rich_json(std::string_view markdown);

} // namespace lectern::http

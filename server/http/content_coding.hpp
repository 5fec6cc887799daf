// Content codings of answers (RFC 9110 §8.4.1): which one a client takes, and bytes in it.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace lectern::http {

enum class ContentCoding : char { identity, gzip, br };

std::string_view name(ContentCoding coding); // as in Content-Encoding; identity has none: empty

// The smallest coding that Accept-Encoding admits by name (RFC 9110 §12.5.3); weights only refuse (q=0), they
// do not order, since every client that takes two of them decodes both well.
ContentCoding choose_coding(std::string_view accept_encoding);

// The text in this coding: gzip at level 6, brotli at quality 5, some 1 ms for a page of 50 KB. Any thread.
std::string encode(ContentCoding coding, std::string_view text);

} // namespace lectern::http

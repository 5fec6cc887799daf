// SPDX-License-Identifier: MIT
#include "http/content_coding.hpp"

#include "base/error.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>

namespace lectern::http {
namespace {

constexpr int gzip_level = 6;
constexpr int brotli_quality = 5;

std::string gzipped(std::string_view text) {
    z_stream stream{};
    if (deflateInit2(&stream, gzip_level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw Bug("zlib has no memory");
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string brotli(std::string_view text) {
    auto size = BrotliEncoderMaxCompressedSize(text.size());
    std::string out(size, '\0');
    if (!BrotliEncoderCompress(brotli_quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                               reinterpret_cast<std::uint8_t const*>(text.data()), &size,
                               reinterpret_cast<std::uint8_t*>(out.data())))
        throw Bug("brotli has no memory");
    out.resize(size);
    return out;
}

std::string_view bare(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

bool is_refused(std::string_view parameters) { // OWS ";" OWS "q=" qvalue
    auto const weight = parameters.find("q=");
    return weight != parameters.npos && parameters.find_first_of("123456789", weight) == parameters.npos;
}

} // namespace

std::string_view name(ContentCoding coding) {
    switch (coding) {
    case ContentCoding::br:
        return "br";
    case ContentCoding::gzip:
        return "gzip";
    case ContentCoding::identity:
        break;
    }
    return {};
}

ContentCoding choose_coding(std::string_view accept_encoding) {
    auto best = ContentCoding::identity;
    while (!accept_encoding.empty()) {
        auto const comma = std::min(accept_encoding.find(','), accept_encoding.size());
        auto const one = accept_encoding.substr(0, comma);
        accept_encoding.remove_prefix(std::min(comma + 1, accept_encoding.size()));
        auto const end = std::min(one.find(';'), one.size());
        auto const coding = bare(one.substr(0, end));
        if (is_refused(one.substr(end)))
            continue;
        if (coding == "br")
            return ContentCoding::br;
        if (coding == "gzip")
            best = ContentCoding::gzip;
    }
    return best;
}

std::string encode(ContentCoding coding, std::string_view text) {
    switch (coding) {
    case ContentCoding::br:
        return brotli(text);
    case ContentCoding::gzip:
        return gzipped(text);
    case ContentCoding::identity:
        break;
    }
    return std::string(text);
}

} // namespace lectern::http

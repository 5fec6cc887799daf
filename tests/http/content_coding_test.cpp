// Which coding a client is answered in, and that it gives back what was put in.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "http/content_coding.hpp"

#include <brotli/decode.h>

#include <vector>

namespace lectern::http {
namespace {

TEST_CASE("the smallest coding that is welcome is chosen", "[http]") { // RFC 9110 §12.5.3
    for (std::string const welcome :
         {"gzip", "deflate, gzip;q=1.0", "br;q=0, gzip;q=0.8, *;q=0.1", "gzip;q=0.001", "gzip ; q=0.5",
          "deflate,gzip", "brotli, gzip", "br; q=0.0,gzip"}) {
        INFO(welcome);
        CHECK(choose_coding(welcome) == ContentCoding::gzip);
    }
    for (std::string const welcome : {"br", "gzip, deflate, br", "gzip, deflate, br, zstd",
                                      "br;q=1.0, gzip;q=0.8", "gzip;q=0,br", "br, gzip;q=0"}) {
        INFO(welcome);
        CHECK(choose_coding(welcome) == ContentCoding::br);
    }
    for (std::string const unwelcome : {"", "identity", "gzip;q=0", "gzip; q=0", "gzip ;q=0", "gzip;q=0.0",
                                        "gzip;q=0.000", "notgzip", "gzipped", "br;q=0", "*", ",,;,"}) {
        INFO(unwelcome);
        CHECK(choose_coding(unwelcome) == ContentCoding::identity);
    }
}

TEST_CASE("brotli gives back what was put in", "[http]") {
    std::string text;
    for (int i = 0; i < 5000; ++i)
        text += "Water downstream " + std::to_string(i * 7919) + " mining ";
    auto const packed = encode(ContentCoding::br, text);
    CHECK(packed.size() < text.size() / 3);
    std::vector<std::uint8_t> out(text.size() + 1);
    auto size = out.size();
    REQUIRE(BrotliDecoderDecompress(packed.size(), reinterpret_cast<std::uint8_t const*>(packed.data()),
                                    &size, out.data()) == BROTLI_DECODER_RESULT_SUCCESS);
    CHECK(std::string(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)) == text);
    CHECK(encode(ContentCoding::identity, text) == text);
}

} // namespace
} // namespace lectern::http

// GET /files/{hash}/{name}: a file by its content. The type is the one found when it came in; what is not a
// picture, a recording or a document of the allow-list is never here. SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "db/session.hpp"
#include "features/site/pages.hpp"
#include "files/blobs.hpp"
#include "gen/sql/site.hpp"

namespace lectern::site {
namespace {

struct Asked {
    std::string hash; // 32 bytes
};

struct Found {
    std::string bytes, media_type;
};

Asked ask(http::Request const& request) {
    auto const& text = request.parameter("hash");
    std::string hash;
    auto const digit = [](char c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    if (text.size() != 64)
        throw NotFound("file");
    for (std::size_t i = 0; i < text.size(); i += 2) {
        int const high = digit(text[i]), low = digit(text[i + 1]);
        if (high < 0 || low < 0)
            throw NotFound("file");
        hash += static_cast<char>(high * 16 + low);
    }
    return {std::move(hash)};
}

http::Reply show(Found const& found) {
    auto reply = http::json_reply(200, found.bytes);
    reply.type = found.media_type;
    bool const is_picture = found.media_type.starts_with("image/");
    reply.cache_control = "public, max-age=31536000, immutable"; // the address is the content
    reply.headers.emplace_back("Content-Disposition", is_picture ? "inline" : "attachment");
    reply.headers.emplace_back("Content-Security-Policy",
                               "sandbox; default-src 'none'; frame-ancestors 'none'");
    return reply;
}

} // namespace

void add_file_routes(http::Router& routes, Parts const& parts) {
    files::Blobs const blobs(parts.files);
    auto const load = [blobs](db::Read& db,
                              Asked const& asked) { // on a reader thread, where waiting for the disk is fine
        struct Type {
            std::string media_type;
            static Type from(db::Row const& row) { return {row.get<std::string>("media_type")}; }
        };
        auto const type = db.one<Type>(sql::site::blob, "hash"_p = db::Bytes{asked.hash});
        auto bytes = blobs.read(asked.hash);
        if (!bytes)
            throw NotFound("file");
        return Found{std::move(*bytes), type.media_type};
    };
    routes.get("/files/{hash}/{name}", http::Access::anyone, http::endpoint(ask).read(load).reply(show),
               "A file.");
}

} // namespace lectern::site

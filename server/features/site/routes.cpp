// Table of contents of the site itself: health, assets, sitemap, texts, files.
// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "base/text.hpp"
#include "db/database.hpp"
#include "features/site/pages.hpp"
#include "gen/sql/site.hpp"
#include "http/content_coding.hpp"
#include "http/json.hpp"

namespace lectern::site {
namespace {

http::Reply plain(int status, std::string text) {
    auto reply = http::json_reply(status, std::move(text));
    reply.type = "text/plain; charset=utf-8";
    reply.cache_control = "no-store";
    return reply;
}

int nothing(http::Request const&) {
    return 0;
}

http::Endpoint healthz() {
    return http::endpoint(nothing).reply([](int) { return plain(200, "ok\n"); });
}

http::Endpoint readyz(Parts const& parts) {
    auto const show = [&database = parts.database, is_serving = parts.is_serving](int) {
        if (!is_serving())
            return plain(503, "stopping\n");
        return database.is_healthy() ? plain(200, "ready\n") : plain(503, "the disk does not take writes\n");
    };
    return http::endpoint(nothing).reply(show);
}

// Assets whose names change with their content are kept for ever, the others are asked for again.
http::Endpoint asset(http::Assets const& assets) {
    struct Wanted {
        std::string path;
        http::ContentCoding coding;
    };
    auto const read = [](http::Request const& request) {
        return Wanted{request.path, http::choose_coding(request.field(http::Field::accept_encoding))};
    };
    auto const show = [&assets](Wanted const& wanted) {
        auto const* found = assets.find(wanted.path);
        if (!found || !wanted.path.starts_with('/'))
            throw NotFound("asset");
        auto reply = http::json_reply(200, std::string(found->bytes));
        reply.type = found->type;
        reply.cache_control = found->immutable ? "public, max-age=31536000, immutable" : "no-cache";
        reply.headers.emplace_back("Vary", "Accept-Encoding");
        auto const packed = wanted.coding == http::ContentCoding::br     ? found->brotli
                            : wanted.coding == http::ContentCoding::gzip ? found->gzip
                                                                         : std::string_view();
        if (!packed.empty()) {
            reply.body = packed;
            reply.headers.emplace_back("Content-Encoding", std::string(name(wanted.coding)));
        }
        return reply;
    };
    return http::endpoint(read).reply(show);
}

struct Address {
    std::string path;
    UtcTime changed_at{};
    static Address from(db::Row const& row) {
        return {"/" + row.get<std::string>("kind") + "/" + row.get<std::string>("slug"),
                row.get<UtcTime>("changed_at")};
    }
};

http::Endpoint sitemap(std::string const& site_url) {
    auto const read = [](db::Read& db, int) { return db.all<Address>(sql::site::sitemap); };
    auto const show = [site_url](std::vector<Address> const& addresses) {
        std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                          "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                          "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
        auto all = addresses;
        all.insert(all.begin(), {{"/", {}}, {"/library", {}}, {"/about", {}}});
        for (auto const& address : all) {
            xml += "<url><loc>" + http::escape_html(site_url + address.path) + "</loc>";
            if (address.changed_at != UtcTime{})
                xml += "<lastmod>" + rfc3339(address.changed_at) + "</lastmod>";
            for (auto const language : languages) {
                auto const prefix = language == Language::en ? "" : "/" + std::string(tag(language));
                xml += "<xhtml:link rel=\"alternate\" hreflang=\"" + std::string(tag(language)) +
                       "\" href=\"" + http::escape_html(site_url + prefix + address.path) + "\"/>";
            }
            xml += "</url>\n";
        }
        auto reply = http::json_reply(200, xml + "</urlset>\n");
        reply.type = "text/xml; charset=utf-8";
        return reply;
    };
    return http::endpoint(nothing).read(read).reply(show);
}

} // namespace

void add_routes(http::Router& routes, Parts const& parts) {
    using enum http::Access;
    routes.get("/healthz", anyone, healthz(), "The process runs.").any_host().limit(http::Limit::none);
    routes.get("/readyz", anyone, readyz(parts), "Newcomers are taken and writes succeed.")
        .any_host()
        .limit(http::Limit::none);
    routes.get("/assets/{file}", anyone, asset(parts.assets), "The client's files.").limit(http::Limit::none);
    for (auto const& file : parts.assets.all())
        if (file.path.starts_with('/') && !file.path.starts_with("/assets/"))
            routes.get(std::string(file.path), anyone, asset(parts.assets), "A file of the client.")
                .limit(http::Limit::none);
    routes.get("/sitemap.xml", anyone, sitemap(parts.site.url), "Every public page, for search engines.")
        .cached(db::Topics::of(db::Topic{0}))
        .queries({});
    add_text_routes(routes, parts.site.name);
    add_file_routes(routes, parts);
}

} // namespace lectern::site

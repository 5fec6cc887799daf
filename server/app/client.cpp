// The embedded client: which file has which address and type.
// SPDX-License-Identifier: MIT
#include "app/app.hpp"
#include "gen/client_files.hpp"

#include <array>
#include <utility>

namespace lectern::app {
namespace {

std::string_view type_of(std::string_view path) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> types{{
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".html", "text/html; charset=utf-8"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".webp", "image/webp"},
        {".txt", "text/plain; charset=utf-8"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".ico", "image/x-icon"},
    }};
    for (auto const& [suffix, type] : types)
        if (path.ends_with(suffix))
            return type;
    return "application/octet-stream";
}

std::string_view twin(std::string_view path, std::string_view suffix) {
    auto const wanted = std::string(path) + std::string(suffix);
    for (auto const& file : gen::client_files())
        if (file.path == wanted)
            return file.bytes;
    return {};
}

// Templates and the manifest are not served: their names have no slash in front.
std::string_view address_of(std::string_view path) {
    static std::vector<std::string> kept;
    if (path == "index.html" || path == "manifest.json" || path.starts_with("fragments/") ||
        path.starts_with("i18n/"))
        return path;
    kept.reserve(256);
    return kept.emplace_back("/" + std::string(path));
}

} // namespace

std::vector<http::Asset> const& client_assets() {
    static std::vector<http::Asset> const all = [] {
        std::vector<http::Asset> made;
        for (auto const& file : gen::client_files())
            if (!file.path.ends_with(".br") && !file.path.ends_with(".gz"))
                made.push_back({address_of(file.path), type_of(file.path), file.bytes, twin(file.path, ".gz"),
                                twin(file.path, ".br"), file.path.starts_with("assets/")});
        return made;
    }();
    return all;
}

} // namespace lectern::app

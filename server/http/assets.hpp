// The client's files as embedded in the binary: each with its compressed twins, made at build time.
// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

namespace lectern::http {

struct Asset {
    std::string_view path; // "/assets/main-3f2a.js", "/sw.js"; fragments and manifest lie under
                           // "fragments/…", "manifest.json"
    std::string_view type;
    std::string_view bytes;
    std::string_view gzip;   // empty: none
    std::string_view brotli; // empty: none
    bool immutable = false;  // its name changes with its content
};

// Views live as long as the program.
class Assets {
public:
    explicit Assets(std::span<Asset const> all) : all_(all) {}
    Asset const* find(std::string_view path) const {
        for (auto const& asset : all_)
            if (asset.path == path)
                return &asset;
        return nullptr;
    }
    std::span<Asset const> all() const { return all_; }

private:
    std::span<Asset const> all_;
};

} // namespace lectern::http

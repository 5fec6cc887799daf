// The certificate: loaded at start and again on SIGHUP. A live context is never changed; connections keep
// theirs. SPDX-License-Identifier: MIT
#pragma once

#include "base/time.hpp"

#include <boost/asio/ssl/context.hpp>

#include <filesystem>
#include <memory>

namespace lectern::http {

struct TlsFiles {
    std::filesystem::path certificate; // PEM, the chain; empty: no TLS
    std::filesystem::path key;
    bool enabled() const { return !certificate.empty(); }
};

// Throws Error naming the file and what is wrong with it.
std::shared_ptr<boost::asio::ssl::context> load_tls(TlsFiles const& files);

struct Validity {
    UtcTime from, until;
};
// How long the certificate is valid. Throws as load_tls() does.
Validity validity(TlsFiles const& files);

} // namespace lectern::http

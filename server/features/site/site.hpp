// Front door of the site itself: its own texts, health, the sitemap, files, and the built-in mailbox.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/secret.hpp"
#include "http/assets.hpp"
#include "http/pages.hpp"

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace lectern::db {
class Database;
} // namespace lectern::db
namespace lectern::http {
class Router;
struct Request;
} // namespace lectern::http
namespace lectern::mail {
class Mailbox;
} // namespace lectern::mail

namespace lectern::site {

struct Parts {
    db::Database const& database;
    http::Assets const& assets;
    http::Site const& site;
    std::function<bool()> is_serving; // false once newcomers are no longer taken
    std::filesystem::path files;      // the folder of blobs
    mail::Mailbox const* mailbox;     // null where SMTP is configured
};

void add_routes(http::Router& routes, Parts const& parts);

// Whoever holds the one-time link that `serve` prints. Thread-safe.
class Operator {
public:
    explicit Operator(std::string token) : token_(std::move(token)) {}

    // Swaps the token for the value of a session cookie, once; nothing for any other token.
    std::optional<std::string> sign_in(std::string_view token);
    bool is_signed_in(http::Request const& request) const;
    std::string token() const; // empty once it was used

private:
    mutable std::mutex mutex_;
    std::string token_;
    std::string session_;
};

// Only where parts.mailbox is there. `op` outlives the routes.
void add_operator_routes(http::Router& routes, Parts const& parts, Operator& op);

} // namespace lectern::site

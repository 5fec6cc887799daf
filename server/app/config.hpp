// The configuration: a TOML file, LECTERN_ environment variables over it, the command line over both.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/limits.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lectern::app {

struct Config {
    std::string listen = "127.0.0.1:8080";
    std::filesystem::path data = "data";
    std::string site_url; // empty: what one types, without being known outside
    std::string site_name = "Lectern";
    std::string mail_smtp_url; // empty: the built-in mailbox
    std::string mail_from;     // empty: noreply@ and the site's host
    int mail_connections = 4;  // 0: nothing is sent, mails wait
    std::string log_level = "info";
    std::vector<std::string> trusted_proxies;
    std::string metrics_listen = "127.0.0.1:9464";
    std::filesystem::path tls_certificate;
    std::filesystem::path tls_key;
    int lanes = 2;
    int readers = 2;
    int write_batch = 256;
    http::LimitOptions limits;
};

using Environment = std::map<std::string, std::string>; // LECTERN_… only

using Arguments = std::map<std::string, std::string>; // of the command line, by the name of the key

// serving: also what only a server needs, so that a listener beyond the loopback has TLS or a proxy, and the
// certificate can be read.
enum class Purpose { data, serving };

// Reads and checks everything. Throws Error with every mistake, each with its line, variable or option.
Config load_config(std::optional<std::filesystem::path> const& file, Environment const& environment,
                   Purpose purpose = Purpose::data, Arguments const& arguments = {});
// The variables of this process.
Environment environment();
// Every key with its default, unit and meaning: config/lectern.example.toml is this, a test compares them.
struct Key {
    std::string name;
    std::string default_text;
};
std::vector<Key> keys();

bool is_loopback(std::string const& listen);

} // namespace lectern::app

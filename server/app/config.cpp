// One table of keys: how each is read, from a file or from the environment.
// SPDX-License-Identifier: MIT
#include "app/config.hpp"

#include "base/email.hpp"
#include "base/error.hpp"
#include "http/access.hpp"
#include "mail/smtp.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <functional>

extern char** environ;

namespace lectern::app {
namespace {

// Reads one value from text; says what is wrong with it, or nothing.
using Read = std::function<std::string(Config&, std::string const&)>;

struct Entry {
    std::string name;
    Read read;
    std::function<std::string(Config const&)> write;
};

std::string quoted(std::string const& text) {
    return "\"" + text + "\"";
}

Entry text(std::string name, std::string Config::* member,
           std::function<std::string(std::string const&)> check = {}) {
    return {std::move(name),
            [member, check](Config& config, std::string const& given) {
                auto const wrong = check && !given.empty() ? check(given) : std::string();
                config.*member = given;
                return wrong;
            },
            [member](Config const& config) { return quoted(config.*member); }};
}

Entry path(std::string name, std::filesystem::path Config::* member) {
    return {std::move(name),
            [member](Config& config, std::string const& given) {
                config.*member = given;
                return std::string();
            },
            [member](Config const& config) { return quoted((config.*member).string()); }};
}

template <class Get>
Entry number(std::string name, Get get, int min, int max) {
    return {std::move(name),
            [get, min, max](Config& config, std::string const& given) -> std::string {
                int value = 0;
                auto const [end, error] = std::from_chars(given.data(), given.data() + given.size(), value);
                if (error != std::errc{} || end != given.data() + given.size() || value < min || value > max)
                    return "is no number from " + std::to_string(min) + " to " + std::to_string(max);
                get(config) = value;
                return {};
            },
            [get](Config const& config) { return std::to_string(get(const_cast<Config&>(config))); }};
}

std::string check_site_url(std::string const& url) {
    bool const known = url.starts_with("https://") || url.starts_with("http://");
    auto const rest = url.substr(url.find("://") == url.npos ? 0 : url.find("://") + 3);
    if (!known || rest.empty() || rest.find_first_of("/?#@ ") != rest.npos)
        return "is no address such as https://learn.example.org (no path, no slash at the end)";
    return {};
}

std::string check_smtp_url(std::string const& url) {
    return mail::SmtpSettings::from_url(url)
               ? ""
               : "is no address such as smtps://user:secret@mail.example.org:465";
}

std::string check_address(std::string const& address) {
    return Email::parse(address) ? "" : "is no e-mail address";
}

std::string check_level(std::string const& level) {
    for (auto const* known : {"debug", "info", "warning", "error", "off"})
        if (level == known)
            return {};
    return "is none of debug, info, warning, error, off";
}

Entry trusted_proxies() {
    return {"http.trusted_proxies",
            [](Config& config, std::string const& given) {
                config.trusted_proxies.clear();
                for (std::size_t at = 0; at < given.size();) {
                    auto const end = std::min(given.find(',', at), given.size());
                    auto one = given.substr(at, end - at);
                    one.erase(std::remove(one.begin(), one.end(), ' '), one.end());
                    if (!one.empty() && !http::is_network(one))
                        return "holds \"" + one +
                               "\", which is no address or network such as 127.0.0.1 or 10.0.0.0/8";
                    if (!one.empty())
                        config.trusted_proxies.push_back(one);
                    at = end + 1;
                }
                return std::string();
            },
            [](Config const&) { return std::string("[]"); }};
}

std::vector<Entry> const& entries() {
    static std::vector<Entry> const all{
        text("listen", &Config::listen),
        path("data", &Config::data),
        text("site.url", &Config::site_url, check_site_url),
        text("site.name", &Config::site_name),
        text("mail.smtp_url", &Config::mail_smtp_url, check_smtp_url),
        text("mail.from", &Config::mail_from, check_address),
        number(
            "mail.connections", [](Config& c) -> int& { return c.mail_connections; }, 0, 64),
        text("log.level", &Config::log_level, check_level),
        trusted_proxies(),
        text("metrics.listen", &Config::metrics_listen),
        path("tls.certificate", &Config::tls_certificate),
        path("tls.key", &Config::tls_key),
        number(
            "threads.lanes", [](Config& c) -> int& { return c.lanes; }, 1, 64),
        number(
            "threads.readers", [](Config& c) -> int& { return c.readers; }, 1, 64),
        number(
            "threads.write_batch", [](Config& c) -> int& { return c.write_batch; }, 1, 10'000),
        number(
            "limits.reads_per_minute", [](Config& c) -> int& { return c.limits.reads_per_minute; }, 1,
            100'000'000),
        number(
            "limits.writes_per_minute", [](Config& c) -> int& { return c.limits.writes_per_minute; }, 1,
            100'000'000),
        number(
            "limits.registrations_per_minute",
            [](Config& c) -> int& { return c.limits.registrations_per_minute; }, 1, 100'000'000),
        number(
            "limits.registration_burst", [](Config& c) -> int& { return c.limits.registration_burst; }, 1,
            100'000'000),
        number(
            "limits.sign_ins_per_hour", [](Config& c) -> int& { return c.limits.sign_ins_per_hour; }, 1,
            100'000'000),
        number(
            "limits.connections", [](Config& c) -> int& { return c.limits.connections; }, 1, 1'000'000),
        number(
            "limits.connections_per_network",
            [](Config& c) -> int& { return c.limits.connections_per_network; }, 1, 1'000'000),
    };
    return all;
}

Entry const* entry(std::string const& name) {
    auto const found =
        std::find_if(entries().begin(), entries().end(), [&](Entry const& one) { return one.name == name; });
    return found == entries().end() ? nullptr : &*found;
}

std::string variable_of(std::string const& name) { // "mail.smtp_url" → "LECTERN_MAIL_SMTP_URL"
    std::string variable = "LECTERN_";
    for (char const c : name)
        variable += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    return variable;
}

// The text of a TOML value; lists are joined by commas. Nothing for a table or a date.
std::optional<std::string> text_of(toml::node const& node) {
    if (auto const* given = node.as_string())
        return given->get();
    if (auto const* given = node.as_integer())
        return std::to_string(given->get());
    if (auto const* given = node.as_boolean())
        return given->get() ? "true" : "false";
    auto const* list = node.as_array();
    if (!list)
        return {};
    std::string joined;
    for (auto const& item : *list) {
        auto const one = text_of(item);
        if (!one)
            return {};
        joined += (joined.empty() ? "" : ",") + *one;
    }
    return joined;
}

void read_table(toml::table const& table, std::string const& prefix, std::string const& file, Config& config,
                std::vector<std::string>& mistakes) {
    for (auto const& [key, node] : table) {
        auto const name = prefix + std::string(key.str());
        auto const where = file + ":" + std::to_string(node.source().begin.line) + ": " + name + " ";
        if (auto const* inner = node.as_table()) {
            read_table(*inner, name + ".", file, config, mistakes);
            continue;
        }
        auto const* known = entry(name);
        auto const given = text_of(node);
        if (!known)
            mistakes.push_back(where + "is not known");
        else if (!given)
            mistakes.push_back(where + "is neither text, number nor list");
        else if (auto const wrong = known->read(config, *given); !wrong.empty())
            mistakes.push_back(where + wrong);
    }
}

} // namespace

Environment environment() {
    Environment all;
    for (char** at = environ; *at; ++at) {
        std::string_view const pair(*at);
        auto const equals = pair.find('=');
        if (pair.starts_with("LECTERN_") && equals != pair.npos)
            all.emplace(pair.substr(0, equals), pair.substr(equals + 1));
    }
    return all;
}

Config load_config(std::optional<std::filesystem::path> const& file, Environment const& environment) {
    Config config;
    std::vector<std::string> mistakes;
    if (file) {
        try {
            read_table(toml::parse_file(file->string()), "", file->string(), config, mistakes);
        } catch (toml::parse_error const& error) {
            mistakes.push_back(file->string() + ":" + std::to_string(error.source().begin.line) + ": " +
                               std::string(error.description()));
        }
    }
    for (auto const& one : entries())
        if (auto const given = environment.find(variable_of(one.name)); given != environment.end())
            if (auto const wrong = one.read(config, given->second); !wrong.empty())
                mistakes.push_back(given->first + " " + wrong);
    for (auto const& [variable, value] : environment) {
        bool const known = std::any_of(entries().begin(), entries().end(),
                                       [&](Entry const& one) { return variable_of(one.name) == variable; });
        if (!known && variable != "LECTERN_BINARY" && variable != "LECTERN_BUILD") // the tests' own
            mistakes.push_back(variable + " is not known");
    }
    if (!mistakes.empty()) {
        std::string all = "the configuration has mistakes:";
        for (auto const& mistake : mistakes)
            all += "\n  " + mistake;
        throw Error(all);
    }
    return config;
}

bool is_loopback(std::string const& listen) {
    auto const host = listen.substr(0, listen.rfind(':'));
    bool const is_127 = host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos;
    return is_127 || host == "[::1]" || host == "localhost";
}

void check(Config const& config) {
    if (config.tls_certificate.empty() != config.tls_key.empty())
        throw Error("tls.certificate and tls.key belong together: set both or none");
    if (!is_loopback(config.listen) && config.tls_certificate.empty() && config.trusted_proxies.empty())
        throw Error("listen = \"" + config.listen +
                    "\" is reachable from outside without TLS. Set tls.certificate and tls.key, "
                    "or http.trusted_proxies where a proxy stands in front");
}

std::vector<Key> keys() {
    std::vector<Key> all;
    Config const defaults;
    for (auto const& one : entries())
        all.push_back({one.name, one.write(defaults)});
    return all;
}

} // namespace lectern::app

// One table of keys: how each is read, from a file or from the environment.
// SPDX-License-Identifier: MIT
#include "app/config.hpp"

#include "base/email.hpp"
#include "base/error.hpp"
#include "http/access.hpp"
#include "http/server.hpp"
#include "http/tls.hpp"
#include "mail/smtp.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>

extern char** environ;

namespace lectern::app {
namespace {

// Reads one value from text; says what is wrong with it, or nothing.
using Read = std::function<std::string(Config&, std::string const&)>;

enum class Kind { text, number, list };

struct Entry {
    std::string name;
    Kind kind;
    Read read;
    std::function<std::string(Config const&)> write;
};

std::string in_quotes(std::string const& text) {
    return "\"" + text + "\"";
}

Entry text(std::string name, std::string Config::* member,
           std::function<std::string(std::string const&)> check = {}) {
    return {std::move(name), Kind::text,
            [member, check](Config& config, std::string const& given) {
                auto const wrong = check && !given.empty() ? check(given) : std::string();
                config.*member = given;
                return wrong;
            },
            [member](Config const& config) { return in_quotes(config.*member); }};
}

Entry path(std::string name, std::filesystem::path Config::* member) {
    return {std::move(name), Kind::text,
            [member](Config& config, std::string const& given) {
                config.*member = given;
                return std::string();
            },
            [member](Config const& config) { return in_quotes((config.*member).string()); }};
}

template <class Get>
Entry number(std::string name, Get get, int min, int max) {
    return {std::move(name), Kind::number,
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

bool is_label(std::string_view label) { // RFC 1123 §2.1
    auto const is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), is_letter);
}

// A name of ASCII labels, or an IP address; IPv6 in brackets.
bool is_host(std::string_view host) {
    bool const is_ipv6 = host.starts_with('[') && host.ends_with(']') && host.find(':') != host.npos;
    if (is_ipv6)
        return host.find('/') == host.npos && http::is_network(std::string(host.substr(1, host.size() - 2)));
    if (host.size() > 253)
        return false;
    std::string_view last;
    for (auto rest = host;;) {
        auto const dot = std::min(rest.find('.'), rest.size());
        last = rest.substr(0, dot);
        if (!is_label(last))
            return false;
        if (dot == rest.size())
            break;
        rest.remove_prefix(dot + 1);
    }
    bool const is_number = last.find_first_not_of("0123456789") == last.npos; // no top level domain is one
    return !is_number || http::is_network(std::string(host));
}

std::string check_site_url(std::string const& url) {
    bool const known = url.starts_with("https://") || url.starts_with("http://");
    auto const rest = url.substr(url.find("://") == url.npos ? 0 : url.find("://") + 3);
    if (!known || rest.empty() || rest.find_first_of("/?#@ ") != rest.npos)
        return "is no address such as https://learn.example.org (no path, no slash at the end)";
    auto const colon = rest.ends_with(']') ? rest.npos : rest.rfind(':');
    auto const host = rest.substr(0, colon);
    if (!is_host(host))
        return in_quotes(host) +
               " is no host: write a name such as learn.example.org, with letters beyond a to z in "
               "their ASCII form (xn--…), or an IP address, IPv6 in brackets";
    if (colon == rest.npos)
        return {};
    unsigned short port = 0;
    auto const* const end = rest.data() + rest.size();
    auto const read = std::from_chars(rest.data() + colon + 1, end, port);
    if (read.ec != std::errc{} || read.ptr != end || port == 0)
        return in_quotes(rest.substr(colon + 1)) + " is no port: it is a number from 1 to 65535";
    return {};
}

std::string check_listen(std::string const& address) {
    return http::is_listen_address(address)
               ? ""
               : in_quotes(address) + " is no address with a port, such as 127.0.0.1:8080 or [::1]:8080";
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
    return {"http.trusted_proxies", Kind::list,
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

Entry site_url_entry() {
    auto made = text("site.url", &Config::site_url, check_site_url);
    made.read = [read = made.read](Config& config, std::string const& given) {
        return read(config, http::normal_origin(given));
    };
    return made;
}

std::vector<Entry> const& entries() {
    static std::vector<Entry> const all{
        text("listen", &Config::listen, check_listen),
        path("data", &Config::data),
        site_url_entry(),
        text("site.name", &Config::site_name),
        text("mail.smtp_url", &Config::mail_smtp_url, check_smtp_url),
        text("mail.from", &Config::mail_from, check_address),
        number(
            "mail.connections", [](Config& c) -> int& { return c.mail_connections; }, 0, 64),
        text("log.level", &Config::log_level, check_level),
        trusted_proxies(),
        text("metrics.listen", &Config::metrics_listen, check_listen),
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

bool is_table(std::string const& name) {
    return std::any_of(entries().begin(), entries().end(),
                       [&](Entry const& one) { return one.name.starts_with(name + "."); });
}

std::string variable_of(std::string const& name) { // "mail.smtp_url" → "LECTERN_MAIL_SMTP_URL"
    std::string variable = "LECTERN_";
    for (char const c : name)
        variable += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    return variable;
}

// The text of a TOML value of this kind, lists joined by commas; nothing for a value of another kind.
std::optional<std::string> text_of(toml::node const& node, Kind kind) {
    if (auto const* given = node.as_string(); given && kind != Kind::number)
        return given->get();
    if (auto const* given = node.as_integer(); given && kind == Kind::number)
        return std::to_string(given->get());
    auto const* list = node.as_array();
    if (!list || kind != Kind::list)
        return {};
    std::string joined;
    for (auto const& item : *list) {
        auto const* one = item.as_string();
        if (!one)
            return {};
        joined += (joined.empty() ? "" : ",") + one->get();
    }
    return joined;
}

std::string_view name_of(Kind kind) {
    return kind == Kind::text     ? "is no text in quotes"
           : kind == Kind::number ? "is no number"
                                  : "is no list of texts";
}

// Where a value was given.
struct Place {
    static constexpr auto beyond_lines = std::numeric_limits<std::size_t>::max();
    std::size_t line = beyond_lines; // of the file; what the environment or the command line says comes last
    std::string words;               // "lectern.toml:3: listen", "LECTERN_LISTEN", "--listen"
};

// Reads what is given, one source after another, and remembers every mistake.
class Reading {
public:
    Config config;

    void file(std::filesystem::path const& path) {
        try {
            table(toml::parse_file(path.string()), "", path.string());
        } catch (toml::parse_error const& error) {
            auto const line = error.source().begin.line;
            mistake({line, path.string() + ":" + std::to_string(line) + ":"},
                    std::string(error.description()));
        }
    }

    void value(Entry const& known, Place place, std::string const& given) {
        if (auto const wrong = known.read(config, given); !wrong.empty()) {
            mistake(place, wrong);
            wrong_.push_back(known.name);
        }
        places_[known.name] = std::move(place);
    }

    void mistake(Place const& place, std::string const& wrong) {
        mistakes_.push_back({place.line, place.words.empty() ? wrong : place.words + " " + wrong});
    }

    // What belongs together; needs every source.
    void check_serving() {
        auto const& [certificate, key] = std::tie(config.tls_certificate, config.tls_key);
        if (certificate.empty() != key.empty())
            mistake(place(certificate.empty() ? "tls.key" : "tls.certificate"),
                    "stands alone: tls.certificate and tls.key belong together, set both or none");
        else if (!certificate.empty())
            check_tls();
        if (std::find(wrong_.begin(), wrong_.end(), "listen") != wrong_.end())
            return;
        bool const is_open = certificate.empty() && key.empty() && config.trusted_proxies.empty();
        if (!is_loopback(config.listen) && is_open)
            mistake(place("listen"), in_quotes(config.listen) +
                                         " is reachable from outside without TLS. Set tls.certificate and "
                                         "tls.key, or http.trusted_proxies where a proxy stands in front");
        auto const host = config.listen.substr(0, config.listen.rfind(':'));
        if ((host == "0.0.0.0" || host == "[::]") && config.site_url.empty())
            mistake(place("listen"),
                    in_quotes(config.listen) +
                        " stands for every address of this machine, so it does not say what "
                        "the site is called: set site.url, such as https://learn.example.org");
    }

    void finish() {
        if (mistakes_.empty())
            return;
        std::stable_sort(mistakes_.begin(), mistakes_.end(),
                         [](auto const& a, auto const& b) { return a.line < b.line; });
        std::string all = "the configuration has mistakes:";
        for (auto const& mistake : mistakes_)
            all += "\n  " + mistake.text;
        throw Error(all);
    }

private:
    struct Mistake {
        std::size_t line;
        std::string text;
    };

    void table(toml::table const& table_of, std::string const& prefix, std::string const& file) {
        for (auto const& [key, node] : table_of) {
            auto const name = prefix + std::string(key.str());
            auto const line = node.source().begin.line;
            Place const place{line, file + ":" + std::to_string(line) + ": " + name};
            auto const* known = entry(name);
            if (auto const* inner = node.as_table()) {
                if (known)
                    mistake(place, "is a table, and wants one value: " + name + " = …");
                else if (inner->empty() && !is_table(name))
                    mistake(place, "is not known");
                else
                    table(*inner, name + ".", file);
                continue;
            }
            if (!known && is_table(name))
                mistake(place, "is a table: write [" + name + "] on a line of its own, and its keys below");
            else if (!known)
                mistake(place, "is not known");
            else if (auto const given = text_of(node, known->kind))
                value(*known, place, *given);
            else
                mistake(place, std::string(name_of(known->kind)));
        }
    }

    void check_tls() {
        try {
            http::load_tls({config.tls_certificate, config.tls_key});
        } catch (Error const& error) { // "tls.key FILE: what is wrong"
            std::string_view const words = error.what();
            auto const name = words.substr(0, words.find(' '));
            mistake(place(std::string(name)), std::string(words.substr(name.size() + 1)));
        }
    }

    Place place(std::string const& name) const {
        auto const found = places_.find(name);
        return found == places_.end() ? Place{Place::beyond_lines, name} : found->second;
    }

    std::vector<Mistake> mistakes_;
    std::map<std::string, Place> places_; // of keys that were given
    std::vector<std::string> wrong_;      // keys whose value is none
};

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

Config load_config(std::optional<std::filesystem::path> const& file, Environment const& environment,
                   Purpose purpose, Arguments const& arguments) {
    Reading reading;
    if (file)
        reading.file(*file);
    for (auto const& [variable, given] : environment) {
        auto const known = std::find_if(entries().begin(), entries().end(),
                                        [&](Entry const& one) { return variable_of(one.name) == variable; });
        if (known == entries().end())
            reading.mistake({Place::beyond_lines, variable}, "is not known");
        else
            reading.value(*known, {Place::beyond_lines, variable}, given);
    }
    for (auto const& [name, given] : arguments)
        reading.value(*entry(name), {Place::beyond_lines, "--" + name}, given);
    if (purpose == Purpose::serving)
        reading.check_serving();
    reading.finish();
    return std::move(reading.config);
}

bool is_loopback(std::string const& listen) {
    auto const host = listen.substr(0, listen.rfind(':'));
    bool const is_127 = host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos;
    return is_127 || host == "[::1]" || host == "localhost";
}

std::vector<Key> keys() {
    std::vector<Key> all;
    Config const defaults;
    for (auto const& one : entries())
        all.push_back({one.name, one.write(defaults)});
    return all;
}

} // namespace lectern::app

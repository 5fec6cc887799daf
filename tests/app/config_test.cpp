// The configuration: its example, its environment, and every mistake told at once.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "app/app.hpp"
#include "app/config.hpp"
#include "base/error.hpp"
#include "support/folder.hpp"
#include "support/root.hpp"

#include <toml++/toml.h>

#include <fstream>
#include <set>

using namespace lectern;
using namespace lectern::app;
using Catch::Matchers::Contains;

namespace {

std::filesystem::path const example = test::root() / "config/lectern.example.toml";

// Every leaf of a table as "a.b" with its text in TOML.
void collect(toml::table const& table, std::string const& prefix, std::map<std::string, std::string>& all) {
    for (auto const& [key, node] : table) {
        auto const name = prefix + std::string(key.str());
        if (auto const* inner = node.as_table()) {
            collect(*inner, name + ".", all);
            continue;
        }
        std::ostringstream text;
        if (auto const* given = node.as_string())
            text << '"' << given->get() << '"';
        else if (auto const* number = node.as_integer())
            text << number->get();
        else if (auto const* list = node.as_array(); list && list->empty())
            text << "[]";
        else
            text << "something else";
        all[name] = text.str();
    }
}

struct File {
    sample::Folder folder;
    std::filesystem::path path = folder / "lectern.toml";
    explicit File(std::string const& text) { std::ofstream(path) << text; }
};

Config load(std::string const& text, Environment const& environment = {}) {
    File const file(text);
    return load_config(file.path, environment);
}

std::string error_of(std::string const& text, Environment const& environment = {},
                     Purpose purpose = Purpose::data, Arguments const& arguments = {}) {
    File const file(text);
    try {
        load_config(file.path, environment, purpose, arguments);
    } catch (Error const& error) {
        return error.what();
    }
    return "none";
}

std::string serving_error(std::string const& text) {
    return error_of(text, {}, Purpose::serving);
}

} // namespace

TEST_CASE("the example names every key with its default, and no other", "[app]") {
    std::map<std::string, std::string> written, known;
    collect(toml::parse_file(example.string()), "", written);
    for (auto const& key : keys())
        known[key.name] = key.default_text;

    CHECK(written == known);
    CHECK(keys().size() == known.size()); // no key twice
}

TEST_CASE("the example is a configuration with all defaults", "[app]") {
    auto const config = load_config(example, {});
    Config const defaults;

    CHECK(config.listen == defaults.listen);
    CHECK(config.data == defaults.data);
    CHECK(config.site_url == defaults.site_url);
    CHECK(config.metrics_listen == defaults.metrics_listen);
    CHECK(config.trusted_proxies.empty());
    CHECK(config.limits.reads_per_minute == defaults.limits.reads_per_minute);
    CHECK_NOTHROW(load_config(example, {}, Purpose::serving));
}

TEST_CASE("without a file everything has its default", "[app]") {
    auto const config = load_config({}, {});

    CHECK(config.listen == "127.0.0.1:8080");
    CHECK(config.data == "data");
    CHECK(config.log_level == "info");
    CHECK(config.limits.connections_per_network == 512);
}

TEST_CASE("a file sets what it names", "[app]") {
    auto const config = load(
        "listen = \"127.0.0.1:9090\"\n[site]\nurl = \"https://learn.example\"\nname = \"Ünïversity\"\n"
        "[http]\ntrusted_proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]\n[limits]\nconnections = 7\n"
        "[mail]\nsmtp_url = \"smtps://user:secret@mail.example:465\"\nfrom = \"events@learn.example\"\n");

    CHECK(config.listen == "127.0.0.1:9090");
    CHECK(config.site_url == "https://learn.example");
    CHECK(config.site_name == "Ünïversity");
    CHECK(config.trusted_proxies == std::vector<std::string>{"127.0.0.1", "10.0.0.0/8"});
    CHECK(config.limits.connections == 7);
    CHECK(config.limits.reads_per_minute == 6000);
    CHECK(config.mail_from == "events@learn.example");
}

TEST_CASE("the environment is stronger than the file, for every key", "[app]") {
    auto const config = load("listen = \"127.0.0.1:9090\"\n[limits]\nconnections = 7\n",
                             {{"LECTERN_LISTEN", "127.0.0.1:9191"},
                              {"LECTERN_LIMITS_CONNECTIONS", "8"},
                              {"LECTERN_MAIL_SMTP_URL", "smtp://mail.example:587"},
                              {"LECTERN_HTTP_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8,"},
                              {"LECTERN_SITE_NAME", ""}});
    CHECK(config.listen == "127.0.0.1:9191");
    CHECK(config.limits.connections == 8);
    CHECK(config.mail_smtp_url == "smtp://mail.example:587");
    CHECK(config.trusted_proxies == std::vector<std::string>{"127.0.0.1", "10.0.0.0/8"});
    CHECK(config.site_name == "");

    for (auto const& key : keys()) { // each is reachable, and its default is a value it takes
        std::string variable = "LECTERN_";
        for (char const c : key.name)
            variable += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        auto value = key.default_text;
        if (value.starts_with('"'))
            value = value.substr(1, value.size() - 2);
        else if (value == "[]")
            value = "";
        INFO(variable);
        CHECK_NOTHROW(load_config({}, {{variable, value}}));
    }
}

TEST_CASE("all mistakes are told at once, each with its line or its variable", "[app]") {
    auto const error =
        error_of("listne = \"x\"\n"
                 "[site]\n"
                 "url = \"learn.example\"\n"
                 "colour = \"red\"\n"
                 "[mail]\n"
                 "from = \"nobody\"\n"
                 "smtp_url = \"http://user:hunter2@mail.example\"\n"
                 "[log]\n"
                 "level = \"loud\"\n"
                 "[limits]\n"
                 "connections = 0\n"
                 "reads_per_minute = \"many\"\n"
                 "writes_per_minute = 1.5\n"
                 "[unknown]\n"
                 "a = 1\n",
                 {{"LECTERN_THREADS_LANES", "65"}, {"LECTERN_LISTNE", "x"}, {"LECTERN_LOG_LEVEL", "quiet"}});

    for (auto const* mistake :
         {"lectern.toml:1: listne is not known", "lectern.toml:3: site.url ",
          "lectern.toml:4: site.colour is not known", "lectern.toml:6: mail.from ",
          "lectern.toml:7: mail.smtp_url ", "lectern.toml:9: log.level ",
          "lectern.toml:11: limits.connections ", "lectern.toml:12: limits.reads_per_minute ",
          "lectern.toml:13: limits.writes_per_minute ", "lectern.toml:15: unknown.a is not known",
          "LECTERN_THREADS_LANES is no number from 1 to 64", "LECTERN_LISTNE is not known",
          "LECTERN_LOG_LEVEL "}) {
        INFO(mistake);
        CHECK_THAT(error, Contains(mistake));
    }
    CHECK(std::count(error.begin(), error.end(), '\n') == 13);
    CHECK(error.find("hunter2") == std::string::npos); // mistakes are shown, values are not
}

TEST_CASE("values that look right and are not", "[app]") {
    for (std::string const wrong :
         {"[site]\nurl = \"https://learn.example/\"", "[site]\nurl = \"ftp://learn.example\"",
          "[site]\nurl = \"https://\"", "[site]\nurl = \"https://learn.example/path\"",
          "[site]\nurl = \"https://user@learn.example\"", "[site]\nurl = 5.5", "[limits]\nconnections = -1",
          "[limits]\nconnections = 1000001", "[limits]\nconnections = 99999999999999999999",
          "[limits]\nconnections = \"7x\"", "[limits]\nconnections = \"\"",
          "[limits]\nconnections = 2027-03-09", "[http]\ntrusted_proxies = [\"banana\"]",
          "[http]\ntrusted_proxies = [\"10.0.0.0/33\"]", "[http]\ntrusted_proxies = [[\"a\"], {b = 1}]",
          "[log]\nlevel = \"INFO\"", "[mail]\nfrom = \"Ama <ama@learn.example>\"",
          "[mail]\nsmtp_url = \"mail.example:25\""}) {
        INFO(wrong);
        CHECK_THAT(error_of(wrong), Contains("lectern.toml:2: ") || Contains("lectern.toml:1: "));
    }
    CHECK(error_of("[limits]\nconnections = 1000000") == "none");
    CHECK(error_of("[http]\ntrusted_proxies = [\"::1\", \"2001:db8::/32\", \"10.0.0.0/8\"]") == "none");
}

TEST_CASE("the site's address has a host and a port that can be", "[app]") {
    auto const told = [](std::string const& url) { return error_of("[site]\nurl = \"" + url + "\"\n"); };
    for (std::string const wrong :
         {"https://Москва.example", "https://a_b.example", "https://-a.example", "https://a..b",
          "https://a.example.", "https://.", "https://[::1", "https://[learn]", "https://::1",
          "https://1.2.3", "https://1.2.3.400", "https://a%2eb"}) {
        INFO(wrong);
        CHECK_THAT(told(wrong),
                   Contains("lectern.toml:2: site.url ") && Contains("is no host") && Contains("xn--"));
    }
    CHECK_THAT(told("https://" + std::string(64, 'a') + ".example"), Contains("is no host"));
    for (std::string const wrong : {"https://a.example:0", "https://a.example:65536", "https://a.example:",
                                    "https://a.example:8o", "https://[::1]:-1", "https://a.example:443x"}) {
        INFO(wrong);
        CHECK_THAT(told(wrong),
                   Contains("lectern.toml:2: site.url ") && Contains("is no port") && Contains("1 to 65535"));
    }
    for (std::string const right :
         {"https://xn--80adxhks.example", "http://localhost:8080", "https://[2001:db8::1]:8443",
          "https://[::1]", "http://192.0.2.1", "https://a.example:65535", "https://3com.example",
          "https://LEARN.example"}) {
        INFO(right);
        CHECK(told(right) == "none");
    }
}

TEST_CASE("a table that is not known is told, and one where a value stands", "[app]") {
    CHECK_THAT(error_of("[sites]\n"), Contains("lectern.toml:1: sites is not known"));
    CHECK_THAT(error_of("[mail.smtp]\n"), Contains("lectern.toml:1: mail.smtp is not known"));
    CHECK_THAT(error_of("[[mail]]\n"), Contains("lectern.toml:1: mail is a table: write [mail]"));
    CHECK_THAT(error_of("site = \"https://learn.example\"\n"),
               Contains("lectern.toml:1: site is a table: write [site] on a line of its own"));
    CHECK_THAT(error_of("[listen]\n"), Contains("lectern.toml:1: listen is a table, and wants one value"));
    CHECK_THAT(error_of("[site.url]\nhost = \"a\"\n"),
               Contains("lectern.toml:1: site.url is a table, and wants one value"));
    CHECK(error_of("[site]\n[mail]\n") == "none"); // nothing in them yet
}

TEST_CASE("a file that is no TOML is told with its line, and one that is not there by name", "[app]") {
    CHECK_THAT(error_of("listen = \"a\"\n[site\n"), Contains("lectern.toml:2: "));
    CHECK_THAT(error_of("listen = 127.0.0.1:8080\n"), Contains("lectern.toml:1: "));
    CHECK_THAT(error_of("listen = \"a\"\nlisten = \"b\"\n"), Contains("lectern.toml:2: "));
    sample::Folder const folder;
    CHECK_THROWS_WITH(load_config(folder / "missing.toml", {}), Contains("missing.toml"));
}

TEST_CASE("a listener beyond the loopback needs TLS or a proxy, and both keys are named", "[app]") {
    for (std::string const listen :
         {"0.0.0.0:8080", "[::]:8080", "203.0.113.7:443", "[2001:db8::1]:80", "128.0.0.1:80", "[::10]:80"}) {
        INFO(listen);
        auto const text = "listen = \"" + listen + "\"\nsite.url = \"https://learn.example\"\n";
        CHECK_FALSE(is_loopback(listen));
        CHECK_THAT(serving_error(text), Contains("lectern.toml:1: listen ") && Contains(listen) &&
                                            Contains("tls.certificate") && Contains("http.trusted_proxies"));
        CHECK(serving_error(text + "http.trusted_proxies = [\"10.0.0.1\"]\n") == "none");
        CHECK(error_of(text) == "none"); // who only looks at the data needs no TLS
    }
    for (std::string const listen : {"127.0.0.1:8080", "127.8.8.8:80", "[::1]:8080", "localhost:8080"}) {
        INFO(listen);
        CHECK(is_loopback(listen));
        CHECK(serving_error("listen = \"" + listen + "\"\n") == "none");
    }
}

TEST_CASE("a listener on every address does not say what the site is called", "[app]") {
    for (std::string const listen : {"0.0.0.0:443", "[::]:443"}) {
        auto const text = "listen = \"" + listen + "\"\nhttp.trusted_proxies = [\"10.0.0.1\"]\n";
        CHECK_THAT(serving_error(text), Contains("lectern.toml:1: listen ") && Contains("set site.url"));
        CHECK(serving_error(text + "site.url = \"https://learn.example\"\n") == "none");
    }
}

TEST_CASE("certificate and key belong together", "[app]") {
    CHECK_THAT(serving_error("[tls]\ncertificate = \"cert.pem\"\n"),
               Contains("lectern.toml:2: tls.certificate ") && Contains("tls.key"));
    CHECK_THAT(serving_error("[tls]\nkey = \"key.pem\"\n"),
               Contains("lectern.toml:2: tls.key ") && Contains("tls.certificate"));
}

TEST_CASE("mistakes of every kind are told together, in the order of their lines", "[app]") {
    auto const error = error_of("listen = \"8080\"\n"
                                "[tls]\n"
                                "key = \"/nowhere/key.pem\"\n"
                                "certificate = \"/nowhere/cert.pem\"\n"
                                "[site]\n"
                                "name = 3\n"
                                "[metrics]\n"
                                "listen = \"here\"\n"
                                "[limits]\n"
                                "connections = \"7\"\n"
                                "[http]\n"
                                "trusted_proxies = [1]\n",
                                {{"LECTERN_LOG_LEVEL", "loud"}}, Purpose::serving, {{"listen", "8114"}});

    std::size_t at = 0;
    for (auto const* mistake :
         {"lectern.toml:1: listen \"8080\" is no address with a port",
          "lectern.toml:4: tls.certificate /nowhere/cert.pem: ", "lectern.toml:6: site.name is no text",
          "lectern.toml:8: metrics.listen \"here\" is no address with a port",
          "lectern.toml:10: limits.connections is no number",
          "lectern.toml:12: http.trusted_proxies is no list of texts", "LECTERN_LOG_LEVEL is none of",
          "--listen \"8114\" is no address with a port"}) {
        INFO(mistake << " in " << error);
        auto const found = error.find(mistake, at);
        REQUIRE(found != error.npos);
        at = found;
    }
    CHECK(std::count(error.begin(), error.end(), '\n') == 8);
    CHECK_THAT(error_of("listen = 8080\n"), Contains("lectern.toml:1: listen is no text"));
}

TEST_CASE("the site's address is kept as browsers write it", "[app]") {
    CHECK(load("site.url = \"HTTPS://Learn.Example:443\"\n").site_url == "https://learn.example");
    CHECK(load("site.url = \"http://learn.example:8080\"\n").site_url == "http://learn.example:8080");
}

TEST_CASE("clients may leave the usual port out or not", "[app]") {
    Config config;
    using Hosts = std::vector<std::string>;
    config.site_url = "https://learn.example";
    CHECK(accepted_hosts(config, "127.0.0.1:8080") == Hosts{"learn.example", "learn.example:443"});
    config.site_url = "https://learn.example:8443";
    CHECK(accepted_hosts(config, "127.0.0.1:8080") == Hosts{"learn.example:8443"});
    config.site_url = "";
    CHECK(accepted_hosts(config, "203.0.113.7:80") == Hosts{"203.0.113.7:80", "203.0.113.7"});
    CHECK(site_url(config, "203.0.113.7:80") == "http://203.0.113.7");
    config.tls_certificate = "cert.pem";
    CHECK(accepted_hosts(config, "[2001:db8::1]:443") == Hosts{"[2001:db8::1]:443", "[2001:db8::1]"});
    CHECK(accepted_hosts(config, "203.0.113.7:80") == Hosts{"203.0.113.7:80"});
}

TEST_CASE("only variables of the program are taken from the environment", "[app]") {
    ::setenv("LECTERN_TEST_ONLY", "a=b", 1);
    ::setenv("NOT_LECTERN_TEST", "x", 1);

    auto const all = environment();
    ::unsetenv("LECTERN_TEST_ONLY");
    ::unsetenv("NOT_LECTERN_TEST");

    CHECK(all.at("LECTERN_TEST_ONLY") == "a=b");
    for (auto const& [name, value] : all)
        CHECK(name.starts_with("LECTERN_"));
}

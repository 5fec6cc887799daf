// The commands, each a few lines: what they do stands elsewhere.
// SPDX-License-Identifier: MIT
#include "app/commands.hpp"

#include "app/app.hpp"
#include "app/check.hpp"
#include "app/init.hpp"
#include "app/rehearse.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "db/sqlite/sqlite_database.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <iostream>

namespace lectern::app {
namespace {

struct Given {
    std::string config_file, data, listen, out;
    bool demo = false;
    bool new_keys = false;
};

std::optional<std::filesystem::path> config_file(std::string const& given) {
    if (!given.empty()) {
        if (!std::filesystem::exists(given))
            throw Error("there is no configuration file " + given);
        if (std::filesystem::is_directory(given))
            throw Error("the configuration " + given + " is a folder; --config wants a file, such as " +
                        (std::filesystem::path(given) / "lectern.toml").string());
        return given;
    }
    for (auto const* usual : {"lectern.toml", "/etc/lectern/lectern.toml"})
        if (std::filesystem::exists(usual) && !std::filesystem::is_directory(usual))
            return usual;
    return {};
}

Config config_of(Given const& given, Purpose purpose = Purpose::data) {
    Arguments arguments;
    if (!given.data.empty())
        arguments["data"] = given.data;
    if (!given.listen.empty())
        arguments["listen"] = given.listen;
    auto config = load_config(config_file(given.config_file), environment(), purpose, arguments);
    log::set_level(config.log_level);
    return config;
}

int serve(Given const& given) {
    auto config = config_of(given, Purpose::serving);
    log::Queue const queue;
    SystemClock const clock;
    return App(std::move(config), clock).serve();
}

int migrate(Given const& given) {
    auto const config = config_of(given);
    need_database(config);
    DataFolder const folder(config.data);
    db::open_sqlite(folder.database(), {}, SystemClock().now());
    std::cout << "The database " << folder.database().string() << " is up to date.\n";
    return 0;
}

} // namespace

int run(int count, char** arguments) {
    CLI::App cli{"Lectern: webinars and learning series, self-hosted."};
    cli.set_version_flag("--version", std::string("lectern ") + LECTERN_VERSION);
    cli.require_subcommand(1);
    Given given;
    std::string names;
    auto const command = [&](char const* name, char const* what) {
        names += (names.empty() ? "" : ", ") + std::string(name);
        auto* made = cli.add_subcommand(name, what);
        made->add_option("--config", given.config_file,
                         "Configuration file (else ./lectern.toml, /etc/lectern/lectern.toml)");
        made->add_option("--data", given.data, "Data folder (else data)");
        return made;
    };
    auto* serve_command = command("serve", "Serve the site");
    serve_command->add_option("--listen", given.listen, "Address and port, such as 127.0.0.1:8080");
    auto* init_command = command("init", "Make a data folder");
    init_command->add_flag("--demo", given.demo, "Fill it with a demo community");
    init_command->add_flag("--new-keys", given.new_keys,
                           "Make keys that are missing or damaged: what the old ones opened, such as links "
                           "in mails, is dead then");
    auto* check_command = command("check", "Check the configuration and the database");
    auto* migrate_command = command("migrate", "Bring the database to this version");
    auto* rehearse_command =
        command("rehearse", "Play a month of mails in seconds, on a copy, into a folder");
    rehearse_command->add_option("--out", given.out, "Folder for the mails")->required();
    try {
        cli.parse(count, arguments);
    } catch (CLI::ParseError const& error) {
        auto const code = cli.exit(error);
        if (code != 0 && cli.get_subcommands().empty())
            std::cerr << "Commands: " << names << "\n";
        return code;
    }
    if (*serve_command)
        return serve(given);
    if (*init_command)
        return init(config_of(given), {.demo = given.demo, .new_keys = given.new_keys});
    if (*check_command)
        return check_installation(config_of(given, Purpose::serving));
    if (*migrate_command)
        return migrate(given);
    if (*rehearse_command)
        return rehearse(config_of(given), given.out);
    return 1;
}

} // namespace lectern::app

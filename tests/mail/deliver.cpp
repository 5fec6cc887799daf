// Sends a file to one address after another through one Smtp and prints each Outcome as a line of JSON, for
// smtp.test.mjs. SPDX-License-Identifier: MIT
#include "mail/smtp.hpp"

#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

using namespace lectern;
using namespace lectern::mail;

namespace {

std::string json(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

int run(std::vector<std::string> const& arguments) {
    auto settings = SmtpSettings::from_url(arguments.at(0)).value();
    settings.certificates = arguments.at(1) == "-" ? "" : arguments.at(1);
    settings.reply = std::chrono::seconds(std::stoi(arguments.at(2)));
    settings.mails_per_connection = std::stoi(arguments.at(3));
    settings.hello = "lectern.example.org";
    std::ifstream file(arguments.at(4), std::ios::binary);
    std::string const bytes(std::istreambuf_iterator<char>(file), {});

    Smtp smtp(settings);
    for (std::size_t i = 6; i < arguments.size(); ++i) {
        auto const out =
            smtp.deliver({Email::parse(arguments.at(5)).value(), Email::parse(arguments[i]).value()}, bytes);
        std::printf("{\"kind\": %s, \"code\": %d, \"status\": %s, \"reason\": %s}\n",
                    json(name_of(out.kind)).c_str(), out.code, json(out.status).c_str(),
                    json(out.reason).c_str());
    }
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    if (count < 8) {
        std::fputs("usage: deliver URL AUTHORITIES|- REPLY_SECONDS MAILS_PER_CONNECTION FILE FROM TO…\n",
                   stderr);
        return 2;
    }
    try {
        return run({arguments + 1, arguments + count});
    } catch (std::exception const& error) {
        std::fprintf(stderr, "deliver: %s\n", error.what());
        return 1;
    }
}

// The built-in mailbox; see mailbox.hpp.
// SPDX-License-Identifier: MIT
#include "mail/mailbox.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <system_error>
#include <utility>

namespace lectern::mail {
namespace {

constexpr std::string_view suffix = ".eml";
constexpr std::string_view unfinished = ".part-";

bool is_name(std::string_view name) {
    return name.size() > suffix.size() && name.size() <= 200 && name.front() != '.' &&
           name.ends_with(suffix) && std::ranges::all_of(name, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '-' || c == '.';
           });
}

// "20270309T140000250Z": sorts as the times do.
std::string stamp(UtcTime time) {
    auto const whole = std::chrono::floor<std::chrono::seconds>(time);
    auto const rest = std::to_string((time - whole).count());
    std::string out;
    for (char const c : rfc3339(whole))
        if (c != '-' && c != ':' && c != 'Z')
            out += c;
    return out + std::string(3 - rest.size(), '0') + rest + "Z";
}

std::string letters_of(std::string_view message_id) {
    constexpr std::size_t longest = 64;
    std::string out;
    for (char const c : message_id.substr(0, message_id.find('@')))
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            out += c;
    return out.empty() ? "mail" : out.substr(0, longest);
}

Outcome not_written(int error) {
    auto const what = std::string("the mailbox cannot be written: ") + std::strerror(error);
    return {Outcome::Kind::later, 0, "", what, what};
}

} // namespace

Mailbox::Mailbox(std::filesystem::path folder, Clock const& clock)
    : folder_(std::move(folder)), clock_(clock) {
    std::error_code error;
    std::filesystem::create_directories(folder_.parent_path(), error);
    if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST)
        throw Error("cannot make the folder of the built-in mailbox: " + folder_.string() + ": " +
                    std::strerror(errno));
}

Outcome Mailbox::deliver(Envelope const&, std::string_view bytes) {
    auto const name =
        stamp(clock_.now()) + "-" + letters_of(read_head(bytes).message_id) + std::string(suffix);
    auto const unfinished_path = folder_ / (std::string(unfinished) + hex(random_bytes(8)));
    auto const fail = [&] {
        int const error = errno;
        std::error_code ignored;
        std::filesystem::remove(unfinished_path, ignored);
        return not_written(error);
    };
    {
        auto const file = File::make(unfinished_path);
        if (!file.is_open() || !file.write(bytes) || !file.sync())
            return fail();
    }
    if (::rename(unfinished_path.c_str(), (folder_ / name).c_str()) != 0)
        return fail();
    if (!sync_folder(folder_))
        return not_written(errno);
    return {Outcome::Kind::sent, 250, "", ""};
}

std::vector<Mailbox::Entry> Mailbox::list(std::size_t limit, std::string_view before) const {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator at(folder_, error), end; !error && at != end;
         at.increment(error)) {
        auto name = at->path().filename().string();
        if (is_name(name) && (before.empty() || name < before))
            names.push_back(std::move(name));
    }
    std::ranges::sort(names, std::greater<>());
    names.resize(std::min(names.size(), limit));
    std::vector<Entry> entries;
    for (auto const& name : names)
        if (auto const found = bytes(name)) {
            auto head = read_head(*found);
            entries.push_back(
                {name, std::move(head.subject), std::move(head.from), std::move(head.to), head.date});
        }
    return entries;
}

std::optional<ReadMessage> Mailbox::read(std::string_view name) const {
    auto const found = bytes(name);
    return found ? std::optional(read_message(*found)) : std::nullopt;
}

std::optional<std::string> Mailbox::bytes(std::string_view name) const {
    if (!is_name(name))
        return std::nullopt;
    std::ifstream file(folder_ / name, std::ios::binary);
    if (!file)
        return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

} // namespace lectern::mail

// The sealed receipt: written and opened.
// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "features/registration/take.hpp"

#include <sstream>

namespace lectern::registration {
namespace {

// One field a line; texts cannot hold line ends (clean_line).
std::string number_text(std::int64_t number) { // of one width, so that a receipt's length tells nothing
    auto text = std::to_string(number);
    return std::string(text.size() < 12 ? 12 - text.size() : 0, '0') + text;
}

} // namespace

std::string seal(Keys const& keys, Receipt const& receipt) {
    std::string text = receipt.nonce + "\n" + number_text(receipt.enrolment.value()) + "\n" +
                       number_text(receipt.edition) + "\n" + receipt.month + "\n" + receipt.email + "\n" +
                       receipt.name + "\n" + receipt.language + "\n" + receipt.zone + "\n" +
                       (receipt.zone_guessed ? "1" : "0") + "\n" + std::string(name(receipt.state)) + "\n" +
                       number_text(receipt.position) + "\n" +
                       number_text(receipt.good_until.time_since_epoch().count() / 1000) + "\n";
    for (auto const& one : receipt.all)
        text += number_text(one.edition.value()) + " " + std::string(name(one.state)) + " " +
                number_text(one.position) + " " + number_text(one.made.value()) + "\n";
    return keys.seal("receipt", text);
}

std::optional<Receipt> open_receipt(Keys const& keys, std::string const& sealed, UtcTime now) {
    auto const text = keys.unseal("receipt", sealed);
    if (!text)
        return {};
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text->size();) {
        auto const end = std::min(text->find('\n', at), text->size());
        lines.push_back(text->substr(at, end - at));
        at = end + 1;
    }
    ensure(lines.size() >= 12, "a sealed receipt is short");
    Receipt receipt;
    receipt.nonce = lines[0];
    receipt.enrolment = EnrolmentId{std::stoll(lines[1])};
    receipt.edition = std::stoll(lines[2]);
    receipt.month = lines[3];
    receipt.email = lines[4];
    receipt.name = lines[5];
    receipt.language = lines[6];
    receipt.zone = lines[7];
    receipt.zone_guessed = lines[8] == "1";
    receipt.state = state_of(lines[9]);
    receipt.position = std::stoll(lines[10]);
    receipt.good_until = UtcTime{seconds{std::stoll(lines[11])}};
    for (std::size_t i = 12; i < lines.size(); ++i) {
        std::istringstream words(lines[i]);
        std::int64_t edition = 0, position = 0, made = 0;
        std::string state;
        words >> edition >> state >> position >> made;
        receipt.all.push_back({EditionId{edition}, state_of(state), position, RegistrationId{made}});
    }
    if (now >= receipt.good_until)
        return {};
    return receipt;
}

} // namespace lectern::registration

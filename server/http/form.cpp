// The only file that reads JSON of others.
// SPDX-License-Identifier: MIT
#include "http/form.hpp"

#include "base/text.hpp"
#include "http/target.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace lectern::http {
namespace {

constexpr std::size_t most_mistakes = 50; // that are told at once

constexpr int max_depth = 16;

bool is_form(std::string_view content_type) {
    constexpr std::string_view form = "application/x-www-form-urlencoded";
    return content_type.size() >= form.size() &&
           std::equal(form.begin(), form.end(), content_type.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b); // RFC 9110 §8.3.1
           });
}

// RFC 6901 §3; a name that somebody made up is cut.
std::string pointer(std::string_view name) {
    constexpr std::size_t longest = 64;
    if (name.size() > longest) {
        std::size_t end = longest;
        while ((static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) // never inside a character
            --end;
        name = name.substr(0, end);
    }
    std::string out = "/";
    for (char const c : name)
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

std::vector<FieldError> one_error(std::string pointer, std::string code, std::vector<Detail> details = {}) {
    std::vector<FieldError> errors;
    errors.push_back({std::move(pointer), std::move(code), std::move(details)});
    return errors;
}

// A key that stands twice in an object is a mistake of the field in which it stands.
nlohmann::json parse_json(std::string const& body) {
    std::vector<std::set<std::string>> keys;
    std::string field;
    auto const watch = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
        using Event = nlohmann::json::parse_event_t;
        bool const opens = event == Event::object_start || event == Event::array_start;
        if (depth + (opens ? 1 : 0) > max_depth) // the level that is being opened counts, empty or not
            throw Malformed("depth");
        if (event == Event::object_start)
            keys.emplace_back();
        else if (event == Event::object_end)
            keys.pop_back();
        else if (event == Event::key) {
            auto key = parsed.get<std::string>();
            if (depth == 1)
                field = key;
            if (!keys.back().insert(std::move(key)).second)
                throw Invalid(one_error(pointer(field), "duplicate"));
        }
        return true;
    };
    try {
        return nlohmann::json::parse(body, watch);
    } catch (nlohmann::json::exception const&) {
        throw Malformed("json");
    }
}

// ISO 3166-1 alpha-2, as officially assigned.
constexpr std::string_view countries = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH "
                                       "BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
                                       "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO "
                                       "DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
                                       "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT "
                                       "HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
                                       "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA "
                                       "MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
                                       "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF "
                                       "PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
                                       "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ "
                                       "TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
                                       "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

bool is_country(std::string_view code) {
    if (code.size() != 2 || code.find(' ') != code.npos)
        return false;
    auto const at = countries.find(code);
    return at != countries.npos && at % 3 == 0; // npos is a multiple of three too
}

} // namespace

struct Form::Fields {
    nlohmann::json values = nlohmann::json::object();
    bool from_form = false;
    std::set<std::string, std::less<>> repeated; // of a form
};

Form::Form(Request const& request) : request_(request), fields_(std::make_unique<Fields>()) {
    if (request.body.empty())
        return;
    if (!is_utf8(request.body))
        throw Malformed("encoding");
    if (is_form(request.field(Field::content_type))) {
        fields_->from_form = true;
        auto const pairs = parse_urlencoded(request.body);
        if (!pairs)
            throw Malformed("form");
        for (auto const& [key, value] : *pairs) {
            if (fields_->values.contains(key))
                fields_->repeated.insert(key);
            fields_->values[key] =
                value; // a tick sends the hidden value first, then its own: the last one counts
        }
        return;
    }
    fields_->values = parse_json(request.body);
    if (!fields_->values.is_object())
        throw Malformed("json");
}

Form::~Form() = default;

std::int64_t Form::path_number(std::string_view name) const {
    auto const& text = request_.parameter(name);
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number <= 0)
        throw NotFound("id in the path");
    return number;
}

bool Form::has(std::string_view name) const {
    auto const found = fields_->values.find(std::string(name));
    return found != fields_->values.end() && !found->is_null() && !(fields_->from_form && *found == "");
}

bool Form::names(std::string_view name) const {
    return fields_->values.contains(std::string(name));
}

void Form::wrong(std::string_view name, std::string code, std::vector<Detail> details) {
    errors_.push_back({pointer(name), std::move(code), std::move(details)});
}

bool Form::is_single(std::string_view name) {
    bool const is_repeated = fields_->repeated.contains(name);
    if (is_repeated)
        wrong(name, "duplicate");
    return !is_repeated;
}

std::optional<std::string> Form::raw(std::string_view name) {
    asked_.emplace_back(name);
    if (!is_single(name) || !has(name))
        return {};
    auto const& value = fields_->values[std::string(name)];
    if (!value.is_string()) {
        wrong(name, "type");
        return {};
    }
    return value.get<std::string>();
}

std::optional<Email> Form::email(std::string_view name) {
    auto const known_mistakes = errors_.size();
    auto const given = raw(name);
    if (!given) {
        if (errors_.size() == known_mistakes)
            wrong(name, "required");
        return {};
    }
    auto email = Email::parse(*given);
    if (!email)
        wrong(name, "email");
    return email;
}

std::optional<std::string> Form::optional_text(std::string_view name, std::size_t max) {
    auto const given = raw(name);
    if (!given)
        return {};
    if (length(*given) > 4 * max) { // not even cleaned
        wrong(name, "length", {{"max", std::to_string(max)}});
        return {};
    }
    auto cleaned = clean_line(*given);
    if (length(cleaned) > max)
        wrong(name, "length", {{"max", std::to_string(max)}});
    if (cleaned.empty())
        return {};
    return cleaned;
}

std::string Form::text(std::string_view name, std::size_t max) {
    auto const known_mistakes = errors_.size();
    auto given = optional_text(name, max);
    if (!given && errors_.size() == known_mistakes)
        wrong(name, "required");
    return given.value_or("");
}

std::optional<std::string> Form::optional_lines(std::string_view name, std::size_t max) {
    auto const given = raw(name);
    if (!given)
        return {};
    if (length(*given) > 4 * max) { // not even cleaned
        wrong(name, "length", {{"max", std::to_string(max)}});
        return {};
    }
    auto cleaned = clean_lines(*given);
    if (length(cleaned) > max)
        wrong(name, "length", {{"max", std::to_string(max)}});
    if (cleaned.empty())
        return {};
    return cleaned;
}

bool Form::flag(std::string_view name) {
    asked_.emplace_back(name);
    if (!has(name))
        return false;
    auto const& value = fields_->values[std::string(name)];
    if (value.is_boolean())
        return value.get<bool>();
    if (fields_->from_form) {
        auto const text = value.get<std::string>();
        if (text == "true" || text == "1" || text == "on")
            return true;
        if (text.empty() || text == "false" || text == "0" || text == "off")
            return false;
    }
    wrong(name, "type");
    return false;
}

std::optional<std::int64_t> Form::optional_number(std::string_view name, std::int64_t min, std::int64_t max) {
    asked_.emplace_back(name);
    if (!is_single(name) || !has(name))
        return {};
    auto const& value = fields_->values[std::string(name)];
    std::int64_t number = 0;
    if (fields_->from_form) {
        auto const text = value.get<std::string>();
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || end != text.data() + text.size()) {
            wrong(name, "number");
            return {};
        }
    } else if (value.is_number_integer() &&
               !(value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX)) {
        number = value.get<std::int64_t>();
    } else {
        wrong(name, "number");
        return {};
    }
    if (number < min || number > max) {
        wrong(name, "range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
        return {};
    }
    return number;
}

std::optional<Language> Form::optional_language(std::string_view name) {
    auto const given = raw(name);
    if (!given)
        return {};
    auto const language = language_of(*given);
    if (!language)
        wrong(name, "language");
    return language;
}

std::optional<Zone> Form::optional_zone(std::string_view name) {
    auto const given = raw(name);
    if (!given)
        return {};
    auto const zone = Zone::find(*given);
    if (!zone)
        wrong(name, "time_zone");
    return zone;
}

std::optional<std::string> Form::optional_country(std::string_view name) {
    auto const given = raw(name);
    if (!given)
        return {};
    if (!is_country(*given)) {
        wrong(name, "country");
        return {};
    }
    return given;
}

std::string Form::plain(std::string_view name) {
    return raw(name).value_or("");
}

std::string Form::as_typed(std::string_view name) const {
    auto const found = fields_->values.find(std::string(name));
    return found != fields_->values.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void Form::refuse_unknown() {
    for (auto const& [key, value] : fields_->values.items())
        if (errors_.size() < most_mistakes && std::find(asked_.begin(), asked_.end(), key) == asked_.end())
            wrong(key, "unknown");
}

void Form::finish() const {
    if (!errors_.empty())
        throw Invalid(errors_);
}

// A cursor is base64url of "key.id": opaque to clients, without meaning outside this server.
std::string cursor(std::int64_t key, std::int64_t id) {
    return base64url(std::to_string(key) + "." + std::to_string(id));
}

PageOf read_page(Request const& request) {
    PageOf page;
    if (auto const limit = request.query_value("limit")) {
        auto const [end, error] = std::from_chars(limit->data(), limit->data() + limit->size(), page.limit);
        if (error != std::errc{} || end != limit->data() + limit->size() || page.limit < 1 ||
            page.limit > 100)
            throw Invalid(one_error("?limit", "range", {{"min", "1"}, {"max", "100"}}));
    }
    if (auto const given = request.query_value("cursor")) {
        auto const text = from_base64url(*given).value_or("");
        auto const* const end = text.data() + text.size();
        auto const key = std::from_chars(text.data(), end, page.after_key);
        if (key.ec != std::errc{} || key.ptr == end || *key.ptr != '.')
            throw Invalid(one_error("?cursor", "cursor"));
        auto const id = std::from_chars(key.ptr + 1, end, page.after_id);
        if (id.ec != std::errc{} || id.ptr != end)
            throw Invalid(one_error("?cursor", "cursor"));
        page.from_start = false;
    }
    return page;
}

void refuse_unknown_query(Request const& request, std::initializer_list<std::string_view> known) {
    std::vector<FieldError> errors;
    std::set<std::string_view> seen;
    for (auto const& [key, value] : request.query) {
        if (errors.size() == most_mistakes)
            break;
        if (key != "lang" && std::find(known.begin(), known.end(), key) == known.end())
            errors.push_back({"?" + key, "unknown", {}});
        else if (!seen.insert(key).second)
            errors.push_back({"?" + key, "duplicate", {}});
    }
    if (!errors.empty())
        throw Invalid(std::move(errors));
}

} // namespace lectern::http

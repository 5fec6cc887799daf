// Turns a request's body, path and query into typed values, collecting every mistake. One class for both
// faces of a write: JSON bodies and application/x-www-form-urlencoded.
//   Form form{request};
//   in.email = form.email("email");
//   form.refuse_unknown(); form.finish();
// SPDX-License-Identifier: MIT
#pragma once

#include "base/email.hpp"
#include "base/error.hpp"
#include "base/id.hpp"
#include "base/time.hpp"
#include "http/request.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lectern::http {

// Lives as long as its request. A getter that finds a mistake records it and gives a harmless value. What
// stands twice is a mistake; only of a tick the last counts, for it follows a hidden value of its name.
class Form {
public:
    // Throws Malformed where the body is no JSON object or no form, is nested deeper than 16, or names a key
    // twice; an empty body is an empty form.
    explicit Form(Request const& request);
    ~Form();
    Form(Form const&) = delete;
    Form& operator=(Form const&) = delete;

    // From the path. NotFound where it is no number: an address that was never given out.
    template <class IdType>
    IdType path(std::string_view name) const {
        return IdType{path_number(name)};
    }

    std::optional<Email> email(std::string_view name); // required
    // One line, cleaned (NFC, no control or bidi characters); `max` in code points.
    std::string text(std::string_view name, std::size_t max); // required, not empty
    std::optional<std::string> optional_text(std::string_view name, std::size_t max);
    std::optional<std::string> optional_lines(std::string_view name, std::size_t max); // several lines
    bool flag(std::string_view name); // false where missing; "true", "1", "on" in a form
    std::optional<std::int64_t> optional_number(std::string_view name, std::int64_t min, std::int64_t max);
    std::optional<Language> optional_language(std::string_view name); // of the interface
    std::optional<Zone> optional_zone(std::string_view name);
    std::optional<std::string> optional_country(std::string_view name); // ISO 3166-1 alpha-2
    // A value that nobody typed: kept as it came, for comparing only.
    std::string plain(std::string_view name);

    // What a form held, untouched, to show it again; empty where there was nothing.
    std::string as_typed(std::string_view name) const;

    bool has(std::string_view name) const;
    bool names(std::string_view name) const; // also where it is null or empty
    void add_error(FieldError error) { errors_.push_back(std::move(error)); }
    std::vector<FieldError> const& errors() const { return errors_; }
    void refuse_unknown(); // every field that no getter asked for
    void finish() const;   // throws Invalid with all of them

private:
    struct Fields;
    std::int64_t path_number(std::string_view name) const;
    bool is_single(std::string_view name);                 // records that it stands twice
    std::optional<std::string> raw(std::string_view name); // records a wrong type
    void wrong(std::string_view name, std::string code, std::vector<Detail> details = {});

    Request const& request_;
    std::unique_ptr<Fields> fields_;
    std::vector<std::string> asked_;
    std::vector<FieldError> errors_;
};

// ?limit=&cursor=&… of a list. A cursor is opaque: the position of the last item, sealed only against
// guessing shapes.
struct PageOf {
    int limit = 20; // 1–100
    std::int64_t after_key = 0;
    std::int64_t after_id = 0;
    bool from_start = true;
};
PageOf read_page(Request const& request); // throws Invalid
std::string cursor(std::int64_t key, std::int64_t id);

// Throws Invalid where the query has a name that is not among those given ("lang" is always known), or one
// twice.
void refuse_unknown_query(Request const& request, std::initializer_list<std::string_view> known);

} // namespace lectern::http

// /events/{slug}/registered and /months/{slug}/registered: what happened after the form, and the ways to mend
// it. SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/time_words.hpp"
#include "base/words.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/registration/page_form.hpp"
#include "features/registration/receipts.hpp"
#include "http/endpoint.hpp"

#include <algorithm>

namespace lectern::registration {

namespace {

struct OnPage {
    std::optional<Receipt> receipt;
    std::string slug, prefix, kind; // "events" or "months"
    std::string action;
    std::optional<Email> email;
    std::string typed_email;
    std::vector<FieldError> errors;
    catalogue::TextChoice choice;
    catalogue::Reader reader;
    std::string done; // "resent", "corrected", "month_added"
    std::string fresh_receipt;
    bool secure = false;
    bool within_limit = true;
};

OnPage read_page(http::Request const& request, Keys const& keys, std::string kind) {
    OnPage page;
    if (auto const sealed = request.cookie(receipt_cookie_name))
        page.receipt = open_receipt(keys, *sealed, request.now);
    page.slug = request.parameter("slug");
    page.prefix = request.prefix();
    page.kind = std::move(kind);
    page.choice = catalogue::text_choice(request);
    page.reader = {request.language, request.now};
    page.secure = request.secure;
    page.within_limit = request.within_limit;
    page.done = request.query_value("done").value_or("");
    if (request.method != http::Method::post)
        return page;
    http::Form form{request};
    page.action = form.plain("action");
    page.typed_email = form.as_typed("email");
    if (page.action == "address")
        page.email = form.email("email");
    page.errors = form.errors();
    if (!page.receipt)
        throw Gone("receipt_over");
    return page;
}

OnPage act(db::Write& tx, Keys const& keys, OnPage const& given) {
    auto page = given;
    auto const now = page.reader.now;
    if (!page.errors.empty())
        return page;
    if (page.action == "resend") {
        resend(tx, *page.receipt, now);
        page.done = "resent";
    } else if (page.action == "address") {
        page.fresh_receipt =
            correct_address(tx, keys, *page.receipt, *page.email, page.within_limit, now).receipt;
        page.done = "corrected";
    } else if (page.action == "month") {
        page.fresh_receipt = add_month(tx, keys, *page.receipt, page.within_limit, now).receipt;
        page.done = "month_added";
    } else {
        throw Malformed("action");
    }
    return page;
}

struct Shown {
    OnPage on;
    http::Values values;
    catalogue::Named title;
    std::string theme;
};

http::Values one_registration(catalogue::EventSummary const& event, catalogue::Edition const& edition,
                              PlacedOne const& placed, catalogue::Reader const& reader) {
    http::Values values;
    if (auto const* session = catalogue::next_session(edition, reader.now))
        values = catalogue::view(*session, reader);
    http::Values named;
    named.set("title", event.title).set("language", event.language).set("slug", event.slug);
    values.set("event", std::move(named))
        .set("state_text", placed.state == State::confirmed ? say(reader.language, "short_confirmed")
                           : placed.state == State::waitlisted
                               ? say(reader.language, "short_number", {{"n", placed.position}})
                           : placed.state == State::pending ? say(reader.language, "short_pending")
                                                            : say(reader.language, "short_unverified"));
    return values;
}

struct Said {
    std::string title, next;
};

// Each place counts: an enrolment as a whole has no place in a queue. said.ts of the client says the same.
Said say_outcome(Receipt const& receipt, Language language) {
    auto const every = [&](State state) {
        return std::all_of(receipt.all.begin(), receipt.all.end(),
                           [state](PlacedOne const& one) { return one.state == state; });
    };
    auto const only_seats_and_waiting =
        std::all_of(receipt.all.begin(), receipt.all.end(), [](PlacedOne const& one) {
            return one.state == State::confirmed || one.state == State::waitlisted;
        });
    bool const single = receipt.all.size() == 1;
    if (receipt.all.empty() || every(State::unverified))
        return {say(language, "outcome_unverified"), say(language, "next_unverified")};
    if (every(State::pending))
        return {say(language, "outcome_pending"), say(language, "next_pending")};
    if (every(State::confirmed))
        return {single ? say(language, "outcome_confirmed") : say(language, "outcome_month"),
                say(language, "next_confirmed")};
    if (every(State::waitlisted))
        return {single ? say(language, "outcome_waitlisted", {{"n", receipt.all.front().position}})
                       : say(language, "outcome_month_waiting"),
                say(language, "next_waitlisted")};
    return {only_seats_and_waiting ? say(language, "outcome_month_some")
                                   : say(language, "outcome_month_mixed"),
            say(language, "next_some")};
}

struct Mending {
    bool can_resend = false, can_correct = false, can_add_month = false;
};

http::Values outcome(OnPage const& on, std::vector<http::Values> registrations, Mending const& mending) {
    auto const language = on.reader.language;
    http::Values values;
    auto const& receipt = on.receipt;
    bool const is_month = receipt && registrations.size() > 1;
    auto const count =
        !receipt ? 0 : std::count_if(receipt->all.begin(), receipt->all.end(), [](PlacedOne const& one) {
            return one.state == State::confirmed;
        });
    bool const confirmed = count > 0 && count == std::ssize(receipt->all);
    auto const said = receipt ? say_outcome(*receipt, language)
                              : Said{say(language, "outcome_mail"), say(language, "next_mail")};
    // the file of the month holds all of it
    auto const file =
        receipt && !receipt->month.empty() ? "months/" + receipt->month : on.kind + "/" + on.slug;
    values.set("class", confirmed ? "ok" : "warn")
        .set("title_text", said.title)
        .set("next_text", said.next)
        .set("has_registrations", is_month)
        .set("calendar_url", count > 0 ? std::optional("/calendar/" + file + ".ics") : std::nullopt)
        .set("resent", on.done == "resent")
        .set("corrected", on.done == "corrected")
        .set("month_added", on.done == "month_added")
        .set("can_resend", mending.can_resend)
        .set("can_correct", mending.can_correct)
        .set("can_add_month", mending.can_add_month);
    if (is_month)
        values.set("registrations", std::move(registrations));
    else
        values.set("registrations", false);
    return values;
}

Shown load(db::Read& db, OnPage const& on) {
    Shown shown{on, {}, {}, ""};
    Mending mending;
    mending.can_correct = on.receipt && !was_used(db, *on.receipt, "address");
    mending.can_resend = mending.can_correct && !was_used(db, *on.receipt, "resend");
    std::vector<http::Values> registrations;
    http::Values when;
    bool has_when = false;
    shown.values.set("edition", false);
    auto const add_all = [&](std::vector<catalogue::EventSummary> const& events) {
        if (on.receipt)
            for (auto const& placed : on.receipt->all)
                for (auto const& event : events)
                    for (auto const& edition : event.editions)
                        if (edition.id == placed.edition)
                            registrations.push_back(one_registration(event, edition, placed, on.reader));
    };
    if (on.kind == "events") {
        auto const event = catalogue::load_event(db, on.slug, on.choice, on.reader.now);
        auto const asked = on.receipt && on.receipt->edition != 0
                               ? std::optional(EditionId{on.receipt->edition})
                               : std::nullopt;
        auto const* edition = catalogue::shown_edition(event, on.reader.language, asked, on.reader.now);
        if (auto const* session = edition ? catalogue::next_session(*edition, on.reader.now) : nullptr) {
            when = catalogue::view(*session, on.reader);
            has_when = true;
        }
        if (edition)
            shown.values.set("edition", catalogue::view(*edition, event, edition, on.reader));
        if (event.month && on.receipt && on.receipt->month.empty() && !event.other_events.empty())
            mending.can_add_month = !was_used(db, *on.receipt, "month");
        if (event.month && on.receipt && !on.receipt->month.empty())
            add_all(catalogue::load_month(db, event.month->slug, on.choice).events);
        shown.title = {event.slug, event.title, event.language};
        shown.theme = event.month ? event.month->theme : "";
    } else {
        auto const month = catalogue::load_month(db, on.slug, on.choice);
        add_all(month.events);
        shown.title = {month.slug, month.title, month.language};
        shown.theme = month.theme;
    }
    if (has_when)
        shown.values.set("when", std::move(when));
    else
        shown.values.set("when", false);
    shown.values.set("title", shown.title.title)
        .set("language", shown.title.language)
        .set("path", "/" + on.kind + "/" + on.slug)
        .set("own_time_follows", on.receipt.has_value())
        .set("outcome", outcome(on, std::move(registrations), mending));
    http::Values form;
    form.set("action", on.prefix + "/" + on.kind + "/" + on.slug + "/registered")
        .set("email", on.typed_email);
    shown.values.set("form", form_with_errors(form.set("email_error", false).set("errors", false), on.errors,
                                              on.reader.language));
    return shown;
}

http::Reply show(Shown const& shown) {
    auto const& on = shown.on;
    if (!on.action.empty() && on.errors.empty()) {
        auto const path = on.prefix + "/" + on.kind + "/" + on.slug + "/registered";
        auto reply = http::see_other(path + "?done=" + on.done);
        if (!on.fresh_receipt.empty())
            reply.headers.emplace_back("Set-Cookie", receipt_cookie(on.fresh_receipt, path, on.secure));
        return reply;
    }
    http::Page page;
    page.fragment = "registered";
    page.values = shown.values;
    page.language = on.reader.language;
    page.title = shown.title.title;
    page.path = "/" + on.kind + "/" + on.slug + "/registered";
    page.indexable = false;
    page.theme = shown.theme;
    auto reply = http::show_page(std::move(page), on.errors.empty() ? 200 : 422);
    reply.cache_control = "no-store";
    return reply;
}

} // namespace

http::Endpoint show_registered(Keys const& keys, std::string const& kind) {
    auto const read = [&keys, kind](http::Request const& request) { return read_page(request, keys, kind); };
    return http::endpoint(read).read(load).reply(show);
}

http::Endpoint mend_registered(Keys const& keys, std::string const& kind) {
    auto const read = [&keys, kind](http::Request const& request) { return read_page(request, keys, kind); };
    auto const write = [&keys](db::Write& tx, OnPage const& page) { return act(tx, keys, page); };
    return http::endpoint(read).write(write).read(load).reply(show);
}

} // namespace lectern::registration

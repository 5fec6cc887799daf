// POST /events/{slug}/register and /months/{slug}/register: the forms of pages, for browsers with and without
// script. A mistake gives the filled page again with 422; success leads to /…/registered, the receipt in a
// cookie. SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/words.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/registration/page_form.hpp"
#include "features/registration/take.hpp"
#include "http/endpoint.hpp"

#include <algorithm>

namespace lectern::registration {
namespace {

struct Posted {
    Wanted wanted;
    http::Values typed; // for the page that comes back
    std::string slug, prefix;
    catalogue::TextChoice choice;
    catalogue::Reader reader;
    bool secure = false;
};

Posted read_posted(http::Request const& request, bool of_event) {
    http::Form form{request};
    Posted posted{read_wanted(form, request),
                  {},
                  request.parameter("slug"),
                  request.prefix(),
                  catalogue::text_choice(request),
                  {request.language, request.now},
                  request.secure};
    auto& wanted = posted.wanted;
    wanted.whole_month = form.flag("whole_month");
    if (auto const edition = form.optional_number("edition", 1, INT64_MAX >> 11); edition && of_event)
        wanted.edition = EditionId{*edition};
    if (!form.plain("website").empty()) // filled by programs only; people do not see it
        wanted.needs_proof = true;
    if (!of_event)
        wanted.month = posted.slug;
    form.refuse_unknown();
    wanted.errors = form.errors();
    posted.typed = typed_values(form, request);
    return posted;
}

struct Done {
    Posted posted;
    std::optional<Placed> placed;
    std::optional<http::Page> page; // with its mistakes
};

Done act_on_event(db::Write& tx, Keys const& keys, Posted const& posted) {
    auto const event = catalogue::load_event(tx, posted.slug, posted.choice, posted.reader.now);
    auto wanted = posted.wanted;
    auto const* shown =
        catalogue::shown_edition(event, posted.reader.language, wanted.edition, posted.reader.now);
    if (!shown)
        throw Conflict("closed");
    if (wanted.edition && shown->id != *wanted.edition)
        wanted.errors.push_back({"/edition", "edition", {}});
    wanted.edition = shown->id;
    if (wanted.errors.empty())
        return {posted, take_place(tx, keys, wanted), {}};
    return {posted,
            {},
            catalogue::event_page(event, wanted.edition,
                                  form_with_errors(posted.typed, wanted.errors, posted.reader.language),
                                  posted.reader)};
}

Done act_on_month(db::Write& tx, Keys const& keys, Posted const& posted) {
    if (posted.wanted.errors.empty())
        return {posted, take_month(tx, keys, posted.wanted), {}};
    auto const month = catalogue::load_month(tx, posted.slug, posted.choice);
    return {posted,
            {},
            catalogue::month_page(
                month, form_with_errors(posted.typed, posted.wanted.errors, posted.reader.language),
                posted.reader)};
}

http::Reply show(Done const& done, std::string const& kind) {
    if (done.page) {
        auto page = *done.page;
        page.indexable = false;
        return http::show_page(std::move(page), 422);
    }
    auto const path = done.posted.prefix + "/" + kind + "/" + done.posted.slug + "/registered";
    auto reply = http::see_other(path);
    reply.headers.emplace_back("Set-Cookie", receipt_cookie(done.placed->receipt, path, done.posted.secure));
    return reply;
}

} // namespace

// After a mistake the address bar holds the form's address: who goes there again finds the form.
http::Endpoint lead_to_form(std::string const& kind) {
    auto const read = [kind](http::Request const& request) {
        return request.prefix() + "/" + kind + "/" + percent_encode(request.parameter("slug")) + "#register";
    };
    return http::endpoint(read).reply([](std::string const& path) { return http::see_other(path); });
}

http::Endpoint register_on_event_page(Keys const& keys) {
    auto const read = [](http::Request const& request) { return read_posted(request, true); };
    auto const act = [&keys](db::Write& tx, Posted const& posted) { return act_on_event(tx, keys, posted); };
    return http::endpoint(read).write(act).reply([](Done const& done) { return show(done, "events"); });
}

http::Endpoint register_on_month_page(Keys const& keys) {
    auto const read = [](http::Request const& request) { return read_posted(request, false); };
    auto const act = [&keys](db::Write& tx, Posted const& posted) { return act_on_month(tx, keys, posted); };
    return http::endpoint(read).write(act).reply([](Done const& done) { return show(done, "months"); });
}

} // namespace lectern::registration

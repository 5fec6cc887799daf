// /u/{token}: stops the reminders of one registration. GET shows a button and changes nothing; POST acts at
// once, also for mail programs (RFC 8058). The place stays. SPDX-License-Identifier: MIT
#include "base/words.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/messages/messages.hpp"
#include "features/registration/registration.hpp"
#include "gen/sql/registration.hpp"
#include "http/access.hpp"
#include "http/endpoint.hpp"
#include "http/form.hpp"

namespace lectern::registration {
namespace {

struct Asked {
    std::string token, prefix;
    catalogue::Reader reader;
    bool stop = true; // false: wanted again
    bool one_click = false;
};

struct Found {
    Asked asked;
    Registration mine;
    catalogue::EventSummary event;
    std::string manage_token;
};

Asked ask(http::Request const& request) {
    Asked asked{request.parameter("token"), request.prefix(), {request.language, request.now}, true, false};
    if (request.method == http::Method::post && http::is_multipart(request)) {
        // what mail programs should send (RFC 8058 §3.2); they have one thing to say
        if (request.body.find("One-Click") == request.body.npos)
            throw Malformed("form");
        asked.one_click = true;
    } else if (request.method == http::Method::post) {
        http::Form form{request};
        asked.one_click = form.plain("List-Unsubscribe") == "One-Click";
        asked.stop = form.plain("action") != "start";
    }
    return asked;
}

Found load(db::Read& db, Keys const& keys, Asked const& asked) {
    auto mine = open_link(db, keys, "unsubscribe", asked.token);
    auto event =
        catalogue::load_event_summary(db, mine.event, {std::string(tag(asked.reader.language)), "en"});
    auto manage = link_token(keys, "manage", mine);
    return {asked, std::move(mine), std::move(event), std::move(manage)};
}

Found act(db::Write& tx, Keys const& keys, Asked const& asked) {
    auto const mine = open_link(tx, keys, "unsubscribe", asked.token);
    if (asked.stop)
        tx.run(sql::registration::mute, "registration"_p = mine.id, "now"_p = asked.reader.now);
    else
        tx.run(sql::registration::unmute, "registration"_p = mine.id);
    messages::plan_reminders_again(tx, mine.id, asked.reader.now);
    return load(tx, keys, asked);
}

http::Reply show(Found const& found) {
    auto const language = found.asked.reader.language;
    http::Page page;
    page.fragment = "unsubscribe";
    page.language = language;
    page.title = say(language, "unsubscribe_title");
    page.path = "/u/" + found.asked.token;
    page.indexable = false;
    http::Values form, event;
    form.set("action", found.asked.prefix + "/u/" + found.asked.token);
    event.set("slug", found.event.slug).set("title", found.event.title).set("language", found.event.language);
    page.values.set("event", std::move(event))
        .set("form", std::move(form))
        .set("stopped", found.mine.is_muted)
        .set("manage_url", found.asked.prefix + "/me/" + found.manage_token);
    return http::show_page(std::move(page));
}

http::Reply show_done(Found const& found) {
    if (found.asked.one_click) { // the mail program wants a 200, nobody reads the body
        http::Reply reply = http::json_reply(200, "");
        reply.type = "text/plain";
        return reply;
    }
    return http::see_other(found.asked.prefix + "/u/" + found.asked.token);
}

} // namespace

http::Endpoint ask_about_reminders(Keys const& keys) {
    auto const read = [&keys](db::Read& db, Asked const& asked) { return load(db, keys, asked); };
    return http::endpoint(ask).read(read).reply(show);
}

http::Endpoint stop_reminders(Keys const& keys) {
    auto const write = [&keys](db::Write& tx, Asked const& asked) { return act(tx, keys, asked); };
    return http::endpoint(ask).write(write).reply(show_done);
}

} // namespace lectern::registration

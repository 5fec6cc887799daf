// POST /api/v1/editions/{id}/registrations and /api/v1/months/{slug}/enrolments: takes places, as JSON.
// SPDX-License-Identifier: MIT
#include "features/registration/take.hpp"
#include "gen/sql/registration.hpp"
#include "http/endpoint.hpp"
#include "http/json.hpp"

namespace lectern::registration {
namespace {

Wanted read_registration(http::Request const& request) {
    http::Form form{request};
    auto wanted = read_wanted(form, request);
    wanted.edition = form.path<EditionId>("edition");
    wanted.whole_month = form.flag("whole_month");
    form.refuse_unknown();
    form.finish();
    return wanted;
}

Wanted read_enrolment(http::Request const& request) {
    http::Form form{request};
    auto wanted = read_wanted(form, request);
    wanted.month = request.parameter("slug");
    form.refuse_unknown();
    form.finish();
    return wanted;
}

int status_of(Placed const& placed) {
    return placed.state == State::confirmed ? 201 : 202;
}

std::string body_of(Placed const& placed) {
    http::Json json;
    json.object().field("state", name(placed.state));
    if (placed.is_month) {
        json.key("registrations").array();
        for (auto const& one : placed.all) {
            json.object().field("edition", one.edition).field("state", name(one.state));
            if (one.state == State::waitlisted)
                json.field("position", one.position);
            json.end_object();
        }
        json.end_array();
    } else if (placed.state == State::waitlisted) {
        json.field("position", placed.position);
    }
    json.field("receipt", placed.receipt).end_object();
    return json.take();
}

// Keeps the answer for the same key, in the same transaction.
Placed remembered(db::Write& tx, Wanted const& wanted, Placed placed) {
    if (!wanted.idempotency_key.empty() && !placed.replay) {
        auto const body = body_of(placed);
        tx.run(sql::registration::remember_answer, "key"_p = wanted.idempotency_key,
               "hash"_p = db::Bytes{wanted.request_hash}, "status"_p = status_of(placed), "body"_p = body,
               "now"_p = wanted.now);
    }
    return placed;
}

http::Reply show(Placed const& placed) {
    if (placed.replay)
        return http::json_reply(placed.replay->first, placed.replay->second);
    return http::json_reply(status_of(placed), body_of(placed));
}

} // namespace

http::Endpoint register_attendee(Keys const& keys) {
    auto const act = [&keys](db::Write& tx, Wanted const& wanted) {
        return remembered(tx, wanted, take_place(tx, keys, wanted));
    };
    return http::endpoint(read_registration).write(act).reply(show);
}

http::Endpoint enrol(Keys const& keys) {
    auto const act = [&keys](db::Write& tx, Wanted const& wanted) {
        return remembered(tx, wanted, take_month(tx, keys, wanted));
    };
    return http::endpoint(read_enrolment).write(act).reply(show);
}

} // namespace lectern::registration

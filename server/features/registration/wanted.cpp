// What somebody asked for, read from JSON or a form.
// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "features/registration/take.hpp"

namespace lectern::registration {

Wanted read_wanted(http::Form& form, http::Request const& request) {
    Wanted wanted;
    wanted.email = form.email("email");
    wanted.name = form.text("name", 120);
    wanted.language = form.optional_language("locale").value_or(request.language);
    wanted.zone = form.optional_zone("time_zone");
    wanted.organisation = form.optional_text("organisation", 200);
    wanted.country = form.optional_country("country");
    wanted.question = form.optional_lines("question", 1000);
    wanted.needs_proof = !request.within_limit;
    wanted.now = request.now;
    if (auto const& key = request.field(http::Field::idempotency_key); !key.empty()) {
        if (key.size() > 200)
            form.add_error({"Idempotency-Key", "length", {{"max", "200"}}});
        wanted.idempotency_key = // of one client: two that count from 1 do not meet
            hex(sha256("registration " + request.path + " " + request.network + " " + key));
        wanted.request_hash = sha256(request.body);
    }
    return wanted;
}

} // namespace lectern::registration

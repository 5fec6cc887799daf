// Table of contents of registration.
// SPDX-License-Identifier: MIT
#include "features/registration/registration.hpp"
#include "http/router.hpp"

namespace lectern::registration {

http::Endpoint register_attendee(Keys const& keys);
http::Endpoint enrol(Keys const& keys);
http::Endpoint lead_to_form(std::string const& kind); // "events" or "months"
http::Endpoint register_on_event_page(Keys const& keys);
http::Endpoint register_on_month_page(Keys const& keys);
http::Endpoint resend_by_receipt(Keys const& keys);
http::Endpoint correct_address_by_receipt(Keys const& keys);
http::Endpoint add_month_by_receipt(Keys const& keys);
http::Endpoint show_registered(Keys const& keys, std::string const& kind);
http::Endpoint mend_registered(Keys const& keys, std::string const& kind);
http::Endpoint show_registration(Parts const& parts);
http::Endpoint change_registration(Parts const& parts);
http::Endpoint cancel_registration(Parts const& parts);
http::Endpoint confirm_registration(Parts const& parts);
http::Endpoint refuse_registration(Parts const& parts);
http::Endpoint leave_month_of_registration(Parts const& parts);
http::Endpoint show_personal_page(Parts const& parts);
http::Endpoint act_on_personal_page(Parts const& parts);
http::Endpoint ask_about_reminders(Keys const& keys);
http::Endpoint stop_reminders(Keys const& keys);

void add_routes(http::Router& routes, Parts const& parts) {
    auto const& keys = parts.keys;
    using enum http::Access;
    using http::Limit;

    routes
        .post("/api/v1/editions/{edition}/registrations", anyone, register_attendee(keys),
              "Takes a place at an edition.")
        .limit(Limit::registration)
        .parameters({"idempotency_key"})
        .takes("NewRegistration")
        .answers(201, "Placed")
        .answers(202, "Placed")
        .answers({404, 409});
    routes
        .post("/api/v1/months/{slug}/enrolments", anyone, enrol(keys),
              "Takes a place at every coming event of a month.")
        .limit(Limit::registration)
        .parameters({"idempotency_key"})
        .takes("NewEnrolment")
        .answers(201, "Enrolled")
        .answers(202, "Enrolled")
        .answers({404, 409});
    routes
        .post("/api/v1/receipts/{receipt}/resend", anyone, resend_by_receipt(keys),
              "Sends the message again, once.")
        .limit(Limit::write)
        .answers(202, "Nothing")
        .answers({409, 410});
    routes
        .post("/api/v1/receipts/{receipt}/address", anyone, correct_address_by_receipt(keys),
              "Corrects the address, once.")
        .limit(Limit::registration)
        .takes("OtherAddress")
        .answers(202, "Nothing")
        .answers({409, 410});
    routes
        .post("/api/v1/receipts/{receipt}/month", anyone, add_month_by_receipt(keys),
              "Adds the rest of the month, once.")
        .limit(Limit::registration)
        .answers(201, "Enrolled")
        .answers(202, "Enrolled")
        .answers({409, 410});
    routes
        .get("/api/v1/registrations/{token}", personal_link, show_registration(parts),
             "A registration, by its link.")
        .answers(200, "Registration")
        .answers({404});
    routes
        .patch("/api/v1/registrations/{token}", personal_link, change_registration(parts),
               "Changes a registration.")
        .limit(Limit::write)
        .takes("RegistrationChanges")
        .answers(200, "Registration")
        .answers({404, 409});
    routes
        .del("/api/v1/registrations/{token}", personal_link, cancel_registration(parts),
             "Gives the place up.")
        .limit(Limit::write)
        .answers(200, "Registration")
        .answers({404, 409});
    routes
        .del("/api/v1/registrations/{token}/enrolment", personal_link, leave_month_of_registration(parts),
             "Leaves the whole month: gives up its places that are not over.")
        .limit(Limit::write)
        .answers(200, "Registration")
        .answers({404});
    routes
        .post("/api/v1/registrations/{token}/confirm", personal_link, confirm_registration(parts),
              "Confirms the address.")
        .limit(Limit::write)
        .answers(200, "Registration")
        .answers({404, 409, 410});
    routes
        .post("/api/v1/registrations/{token}/not_me", personal_link, refuse_registration(parts),
              "\"This was not me.\"")
        .limit(Limit::write)
        .answers(200, "Nothing")
        .answers({404});

    routes
        .post("/events/{slug}/register", anyone, register_on_event_page(keys), "The form of an event's page.")
        .limit(Limit::registration);
    routes
        .post("/months/{slug}/register", anyone, register_on_month_page(keys), "The form of a month's page.")
        .limit(Limit::registration);
    routes.get("/events/{slug}/register", anyone, lead_to_form("events"), "Leads to the event.");
    routes.get("/months/{slug}/register", anyone, lead_to_form("months"), "Leads to the month.");
    routes.get("/events/{slug}/registered", anyone, show_registered(keys, "events"),
               "What happened after the form.");
    routes
        .post("/events/{slug}/registered", anyone, mend_registered(keys, "events"),
              "Send again, correct, add the month.")
        .limit(Limit::registration);
    routes.get("/months/{slug}/registered", anyone, show_registered(keys, "months"),
               "What happened after the form.");
    routes.post("/months/{slug}/registered", anyone, mend_registered(keys, "months"), "Send again, correct.")
        .limit(Limit::registration);
    routes.get("/me/{token}", personal_link, show_personal_page(parts),
               "The personal page of a registration.");
    routes.post("/me/{token}", personal_link, act_on_personal_page(parts), "Change, cancel, confirm, not me.")
        .limit(Limit::write);
    routes.get("/u/{token}", personal_link, ask_about_reminders(keys), "Asks whether reminders should stop.");
    routes.post("/u/{token}", personal_link, stop_reminders(keys), "Stops or restarts reminders.")
        .limit(Limit::write)
        .multipart_too();
}

} // namespace lectern::registration

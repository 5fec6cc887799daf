// One request through its rooms: the steps of its endpoint, and the answer's bytes.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/gate.hpp"
#include "http/lanes.hpp"
#include "http/server.hpp"

namespace lectern::http {

// What every connection of the server shares.
struct Shared {
    Services services;
    Limits limits;
    std::string common_fields;  // security headers, on every answer but 304
    std::string csp_field;      // on pages, and on the worker
    std::string csp_away_field; // on pages whose form leads to another site
    bool metrics_only = false;  // the listener of /metrics
    std::chrono::milliseconds write_stall = std::chrono::seconds{20};

    Gate gate() { return {services.router, services.edge, limits, metrics_only}; }
    // Fills in the fields, once edge and assets are what they are.
    void begin();
};

// An answer ready to be written: status line and fields, Date and blank line missing; the body after its
// blank line.
struct Outgoing {
    int status = 200; // 304 where the client has a 200 already
    std::string head;
    std::string body;
};

// Lets in whoever may call the route, by what the database says now, and notes who it is. Throws NotSignedIn;
// NotFound where the route is none of the caller's business.
void admit(Edge const& edge, Route const& route, db::Read& db, Request& request);

// Runs the steps of the endpoint, each where it belongs, for a request that the gate let in. What they throw
// becomes the problem's reply.
Task<Reply> serve(Shared& shared, Lane& lane, Route const& route, Request& request);
// From the gate to the reply on the calling thread, each step in a transaction of its own, as tests want it.
// `request` has arrived at `match`.
Reply serve_inline(Gate const& gate, db::Database& database, Request& request, Match const& match,
                   std::string_view host);
// The steps alone, with whatever session they need: `read` and `write` may be one.
Reply serve_inline(Route const& route, Request const& request, db::Read* read, db::Write* write);

// Renders a page, compresses, writes the head. `request` decides on compression; HEAD keeps the fields, drops
// the body. Public answers that may be kept get an ETag.
Outgoing finish(Shared const& shared, Pages& pages, Route const* route, Request const& request, Reply reply,
                bool keep_alive);
// A public 200 as a prepared answer. `before`, if any, is what the answer was until now.
std::shared_ptr<Prepared const> prepare(Shared const& shared, Pages& pages, Route const& route,
                                        Request const& request, Reply reply, std::uint64_t version,
                                        Prepared const* before);
// Whether If-None-Match names the tag (RFC 9110 §13.1.2, weak comparison).
bool matches(std::string_view if_none_match, std::string_view etag);

} // namespace lectern::http

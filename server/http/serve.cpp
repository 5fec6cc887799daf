// The only loop over steps, and the bytes of answers.
// SPDX-License-Identifier: MIT
#include "http/serve.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"
#include "http/content_coding.hpp"

#include <boost/asio/async_result.hpp>

#include <algorithm>
#include <utility>

namespace lectern::http {
namespace {

using namespace std::chrono_literals;
constexpr auto longest_wait_in_queue = 2s;

// A step on its way to a database thread and back to its lane.
class Hop final : public db::Work, public Resumable {
public:
    Hop(Lane& lane, Edge const& edge, Route const& route, Step const& step, Request& request, Cargo const& in)
        : lane_(lane), edge_(edge), route_(route), step_(step), request_(request), in_(in) {
        give_up_at = std::chrono::steady_clock::now() + longest_wait_in_queue;
    }

    void act(db::Read& read, db::Write* write) override {
        admit(edge_, route_, read, request_);
        out = step_.run(&read, write, request_, in_);
    }
    void done() noexcept override { lane_.deliver(*this); }
    void resume() override {
        auto const handler = std::move(handler_); // resuming destroys this hop
        handler->call();
    }

    template <class Handler>
    void start(Handler handler, db::Database& database) {
        struct Waiting final : Callable {
            Handler handler;
            explicit Waiting(Handler h) : handler(std::move(h)) {}
            void call() override { std::move(handler)(); }
        };
        handler_ = std::make_unique<Waiting>(std::move(handler));
        bool const taken =
            step_.room == Room::writer ? database.submit_write(*this) : database.submit_read(*this);
        if (!taken) {
            error = std::make_exception_ptr(Overloaded());
            lane_.deliver(*this);
        }
    }

    Cargo out;

private:
    struct Callable { // asio::any_completion_handler of 1.81 recurses when it is move-assigned (asio #1180)
        virtual ~Callable() = default;
        virtual void call() = 0;
    };
    Lane& lane_;
    Edge const& edge_;
    Route const& route_;
    Step const& step_;
    Request& request_;
    Cargo const& in_;
    std::unique_ptr<Callable> handler_;
};

Task<void> hop(Hop& work, db::Database& database) {
    auto initiate = [&work, &database](auto handler) { work.start(std::move(handler), database); };
    static_assert(std::is_trivially_destructible_v<decltype(initiate)>);
    co_await asio::async_initiate<decltype(use_task) const, void()>(initiate, use_task);
    if (work.error)
        std::rethrow_exception(work.error);
}

// A personal link that opens nothing is a dead link, whatever it once opened.
Problem problem_at(Route const& route, std::exception_ptr thrown) {
    auto problem = problem_of(std::move(thrown));
    if (route.access() == Access::personal_link && (problem.status == 404 || problem.status == 410))
        problem.code = "link_dead";
    return problem;
}

std::string_view reason(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 411:
        return "Length Required";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 421:
        return "Misdirected Request";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    case 507:
        return "Insufficient Storage";
    default:
        return "Unknown";
    }
}

bool is_text(std::string_view type) {
    return type.starts_with("text/") || type.starts_with("application/json") ||
           type.starts_with("application/problem");
}

void field(std::string& head, std::string_view name, std::string_view value) {
    head += name;
    head += ": ";
    for (char const c : value) // nothing that came from outside can begin a line of its own
        if (c != '\r' && c != '\n' && c != '\0')
            head += c;
    head += "\r\n";
}

bool has_field(Reply const& reply, std::string_view name) {
    return std::any_of(reply.headers.begin(), reply.headers.end(),
                       [&](auto const& one) { return one.first == name; });
}

// usual: of pages, and of the worker, which fetches under the policy it came with. away: a page whose form
// leads to another site. inert: nothing in it is ever run or framed. own: the reply brings it, and with it
// who may frame it.
enum class Policy { usual, away, inert, own };

Policy policy_of(Reply const& reply) {
    if (has_field(reply, "Content-Security-Policy"))
        return Policy::own;
    if (reply.page)
        return reply.page->leads_away ? Policy::away : Policy::usual;
    bool const is_kept_for_ever = reply.cache_control && reply.cache_control->ends_with("immutable");
    bool const may_run = reply.type.starts_with("text/html") || reply.type.starts_with("text/javascript");
    return may_run && !is_kept_for_ever ? Policy::usual : Policy::inert;
}

std::string status_line(int status) {
    return "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason(status)) + "\r\n";
}

std::string begin_head(Shared const& shared, int status, std::string_view type, Policy policy) {
    auto head = status_line(status);
    head.reserve(1280);
    head += shared.common_fields;
    if (policy != Policy::own)
        head += "X-Frame-Options: DENY\r\n";
    if (policy == Policy::usual)
        head += shared.csp_field;
    else if (policy == Policy::away)
        head += shared.csp_away_field;
    else if (policy == Policy::inert)
        head += "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
    if (!type.empty())
        field(head, "Content-Type", type);
    return head;
}

// Renders what has to be rendered.
std::string body_of(Pages& pages, Request const& request, Reply& reply) {
    if (!reply.page)
        return std::move(reply.body);
    reply.page->saves_data = saves_data(request.field(Field::save_data));
    return pages.render(*reply.page);
}

std::string_view vary_of(Route const& route) {
    return route.face() == Face::api ? "Accept-Encoding, Accept-Language" : "Accept-Encoding, Save-Data";
}

std::string entity_tag(std::string_view content, ContentCoding coding) {
    auto tag = "\"" + hex(sha256(content).substr(0, 8));
    if (coding != ContentCoding::identity)
        tag += "-" + std::string(name(coding));
    return tag + '"';
}

// Of what is kept for ever the address says the content, and the coding that it was packed in beforehand.
std::string name_of_content(Request const& request, Reply const& reply) {
    auto text = request.path;
    for (auto const& [name, value] : reply.headers)
        if (name == "Content-Encoding")
            text += ' ' + value;
    return text;
}

std::string security_fields(Edge const& edge) {
    std::string fields = "X-Content-Type-Options: nosniff\r\n"
                         "Referrer-Policy: same-origin\r\n"
                         "Cross-Origin-Opener-Policy: same-origin\r\n"
                         "Cross-Origin-Resource-Policy: same-origin\r\n"
                         "Permissions-Policy: camera=(), microphone=(), geolocation=()\r\n";
    if (edge.secure_site)
        fields += "Strict-Transport-Security: max-age=63072000\r\n";
    return fields;
}

} // namespace

void Shared::begin() {
    common_fields = security_fields(services.edge);
    auto const policy = content_security_policy(services.assets);
    csp_field = "Content-Security-Policy: " + policy + "\r\n";
    // browsers hold redirects of a form against form-action too, and platforms redirect further
    std::string const usual = "form-action 'self'";
    auto away = policy;
    away.replace(away.find(usual), usual.size(), usual + " https:");
    csp_away_field = "Content-Security-Policy: " + away + "\r\n";
}

void admit(Edge const& edge, Route const& route, db::Read& db, Request& request) {
    if (!needs_sign_in(route.access()))
        return;
    request.principal = edge.who ? edge.who(db, request) : std::nullopt;
    if (!request.principal)
        throw NotSignedIn();
    auto& principal = *request.principal;
    if (needs_role(route.access()) && edge.community)
        principal.community = edge.community(db, request);
    if (!may(route.access(), principal, principal.community))
        throw NotFound("route"); // not even that there is something
}

Task<Reply> serve(Shared& shared, Lane& lane, Route const& route, Request& request) {
    static Step const knock{Room::reader,
                            [](db::Read*, db::Write*, Request const&, Cargo const&) { return Cargo(); }};
    auto const& edge = shared.services.edge;
    Cargo cargo;
    std::exception_ptr failed;
    try {
        if (needs_sign_in(route.access())) { // before anything of the request is looked at
            Hop work(lane, edge, route, knock, request, cargo);
            co_await hop(work, shared.services.database);
        }
        for (auto const& step : route.endpoint().steps) {
            if (step.room == Room::lane) {
                cargo = step.run(nullptr, nullptr, request, cargo);
                continue;
            }
            Hop work(lane, edge, route, step, request, cargo);
            co_await hop(work, shared.services.database);
            cargo = std::move(work.out);
        }
    } catch (...) {
        failed = std::current_exception();
    }
    if (failed)
        co_return problem_reply(problem_at(route, failed), request, route.face());
    co_return std::move(*static_cast<Reply*>(cargo.get()));
}

namespace {

// Where `run` runs each step and hands on what it made.
template <class Run>
Reply through_steps(Route const& route, Request const& request, Run run) {
    try {
        Cargo cargo;
        for (auto const& step : route.endpoint().steps)
            cargo = run(step, cargo);
        return std::move(*static_cast<Reply*>(cargo.get()));
    } catch (...) {
        return problem_reply(problem_at(route, std::current_exception()), request, route.face());
    }
}

} // namespace

Reply serve_inline(Route const& route, Request const& request, db::Read* read, db::Write* write) {
    if (auto const refused = refuse_at(route, request, !request.body.empty()))
        return problem_reply(*refused, request, route.face());
    return through_steps(route, request, [&](Step const& step, Cargo const& cargo) {
        return step.run(read, write, request, cargo);
    });
}

Reply serve_inline(Gate const& gate, db::Database& database, Request& request, Match const& match,
                   std::string_view host) {
    if (auto refused = gate.refuse_unread(request, match, host, request.body.size()))
        return std::move(*refused);
    auto const& route = *match.route;
    if (auto refused = gate.refuse(request, route, host, !request.body.empty()))
        return std::move(*refused);
    bool is_known = !needs_sign_in(route.access());
    return through_steps(route, request, [&](Step const& step, Cargo const& cargo) {
        auto const at = [&](db::Read& read, db::Write* write) {
            admit(gate.edge, route, read, request);
            return step.run(&read, write, request, cargo);
        };
        if (!std::exchange(is_known, true)) // before anything of the request is looked at
            database.read([&](db::Read& read) {
                admit(gate.edge, route, read, request);
                return 0;
            });
        if (step.room == Room::reader)
            return database.read([&](db::Read& read) { return at(read, nullptr); });
        if (step.room == Room::writer)
            return database.write([&](db::Write& tx) { return at(tx, &tx); });
        return step.run(nullptr, nullptr, request, cargo);
    });
}

bool matches(std::string_view if_none_match, std::string_view etag) {
    while (!if_none_match.empty()) {
        auto const comma = std::min(if_none_match.find(','), if_none_match.size());
        auto candidate = if_none_match.substr(0, comma);
        if_none_match.remove_prefix(std::min(comma + 1, if_none_match.size()));
        while (!candidate.empty() && candidate.front() == ' ')
            candidate.remove_prefix(1);
        while (!candidate.empty() && candidate.back() == ' ')
            candidate.remove_suffix(1);
        if (candidate == "*")
            return true;
        if (candidate.starts_with("W/"))
            candidate.remove_prefix(2);
        if (candidate == etag)
            return true;
    }
    return false;
}

Outgoing finish(Shared const& shared, Pages& pages, Route const* route, Request const& request, Reply reply,
                bool keep_alive) {
    Outgoing out;
    auto body = body_of(pages, request, reply);
    bool const is_public = route && route->access() == Access::anyone && request.method != Method::post &&
                           (reply.status == 200 || reply.status == 308);
    auto const kept = reply.cache_control.value_or(is_public ? "no-cache" : "no-store");
    bool const may_be_packed =
        body.size() > 1_KiB && is_text(reply.type) && !has_field(reply, "Content-Encoding");
    auto const coding =
        may_be_packed ? choose_coding(request.field(Field::accept_encoding)) : ContentCoding::identity;
    std::string etag;
    if (is_public && reply.status == 200 && kept.ends_with("immutable"))
        etag = entity_tag(name_of_content(request, reply), coding);
    else if (is_public && reply.status == 200 && kept != "no-store")
        etag = entity_tag(body, coding);
    bool const not_modified = !etag.empty() && matches(request.field(Field::if_none_match), etag);
    out.status = not_modified ? 304 : reply.status;
    if (not_modified)
        out.head = status_line(304);
    else
        out.head =
            begin_head(shared, reply.status, body.empty() ? std::string_view() : std::string_view(reply.type),
                       policy_of(reply));
    if (!etag.empty())
        field(out.head, "ETag", etag);
    field(out.head, "Cache-Control", kept);
    field(out.head, "X-Request-Id", request.id);
    if (route && route->access() == Access::personal_link)
        field(out.head, "X-Robots-Tag", "noindex");
    for (auto const& [name, value] : reply.headers)
        if (!not_modified || !name.starts_with("Content-"))
            field(out.head, name, value);
    bool const by_language = is_public && route->face() == Face::api;
    bool const is_page = route && reply.page;
    if ((may_be_packed || by_language) && !has_field(reply, "Vary"))
        field(out.head, "Vary", by_language || is_page ? vary_of(*route) : "Accept-Encoding");
    if (!keep_alive)
        field(out.head, "Connection", "close");
    out.body = "\r\n";
    if (not_modified)
        return out;
    if (coding != ContentCoding::identity) {
        body = encode(coding, body);
        field(out.head, "Content-Encoding", name(coding));
    }
    if (reply.status != 204 && reply.status != 304)
        field(out.head, "Content-Length", std::to_string(body.size()));
    if (request.method != Method::head)
        out.body += body;
    return out;
}

std::shared_ptr<Prepared const> prepare(Shared const& shared, Pages& pages, Route const& route,
                                        Request const& request, Reply reply, std::uint64_t version,
                                        Prepared const* before) {
    auto body = body_of(pages, request, reply);
    auto const coding = body.size() > 1_KiB && is_text(reply.type)
                            ? choose_coding(request.field(Field::accept_encoding))
                            : ContentCoding::identity;
    auto const etag = entity_tag(body, coding);
    if (before && before->etag == etag) { // the same text again: its bytes stand
        auto same = std::make_shared<Prepared>(*before);
        same->version = version;
        return same;
    }
    auto made = std::make_shared<Prepared>();
    made->etag = etag;
    std::string common;
    field(common, "ETag", made->etag);
    field(common, "Cache-Control", reply.cache_control.value_or("no-cache"));
    field(common, "Vary", reply.page || route.face() == Face::api ? vary_of(route) : "Accept-Encoding");
    for (auto const& [name, value] : reply.headers)
        field(common, name, value);
    // The fields of the stored answer stay in force (RFC 9111 §4.3.4), so a 304 does not repeat the policy.
    made->head_304 = status_line(304) + common;
    made->head = begin_head(shared, 200, reply.type, policy_of(reply)) + common;
    if (coding != ContentCoding::identity) {
        body = encode(coding, body);
        field(made->head, "Content-Encoding", name(coding));
    }
    field(made->head, "Content-Length", std::to_string(body.size()));
    made->body = "\r\n" + body;
    made->topics = route.topics();
    made->version = version;
    return made;
}

} // namespace lectern::http

// The only loop over steps, and the bytes of answers.
// SPDX-License-Identifier: MIT
#include "http/serve.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"

#include <boost/asio/async_result.hpp>
#include <zlib.h>

#include <algorithm>

namespace lectern::http {
namespace {

using namespace std::chrono_literals;
constexpr auto longest_wait_in_queue = 2s;

// A step on its way to a database thread and back to its lane.
class Hop final : public db::Work, public Resumable {
public:
    Hop(Lane& lane, Step const& step, Request const& request, Cargo const& in)
        : lane_(lane), step_(step), request_(request), in_(in) {
        give_up_at = std::chrono::steady_clock::now() + longest_wait_in_queue;
    }

    void act(db::Read& read, db::Write* write) override { out = step_.run(&read, write, request_, in_); }
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
    Step const& step_;
    Request const& request_;
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

std::optional<Problem> refuse(Route const& route, Request const& request) {
    if (route.access() == Access::operator_only && !request.is_operator)
        return Problem{404, "not_found", {}};
    if (!request.within_limit && route.limit() != Limit::registration)
        return Problem{429, "too_many_requests", {}};
    if (route.takes_multipart() && is_multipart(request))
        return {};
    return refuse_media_type(request, route.face());
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

std::string gzipped(std::string_view text) {
    z_stream stream{};
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw Bug("zlib has no memory");
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
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

enum class Policy { usual, away, own }; // own: the reply brings it, and with it who may frame it

Policy policy_of(Reply const& reply) {
    if (has_field(reply, "Content-Security-Policy"))
        return Policy::own;
    return reply.page && reply.page->leads_away ? Policy::away : Policy::usual;
}

std::string begin_head(Shared const& shared, int status, std::string_view type, Policy policy) {
    std::string head = "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason(status)) + "\r\n";
    head.reserve(1280);
    head += shared.common_fields;
    if (policy != Policy::own) {
        head += "X-Frame-Options: DENY\r\n";
        head += policy == Policy::away ? shared.csp_away_field : shared.csp_field;
    }
    if (!type.empty())
        field(head, "Content-Type", type);
    return head;
}

// Renders what has to be rendered.
std::string body_of(Lane& lane, Reply& reply) {
    return reply.page ? lane.pages.render(*reply.page) : std::move(reply.body);
}

} // namespace

Task<Reply> serve(Shared& shared, Lane& lane, Route const& route, Request const& request) {
    if (auto const refused = refuse(route, request))
        co_return problem_reply(*refused, request, route.face());
    Cargo cargo;
    std::exception_ptr failed;
    try {
        for (auto const& step : route.endpoint().steps) {
            if (step.room == Room::lane) {
                cargo = step.run(nullptr, nullptr, request, cargo);
                continue;
            }
            Hop work(lane, step, request, cargo);
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

Reply serve_inline(Route const& route, Request const& request, db::Read* read, db::Write* write) {
    if (auto const refused = refuse(route, request))
        return problem_reply(*refused, request, route.face());
    try {
        Cargo cargo;
        for (auto const& step : route.endpoint().steps)
            cargo = step.run(read, write, request, cargo);
        return std::move(*static_cast<Reply*>(cargo.get()));
    } catch (...) {
        return problem_reply(problem_at(route, std::current_exception()), request, route.face());
    }
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

bool accepts_gzip(std::string_view accept_encoding) {
    while (!accept_encoding.empty()) { // RFC 9110 §12.5.3: coding [ OWS ";" OWS "q=" qvalue ], …
        auto const comma = std::min(accept_encoding.find(','), accept_encoding.size());
        auto const one = accept_encoding.substr(0, comma);
        accept_encoding.remove_prefix(std::min(comma + 1, accept_encoding.size()));
        auto const begin = one.find_first_not_of(" \t");
        if (begin == one.npos || !one.substr(begin).starts_with("gzip"))
            continue;
        auto const rest = one.substr(begin + 4);
        auto const parameter = rest.find_first_not_of(" \t");
        if (parameter == rest.npos)
            return true;
        if (rest[parameter] != ';') // another coding that begins so
            continue;
        auto const weight = rest.find("q=", parameter);
        return weight == rest.npos || rest.find_first_of("123456789", weight) != rest.npos;
    }
    return false;
}

Outgoing finish(Shared const& shared, Lane& lane, Route const* route, Request const& request, Reply reply,
                bool keep_alive) {
    Outgoing out;
    auto body = body_of(lane, reply);
    out.head = begin_head(shared, reply.status,
                          body.empty() ? std::string_view() : std::string_view(reply.type), policy_of(reply));
    bool const is_public = route && route->access() == Access::anyone && request.method != Method::post &&
                           (reply.status == 200 || reply.status == 308);
    field(out.head, "Cache-Control", reply.cache_control.value_or(is_public ? "no-cache" : "no-store"));
    field(out.head, "X-Request-Id", request.id);
    if (route && route->access() == Access::personal_link)
        field(out.head, "X-Robots-Tag", "noindex");
    for (auto const& [name, value] : reply.headers)
        field(out.head, name, value);
    if (body.size() > 1_KiB && is_text(reply.type)) {
        field(out.head, "Vary", "Accept-Encoding");
        if (accepts_gzip(request.field(Field::accept_encoding))) {
            body = gzipped(body);
            field(out.head, "Content-Encoding", "gzip");
        }
    }
    if (reply.status != 204 && reply.status != 304)
        field(out.head, "Content-Length", std::to_string(body.size()));
    if (!keep_alive)
        field(out.head, "Connection", "close");
    out.body = "\r\n";
    if (request.method != Method::head)
        out.body += body;
    return out;
}

std::shared_ptr<Prepared const> prepare(Shared const& shared, Lane& lane, Route const& route,
                                        Request const& request, Reply reply, std::uint64_t version) {
    auto made = std::make_shared<Prepared>();
    auto body = body_of(lane, reply);
    auto etag = "\"" + hex(sha256(body).substr(0, 8));
    bool const is_long = body.size() > 1_KiB && is_text(reply.type);
    bool const packed = is_long && accepts_gzip(request.field(Field::accept_encoding));
    if (packed) {
        body = gzipped(body);
        etag += "-gz";
    }
    made->etag = etag + "\"";
    made->head = begin_head(shared, 200, reply.type, policy_of(reply));
    std::string common;
    field(common, "ETag", made->etag);
    field(common, "Cache-Control", reply.cache_control.value_or("no-cache"));
    field(common, "Vary", route.face() == Face::api ? "Accept-Encoding, Accept-Language" : "Accept-Encoding");
    for (auto const& [name, value] : reply.headers)
        field(common, name, value);
    made->head += common;
    if (packed)
        field(made->head, "Content-Encoding", "gzip");
    field(made->head, "Content-Length", std::to_string(body.size()));
    made->head_304 = begin_head(shared, 304, {}, Policy::usual) + common;
    made->body = "\r\n" + body;
    made->topics = route.topics();
    made->version = version;
    return made;
}

} // namespace lectern::http

// Reads heads and bodies, hands requests to serve.cpp, writes answers. Deadlines are absolute, not per read.
// SPDX-License-Identifier: MIT
#include "http/session.hpp"

#include "base/log.hpp"
#include "http/content_coding.hpp"
#include "http/head.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_suffix.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>

namespace lectern::http {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto idle_time = 30s;
constexpr auto head_time = 10s;
constexpr auto body_time = 15s;
constexpr auto linger_time = 2s;
constexpr auto handshake_time = 10s;
constexpr std::size_t linger_bytes = 256_KiB;

using Buffers = std::array<asio::const_buffer, 3>;
constexpr std::string_view close_field = "Connection: close\r\n";

template <class Stream>
class Session {
public:
    Session(Shared& shared, Lane& lane, Connection& connection, Stream& stream, std::string peer, bool secure)
        : shared_(shared), lane_(lane), connection_(connection), stream_(stream), peer_(std::move(peer)),
          secure_(secure), gate_(shared.gate()) {}
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;

    Task<void> run() {
        bool keep = true;
        while (keep) {
            bool const arrived = co_await read_head();
            if (!arrived)
                co_return;
            connection_.state = Connection::State::busy;
            keep = co_await answer_one();
            connection_.state = Connection::State::idle;
        }
    }

private:
    PlainStream& lowest() { return connection_.stream; }

    std::string_view seen() const {
        return {static_cast<char const*>(buffer_.data().data()), buffer_.size()};
    }

    // Until the blank line, or until it is clear that there will be none. False: the peer is gone.
    Task<bool> read_head() {
        lowest().expires_after(buffer_.size() > 0 ? head_time : idle_time);
        std::size_t searched = 0;
        for (;;) {
            auto const end = seen().find("\r\n\r\n", searched);
            head_size_ = end == std::string_view::npos ? 0 : end + 4;
            if (head_size_ > 0)
                co_return true;
            if (buffer_.size() > max_head || is_no_head(seen(), searched)) // refused
                co_return true;
            searched = buffer_.size() > 3 ? buffer_.size() - 3 : 0;
            auto const space =
                buffer_.prepare(std::max<std::size_t>(2_KiB, buffer_.capacity() - buffer_.size()));
            auto const [error, count] = co_await stream_.async_read_some(space, as_result);
            if (error)
                co_return false;
            if (buffer_.size() == 0)
                lowest().expires_after(head_time);
            buffer_.commit(count);
        }
    }

    // False: close.
    Task<bool> answer_one() {
        auto const raw = seen().substr(0, head_size_);
        Head head;
        if (raw.empty())
            head = refuse_unended(seen());
        else
            head = scan(raw);
        if (head.refuse != 0) {
            co_await refuse(head.refuse, head.why);
            co_return false;
        }
        bool const keep = head.keep_alive && !lane_.draining;
        bool const has_body = head.content_length > 0;
        make_key(head); // also what a fresh answer to this head will be kept under
        if (auto const* prepared = has_body ? nullptr : find_prepared(head)) {
            auto const kept = *prepared;
            bool const not_modified = matches(head.field(Field::if_none_match), kept->etag);
            bool const is_head = head.method == Method::head;
            buffer_.consume(head_size_);
            bool const sent = co_await send_prepared(*kept, not_modified, is_head, keep);
            co_return sent ? keep : false;
        }
        bool const stays = co_await answer_request(head, keep);
        give_back();
        co_return stays;
    }

    Task<bool> answer_request(Head const& head, bool keep) {
        auto const started = steady_clock::now();
        Request request;
        std::string const host(head.host);
        fill(request, head);
        auto const target = parse_target(head.target);
        auto const length = head.content_length;
        bool const go_on = head.expects_continue;
        bool const is_long = length > 0;
        auto const face = head.target.starts_with("/api/") ? Face::api : Face::page;
        bhttp_parser parser;
        parser.header_limit(static_cast<std::uint32_t>(max_head) + 1);
        parser.body_limit(boost::none);
        beast::error_code error;
        auto const used = parser.put(asio::buffer(buffer_.data().data(), head_size_), error);
        if (error || used != head_size_ || !target) {
            co_await refuse(400, target ? "request" : "target", face);
            co_return false;
        }
        buffer_.consume(head_size_); // the head's views die here
        auto const match = gate_.arrive(request, *target);
        std::optional<Reply> reply = gate_.refuse_unread(request, match, host, length);
        if (shared_.metrics_only && !match.route)
            reply = nothing_but_metrics();
        if (!reply && is_long && go_on) // who asks before sending is told no at once
            reply = gate_.refuse(request, *match.route, host, is_long);
        if (reply && is_long)
            keep = false; // its body stays unread
        if (!reply && is_long) {
            if (go_on && buffer_.size() == 0) {
                static constexpr std::string_view line = "HTTP/1.1 100 Continue\r\n\r\n";
                Buffers const buffers{asio::buffer(line), {}, {}};
                bool const sent = co_await write(buffers);
                if (!sent)
                    co_return false;
            }
            lowest().expires_after(body_time);
            parser.body_limit(match.route->body_limit());
            auto const [failed, count] =
                co_await beast::http::async_read(stream_, buffer_, parser, as_result);
            if (failed)
                co_return false;
            request.body = std::move(parser.get().body());
        }
        if (!reply)
            reply = gate_.refuse(request, *match.route, host, is_long);
        auto const* route = match.route;
        if (!reply) {
            lowest().expires_never();
            auto const version = shared_.services.database.versions().of(route->topics());
            reply = co_await serve(shared_, lane_, *route, request);
            if (route->is_cached() && ends_prepared(reply->status))
                lane_.cache.drop(request_key_);
            if (route->is_cached() && reply->status == 200) {
                auto const prepared = keep_prepared(*route, request, std::move(*reply), version);
                bool const not_modified = matches(request.field(Field::if_none_match), prepared->etag);
                bool const is_head = request.method == Method::head;
                note(request, route, not_modified ? 304 : 200, started);
                bool const sent = co_await send_prepared(*prepared, not_modified, is_head, keep);
                co_return sent ? keep : false;
            }
        }
        give_back();
        if (lane_.draining)
            keep = false;
        auto const out = finish(shared_, lane_.pages, route, request, std::move(*reply), keep);
        note(request, route, out.status, started);
        bool const sent = co_await send(out);
        co_return sent ? keep : false;
    }

    using bhttp_parser = beast::http::request_parser<beast::http::string_body>;

    void fill(Request& request, Head const& head) {
        request.method = head.method;
        request.id = lane_.next_request_id();
        request.now = shared_.services.clock.now();
        for (std::size_t i = 0; i < request.fields.size(); ++i)
            request.fields[i] = head.fields[i];
        auto const& edge = shared_.services.edge;
        auto const address = client_address(peer_, head.field(Field::x_forwarded_for), edge);
        request.network = network_of(address);
        request.secure =
            secure_ || (is_trusted_proxy(peer_, edge) && head.field(Field::x_forwarded_proto) == "https");
        request_key_ = lane_.key; // made for this very head
    }

    // There is no such answer any more, or it could not be made. A request that was refused for itself (too
    // many, a body) says nothing of what others get.
    static bool ends_prepared(int status) {
        return (status >= 300 && status < 400) || status == 404 || status == 410 || status >= 500;
    }

    // Target, language, encoding and whether data is to be saved: all that a prepared answer depends on.
    void make_key(Head const& head) {
        auto const target = head.target.find_first_of("?%") == std::string_view::npos
                                ? std::nullopt
                                : parse_target(head.target);
        if (target)
            lane_.key = shared_.services.router.key(*target, head.target);
        else
            lane_.key.assign(head.target);
        bool const is_api = lane_.key.starts_with("/api/");
        lane_.key +=
            static_cast<char>('a' + static_cast<int>(choose_coding(head.field(Field::accept_encoding))));
        if (is_api)
            lane_.key += static_cast<char>(
                '0' + static_cast<int>(accepted(head.field(Field::accept_language), Language::en)));
        else if (saves_data(head.field(Field::save_data)))
            lane_.key += 's';
    }

    std::shared_ptr<Prepared const> const* find_prepared(Head const& head) {
        if (head.method != Method::get && head.method != Method::head)
            return nullptr;
        if (shared_.metrics_only || !gate_.is_own_host(head.host)) // the lane's answers are those of the site
            return nullptr;
        if (head.target == "/" &&
            (!head.field(Field::accept_language).empty() || !head.field(Field::cookie).empty()))
            return nullptr; // may lead to another language: choose_language() decides
        auto* entry = lane_.cache.find(lane_.key);
        if (!entry)
            return nullptr;
        auto const now = steady_clock::now();
        bool const is_current =
            entry->prepared->version == shared_.services.database.versions().of(entry->prepared->topics) &&
            now - entry->made < max_age;
        if (is_current) {
            shared_.services.metrics.answered_from_cache();
            return &entry->prepared;
        }
        claimed_ = entry->claim(now);
        return claimed_ ? nullptr : &entry->prepared;
    }

    // A request that was refused for itself has made nothing: the next one shall.
    void give_back() {
        auto* const entry = claimed_ ? lane_.cache.find(request_key_) : nullptr;
        claimed_ = false;
        if (entry)
            entry->give_back();
    }

    std::shared_ptr<Prepared const> keep_prepared(Route const& route, Request const& request, Reply reply,
                                                  std::uint64_t version) {
        Request as_get = request;
        as_get.method = Method::get;
        auto const* const entry = lane_.cache.find(request_key_);
        auto prepared = prepare(shared_, lane_.pages, route, as_get, std::move(reply), version,
                                entry ? entry->prepared.get() : nullptr);
        lane_.cache.put(request_key_, prepared, steady_clock::now());
        claimed_ = false;
        return prepared;
    }

    void note(Request const& request, Route const* route, int status, steady_clock::time_point started) {
        auto const took = steady_clock::now() - started;
        std::string_view const pattern =
            route ? std::string_view(route->pattern()) : std::string_view("none");
        shared_.services.metrics.answered(pattern, status, std::chrono::duration<double>(took).count());
        log::info("request", {{"id", request.id},
                              {"method", name(request.method)},
                              {"route", pattern},
                              {"status", status},
                              {"us", std::chrono::duration_cast<std::chrono::microseconds>(took).count()}});
    }

    static Reply nothing_but_metrics() {
        auto reply = json_reply(404, "This listener has nothing but /metrics.\n");
        reply.type = "text/plain; charset=utf-8";
        return reply;
    }

    // A head that cannot be trusted: say why, then close. No words of ours can be in the reader's language
    // here.
    Task<void> refuse(int status, char const* why, Face face = Face::api) {
        Request nobody;
        nobody.id = lane_.next_request_id();
        shared_.services.metrics.refused(status);
        log::info("refused", {{"id", nobody.id}, {"status", status}, {"why", why}});
        nobody.now = shared_.services.clock.now();
        Problem problem;
        problem.status = status;
        problem.code = status == 431 || status == 414 ? "too_large"
                       : status == 411                ? "length_required"
                       : status == 417                ? "expectation"
                       : status == 501                ? "method_not_allowed"
                                                      : "malformed";
        problem.detail = std::string("The head of this request was refused for this: ") + why + ".";
        auto reply = problem_reply(problem, nobody, face);
        auto const out = finish(shared_, lane_.pages, nullptr, nobody, std::move(reply), false);
        co_await send(out);
    }

    Task<bool> send(Outgoing const& out) {
        auto const& date = lane_.date_line(clock_seconds());
        Buffers const buffers{asio::buffer(out.head), asio::buffer(date), asio::buffer(out.body)};
        bool const sent = co_await write(buffers);
        co_return sent;
    }

    Task<bool> send_prepared(Prepared const& prepared, bool not_modified, bool is_head, bool keep) {
        static std::string const blank = "\r\n";
        std::string date = lane_.date_line(clock_seconds());
        if (!keep)
            date += close_field;
        Buffers const buffers{asio::buffer(not_modified ? prepared.head_304 : prepared.head),
                              asio::buffer(date),
                              not_modified || is_head ? asio::buffer(blank) : asio::buffer(prepared.body)};
        bool const sent = co_await write(buffers);
        co_return sent;
    }

    Task<bool> write(Buffers const& buffers) {
        beast::buffers_suffix<Buffers> rest(buffers);
        while (beast::buffer_bytes(rest) > 0) {
            // for each part: a slow reader may take its time while something moves
            lowest().expires_after(shared_.write_stall);
            auto const [error, count] = co_await stream_.async_write_some(rest, as_result);
            if (error)
                co_return false;
            rest.consume(count);
        }
        co_return true;
    }

    std::time_t clock_seconds() const {
        return std::chrono::duration_cast<seconds>(shared_.services.clock.now().time_since_epoch()).count();
    }

    Shared& shared_;
    Lane& lane_;
    Connection& connection_;
    Stream& stream_;
    std::string peer_;
    bool secure_;
    Gate gate_;
    beast::flat_buffer buffer_;
    std::size_t head_size_ = 0; // 0: there is no head in the buffer, and none will come
    std::string request_key_;
    bool claimed_ = false; // a prepared answer, to make it anew
};

// Closing with unread input makes the kernel send RST, and the client may lose the answer.
Task<void> linger(PlainStream& stream) {
    beast::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream.expires_after(linger_time);
    std::array<char, 4096> waste;
    auto const space = asio::buffer(waste);
    for (std::size_t total = 0; total < linger_bytes;) {
        auto const [error, count] = co_await stream.async_read_some(space, as_result);
        if (error)
            co_return;
        total += count;
    }
}

} // namespace

Task<void> serve_plain(Shared& shared, Lane& lane, Connection& connection, std::string peer) {
    beast::error_code ignored;
    connection.stream.socket().set_option(tcp::no_delay(true), ignored);
    {
        Session<PlainStream> session(shared, lane, connection, connection.stream, std::move(peer), false);
        co_await session.run();
    }
    connection.state = Connection::State::busy; // an answer may still be on its way
    co_await linger(connection.stream);
}

Task<void> serve_secure(Shared& shared, Lane& lane, Connection& connection, std::string peer) {
    beast::error_code ignored;
    connection.stream.socket().set_option(tcp::no_delay(true), ignored);
    auto const context = lane.tls; // this connection keeps the certificate it began with
    SecureStream stream(connection.stream, *context);
    connection.stream.expires_after(handshake_time);
    auto const [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, as_result);
    if (error)
        co_return;
    {
        Session<SecureStream> session(shared, lane, connection, stream, std::move(peer), true);
        co_await session.run();
    }
    connection.state = Connection::State::busy;
    connection.stream.expires_after(linger_time);
    co_await stream.async_shutdown(as_result);
}

} // namespace lectern::http

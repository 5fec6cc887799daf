// A real server on the loopback, driven over raw sockets.
// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "base/words.hpp"
#include "client.hpp"
#include "db/sample.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "http/form.hpp"
#include "http/json.hpp"
#include "http/server.hpp"
#include "support/folder.hpp"
#include "support/manual_clock.hpp"

#include <nlohmann/json.hpp>
#include <zlib.h>

#include <future>
#include <limits>
#include <set>
#include <sys/resource.h>
#include <thread>

using namespace lectern;
using namespace lectern::http;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

QUERY(add_row, "INSERT INTO sample (body) VALUES ($1)", 1, "body");
QUERY(count_rows, "SELECT count(*) AS id FROM sample", 0);

constexpr db::Topic rows{3};
constexpr std::size_t huge_size = 12 * 1024 * 1024; // more than the kernel keeps for both ends
constexpr char const* secret = "the secret of the house";

std::vector<Asset> const client_files{
    {"index.html",
     "text/html",
     "<html lang=\"{{lang}}\"><!--slot:head--><main><!--slot:first--></main><!--slot:boot--></html>",
     {},
     {},
     false},
    {"fragments/notice.html",
     "text/html",
     "<h1>{{title_text}}</h1><p>{{body_text}}</p><p>{{reference_text}}</p>",
     {},
     {},
     false},
    {"manifest.json", "application/json", R"({"css":{"sha256":"abc="}})", {}, {}, false}};

// A step of an endpoint that waits until it is let go.
struct Hold {
    std::promise<void> entered, go_on;
    std::shared_future<void> let_go = go_on.get_future().share();
};

struct Running {
    sample::Folder folder;
    test::ManualClock clock{test::at("2027-03-09T14:00:00Z")};
    std::unique_ptr<db::Database> database;
    Router router;
    Assets assets{client_files};
    Metrics metrics;
    Edge edge;
    Site site;
    Hold hold;
    std::atomic<int> lists_made = 0;
    std::unique_ptr<Server> server;
    std::string address;
    std::promise<void> draining;
    std::thread thread;

    explicit Running(LimitOptions limits = {}, db::SqliteOptions storage = {},
                     std::vector<std::string> proxies = {},
                     std::chrono::milliseconds write_stall = std::chrono::seconds{20}) {
        auto const file = folder / "lectern.db";
        database = db::open_sqlite(file, storage, clock.now());
        db::run_sqlite_script(
            file, "CREATE TABLE sample (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT");
        add_routes();
        ServerOptions options;
        options.listen = "127.0.0.1:0";
        options.metrics_listen = "";
        options.lanes = 1;
        options.limits = limits;
        options.write_stall = write_stall;
        server = std::make_unique<Server>(options,
                                          Services{*database, clock, router, assets, metrics, edge, site});
        address = server->address();
        edge.hosts = {address, "localhost"};
        edge.trusted_proxies = std::move(proxies);
        thread = std::thread([this] { server->run([this] { draining.set_value(); }); });
    }
    ~Running() {
        server->stop();
        thread.join();
        database->close(); // its last answers land on the server's lanes
        server.reset();
    }
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

    void add_routes() {
        auto const anyone = Access::anyone;
        auto const echo = [](Request const& request) {
            Json out;
            out.object()
                .field("method", name(request.method))
                .field("path", request.path)
                .field("body", request.body)
                .field("network", request.network)
                .field("secure", request.secure)
                .field("language", tag(request.language))
                .end_object();
            return out.take();
        };
        auto const show = [](std::string const& body) { return json_reply(200, body); };
        router.get("/api/v1/echo", anyone, endpoint(echo).reply(show), "Echo.");
        router.get("/echo/{a}", anyone, endpoint(echo).reply(show), "Echo.");
        router.post("/api/v1/echo", anyone, endpoint(echo).reply(show), "Echo.").body_limit(64);
        auto const is_within = [](Request const& request) { return request.within_limit; };
        auto const show_limit = [](bool within) { return json_reply(within ? 200 : 202, "{}"); };
        router.post("/api/v1/register", anyone, endpoint(is_within).reply(show_limit), "Registers.")
            .limit(Limit::registration);
        router.get("/api/v1/any", anyone, endpoint(echo).reply(show), "Echo for every host.").any_host();
        router.get("/me/{token}", Access::personal_link, endpoint(echo).reply(show), "Somebody's.");
        router.get("/api/v1/long", anyone, endpoint([](Request const&) {
                                               return std::string(5000, 'x');
                                           }).reply([](std::string const& body) {
            auto reply = json_reply(200, "\"" + body + "\"");
            reply.headers.emplace_back("X-Odd", "a\r\nX-Injected: yes\0"
                                                "b");
            return reply;
        }),
                   "Long.");
        auto const huge = [](Request const&) { return std::string(huge_size, 'x'); };
        router.get("/api/v1/huge", anyone, endpoint(huge).reply(show), "Huge.");
        auto const read_body = [](Request const& request) {
            Form form(request);
            auto body = form.text("body", 20);
            form.refuse_unknown();
            form.finish();
            return body;
        };
        auto const add = [](db::Write& tx, std::string const& body) {
            tx.run(add_row, "body"_p = body);
            tx.wake(rows);
            if (body == "throw")
                throw Conflict("closed");
            return body;
        };
        auto const created = [](std::string const& body) {
            Json out;
            out.object().field("body", body).end_object();
            return json_reply(201, out.take());
        };
        router.post("/api/v1/rows", anyone, endpoint(read_body).write(add).reply(created), "Add.")
            .limit(Limit::write);
        auto const count = [this](db::Read& read, int) {
            ++lists_made;
            return read.one<std::int64_t>(count_rows);
        };
        auto const show_count = [](std::int64_t n) {
            return json_reply(200, "{\"rows\":" + std::to_string(n) + ",\"padding\":\"" +
                                       std::string(2000, '.') + "\"}");
        };
        auto const nothing = [](Request const&) { return 0; };
        router.get("/api/v1/rows", anyone, endpoint(nothing).read(count).reply(show_count), "Count.")
            .cached(db::Topics::of(rows));
        router.get("/api/v1/some", anyone, endpoint(nothing).read(count).reply(show_count), "Count.")
            .cached(db::Topics::of(rows))
            .queries({"a"});
        auto const fail = [](Request const&) -> int { throw Bug(secret); };
        auto const never = [](int) { return json_reply(200, "{}"); };
        router.get("/api/v1/throws", anyone, endpoint(fail).reply(never), "Throws.");
        router.get("/throws", anyone, endpoint(fail).reply(never), "Throws.");
        auto const wait = [this](db::Write& tx, int) {
            tx.run(add_row, "body"_p = "held");
            hold.entered.set_value();
            hold.let_go.wait();
            return 0;
        };
        auto const done = [](int) { return json_reply(200, "{\"done\":true}"); };
        router.post("/api/v1/hold", anyone, endpoint(nothing).write(wait).reply(done), "Waits.");
    }

    std::string head(std::string const& line, std::string const& fields = "") const {
        return line + " HTTP/1.1\r\nHost: " + address + "\r\n" + fields + "\r\n";
    }
    std::string get(std::string const& target, std::string const& fields = "") const {
        return head("GET " + target, fields);
    }
    std::string post(std::string const& target, std::string const& body,
                     std::string const& fields = "") const {
        return head("POST " + target, "Content-Type: application/json\r\nContent-Length: " +
                                          std::to_string(body.size()) + "\r\n" + fields) +
               body;
    }
    std::int64_t counted() {
        return database->read([](db::Read& read) { return read.one<std::int64_t>(count_rows); });
    }
};

std::string gunzipped(std::string const& packed) {
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

void check_security_fields(Answer const& answer) {
    CHECK(answer["x-content-type-options"] == "nosniff");
    CHECK(answer["referrer-policy"] == "same-origin");
    CHECK(answer["x-frame-options"] == "DENY");
    CHECK(answer["cross-origin-opener-policy"] == "same-origin");
    CHECK(answer["cross-origin-resource-policy"] == "same-origin");
    CHECK(answer["permissions-policy"] == "camera=(), microphone=(), geolocation=()");
    if (answer["content-type"].starts_with("text/html"))
        CHECK_THAT(answer["content-security-policy"],
                   Contains("default-src 'none'") && Contains("'sha256-abc='"));
    else
        CHECK(answer["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'");
    CHECK_FALSE(answer.has("strict-transport-security")); // this site is no https one
    CHECK(answer["date"] == "Tue, 09 Mar 2027 14:00:00 GMT");
    CHECK_FALSE(answer["cache-control"].empty());
    for (auto const* once :
         {"date", "content-length", "content-type", "cache-control", "connection", "etag", "vary"})
        CHECK(answer.fields.count(once) <= 1);
}

} // namespace

TEST_CASE("a connection serves one request after another", "[http]") {
    Running running;
    Client client(running.address);

    for (int i = 0; i < 3; ++i) {
        auto const answer = client.ask(running.get("/api/v1/echo"));
        CHECK(answer.status == 200);
        CHECK(json::parse(answer.body)["method"] == "GET");
        CHECK_FALSE(answer.has("connection"));
    }
    auto const last = client.ask(running.get("/api/v1/echo", "Connection: close\r\n"));
    CHECK(last.status == 200);
    CHECK(last["connection"] == "close");
    CHECK(client.ended());
}

TEST_CASE("pipelined requests are answered in their order", "[http]") {
    Running running;
    Client client(running.address);
    std::string all;
    for (int i = 0; i < 5; ++i)
        all += running.post("/api/v1/echo", "{\"n\":" + std::to_string(i) + "}") +
               running.get("/echo/" + std::to_string(i)) + running.get("/api/v1/rows");

    client.send(all);

    for (int i = 0; i < 5; ++i) {
        CHECK(json::parse(json::parse(client.read().body)["body"].get<std::string>())["n"] == i);
        CHECK(json::parse(client.read().body)["path"] == "/echo/" + std::to_string(i));
        CHECK(client.read().status == 200);
    }
}

TEST_CASE("a request may come byte by byte", "[http]") {
    Running running;
    Client client(running.address);
    auto const bytes = running.post("/api/v1/echo", "{\"slow\":true}") + running.get("/echo/b");

    for (char const c : bytes)
        client.send(std::string_view(&c, 1));

    CHECK(json::parse(client.read().body)["body"] == "{\"slow\":true}");
    CHECK(json::parse(client.read().body)["path"] == "/echo/b");
}

TEST_CASE("HTTP/1.0 is answered and closed", "[http]") {
    Running running;
    Client client(running.address);

    auto const answer = client.ask("GET /api/v1/echo HTTP/1.0\r\nHost: " + running.address +
                                   "\r\nConnection: keep-alive\r\n\r\n");

    CHECK(answer.status == 200);
    CHECK(answer["connection"] == "close");
    CHECK(client.ended());
}

TEST_CASE("a head that cannot be trusted is refused, and what follows it is not read", "[http]") {
    Running running;
    auto const host = "Host: " + running.address + "\r\n";
    struct Row {
        std::string bytes;
        int status;
    };
    std::vector<Row> const table{
        {"POST /api/v1/echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411},
        {"POST /api/v1/echo HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400},
        {"GET /api/v1/echo HTTP/1.1\r\n\r\n", 400},
        {"GET /api/v1/echo HTTP/1.1\r\n" + host + host + "\r\n", 400},
        {"GET /a%2Fb HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /a/../b HTTP/1.1\r\n" + host + "\r\n", 400},
        {"GET /%00 HTTP/1.1\r\n" + host + "\r\n", 400},
        {"get / HTTP/1.1\r\n" + host + "\r\n", 501},
        {"GET / HTTP/2.0\r\n" + host + "\r\n", 505},
        {"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", 414},
        {"GET / HTTP/1.1\r\n" + host + "X: " + std::string(17'000, 'a') + "\r\n\r\n", 431},
        {"GET / HTTP/1.1\r\n" + host + "X: " + std::string(17'000, 'a'), 431}, // no blank line will come
        {std::string(40'000, '\r'), 400},
        {"G" + std::string(40'000, '\r'), 431},
        {"GET / HTTP/1.1\r\n" + host + "Expect: a-miracle\r\n\r\n", 417},
        {"\x16\x03\x01\x02\r\n\r\n", 400}, // a TLS hello
    };
    for (auto const& [bytes, status] : table) {
        INFO(bytes.substr(0, 60));
        Client client(running.address);
        auto const answer = client.ask(bytes + running.get("/api/v1/echo"));
        CHECK(answer.status == status);
        CHECK(answer["connection"] == "close");
        if (answer["content-type"] != "text/html; charset=utf-8") { // who asked for a page is told by one
            CHECK(answer["content-type"] == "application/problem+json");
            CHECK(json::parse(answer.body)["status"] == status);
        }
        check_security_fields(answer);
        CHECK(client.ended());
    }
}

TEST_CASE("what can never become a head is refused at once, and it says why", "[http]") {
    Running running;
    for (std::string const bytes : {"\x16\x03\x01\x02", "GET / HTTP/1.1\nHost: x", "\n"}) {
        INFO(bytes);
        Client client(running.address);

        auto const answer = client.ask(bytes); // no blank line, and no end

        CHECK(answer.status == 400);
        CHECK(json::parse(answer.body)["detail"].get<std::string>().size() > 20);
        CHECK(client.ended());
    }
}

TEST_CASE("a body is read up to its route's limit", "[http]") {
    Running running;
    auto const fits = "\"" + std::string(62, 'x') + "\"";
    Client client(running.address);

    auto const taken = client.ask(running.post("/api/v1/echo", fits));
    CHECK(taken.status == 200);
    CHECK(json::parse(taken.body)["body"] == fits);

    auto const refused = client.ask(running.post("/api/v1/echo", fits + " "));
    CHECK(refused.status == 413);
    CHECK(refused["connection"] == "close");
    check_security_fields(refused);
    CHECK(client.ended());
}

TEST_CASE("a 413 arrives although much of its body is still on the way", "[http]") {
    Running running;
    Client client(running.address);

    client.send(
        running.head("POST /api/v1/echo", "Content-Type: application/json\r\nContent-Length: 200000\r\n"));
    client.send(std::string(200'000, 'x'));

    CHECK(client.read().status == 413);
    CHECK(client.ended());
}

TEST_CASE("who asks before sending is told to go on, or told no at once", "[http]") {
    Running running;
    std::string const expecting = "Content-Type: application/json\r\nExpect: 100-continue\r\n";
    {
        Client client(running.address);
        auto const first = client.ask(running.head("POST /api/v1/echo", expecting + "Content-Length: 4\r\n"));
        CHECK(first.head == "HTTP/1.1 100 Continue\r\n\r\n");
        CHECK(json::parse(client.ask("true").body)["body"] == "true");
        CHECK(client.ask(running.get("/echo/after")).status == 200);
    }
    {
        Client client(running.address);
        CHECK(client.ask(running.head("POST /api/v1/echo", expecting + "Content-Length: 65\r\n")).status ==
              413);
        CHECK(client.ended());
    }
    {
        Client client(running.address);
        CHECK(client.ask(running.head("POST /api/v1/nowhere", expecting + "Content-Length: 4\r\n")).status ==
              404);
        CHECK(client.ended());
    }
    for (std::string const refused :
         {"Sec-Fetch-Site: cross-site\r\n", "Content-Encoding: gzip\r\n", "If-Match: \"a\"\r\n"}) {
        INFO(refused);
        Client client(running.address);
        auto const answer =
            client.ask(running.head("POST /api/v1/echo", expecting + refused + "Content-Length: 4\r\n"));
        CHECK(answer.status >= 400); // and no 100
        CHECK(client.ended());
    }
    { // HTTP/1.0 knows no 100
        Client client(running.address);
        client.send("POST /api/v1/echo HTTP/1.0\r\nHost: " + running.address + "\r\n" + expecting +
                    "Content-Length: 4\r\n\r\n");
        client.send("true");
        CHECK(client.read().status == 200);
    }
}

TEST_CASE("a body that ends early is no request", "[http]") {
    Running running;
    Client client(running.address);
    client.send(
        running.head("POST /api/v1/rows", "Content-Type: application/json\r\nContent-Length: 50\r\n") +
        "{\"body\":\"a\"}");

    client.finish_sending();

    CHECK(client.ended());
    CHECK(running.counted() == 0);
}

TEST_CASE("a GET with a body leaves the connection in step", "[http]") {
    Running running;
    Client client(running.address);
    client.ask(running.get("/api/v1/rows")); // prepared from now on

    client.send(running.get("/api/v1/rows", "Content-Type: application/json\r\nContent-Length: 4\r\n") +
                "null" + running.get("/echo/next"));

    CHECK(client.read().status == 200);
    CHECK(json::parse(client.read().body)["path"] == "/echo/next");
}

TEST_CASE("HEAD has the fields of GET and no body", "[http]") {
    Running running;
    Client client(running.address);
    auto const with_get = client.ask(running.get("/api/v1/long"));

    auto const answer = client.send(running.head("HEAD /api/v1/long")).read(true);

    CHECK(answer.status == 200);
    CHECK(answer["content-length"] == with_get["content-length"]);
    CHECK(answer["content-type"] == "application/json");
    CHECK(client.ask(running.get("/echo/next")).status == 200); // no byte of a body stood in between

    client.ask(running.get("/api/v1/rows"));
    auto const prepared = client.send(running.head("HEAD /api/v1/rows")).read(true);
    CHECK(prepared.status == 200);
    CHECK(std::stoul(prepared["content-length"]) > 2000);
    CHECK(client.ask(running.get("/echo/next")).status == 200);
}

TEST_CASE("a prepared answer is made once, until a write wakes its topic", "[http]") {
    Running running;
    Client client(running.address);

    auto const first = client.ask(running.get("/api/v1/rows"));
    auto const again = client.ask(running.get("/api/v1/rows"));
    CHECK(json::parse(first.body)["rows"] == 0);
    CHECK(again.body == first.body);
    CHECK(again["etag"] == first["etag"]);
    CHECK(again["cache-control"] == "no-cache");
    CHECK(again["vary"] == "Accept-Encoding, Accept-Language");
    CHECK(running.lists_made == 1);
    check_security_fields(first);
    check_security_fields(again);

    CHECK(client.ask(running.post("/api/v1/rows", R"({"body":"a"})")).status == 201);
    auto const later = client.ask(running.get("/api/v1/rows"));
    CHECK(json::parse(later.body)["rows"] == 1);
    CHECK(later["etag"] != first["etag"]);
    CHECK(running.lists_made == 2);
}

TEST_CASE("a write that fails voids no prepared answer and leaves nothing", "[http]") {
    Running running;
    Client client(running.address);
    client.ask(running.get("/api/v1/rows"));

    auto const refused = client.ask(running.post("/api/v1/rows", R"({"body":"throw"})"));
    CHECK(refused.status == 409);
    CHECK(json::parse(refused.body)["type"] == "/problems/closed");

    CHECK(json::parse(client.ask(running.get("/api/v1/rows")).body)["rows"] == 0);
    CHECK(running.lists_made == 1);
}

TEST_CASE("prepared answers differ by query, language and encoding", "[http]") {
    Running running;
    Client client(running.address);

    for (auto const& request : {running.get("/api/v1/rows"), running.get("/api/v1/rows?a=1"),
                                running.get("/api/v1/rows", "Accept-Language: fr\r\n"),
                                running.get("/api/v1/rows", "Accept-Encoding: gzip\r\n"),
                                running.get("/api/v1/rows", "Accept-Encoding: gzip, br\r\n")}) {
        auto const before = running.lists_made.load();
        CHECK(client.ask(request).status == 200);
        CHECK(client.ask(request).status == 200);
        CHECK(running.lists_made == before + 1);
    }
}

TEST_CASE(
    "a prepared answer is the same for every way to write its address, and for names it knows nothing of",
    "[http]") {
    Running running;
    Client client(running.address);
    client.ask(running.get("/api/v1/some?a=1"));

    for (auto const* same : {"/api/v1/some?a=1&utm_source=x", "/api/v1/some?b=2&a=1", "/api/v1/some?%61=1",
                             "/api/v1/%73ome?a=1"})
        CHECK(client.ask(running.get(same)).status == 200);
    CHECK(running.lists_made == 1);
    for (auto const* other :
         {"/api/v1/some", "/api/v1/some?a=2", "/api/v1/some?a=1&lang=fr", "/api/v1/some?a=1&a=3"})
        CHECK(client.ask(running.get(other)).status == 200);
    CHECK(running.lists_made == 5);
    CHECK(client.ask(running.get("/api/v1/some%3Fa=1")).status == 404);
}

TEST_CASE("a request that is refused for itself leaves the prepared answer to others", "[http]") {
    LimitOptions limits;
    limits.reads_per_minute = 1;
    Running running(limits);
    Client client(running.address);
    CHECK(client.ask(running.get("/api/v1/rows")).status == 200);

    auto const with_body = "Content-Type: application/json\r\nContent-Length: 4\r\n";
    CHECK(client.ask(running.get("/api/v1/rows", with_body) + "null").status == 429);

    CHECK(client.ask(running.get("/api/v1/rows")).status == 200);
    CHECK(running.lists_made == 1);
}

TEST_CASE("a request that is refused for itself does not keep others at what was before", "[http]") {
    Running running;
    Client client(running.address), other(running.address);
    client.ask(running.get("/api/v1/rows"));
    client.ask(running.post("/api/v1/rows", R"({"body":"a"})"));

    CHECK(other.ask(running.get("/api/v1/rows", "Content-Length: 400000\r\n")).status == 413);

    client.ask(running.get("/api/v1/rows"));
    CHECK(running.lists_made == 2);
}

TEST_CASE("a public answer that is not prepared has a tag too", "[http]") {
    Running running;
    Client client(running.address);
    auto const first = client.ask(running.get("/api/v1/long", "Accept-Encoding: gzip\r\n"));
    REQUIRE(first["etag"].ends_with("-gzip\""));

    auto const fields = "Accept-Encoding: gzip\r\nIf-None-Match: " + first["etag"] + "\r\n";
    auto const again = client.ask(running.get("/api/v1/long", fields));

    CHECK(again.status == 304);
    CHECK(again["etag"] == first["etag"]);
    CHECK(again["vary"] == "Accept-Encoding, Accept-Language");
    CHECK(again["cache-control"] == "no-cache");
    CHECK_FALSE(again.has("content-length"));
    CHECK(client.ask(running.get("/api/v1/long"))["etag"] != first["etag"]);
    CHECK_FALSE(client.ask(running.get("/api/v1/nowhere")).has("etag"));
    CHECK_FALSE(client.ask(running.post("/api/v1/echo", "{}")).has("etag"));
}

TEST_CASE("who has the answer already gets a 304", "[http]") {
    Running running;
    Client client(running.address);
    auto const tag = client.ask(running.get("/api/v1/rows"))["etag"];
    REQUIRE(tag.size() > 2);

    for (std::string const& given : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
        auto const answer = client.ask(running.get("/api/v1/rows", "If-None-Match: " + given + "\r\n"));
        CHECK(answer.status == 304);
        CHECK(answer["etag"] == tag);
        CHECK(answer["cache-control"] == "no-cache");
        CHECK(answer["vary"] == "Accept-Encoding, Accept-Language");
        CHECK(answer["date"] == "Tue, 09 Mar 2027 14:00:00 GMT");
        CHECK_FALSE(answer.has("content-length"));
        CHECK_FALSE(
            answer.has("content-security-policy")); // the stored answer's stays in force (RFC 9111 §4.3.4)
    }
    CHECK(client.ask(running.get("/api/v1/rows", "If-None-Match: \"other\"\r\n")).status == 200);

    // also where this very request makes the answer anew
    client.ask(running.post("/api/v1/rows", R"({"body":"a"})"));
    CHECK(client.ask(running.get("/api/v1/rows", "If-None-Match: " + tag + "\r\n")).status == 200);
}

TEST_CASE("long texts are packed for whom it is welcome", "[http]") {
    Running running;
    Client client(running.address);
    std::string const gzip = "Accept-Encoding: gzip\r\n";

    auto const plain = client.ask(running.get("/api/v1/long"));
    auto const packed = client.ask(running.get("/api/v1/long", gzip));
    CHECK_FALSE(plain.has("content-encoding"));
    CHECK(plain["vary"] == "Accept-Encoding, Accept-Language");
    CHECK(packed["content-encoding"] == "gzip");
    CHECK(packed["vary"] == "Accept-Encoding, Accept-Language");
    CHECK(packed.body.size() < 200);
    CHECK(gunzipped(packed.body) == plain.body);
    CHECK_FALSE(client.ask(running.get("/api/v1/echo", gzip)).has("content-encoding")); // short

    auto const rows_plain = client.ask(running.get("/api/v1/rows"));
    auto const rows_packed = client.ask(running.get("/api/v1/rows", gzip));
    CHECK(gunzipped(rows_packed.body) == rows_plain.body);
    CHECK(rows_packed["etag"] != rows_plain["etag"]);
    CHECK(client.ask(running.get("/api/v1/rows", gzip + "If-None-Match: " + rows_packed["etag"] + "\r\n"))
              .status == 304);
    CHECK(client.ask(running.get("/api/v1/rows", gzip + "If-None-Match: " + rows_plain["etag"] + "\r\n"))
              .status == 200);
}

TEST_CASE("every answer carries the security fields, each its own id", "[http]") {
    Running running;
    Client client(running.address);
    std::set<std::string> ids;
    int asked = 0;

    for (auto const& request :
         {running.get("/api/v1/echo"), running.get("/nowhere"), running.get("/api/v1/nowhere"),
          running.get("/api/v1/throws"), running.get("/throws"), running.head("DELETE /api/v1/echo"),
          running.get("/me/abc"), running.post("/api/v1/rows", "{"), running.post("/api/v1/rows", "{}"),
          running.get("/api/v1/long")}) {
        auto const answer = client.ask(request);
        check_security_fields(answer);
        CHECK(answer["x-request-id"].size() == 16);
        ids.insert(answer["x-request-id"]);
        ++asked;
    }

    CHECK(static_cast<int>(ids.size()) == asked);
}

TEST_CASE("a site of https asks browsers to stay there", "[http]") {
    Running running;
    CHECK_FALSE(Client(running.address).ask(running.get("/api/v1/echo")).has("strict-transport-security"));

    Edge secure;
    secure.secure_site = true;
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.metrics_listen = "";
    Server other(options, Services{*running.database, running.clock, running.router, running.assets,
                                   running.metrics, secure, running.site});
    secure.hosts = {other.address()};
    std::thread thread([&] { other.run([] {}); });
    auto const answer =
        Client(other.address())
            .ask("GET /api/v1/echo HTTP/1.1\r\nHost: " + other.address() + "\r\nConnection: close\r\n\r\n");
    other.stop();
    thread.join();

    CHECK(answer["strict-transport-security"] == "max-age=63072000");
}

TEST_CASE("an error inside is a 500 that tells nothing but the id", "[http]") {
    Running running;
    Client client(running.address);

    auto const api = client.ask(running.get("/api/v1/throws"));
    CHECK(api.status == 500);
    CHECK(json::parse(api.body)["type"] == "/problems/internal");
    CHECK(json::parse(api.body)["instance"] == api["x-request-id"]);
    CHECK(api.body.find("secret") == std::string::npos);

    auto const page = client.ask(running.get("/throws"));
    CHECK(page.status == 500);
    CHECK(page["content-type"] == "text/html; charset=utf-8");
    CHECK_THAT(page.body, Contains("<html") && Contains(page["x-request-id"]));
    CHECK(page.body.find("secret") == std::string::npos);
    CHECK(client.ask(running.get("/api/v1/echo")).status == 200); // the connection lives on
}

TEST_CASE("addresses that are not there, methods that are not allowed, hosts that are not ours", "[http]") {
    Running running;
    Client client(running.address);

    auto const api = client.ask(running.get("/api/v1/nowhere"));
    CHECK(api.status == 404);
    CHECK(api["content-type"] == "application/problem+json");
    auto const page = client.ask(running.get("/fr/nowhere"));
    CHECK(page.status == 404);
    CHECK_THAT(page.body, Contains("<html lang=\"fr\""));

    auto const method = client.ask(running.head("DELETE /api/v1/echo"));
    CHECK(method.status == 405);
    CHECK(method["allow"] == "GET, HEAD, POST");
    CHECK(client.ask(running.head("OPTIONS /api/v1/any"))["allow"] == "GET, HEAD");

    for (std::string const host : {"evil.example", "127.0.0.1", "localhost:1", "localhost."}) {
        INFO(host);
        CHECK(client.ask("GET /api/v1/echo HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status == 421);
        CHECK(client.ask("GET /api/v1/any HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status == 200);
    }
    CHECK(client.ask("GET /api/v1/echo HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 200);
    CHECK(client.ask("GET /api/v1/echo HTTP/1.1\r\nHost: LocalHost\r\n\r\n").status ==
          200); // RFC 9110 §4.2.3
}

TEST_CASE("a prepared answer is for our own hosts only", "[http]") {
    Running running;
    Client client(running.address);
    CHECK(client.ask(running.get("/api/v1/rows")).status == 200);

    CHECK(client.ask("GET /api/v1/rows HTTP/1.1\r\nHost: evil.example\r\n\r\n").status == 421);
}

TEST_CASE("bodies that are wrong are told where and why", "[http]") {
    Running running;
    Client client(running.address);

    auto const malformed = client.ask(running.post("/api/v1/rows", "{", "Accept-Language: fr\r\n"));
    CHECK(malformed.status == 400);
    CHECK(json::parse(malformed.body)["detail"] == "Les données ne sont pas un objet JSON.");
    CHECK(client.ask(running.head("POST /api/v1/rows", "Content-Length: 2\r\n") + "{}").status == 415);
    auto const invalid =
        client.ask(running.post("/api/v1/rows", R"({"other":1})", "Accept-Language: fr\r\n"));
    CHECK(invalid.status == 422);
    auto const document = json::parse(invalid.body);
    REQUIRE(document["errors"].size() == 2);
    CHECK(document["errors"][0]["pointer"] == "/body");
    CHECK(document["errors"][0]["message"] == "Merci de remplir ce champ.");
    CHECK(document["errors"][1]["code"] == "unknown");
    CHECK(running.counted() == 0);
}

TEST_CASE("a body that is packed or in other letters is refused in words", "[http]") {
    Running running;
    Client client(running.address);
    auto const refused = [&](std::string const& type, std::string const& fields) {
        auto const answer =
            client.ask(running.head("POST /api/v1/rows",
                                    "Content-Length: 2\r\nContent-Type: " + type + "\r\n" + fields) +
                       "{}");
        CHECK(answer.status == 415);
        return json::parse(answer.body)["detail"].get<std::string>();
    };

    CHECK_THAT(refused("application/json", "Content-Encoding: gzip\r\n"),
               Contains("without Content-Encoding"));
    CHECK_THAT(refused("application/json; charset=latin1", ""), Contains("UTF-8"));
    CHECK_THAT(refused("application/json; a=b; charset=\"UTF-16\"", ""), Contains("UTF-8"));
    CHECK_THAT(refused("text/plain", ""), Contains("application/json"));
    CHECK_THAT(refused("application/json", "Content-Encoding: br\r\nAccept-Language: es\r\n"),
               Contains("sin Content-Encoding"));
    CHECK(
        client
            .ask(running.head("POST /api/v1/rows", "Content-Length: 12\r\nContent-Encoding: identity\r\n"
                                                   "Content-Type: application/json; charset=\"utf-8\"\r\n") +
                 R"({"body":"a"})")
            .status == 201);
}

TEST_CASE("a write that wants a state nobody can name changes nothing", "[http]") {
    Running running;
    Client client(running.address);

    auto const refused =
        client.ask(running.post("/api/v1/rows", R"({"body":"a"})", "If-Match: \"seen-before\"\r\n"));
    CHECK(refused.status == 412);
    CHECK_THAT(json::parse(refused.body)["detail"].get<std::string>(), Contains("If-Match"));
    CHECK(running.counted() == 0);
    CHECK(client.ask(running.post("/api/v1/rows", R"({"body":"a"})", "If-Match: *\r\n")).status == 201);
    CHECK(client.ask(running.get("/api/v1/echo", "If-Match: \"a\"\r\n")).status == 200);
}

TEST_CASE("what the API does not have is told in the client's language too", "[http]") {
    Running running;
    Client client(running.address);
    auto const detail = [&](std::string const& request) {
        return json::parse(client.ask(request).body)["title"];
    };

    CHECK(detail(running.get("/api/v1/nowhere", "Accept-Language: fr\r\n")) ==
          say(Language::fr, "problem_not_found"));
    CHECK(detail(running.get("/api/v1/nowhere?lang=es", "Accept-Language: fr\r\n")) ==
          say(Language::es, "problem_not_found"));
    CHECK(detail(running.head("DELETE /api/v1/echo", "Accept-Language: pt-BR\r\n")) ==
          say(Language::pt, "problem_method_not_allowed"));
}

TEST_CASE("a page asked for by a wrong name says so", "[http]") {
    Running running;
    Client client(running.address);

    auto const page = client.ask("GET /echo/a HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    CHECK(page.status == 421);
    CHECK_THAT(page.body, Contains("This is not the address of this site"));
}

TEST_CASE("a post of another site does not reach its endpoint", "[http]") {
    Running running;
    Client client(running.address);
    auto const status = [&](std::string const& fields) {
        return client.ask(running.post("/api/v1/rows", R"({"body":"a"})", fields)).status;
    };

    CHECK(status("Sec-Fetch-Site: cross-site\r\n") == 403);
    CHECK(status("Origin: http://evil.example\r\n") == 403);
    CHECK(status("Cookie: sid=1\r\n") == 403);
    CHECK(running.counted() == 0);
    CHECK(status("Origin: http://" + running.address + "\r\n") == 201);
}

TEST_CASE("a personal link is for nobody's cache and no robot", "[http]") {
    Running running;

    auto const answer = Client(running.address).ask(running.get("/me/abc"));

    CHECK(answer["cache-control"] == "no-store");
    CHECK(answer["x-robots-tag"] == "noindex");
    CHECK_FALSE(answer.has("etag"));
}

TEST_CASE("a value from outside cannot begin a line of the head", "[http]") {
    Running running;

    auto const answer = Client(running.address).ask(running.get("/api/v1/long"));

    CHECK(answer["x-odd"] == "aX-Injected: yes");
    CHECK_FALSE(answer.has("x-injected"));
}

TEST_CASE("the language of an answer is in the path of a page and in what the API's client accepts",
          "[http]") {
    Running running;
    Client client(running.address);
    auto const language = [&](std::string const& target, std::string const& fields) {
        return json::parse(client.ask(running.get(target, fields)).body)["language"];
    };

    CHECK(language("/echo/a", "Accept-Language: fr\r\n") == "en");
    CHECK(language("/pt/echo/a", "Accept-Language: fr\r\n") == "pt");
    CHECK(language("/api/v1/echo", "Accept-Language: de, fr;q=0.5\r\n") == "fr");
    CHECK(language("/api/v1/echo?lang=es", "Accept-Language: fr\r\n") == "es");
    CHECK(language("/api/v1/echo?lang=xx", "") == "en");
}

TEST_CASE("behind a trusted proxy the client is whom the proxy saw, else the peer itself", "[http]") {
    std::string const fields = "X-Forwarded-For: 1.1.1.1, 203.0.113.7\r\nX-Forwarded-Proto: https\r\n";
    {
        Running running({}, {}, {"127.0.0.1"});
        auto const seen = json::parse(Client(running.address).ask(running.get("/api/v1/echo", fields)).body);
        CHECK(seen["network"] == "203.0.113.7");
        CHECK(seen["secure"] == true);
    }
    {
        Running running;
        auto const seen = json::parse(Client(running.address).ask(running.get("/api/v1/echo", fields)).body);
        CHECK(seen["network"] == "127.0.0.1");
        CHECK(seen["secure"] == false);
    }
}

TEST_CASE("a network that asks too much is told to wait, prepared answers do not count", "[http]") {
    LimitOptions limits;
    limits.reads_per_minute = 3;
    Running running(limits);
    Client client(running.address);
    CHECK(client.ask(running.get("/api/v1/rows")).status == 200); // the one that is made counts
    for (int i = 0; i < 10; ++i)
        CHECK(client.ask(running.get("/api/v1/rows")).status == 200);

    CHECK(client.ask(running.get("/api/v1/echo")).status == 200);
    CHECK(client.ask(running.get("/api/v1/echo")).status == 200);
    auto const refused = client.ask(running.get("/api/v1/echo"));
    CHECK(refused.status == 429);
    CHECK(refused["retry-after"] == "1");
    CHECK(client.ask(running.post("/api/v1/rows", R"({"body":"a"})")).status == 201); // another bucket

    running.clock.pass(seconds{20});
    CHECK(client.ask(running.get("/api/v1/echo")).status == 200);
}

TEST_CASE("registrations beyond their limit count as writes, and beyond that they are refused", "[http]") {
    LimitOptions limits;
    limits.registration_burst = 2;
    limits.writes_per_minute = 3;
    Running running(limits);
    Client client(running.address);
    std::vector<int> statuses;

    for (int i = 0; i < 7; ++i)
        statuses.push_back(client.ask(running.post("/api/v1/register", "{}")).status);

    CHECK(statuses == std::vector<int>{200, 200, 202, 202, 202, 429, 429});
}

TEST_CASE("a network may hold so many connections and not one more", "[http]") {
    LimitOptions limits;
    limits.connections_per_network = 2;
    Running running(limits);
    auto first = std::make_unique<Client>(running.address);
    Client second(running.address);
    CHECK(first->ask(running.get("/api/v1/echo")).status == 200);
    CHECK(second.ask(running.get("/api/v1/echo")).status == 200);

    Client third(running.address);
    CHECK(third.ended());

    first.reset();
    int status = 0;
    while (status != 200) // until the server has seen the end of the first
        try {
            status = Client(running.address).ask(running.get("/api/v1/echo")).status;
        } catch (std::runtime_error const& error) {
            REQUIRE_THAT(error.what(), !Contains("ten seconds"));
        }
    CHECK(status == 200);
}

TEST_CASE("behind a proxy only all connections together are limited", "[http]") {
    LimitOptions limits;
    limits.connections = 3;
    limits.connections_per_network = 1;
    Running running(limits, {}, {"127.0.0.1"});
    Client first(running.address), second(running.address), third(running.address);
    for (auto* client : {&first, &second, &third})
        CHECK(client->ask(running.get("/api/v1/echo")).status == 200);

    CHECK(running.server->connections() == 3);
    CHECK(Client(running.address).ended());
}

TEST_CASE("who is not let in for the number of connections is counted", "[http]") {
    LimitOptions limits;
    limits.connections_per_network = 1;
    Running running(limits);
    Client first(running.address);
    CHECK(first.ask(running.get("/api/v1/echo")).status == 200);

    CHECK(Client(running.address).ended());

    CHECK_THAT(running.metrics.text(), Contains("lectern_refused_connections_total 1"));
}

TEST_CASE("some of the files that a process may open are for the house", "[http]") {
    CHECK(most_connections(20'000) == 20'000 - 256);
    CHECK(most_connections(1024) == 1024 - 256);
    CHECK(most_connections(100) == 16); // as few as this, and out of files all the same
    CHECK(most_connections(std::numeric_limits<std::size_t>::max()) == std::numeric_limits<int>::max());
}

TEST_CASE("without file descriptors a newcomer is told to come back, and who is there is served", "[http]") {
    Running running;
    Client there(running.address);
    CHECK(there.ask(running.get("/api/v1/echo")).status == 200);
    Client::Unconnected late; // its own descriptor, while there are some
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    int const lowest_free = ::dup(0);
    ::close(lowest_free);
    rlimit none = before;
    none.rlim_cur = static_cast<rlim_t>(lowest_free);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);

    Client newcomer(std::move(late), running.address);
    auto const told = newcomer.read();
    auto const served = there.ask(running.get("/api/v1/echo"));
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);

    CHECK(told.status == 503);
    CHECK(told["retry-after"] == "5");
    CHECK(newcomer.ended());
    CHECK(served.status == 200);
    CHECK(Client(running.address).ask(running.get("/api/v1/echo")).status == 200);
}

TEST_CASE("who takes a large answer slowly but steadily gets all of it, who takes nothing is cut", "[http]") {
    using namespace std::chrono_literals;
    auto const stall = 1s;
    Running running({}, {}, {}, stall);
    Client steady(running.address), dead(running.address);
    dead.send(running.get("/api/v1/huge"));
    auto const began = std::chrono::steady_clock::now();
    steady.send(running.get("/api/v1/huge"));

    std::size_t taken = 0;
    while (taken < huge_size) { // at a pace of its own, longer than the server waits at a standstill
        auto const count = steady.take_some(128 * 1024);
        REQUIRE(count > 0);
        taken += count;
        std::this_thread::sleep_until(began + std::chrono::milliseconds(stall) * 3 * taken / huge_size);
    }

    CHECK(std::chrono::steady_clock::now() - began > 2 * stall);
    CHECK_THROWS_WITH(dead.read(), Contains("ended inside a body"));
}

TEST_CASE("a full queue of writes is a 503 that says when to come back", "[http]") {
    db::SqliteOptions storage;
    storage.write_queue = 1;
    Running running({}, storage);
    Client holding(running.address), waiting(running.address), refused(running.address);
    holding.send(running.post("/api/v1/hold", "{}"));
    running.hold.entered.get_future().wait();
    waiting.send(running.post("/api/v1/rows", R"({"body":"a"})"));
    while (running.database->statistics().write_queue < 1)
        std::this_thread::yield();

    auto const answer = refused.ask(running.post("/api/v1/rows", R"({"body":"b"})"));
    auto const meanwhile = refused.ask(running.get("/api/v1/rows")); // reads go on
    running.hold.go_on.set_value();

    CHECK(answer.status == 503);
    CHECK(answer["retry-after"] == "1");
    CHECK(meanwhile.status == 200);
    CHECK(holding.read().status == 200);
    CHECK(waiting.read().status == 201);
    CHECK(running.counted() == 2);
}

TEST_CASE("a client that goes away does not take its write with it", "[http]") {
    Running running;
    {
        Client leaving(running.address);
        leaving.send(running.post("/api/v1/hold", "{}"));
        running.hold.entered.get_future().wait();
    }
    running.hold.go_on.set_value();

    Client staying(running.address);
    CHECK(staying.ask(running.post("/api/v1/rows", R"({"body":"a"})")).status == 201);
    CHECK(running.counted() == 2);
}

TEST_CASE("stopping takes no newcomers, and a request in flight is answered", "[http]") {
    Running running;
    Client client(running.address);
    Client idle(running.address);
    CHECK(idle.ask(running.get("/api/v1/echo")).status == 200);
    client.send(running.post("/api/v1/hold", "{}"));
    running.hold.entered.get_future().wait();

    running.server->stop();
    running.draining.get_future().wait();
    CHECK_THROWS_WITH(Client(running.address), "refused");
    CHECK(idle.ask(running.get("/api/v1/echo")).status == 200); // it may have been on its way
    running.hold.go_on.set_value();

    auto const answer = client.read();
    CHECK(answer.status == 200);
    CHECK(json::parse(answer.body)["done"] == true);
    CHECK(answer["connection"] == "close");
    CHECK(client.ended());
    CHECK(running.counted() == 1);
}

TEST_CASE("a port in use and an address that is none are said plainly", "[http]") {
    Running running;
    auto const error = [&](std::string const& listen) {
        ServerOptions options;
        options.listen = listen;
        options.metrics_listen = "";
        try {
            Server const other(options,
                               Services{*running.database, running.clock, running.router, running.assets,
                                        running.metrics, running.edge, running.site});
        } catch (Error const& thrown) {
            return std::string(thrown.what());
        }
        return std::string("listens");
    };

    CHECK_THAT(error(running.address), Contains(running.address + " is in use"));
    for (std::string const odd :
         {"", "127.0.0.1", ":8080", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1",
          "127.0.0.1:80x", "127.0.0.1: 80", "here:0", "[::1:0", "127.0.0.1:0:0"}) {
        INFO(odd);
        CHECK_THAT(error(odd), Contains("is no address with a port"));
    }
    CHECK_THAT(error("203.0.113.7:0"), Contains("cannot listen on 203.0.113.7:0"));
}

TEST_CASE("metrics that cannot listen do not stop the server", "[http]") {
    Running running;
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    options.metrics_listen = running.address; // taken

    CHECK_NOTHROW(Server(options, Services{*running.database, running.clock, running.router, running.assets,
                                           running.metrics, running.edge, running.site}));
}

TEST_CASE("requests are counted by pattern, never by address", "[http]") {
    Running running;
    Client client(running.address);
    client.ask(running.get("/me/secret-token"));
    client.ask(running.get("/nowhere/secret-token"));
    client.ask(running.get("/api/v1/rows"));
    client.ask(running.get("/api/v1/rows"));
    client.ask("GET / HTTP/1.1\r\n\r\n");

    auto const text = running.metrics.text();

    CHECK_THAT(text, Contains("route=\"/me/{token}\",status=\"200\"} 1") &&
                         Contains("route=\"none\",status=\"404\"} 1"));
    CHECK_THAT(text, Contains("lectern_prepared_answers_total 1") &&
                         Contains("lectern_refused_heads_total{status=\"400\"} 1"));
    CHECK(text.find("secret-token") == std::string::npos);
}

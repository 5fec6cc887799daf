// One request through its rooms on the calling thread, by the same functions that serve connections.
// SPDX-License-Identifier: MIT
#include "support/test_app.hpp"

#include "support/catch.hpp"

#include "app/app.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "db/catalogue.hpp"
#include "db/sqlite/connection.hpp"
#include "db/sqlite/sqlite_database.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/demo/demo.hpp"
#include "features/members/members.hpp"
#include "files/blobs.hpp"
#include "gen/demo_portraits.hpp"
#include "http/problem.hpp"
#include "http/serve.hpp"
#include "mail/mailbox.hpp"

#include <algorithm>
#include <set>

namespace lectern::test {
namespace {

namespace fs = std::filesystem;

http::Site const& site() {
    static http::Site const one{"Open Learning", site_url};
    return one;
}

http::Assets const& assets() {
    static http::Assets const all(app::client_assets());
    return all;
}

// Parsing every template in every language takes a while; they hold nothing of a request.
http::Pages& pages() {
    static http::Pages all(assets(), site());
    return all;
}

// Counts what goes through it.
struct CountingEngine final : db::Engine {
    explicit CountingEngine(db::Engine& inner) : inner_(inner) {}
    std::int64_t step(db::QueryText const& query, std::span<db::Value const> values,
                      db::RowSink* sink) override {
        ++count;
        return inner_.step(query, values, sink);
    }
    int count = 0;

private:
    db::Engine& inner_;
};

messages::WorkerOptions mailing(std::int64_t epoch) {
    messages::WorkerOptions options;
    options.site_url = site_url;
    options.site_name = site().name;
    options.from = "events@learn.example.org";
    options.domain = "learn.example.org";
    options.epoch = epoch;
    return options;
}

// As a client reads it.
Answer answer_of(http::Outgoing out) {
    Answer answer{out.status, {}, out.body.substr(2), {}}; // after the blank line
    for (std::size_t at = out.head.find("\r\n") + 2; at < out.head.size();) {
        auto const end = out.head.find("\r\n", at);
        auto const colon = out.head.find(": ", at);
        answer.headers.emplace_back(out.head.substr(at, colon - at),
                                    out.head.substr(colon + 2, end - colon - 2));
        at = end + 2;
    }
    answer.type = answer.header("Content-Type");
    return answer;
}

std::string urlencoded(Fields const& fields) {
    std::string body;
    for (auto const& [name, value] : fields)
        body += (body.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
    return body;
}

} // namespace

std::string Answer::header(std::string_view name) const {
    for (auto const& [key, value] : headers)
        if (key == name)
            return value;
    return {};
}

Json Answer::json() const {
    return Json::parse(body);
}

std::string Answer::cookie(std::string_view name) const {
    for (auto const& [key, value] : headers)
        if (key == "Set-Cookie" && value.starts_with(std::string(name) + "="))
            return value.substr(name.size() + 1, value.find(';') - name.size() - 1);
    return {};
}

std::string Answer::errors() const {
    std::set<std::string> all;
    for (auto const& error : json().value("errors", Json::array()))
        all.insert(error.at("pointer").get<std::string>() + ": " + error.at("code").get<std::string>());
    std::string text;
    for (auto const& one : all)
        text += (text.empty() ? "" : ", ") + one;
    return text;
}

TestApp::TestApp(Options options)
    : clock(at(options.now)), folder_(fs::temp_directory_path() / ("lectern-test-" + hex(random_bytes(8)))),
      keys_(Keys::from_seed("tests")) {
    log::set_level(log::Level::error);
    fs::create_directories(folder_);
    auto const file = folder_ / "lectern.db";
    if (options.with_demo) {
        db::open_sqlite(file, {.readers = 1}, clock.now())->close();
        db::run_sqlite_script(file, lectern::sql::demo_script());
        files::Blobs const blobs(folder_ / "files");
        for (auto const& portrait : gen::demo_portraits())
            blobs.put(portrait.bytes);
    }
    database_ = db::open_sqlite(file, {.readers = 1}, clock.now());
    own_ = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE, 5000);
    own_->exec("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA synchronous = OFF; PRAGMA "
               "wal_autocheckpoint = 0");
    own_->exec("INSERT INTO instance (id, created_at) VALUES (1, " +
               std::to_string(clock.now().time_since_epoch().count()) + ")");
    if (options.with_demo) {
        database_->write([&](db::Write& tx) { demo::freshen(tx, clock.now()); });
        database_->write([](db::Write& tx) { catalogue::index_everything(tx); });
    }
    if (options.with_mailbox) {
        mailbox_ = std::make_unique<mail::Mailbox>(folder_ / "mail", clock);
        operator_ = std::make_unique<site::Operator>("one-time-token");
    }
    site::Parts const parts{*database_,          assets(),          site(),
                            [] { return true; }, folder_ / "files", mailbox_.get()};
    accounts_.emplace(accounts::Parts{keys_, seen_, "Learning together", true, "setup-token"});
    edge_ = {
        site_url,
        {"learn.example.org"},
        {},
        true,
        [this](http::Request const& request) { return operator_ && operator_->is_signed_in(request); },
        [this](db::Read& db, http::Request const& request) { return accounts::who(db, *accounts_, request); },
        members::community_of};
    http::Services const services{*database_, clock, router_, assets(), metrics_, edge_, site()};
    shared_.reset(new http::Shared{services, http::Limits(options.limits), {}, {}, {}});
    shared_->begin();
    app::add_routes(router_, keys_, parts, *accounts_, mailing(1).from);
    if (operator_)
        site::add_operator_routes(router_, parts, *operator_);
    restart_worker();
}

TestApp::~TestApp() {
    worker_.reset();
    database_->close();
    if (std::uncaught_exceptions() == 0)
        for (auto const& view :
             rows("SELECT name FROM sqlite_schema WHERE type = 'view' AND name GLOB 'invariant_*'")) {
            INFO(view);
            CHECK(rows("SELECT * FROM " + view).empty());
        }
    own_.reset();
    fs::remove_all(folder_);
}

Answer TestApp::get(std::string const& target, With const& with) {
    return send(http::Method::get, target, {}, with);
}

Answer TestApp::post(std::string const& target, Json const& body, With const& with) {
    auto given = with;
    given.fields.emplace(http::Field::content_type, "application/json");
    return send(http::Method::post, target, body.dump(), given);
}

Answer TestApp::patch(std::string const& target, Json const& body, With const& with) {
    auto given = with;
    given.fields.emplace(http::Field::content_type, "application/json");
    return send(http::Method::patch, target, body.dump(), given);
}

Answer TestApp::del(std::string const& target, With const& with) {
    return send(http::Method::del, target, {}, with);
}

Answer TestApp::post_form(std::string const& target, Fields const& fields, With const& with) {
    auto given = with;
    given.fields.emplace(http::Field::content_type, "application/x-www-form-urlencoded");
    given.fields.emplace(http::Field::sec_fetch_site, "same-origin");
    return send(http::Method::post, target, urlencoded(fields), given);
}

http::Request TestApp::request(http::Method method, std::string body, With const& with) const {
    http::Request request;
    request.method = method;
    request.id = "test-request";
    request.now = clock.now();
    for (auto const& [field, value] : with.fields)
        request.fields[static_cast<std::size_t>(field)] = value;
    request.network = http::network_of(with.network);
    request.secure = with.secure;
    request.body = std::move(body);
    return request;
}

Answer TestApp::send(http::Method method, std::string const& target_text, std::string body,
                     With const& with) {
    auto request = this->request(method, std::move(body), with);
    auto const target = http::parse_target(target_text);
    if (!target)
        return finished(nullptr, request,
                        http::problem_reply({400, "malformed", {}}, request, http::Face::api));
    auto const gate = shared_->gate();
    auto const match = gate.arrive(request, *target);
    return finished(match.route, request,
                    http::serve_inline(gate, *database_, request, match, edge_.hosts.front()));
}

Answer TestApp::finished(http::Route const* route, http::Request const& request, http::Reply reply) const {
    return answer_of(http::finish(*shared_, pages(), route, request, std::move(reply), true));
}

int TestApp::count_statements(std::string const& target_text) {
    auto request = this->request(http::Method::get, {}, {});
    auto const target = http::parse_target(target_text).value();
    auto const match = shared_->gate().arrive(request, target);
    REQUIRE(match.route);
    db::Connection connection(folder_ / "lectern.db", db::Connection::Mode::read);
    CountingEngine engine(connection);
    db::Read db(engine);
    auto const reply = http::serve_inline(*match.route, request, &db, nullptr);
    REQUIRE(reply.status == 200);
    return engine.count;
}

int TestApp::send_due() {
    return worker_->run_due();
}

void TestApp::restart_worker() {
    worker_.reset();
    worker_ = std::make_unique<messages::Worker>(*database_, clock, keys_, mailing(++epoch_),
                                                 [this] { return outbox.sink(); });
}

void TestApp::send_until(UtcTime until) {
    for (;;) {
        send_due();
        auto const next = number("SELECT min(due_at) FROM message WHERE state = 'queued'");
        UtcTime const due{milliseconds{next}};
        if (next == 0 || due > until)
            break;
        clock.set(std::max(due, clock.now() + seconds{1}));
    }
    clock.set(std::max(until, clock.now()));
}

void TestApp::sql(std::string const& statement) {
    own_->exec(statement);
}

std::string TestApp::text(std::string const& query) {
    SQLite::Statement statement(*own_, query);
    return statement.executeStep() ? statement.getColumn(0).getString() : std::string();
}

std::int64_t TestApp::number(std::string const& query) {
    SQLite::Statement statement(*own_, query);
    return statement.executeStep() ? statement.getColumn(0).getInt64() : 0;
}

std::vector<std::string> TestApp::rows(std::string const& query) {
    SQLite::Statement statement(*own_, query);
    std::vector<std::string> all;
    while (statement.executeStep()) {
        std::string row;
        for (int i = 0; i < statement.getColumnCount(); ++i)
            row += (i == 0 ? "" : " | ") + statement.getColumn(i).getString();
        all.push_back(row);
    }
    return all;
}

std::int64_t TestApp::insert(std::string const& statement,
                             std::vector<std::optional<std::string>> const& values) {
    SQLite::Statement prepared(*own_, statement);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i])
            prepared.bind(static_cast<int>(i) + 1, *values[i]);
        else
            prepared.bind(static_cast<int>(i) + 1);
    }
    prepared.exec();
    return own_->getLastInsertRowid();
}

std::string TestApp::token(std::string_view purpose, std::int64_t registration) {
    return database_->read([&](db::Read& db) {
        return registration::link_token(keys_, purpose,
                                        registration::load_registration(db, RegistrationId{registration}));
    });
}

mail::MailSink& TestApp::mailbox() {
    return *mailbox_;
}

} // namespace lectern::test

// Sends mails through libcurl; see smtp.hpp.
// SPDX-License-Identifier: MIT
#include "mail/smtp.hpp"

#include "base/error.hpp"
#include "mail/smtp_reply.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <mutex>
#include <set>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace lectern::mail {
namespace {

using Security = SmtpSettings::Security;

void start_curl() {
    static std::once_flag once;
    std::call_once(once, [] { ensure(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "libcurl starts"); });
}

bool is_loopback(std::string_view host) {
    auto const is_of_address = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
    return host == "localhost" || host == "::1" ||
           (host.starts_with("127.") && std::ranges::all_of(host, is_of_address));
}

// One part of a URL, percent-decoded; empty where it is not there, nothing where it cannot be decoded.
std::optional<std::string> part(CURLU* url, CURLUPart which) {
    char* found = nullptr;
    auto const code = curl_url_get(url, which, &found, CURLU_URLDECODE);
    std::unique_ptr<char, void (*)(void*)> const owned(found, curl_free);
    if (code == CURLUE_OK)
        return std::string(found);
    bool const is_absent = code == CURLUE_NO_USER || code == CURLUE_NO_PASSWORD || code == CURLUE_NO_PORT ||
                           code == CURLUE_NO_QUERY || code == CURLUE_NO_FRAGMENT || code == CURLUE_NO_OPTIONS;
    return is_absent ? std::optional<std::string>("") : std::nullopt;
}

bool is_mail(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bool const is_pair = bytes[i] == '\r' ? i + 1 < bytes.size() && bytes[i + 1] == '\n'
                                              : bytes[i] != '\n' || (i > 0 && bytes[i - 1] == '\r');
        if (!is_pair || bytes[i] == '\0')
            return false;
    }
    return bytes.ends_with("\r\n");
}

Fault fault_of(CURLcode code) {
    switch (code) {
    case CURLE_OK:
        return Fault::none;
    case CURLE_USE_SSL_FAILED:
        return Fault::no_encryption;
    case CURLE_LOGIN_DENIED:
        return Fault::no_sign_in;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return Fault::certificate;
    default:
        return Fault::unreachable;
    }
}

// One delivery as the callbacks of libcurl see it.
struct Conversation {
    std::string_view bytes;
    std::size_t given = 0;
    Trace trace;
    bool needs_smtputf8 = false;
    bool is_encrypted = false; // or does not have to be
    bool offers_smtputf8 = false;
    bool is_stopped = false;
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* conversation) {
    auto& talk = *static_cast<Conversation*>(conversation);
    auto const piece = talk.bytes.substr(talk.given, size * count);
    std::memcpy(into, piece.data(), piece.size());
    talk.given += piece.size();
    talk.trace.step = Step::content;
    return piece.size();
}

// Notes what is said to the server, so that an answer is known to be for the sender or for the recipient.
// Passwords pass here too and are not looked at.
int listen(CURL*, curl_infotype type, char* data, std::size_t size, void* conversation) {
    static constexpr std::array<std::pair<std::string_view, Step>, 7> commands{{
        {"EHLO ", Step::hello},
        {"HELO ", Step::hello},
        {"STARTTLS", Step::starttls},
        {"AUTH ", Step::sign_in},
        {"MAIL FROM:", Step::sender},
        {"RCPT TO:", Step::recipient},
        {"DATA", Step::data},
    }};
    if (type != CURLINFO_HEADER_OUT)
        return 0;
    auto& talk = *static_cast<Conversation*>(conversation);
    for (auto const& [words, step] : commands) {
        if (!std::string_view(data, size).starts_with(words))
            continue;
        talk.trace.step = step;
        talk.trace.code = 0; // what was refused before was a way that has been given up: EHLO for HELO, one
                             // AUTH for another
        if (step == Step::hello)
            talk.offers_smtputf8 = false;
        talk.is_encrypted = talk.is_encrypted || step == Step::starttls;
    }
    return 0;
}

// Takes one line of an answer. The first refusal is kept. Stops before an address in UTF-8 goes to a server
// that does not take such (RFC 6531 §3.1).
std::size_t hear(char* data, std::size_t size, std::size_t count, void* conversation) {
    auto& talk = *static_cast<Conversation*>(conversation);
    std::string_view line(data, size * count);
    while (line.ends_with('\n') || line.ends_with('\r'))
        line.remove_suffix(1);
    bool const is_reply = line.size() >= 3 &&
                          std::ranges::all_of(line.substr(0, 3), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_reply)
        return size * count;
    int const code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    bool const is_last = line.size() == 3 || line[3] == ' ';
    auto const text = line.substr(std::min<std::size_t>(4, line.size()));
    if (code >= 400 && talk.trace.code == 0) {
        talk.trace.code = code;
        talk.trace.line = text;
    }
    if (talk.trace.step == Step::hello && code == 250) {
        talk.offers_smtputf8 = talk.offers_smtputf8 || text == "SMTPUTF8";
        talk.is_stopped = is_last && talk.is_encrypted && talk.needs_smtputf8 && !talk.offers_smtputf8;
        if (talk.is_stopped)
            return 0;
    }
    return size * count;
}

// Of one handle; shut by another thread, so that nothing is waited for, not even the answer to QUIT.
struct Sockets {
    std::mutex mutex;
    std::set<curl_socket_t> open;

    void shut() {
        std::lock_guard const lock(mutex);
        for (auto const socket : open)
            ::shutdown(socket, SHUT_RDWR);
    }
};

curl_socket_t open_socket(void* sockets, curlsocktype, curl_sockaddr* address) {
    auto& all = *static_cast<Sockets*>(sockets);
    auto const socket = ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (socket < 0)
        return CURL_SOCKET_BAD;
    std::lock_guard const lock(all.mutex);
    all.open.insert(socket);
    return socket;
}

int close_socket(void* sockets, curl_socket_t socket) {
    auto& all = *static_cast<Sockets*>(sockets);
    std::lock_guard const lock(
        all.mutex); // closed and forgotten at once: the number may be somebody else's next
    all.open.erase(socket);
    return ::close(socket);
}

int goes_on(void* is_interrupted, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return *static_cast<std::atomic<bool> const*>(is_interrupted) ? 1 : 0;
}

} // namespace

std::optional<SmtpSettings> SmtpSettings::from_url(std::string_view text) {
    start_curl();
    std::unique_ptr<CURLU, void (*)(CURLU*)> const url(curl_url(), curl_url_cleanup);
    if (curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK)
        return std::nullopt;
    auto const scheme = part(url.get(), CURLUPART_SCHEME);
    auto host = part(url.get(), CURLUPART_HOST);
    auto user = part(url.get(), CURLUPART_USER);
    auto password = part(url.get(), CURLUPART_PASSWORD);
    auto const port = part(url.get(), CURLUPART_PORT);
    bool const is_plain_address =
        part(url.get(), CURLUPART_PATH) == "/" && part(url.get(), CURLUPART_QUERY) == "" &&
        part(url.get(), CURLUPART_FRAGMENT) == "" && part(url.get(), CURLUPART_OPTIONS) == "";
    if (!scheme || !host || !user || !password || !port || !is_plain_address ||
        user->empty() != password->empty() || (scheme != "smtp" && scheme != "smtps"))
        return std::nullopt;

    SmtpSettings out;
    if (host->starts_with('[') && host->ends_with(']'))
        host = host->substr(1, host->size() - 2);
    bool const is_here = is_loopback(*host);
    out.host = std::move(*host);
    out.user = std::move(*user);
    out.password = std::move(*password);
    out.security = scheme == "smtps"             ? Security::implicit
                   : is_here && out.user.empty() ? Security::plain
                                                 : Security::starttls;
    if (!port->empty())
        out.port = std::stoi(*port);
    else
        out.port = scheme == "smtps" ? 465 : is_here ? 25 : 587;
    return out;
}

struct Smtp::Connection {
    explicit Connection(SmtpSettings s)
        : settings(std::move(s)), handle(curl_easy_init(), curl_easy_cleanup) {
        ensure(handle != nullptr, "libcurl gives a handle");
        ensure(settings.security != Security::plain || (is_loopback(settings.host) && settings.user.empty()),
               "mail goes unencrypted to the loopback only, and without a password");
        bool const is_ipv6 = settings.host.find(':') != std::string::npos;
        url = std::string(settings.security == Security::implicit ? "smtps://" : "smtp://") +
              (is_ipv6 ? "[" + settings.host + "]" : settings.host) + ":" + std::to_string(settings.port) +
              "/" + settings.hello;
        set_up();
    }

    template <class T>
    void set(CURLoption option, T value) {
        ensure(curl_easy_setopt(handle.get(), option, value) == CURLE_OK, "libcurl takes an option");
    }

    void set_up() {
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_UPLOAD, 1L);
        set(CURLOPT_READFUNCTION, &give);
        set(CURLOPT_HEADERFUNCTION, &hear);
        set(CURLOPT_DEBUGFUNCTION, &listen);
        set(CURLOPT_VERBOSE, 1L); // for the debug function; nothing is printed
        set(CURLOPT_ERRORBUFFER, error.data());
        set(CURLOPT_PROXY, ""); // whatever the environment says
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_USE_SSL,
            static_cast<long>(settings.security == Security::plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        if (!settings.certificates.empty())
            set(CURLOPT_CAINFO, settings.certificates.c_str());
        if (!settings.user.empty()) {
            set(CURLOPT_USERNAME, settings.user.c_str());
            set(CURLOPT_PASSWORD, settings.password.c_str());
        }
        set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(settings.connect.count()));
        set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(settings.reply.count()));
        set(CURLOPT_LOW_SPEED_LIMIT, 1L);
        set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings.block.count()));
        set(CURLOPT_MAXAGE_CONN, 60L);
        set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
        set(CURLOPT_OPENSOCKETDATA, &sockets);
        set(CURLOPT_CLOSESOCKETFUNCTION, &close_socket);
        set(CURLOPT_CLOSESOCKETDATA, &sockets);
        set(CURLOPT_NOPROGRESS, 0L); // asks about once a second whether to go on
        set(CURLOPT_XFERINFOFUNCTION, &goes_on);
        set(CURLOPT_XFERINFODATA, &is_interrupted);
    }

    struct Attempt {
        Conversation talk;
        bool was_reused = false;
    };

    Attempt attempt(Envelope const& envelope, std::string_view bytes, bool fresh) {
        Attempt out;
        auto& talk = out.talk;
        talk.bytes = bytes;
        talk.needs_smtputf8 = envelope.to.needs_smtputf8() || envelope.from.needs_smtputf8();
        talk.is_encrypted = settings.security != Security::starttls;
        talk.offers_smtputf8 = offers_smtputf8;
        std::string const from = "<" + envelope.from.address() + ">";
        std::string const to = "<" + envelope.to.address() + ">";
        std::unique_ptr<curl_slist, void (*)(curl_slist*)> const recipients(
            curl_slist_append(nullptr, to.c_str()), curl_slist_free_all);
        error[0] = '\0';
        set(CURLOPT_MAIL_FROM, from.c_str());
        set(CURLOPT_MAIL_RCPT, recipients.get());
        set(CURLOPT_READDATA, &talk);
        set(CURLOPT_HEADERDATA, &talk);
        set(CURLOPT_DEBUGDATA, &talk);
        set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes.size()));
        set(CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);

        auto const code = curl_easy_perform(handle.get());

        long connects = 0;
        curl_easy_getinfo(handle.get(), CURLINFO_NUM_CONNECTS, &connects);
        out.was_reused = connects == 0;
        mails = out.was_reused ? mails + 1 : 1;
        offers_smtputf8 = talk.offers_smtputf8;
        talk.trace.fault = talk.is_stopped ? Fault::no_smtputf8 : fault_of(code);
        talk.trace.detail = error.data();
        if (code ==
            CURLE_OK) // an answer on the way, such as one to a mechanism that was tried first, did no harm
            talk.trace.code = 0;
        return out;
    }

    SmtpSettings settings;
    std::string url;
    std::array<char, CURL_ERROR_SIZE> error{};
    Sockets sockets; // outlives the handle, which closes them
    std::unique_ptr<CURL, void (*)(CURL*)> handle;
    std::atomic<bool> is_interrupted = false;
    int mails = 0; // over the present connection
    bool offers_smtputf8 = false;
};

Smtp::Smtp(SmtpSettings settings) {
    start_curl();
    connection_ = std::make_unique<Connection>(std::move(settings));
}

Smtp::~Smtp() = default;

void Smtp::interrupt() {
    connection_->is_interrupted = true;
    connection_->sockets.shut();
}

Outcome Smtp::deliver(Envelope const& envelope, std::string_view bytes) {
    ensure(is_mail(bytes), "a mail has CRLF line ends and no NUL");
    bool const needs_smtputf8 = envelope.to.needs_smtputf8() || envelope.from.needs_smtputf8();
    bool const needs_fresh = connection_->mails >= connection_->settings.mails_per_connection ||
                             (needs_smtputf8 && !connection_->offers_smtputf8);
    auto attempt = connection_->attempt(envelope, bytes, needs_fresh);
    // A kept connection that the server has closed in the meantime says nothing about this mail.
    auto const& trace = attempt.talk.trace;
    bool const was_stale = attempt.was_reused && trace.step <= Step::sender &&
                           (trace.code == 421 || (trace.code == 0 && trace.fault == Fault::unreachable));
    if (was_stale)
        attempt = connection_->attempt(envelope, bytes, true);
    return classify(attempt.talk.trace);
}

} // namespace lectern::mail

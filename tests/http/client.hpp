// A client of raw sockets on the loopback: sends bytes as they are, reads answers as they come.
// SPDX-License-Identifier: MIT
#pragma once

#include <poll.h>

#include <algorithm>
#include <arpa/inet.h>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace lectern::http {

struct Answer {
    int status = 0;
    std::multimap<std::string, std::string> fields; // names in lower case
    std::string head, body;

    std::string operator[](std::string const& name) const {
        auto const found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    }
    bool has(std::string const& name) const { return fields.contains(name); }
};

// Throws where nothing comes for ten seconds, so that a server that hangs fails a test.
class Client {
public:
    // A socket made before it is used, for when there are no others.
    struct Unconnected {
        int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    };
    explicit Client(std::string const& address) : Client(Unconnected(), address) {}
    Client(Unconnected given, std::string const& address) : socket_(given.socket) {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        auto const colon = address.rfind(':');
        ::inet_pton(AF_INET, address.substr(0, colon).c_str(), &where.sin_addr);
        where.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
        int const on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0) {
            ::close(socket_);
            throw std::runtime_error("refused");
        }
    }
    ~Client() { ::close(socket_); }
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    Client& send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                throw std::runtime_error("the server does not take more");
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return *this;
    }
    // `for_head`: the answer to a HEAD, or a 304: no body follows whatever its length says.
    Answer read(bool for_head = false) {
        Answer answer;
        while (seen_.find("\r\n\r\n") == seen_.npos)
            if (!receive())
                throw std::runtime_error("the connection ended inside a head: " + seen_);
        answer.head = take(seen_.find("\r\n\r\n") + 4);
        answer.status = std::stoi(answer.head.substr(9, 3));
        for (std::size_t at = answer.head.find("\r\n") + 2; at + 2 < answer.head.size();) {
            auto const end = answer.head.find("\r\n", at);
            auto const field = answer.head.substr(at, end - at);
            auto const colon = field.find(": ");
            std::string name = field.substr(0, colon);
            for (char& c : name)
                c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
            answer.fields.emplace(name, field.substr(colon + 2));
            at = end + 2;
        }
        if (for_head || answer.status == 304 || answer.status == 204 || answer.status == 100)
            return answer;
        auto const length = static_cast<std::size_t>(std::stoul(answer["content-length"]));
        while (seen_.size() < length)
            if (!receive())
                throw std::runtime_error("the connection ended inside a body");
        answer.body = take(length);
        return answer;
    }
    Answer ask(std::string_view bytes) { return send(bytes).read(); }
    // Whether the server closed without a byte more.
    bool ended() { return seen_.empty() && !receive(); }
    // At most so many bytes of what comes; 0: the server closed.
    std::size_t take_some(std::size_t most) {
        if (seen_.empty() && !receive())
            return 0;
        return take(std::min(most, seen_.size())).size();
    }
    void finish_sending() { ::shutdown(socket_, SHUT_WR); }

private:
    bool receive() {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, 10'000) <= 0)
            throw std::runtime_error("nothing came for ten seconds; seen: " + seen_);
        char buffer[16384];
        auto const count = ::recv(socket_, buffer, sizeof buffer, 0);
        if (count <= 0)
            return false;
        seen_.append(buffer, static_cast<std::size_t>(count));
        return true;
    }
    std::string take(std::size_t count) {
        auto taken = seen_.substr(0, count);
        seen_.erase(0, count);
        return taken;
    }

    int socket_;
    std::string seen_;
};

} // namespace lectern::http

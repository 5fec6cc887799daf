// Structured log: one JSON object a line on standard error. Never an address, a name, a token or a body: what
// points at a person goes through Keys::pseudonym. Thread-safe. SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace lectern::log {

enum class Level { debug, info, warning, error, off };
void set_level(Level level);
bool set_level(std::string_view name); // "debug" | "info" | "warning" | "error" | "off"; false for another

struct Field {
    std::string_view name;
    std::variant<std::int64_t, std::string_view, bool> value;

    Field(std::string_view n, std::string_view v) : name(n), value(v) {}
    Field(std::string_view n, char const* v) : name(n), value(std::string_view(v)) {}
    Field(std::string_view n, std::string const& v) : name(n), value(std::string_view(v)) {}
    template <class T>
        requires std::is_same_v<T, bool>
    Field(std::string_view n, T v) : name(n), value(v) {}
    template <class T>
        requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
    Field(std::string_view n, T v) : name(n), value(static_cast<std::int64_t>(v)) {}
};

// While it lives, a thread of its own writes the lines, so that nobody waits for whoever reads the log. Where
// that one is too slow, lines beyond some thousands are dropped; how many, a line says later. What waits at
// the end is written, for a second at most. One at a time.
class Queue {
public:
    Queue();
    ~Queue();
    Queue(Queue const&) = delete;
    Queue& operator=(Queue const&) = delete;
};

// `event` is a fixed phrase ("request", "message sent"), the rest are fields.
void write(Level level, std::string_view event, std::initializer_list<Field> fields);
inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::info, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::error, event, fields);
}

} // namespace lectern::log

// Writes the log: composes each line itself and gives it to spdlog, which no other file includes.
// SPDX-License-Identifier: MIT
#include "base/log.hpp"

#include "base/clock.hpp"
#include "base/log_line.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace lectern::log {
namespace {

constexpr std::array<std::string_view, 5> level_names{"debug", "info", "warning", "error", "off"};

std::string_view name_of(Level level) {
    return level_names.at(static_cast<std::size_t>(level));
}

std::atomic<Level> least_level{Level::info};

// Never destroyed, so that destructors of statics can still log.
spdlog::logger& logger() {
    static auto& made = *[] {
        auto* const fresh = new spdlog::logger("lectern", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        fresh->set_pattern("%v");
        fresh->set_level(spdlog::level::trace);
        return fresh;
    }();
    return made;
}

// Characters that end a line for some reader, move a terminal's cursor, or turn the direction of text.
bool is_hidden(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

void append_escaped(std::string& out, char32_t c, std::string_view as_given) {
    if (c == '"' || c == '\\') {
        out += '\\';
        out += static_cast<char>(c);
    } else if (c == '\n') {
        out += "\\n";
    } else if (c == '\r') {
        out += "\\r";
    } else if (c == '\t') {
        out += "\\t";
    } else if (is_hidden(c)) {
        out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
        out += as_given;
    }
}

void append_string(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        auto const [c, size, valid] = utf8::step(text);
        append_escaped(out, c, valid ? text.substr(0, size) : std::string_view("\\ufffd"));
        text.remove_prefix(size);
    }
    out += '"';
}

void append_value(std::string& out, std::variant<std::int64_t, std::string_view, bool> const& value) {
    if (auto const* text = std::get_if<std::string_view>(&value))
        append_string(out, *text);
    else if (auto const* number = std::get_if<std::int64_t>(&value))
        out += std::to_string(*number);
    else
        out += std::get<bool>(value) ? "true" : "false";
}

void append_member(std::string& out, Field const& field) {
    if (out.size() > 1)
        out += ',';
    append_string(out, field.name);
    out += ':';
    append_value(out, field.value);
}

// Always with milliseconds, so that lines sort as text.
std::string timestamp(UtcTime time) {
    auto text = rfc3339(time);
    if (text.find('.') == std::string::npos)
        text.insert(text.size() - 1, ".000");
    return text;
}

void write_now(std::string const& text) {
    logger().log(spdlog::level::critical, spdlog::string_view_t(text.data(), text.size()));
}

// Lines on their way to the thread that writes them. Kept alive by that thread too, which may hang in a write
// to a full pipe when the process ends.
class Waiting {
public:
    void add(std::string text) {
        std::lock_guard const lock(mutex_);
        if (lines_.size() >= most_lines) {
            ++dropped_;
            return;
        }
        lines_.push_back(std::move(text));
        wake_.notify_one();
    }

    void run() {
        std::unique_lock lock(mutex_);
        for (;;) {
            wake_.wait(lock, [this] { return ending_ || !lines_.empty(); });
            if (lines_.empty())
                break;
            std::deque<std::string> batch;
            batch.swap(lines_);
            auto const dropped = std::exchange(dropped_, 0);
            lock.unlock();
            for (auto const& text : batch)
                write_now(text);
            if (dropped > 0)
                write_now(line(SystemClock().now(), Level::warning, "lines dropped", {{"count", dropped}}));
            lock.lock();
        }
        ended_ = true;
        wake_.notify_all();
    }

    void end() { // gives up after a second
        std::unique_lock lock(mutex_);
        ending_ = true;
        wake_.notify_all();
        wake_.wait_for(lock, std::chrono::seconds(1), [this] { return ended_; });
    }

private:
    static constexpr std::size_t most_lines = 8192;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::string> lines_;
    std::int64_t dropped_ = 0;
    bool ending_ = false, ended_ = false;
};

std::mutex queue_mutex;
std::shared_ptr<Waiting> queue; // null: lines are written at once

std::shared_ptr<Waiting> current_queue() {
    std::lock_guard const lock(queue_mutex);
    return queue;
}

} // namespace

Queue::Queue() {
    auto const made = std::make_shared<Waiting>();
    {
        std::lock_guard const lock(queue_mutex);
        queue = made;
    }
    std::thread([made] { made->run(); }).detach();
}

Queue::~Queue() {
    std::shared_ptr<Waiting> ending;
    {
        std::lock_guard const lock(queue_mutex);
        ending.swap(queue);
    }
    ending->end();
}

std::string line(UtcTime time, Level level, std::string_view event, std::initializer_list<Field> fields) {
    std::string out = "{";
    append_member(out, Field("time", timestamp(time)));
    append_member(out, Field("level", name_of(level)));
    append_member(out, Field("event", event));
    for (auto const& field : fields)
        append_member(out, field);
    return out + '}';
}

void set_level(Level level) {
    least_level = level;
}

bool set_level(std::string_view name) {
    for (std::size_t i = 0; i < level_names.size(); ++i)
        if (level_names[i] == name) {
            set_level(static_cast<Level>(i));
            return true;
        }
    return false;
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
    if (level == Level::off || level < least_level.load())
        return;
    auto text = line(SystemClock().now(), level, event, fields);
    if (auto const waiting = current_queue())
        waiting->add(std::move(text));
    else
        write_now(text);
}

} // namespace lectern::log

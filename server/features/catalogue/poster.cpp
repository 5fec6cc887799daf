// FNV-1a over the slug as seed, mulberry32 as numbers; per tile and row by row: colours, kind, once more a
// kind where it repeats the last, turn. SPDX-License-Identifier: MIT
#include "features/catalogue/poster.hpp"

#include <array>
#include <cstdint>

namespace lectern::catalogue {
namespace {

class Numbers {
public:
    explicit Numbers(std::string_view seed) { // slugs are ASCII, so bytes are UTF-16 units
        for (char const c : seed)
            state_ = (state_ ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    template <class T, std::size_t N>
    T pick(std::array<T, N> const& all) {
        return all[static_cast<std::size_t>((std::uint64_t{next()} * N) >> 32)];
    }

private:
    std::uint32_t next() {
        state_ += 0x6d2b79f5U;
        std::uint32_t t = (state_ ^ (state_ >> 15)) * (1U | state_);
        t ^= t + (t ^ (t >> 7)) * (61U | t);
        return t ^ (t >> 14);
    }
    std::uint32_t state_ = 2166136261U;
};

enum class Kind { quarter, arcs, leaf, half, seed, steps };
struct Colours {
    int back, front;
};
constexpr std::array<Colours, 12> colours{
    {{5, 1}, {5, 3}, {4, 1}, {2, 3}, {1, 4}, {1, 2}, {3, 5}, {5, 2}, {6, 2}, {4, 5}, {2, 6}, {1, 5}}};
constexpr std::array kinds{Kind::quarter, Kind::arcs, Kind::arcs,    Kind::leaf, Kind::leaf,
                           Kind::half,    Kind::seed, Kind::quarter, Kind::steps};
constexpr std::array others{Kind::quarter, Kind::leaf, Kind::arcs, Kind::seed};
constexpr std::array turns{0, 90, 180, 270};

std::string shapes(Kind kind, std::string const& front, std::string const& back) {
    auto const fill = [](std::string const& colour, std::string const& path) {
        return "<path class=\"f" + colour + "\" d=\"" + path + "\"/>";
    };
    auto const stroke = [](std::string const& colour, int width, std::string const& path) {
        return "<path class=\"g" + colour + "\" fill=\"none\" stroke-width=\"" + std::to_string(width) +
               "\" d=\"" + path + "\"/>";
    };
    auto const circle = [](std::string const& colour, int radius) {
        return "<circle class=\"f" + colour + "\" cx=\"30\" cy=\"30\" r=\"" + std::to_string(radius) + "\"/>";
    };
    switch (kind) {
    case Kind::quarter:
        return fill(front, "M0 0h60a60 60 0 0 1-60 60z");
    case Kind::half:
        return fill(front, "M0 0h60a30 30 0 0 1-60 0z") + fill(front, "M0 30h60a30 30 0 0 1-60 0z");
    case Kind::leaf:
        return fill(front, "M0 0a60 60 0 0 1 60 60a60 60 0 0 1-60-60z") + stroke(back, 2, "M0 0L60 60");
    case Kind::steps:
        return fill(front, "M0 60v-15h15v-15h15v-15h15v-15h15v60z");
    case Kind::seed:
        return circle(front, 19) + circle(back, 7);
    case Kind::arcs: {
        std::string all;
        for (int const radius : {12, 27, 42, 57}) {
            auto const r = std::to_string(radius);
            all += stroke(front, 6, "M" + r + " 0a" + r + " " + r + " 0 0 1-" + r + " " + r);
        }
        return all;
    }
    }
    return {};
}

} // namespace

std::string poster_svg(std::string_view seed, int columns, int rows) {
    constexpr int unit = 60;
    Numbers numbers(seed);
    std::string svg = "<svg viewBox=\"0 0 " + std::to_string(columns * unit) + " " +
                      std::to_string(rows * unit) +
                      "\" preserveAspectRatio=\"xMidYMid slice\" aria-hidden=\"true\" focusable=\"false\">";
    bool first = true;
    Kind last{};
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) {
            auto const [back, front] = numbers.pick(colours);
            auto kind = numbers.pick(kinds);
            if (!first && kind == last)
                kind = numbers.pick(others);
            first = false;
            last = kind;
            int const turn = numbers.pick(turns);
            svg +=
                "<g transform=\"translate(" + std::to_string(x * unit) + " " + std::to_string(y * unit) + ")";
            if (turn != 0)
                svg += " rotate(" + std::to_string(turn) + " 30 30)";
            svg += "\"><rect width=\"60\" height=\"60\" class=\"f" + std::to_string(back) + "\"/>";
            svg += shapes(kind, std::to_string(front), std::to_string(back)) + "</g>";
        }
    return svg + "</svg>";
}

} // namespace lectern::catalogue

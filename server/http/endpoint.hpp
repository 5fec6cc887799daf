// An endpoint is a straight line of plain functions, each tagged with the threads it runs on:
//   http::endpoint(read_form).write(take_place).reply(show)
// The first decodes the request (network thread), read/write take (db::Read& or db::Write&, what came
// before), the last makes the Reply (network thread). A wrong order of steps does not compile. What a step
// throws becomes a problem. SPDX-License-Identifier: MIT
#pragma once

#include "db/session.hpp"
#include "http/reply.hpp"
#include "http/request.hpp"

#include <functional>
#include <memory>
#include <type_traits>

namespace lectern::http {

enum class Room { lane, reader, writer };

using Cargo = std::shared_ptr<void>; // what one step hands to the next; the builder knows its type

struct Step {
    Room room;
    std::function<Cargo(db::Read*, db::Write*, Request const&, Cargo const&)> run;
};

struct Endpoint {
    std::vector<Step> steps; // the last makes a Reply
};

template <class Out>
class Line {
public:
    explicit Line(std::vector<Step> steps) : steps_(std::move(steps)) {}

    template <class F>
    auto read(F step) && {
        static_assert(std::is_invocable_v<F, db::Read&, Out const&>,
                      "this step takes (db::Read&, what the step before it makes)");
        using Next = std::invoke_result_t<F, db::Read&, Out const&>;
        steps_.push_back(
            {Room::reader, [step](db::Read* read, db::Write*, Request const&, Cargo const& in) -> Cargo {
                 return std::make_shared<Next>(step(*read, *static_cast<Out const*>(in.get())));
             }});
        return Line<Next>(std::move(steps_));
    }

    template <class F>
    auto write(F step) && {
        static_assert(std::is_invocable_v<F, db::Write&, Out const&>,
                      "this step takes (db::Write&, what the step before it makes)");
        static_assert(!std::is_invocable_v<F, db::Read&, Out const&>, "this step only reads: use read()");
        using Next = std::invoke_result_t<F, db::Write&, Out const&>;
        steps_.push_back(
            {Room::writer, [step](db::Read*, db::Write* write, Request const&, Cargo const& in) -> Cargo {
                 return std::make_shared<Next>(step(*write, *static_cast<Out const*>(in.get())));
             }});
        return Line<Next>(std::move(steps_));
    }

    template <class F>
    Endpoint reply(F step) && {
        static_assert(std::is_invocable_v<F, Out const&>,
                      "the last step takes what the step before it makes");
        static_assert(std::is_same_v<std::invoke_result_t<F, Out const&>, Reply>,
                      "the last step makes a Reply");
        steps_.push_back(
            {Room::lane, [step](db::Read*, db::Write*, Request const&, Cargo const& in) -> Cargo {
                 return std::make_shared<Reply>(step(*static_cast<Out const*>(in.get())));
             }});
        return {std::move(steps_)};
    }

private:
    std::vector<Step> steps_;
};

template <class F>
auto endpoint(F decode) {
    static_assert(std::is_invocable_v<F, Request const&>, "the first step takes (Request const&)");
    using Out = std::invoke_result_t<F, Request const&>;
    std::vector<Step> steps;
    steps.push_back(
        {Room::lane, [decode](db::Read*, db::Write*, Request const& request, Cargo const&) -> Cargo {
             return std::make_shared<Out>(decode(request));
         }});
    return Line<Out>(std::move(steps));
}

} // namespace lectern::http

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
        static_assert(takes<F, db::Read>,
                      "this step takes (db::Read&, [Principal const&,] what the step before it makes)");
        return add<db::Read>(Room::reader, std::move(step));
    }

    template <class F>
    auto write(F step) && {
        static_assert(takes<F, db::Write>,
                      "this step takes (db::Write&, [Principal const&,] what the step before it makes)");
        static_assert(!takes<F, db::Read>, "this step only reads: use read()");
        return add<db::Write>(Room::writer, std::move(step));
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
    template <class F, class Db>
    static constexpr bool names_principal = std::is_invocable_v<F, Db&, Principal const&, Out const&>;
    template <class F, class Db>
    static constexpr bool takes = names_principal<F, Db> || std::is_invocable_v<F, Db&, Out const&>;

    template <class Db, class F>
    auto add(Room room, F step) {
        auto const call = [step](Db& db, Request const& request, Cargo const& in) {
            auto const& out = *static_cast<Out const*>(in.get());
            if constexpr (names_principal<F, Db>) {
                ensure(request.principal.has_value(),
                       "a step names a principal at a route that asks for none");
                return step(db, *request.principal, out);
            } else {
                return step(db, out);
            }
        };
        using Next = std::invoke_result_t<decltype(call), Db&, Request const&, Cargo const&>;
        steps_.push_back(
            {room,
             [call](db::Read* read, db::Write* write, Request const& request, Cargo const& in) -> Cargo {
                 if constexpr (std::is_same_v<Db, db::Write>)
                     return std::make_shared<Next>(call(*write, request, in));
                 else
                     return std::make_shared<Next>(call(*read, request, in));
             }});
        return Line<Next>(std::move(steps_));
    }

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

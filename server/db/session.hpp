// What a feature sees of the database: Read is one consistent snapshot, Write one savepoint of a group
// commit. Valid only inside the step or job that was given it; never kept, never shared between threads.
// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "db/query.hpp"
#include "db/row.hpp"
#include "db/topic.hpp"

#include <vector>

namespace lectern::db {

// One statement, run to its end. Implemented once per engine.
struct Engine {
    virtual ~Engine() = default;
    // Rows changed. Throws what db/error.hpp lists, and StorageFull.
    virtual std::int64_t step(QueryText const& query, std::span<Value const> values, RowSink* sink) = 0;
};

template <class T>
T from_row(Row const& row) {
    if constexpr (requires { T::from(row); })
        return T::from(row);
    else
        return row.get<T>("id");
}

class Read {
public:
    explicit Read(Engine& engine) : engine_(engine) {}

    // None or one. T is a struct with `static T from(db::Row const&)`, or a plain value from the column `id`.
    template <class T, class Query, class... P>
    std::optional<T> maybe(Query query, P... given) {
        struct Sink final : RowSink {
            std::optional<T> out;
            bool row(Row const& row) override {
                out = from_row<T>(row);
                return false;
            }
        } sink;
        run_query(query, sink, given...);
        return std::move(sink.out);
    }

    // Exactly one, else NotFound.
    template <class T, class Query, class... P>
    T one(Query query, P... given) {
        auto found = maybe<T>(query, given...);
        if (!found)
            throw NotFound(Query::text.name);
        return std::move(*found);
    }

    // All of them. Queries carry LIMIT: more than 10,000 rows is a bug, and throws.
    template <class T, class Query, class... P>
    std::vector<T> all(Query query, P... given) {
        struct Sink final : RowSink {
            std::vector<T> out;
            bool row(Row const& row) override {
                ensure(out.size() < 10'000, "a query without LIMIT");
                out.push_back(from_row<T>(row));
                return true;
            }
        } sink;
        run_query(query, sink, given...);
        return std::move(sink.out);
    }

    // Row by row, for exports.
    template <class F, class Query, class... P>
    void each(Query query, F visit, P... given) {
        struct Sink final : RowSink {
            F& visit;
            explicit Sink(F& f) : visit(f) {}
            bool row(Row const& row) override {
                visit(row);
                return true;
            }
        } sink{visit};
        run_query(query, sink, given...);
    }

protected:
    template <class Query, class... P>
    void run_query(Query query, RowSink& sink, P const&... given) {
        auto const values = arrange(query, given...);
        engine_.step(Query::text, values, &sink);
    }
    Engine& engine_;
};

class Write : public Read {
public:
    Write(Engine& engine, Topics& woken) : Read(engine), woken_(woken) {}

    // Rows changed.
    template <class Query, class... P>
    std::int64_t run(Query query, P... given) {
        auto const values = arrange(query, given...);
        return engine_.step(Query::text, values, nullptr);
    }

    // Tells watchers of the topic after COMMIT; not at all where this job fails.
    void wake(Topic topic) { woken_.add(topic); }

private:
    Topics& woken_;
};

} // namespace lectern::db

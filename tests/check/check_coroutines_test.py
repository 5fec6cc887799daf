# scripts/check-coroutines: the spellings it must find, and those it must leave alone.
# SPDX-License-Identifier: MIT
import importlib.machinery
import importlib.util
import pathlib
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts/check-coroutines"
loader = importlib.machinery.SourceFileLoader("check_coroutines", str(SCRIPT))
check = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_coroutines", loader))
loader.exec_module(check)

BAD = {
    "an aggregate by value": ("co_await f(Agg{1, 2});", "braces"),
    "designated fields": ("co_await f({.a = 1});", "braces"),
    "empty braces": ("co_await f({});", "braces"),
    "a closure that copies": ("co_await f([p] { return *p; });", "braces"),
    "a closure that moves": ("co_await f([p = std::move(p)]() mutable { p->go(); });", "braces"),
    "co_spawn of a closure": (
        "co_await co_spawn(ex, [p = std::move(p)]() -> awaitable<void> { p->go(); co_return; }, use_awaitable);", "braces"),
    "async_initiate of a closure": (
        "int n = co_await async_initiate<T, void(int)>([p](auto handler) { p->post(handler); }, token);", "braces"),
    "two in one condition": ("if (co_await a() && co_await b()) { go(); }", "a second co_await"),
    "an or": ("bool ok = ready || co_await b();", "&& or ||"),
    "two in a braced list": ("std::vector<int> v = std::vector{co_await a(), co_await b()};", "a second co_await"),
    "a braced list as argument": ('co_await send(std::vector<std::string>{"a", "b"});', "braces"),
    "a loop over a member": ("for (auto& x : (co_await f())->member) { go(x); }", "a range-for"),
    "two arguments": ("f(co_await a(), co_await b());", "a second co_await"),
    "a wait after a closure": ("f([&] { return 1; }, co_await a());", "braces"),
    "an and in the loop": ("while (running and co_await a()) go();", "&& or ||"),
    "a wait inside of a closure": ("auto go = [&]() -> Task<void> { co_await f(Agg{1}); };", "braces"),
}

CLEAN = {
    "a call": "co_await f(a, b(c));",
    "structured bindings": "auto const [a, b] = co_await x(y);\nauto& [c, d] = co_await x(y);\nauto&& e = co_await x(y);",
    "a condition": "if (co_await a()) { return_all(); } else if (bool const more = co_await b(); more) { go({1}); }",
    "a condition without braces": "if (co_await a())\n    go({1}, {2});",
    "a ternary": "auto x = ready ? co_await a() : co_await b();\nco_await (ready ? a() : b());",
    "a loop": "for (int i = 0; i < 3 && ready; ++i) { co_await a(i); }\nwhile (true) { co_await a(); }",
    "a named closure": "auto work = [&, p = std::move(p)]() mutable { return Agg{*p}; };\nco_await f(std::move(work));",
    "a named aggregate": "Agg agg{1, 2};\nco_await f(std::move(agg));",
    "a subscript": "co_await all[i](names[0]);",
    "try and switch": "try { co_await a(); } catch (Bad const& e) { keep({1}); }\nswitch (n) { case 1: { co_await b(); } }",
    "comments and texts": "co_await f(\"{ && }\", '{'); // {} && co_await\n/* co_await || */ co_await g(R\"(co_await {)\");",
    "a coroutine closure": "auto go = [&](int&& n) -> Task<int> { co_return co_await a(n); };\nco_await go(1);",
    "braces before": "std::vector<int> v{1, 2}; co_await f(v);\nstruct Local { int a = 1; bool b = x && y; } local;\nco_await g(local);",
    "a macro": "#define BOTH(a, b) co_await a && \\\n    co_await b\nco_await f();",
}


def in_coroutine(code):
    return "namespace {\nTask<void> Session::run(Request&& request) const {\n" + code + "\n    co_return;\n}\n}\n"


class CheckCoroutines(unittest.TestCase):
    def test_bad_spellings_are_found_with_their_line(self):
        for name, (code, why) in BAD.items():
            with self.subTest(name):
                found = check.check_text(in_coroutine(code), "a.cpp", True)

                self.assertTrue(found, code)
                self.assertTrue(found[0].startswith("a.cpp:3: "), found)
                self.assertIn(why, " ".join(found))

    def test_clean_spellings_are_left_alone(self):
        for name, code in CLEAN.items():
            with self.subTest(name):
                self.assertEqual(check.check_text(in_coroutine(code), "a.cpp", True), [])

    def test_clean_spellings_do_not_hide_what_follows(self):
        for name, code in CLEAN.items():
            with self.subTest(name):
                found = check.check_text(in_coroutine(code + "\nco_await f({});"), "a.cpp", True)

                self.assertEqual(len(found), 1, found)

    def test_coroutines_stay_in_http(self):
        text = "Task<void> f() {\n    co_await g();\n    co_return;\n}\n// co_await\n"

        self.assertEqual(check.check_text(text, "server/db/a.cpp", False),
                         ["server/db/a.cpp:2: co_await outside server/http", "server/db/a.cpp:3: co_return outside server/http"])


if __name__ == "__main__":
    unittest.main()

"""Whole well-typed schemes drawn at random, each with its meaning worked out by other means.

A `Piece` is an expression of the language and, beside it, what it is worth for complete facts: plain Python
over fractions, which shares no line with `bareme`. `None` is *not applicable*.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

import bareme

Facts = Mapping[str, Any]
Meaning = Callable[[Facts, date], Any]
TOP = {"n": 6, "q": 6, "m": 3000, "w": 900, "g": 3000}  # the numbers, and the most each may be
CHANGE = date(2020, 7, 1)  # parameters have another value from that day on
DAYS = (date(2020, 1, 1), date(2020, 6, 30), CHANGE, date(2021, 2, 28))
HEAD = """\
language: 1
scheme: au-hasard
title: {fr: Au hasard}
kind: grant
currency: EUR
valid: {from: 2020-01-01}
applies_by: filing
beneficiary: household
"""
INPUTS = {
    "a": "{type: boolean, label: {fr: A}}",
    "b": "{type: boolean, label: {fr: B}}",
    "c": "{type: boolean, label: {fr: C}}",
    "n": "{type: integer, unit: people, max: 6, label: {fr: N}}",
    "q": "{type: integer, unit: people, max: 6, label: {fr: Q}}",
    "m": "{type: money, max: 3000, label: {fr: M}}",
    "w": "{type: money, unit: EUR/month, max: 900, label: {fr: W}}",
    "k": "{type: choice, values: {x: {fr: X}, y: {fr: Y}, z: {fr: Z}}, label: {fr: K}}",
    "g": "{type: money, max: 3000, applies: c, label: {fr: G}}",
}
REST = """\
entities:
  ms:
    many: {fr: Membres}
    unit: people
    inputs:
      x: {type: money, max: 3000, label: {fr: X}}
      f: {type: boolean, label: {fr: F}}
scales:
  tax:
    kind: marginal
    versions:
      - from: 2020-01-01
        reference: a
        brackets: [{up_to: 500 EUR, rate: 10 %}, {below: 1500 EUR, rate: 25 %}, {rate: 5 %}]
  flat:
    kind: flat
    versions:
      - from: 2020-01-01
        reference: a
        brackets: [{below: 2 people, value: 100 EUR}, {up_to: 4 people, value: 250.50 EUR}, {value: 50 EUR}]
tables:
  pack:
    versions:
      - from: 2020-01-01
        reference: a
        rows:
          - {when: {n: 0..2 people, k: [x, y]}, then: 300 EUR}
          - {when: {n: "> 3 people"}, then: 120.25 EUR}
          - {when: {k: z, a: yes}, then: 80 EUR}
          - {else: 0 EUR}
"""


@dataclass(frozen=True)
class Piece:
    text: str
    run: Meaning


@dataclass(frozen=True)
class Drawn:
    """A scheme drawn: its sections in the order they were drawn, and its meaning."""

    parameters: Mapping[str, str]
    definitions: Mapping[str, Piece]
    conditions: Mapping[str, Piece]
    amount: Piece

    def text(self, order: Callable[[Sequence[str]], Sequence[str]] = lambda names: names) -> str:
        """The YAML, each map in the order asked."""
        parts = [HEAD, "inputs:\n", *(f"  {name}: {INPUTS[name]}\n" for name in order(list(INPUTS)))]
        parts += [REST, "parameters:\n"]
        parts += [f"  {name}: {self.parameters[name]}\n" for name in order(list(self.parameters))]
        if self.definitions:
            parts.append("definitions:\n")
            parts += [f"  {n}: '{self.definitions[n].text}'\n" for n in order(list(self.definitions))]
        parts.append("eligibility:\n")
        parts += [
            f"  {name}: {{rule: '{self.conditions[name].text}', else: {{fr: Non}}}}\n"
            for name in order(list(self.conditions))
        ]
        return "".join(parts) + f"amount: '{self.amount.text}'\n"

    def load(self) -> bareme.Scheme:
        return _load(self.text())

    def meaning(self, facts: Facts, on: date) -> tuple[str, Any]:
        """Verdict and amount for complete facts."""
        if any(piece.run(facts, on) is False for piece in self.conditions.values()):
            return "not eligible", None
        return "eligible", self.amount.run(facts, on)


@cache
def _load(text: str) -> bareme.Scheme:
    return bareme.loads(text, path="hasard.yaml")


def strict(function: Callable[..., Any], *pieces: Piece) -> Meaning:
    """Not applicable as soon as one operand is."""

    def run(facts: Facts, on: date) -> Any:
        values = [piece.run(facts, on) for piece in pieces]
        return None if None in values else function(*values)

    return run


def rounded(value: Fraction, step: Fraction, mode: str) -> Fraction:
    """To a multiple of `step`, symmetric about zero."""
    size = abs(value) / step
    low = math.floor(size)
    rest = size - low
    up = {
        "floor_to": False, "ceil_to": rest > 0, "round_half_up": rest >= Fraction(1, 2),
        "round_half_down": rest > Fraction(1, 2),
        "round_half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and low % 2 == 1),
    }[mode]  # fmt: skip
    return (low + up) * step * (-1 if value < 0 else 1)


def given(facts: Facts, name: str) -> Any:
    """A fact as rules see it: g only concerns those for whom c holds."""
    if name == "g" and facts["c"] is not True:
        return None
    value = facts[name]
    return Fraction(value) if name in TOP else value


def fact(name: str) -> Piece:
    return Piece(name, lambda facts, on: given(facts, name))


@st.composite
def _parameter(
    draw: st.DrawFn, name: str, unit: str, values: st.SearchStrategy[str]
) -> tuple[str, str, Piece]:
    first, second = draw(values), draw(values)
    text = f"[{{from: 2020-01-01, value: {first} {unit}, reference: a}}, "
    text += f"{{from: {CHANGE}, value: {second} {unit}, reference: b}}]"
    scale = 100 if unit == "%" else 1
    meaning = Piece(name, lambda facts, on: Fraction(first if on < CHANGE else second) / scale)
    return name, text, meaning


class _Maker:
    """Draws pieces of each type, from the leaves up."""

    def __init__(self, draw: st.DrawFn, parameters: Mapping[str, Piece]) -> None:
        self.draw, self.parameters = draw, parameters
        self.money_named: list[Piece] = []

    def pick(self, *options: Callable[[], Piece]) -> Piece:
        return self.draw(st.sampled_from(options))()

    def money(self, depth: int) -> Piece:
        leaves: list[Callable[[], Piece]] = [
            lambda: fact("m"), lambda: self.parameters["cap"], self._rent, lambda: fact("g"), self._members,
            lambda: Piece("pack", _pack), self._flat,
        ]  # fmt: skip
        leaves += [lambda piece=piece: piece for piece in self.money_named]  # type: ignore[misc]  # default binds
        if not depth:
            return self.pick(*leaves)
        inner = depth - 1
        return self.pick(
            *leaves[:2], lambda: self._two("+", inner), lambda: self._two("-", inner),
            lambda: self._extreme("min", min, inner), lambda: self._extreme("max", max, inner),
            lambda: self._clip(inner), lambda: self._round(inner), lambda: self._share(inner),
            lambda: self._prorata(inner), lambda: self._choose(inner), lambda: self._otherwise(inner),
            lambda: self._tax(inner),
        )  # fmt: skip

    def _rent(self) -> Piece:
        months = self.parameters["months"]
        return Piece("months * w", strict(lambda x, y: x * y, months, fact("w")))

    def _flat(self) -> Piece:
        return Piece("apply(flat, q)", lambda facts, on: _flat(given(facts, "q")))

    def _members(self) -> Piece:
        if self.draw(st.booleans()):
            return Piece(
                "sum(e.x for e in ms)", lambda f, on: sum((Fraction(e["x"]) for e in f["ms"]), Fraction(0))
            )
        return Piece(
            "sum(e.x for e in ms if e.f)",
            lambda f, on: sum((Fraction(e["x"]) for e in f["ms"] if e["f"]), Fraction(0)),
        )

    def _two(self, sign: str, depth: int) -> Piece:
        left, right = self.money(depth), self.money(depth)
        return Piece(
            f"({left.text} {sign} {right.text})",
            strict(lambda x, y: x + y if sign == "+" else x - y, left, right),
        )

    def _extreme(self, name: str, function: Callable[..., Any], depth: int) -> Piece:
        parts = [self.money(depth) for _ in range(self.draw(st.integers(2, 3)))]
        return Piece(f"{name}({', '.join(part.text for part in parts)})", strict(function, *parts))

    def _clip(self, depth: int) -> Piece:
        value, cap = self.money(depth), self.parameters["cap"]
        zero = Piece("0 EUR", lambda facts, on: Fraction(0))
        return Piece(
            f"clip({value.text}, 0 EUR, cap)", strict(lambda x, lo, hi: max(lo, min(x, hi)), value, zero, cap)
        )

    def _round(self, depth: int) -> Piece:
        value, mode, step = (
            self.money(depth),
            self._mode(),
            self.draw(st.sampled_from(["0.01", "1", "0.5", "100"])),
        )
        return Piece(
            f"{mode}({value.text}, {step} EUR)", strict(lambda x: rounded(x, Fraction(step), mode), value)
        )

    def _mode(self) -> str:
        modes = ["round_half_up", "round_half_down", "round_half_even", "floor_to", "ceil_to"]
        return self.draw(st.sampled_from(modes))

    def _share(self, depth: int) -> Piece:
        value, rate = self.money(depth), self.parameters["rate"]
        return Piece(f"rate * {value.text}", strict(lambda x, y: x * y, rate, value))

    def _prorata(self, depth: int) -> Piece:
        value, mode = self.money(depth), self._mode()
        return Piece(
            f"{mode}(prorata({value.text}, n, q + 1 people), 0.01 EUR)",
            strict(
                lambda x, part, q: rounded(x * part / (q + 1), Fraction(1, 100), mode),
                value,
                fact("n"),
                fact("q"),
            ),
        )

    def _choose(self, depth: int) -> Piece:
        test, then, other = self.truth(depth), self.money(depth), self.money(depth)
        return Piece(
            f"({then.text} if {test.text} else {other.text})",
            lambda f, on: then.run(f, on) if test.run(f, on) is True else other.run(f, on),
        )

    def _otherwise(self, depth: int) -> Piece:
        other = self.money(depth)
        return Piece(
            f"otherwise(g, {other.text})",
            lambda f, on: other.run(f, on) if given(f, "g") is None else given(f, "g"),
        )

    def _tax(self, depth: int) -> Piece:
        value = self.money(depth)
        return Piece(f"apply(tax, {value.text})", strict(_tax, value))

    def truth(self, depth: int) -> Piece:
        leaves: list[Callable[[], Piece]] = [
            lambda: fact("a"), lambda: fact("b"), lambda: fact("c"), self._few, self._word, self._some,
            self._rich, lambda: Piece("applies(g)", lambda f, on: f["c"] is True), self._g,
        ]  # fmt: skip
        if not depth:
            return self.pick(*leaves)
        inner = depth - 1
        return self.pick(
            *leaves[:5],
            lambda: self._both("and", inner),
            lambda: self._both("or", inner),
            lambda: self._not(inner),
        )

    def _few(self) -> Piece:
        op = self.draw(st.sampled_from(sorted(COMPARE)))
        limit = self.parameters["limit"]
        return Piece(f"n {op} limit", strict(COMPARE[op], fact("n"), limit))

    def _rich(self) -> Piece:
        return Piece(
            "m >= rate * cap",
            strict(
                lambda x, r, cap: x >= r * cap, fact("m"), self.parameters["rate"], self.parameters["cap"]
            ),
        )

    def _g(self) -> Piece:
        return Piece("g < cap", strict(lambda x, y: x < y, fact("g"), self.parameters["cap"]))

    def _word(self) -> Piece:
        words = self.draw(st.sampled_from([("x",), ("x", "y"), ("z",)]))
        text = f'k == "{words[0]}"' if len(words) == 1 else f'k in ("{words[0]}", "{words[1]}")'
        return Piece(text, lambda f, on: f["k"] in words)

    def _some(self) -> Piece:
        kind = self.draw(st.sampled_from(["any", "all", "count"]))
        if kind == "count":
            return Piece("count(e for e in ms if e.f) > 0 people", lambda f, on: any(e["f"] for e in f["ms"]))
        function = any if kind == "any" else all
        return Piece(f"{kind}(e.f for e in ms)", lambda f, on: function(e["f"] for e in f["ms"]))

    def _both(self, word: str, depth: int) -> Piece:
        left, right = self.truth(depth), self.truth(depth)
        every = all if word == "and" else any

        def run(facts: Facts, on: date) -> Any:
            there = [value for value in (left.run(facts, on), right.run(facts, on)) if value is not None]
            return every(there) if there else None

        return Piece(f"({left.text} {word} {right.text})", run)

    def _not(self, depth: int) -> Piece:
        value = self.truth(depth)
        return Piece(f"(not {value.text})", strict(lambda x: not x, value))


COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    ">": lambda x, y: x > y,
    ">=": lambda x, y: x >= y,
    "==": lambda x, y: x == y,
    "!=": lambda x, y: x != y,
}


def _tax(value: Fraction) -> Fraction:
    parts = ((0, 500, Fraction(1, 10)), (500, 1500, Fraction(1, 4)), (1500, 10**9, Fraction(1, 20)))
    return sum(
        (rate * max(Fraction(0), min(value, Fraction(top)) - low) for low, top, rate in parts), Fraction(0)
    )


def _flat(value: Fraction) -> Fraction:
    return Fraction(100) if value < 2 else Fraction("250.50") if value <= 4 else Fraction(50)


def _pack(facts: Facts, on: date) -> Fraction:
    if facts["n"] <= 2 and facts["k"] in ("x", "y"):
        return Fraction(300)
    if facts["n"] > 3:
        return Fraction("120.25")
    return Fraction(80) if facts["k"] == "z" and facts["a"] else Fraction(0)


@st.composite
def schemes(draw: st.DrawFn, depth: int = 3) -> Drawn:
    """A scheme that uses a little of everything, and its meaning."""
    declared = [
        draw(_parameter("limit", "people", st.sampled_from(["1", "2", "3", "5"]))),
        draw(_parameter("cap", "EUR", st.sampled_from(["250", "1500", "999.99"]))),
        draw(_parameter("rate", "%", st.sampled_from(["10", "33.33", "50"]))),
        draw(_parameter("months", "months", st.sampled_from(["1", "3", "12"]))),
    ]
    maker = _Maker(draw, {name: piece for name, _, piece in declared})
    definitions: dict[str, Piece] = {}
    for index in range(draw(st.integers(0, 2))):
        piece = maker.money(depth - 1)
        definitions[f"d{index}"] = piece
        maker.money_named.append(Piece(f"d{index}", piece.run))
    conditions = {f"c{i}": maker.truth(depth - 1) for i in range(draw(st.integers(1, 3)))}
    body = maker.money(depth)
    zero = Piece("0 EUR", lambda facts, on: Fraction(0))
    amount = Piece(
        f"round_half_up(max({body.text}, 0 EUR), 0.01 EUR)",
        strict(lambda x, y: rounded(max(x, y), Fraction(1, 100), "round_half_up"), body, zero),
    )
    return Drawn({name: text for name, text, _ in declared}, definitions, conditions, amount)


CENTS = st.integers(0, 300_000).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")
NEAR = st.sampled_from(["0", "0.01", "249.99", "250", "500", "500.01", "999.99", "1499.99", "1500", "3000"])
MONEY = st.one_of(CENTS, NEAR)
RENT = st.integers(0, 90_000).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


def complete() -> st.SearchStrategy[dict[str, Any]]:
    """Facts of which none is missing; numbers are text or whole."""
    member = st.fixed_dictionaries({"x": MONEY, "f": st.booleans()})
    return st.fixed_dictionaries(
        {
            "a": st.booleans(), "b": st.booleans(), "c": st.booleans(), "n": st.integers(0, 6),
            "q": st.integers(0, 6), "m": MONEY, "w": RENT, "k": st.sampled_from("xyz"), "g": MONEY,
            "ms": st.lists(member, max_size=3),
        }
    )  # fmt: skip


@st.composite
def less(draw: st.DrawFn, facts: Facts) -> dict[str, Any]:
    """The same applicant, less well known: facts missing, or known between two bounds."""
    known: dict[str, Any] = {}
    for name, value in facts.items():
        how = draw(st.sampled_from(["known", "known", "missing", "null", "between"]))
        if how == "known" or (how == "between" and name not in TOP and name != "ms"):
            known[name] = value
        elif how == "null":
            known[name] = None
        elif how == "between" and name == "ms":
            known[name] = [{key: item for key, item in row.items() if draw(st.booleans())} for row in value]
        elif how == "between":
            whole = name in ("n", "q")
            low = draw(st.sampled_from(["0", str(value)]))
            high = draw(st.sampled_from([str(TOP[name]), str(value)]))
            known[name] = {"from": int(low), "to": int(high)} if whole else {"from": low, "to": high}
    return known

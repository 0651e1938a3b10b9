"""Nodes into closures: numbers, dates, conditions, choices. Leaves are `program.Program`.

Plain numbers take the short way; intervals and absences go through `bareme.arithmetic`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bareme import arithmetic, tree
from bareme.arithmetic import ZERO
from bareme.brackets import flat, marginal
from bareme.model import CodeList, Scheme
from bareme.tree import Node
from bareme.types import Boolean, Day, Quantity
from bareme.units import Unit
from bareme.values import NOT_APPLICABLE, UNKNOWN, Value

Env = list[Any]
Run = Callable[[Env], Value]
YEAR = Unit((("year", 1),))
PLAIN: dict[type, type] = {Quantity: Decimal, Day: date, Boolean: bool}
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class Closures:
    """One method for each kind of node, named after it."""

    scheme: Scheme
    day: date
    elements: dict[str, int]

    def run(self, node: Node) -> Run:
        raise NotImplementedError

    def place(self, node: Node) -> int | None:
        raise NotImplementedError

    def constant(self, node: Node) -> Value | None:
        raise NotImplementedError

    # Numbers

    def _arithmetic(
        self, node: Any, fast: Callable[[Any, Any], Any], slow: Callable[[Value, Value], Value]
    ) -> Run:
        left, right = self.run(node.left), self.run(node.right)

        def run(env: Env) -> Value:
            a, b = left(env), right(env)
            if a.__class__ is Decimal and b.__class__ is Decimal:
                return fast(a, b)  # type: ignore[no-any-return]  # operator functions are untyped
            return slow(a, b)

        return run

    def _add(self, node: tree.Add) -> Run:
        return self._arithmetic(node, operator.add, arithmetic.add)

    def _subtract(self, node: tree.Subtract) -> Run:
        return self._arithmetic(node, operator.sub, arithmetic.subtract)

    def _multiply(self, node: tree.Multiply) -> Run:
        return self._arithmetic(node, operator.mul, arithmetic.multiply)

    def _negate(self, node: tree.Negate) -> Run:
        value = self.run(node.value)
        return lambda env: arithmetic.negate(value(env))

    def _convert(self, node: tree.Convert) -> Run:
        value, factor = self.run(node.value), node.factor
        return lambda env: arithmetic.multiply(value(env), factor)

    def _extremum(self, node: Any, fast: Callable[..., Any], slow: Callable[[list[Value]], Value]) -> Run:
        runs = [self.run(operand) for operand in node.operands]
        if len(runs) == 2:
            left, right = runs

            def two(env: Env) -> Value:
                a, b = left(env), right(env)
                if a.__class__ is Decimal and b.__class__ is Decimal:
                    return fast(a, b)  # type: ignore[no-any-return]  # min and max of two Decimals
                return slow([a, b])

            return two
        return lambda env: slow([run(env) for run in runs])

    def _least(self, node: tree.Least) -> Run:
        return self._extremum(node, min, arithmetic.least)

    def _greatest(self, node: tree.Greatest) -> Run:
        return self._extremum(node, max, arithmetic.greatest)

    def _clip(self, node: tree.Clip) -> Run:
        value, low, high = self.run(node.value), self.run(node.low), self.run(node.high)
        return lambda env: arithmetic.clip(value(env), low(env), high(env))

    def _round(self, node: tree.Round) -> Run:
        step, mode = self.run(node.step), node.mode
        if isinstance(node.value, tree.Prorata):
            inner = node.value
            value = self.run(inner.value) if inner.value is not None else (lambda env: Decimal(1))
            part, whole = self.run(inner.part), self.run(inner.whole)
            return lambda env: arithmetic.prorata(value(env), part(env), whole(env), step(env), mode)
        source = self.run(node.value)
        one = Decimal(1)
        exactly = arithmetic.round_fraction

        def run(env: Env) -> Value:
            a, b = source(env), step(env)
            if a.__class__ is Decimal and b.__class__ is Decimal:
                return exactly(a, one, b, mode)
            return arithmetic.round_to(a, b, mode)

        return run

    def _brackets(self, node: tree.Brackets) -> Run:
        scale = self.scheme.scales[node.scale]
        version = scale.at(self.day)
        value = self.run(node.value)
        if version is None:
            return lambda env: UNKNOWN
        apply = marginal if scale.kind == "marginal" else flat
        return lambda env: apply(version, value(env))

    # Dates

    def _shift(self, node: tree.Shift) -> Run:
        day, duration, sign = self.run(node.date), self.run(node.duration), node.sign
        years = 12 if isinstance(node.duration.type, Quantity) and node.duration.type.unit == YEAR else 1
        up = node.mode == "up"

        def move(start: date, number: Decimal) -> date:
            if start in (date.min, date.max):
                return start  # an open end stays open
            try:
                if node.mode == "days":
                    return start + timedelta(days=sign * int(number))
                return arithmetic.add_months(start, sign * int(number) * years, up=up)
            except (OverflowError, ValueError):  # beyond the calendar
                return date.max if sign * number > 0 else date.min

        def run(env: Env) -> Value:
            found = arithmetic.on_days(move, day(env), duration(env))
            return UNKNOWN if found in (date.min, date.max) else found

        return run

    def _daysbetween(self, node: tree.DaysBetween) -> Run:
        left, right = self.run(node.left), self.run(node.right)

        def run(env: Env) -> Value:
            return arithmetic.on_days(lambda a, b: Decimal((a - b).days), left(env), right(env))

        return run

    def _whole(self, node: tree.Whole) -> Run:
        start, end = self.run(node.start), self.run(node.end)
        count = arithmetic.whole_months if node.unit == "month" else arithmetic.whole_years

        def run(env: Env) -> Value:
            return arithmetic.on_days(lambda a, b: Decimal(count(a, b)), start(env), end(env))

        return run

    # Conditions

    def _compare(self, node: tree.Compare) -> Run:
        fast, name, slow = COMPARE[node.op], node.op, arithmetic.compare
        plain = PLAIN.get(type(node.left.type), str)
        slot, constant = self.place(node.left), self.constant(node.right)
        if slot is not None and constant.__class__ is plain:

            def short(env: Env) -> Value:
                a = env[slot]
                if a.__class__ is plain:
                    return fast(a, constant)
                return slow(name, a, constant)  # type: ignore[arg-type]  # a constant is never None here

            return short
        left, right = self.run(node.left), self.run(node.right)

        def run(env: Env) -> Value:
            a, b = left(env), right(env)
            if a.__class__ is plain and b.__class__ is plain:
                return fast(a, b)
            return slow(name, a, b)

        return run

    def _and(self, node: tree.And) -> Run:
        runs = tuple(self.run(operand) for operand in node.operands)

        def run(env: Env) -> Value:
            for test in runs:
                if test(env) is not True:
                    return arithmetic.conjunction([test(env) for test in runs])
            return True

        return run

    def _or(self, node: tree.Or) -> Run:
        runs = tuple(self.run(operand) for operand in node.operands)
        return lambda env: arithmetic.disjunction([run(env) for run in runs])

    def _not(self, node: tree.Not) -> Run:
        value = self.run(node.value)
        return lambda env: arithmetic.negation(value(env))

    def _member(self, node: tree.Member) -> Run:
        code = self.run(node.code)
        version: CodeList | None = self.scheme.sets[node.set].at(self.day)
        if version is None or version.empty:
            return lambda env: False
        holds = version.holds

        def run(env: Env) -> Value:
            value = code(env)
            if value.__class__ is str:
                return holds(value)
            if isinstance(value, frozenset):
                return any(map(holds, value))
            return value

        return run

    def _oneof(self, node: tree.OneOf) -> Run:
        value, words = self.run(node.value), frozenset(node.words)

        def run(env: Env) -> Value:
            found = value(env)
            return found in words if found.__class__ is str else found

        return run

    # Choice and absence

    def _choose(self, node: tree.Choose) -> Run:
        cases = tuple((self.run(test), self.run(then)) for test, then in node.cases)
        default = self.run(node.default)

        def run(env: Env) -> Value:
            for index, (test, then) in enumerate(cases):
                sure = test(env)
                if sure is True:
                    return then(env)
                if sure is UNKNOWN:
                    return unsure(env, index)
            return default(env)

        def unsure(env: Env, index: int) -> Value:
            found = [cases[index][1](env)]
            for test, then in cases[index + 1 :]:
                sure = test(env)
                if sure is True:
                    return arithmetic.either([*found, then(env)])
                if sure is UNKNOWN:
                    found.append(then(env))
            return arithmetic.either([*found, default(env)])

        return run

    def _guard(self, node: tree.Guard) -> Run:
        test, value = self.run(node.condition), self.run(node.value)
        return lambda env: guard(test(env), value(env))

    def _otherwise(self, node: tree.Otherwise) -> Run:
        value, fallback = self.run(node.value), self.run(node.fallback)

        def run(env: Env) -> Value:
            found = value(env)
            return fallback(env) if found is NOT_APPLICABLE else found

        return run

    def _applies(self, node: tree.Applies) -> Run:
        value = self.run(node.value)

        def run(env: Env) -> Value:
            found = value(env)
            return UNKNOWN if found is UNKNOWN else found is not NOT_APPLICABLE

        return run

    def _dated(self, node: tree.Dated) -> Run:
        version = node.at(self.day)
        return self.run(version) if version is not None else lambda env: UNKNOWN

    def _aggregate(self, node: tree.Aggregate) -> Run:
        slot = self.elements[node.entity]
        value = self.run(node.value) if node.value is not None else (lambda env: Decimal(1))
        where = self.run(node.where) if node.where is not None else (lambda env: True)
        kind = node.kind

        def run(env: Env) -> Value:
            rows = env[slot]
            if not isinstance(rows, list):
                return UNKNOWN
            found: list[tuple[Value, Value]] = []
            for row in rows:
                env[slot + 1] = row
                test, item = where(env), value(env)
                if test is not NOT_APPLICABLE and item is not NOT_APPLICABLE:
                    found.append((test, item))
            if kind == "any":
                return arithmetic.disjunction([False, *(arithmetic.conjunction(pair) for pair in found)])
            if kind == "all":
                pairs = [arithmetic.disjunction([arithmetic.negation(test), flag]) for test, flag in found]
                return arithmetic.conjunction([True, *pairs])
            return total(found)

        return run


def total(found: list[tuple[Value, Value]]) -> Value:
    """The sum of values whose condition holds; where nobody knows, with and without."""
    result: Value = ZERO
    for test, value in found:
        if test is False:
            continue
        if test is UNKNOWN:
            value = arithmetic.either([ZERO, value]) if value is not UNKNOWN else UNKNOWN
        result = arithmetic.add(result, value)
    return result


def guard(test: Value, value: Value) -> Value:
    """`value` where the test is true; not applicable where it is false; unknown if nobody knows."""
    if test is True:
        return value
    return UNKNOWN if test is UNKNOWN else NOT_APPLICABLE

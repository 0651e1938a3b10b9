"""From typed trees to closures, for one stretch of time in which the scheme does not change.

An environment is a list: the date, the facts, the lists of related entities, the element at hand in each,
the definitions. A closure takes it and gives a value. Plain numbers take the short way; intervals and
absences go through `bareme.arithmetic`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bareme import arithmetic, tree
from bareme.arithmetic import absent
from bareme.facts import FactsReader, period_number
from bareme.model import CodeList, ScaleVersion, Scheme
from bareme.tree import Node
from bareme.types import Boolean, Day, Quantity
from bareme.units import Unit
from bareme.values import NOT_APPLICABLE, UNKNOWN, Days, Interval, Value

Env = list[Any]
Run = Callable[[Env], Value]
ON = 0
ZERO = Decimal(0)
YEAR = Unit((("year", 1),))
PLAIN: dict[type, type] = {Quantity: Decimal, Day: date, Boolean: bool}
COMPARE = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


class Program:
    """A scheme ready to run at any date between two changes of its text. `on`: any day of that stretch."""

    def __init__(self, scheme: Scheme, on: date, others: dict[str, Program]) -> None:
        self.scheme = scheme
        self.day = on
        self.others = others
        self.slots: dict[str, int] = {path: index for index, path in enumerate(scheme.inputs, 1)}
        self.elements = {name: len(self.slots) + 1 + 2 * i for i, name in enumerate(scheme.entities)}
        size = 1 + len(self.slots) + 2 * len(self.elements)
        self.named = {name: size + index for index, name in enumerate(scheme.definitions)}
        size += len(self.named)
        self.results = {name: size + index for index, name in enumerate(scheme.uses)}
        size += len(self.results)
        self.absent = tuple(name for name in scheme.uses if name not in others)
        self.blank: Env = [UNKNOWN] * size
        self.assumed: Env = list(self.blank)  # the same, with the defaults of facts
        for path, fact in scheme.inputs.items():
            if fact.default is not None:
                self.assumed[self.slots[path]] = fact.default
        self.reader = FactsReader(scheme, self.slots, self.elements)
        self.cache: dict[int, Run] = {}
        self.steps = [(self._slot(name), self._step(name)) for name in scheme.order]
        self.conditions = tuple(c for c in scheme.conditions if c.holds(on))
        self.tests: tuple[Run, ...] = tuple(self.run(c.node) for c in self.conditions)
        self.lines = scheme.lines
        self.amounts: tuple[Run, ...] = tuple(self.run(line.node) for line in self.lines)

    def environment(self, facts: Mapping[str, Any], on: date, *, defaults: bool = True) -> Env:
        """A fresh environment with the facts read. Raises FactsError."""
        env = list(self.assumed if defaults else self.blank)
        env[ON] = on
        self.reader.read(env, facts)
        return env

    def _slot(self, name: str) -> int:
        return self.named[name] if name in self.named else self.slots[name]

    def _step(self, name: str) -> Run:
        """Computes a definition, or makes a fact not applicable where its `applies` is false."""
        if name in self.named:
            return self.run(self.scheme.definitions[name].node)
        fact, slot = self.scheme.inputs[name], self.slots[name]
        assert fact.applies is not None
        test = self.run(fact.applies)

        def run(env: Env) -> Value:
            return guard(test(env), env[slot])

        return run

    def run(self, node: Node) -> Run:
        """The closure of a node, compiled once."""
        key = id(node)
        if key not in self.cache:
            self.cache[key] = getattr(self, f"_{type(node).__name__.lower()}")(node)
        return self.cache[key]

    # Leaves

    def place(self, node: Node) -> int | None:
        """The slot where the value of this leaf already lies."""
        if isinstance(node, tree.InputRef):
            return self.slots[node.path]
        if isinstance(node, tree.DefinitionRef):
            return self.named[node.name]
        return ON if isinstance(node, tree.OnDate) else None

    def constant(self, node: Node) -> Value | None:
        """The value of a leaf that no fact changes (within this stretch of time)."""
        if isinstance(node, tree.Literal):
            return node.value
        if isinstance(node, tree.ParameterRef):
            found = self.scheme.parameters[node.name].at(self.day)
            return UNKNOWN if found is None else found.value
        return None

    def _read(self, node: Node) -> Run:
        slot = self.place(node)
        assert slot is not None
        return operator.itemgetter(slot)

    _inputref = _definitionref = _ondate = _read

    def _fixed(self, node: Node) -> Run:
        value = self.constant(node)
        assert value is not None
        return lambda env: value

    _literal = _parameterref = _fixed

    def _elementref(self, node: tree.ElementRef) -> Run:
        current = self.elements[node.entity] + 1
        entity = self.scheme.entities[node.entity]
        index = [fact.path for fact in entity.inputs.values()].index(node.path)
        return lambda env: env[current][index]

    def _useref(self, node: tree.UseRef) -> Run:
        slot = self.results[node.use]
        eligible = node.field == "eligible"

        def run(env: Env) -> Value:
            decision = env[slot]
            if decision is None:  # not in force that day
                return False if eligible else NOT_APPLICABLE
            if eligible:
                known: Value = {"eligible": True, "not eligible": False}.get(decision.verdict, UNKNOWN)
                return known
            found: Value = decision.result if decision.verdict in ("eligible", "not eligible") else UNKNOWN
            return found

        return run

    def _periodref(self, node: tree.PeriodRef) -> Run:
        slot = self.slots[node.path]
        first, last = self.period(node)

        def one(env: Env) -> Value:
            values = env[slot]
            if isinstance(values, dict):
                found: Value = values.get(first(env), UNKNOWN)
                return found
            gone: Value = values
            return gone

        if last is None:
            return one

        def total(env: Env) -> Value:
            values = env[slot]
            if not isinstance(values, dict):
                gone: Value = values
                return gone
            result: Value = ZERO
            for number in range(first(env), last(env) + 1):
                result = arithmetic.add(result, values.get(number, UNKNOWN))
            return result

        return total

    def period(self, node: tree.PeriodRef) -> tuple[Callable[[Env], int], Callable[[Env], int] | None]:
        """The numbers of the first and last period a PeriodRef reads."""

        def number(index: Node) -> Callable[[Env], int]:
            run = self.run(index)
            if not node.relative:
                return lambda env: period_number(node.every, run(env))  # type: ignore[arg-type]  # the loader saw a date
            months = 12 if isinstance(index.type, Quantity) and index.type.unit == YEAR else 1
            size = {"month": 1, "quarter": 3, "year": 12}[node.every]
            # A number of months that is no whole number of periods counts whole periods towards now.
            return lambda env: period_number(node.every, env[ON]) + int(run(env) * months / size)  # type: ignore[operator]  # the loader saw a number

        return number(node.start), number(node.end) if node.end is not None else None

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
                return exactly(a, one, b, mode)  # type: ignore[arg-type]  # both were just seen to be Decimal
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
            if node.mode == "days":
                return start + timedelta(days=sign * int(number))
            return arithmetic.add_months(start, sign * int(number) * years, up=up)

        return lambda env: arithmetic.on_days(move, day(env), duration(env))

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
                    return fast(a, constant)  # type: ignore[no-any-return]  # operator functions are untyped
                return slow(name, a, constant)  # type: ignore[arg-type]  # a constant is never None here

            return short
        left, right = self.run(node.left), self.run(node.right)

        def run(env: Env) -> Value:
            a, b = left(env), right(env)
            if a.__class__ is plain and b.__class__ is plain:
                return fast(a, b)  # type: ignore[no-any-return]  # operator functions are untyped
            return slow(name, a, b)

        return run

    def _and(self, node: tree.And) -> Run:
        runs = tuple(self.run(operand) for operand in node.operands)
        return lambda env: arithmetic.conjunction([run(env) for run in runs])

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
                return holds(value)  # type: ignore[arg-type]  # just seen to be text
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
            if rows is UNKNOWN:
                return UNKNOWN
            found = []
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


def flat(version: ScaleVersion, value: Value) -> Value:
    """The value of the bracket where `value` falls; several brackets if it is an interval."""
    gone = absent(value)
    if gone is not None:
        return gone
    low, high = arithmetic.bounds(value)
    found: list[Value] = []
    for bracket in version.brackets:
        upper = bracket.upper
        if upper is None or low < upper or (low == upper and bracket.inclusive):
            found.append(bracket.value)
            if upper is None or high < upper or (high == upper and bracket.inclusive):
                break
    return arithmetic.either(found)


def marginal(version: ScaleVersion, value: Value) -> Value:
    """The sum over brackets of rate × the part of the value inside."""
    gone = absent(value)
    if gone is not None:
        return gone
    if isinstance(value, Interval):
        ends = [_marginal(version, bound) for bound in (value.low, value.high)]
        inner = [
            b.upper for b in version.brackets if b.upper is not None and value.low < b.upper < value.high
        ]
        ends += [_marginal(version, bound) for bound in inner]  # rates may be negative
        return arithmetic.hull(min(ends), max(ends))  # type: ignore[no-any-return]  # hull of two Decimals
    assert isinstance(value, Decimal)
    return _marginal(version, value)


def _marginal(version: ScaleVersion, value: Decimal) -> Decimal:
    result, floor = ZERO, ZERO
    for bracket in version.brackets:
        top = value if bracket.upper is None else min(value, bracket.upper)
        assert isinstance(bracket.value, Decimal)
        if top > floor and bracket.value:
            result += bracket.value * (top - floor)
        if bracket.upper is None or value <= bracket.upper:
            break
        floor = bracket.upper
    return result


def certain(value: Value) -> bool:
    """Is this one value, or not applicable: neither unknown nor an interval?"""
    return not (value is UNKNOWN or isinstance(value, Interval | Days))

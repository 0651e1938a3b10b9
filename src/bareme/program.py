"""From typed trees to closures, for one stretch of time in which the scheme does not change.

An environment is a list: the date, the facts, the lists of related entities, the element at hand in each,
the definitions. A closure takes it and gives a value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bareme import arithmetic, tree
from bareme.arithmetic import ZERO
from bareme.closures import YEAR, Closures, Env, Run, guard
from bareme.facts import FactsReader, period_number
from bareme.model import Scheme
from bareme.tree import Node
from bareme.types import Quantity
from bareme.values import NOT_APPLICABLE, UNKNOWN, Days, Interval, Value

ON = 0


class Program(Closures):
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
        self.fixed = {name: size + index for index, name in enumerate(scheme.parameters)}
        size += len(self.fixed)
        # Values by period depend on facts alone: they are worked out once, before any rule.
        found = [node for rule in scheme.rules() for node in rule.walk() if isinstance(node, tree.PeriodRef)]
        early = [node for node in found if scheme.inputs[node.path].applies is None]
        self.periods = {id(node): size + index for index, node in enumerate(early)}
        size += len(self.periods)
        # Where each fact lies as given; one with an `applies` has a second place, as it applies.
        guarded = [path for path, fact in scheme.inputs.items() if fact.applies is not None]
        self.given = self.slots | {path: size + index for index, path in enumerate(guarded)}
        size += len(guarded)
        self.absent = tuple(name for name in scheme.uses if name not in others)
        self.blank: Env = [UNKNOWN] * size
        for name, slot in self.fixed.items():
            value = scheme.parameters[name].at(on)
            self.blank[slot] = UNKNOWN if value is None else value.value
        self.assumed: Env = list(self.blank)  # the same, with the defaults of facts
        for path, fact in scheme.inputs.items():
            if fact.default is not None:
                self.assumed[self.given[path]] = fact.default
        self.reader = FactsReader(scheme, self.given, self.elements)
        self.cache: dict[int, Run] = {}
        self.plans: Any = None  # what reasons keep between decisions
        self.steps = [(self.periods[id(node)], self.by_period(node)) for node in early]
        self.steps += [(self._slot(name), self._step(name)) for name in scheme.order]
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
        fact, slot = self.scheme.inputs[name], self.given[name]
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
        if isinstance(node, tree.ParameterRef):
            return self.fixed[node.name]
        if isinstance(node, tree.PeriodRef):
            return self.periods.get(id(node))
        return ON if isinstance(node, tree.OnDate) else None

    def constant(self, node: Node) -> Value | None:
        """The value of a leaf that no fact changes (within this stretch of time)."""
        if isinstance(node, tree.Literal):
            return node.value
        if isinstance(node, tree.ParameterRef):
            found: Value = self.blank[self.fixed[node.name]]
            return found
        return None

    def _read(self, node: Node) -> Run:
        slot = self.place(node)
        assert slot is not None
        return operator.itemgetter(slot)

    _inputref = _definitionref = _ondate = _parameterref = _read

    def _literal(self, node: tree.Literal) -> Run:
        value = node.value
        return lambda env: value

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
        return self._read(node) if id(node) in self.periods else self.by_period(node)

    def by_period(self, node: tree.PeriodRef) -> Run:
        """Looks a value up by its period, or adds several."""
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
                value = values.get(number, UNKNOWN)
                if value.__class__ is Decimal and result.__class__ is Decimal:
                    result += value
                else:
                    result = arithmetic.add(result, value)
            return result

        return total

    def period(self, node: tree.PeriodRef) -> tuple[Callable[[Env], int], Callable[[Env], int] | None]:
        """The numbers of the first and last period a PeriodRef reads."""

        def number(index: Node) -> Callable[[Env], int]:
            run = self.run(index)
            if not node.relative:
                day = self.constant(index)
                if isinstance(day, date):
                    fixed = period_number(node.every, day)
                    return lambda env: fixed
                return lambda env: period_number(node.every, run(env))  # type: ignore[arg-type]  # the loader saw a date
            months = 12 if isinstance(index.type, Quantity) and index.type.unit == YEAR else 1
            size = {"month": 1, "quarter": 3, "year": 12}[node.every]

            def ahead(env: Env) -> int:
                whole = int(run(env))  # type: ignore[arg-type]  # the loader saw a whole number of periods
                return period_number(node.every, env[ON]) + whole * months // size

            return ahead

        return number(node.start), number(node.end) if node.end is not None else None


def certain(value: Value) -> bool:
    """Is this one value, or not applicable: neither unknown nor an interval?"""
    return not (value is UNKNOWN or isinstance(value, Interval | Days))

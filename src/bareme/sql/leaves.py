"""What rules read: facts, parameters, periods, lists, other schemes. And how any node is asked its worth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn, Self

from bareme import tree
from bareme.closures import YEAR
from bareme.errors import NotCompiled
from bareme.facts import period_number
from bareme.model import Scheme, say
from bareme.sql.algebra import Algebra, TooWide
from bareme.sql.cells import BOOLEAN, DATE, TEXT, WIDE, Cell, decimal, tier, whole_digits
from bareme.sql.days import Days
from bareme.sql.facts import Facts
from bareme.sql.lookups import Lookups
from bareme.sql.worth import Date, Number, Periods, Truth, Word, Worth
from bareme.tree import Node
from bareme.types import Boolean, Code, Day, Quantity
from bareme.values import NOT_APPLICABLE

if TYPE_CHECKING:
    from bareme.sql.verdicts import Answer


class Leaves:
    """One scheme at one date, over shared facts.

    `own`: where its inputs lie among those facts. `end`: what ends the names it gives to columns.
    """

    def __init__(
        self, scheme: Scheme, on: date, cells: Algebra, facts: Facts, lookups: Lookups,
        own: Callable[[str], str] = lambda path: path, end: str = "",
    ) -> None:  # fmt: skip
        self.scheme, self.on, self.cells, self.own = scheme, on, cells, own
        self.facts, self.lookups, self.end = facts, lookups, end
        self.days = Days(cells)
        self._worth: dict[int, Worth] = {}
        self._named: dict[str, Worth] = {}
        self._used: dict[str, Answer | None] = {}
        self._inner: dict[str, Self] = {}

    # Entry

    def worth(self, node: Node) -> Worth:
        """What the node is worth, compiled once. Raises NotCompiled."""
        key = id(node)
        if key not in self._worth:
            try:
                self._worth[key] = getattr(self, f"_{type(node).__name__.lower()}")(node)
            except TooWide:
                self.refuse(node, "un calcul intermédiaire demanderait plus de 38 chiffres")
        return self._worth[key]

    def refuse(self, node: Node, why: str) -> NoReturn:
        kind = type(node).__name__
        raise NotCompiled(
            f"{self.scheme.path}:{node.span.line} : {kind} ne se traduit pas exactement en SQL : {why}"
        )

    def number(self, node: Node) -> Number:
        found = self.worth(node)
        if isinstance(found, Number):
            return found
        assert found.na is self.cells.true  # not_applicable alone, in an arithmetic
        kind = node.type
        low, high = (kind.low, kind.high) if isinstance(kind, Quantity) else (Decimal(0), Decimal(0))
        none = self.cells.null(decimal(18, 0))
        return Number(none, none, found.na, low, high)

    def truth(self, node: Node) -> Truth:
        found = self.worth(node)
        if isinstance(found, Truth):
            return found
        assert found.na is self.cells.true
        return Truth(self.cells.null(BOOLEAN), found.na)

    def date(self, node: Node) -> Date:
        found = self.worth(node)
        if isinstance(found, Date):
            return found
        assert found.na is self.cells.true
        none = self.cells.null(DATE)
        return Date(none, none, found.na)

    def bounds(self, node: Node) -> tuple[Decimal, Decimal]:
        assert isinstance(node.type, Quantity)
        return node.type.low, node.type.high

    def constant(self, node: Node) -> Decimal:
        """The number a step or an index is: it never depends on a fact."""
        found = self.number(node).least
        if not found.constant or found.value is None:
            self.refuse(node, "cette valeur n’est pas connue à cette date")
        value: Decimal = found.value
        return value

    def value(self, value: Any, kind: Any) -> Worth:
        """A constant as a worth; None is unknown."""
        cells = self.cells
        if value is NOT_APPLICABLE:
            return Truth(cells.null(BOOLEAN), cells.true)
        if isinstance(kind, Quantity):
            if value is None:
                return cells.number_unknown(kind.low, kind.high, kind.scale)
            return cells.exactly(value, 0, kind.unit)
        if isinstance(kind, Day):
            cell = cells.literal(value, DATE)
            return Date(cell, cell, cells.false)
        if isinstance(kind, Boolean):
            return Truth(cells.literal(value, BOOLEAN), cells.false)
        return Word(cells.literal(value, TEXT), cells.false, isinstance(kind, Code) and kind.many)

    def unknown(self, node: Node) -> Worth:
        return self.value(None, node.type)

    def certain(self, node: Node) -> Cell:
        """One value, or not applicable: neither unknown nor an interval. Never NULL."""
        return self.certain_worth(self.worth(node))

    def certain_worth(self, worth: Worth) -> Cell:
        make = self.cells
        if isinstance(worth, Number | Date):
            single = make.known(worth.least)
            if not worth.exact:
                single = make.is_true(make.compare("=", worth.least, worth.most))
        else:
            single = make.known(worth.value)
        return make.one(worth.na, single)

    # Leaves

    def _literal(self, node: tree.Literal) -> Worth:
        return self.value(node.value, node.type)

    def _ondate(self, node: tree.OnDate) -> Worth:
        cell = self.facts.on or self.cells.literal(self.on, DATE)
        return Date(cell, cell, self.cells.false)

    def _parameterref(self, node: tree.ParameterRef) -> Worth:
        found = self.scheme.parameters[node.name].at(self.on)
        return self.value(None if found is None else found.value, node.type)

    def _inputref(self, node: tree.InputRef) -> Worth:
        return self.fact(node.path)

    def fact(self, path: str) -> Worth:
        """The fact as it applies."""
        if path not in self._named:
            fact = self.scheme.inputs[path]
            found = self.facts.worth(self.own(path))
            if fact.applies is not None:
                found = self.cells.guard(self.truth(fact.applies), found)
            self._named[path] = found
        return self._named[path]

    def _definitionref(self, node: tree.DefinitionRef) -> Worth:
        definition = self.scheme.definitions[node.name]
        found = self.worth(definition.node)
        for cell, suffix in self._sides(found):
            if not cell.constant and not cell.hint:
                cell.hint, cell.note = f"{node.name}{suffix}{self.end}", say(definition.label)
        return found

    def _sides(self, found: Worth) -> list[tuple[Cell, str]]:
        if not isinstance(found, Number | Date):
            return [(found.value, "")]
        if found.exact:
            return [(found.least, "")]
        return [(found.least, "_least"), (found.most, "_most")]

    def _useref(self, node: tree.UseRef) -> Worth:
        found = self.used(node.use)
        make = self.cells
        if found is None:  # not in force that day
            return (
                Truth(make.false, make.false)
                if node.field == "eligible"
                else self.value(NOT_APPLICABLE, None)
            )
        refused = make.is_false(found.met)
        if node.field == "eligible":
            sure = make.case([(found.eligible, make.true), (refused, make.false)], make.null(BOOLEAN))
            return Truth(sure, make.false)
        if found.result is None:
            gone = make.one(refused, found.eligible)
            return Truth(make.null(BOOLEAN), gone)
        least = make.case([(found.eligible, found.result.least)], make.null(found.result.least.type))
        na = make.one(refused, make.both(found.eligible, found.result.na))
        return Number(least, least, na, *found.result.bounds, found.result.unit)

    def used(self, name: str) -> Answer | None:
        """What another scheme answers at the same facts and date; None if it is not in force."""
        from bareme.sql.verdicts import answer  # an answer holds rules, and rules hold answers

        if name not in self._used:
            inner = self.inner(name)
            self._used[name] = answer(inner) if inner is not None else None  # type: ignore[arg-type]  # the subclass at work
        return self._used[name]

    def inner(self, name: str) -> Self | None:
        """The rules of another scheme, over the facts of this one; None if it is not in force."""
        other = self.scheme.uses[name]
        if self.on < other.since or (other.until is not None and self.on > other.until):
            return None
        if name not in self._inner:

            def own(path: str) -> str:
                return self.own(f"{name}.{path}" if path.startswith(("already.", "checks.")) else path)

            end = f"_{name}{self.end}"
            self._inner[name] = type(self)(other, self.on, self.cells, self.facts, self.lookups, own, end)
        return self._inner[name]

    def _periodref(self, node: tree.PeriodRef) -> Worth:
        known = self._by_period(node.path)
        none = self.unknown(node)
        numbers = self.numbers(node)
        if node.end is None:
            return self._one_period(node, known, numbers[0], none)
        total: Worth = self.cells.exactly(Decimal(0))
        for number in numbers:
            value = self._one_period(node, known, number, none)
            assert isinstance(total, Number)
            assert isinstance(value, Number)
            low, high = total.low + value.low, total.high + value.high
            total = self.cells.add(total, value, (low, high))
        if not numbers and (known.na is not self.cells.false or known.unknown is not self.cells.false):
            gone = self.cells.one(known.na, known.unknown)
            assert isinstance(total, Number)
            empty = self.cells.case([(gone, self.cells.null(total.least.type))], total.least)
            total = Number(empty, empty, known.na, total.low, total.high)
        return total

    def numbers(self, node: tree.PeriodRef) -> range:
        """The periods it reads, by their numbers."""
        first = self._period(node, node.start)
        return range(first, (self._period(node, node.end) if node.end is not None else first) + 1)

    def _by_period(self, path: str) -> Periods:
        applies = self.scheme.inputs[path].applies
        if applies is None:
            return Periods(self.cells.false, self.cells.false)
        test = self.truth(applies)
        off = self.cells.one(test.na, self.cells.is_false(test.value))
        return Periods(
            off,
            self.cells.both(self.cells.no(off), self.cells.no(self.cells.is_true(test.value))),
        )

    def _one_period(self, node: tree.PeriodRef, known: Periods, number: int, none: Worth) -> Worth:
        found = self.facts.period(self.own(node.path), number) or none
        if known.na is self.cells.false and known.unknown is self.cells.false:
            return found
        test = self.cells.case(
            [(known.na, self.cells.false), (known.unknown, self.cells.null(BOOLEAN))], self.cells.true
        )
        return self.cells.guard(Truth(test, self.cells.false), found)

    def _period(self, node: tree.PeriodRef, index: Node) -> int:
        if not node.relative:
            if isinstance(index, tree.OnDate):  # where it is a column, the stretch is within one period
                return period_number(node.every, self.on)
            day = self.date(index).least
            if not day.constant or day.value is None:
                self.refuse(index, "cette date n’est pas connue à la date d’évaluation")
            return period_number(node.every, day.value)
        months = 12 if isinstance(index.type, Quantity) and index.type.unit == YEAR else 1
        size = {"month": 1, "quarter": 3, "year": 12}[node.every]
        return period_number(node.every, self.on) + int(self.constant(index)) * months // size

    # Lists

    def _elementref(self, node: tree.ElementRef) -> Worth:
        return self.facts.element(node.entity, node.path)

    def _aggregate(self, node: tree.Aggregate) -> Worth:
        """Over the elements of a list: a function of each, then their sum, and, or."""
        make = self.cells
        rows = self.facts.elements(node.entity)
        test = self.truth(node.where) if node.where is not None else Truth(make.true, make.false)
        value: Worth = make.exactly(Decimal(1))
        if node.value is not None:
            value = self.truth(node.value) if node.kind in ("any", "all") else self.number(node.value)
        out = make.one(test.na, value.na)  # left out
        if isinstance(value, Truth):
            held = make.both(test.value, value.value)
            if node.kind == "all":
                held = make.one(make.no(test.value), value.value)
            neutral = make.true if node.kind == "all" else make.false
            each = make.case([(out, neutral)], held)
            op = "and" if node.kind == "all" else "or"
            return Truth(self.folded(op, rows, each, neutral), make.false)
        kind = node.type
        assert isinstance(value, Number)
        assert isinstance(kind, Quantity)
        scale = value.least.type.scale
        digits = whole_digits(kind.low, kind.high) + scale
        if digits > WIDE:
            raise TooWide
        zero = make.fit(make.number(Decimal(0)), digits, scale)
        off = make.one(out, make.is_false(test.value))
        sides = []
        for side, most in ((value.least, False), (value.most, True)):
            worth = make.fit(side, digits, scale)
            perhaps = make.extreme([worth, zero], most=most)
            each = make.case([(off, zero), (make.is_true(test.value), worth)], perhaps)
            sides.append(self.folded("+", rows, make.cast(each, decimal(tier(digits), scale)), zero))
        return Number(sides[0], sides[1], make.false, kind.low, kind.high, value.unit)

    def folded(self, op: str, rows: Cell, each: Cell, start: Cell) -> Cell:
        """Over the elements of a list, from `start` on; NULL if the list is."""
        if rows.constant:
            return self.cells.null(each.type)
        nullable = rows.nullable or each.nullable
        first = self.cells.cast(start, each.type)
        return self.cells.make("fold", (op, rows, each, first), each.type, nullable)

"""From typed trees to cells, for one scheme at one date: one method for each kind of node, named after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from bareme import tree
from bareme.closures import YEAR
from bareme.errors import BaremeError
from bareme.facts import period_number
from bareme.model import Scheme
from bareme.sql.algebra import Algebra, TooWide
from bareme.sql.cells import BOOLEAN, DATE, TEXT, Cell, decimal, tier
from bareme.sql.days import Days
from bareme.sql.facts import Facts
from bareme.sql.lookups import Lookups
from bareme.sql.scales import flat, marginal
from bareme.sql.worth import Date, Number, Periods, Truth, Word, Worth
from bareme.tree import Node
from bareme.types import Boolean, Code, Day, Quantity
from bareme.values import NOT_APPLICABLE


class NotCompiled(BaremeError):
    """A rule that SQL could only answer approximately. Names the construct and its line."""


class Rules:
    """One scheme at one date, over shared facts. `own`: where its inputs lie among those facts."""

    def __init__(
        self, scheme: Scheme, on: date, cells: Algebra, facts: Facts, lookups: Lookups,
        own: Callable[[str], str] = lambda path: path,
    ) -> None:  # fmt: skip
        self.scheme, self.on, self.cells, self.facts, self.lookups, self.own = (
            scheme,
            on,
            cells,
            facts,
            lookups,
            own,
        )
        self.days = Days(cells)
        self._worth: dict[int, Worth] = {}
        self._named: dict[str, Worth] = {}

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

    def refuse(self, node: Node, why: str) -> Any:
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
        cell = self.cells.literal(self.on, DATE)
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
        found = self.worth(self.scheme.definitions[node.name].node)
        for cell, suffix in self._sides(found):
            if not cell.constant and not cell.hint:
                cell.hint = node.name + suffix
        return found

    def _sides(self, found: Worth) -> list[tuple[Cell, str]]:
        if isinstance(found, Number | Date):
            sides = [
                (found.least, "" if found.exact else "_least"),
                (found.most, "" if found.exact else "_most"),
            ]
        else:
            sides = [(found.value, "")]
        return [*sides, (found.na, "_na")]

    def _useref(self, node: tree.UseRef) -> Worth:
        return self.refuse(node, "les barèmes empilés ne le sont pas encore")  # type: ignore[no-any-return]  # raises

    def _elementref(self, node: tree.ElementRef) -> Worth:
        return self.refuse(node, "un fait d’une entité à plusieurs éléments")  # type: ignore[no-any-return]  # raises

    def _aggregate(self, node: tree.Aggregate) -> Worth:
        return self.refuse(node, "une entité à plusieurs éléments ne tient pas dans une ligne par entreprise")  # type: ignore[no-any-return]  # raises

    def _periodref(self, node: tree.PeriodRef) -> Worth:
        known = self._by_period(node.path)
        none = self.unknown(node)
        numbers = self.numbers(node)
        if node.end is None:
            return self._one_period(known, numbers[0], none)
        total: Worth = self.cells.exactly(Decimal(0))
        for number in numbers:
            value = self._one_period(known, number, none)
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
        known = self.facts.periods(self.own(path))
        applies = self.scheme.inputs[path].applies
        if applies is None:
            return known
        test = self.truth(applies)
        off = self.cells.one(test.na, self.cells.is_false(test.value))
        return Periods(
            known.values,
            off,
            self.cells.both(self.cells.no(off), self.cells.no(self.cells.is_true(test.value))),
        )

    def _one_period(self, known: Periods, number: int, none: Worth) -> Worth:
        found: Worth = known.values.get(number, none)
        if known.na is self.cells.false and known.unknown is self.cells.false:
            return found
        test = self.cells.case(
            [(known.na, self.cells.false), (known.unknown, self.cells.null(BOOLEAN))], self.cells.true
        )
        return self.cells.guard(Truth(test, self.cells.false), found)

    def _period(self, node: tree.PeriodRef, index: Node) -> int:
        if not node.relative:
            day = self.date(index).least
            if not day.constant or day.value is None:
                self.refuse(index, "cette date n’est pas connue à la date d’évaluation")
            return period_number(node.every, day.value)
        months = 12 if isinstance(index.type, Quantity) and index.type.unit == YEAR else 1
        size = {"month": 1, "quarter": 3, "year": 12}[node.every]
        return period_number(node.every, self.on) + int(self.constant(index)) * months // size

    # Arithmetic

    def _add(self, node: tree.Add) -> Worth:
        return self.cells.add(self.number(node.left), self.number(node.right), self.bounds(node))

    def _subtract(self, node: tree.Subtract) -> Worth:
        return self.cells.subtract(self.number(node.left), self.number(node.right), self.bounds(node))

    def _multiply(self, node: tree.Multiply) -> Worth:
        return self.cells.multiply(self.number(node.left), self.number(node.right), self.bounds(node))

    def _negate(self, node: tree.Negate) -> Worth:
        return self.cells.negate(self.number(node.value))

    def _convert(self, node: tree.Convert) -> Worth:
        return self.cells.multiply(
            self.number(node.value), self.cells.exactly(node.factor), self.bounds(node)
        )

    def _least(self, node: tree.Least) -> Worth:
        return self._extremum(node, node.operands, most=False)

    def _greatest(self, node: tree.Greatest) -> Worth:
        return self._extremum(node, node.operands, most=True)

    def _extremum(self, node: Node, operands: tuple[Node, ...], *, most: bool) -> Worth:
        if isinstance(node.type, Day):
            return self.days.extremum([self.date(operand) for operand in operands], most=most)
        return self.cells.extremum([self.number(operand) for operand in operands], most=most)

    def _clip(self, node: tree.Clip) -> Worth:
        inside = self.cells.extremum([self.number(node.value), self.number(node.high)], most=False)
        return self.cells.extremum([self.number(node.low), inside], most=True)

    def _round(self, node: tree.Round) -> Worth:
        step = self.number(node.step)
        if step.least.constant and step.least.value is None:
            return self.unknown(node)
        size = self.constant(node.step)
        if not isinstance(node.value, tree.Prorata):
            return self.cells.round(self.number(node.value), size, node.mode)
        inner = node.value
        value = self.number(inner.value) if inner.value is not None else None
        part, whole = self.number(inner.part), self.number(inner.whole)
        return self.cells.prorata(value, part, whole, size, node.mode, self.bounds(node))

    def _brackets(self, node: tree.Brackets) -> Worth:
        scale = self.scheme.scales[node.scale]
        version = scale.at(self.on)
        if version is None:
            return self.unknown(node)
        value = self.number(node.value)
        if scale.kind == "flat":
            return flat(self.cells, version, value)
        return marginal(self.cells, version, value, self.bounds(node))

    # Dates

    def _shift(self, node: tree.Shift) -> Worth:
        years = isinstance(node.duration.type, Quantity) and node.duration.type.unit == YEAR
        return self.days.shift(
            self.date(node.date), self.number(node.duration), node.mode, node.sign * (12 if years else 1)
        )

    def _daysbetween(self, node: tree.DaysBetween) -> Worth:
        return self.days.between(self.date(node.left), self.date(node.right))

    def _whole(self, node: tree.Whole) -> Worth:
        return self.days.whole(self.date(node.start), self.date(node.end), node.unit)

    # Conditions

    def _compare(self, node: tree.Compare) -> Worth:
        a, b = self.worth(node.left), self.worth(node.right)
        for one, other in ((a, b), (b, a)):
            if isinstance(one, Truth) and one.na is self.cells.true and not isinstance(other, Truth):
                return Truth(self.cells.null(BOOLEAN), self.cells.true)
        if isinstance(a, Number | Date):
            assert isinstance(b, Number | Date)
            return self.cells.relate(node.op, a, b)
        assert isinstance(b, Truth | Word)
        if isinstance(a, Word) and isinstance(b, Word) and a.many is not b.many:
            self.refuse(node, "plusieurs codes comparés à un seul")
        if isinstance(a, Word) and a.many:
            self.refuse(node, "deux listes de codes comparées entre elles")
        same = self.cells.same(a, b)
        return same if node.op == "==" else self.cells.negation(same)

    def _and(self, node: tree.And) -> Worth:
        return self.cells.every([self.truth(operand) for operand in node.operands])

    def _or(self, node: tree.Or) -> Worth:
        return self.cells.some([self.truth(operand) for operand in node.operands])

    def _not(self, node: tree.Not) -> Worth:
        return self.cells.negation(self.truth(node.value))

    def _member(self, node: tree.Member) -> Worth:
        codes = self.scheme.sets[node.set].at(self.on)
        if codes is None or codes.empty:
            return Truth(self.cells.false, self.cells.false)
        code = self.worth(node.code)
        if not isinstance(code, Word):
            return Truth(self.cells.null(BOOLEAN), code.na)
        return Truth(self.lookups.holds(code, node.set, codes), code.na)

    def _oneof(self, node: tree.OneOf) -> Worth:
        found = self.worth(node.value)
        if not isinstance(found, Word):
            return Truth(self.cells.null(BOOLEAN), found.na)
        if found.value.constant:
            said = None if found.value.value is None else found.value.value in node.words
            return Truth(self.cells.literal(said, BOOLEAN), found.na)
        return Truth(self.cells.call("among", found.value, *sorted(set(node.words)), type=BOOLEAN), found.na)

    # Choice and absence

    def _choose(self, node: tree.Choose) -> Worth:
        cases = [(self.truth(test), self.worth(then)) for test, then in node.cases]
        return self.cells.choose(cases, self.worth(node.default))

    def _guard(self, node: tree.Guard) -> Worth:
        return self.cells.guard(self.truth(node.condition), self.worth(node.value))

    def _otherwise(self, node: tree.Otherwise) -> Worth:
        return self.cells.otherwise(self.worth(node.value), self.worth(node.fallback))

    def _applies(self, node: tree.Applies) -> Worth:
        return self.cells.applies(self.worth(node.value))

    def _dated(self, node: tree.Dated) -> Worth:
        version = node.at(self.on)
        return self.worth(version) if version is not None else self.unknown(node)


__all__ = ["NotCompiled", "Rules", "tier"]

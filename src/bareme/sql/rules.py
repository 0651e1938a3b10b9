"""From typed trees to cells, for one scheme at one date: one method for each kind of node, named after it."""

from __future__ import annotations

from bareme import tree
from bareme.closures import YEAR
from bareme.sql.cells import BOOLEAN
from bareme.sql.leaves import Leaves
from bareme.sql.scales import flat, marginal
from bareme.sql.worth import Date, Number, Truth, Word, Worth
from bareme.tree import Node
from bareme.types import Day, Quantity


class Rules(Leaves):
    """The operators; what they read is `Leaves`."""

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

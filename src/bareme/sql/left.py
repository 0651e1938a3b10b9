"""Is an officer's appreciation all that is missing? What `bareme.questions.missing` answers, in cells."""

from __future__ import annotations

from collections.abc import Sequence

from bareme import tree
from bareme.sql.cells import Cell
from bareme.sql.rules import Rules
from bareme.sql.worth import Number
from bareme.tree import Node


def officer_only(rules: Rules, met: Cell) -> Cell:
    """No condition is false; something is missing, and nothing but the officer's checks."""
    make = rules.cells
    checks, others = _Left(rules).whole()
    return make.both(make.not_false(met), checks, make.no(others))


class _Left:
    """For each node two cells, never NULL: does a check, does another fact, leave it uncertain?"""

    def __init__(self, rules: Rules) -> None:
        self.rules, self.make = rules, rules.cells
        self._known: dict[int, tuple[Cell, Cell]] = {}

    def whole(self) -> tuple[Cell, Cell]:
        """Of all conditions in force and amounts."""
        scheme = self.rules.scheme
        nodes = [c.node for c in scheme.conditions if c.holds(self.rules.on)]
        return self._any([self.of(node) for node in [*nodes, *(line.node for line in scheme.lines)]])

    def of(self, node: Node) -> tuple[Cell, Cell]:
        key = id(node)
        if key not in self._known:
            self._known[key] = self._of(node)
        return self._known[key]

    def _of(self, node: Node) -> tuple[Cell, Cell]:
        make = self.make
        if isinstance(node, tree.Dated):
            version = node.at(self.rules.on)
            return self.of(version) if version is not None else (make.false, make.false)
        if isinstance(node, tree.DefinitionRef):
            return self.of(self.rules.scheme.definitions[node.name].node)
        unsure = make.no(self.rules.certain(node))
        if unsure is make.false:
            return make.false, make.false
        return self._gated(unsure, self._inside(node))

    def _gated(self, test: Cell, pair: tuple[Cell, Cell]) -> tuple[Cell, Cell]:
        return self.make.both(test, pair[0]), self.make.both(test, pair[1])

    def _any(self, pairs: Sequence[tuple[Cell, Cell]]) -> tuple[Cell, Cell]:
        return self.make.one(*(a for a, _ in pairs)), self.make.one(*(b for _, b in pairs))

    def _inside(self, node: Node) -> tuple[Cell, Cell]:
        if isinstance(node, tree.InputRef):
            return self._fact(node.path)
        if isinstance(node, tree.ElementRef):
            return self.make.false, self.make.true
        if isinstance(node, tree.PeriodRef):
            return self._periods(node)
        if isinstance(node, tree.Choose):
            return self._choose(node)
        if isinstance(node, tree.UseRef):
            return self._used(node.use)
        if isinstance(node, tree.Aggregate):
            return self._list(node)
        children = [
            inner
            for child in node.children
            for inner in (child.children if isinstance(child, tree.Prorata) else (child,))
        ]
        pairs = [self.of(child) for child in children]
        if isinstance(node, tree.Least | tree.Greatest):
            pairs = [self._matters(node, child, pair) for child, pair in zip(children, pairs, strict=True)]
        return self._any(pairs)

    def _used(self, name: str) -> tuple[Cell, Cell]:
        inner, found = self.rules.inner(name), self.rules.used(name)
        if inner is None or found is None:
            return self.make.false, self.make.false
        return self._gated(self.make.not_false(found.met), _Left(inner).whole())

    def _list(self, node: tree.Aggregate) -> tuple[Cell, Cell]:
        """The list itself, or what is uncertain of an element not left aside."""
        make = self.make
        rows = self.rules.facts.elements(node.entity)
        inside = self._any([self.of(child) for child in node.children])
        if node.where is not None:
            where = self.rules.truth(node.where)
            inside = self._gated(make.one(where.na, make.not_false(where.value)), inside)
        check, other = (self.rules.folded("or", rows, each, make.false) for each in inside)
        known = make.known(rows)
        return make.both(known, make.is_true(check)), make.one(make.no(known), make.is_true(other))

    def _matters(self, node: Node, child: Node, pair: tuple[Cell, Cell]) -> tuple[Cell, Cell]:
        """Where the result is an interval, only an operand that can be the least (or greatest) one counts."""
        whole, part = self.rules.worth(node), self.rules.worth(child)
        if not isinstance(whole, Number) or not isinstance(part, Number) or whole.exact:
            return pair
        if isinstance(node, tree.Least):
            able = self.make.compare("<=", part.least, whole.most)
        else:
            able = self.make.compare("<=", whole.least, part.most)
        return self._gated(self.make.not_false(able), pair)

    def _fact(self, path: str) -> tuple[Cell, Cell]:
        make, own = self.make, self.rules.own(path)
        officer = path.startswith("checks.") or ".checks." in path
        mine = (make.true, make.false) if officer else (make.false, make.true)
        applies = self.rules.scheme.inputs[path].applies
        if applies is None:
            return mine
        test = self.of(applies)
        sure = self.rules.certain_worth(self.rules.facts.worth(own))
        return self._any([test, self._gated(make.no(sure), mine)])

    def _periods(self, node: tree.PeriodRef) -> tuple[Cell, Cell]:
        make = self.make
        fact = self.rules.scheme.inputs[node.path]
        test = self.of(fact.applies) if fact.applies is not None else (make.false, make.false)
        given = [self.rules.facts.period(self.rules.own(node.path), n) for n in self.rules.numbers(node)]
        missing = make.one(
            *(make.true if worth is None else make.no(self.rules.certain_worth(worth)) for worth in given)
        )
        return self._any([test, (make.false, missing)])

    def _choose(self, node: tree.Choose) -> tuple[Cell, Cell]:
        make = self.make
        found: list[tuple[Cell, Cell]] = []
        open_ = make.true  # no case before is true
        for test, then in node.cases:
            truth = self.rules.truth(test)
            value = make.both(make.no(truth.na), truth.value)
            unsure = make.no(make.known(value)) if value.nullable else make.false
            found.append(self._gated(make.both(open_, unsure), self.of(test)))
            found.append(self._gated(make.both(open_, make.not_false(value)), self.of(then)))
            open_ = make.both(open_, make.no(make.is_true(value)))
        found.append(self._gated(open_, self.of(node.default)))
        return self._any(found)

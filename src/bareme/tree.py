"""The typed tree of a rule: what the evaluator compiles to closures, and the SQL compiler to SQL.

Every node is frozen and carries `type` (unit, decimals, bounds, may it be not applicable) and `span`
(its place in the text). Names are resolved: a reference always exists. Sugar is gone: a zone is `Member`
tests, a decision table is a `Choose`, `a <= x < b` is an `And`, `room(cap)` is a `Greatest`.

What the three absences do, node by node, is the contract of both back ends:

* not applicable wins over unknown in every strict node (arithmetic, comparison, min, max, clip, rounding);
* unknown makes every strict node unknown;
* `And`, `Or` leave out operands that are not applicable (all of them so → not applicable) and follow Kleene;
* `Choose` with an unknown condition: branches still open that agree give their value, quantities that are
  all known give the interval that holds them, anything else is unknown;
* aggregates leave out elements that are not applicable.

A back end that works for one date replaces each `Dated` by `node.at(on)`, each `ParameterRef` by
`scheme.parameters[name].at(on).value`, and takes conditions for which `condition.holds(on)`; between two of
`scheme.dates()` nothing changes. Definitions and guarded facts are to be worked out in `scheme.order`.
A fact with `applies` reads as a `Guard` of that rule around the fact. `type.scale` and `type.digits` give the
DECIMAL of each money node (38 digits at most, proved at load); operands of a `Choose`, `Least`, `Add`… may
have fewer decimals than their parent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Literal as Words

from bareme.errors import Span
from bareme.types import AnyType
from bareme.units import Unit
from bareme.values import NotApplicable

Rounding = Words["half_up", "half_down", "half_even", "floor", "ceil"]
Comparison = Words["<", "<=", ">", ">=", "==", "!="]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Base. `type` is never missing; `span` is the place of the expression in the file."""

    type: AnyType
    span: Span

    @property
    def children(self) -> Iterator[Node]:
        for field in fields(self):
            yield from _nodes(getattr(self, field.name))

    def walk(self) -> Iterator[Node]:
        """This node and all below it; references are not followed."""
        yield self
        for child in self.children:
            yield from child.walk()


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, Version):
        yield value.node


# Leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Node):
    """A value written in the rule: 0, 1, 100 %, a rounding step, a word, not_applicable."""

    value: bool | Decimal | date | str | NotApplicable


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDate(Node):
    """The date of evaluation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRef(Node):
    """A fact of `scheme.inputs`, by its path (`headcount`, `project.cost`, `shop.commune`)."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRef(Node):
    """A fact of the element at hand inside an Aggregate over `entity` (path `members.income`)."""

    entity: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterRef(Node):
    """A dated parameter of `scheme.parameters`."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionRef(Node):
    """A named quantity of `scheme.definitions` (decision tables are there too)."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRef(Node):
    """The result of another scheme of `scheme.uses`: its `amount`, or whether it is `eligible`."""

    use: str
    field: Words["amount", "eligible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRef(Node):
    """The value for one period of a fact given by period, or the sum from `start` to `end` included.

    An index is either a duration in whole periods (`relative`: counted from the period of the date of
    evaluation) or a date. It never depends on a fact: a compiler can fold it.
    """

    path: str
    every: Words["month", "quarter", "year"]
    relative: bool
    start: Node
    end: Node | None


# Arithmetic: exact, strict


@dataclass(frozen=True, slots=True, kw_only=True)
class Add(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtract(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiply(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Negate(Node):
    value: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Convert(Node):
    """The same quantity in a smaller unit: `value` × `factor`, an exact whole number."""

    value: Node
    factor: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Least(Node):
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Greatest(Node):
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip(Node):
    """max(low, min(value, high))."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Prorata(Node):
    """value × part ÷ whole, an exact fraction (`value` None: part ÷ whole). Always right below a Round.

    A whole of zero makes it unknown. Its own `type.scale` says nothing: the Round above has it.
    """

    value: Node | None
    part: Node
    whole: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Node):
    """To a multiple of `step` > 0. Symmetric about zero: floor goes towards it, ceil away from it."""

    mode: Rounding
    value: Node
    step: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Brackets(Node):
    """`scheme.scales[scale]` applied to `value`.

    marginal: the sum over brackets of rate × the part of `value` inside. flat: the value of the first
    bracket that holds `value`.
    """

    scale: str
    value: Node


# Dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(Node):
    """`date` plus (or minus, if `sign` is -1) `duration`.

    mode days: whole days. down, up: months or years; where the day does not exist, the last of the
    month, or the first of the next.
    """

    date: Node
    duration: Node
    mode: Words["days", "down", "up"]
    sign: Words[1, -1]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysBetween(Node):
    """left − right, in days."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Node):
    """Completed months or years from `start` to `end`; born on 29 February, a year is full on 1 March."""

    start: Node
    end: Node
    unit: Words["month", "year"]


# Conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Node):
    """Two quantities of one unit, two dates, or (== and != only) two words, codes, booleans."""

    op: Comparison
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Node):
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Node):
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    value: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Node):
    """The code is in `scheme.sets[set]` (one at least, if the code is `many`). An empty set: false."""

    code: Node
    set: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Node):
    """The word is one of `words`."""

    value: Node
    words: tuple[str, ...]


# Choice and absence


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Node):
    """The node of the first case whose condition is true, else `default`.

    A condition that is not applicable counts as false.
    """

    cases: tuple[tuple[Node, Node], ...]
    default: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard(Node):
    """`value` where `condition` is true; not applicable where it is false (or not applicable)."""

    condition: Node
    value: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise(Node):
    """`value`, or `fallback` where `value` is not applicable."""

    value: Node
    fallback: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies(Node):
    """Is `value` applicable? Unknown if `value` is unknown and may be not applicable."""

    value: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Node):
    """Over the elements of `scheme.entities[entity]` for which `where` is true.

    sum (of `value`), count, any, all (of `value`, a condition). The list itself missing: unknown.
    """

    kind: Words["sum", "count", "any", "all"]
    entity: str
    value: Node | None
    where: Node | None


@dataclass(frozen=True, slots=True)
class Version:
    """`node` holds from `since`, to `until` included (None: no end)."""

    since: date
    until: date | None
    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Node):
    """The version in force at the date of evaluation; sorted, without a hole inside the validity."""

    versions: tuple[Version, ...]

    def at(self, on: date) -> Node | None:
        for version in reversed(self.versions):
            if version.since <= on:
                return version.node if version.until is None or on <= version.until else None
        return None


def unit_of(node: Node) -> Unit | None:
    """The unit of a quantity, None for any other type."""
    return getattr(node.type, "unit", None)

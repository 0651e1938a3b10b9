"""A scheme once read: frozen parts, every name resolved, every rule a typed tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from bareme.errors import NOWHERE, Problem, Span
from bareme.tree import Node
from bareme.types import AnyType
from bareme.units import ONE, Unit
from bareme.values import Interval, NotApplicable, Value

LANGUAGE = 1
Label = Mapping[str, str]  # {"fr": …, "en": …}; "fr" is always there
Kind = Literal["grant", "advance", "guarantee", "levy", "voucher", "entitlement"]
AppliesBy = Literal["filing", "completion", "decision", "month_aided"]
Period = Literal["month", "quarter", "year"]
Event = Literal["filing", "completion", "decision", "award", "payment", "closure"]


def say(label: Label, language: str = "fr") -> str:
    """The label in this language, else in French."""
    return label.get(language) or label["fr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A fact. `path` is its key in `scheme.inputs`: `headcount`, `project.cost`, `shop.commune`."""

    path: str
    type: AnyType
    label: Label
    ask: Label | None = None
    default: Value | None = None
    applies: Node | None = None  # where false, the fact is not applicable
    source: Literal["applicant", "register", "officer"] = "applicant"
    register: str | None = None  # the bracket table that may stand for it
    by: Period | None = None  # one value for each period
    words: Mapping[str, Label] = field(default_factory=dict)  # of a choice
    whole: bool = False  # only whole numbers
    reference: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What is related to the applicant, many times: `inputs` are facts of each element."""

    name: str
    label: Label
    inputs: Mapping[str, Input]
    unit: Unit = ONE  # what `count` counts
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    since: date
    until: date | None
    value: Value
    reference: str
    example: bool = False  # no text fixes this figure: it is shown as an example

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A dated value. `scope`: what a ceiling bounds."""

    name: str
    label: Label
    type: AnyType
    values: tuple[DatedValue, ...]
    scope: Literal["month", "award", "firm", "scheme"] | None = None
    span: Span = NOWHERE

    def at(self, on: date) -> DatedValue | None:
        return next((value for value in reversed(self.values) if value.holds(on)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """One version of a set: exact `codes`, or beginnings, less the beginnings `excepted`."""

    since: date
    until: date | None
    codes: frozenset[str]
    prefixes: tuple[str, ...]
    excepted: tuple[str, ...]
    reference: str

    def holds(self, code: str) -> bool:
        if not (code in self.codes or (self.prefixes and code.startswith(self.prefixes))):
            return False
        return not (self.excepted and code.startswith(self.excepted))

    @property
    def empty(self) -> bool:
        return not self.codes and not self.prefixes


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSet:
    """A named, dated list of codes of the nomenclature `of`."""

    name: str
    of: str
    label: Label
    versions: tuple[CodeList, ...]
    span: Span = NOWHERE

    def at(self, on: date) -> CodeList | None:
        for version in reversed(self.versions):
            if version.since <= on and (version.until is None or on <= version.until):
                return version
        return None


@dataclass(frozen=True, slots=True)
class Bracket:
    """Up to `upper` (None: no end; `inclusive`: the bound belongs to it): a rate, or a value."""

    upper: Decimal | None
    inclusive: bool
    value: Decimal | NotApplicable


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleVersion:
    since: date
    until: date | None
    brackets: tuple[Bracket, ...]
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale by brackets. `over`: type of what is looked up; `gives`: type of a bracket's rate or value."""

    name: str
    kind: Literal["marginal", "flat"]
    label: Label
    over: AnyType
    gives: AnyType
    versions: tuple[ScaleVersion, ...]
    span: Span = NOWHERE

    def at(self, on: date) -> ScaleVersion | None:
        for version in reversed(self.versions):
            if version.since <= on and (version.until is None or on <= version.until):
                return version
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A named quantity or condition."""

    name: str
    label: Label
    node: Node
    table: bool = False
    reference: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`refusal` is what the applicant reads where it is false. `check`: the officer appreciates it."""

    name: str
    node: Node
    refusal: Label
    label: Label | None = None
    since: date | None = None
    until: date | None = None
    check: bool = False
    reference: str = ""
    span: Span = NOWHERE

    def holds(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One amount of the decision. Its node's type is a Quantity."""

    name: str
    kind: Kind
    label: Label
    node: Node
    reference: str = ""
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Due:
    """A day, or so many `count` `unit` after `event`."""

    event: Event | None
    count: int = 0
    unit: Literal["day", "week", "month", "year"] = "day"
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Funder:
    """`key` is its weight among the funders."""

    name: str
    key: Decimal
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The money voted: dated `amount`, how it is served, who funds it, who takes the odd cent."""

    amount: tuple[DatedValue, ...]
    served: Literal["first_come", "pro_rata", "rank"]
    rank_by: Node | None
    funders: tuple[Funder, ...]
    odd_cent: str | None

    def at(self, on: date) -> DatedValue | None:
        return next((value for value in reversed(self.amount) if value.holds(on)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """A part of the award, `share` between 0 and 1; the last one takes what is left."""

    name: str
    share: Decimal
    due: Due
    label: Label
    needs: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repayment:
    """How an advance comes back: `term` (grace included) and `grace` are durations in months."""

    term: Node
    grace: Node | None
    every: Period
    odd_cent: Literal["first", "last"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What the beneficiary owes after the award."""

    label: Label
    evidence: str = ""
    due: Due | None = None
    applies: Node | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A piece to supply; `applies`: to whom."""

    name: str
    label: Label
    applies: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeTest:
    """One test of the scheme: facts and expectations as plain text, read when it is played."""

    name: str
    on: date
    given: Mapping[str, object]
    parameters: Mapping[str, str]
    expect: Mapping[str, object]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Scheme:
    """A whole scheme. Immutable; `hash` is the SHA-256 of its text (line ends normalised).

    `overlay` lists the parameters replaced for a what-if: it is part of every receipt.
    `order` lists definitions, and facts with an `applies`, so that each comes after those it uses.
    """

    name: str
    path: str
    text: str
    hash: str
    title: Label
    kind: Kind
    currency: str
    since: date
    until: date | None
    applies_by: AppliesBy
    beneficiary: str
    summary: Label | None = None
    enacted: date | None = None
    units: Mapping[str, Label] = field(default_factory=dict)
    inputs: Mapping[str, Input] = field(default_factory=dict)
    entities: Mapping[str, Entity] = field(default_factory=dict)
    registers: Mapping[str, Mapping[str, Decimal | Interval | None]] = field(default_factory=dict)
    sets: Mapping[str, CodeSet] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    uses: Mapping[str, Scheme] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    lines: tuple[Line, ...] = ()
    ask: tuple[str, ...] = ()
    envelope: Envelope | None = None
    instalments: tuple[Instalment, ...] = ()
    repayment: Repayment | None = None
    obligations: tuple[Obligation, ...] = ()
    documents: tuple[Document, ...] = ()
    tests: tuple[SchemeTest, ...] = ()
    warnings: tuple[Problem, ...] = ()
    overlay: tuple[tuple[str, str], ...] = ()
    language: int = LANGUAGE

    def rules(self) -> Iterator[Node]:
        """Every rule of the scheme, one tree each."""
        yield from (definition.node for definition in self.definitions.values())
        yield from (condition.node for condition in self.conditions)
        yield from (line.node for line in self.lines)

    def trees(self) -> Iterator[Node]:
        """Every rule, those around the conditions and amounts included."""
        yield from self.rules()
        yield from self.around()

    def around(self) -> Iterator[Node]:
        """The rules outside them: to whom a fact applies, who owes what, who is first, for how long."""
        found = [fact.applies for fact in self.inputs.values()]
        found += [part.applies for part in self.obligations] + [part.applies for part in self.documents]
        found += [self.envelope.rank_by] if self.envelope else []
        found += [self.repayment.term, self.repayment.grace] if self.repayment else []
        yield from (node for node in found if node is not None)

    def dates(self) -> tuple[date, ...]:
        """The days on which some part of the text changes, from `since` on, sorted.

        Between two of them the scheme is one and the same text: the rules may be compiled once.
        """
        found = {self.since}
        dated: list[object] = [self, *self.conditions]
        dated += [value for parameter in self.parameters.values() for value in parameter.values]
        dated += [version for codes in self.sets.values() for version in codes.versions]
        dated += [version for scale in self.scales.values() for version in scale.versions]
        dated += [v for rule in self.trees() for node in rule.walk() for v in getattr(node, "versions", ())]
        for part in dated:
            since, until = getattr(part, "since", None), getattr(part, "until", None)
            found |= {since} if since else set()
            found |= {until + timedelta(days=1)} if until else set()
        for other in self.uses.values():
            found |= set(other.dates())
        return tuple(sorted(day for day in found if day >= self.since))

"""What reading says of a document: frozen facts, each with its place, exact words and confidence.

`span` points into `Document.text`; `quote` is the text there, letter for letter;
`confidence` (0–1) orders the review: it says how often facts found the same way were right
on our own corpus, not how sure somebody is.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relance.reading.document import Span
from relance.values.horizon import Horizon
from relance.values.money import Money


class DocumentStatus(StrEnum):
    """What kind of word the document gives."""

    ADOPTED = "adopted"  # voted or decided by the authority itself
    REPORTED = "reported"  # told by somebody else, or announced
    PROMISED = "promised"  # a programme or a project
    REPLY = "reply"  # one body's answers to another's priorities


class Role(StrEnum):
    """What an organisation does in a measure."""

    LEAD = "lead"
    PARTNER = "partner"
    FUNDER = "funder"


class AmountRole(StrEnum):
    """What a sum of money is."""

    TOTAL = "total"  # the budget of the whole plan
    ENVELOPE = "envelope"  # the cost or envelope of a measure
    CEILING = "ceiling"
    FLOOR = "floor"
    SHARE = "share"  # "dont 15 000 € d'aménagement", a funder's part
    OTHER = "other"


class ParameterKind(StrEnum):
    """A condition of an aid."""

    ENVELOPE = "envelope"
    CEILING = "ceiling"
    FLOOR = "floor"
    RATE = "rate"
    HEADCOUNT = "headcount"
    TERM = "term"
    DEFERRAL = "deferral"
    BASE = "base"
    CHARTER = "charter"
    BENEFICIARIES = "beneficiaries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    span: Span
    quote: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFact(Fact):
    """A title or a territory. `value`: its words on one line."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFact(Fact):
    value: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFact(Fact):
    value: DocumentStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFact(Fact):
    """A sum of money. Both ends of a range are two facts with one quote.

    `what`: the words that say what it is for, on one line. `per`: "year", "month"… or None.
    `measure`: index into `Facts.measures`, None outside any measure.
    """

    money: Money
    role: AmountRole
    what: str
    per: str | None = None
    measure: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HorizonFact(Fact):
    horizon: Horizon


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFact(Fact):
    """A named organisation. `name` is the fullest name the document gives it, `acronym` the short one."""

    name: str
    role: Role
    acronym: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterFact(Fact):
    """A condition of an aid: a number with its unit ("EUR" in minor units, "%", "months",
    "employees"…), or words alone (`value` None) for a charter or beneficiaries."""

    kind: ParameterKind
    value: int | None
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisFact(Fact):
    """A top-level group. `label` without its number, on one line."""

    label: str
    number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFact(Fact):
    """What the author says will be done or funded.

    `axis`: index into `Facts.axes` or None. `objective`: the heading above it. `response_to`:
    the priority that it answers, in a reply.
    """

    text: str
    axis: int | None
    number: str | None = None
    objective: str | None = None
    response_to: str | None = None
    horizon: HorizonFact | None = None
    amount: AmountFact | None = None
    partners: tuple[OrganisationFact, ...] = ()
    parameters: tuple[ParameterFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFact(Fact):
    """A statement about the state of things: a diagnosis, with its figure where it has one."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that was read, in the order of the document."""

    title: TextFact | None
    territory: TextFact | None
    adopted_on: DateFact | None
    status: StatusFact | None
    total_budget: AmountFact | None
    axes: tuple[AxisFact, ...]
    measures: tuple[MeasureFact, ...]
    amounts: tuple[AmountFact, ...]
    findings: tuple[FindingFact, ...]

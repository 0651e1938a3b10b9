"""What a simulation answers: frozen, exact, JSON-ready. Amounts are Decimal in the scheme's currency."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Firms:
    """A number of firms: at least, in the central case, at most."""

    least: int
    central: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount: at least, in the central case, at most. `most` is None where nothing bounds it."""

    least: Decimal
    central: Decimal
    most: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """`firms` = `eligible` + `to_be_checked` + `undetermined` + `not_eligible`, without exception.

    Least: what is certain. Central: also those who lack only the officer's appreciation, taken for
    favourable.
    Most: also every undetermined firm, each at the most it could be given. `sure`: undetermined firms that
    meet
    every condition, whose amount alone is not known. `unbounded`: undetermined firms whose amount nothing
    bounds. `at_ceiling`: those that only the scheme's own `ceiling` bounds, and that the most counts at it.
    """

    firms: int
    eligible: int
    to_be_checked: int
    undetermined: int
    not_eligible: int
    sure: int
    unbounded: int
    at_ceiling: int
    ceiling: Decimal | None
    beneficiaries: Firms
    cost: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One condition of the funnel. `refused`: firms for which it is false; `alone`: and no other one is.

    `falls`: of those that every condition before let through, the firms that it refuses. `left`: those
    still in.
    `unknown`: firms for which nobody knows.
    """

    condition: str
    label: str
    refused: int
    alone: int
    unknown: int
    falls: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A variant beside the text: `winners` + `losers` + `same` + `unknown` = firms.

    `gained`, `lost`: their money, both positive. `unknown`: either answer is not certain.
    """

    winners: int
    losers: int
    same: int
    unknown: int
    gained: Decimal
    lost: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The firms of one value of a column; `value` is None where the register does not tell."""

    value: str | None
    firms: int
    undetermined: int
    beneficiaries: Firms
    cost: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """Awards of more than `above`, and `up_to` at most."""

    above: Decimal
    up_to: Decimal | None
    firms: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The awards of the central case above zero. `deciles`: nine amounts, each that of a firm."""

    firms: int
    least: Decimal | None
    most: Decimal | None
    mean: Decimal | None
    deciles: tuple[Decimal, ...]
    classes: tuple[Class, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one funder pays of the awards, each award split to the cent."""

    funder: str
    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Firms of one value of a column that apply and receive nothing."""

    by: str
    value: str | None
    firms: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What comes back in a year: `due`, and the part of it that a scenario loses."""

    year: int
    due: Decimal
    lost: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repayments:
    """`unscheduled`: advances whose term is not known, or is no whole number of periods."""

    years: tuple[Return, ...]
    unscheduled: int
    unscheduled_amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """The central case under one take-up scenario, within the envelope if there is one.

    `asked`: what the applicants would receive; `paid`: what the envelope gives them. `served`: first_come,
    pro_rata, rank, or None without an envelope. `runs_out`: the day of the first application not served;
    None if none, or if nobody knows the days.
    """

    take_up: str
    rate: Decimal
    applicants: int
    asked: Decimal
    envelope: Decimal | None
    served: str | None
    paid: Decimal
    paid_firms: int
    reduced: int
    left: int
    left_amount: Decimal
    runs_out: date | None
    order_drawn: bool
    left_by: tuple[Left, ...]
    shares: tuple[Share, ...]
    repayments: Repayments | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One text over the population. `variant`: None for the scheme as it is; `overlay`: what it changes.

    `funnel`: of a variant, none where there are many; the text's own is that of the `Simulation`.
    """

    variant: str | None
    overlay: tuple[tuple[str, str], ...]
    totals: Totals
    groups: tuple[tuple[str, tuple[Group, ...]], ...]
    compared: Comparison | None
    distribution: Distribution | None
    spending: tuple[Spending, ...]
    funnel: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What pins a result: the same ones give the same figures. The last three are of this run.

    `seconds`: the simulation; `hashing`: the hash of the file, before it. None where nobody gave a clock.
    """

    scheme: str
    scheme_hash: str
    language: int
    overlays: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    on: date
    population: str
    population_hash: str
    population_day: date
    parts: tuple[tuple[str, str], ...]
    rows: int
    only: tuple[tuple[str, tuple[str, ...]], ...]
    facts: tuple[tuple[str, str], ...]
    engine: str
    engine_version: str
    bareme_version: str
    seed: int
    seconds: Decimal | None
    hashing: Decimal | None
    peak_mb: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """The whole result for one scheme. `notes`: what the totals miss or suppose, for whoever reads them."""

    scheme: str
    title: dict[str, str]
    kind: str
    currency: str
    on: date
    text: Answer
    variants: tuple[Answer, ...]
    funnel: tuple[Step, ...]
    drawn: tuple[str, ...]
    absent: tuple[str, ...]
    notes: tuple[str, ...]
    receipt: Receipt

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: amounts are text with every decimal, dates are ISO."""
        found = plain(self)
        assert isinstance(found, dict)
        return found


def plain(value: Any) -> Any:
    """Dataclasses, tuples, decimals and dates into what JSON writes."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value

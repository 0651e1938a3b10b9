"""What a line costs, which offer counts, and the lowest price of the 30 days before a reduction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

REFERENCE_DAYS = 30
"""How far back a reduction looks. Code de la consommation, art. L. 112-1-1; directive 98/6/CE, art. 6 bis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """An offer that could count for a line. Days are included; `left`: units it still covers, None: all.

    price: one unit costs `price`. bundle: `bundle` units for the price of `paid`.
    """

    pk: int
    rule: Literal["price", "bundle"]
    starts_on: date
    ends_on: date
    price: int = 0
    bundle: int = 0
    paid: int = 0
    left: int | None = None

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def saves(self, quantity: int, price: int) -> int:
        """What it takes off so many units at this price, in minor units; zero when it does not apply."""
        covered = quantity if self.left is None else min(quantity, self.left)
        if self.rule == "price":
            return covered * max(price - self.price, 0)
        return covered // self.bundle * (self.bundle - self.paid) * price

    def uses(self, quantity: int) -> int:
        """How many units of its stock such a line takes."""
        covered = quantity if self.left is None else min(quantity, self.left)
        return covered if self.rule == "price" else covered // self.bundle * self.bundle


@dataclass(frozen=True, slots=True)
class Cost:
    """A line's cost in minor units: `total` is `quantity × price − reduction`."""

    quantity: int
    price: int
    reduction: int
    deal: Deal | None = None

    @property
    def total(self) -> int:
        return self.quantity * self.price - self.reduction


def cost(*, quantity: int, price: int, deals: Iterable[Deal], on: date) -> Cost:
    """The line with the one offer that saves most; the first made wins a tie. Offers never add up."""
    best: Deal | None = None
    saved = 0
    for deal in deals:
        saving = deal.saves(quantity, price) if deal.runs_on(on) else 0
        if saving > saved:
            best, saved = deal, saving
    return Cost(quantity, price, saved, best)


@dataclass(frozen=True, slots=True)
class Practised:
    """A price that was shown from a moment on, until the next one."""

    since: datetime
    price: int


def lowest_before(prices: Sequence[Practised], *, starts_at: datetime) -> int | None:
    """The lowest price shown in the 30 days before `starts_at`; None when none was shown then.

    A price counts if it was in force at any moment of these days, so the one already in force when
    they began counts too.
    """
    opened = starts_at - timedelta(days=REFERENCE_DAYS)
    ordered = sorted(prices, key=lambda one: one.since)
    ends = [one.since for one in ordered[1:]] + [starts_at] * bool(ordered)
    seen = [
        one.price for one, end in zip(ordered, ends, strict=True) if one.since < starts_at and end > opened
    ]
    return min(seen, default=None)


def per_cent_off(price: int, prior: int) -> int:
    """The reduction that may be announced, in whole per cent, rounded down: never more than is true."""
    return (prior - price) * 100 // prior

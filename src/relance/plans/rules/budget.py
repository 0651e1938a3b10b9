"""What the sums of a document explain of the total that it announces.

Only envelopes "en tout", in the currency of the plan, are added. An axis that names its own
envelope counts for its measures, and a measure for its parts: their sums are shares of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from relance.values.money import Money


class Aside(StrEnum):
    """Why a sum is shown and not added."""

    DETAIL = "detail"  # a ceiling, a share, a figure quoted in passing
    PERIODIC = "periodic"  # per year, per month, per beneficiary
    CURRENCY = "currency"  # not the currency of the plan
    IN_AXIS = "in_axis"  # a share of the envelope of its axis
    IN_MEASURE = "in_measure"  # a share of the envelope of the measure it is a part of


@dataclass(frozen=True, slots=True)
class Line:
    """One announced sum: ends in minor units, what it is of, and its role.

    `key` is the caller's own; `axis` or `measure` are keys, both None for the plan itself.
    """

    key: int
    low: int | None
    high: int | None
    currency: str
    is_total: bool = False
    is_envelope: bool = False
    in_all: bool = True
    axis: int | None = None
    measure: int | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The account of a plan's money as its document tells it.

    `announced` is None when the document gives no total. `low` and `high` are the sum of
    what is added: equal unless a range is in it. `added` and `aside` partition the lines
    other than the total.
    """

    announced: Money | None
    low: Money
    high: Money
    added: tuple[int, ...]
    aside: Mapping[int, Aside]

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def unexplained(self) -> Money | None:
        """What this text does not cost: the total less the most that it explains; never below zero."""
        if self.announced is None:
            return None
        return max(self.announced - self.high, Money.zero(self.announced.currency))

    @property
    def excess(self) -> Money | None:
        """By how much the parts, at their least, exceed the announced total; None if they do not."""
        if self.announced is None or self.low <= self.announced:
            return None
        return self.low - self.announced

    @property
    def explained_share(self) -> int | None:
        """Explained part of the total, in whole percent rounded down, 100 at most."""
        if self.announced is None or not self.announced:
            return None
        return min(100, self.high.minor * 100 // self.announced.minor)


def breakdown(
    lines: Iterable[Line],
    *,
    currency: str,
    homes: Mapping[int, int | None],
    parents: Mapping[int, int | None],
) -> Breakdown:
    """The account of a plan. `homes`: measure → axis; `parents`: measure → measure it is a part of."""
    known = list(lines)
    total = next((line for line in known if line.is_total), None)
    if total is not None:
        currency = total.currency
    eligible = [line for line in known if _set_aside(line, currency) is None]
    axes = {line.axis for line in eligible if line.axis is not None}
    measures = {line.measure for line in eligible if line.measure is not None}
    added: list[Line] = []
    aside: dict[int, Aside] = {}
    for line in known:
        if line.is_total:
            continue
        reason = _set_aside(line, currency) or _covered(line, axes, measures, homes, parents)
        if reason:
            aside[line.key] = reason
        else:
            added.append(line)
    return Breakdown(
        announced=None if total is None or total.high is None else Money(total.high, currency),
        low=Money.total((Money(line.low or 0, currency) for line in added), currency),
        high=Money.total((Money(line.high or 0, currency) for line in added), currency),
        added=tuple(line.key for line in added),
        aside=aside,
    )


def _set_aside(line: Line, currency: str) -> Aside | None:
    if line.is_total or not line.is_envelope or line.low is None or line.high is None:
        return Aside.DETAIL
    if not line.in_all:
        return Aside.PERIODIC
    return Aside.CURRENCY if line.currency != currency else None


def _covered(
    line: Line,
    axes: set[int],
    measures: set[int],
    homes: Mapping[int, int | None],
    parents: Mapping[int, int | None],
) -> Aside | None:
    """Whether the envelope of something that holds this one already counts."""
    if line.measure is None:
        return None
    if homes.get(line.measure) in axes:
        return Aside.IN_AXIS
    seen = {line.measure}
    above = parents.get(line.measure)
    while above is not None and above not in seen:  # a cycle would be a fault of the data, not a hang
        if above in measures:
            return Aside.IN_MEASURE
        seen.add(above)
        above = parents.get(above)
    return None

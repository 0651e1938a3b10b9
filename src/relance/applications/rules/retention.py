"""How long what is personal in a file is kept, and from when on. Pure.

A file under examination is never touched. Everybody is told before: what is due is announced first, and
erased no sooner than `NOTICE` after it was announced, however late that was.
What remains is a skeleton without name: number, state, days, amounts, and the facts that the decision needs
to be worked out again, kept as long as the accounts that it moved.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

NOTICE: Final = timedelta(days=30)
_AFTER: Final = {"accepted": "accepted", "refused": "refused", "closed": "closed"}


@dataclass(frozen=True, slots=True)
class Keeping:
    """Months for which a scheme keeps what is personal: drafts from their last change, the rest from the
    decision."""

    drafts: int
    refused: int
    closed: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a file stands. `outcome` is empty until decided; `announced_on`: the day somebody was told."""

    draft: bool
    outcome: str
    changed_on: date
    decided_on: date | None = None
    announced_on: date | None = None
    erased: bool = False


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of that month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def ends_on(standing: Standing, keeping: Keeping) -> date | None:
    """The day the time of a file is over; None: it is under examination, or erased already."""
    if standing.erased:
        return None
    if standing.draft:
        return months_after(standing.changed_on, keeping.drafts)
    if not standing.outcome or standing.decided_on is None:
        return None
    return months_after(standing.decided_on, getattr(keeping, _AFTER[standing.outcome]))


def to_announce(standing: Standing, keeping: Keeping, today: date) -> bool:
    """Whether its erasure is near and nobody was told yet."""
    end = ends_on(standing, keeping)
    return end is not None and standing.announced_on is None and end - NOTICE <= today


def erased_on(standing: Standing, keeping: Keeping) -> date | None:
    """The day it is erased: its time over, and `NOTICE` after it was announced; None: not yet known."""
    end = ends_on(standing, keeping)
    if end is None or standing.announced_on is None:
        return None
    return max(end, standing.announced_on + NOTICE)


def to_erase(standing: Standing, keeping: Keeping, today: date) -> bool:
    """Whether its time is over and its notice has run. A draft taken up again is no longer announced."""
    day = erased_on(standing, keeping)
    return day is not None and day <= today

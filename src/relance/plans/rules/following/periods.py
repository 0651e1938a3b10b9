"""Periods of an indicator: years, quarters or months laid end to end, and how they are called."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from relance.plans.rules.following.asking import add_months
from relance.values.typography import Locale, month, short_date


class Every(StrEnum):
    """How long one period lasts."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


MONTHS = {Every.YEAR: 12, Every.QUARTER: 3, Every.MONTH: 1}
MOST = 120


class TooManyPeriods(ValueError):
    """More periods than anybody fills in."""


@dataclass(frozen=True, slots=True)
class Period:
    """From its first to its last day, both included."""

    starts: date
    ends: date


def periods(every: Every, first: int, last: int) -> Iterator[Period]:
    """The periods of the years `first` to `last`. Raises TooManyPeriods, ValueError when none remain."""
    months = MONTHS[every]
    if last < first:
        raise ValueError("the last year comes before the first")
    if (last - first + 1) * (12 // months) > MOST:
        raise TooManyPeriods(f"{MOST} périodes au plus.")
    day = date(first, 1, 1)
    while day.year <= last:
        following = add_months(day, months)
        yield Period(day, following - timedelta(days=1))
        day = following


def called(starts: date, ends: date, locale: Locale = Locale.FR) -> str:
    """ "2027", "2e trimestre 2027", "mai 2027", else both days."""
    if starts.day == 1 and ends + timedelta(days=1) == add_months(starts, 12) and starts.month == 1:
        return str(starts.year)
    if starts.day == 1 and ends + timedelta(days=1) == add_months(starts, 3) and starts.month % 3 == 1:
        rank = starts.month // 3 + 1
        return f"{'1er' if rank == 1 else f'{rank}e'} trimestre {starts.year}"
    if starts.day == 1 and ends + timedelta(days=1) == add_months(starts, 1):
        return month(starts, locale)
    return f"{short_date(starts, locale)} – {short_date(ends, locale)}"

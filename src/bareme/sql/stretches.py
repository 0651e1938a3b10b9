"""Firms judged at different dates: the stretches of time in which one query answers for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bareme import tree
from bareme.model import Scheme

PERIODS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `since` to `until`, both included, the rules and the periods they read are the same."""

    since: date
    until: date


def stretches(scheme: Scheme, first: date, last: date) -> tuple[Stretch, ...]:
    """The days from `first` to `last` on which the scheme is in force, cut where one of its rules changes.

    Where a rule counts periods from the date of evaluation, each period is a stretch. To be compiled one by
    one with `compile_scheme(…, on=stretch.since, on_column="filed")`, each over the firms of its days.
    """
    since = max(first, scheme.since)
    until = last if scheme.until is None else min(last, scheme.until)
    if since > until:
        return ()
    cuts = {since, until + timedelta(days=1), *scheme.dates()}
    for months in {PERIODS[every] for every in _periods(scheme)}:
        cuts |= _starts(since, until, months)
    days = sorted(day for day in cuts if since <= day <= until + timedelta(days=1))
    return tuple(Stretch(a, b - timedelta(days=1)) for a, b in pairwise(days))


def _periods(scheme: Scheme) -> set[str]:
    """What it counts from the date of evaluation: months, quarters, years."""
    found = {
        node.every
        for rule in scheme.trees()
        for node in rule.walk()
        if isinstance(node, tree.PeriodRef)
        and (node.relative or any(isinstance(inner, tree.OnDate) for inner in node.walk()))
    }
    return found.union(*(_periods(other) for other in scheme.uses.values()))


def _starts(since: date, until: date, months: int) -> set[date]:
    """The first days of the periods of so many months that begin in between."""
    found: set[date] = set()
    number = (since.year * 12 + since.month - 1) // months * months
    while True:
        day = date(number // 12, number % 12 + 1, 1)
        if day > until:
            return found
        found.add(day)
        number += months

"""How awards are spread: deciles that are real awards, and classes by round bounds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from bareme.simulation.results import Class, Distribution

if TYPE_CHECKING:
    from bareme.simulation.session import Session
    from bareme.simulation.totals import Columns

LARGEST = 10**15


def bounds(most: Decimal) -> list[Decimal]:
    """Round bounds up to the largest award: 100, 200, 500, 1 000…"""
    found = []
    scale = 100
    while scale <= LARGEST:
        for step in (1, 2, 5):
            found.append(Decimal(step * scale))
            if found[-1] >= most:
                return found
        scale *= 10
    return found


def distribution(session: Session, text: Columns) -> Distribution:
    """The awards above zero of the central case."""
    session.table(
        "spread",
        f"SELECT {text.amount} AS award, count(*) AS n FROM possible WHERE {text.awarded} GROUP BY 1",
        "distribution",
    )
    firms, least, most, whole = session.row(
        "SELECT coalesce(sum(n), 0), min(award), max(award), sum(award * n) FROM spread", "distribution"
    )
    if not firms:
        return Distribution(firms=0, least=None, most=None, mean=None, deciles=(), classes=())
    picks = ", ".join(
        f"min(award) FILTER (WHERE upto * 10 >= {rank} * {int(firms)})" for rank in range(1, 10)
    )
    deciles = session.row(
        f"SELECT {picks} FROM (SELECT award, sum(n) OVER (ORDER BY award) AS upto FROM spread)", "déciles"
    )
    ends = bounds(most)
    below = [Decimal(0), *ends[:-1]]
    tests = [f"award > {low} AND award <= {high}" for low, high in zip(below, ends, strict=True)]
    sums = ", ".join(f"sum(n) FILTER (WHERE {test}), sum(award * n) FILTER (WHERE {test})" for test in tests)
    row = session.row(f"SELECT {sums} FROM spread", "distribution")
    classes = [
        Class(above=low, up_to=high, firms=int(row[2 * rank] or 0), amount=row[2 * rank + 1] or Decimal(0))
        for rank, (low, high) in enumerate(zip(below, ends, strict=True))
    ]
    while classes and not classes[0].firms:
        classes.pop(0)
    mean = (Decimal(whole) / int(firms)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return Distribution(
        firms=int(firms), least=least, most=most, mean=mean, deciles=tuple(deciles), classes=tuple(classes)
    )

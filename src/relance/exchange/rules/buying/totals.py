"""Sums of an order: a seller's part, and its tax by rate, as a receipt prints them."""

from collections.abc import Iterable
from dataclasses import dataclass

BASE = 10_000  # rates are in hundredths of a per cent


@dataclass(frozen=True, slots=True)
class TaxPart:
    """What lines of one rate come to, tax included, and how much of it is tax. None: rate not said."""

    rate: int | None
    total: int
    tax: int | None


def tax_within(total: int, rate: int) -> int:
    """The tax contained in a sum that includes it, rounded half up to the cent.

    `rate` in hundredths of a per cent: 2000 is 20 %.
    """
    return (2 * total * rate + BASE + rate) // (2 * (BASE + rate))


def by_rate(lines: Iterable[tuple[int, int | None]]) -> list[TaxPart]:
    """(total, rate) of each line, added up rate by rate, lowest rate first and unsaid rates last.

    The tax is taken from the sum of the lines of a rate, once.
    """
    sums: dict[int | None, int] = {}
    for total, rate in lines:
        sums[rate] = sums.get(rate, 0) + total
    ordered = sorted(sums.items(), key=lambda one: (one[0] is None, one[0] or 0))
    return [
        TaxPart(rate, total, None if rate is None else tax_within(total, rate)) for rate, total in ordered
    ]

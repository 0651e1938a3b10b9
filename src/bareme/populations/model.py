"""The stated model of what no public register tells: turnover, its fall, rent, and the rest.

Every figure here is an assumption of ours, without a source. It gives a synthetic register something to
compute on; whatever is drawn from it is flagged as drawn, in the file and in every result.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Final

MODEL: Final = "relance-1"  # named in each file; to be changed with any figure below

# Typical yearly turnover, in thousands of euros, by headcount class.
TURNOVER: Final = {
    "NN": 38, "00": 65, "01": 160, "02": 420, "03": 900, "11": 1_900, "12": 5_000, "21": 13_000,
    "22": 30_000, "31": 60_000, "32": 100_000, "41": 200_000, "42": 400_000, "51": 900_000,
    "52": 2_000_000, "53": 5_000_000,
}  # fmt: skip
# Per cent of it by NAF section; the others: 100.
TRADE: Final = {"A": 70, "G": 180, "I": 80, "K": 140, "P": 50, "Q": 70, "R": 60, "S": 45}
# Fall of turnover from 2019 to the same month of 2020: usual per cent by NAF section; the others: 15.
FALL: Final = {"A": 8, "C": 20, "F": 30, "G": 30, "H": 35, "I": 65, "N": 30, "P": 30, "R": 65, "S": 50}
FALL_SPREAD: Final = 80  # drawn within ± 40 points of it, at least −20 (it grew), at most 100
SEASONS: Final = {3: 96, 4: 100, 5: 102, 11: 97, 12: 125}  # per cent of a twelfth of the year
YEARS: Final = (2019, 2020)
RENT: Final = {"NN": 380, "00": 450, "01": 700, "02": 1_100, "03": 1_800, "11": 3_200}  # others below
RENT_ABOVE: Final = 6_500  # euros a month from twenty employees on
BIG_TOWN: Final = (100_000, 160)  # inhabitants from which rents are so many per cent
TOWN: Final = (20_000, 125)
TENANTS: Final = 75  # per cent
WINDOWS: Final = 55
INSOLVENT: Final = 2
SPREAD: Final = Decimal("0.75")  # of the logarithm of turnover and rent around the typical figure
QUANTILES: Final = 1024
START: Final = "-3.3"  # near the first of them, in standard deviations
PI: Final = "3.14159265358979323846264"
TINY, CLOSE = Decimal("1e-20"), Decimal("1e-12")  # far below what thousandths show
CREATED: Final = ("1985-01-01", 13_000)  # first day, and days after it: up to August 2020
FILED: Final = ("2020-06-18", 180)  # when files come in: first day, and days after it


def spread() -> tuple[int, ...]:
    """What the typical figure is multiplied by, in thousandths: quantiles of a log-normal law.

    Whole numbers worked out in decimals, so that every machine draws the same figures.
    """
    with localcontext() as context:
        context.prec = 24
        half, point, below = QUANTILES // 2, Decimal(START), []
        for rank in range(half):
            point = _quantile((Decimal(rank) + Decimal("0.5")) / QUANTILES, point)
            below.append(point)
        middles = [*below, *(-found for found in reversed(below))]  # the law is the same on both sides
        return tuple(int((1000 * (SPREAD * middle).exp()).to_integral_value()) for middle in middles)


def _quantile(share: Decimal, start: Decimal) -> Decimal:
    """The point that this share of a normal law is below, by Newton's steps from a point nearby."""
    root = (2 * Decimal(PI)).sqrt()
    point = start
    while True:
        density = (-point * point / 2).exp() / root
        term = total = point
        count = 1
        while abs(term) > TINY:  # the part below: 1/2 + density × (x + x³/3 + x⁵/15 + …)
            count += 2
            term = term * point * point / count
            total += term
        step = (Decimal("0.5") + density * total - share) / density
        point -= step
        if abs(step) < CLOSE:
            return point

"""The stated model of what no public register tells: turnover, its fall, rent, and the rest.

Every figure here is an assumption of ours, without a source. It gives a synthetic register something to
compute on; whatever is drawn from it is flagged as drawn, in the file and in every result.
"""

from __future__ import annotations

import math
from statistics import NormalDist
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
SPREAD: Final = 0.75  # of the logarithm of turnover and rent around the typical figure
QUANTILES: Final = 1024
CREATED: Final = ("1985-01-01", 13_000)  # first day, and days after it: up to August 2020
FILED: Final = ("2020-06-18", 180)  # when files come in: first day, and days after it


def spread() -> tuple[int, ...]:
    """What the typical figure is multiplied by, in thousandths: quantiles of a log-normal law.

    Whole numbers, so that every machine draws the same figures.
    """
    law = NormalDist()
    middles = ((rank + 0.5) / QUANTILES for rank in range(QUANTILES))
    return tuple(round(1000 * math.exp(SPREAD * law.inv_cdf(point))) for point in middles)

"""Bracket tables known without being declared.

`headcount_bracket`: « tranche d’effectifs salariés » of the French register of firms (Insee, Sirene,
variable trancheEffectifsEtablissement): the register knows a bracket, never the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from bareme.values import INFINITE, Interval


def _between(low: int, high: int) -> Interval:
    return Interval(Decimal(low), Decimal(high))


HEADCOUNT: Final[Mapping[str, Decimal | Interval | None]] = {
    "NN": Decimal(0),  # no employee at all during the year
    "00": Decimal(0),  # none on 31 December
    "01": _between(1, 2),
    "02": _between(3, 5),
    "03": _between(6, 9),
    "11": _between(10, 19),
    "12": _between(20, 49),
    "21": _between(50, 99),
    "22": _between(100, 199),
    "31": _between(200, 249),
    "32": _between(250, 499),
    "41": _between(500, 999),
    "42": _between(1000, 1999),
    "51": _between(2000, 4999),
    "52": _between(5000, 9999),
    "53": Interval(Decimal(10000), INFINITE),
}
BUILT_IN: Final[Mapping[str, Mapping[str, Decimal | Interval | None]]] = {"headcount_bracket": HEADCOUNT}

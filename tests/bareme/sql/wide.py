"""One scheme that uses what `tests.bareme.properties.schemes` leaves out, and applicants at its edges.

Dates and 29 February, codes by exact value and by beginning, places, facts by period, other schemes, checks
of the officer, the largest amounts, every rounding on both sides of zero, negative rates, guarded facts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import bareme

HERE = Path(__file__).parent


GROUPS = {
    "dates": "c_anniversary c_up c_later c_later_up c_sooner c_old c_months c_apart c_pick c_first c_opened",
    "codes": "c_trade c_gone c_naf c_forms c_here c_computed c_kept c_mood c_words",
    "numbers": "c_loss c_rents c_max c_same c_back c_state c_none",
    "lists": "c_paid c_oldest c_every c_some",
    "checks": "c_pair c_forms c_oldest c_up c_state hard",
    "amounts": "",
}


@cache
def wide(group: str) -> bareme.Scheme:
    """The scheme with the conditions of one group. With next to none nobody is refused: amounts are seen."""
    other = bareme.load(HERE / "other.yaml")
    text = (HERE / "wide.yaml").read_text(encoding="utf-8").replace("HASH", other.hash)
    kept, others = GROUPS[group].split(), {name for names in GROUPS.values() for name in names.split()}
    lines = [
        line
        for line in text.splitlines()
        if not any(f"  {name}: {{rule" in line or f"name: {name}," in line for name in others - set(kept))
    ]
    text = "\n".join(lines) + "\n"
    if group == "amounts":
        text = text.replace("eligibility:\n", "")
    else:  # one amount is enough
        text = text[: text.index("amounts:")] + "amount: round_half_up(max(rate * odd, 0 EUR), 0.01 EUR)\n"
    return bareme.loads(text, path="wide.yaml", schemes=[other])


DAYS = (
    "2020-02-28 2020-02-29 2020-03-01 2019-02-28 2019-03-01 2021-02-28 2020-08-31 2020-08-29 2019-08-31 "
    "2020-12-31 2024-02-29 2016-02-29 2021-02-27 2015-02-28"
)
FAR = "9999-12-30 9999-12-31 0001-01-01 0001-01-02"
CENTS = (
    "0 0.01 0.02 0.03 0.15 50 149.99 150 1000 1000.01 1000.05 1500 50000.49 50000.50 50000.51 123456.78 "
    "999999998499.99 999999998500 999999999999.99 1000000000000"
)
DEBTS = " ".join(sign + cents for cents in CENTS.split() for sign in ("", "-"))
PAY = "-5000 -0.01 0 0.01 12.50 1500 5000"
SHARES = "0 0.0001 0.3333 0.5 1 999.9999 1000"
FINE = "0 0.000001 0.333333 1 3 7.5 999.999999 1000"
MONTHS = "2018-11 2018-12 2019-01 2019-02 2019-11 2019-12 2020-01 2020-02 2020-12 2021-01 2021-02"
QUARTERS = "2019-T4 2020-T1 2020-T4 2021-T1"
NAF = "56.10A 5610B 56.29 5629Z 93.11Z 9312 9 93 47.11A 4711B 01.11Z 4 56"
FORMS = "1000 5710 5410 5499 54 9999"
PLACES = "59350 59001 62041 97105 75056"
MONEY = "0 0.01 249.99 250 500 500.01 999.99 1499.99 1500 3000"


class Crowd:
    """Applicants at the edges, drawn from one seed: most facts known, some between bounds, some missing."""

    def __init__(self, seed: int, *, doubt: float = 0.25) -> None:
        self.random, self.doubt = random.Random(seed), doubt

    def pick(self, words: str) -> str:
        return self.random.choice(words.split())

    def number(self, words: str) -> Any:
        """A number, or two of them in order, or one side."""
        if self.random.random() > self.doubt / 2:
            return self.pick(words)
        low, high = sorted((self.pick(words), self.pick(words)), key=Decimal)
        sides = {"from": low, "to": high}
        return self.random.choice([sides, sides, {"from": low}, {"to": high}])

    def up_to(self, top: int) -> str:
        """Some cents more or less."""
        return f"{self.random.randrange(top)}.{self.random.choice([0, 1, 5, 50, 99]):02d}"

    def cents(self) -> Any:
        if self.random.random() < 0.5:
            return self.number(CENTS)
        return self.number(f"{self.up_to(10)} {self.up_to(10**4)} {self.up_to(10**7)}")

    def day(self) -> Any:
        if self.random.random() > self.doubt / 2:
            return self.pick(DAYS if self.random.random() < 0.95 else FAR)
        low, high = sorted((self.pick(DAYS), self.pick(DAYS)))
        return self.random.choice([f"{low}..{high}", f"{low}..{high}", f"{low}..", f"..{high}"])

    def yes(self) -> bool:
        return self.random.random() < 0.7

    def whole(self, top: int) -> Any:
        return self.number(f"0 1 2 9 10 {top} {self.random.randrange(top + 1)}")

    def several(self, draw: Callable[[], Any]) -> list[Any]:
        return [draw() for _ in range(self.random.randrange(4))]

    def some(self, facts: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
        """Each of these, or not."""
        found: dict[str, Any] = {}
        for name, draw in facts.items():
            chance = self.random.random()
            if chance > self.doubt / 3:
                found[name] = draw() if chance > self.doubt / 6 else None
        return found

    def member(self) -> dict[str, Any]:
        return self.some({"pay": lambda: self.number(PAY), "since": self.day, "full": self.yes})

    def place(self) -> dict[str, Any]:
        return self.some(
            {
                "commune": lambda: self.pick(PLACES),
                "epci": lambda: self.pick("200093201 1"),
                "departement": lambda: self.pick("62 59"),
            }
        )

    def applicant(self, scheme: bareme.Scheme) -> dict[str, Any]:
        """Facts of a scheme of `wide`."""
        checks = [name for name in ("hard", "taste") if f"checks.{name}" in scheme.inputs]
        found = {"already": self.some({"firm": self.cents})} if "already.firm" in scheme.inputs else {}
        return found | self.some(
            {
                "born": self.day,
                "closed": self.day,
                "opened": self.day,
                "wait": lambda: self.whole(30),
                "span": lambda: self.number("0 1 30 31 365 366 400"),
                "big": self.cents,
                "debt": lambda: self.number(DEBTS),
                "share": lambda: self.number(SHARES),
                "fine": lambda: self.number(FINE),
                "n": lambda: self.whole(20),
                "naf": lambda: self.pick(NAF),
                "second": lambda: self.pick(NAF),
                "other": lambda: self.pick("a b c"),
                "forms": lambda: self.several(lambda: self.pick(FORMS)),
                "shop": self.place,
                "tenant": self.yes,
                "assumed": lambda: self.number("0 12.49 12.50 100"),
                "word": lambda: self.pick("a b c"),
                "turnover": lambda: self.some(dict.fromkeys(MONTHS.split(), self.cents)),
                "rent": lambda: self.some(dict.fromkeys(QUARTERS.split(), self.cents)),
                "staff": lambda: self.several(self.member),
                "checks": lambda: self.some(dict.fromkeys(checks, self.yes)),
                "state": lambda: {"checks": self.some({"felt": self.yes})},
            }
        )

    def money(self) -> Any:
        return self.number(f"{MONEY} {self.up_to(3000)}")

    def resident(self) -> dict[str, Any]:
        """Facts of a scheme of `tests.bareme.properties.schemes`."""
        return self.some(
            {
                "a": self.yes,
                "b": self.yes,
                "c": self.yes,
                "n": lambda: self.number("0 1 2 3 4 5 6"),
                "q": lambda: self.number("0 1 2 3 4 5 6"),
                "m": self.money,
                "g": self.money,
                "k": lambda: self.pick("x y z"),
                "w": lambda: self.number(f"0 0.01 900 {self.up_to(900)}"),
                "ms": lambda: self.several(lambda: self.some({"x": self.money, "f": self.yes})),
            }
        )

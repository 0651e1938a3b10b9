"""Money really paid.

The Fonds de solidarité (2020-2021), as published by département and by one breakdown at a time.

Three files tell the same money by activity, by headcount and by legal form. They do not add up to the same
total:
firms whose class is not known are missing from a breakdown. What is missing is said; nothing is made up for
it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from bareme.populations.engine import thousands
from bareme.populations.errors import PopulationError

STEM: Final = "fonds-solidarite-volet-1-departemental-"
# breakdown → the end of its file's name, the column of its class
BREAKDOWNS: Final[Mapping[str, tuple[str, str]]] = {
    "naf": ("naf-latest.csv", "code_section"),
    "headcount": ("classe-effectif-latest.csv", "classe_effectif"),
    "legal_form": ("categorie-juridique-latest.csv", "code_categorie_juridique"),
}
NAMES: Final = {"naf": "par activité", "headcount": "par effectif", "legal_form": "par forme juridique"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What was paid to one class: `aids` payments to `firms` firms."""

    firms: int
    aids: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyPaid:
    """The breakdowns, by class, and the widest of them.

    `missing`: what each breakdown lacks of the widest.
    """

    classes: Mapping[str, Mapping[str, Paid]]
    totals: Mapping[str, Paid]
    widest: str
    missing: Mapping[str, Paid]

    def sentences(self) -> list[str]:
        """What reconciles and what does not, for a person."""
        whole = self.totals[self.widest]
        found = [f"{NAMES[self.widest]} : {_told(whole, f'{thousands(whole.firms)} entreprises')}"]
        for name, gap in self.missing.items():
            if name == self.widest:
                continue
            share = str((gap.firms * Decimal(100) / whole.firms).quantize(Decimal("0.1"))).replace(".", ",")
            told = _told(gap, f"{thousands(gap.firms)} entreprises ({share} %)")
            found.append(f"{NAMES[name]} : il manque {told}, dont la classe n’est pas connue")
        return found


def _told(paid: Paid, firms: str) -> str:
    return f"{firms}, {thousands(paid.aids)} aides, {_money(paid.amount)} EUR"


def _money(amount: Decimal) -> str:
    whole, _, cents = f"{amount:.2f}".partition(".")
    return thousands(int(whole)) + (f",{cents}" if cents != "00" else "")


def money_paid(folder: str | Path, *, departement: str | None = None) -> MoneyPaid:
    """Reads the three breakdowns. Raises PopulationError: a file is absent, or a figure does not read."""
    classes: dict[str, dict[str, Paid]] = {}
    for name, (end, column) in BREAKDOWNS.items():
        path = Path(folder) / f"{STEM}{end}"
        if not path.is_file():
            raise PopulationError(str(path), "ce fichier n’existe pas")
        classes[name] = _read(path, column, departement)
    totals = {name: _sum(found) for name, found in classes.items()}
    widest = max(totals, key=lambda name: totals[name].firms)
    whole = totals[widest]
    missing = {
        name: Paid(
            firms=whole.firms - t.firms, aids=whole.aids - t.aids, amount=whole.amount - t.amount
        )
        for name, t in totals.items()
    }  # fmt: skip
    return MoneyPaid(classes=classes, totals=totals, widest=widest, missing=missing)


def _read(path: Path, column: str, departement: str | None) -> dict[str, Paid]:
    found: dict[str, Paid] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            if departement is not None and row.get("dep") != departement:
                continue
            try:
                firms, aids = int(row["nombre_entreprises"]), int(row["nombre_aides"])
                amount = Decimal(row["montant_total"])
                name = row[column]
            except (KeyError, ValueError, ArithmeticError):
                raise PopulationError(f"{path}, ligne {number}", "cette ligne ne se lit pas") from None
            before = found.get(name, Paid(firms=0, aids=0, amount=Decimal(0)))
            found[name] = Paid(
                firms=before.firms + firms, aids=before.aids + aids, amount=before.amount + amount
            )
    return found


def _sum(classes: Mapping[str, Paid]) -> Paid:
    return Paid(
        firms=sum(part.firms for part in classes.values()),
        aids=sum(part.aids for part in classes.values()),
        amount=sum((part.amount for part in classes.values()), Decimal(0)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One class: what was paid, and what a simulation gives it for one month. `mean`: euros by aid."""

    name: str
    paid_firms: int
    paid_mean: Decimal
    simulated_firms: int
    simulated_mean: Decimal


# What separates the two, whatever the scheme simulated: said wherever they stand side by side.
NOT_THE_SAME: Final = (
    "l’argent versé couvre plusieurs mois et plusieurs règles ; la simulation, un mois et une règle",
    "les entreprises simulées sont fictives et leur baisse d’activité tirée d’un modèle",
    "ni les fermetures administratives ni les secteurs protégés ne sont simulés",
)


def beside(paid: MoneyPaid, breakdown: str, groups: Mapping[str, tuple[int, Decimal]]) -> list[Beside]:
    """Class by class, money paid and money simulated (`groups`.

    Class → firms helped, amount), to compare orders.

    A class on one side only is there too, with zeros on the other.
    """
    known = paid.classes[breakdown]
    nothing = Paid(firms=0, aids=0, amount=Decimal(0))
    found = []
    for name in sorted({*known, *groups}):
        real = known.get(name, nothing)
        firms, amount = groups.get(name, (0, Decimal(0)))
        found.append(
            Beside(
                name=name, paid_firms=real.firms, paid_mean=_mean(real.amount, real.aids),
                simulated_firms=firms, simulated_mean=_mean(amount, firms),
            )
        )  # fmt: skip
    return found


def _mean(amount: Decimal, count: int) -> Decimal:
    return (amount / count if count else Decimal(0)).quantize(Decimal("0.01"))

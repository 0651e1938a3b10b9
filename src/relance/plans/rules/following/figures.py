"""Figures of indicators: whole numbers of their smallest step, read and printed as people write them."""

import re
from dataclasses import dataclass
from decimal import Decimal

from relance.plans.rules.units import figure, plain
from relance.values.typography import Locale, number

LARGEST = 10**15  # far inside a 64-bit column, far beyond any plan


class NotAFigure(ValueError):
    """The text is no number that this indicator takes; the message says why, in French."""


@dataclass(frozen=True, slots=True, order=True)
class Figured:
    """`minor` × 10 to the power of −`places`, in `unit`: (125, 1, "percent") is 12.5 %."""

    minor: int
    places: int
    unit: str

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.minor).scaleb(-self.places)

    def format(self, locale: Locale = Locale.FR) -> str:
        """ "12,5 %", "1 240 commerces"."""
        return figure(self.plain, self.plain, self.unit, locale)

    def bare(self, locale: Locale = Locale.FR) -> str:
        """The number without its unit: "12,5"."""
        return number(self.decimal, locale)

    @property
    def plain(self) -> str:
        """The number as files keep it: "12.5"."""
        return f"{self.decimal:f}"


def minor_of(text: str, places: int) -> int:
    """The whole number of smallest steps that the text writes ("1 240,5" with one place: 12405).

    Accepts French and plain forms, a minus of any kind, a percent sign at the end. Raises NotAFigure.
    """
    said = text.strip().replace("\u2212", "-")
    stripped = re.sub(r"[\s\u00a0\u202f]*%$", "", said)
    # "1,234.5" and "1.234,5" may each mean two numbers: nothing is guessed.
    one = plain(stripped) if stripped.count(",") + stripped.count(".") <= 1 else None
    if one is None:
        raise NotAFigure(f"«\u00a0{said}\u00a0» n’est pas un nombre. Écrivez par exemple 1240 ou 12,5.")
    scaled = Decimal(one).scaleb(places)
    if scaled != scaled.to_integral_value():
        allowed = {0: "aucune décimale", 1: "une décimale"}.get(places, f"{places} décimales")
        raise NotAFigure(
            f"«\u00a0{said}\u00a0» a trop de décimales\u00a0: cet indicateur en prend {allowed}."
        )
    if abs(scaled) > LARGEST:
        raise NotAFigure(f"«\u00a0{said}\u00a0» est trop grand.")
    return int(scaled)

"""Figures of findings and parameters: plain decimals with a unit, and how they are printed."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from relance.values.money import Money
from relance.values.typography import NBSP, Locale, number

UNITS: Final = {
    "EUR": ("€", "€"),
    "CAD": ("$", "$"),
    "percent": ("%", "%"),
    "day": ("jour", "jours"),
    "week": ("semaine", "semaines"),
    "month": ("mois", "mois"),
    "year": ("an", "ans"),
    "person": ("personne", "personnes"),
    "m2": ("m²", "m²"),
}
MONEY: Final = ("EUR", "CAD")
_PLAIN: Final = re.compile(r"-?\d{1,18}(?:\.\d{1,6})?")


def is_plain(text: str) -> bool:
    """Whether the text is a decimal as we keep them: digits, at most one point, no spaces."""
    return _PLAIN.fullmatch(text) is not None


def plain(text: str) -> str | None:
    """A number as people write it ("1 500,5") as a plain decimal ("1500.5"); None when it is none."""
    squeezed = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    if not is_plain(squeezed):
        return None
    return f"{Decimal(squeezed):f}"


def figure(low: str, high: str, unit: str, locale: Locale = Locale.FR) -> str:
    """ "1 500 €", "3 à 5 ans", "20 %", "au moins 10 personnes"; empty without a figure.

    `unit` is one of `UNITS`, or words printed as they are.
    """
    if not low and not high:
        return ""
    if unit == "month" and (ends := [_in_years(low), _in_years(high)]) and None not in ends:
        return figure(ends[0] or "", ends[1] or "", "year", locale)
    if low == high:
        return _one(low, unit, locale)
    if low and high:
        return f"{_bare(low, locale)} à {_one(high, unit, locale)}"
    return f"au plus {_one(high, unit, locale)}" if high else f"au moins {_one(low, unit, locale)}"


def _one(value: str, unit: str, locale: Locale) -> str:
    decimal = _decimal(value)
    if decimal is None:
        return f"{value}{NBSP}{unit}".strip()
    if unit in MONEY and decimal == decimal.quantize(Decimal("0.01")):
        return Money.of(decimal, unit).format(locale)
    one, many = UNITS.get(unit, (unit, unit))
    word = one if abs(decimal) < 2 else many
    return f"{number(decimal, locale)}{NBSP}{word}" if word else number(decimal, locale)


def _in_years(months: str) -> str | None:
    """Whole years from two on, as people say them; None for other months. Empty stays empty."""
    decimal = _decimal(months) if months else Decimal(0)
    if decimal is None or decimal % 12 or 0 < decimal < 24:
        return None
    return f"{decimal / 12:f}" if months else ""


def _bare(value: str, locale: Locale) -> str:
    decimal = _decimal(value)
    return value if decimal is None else number(decimal, locale)


def _decimal(value: str) -> Decimal | None:
    try:
        return Decimal(value) if is_plain(value) else None
    except InvalidOperation:
        return None

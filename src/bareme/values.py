"""Values: exact numbers, intervals, and the two absences that are neither zero nor each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from functools import lru_cache
from typing import Final

from bareme.units import ONE, Unit
from bareme.units import parse as parse_unit

INFINITE: Final = Decimal("Infinity")
# Wide enough for every number the loader accepts (38 digits, twice multiplied), and it refuses to
# lose one digit: no result is ever rounded behind the author's back.
EXACT: Final = Context(prec=120, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])


class Unknown:
    """The fact is missing. One instance, `UNKNOWN`; it refuses to be taken for true or false."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("unknown is neither true nor false")

    def __reduce__(self) -> str:
        return "UNKNOWN"


class NotApplicable:
    """The rule does not concern this case. One instance, `NOT_APPLICABLE`; never zero, never false."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_APPLICABLE"

    def __bool__(self) -> bool:
        raise TypeError("not applicable is neither true nor false")

    def __reduce__(self) -> str:
        return "NOT_APPLICABLE"


UNKNOWN: Final = Unknown()
NOT_APPLICABLE: Final = NotApplicable()


@dataclass(frozen=True, slots=True)
class Interval:
    """A number known only between `low` and `high`, both included; ±Infinity if open."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"{self.low} > {self.high}")


@dataclass(frozen=True, slots=True)
class Days:
    """A date known only between two days, both included."""

    low: date
    high: date

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"{self.low} > {self.high}")


Value = bool | Decimal | date | str | frozenset[str] | Interval | Days | Unknown | NotApplicable

NUMBER = r"\d{1,3}(?:[ \u00a0\u202f_]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(rf"([+-]?)({NUMBER})\Z")
_QUANTITY = re.compile(rf"([+-]?)({NUMBER})[ \u00a0\u202f]*([^\d\s].*)?\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


class NotAValue(ValueError):
    """The text is no value of the kind asked; the message says why, in French."""


def number(text: str) -> Decimal:
    """The number written `1500`, `-2.50`, `20 000 000`. Raises NotAValue."""
    match = _NUMBER.match(text.strip())
    if match is None:
        help = " (la décimale s’écrit avec un point)" if re.match(r"-?\d+,\d+", text) else ""
        raise NotAValue(f"« {text} » n’est pas un nombre{help}")
    return _exact(match[1], match[2])


def _exact(sign: str, digits: str) -> Decimal:
    """The number of these digits, whatever stands between thousands."""
    grouped = not digits.replace(".", "", 1).isdigit()
    return Decimal(sign + (re.sub(r"[ \u00a0\u202f_]", "", digits) if grouped else digits))


def quantity(text: str, names: Iterable[str]) -> tuple[Decimal, Unit | None]:
    """A number and its unit: `620 EUR/month`, `50 %` (0.50, no unit), `12` (unit None: not said).

    Raises NotAValue, UnknownUnit.
    """
    match = _QUANTITY.match(text.strip())
    if match is None:
        number(text)  # says why
        raise NotAValue(f"« {text} » n’est pas un nombre suivi de son unité")
    value = _exact(match[1], match[2])
    if match[3] is None:
        return value, None
    if match[3].strip() == "%":
        return value.scaleb(-2), ONE
    if match[3][0] in ",;":
        number(text)
    return value, _unit(match[3], tuple(names))


@lru_cache(maxsize=256)  # a register says the same few units a million times
def _unit(text: str, names: tuple[str, ...]) -> Unit:
    return parse_unit(text, names)


_INTERVAL = re.compile(rf"(-?(?:{NUMBER}))?\s*\.\.\s*(-?(?:{NUMBER}))?(?:\s*([^\d\s.].*))?\Z")


def interval(text: str, names: Iterable[str]) -> tuple[Decimal | Interval, Unit | None] | None:
    """The interval written `1..2 people`, `50..`, `..5 %`, both bounds included; None if it is not one.

    Raises NotAValue, UnknownUnit.
    """
    match = _INTERVAL.match(text.strip()) if ".." in text else None
    if match is None or (match[1] is None and match[2] is None):
        return None
    low = number(match[1]) if match[1] else -INFINITE
    high = number(match[2]) if match[2] else INFINITE
    unit = None
    if match[3] is not None:
        percent = match[3].strip() == "%"
        low, high = (low.scaleb(-2), high.scaleb(-2)) if percent else (low, high)
        unit = ONE if percent else parse_unit(match[3], names)
    if low > high:
        raise NotAValue(f"« {text} » : la borne basse dépasse la haute")
    return (low if low == high else Interval(low, high)), unit


def day(text: str) -> date:
    """The day written 2020-06-18. Raises NotAValue."""
    if not _DATE.match(text.strip()):
        raise NotAValue(f"« {text} » n’est pas une date : on écrit 2020-06-18")
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotAValue(f"« {text} » n’existe pas au calendrier") from None


def truth(text: str) -> bool:
    """yes or no. Raises NotAValue."""
    word = text.strip().lower()
    if word in ("yes", "true", "oui"):
        return True
    if word in ("no", "false", "non"):
        return False
    raise NotAValue(f"« {text} » : on attend yes ou no")


def decimals(value: Decimal) -> int:
    """How many decimals the number is written with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def plain(value: Decimal) -> str:
    """The number without exponent, without a trailing zero after the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def normal(of: str, code: str) -> str:
    """A code as it is compared: NAF is written with or without its point."""
    code = code.strip()
    return re.sub(r"[.\s]", "", code).upper() if of == "naf" else code

"""The type of each node: what it is, in which unit, with how many decimals, between which bounds.

The bounds are sound: facts outside them are refused. They serve to count digits (38 at most, for SQL),
to find dead branches, and to refuse an amount that could be negative.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from bareme.units import ONE, Unit
from bareme.values import INFINITE

MAX_DIGITS = 38


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """`optional`: the value may be *not applicable*."""

    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Boolean(Type):
    """`always`: the value it has in every case, if the loader could prove one."""

    always: bool | None = None

    def __str__(self) -> str:
        return "oui/non"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Type):
    """An exact decimal number. `scale`: decimals at most. `low`, `high`: bounds, both included."""

    unit: Unit = ONE
    scale: int = 0
    low: Decimal = -INFINITE
    high: Decimal = INFINITE

    @property
    def digits(self) -> int:
        """Digits before and after the point, at most; 0 if unbounded."""
        size = max(abs(self.low), abs(self.high))
        return 0 if size.is_infinite() else max(1, size.adjusted() + 1) + self.scale

    @property
    def money(self) -> bool:
        return self.unit.currency is not None

    def __str__(self) -> str:
        return f"nombre en {self.unit}" if self.unit.powers else "nombre sans unité"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Type):
    """A date."""

    def __str__(self) -> str:
        return "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Type):
    """One word among `words`."""

    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"choix ({', '.join(self.words)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Type):
    """A code of the nomenclature `of`; `many`: several at once."""

    of: str = ""
    many: bool = False

    def __str__(self) -> str:
        return f"code {self.of}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing(Type):
    """The type of `not_applicable` alone: it joins any other."""

    optional: bool = True

    def __str__(self) -> str:
        return "sans objet"


AnyType = Boolean | Quantity | Day | Choice | Code | Nothing
T = TypeVar("T", bound=Type)


def optional(kind: T, flag: bool = True) -> T:
    """The same type, that may (or may not) be not applicable."""
    return kind if kind.optional == flag else replace(kind, optional=flag)


def join(left: AnyType, right: AnyType) -> AnyType | None:
    """The type of either value (branches of an `if`); None if they do not go together."""
    maybe = left.optional or right.optional
    if isinstance(left, Nothing):
        return optional(right)
    if isinstance(right, Nothing):
        return optional(left)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        if left.unit != right.unit:
            return None
        return Quantity(
            unit=left.unit,
            scale=max(left.scale, right.scale),
            low=min(left.low, right.low),
            high=max(left.high, right.high),
            optional=maybe,
        )
    if isinstance(left, Boolean) and isinstance(right, Boolean):
        return Boolean(always=left.always if left.always == right.always else None, optional=maybe)
    if isinstance(left, Day) and isinstance(right, Day):
        return Day(optional=maybe)
    if isinstance(left, Choice) and isinstance(right, Choice):
        return Choice(words=tuple(dict.fromkeys([*left.words, *right.words])), optional=maybe)
    if isinstance(left, Code) and isinstance(right, Code) and left.of == right.of:
        return Code(of=left.of, many=left.many or right.many, optional=maybe)
    return None

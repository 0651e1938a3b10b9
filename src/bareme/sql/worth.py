"""What a node is worth in one row: cells for its least, its most, and whether it is not applicable.

`na` is never NULL. Where it is true, or where the value is unknown, the other cells are NULL. `least is most`
when no bracket can come.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bareme.sql.cells import Cell
from bareme.units import ONE, Unit


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition."""

    value: Cell
    na: Cell


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity; `low` and `high` are bounds proved of it, both included."""

    least: Cell
    most: Cell
    na: Cell
    low: Decimal
    high: Decimal
    unit: Unit = ONE

    @property
    def exact(self) -> bool:
        return self.least is self.most

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Date:
    least: Cell
    most: Cell
    na: Cell

    @property
    def exact(self) -> bool:
        return self.least is self.most


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a choice, a code, or (`many`) a list of codes."""

    value: Cell
    na: Cell
    many: bool = False


@dataclass(frozen=True, slots=True)
class Periods:
    """Whether a fact by period applies: else every period is not applicable, or unknown."""

    na: Cell
    unknown: Cell


Worth = Truth | Number | Date | Word

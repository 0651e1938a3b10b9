"""A column as the fact it tells: text cleaned and cast, codes of brackets as bounds, doubts to check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bareme.populations.engine import quoted, text
from bareme.populations.errors import PopulationError
from bareme.types import Boolean, Choice, Code, Day, Quantity
from bareme.values import Interval

if TYPE_CHECKING:
    from bareme.model import Input
    from bareme.populations.mapping import Place

FLOATS = ("FLOAT", "DOUBLE", "REAL")
TRUE, FALSE = ("true", "oui", "yes", "o", "1", "vrai"), ("false", "non", "no", "n", "0", "faux")
SPACES = "' ' || chr(160) || chr(8239) || '_'"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A column that may not read.

    When it does not, what was allowed. `coded`: it has few different values.
    """

    column: str
    bad: str
    wanted: str
    coded: bool


class Reading:
    """The columns of a file, and what is added: derived columns, small tables joined, doubts to check."""

    def __init__(self, columns: Mapping[str, str], full: frozenset[str] = frozenset()) -> None:
        self.columns, self.full = columns, full
        self.derived: dict[str, str] = {}
        self.setup: list[str] = []
        self.joins = ""
        self.doubts: list[Doubt] = []

    def add(self, path: str, expression: str) -> str:
        """Adds a derived column and gives its name; the same expression is added once."""
        for name, known in self.derived.items():
            if known == expression:
                return name
        name = "bareme_" + "".join(c if c.isalnum() else "_" for c in path)
        while name in self.derived or name in self.columns:
            name += "_"
        self.derived[name] = expression
        return name

    def join(self, setup: str, clause: str) -> None:
        if setup not in self.setup:
            self.setup.append(setup)
            self.joins += clause

    def is_text(self, column: str) -> bool:
        return self.columns[column] == "VARCHAR"

    def looks_coded(self, column: str) -> bool:
        """Is it named as a register's own column, so that `01` is a code and not one employee?"""
        return not column.lower().startswith(("effectif", "headcount")) or "tranche" in column.lower()

    def doubt(self, column: str, bad: str, wanted: str, *, coded: bool = False) -> None:
        self.doubts.append(Doubt(quoted(column), bad, wanted, coded))


def cleaned(path: str, fact: Input, column: str, reading: Reading) -> Place:
    """The place of a fact told exactly by one column. Raises PopulationError: a type that cannot tell it."""
    from bareme.populations.mapping import Place

    kind, own, raw = reading.columns[column], fact.type, f"firm.{quoted(column)}"
    if isinstance(own, Quantity):
        if kind in FLOATS:
            raise PopulationError(
                f"colonne {column}",
                f"« {path} » est un nombre exact : cette colonne est flottante, écrivez-la en DECIMAL",
            )
        if reading.is_text(column):
            digits = f"DECIMAL(38, {own.scale})"
            bare = f"replace(translate({raw}, {SPACES}, ''), ',', '.')"
            bare = f"regexp_replace({bare}, '(€|EUR|%)$', '')"
            # more decimals than the fact has would be rounded by the cast: that is refused too
            value = f"TRY_CAST({bare} AS DECIMAL(38, 10))"
            lost = f"({value} IS NULL OR {value} <> {value}::{digits})"
            reading.doubt(column, f"{quoted(column)} IS NOT NULL AND {lost}".replace("firm.", ""),
                          f"un nombre, {own.scale} décimales au plus : 1234.50 ou 1 234,50")  # fmt: skip
            return Place(name=reading.add(f"{path}_{column}", f"{value}::{digits}"), source=column)
        if not kind.startswith(("DECIMAL", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "U")):
            raise PopulationError(
                f"colonne {column}", f"« {path} » est un nombre ; cette colonne est de type {kind}"
            )
        return Place(name=column, source=column, native=kind)
    if isinstance(own, Day):
        if reading.is_text(column):
            value = f"coalesce(TRY_CAST({raw} AS DATE), try_strptime({raw}, '%d/%m/%Y')::DATE)"
            reading.doubt(column, f"{quoted(column)} IS NOT NULL AND {value} IS NULL".replace("firm.", ""),
                          "une date : 2020-06-18 ou 18/06/2020")  # fmt: skip
            return Place(name=reading.add(f"{path}_{column}", value), source=column, typed=True)
        if kind != "DATE" and not kind.startswith("TIMESTAMP"):
            raise PopulationError(
                f"colonne {column}", f"« {path} » est une date ; cette colonne est de type {kind}"
            )
        return Place(name=column, source=column, typed=kind == "DATE")
    if isinstance(own, Boolean):
        if kind == "BOOLEAN":
            return Place(name=column, source=column, typed=True)
        low = f"lower(trim({raw}::VARCHAR))"
        yes, no = (", ".join(text(word) for word in words) for words in (TRUE, FALSE))
        bad = f"{quoted(column)} IS NOT NULL AND {low} NOT IN ({yes}, {no})"
        reading.doubt(column, bad.replace("firm.", ""), "oui ou non")
        value = f"CASE WHEN {low} IN ({yes}) THEN true WHEN {low} IN ({no}) THEN false END"
        return Place(name=reading.add(f"{path}_{column}", value), source=column, typed=True)
    if isinstance(own, Choice):
        words = ", ".join(text(word) for word in own.words)
        reading.doubt(column, f"{quoted(column)} NOT IN ({words})", ", ".join(own.words), coded=True)
        return Place(name=column, source=column, typed=kind == "VARCHAR")
    if isinstance(own, Code) and own.of == "naf":
        value = f"upper(replace({raw}, '.', ''))"
        return Place(name=reading.add(f"{path}_{column}", value), source=column, typed=True)
    if kind != "VARCHAR":
        raise PopulationError(
            f"colonne {column}", f"« {path} » est un code : gardez-la en texte (01004 y perdrait son zéro)"
        )
    return Place(name=column, source=column, typed=True)


def bracket(path: str, fact: Input, column: str, register: Any, reading: Reading) -> Place:
    """The bounds that a register's code stands for; a code that is not in the table is refused."""
    from bareme.populations.mapping import Place

    codes = ", ".join(text(code) for code in register)
    reading.doubt(column, f"{quoted(column)} NOT IN ({codes})", ", ".join(register), coded=True)
    table = tuple((code, *_sides(value)) for code, value in register.items())
    return Place(code=column, table=table, source=column, full=column in reading.full)


def _sides(value: Decimal | Interval | None) -> tuple[Decimal | None, Decimal | None]:
    """The two bounds of a bracket; None where nobody knows, or where it is open."""
    if value is None:
        return None, None
    low, high = (value, value) if isinstance(value, Decimal) else (value.low, value.high)
    return (None if low.is_infinite() else low), (None if high.is_infinite() else high)

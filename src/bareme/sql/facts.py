"""The columns of a population as the facts of a scheme: typed, with defaults, brackets and absences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bareme.facts import period_name, period_read
from bareme.model import Input, Scheme
from bareme.sql.algebra import Algebra
from bareme.sql.cells import BOOLEAN, DATE, TEXT, Cell, SqlType, decimal, whole_digits
from bareme.sql.worth import Date, Number, Periods, Truth, Word, Worth
from bareme.types import Boolean, Code, Day, Quantity
from bareme.values import Days, Interval

FIRST_DAY, LAST_DAY = date.min, date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Where a fact lies in a population.

    `name`: the column of its exact value (NULL: unknown). `least`, `most`: the columns of its bounds, for a
    number or a date (both NULL: unknown; one NULL: no bound on that side); an exact value wins over them.
    `typed`: the column has the type that `Compiled.facts` asks, so it is not cast. `full`: it is never NULL.
    """

    name: str | None = None
    least: str | None = None
    most: str | None = None
    typed: bool = False
    full: bool = False


def sql_type(fact: Input) -> SqlType:
    """The SQL type of a fact: exactly its digits and decimals."""
    kind = fact.type
    if isinstance(kind, Quantity):
        return decimal(whole_digits(kind.low, kind.high) + kind.scale, kind.scale)
    if isinstance(kind, Boolean):
        return BOOLEAN
    if isinstance(kind, Day):
        return DATE
    if isinstance(kind, Code) and kind.many:
        return SqlType("LIST", inner=TEXT)
    return TEXT


class Facts:
    """The facts of one population, read once whatever the number of schemes and variants.

    A path is a fact's own (`headcount`, `shop.epci`), with its period if it has one (`turnover.2020-03`).
    """

    def __init__(self, cells: Algebra, scheme: Scheme, columns: Mapping[str, Column]) -> None:
        self.cells, self.scheme, self.columns = cells, scheme, columns
        self.read: dict[str, tuple[Input, list[Cell]]] = {}  # path → its cells, of those a rule asked
        self.lists: dict[str, Cell] = {}
        self._known: dict[str, Any] = {}

    def worth(self, path: str) -> Worth:
        """The fact as given, its default included, its `applies` not."""
        if path not in self._known:
            self._known[path] = self._worth(self.scheme.inputs[path], path)
        found: Worth = self._known[path]
        return found

    def periods(self, path: str) -> Periods:
        """A fact by period: those of its periods that have a column."""
        key = f"{path}[]"
        if key not in self._known:
            fact = self.scheme.inputs[path]
            values: dict[int, Worth] = {}
            for name in self.columns:
                head, _, rest = name.rpartition(".")
                number = period_read(fact.by or "month", rest) if head == path else None
                if number is not None:
                    values[number] = self._worth(
                        fact, f"{path}.{period_name(fact.by or 'month', number)}", name
                    )
            self._known[key] = Periods(values, self.cells.false, self.cells.false)
        found: Periods = self._known[key]
        return found

    def elements(self, entity: str) -> Cell:
        """The list of a related entity: a column of structures, one for each element."""
        if entity not in self._known:
            column = self.columns.get(entity)
            kind = SqlType("LIST", inner=SqlType("STRUCT"))
            if column is None or column.name is None:
                cell = self.cells.null(kind)
            else:
                cell = self.cells.make("source", (column.name,), kind, not column.full)
            self._known[entity] = cell
            self.lists[entity] = cell
            cell.hint = entity
        found: Cell = self._known[entity]
        return found

    def element(self, entity: str, path: str) -> Worth:
        """A fact of the element at hand; its columns name fields of the structure."""
        if path not in self._known:
            fact = next(fact for fact in self.scheme.entities[entity].inputs.values() if fact.path == path)
            self._known[path] = self._worth(fact, path)
        found: Worth = self._known[path]
        return found

    def _worth(self, fact: Input, path: str, key: str | None = None) -> Worth:
        column = self.columns.get(key or path)
        kind = sql_type(fact)
        if column is None:
            column = self._derived(path)
        exact = (
            self._source(path, column.name, kind, column) if column and column.name else self.cells.null(kind)
        )
        if isinstance(fact.type, Quantity | Day):
            return self._bracketed(fact, path, kind, column, exact)
        value = self._default(exact, fact)
        self._keep(path, fact, [value])
        if isinstance(fact.type, Boolean):
            return Truth(value, self.cells.false)
        return Word(value, self.cells.false, isinstance(fact.type, Code) and fact.type.many)

    def _of_element(self, path: str) -> bool:
        return path.partition(".")[0] in self.scheme.entities

    def _derived(self, path: str) -> Column | None:
        return None

    def _source(self, path: str, name: str, kind: SqlType, column: Column) -> Cell:
        op = "field" if self._of_element(path) else "source"
        cell = self.cells.make(op, (name,), kind, not column.full)
        cell.hint = path
        if not column.typed:
            cell = self.cells.make("cast", (cell,), kind, not column.full)
        return cell

    def _default(self, cell: Cell, fact: Input) -> Cell:
        value: Any = fact.default
        if value is None or not cell.nullable:
            return cell
        if isinstance(value, Decimal) and cell.type.name == "DECIMAL":
            other = self.cells.number(value, cell.type.scale)
        else:
            other = self.cells.literal(
                tuple(sorted(value)) if isinstance(value, frozenset) else value, cell.type
            )
        if cell.constant:
            return other
        return self.cells.call("coalesce", cell, other, type=cell.type, nullable=False)

    def _bracketed(self, fact: Input, path: str, kind: SqlType, column: Column | None, exact: Cell) -> Worth:
        make, none = self.cells, self.cells.false
        if column is None or (column.least is None and column.most is None):
            return self._shaped(fact, path, *self._both(fact, exact, exact))
        low, high = self._ends(fact)
        bottom, top = (
            self._source(path, name, kind, Column()) if name else make.null(kind)
            for name in (column.least, column.most)
        )
        there = make.no(make.both(make.is_null(bottom), make.is_null(top)))
        sides = []
        for cell, end in ((bottom, low), (top, high)):
            known = make.call("coalesce", cell, end, type=kind, nullable=False) if not cell.constant else end
            inside = make.call("least", make.call("greatest", known, low, type=kind), high, type=kind)
            side = make.case([(there, inside)], make.null(kind))
            if column.name:
                side = make.call("coalesce", exact, side, type=kind, nullable=True)
            sides.append(side)
        assert none is make.false
        return self._shaped(fact, path, *self._both(fact, *sides))

    def _both(self, fact: Input, least: Cell, most: Cell) -> tuple[Cell, Cell]:
        value: Any = fact.default
        if isinstance(value, Interval | Days):
            sides = (value.low, value.high)
            cells = [
                self.cells.number(v, least.type.scale)
                if isinstance(v, Decimal)
                else self.cells.literal(v, DATE)
                for v in sides
            ]
            pairs = zip((least, most), cells, strict=True)
            low, high = (
                other
                if cell.constant
                else self.cells.call("coalesce", cell, other, type=cell.type, nullable=False)
                for cell, other in pairs
            )
            return low, high
        if least is most:
            cell = self._default(least, fact)
            return cell, cell
        return self._default(least, fact), self._default(most, fact)

    def _ends(self, fact: Input) -> tuple[Cell, Cell]:
        kind = fact.type
        if isinstance(kind, Quantity):
            return self.cells.number(kind.low, kind.scale), self.cells.number(kind.high, kind.scale)
        return self.cells.literal(FIRST_DAY, DATE), self.cells.literal(LAST_DAY, DATE)

    def _shaped(self, fact: Input, path: str, least: Cell, most: Cell) -> Worth:
        self._keep(path, fact, [least] if least is most else [least, most])
        if isinstance(fact.type, Quantity):
            return Number(least, most, self.cells.false, fact.type.low, fact.type.high, fact.type.unit)
        return Date(least, most, self.cells.false)

    def _keep(self, path: str, fact: Input, found: list[Cell]) -> None:
        if self._of_element(path):
            return
        name = path.replace(".", "_").replace("-", "_")
        for cell, suffix in zip(found, ("", "") if len(found) == 1 else ("_least", "_most"), strict=False):
            cell.hint = name + suffix
        self.read[path] = (fact, found)

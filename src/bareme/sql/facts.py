"""The columns of a population as the facts of a scheme: typed, with defaults, brackets and absences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bareme.facts import period_name, period_read
from bareme.model import Input, Scheme
from bareme.sql.algebra import Algebra
from bareme.sql.cells import BIGINT, BOOLEAN, DATE, TEXT, Cell, SqlType, decimal, whole_digits
from bareme.sql.worth import Date, Number, Truth, Word, Worth
from bareme.types import Boolean, Code, Day, Quantity
from bareme.values import Days, Interval

FIRST_DAY, LAST_DAY = date.min, date.max
DECIMAL = re.compile(r"DECIMAL\((\d+), ?(\d+)\)")
WHOLE = {"TINYINT": 3, "SMALLINT": 5, "INTEGER": 10}  # → digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Where a fact lies in a population.

    `name`: the column of its exact value (NULL: unknown). `least`, `most`: the columns of its bounds, for a
    number or a date (both NULL: unknown; one NULL: no bound on that side); an exact value wins over them.
    `typed`: the column has the type that `Compiled.facts` asks, so it is not cast. `full`: it is never NULL.
    `bounded`: the two bounds are typed, NULL together, within those of the fact: they are read as they are.
    `native`: the column's own type, of numbers: one narrower than the fact's is read without a cast.
    `code`: the column of a code that stands for bounds, by `table` (code, least, most; None: no bound on that
    side; both: unknown), which has every code of the column: whoever says so has looked.
    Codes are spelled as `bareme.values.normal` says (NAF without its point).
    """

    name: str | None = None
    least: str | None = None
    most: str | None = None
    typed: bool = False
    full: bool = False
    bounded: bool = False
    native: str = ""
    code: str | None = None
    table: tuple[tuple[str, Decimal | None, Decimal | None], ...] = ()


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


def narrower(native: str, kind: SqlType) -> SqlType | None:
    """The type of a column of numbers whose every value fits in `kind`; BIGINT for whole ones."""
    if kind.name != "DECIMAL":
        return None
    whole = kind.digits - kind.scale
    if native in WHOLE:
        return BIGINT if not kind.scale and WHOLE[native] <= whole else None
    match = DECIMAL.fullmatch(native)
    if match is None:
        return None
    digits, scale = int(match[1]), int(match[2])
    return decimal(digits, scale) if scale <= kind.scale and digits - scale <= whole else None


class Facts:
    """The facts of one population, read once whatever the number of schemes and variants.

    A path is a fact's own (`headcount`, `shop.epci`), with its period if it has one (`turnover.2020-03`).
    """

    def __init__(self, cells: Algebra, scheme: Scheme, columns: Mapping[str, Column] | None) -> None:
        """`columns` None: the population has a column for each fact, named after it."""
        self.cells, self.scheme = cells, scheme
        self.columns = columns if columns is None else _spelled(scheme, columns)
        self.on: Cell | None = None  # the date of evaluation, where each firm has its own
        self.read: dict[str, tuple[Input, list[Cell]]] = {}  # path → its cells, of those a rule asked
        self.lists: dict[str, Cell] = {}
        self.codes: list[Cell] = []  # read as they are: codes that stand for bounds, whole numbers
        self._known: dict[str, Any] = {}

    def dated(self, column: str) -> None:
        """Each firm is judged at the date of this column, which is never NULL."""
        self.on = self.cells.make("source", (column,), DATE, False)
        self.on.hint = "on"

    def worth(self, path: str) -> Worth:
        """The fact as given, its default included, its `applies` not."""
        if path not in self._known:
            self._known[path] = self._worth(self.scheme.inputs[path], path)
        found: Worth = self._known[path]
        return found

    def period(self, path: str, number: int) -> Worth | None:
        """The value of a fact for one period; None if the population has no column for it."""
        fact = self.scheme.inputs[path]
        every = fact.by or "month"
        name = f"{path}.{period_name(every, number)}"
        if name not in self._known:
            self._known[name] = self._worth(fact, name) if self._column(name, fact) is not None else None
        found: Worth | None = self._known[name]
        return found

    def elements(self, entity: str) -> Cell:
        """The list of a related entity: a column of structures, one for each element."""
        if entity not in self._known:
            column = Column(name=entity) if self.columns is None else self.columns.get(entity)
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

    def _column(self, path: str, fact: Input) -> Column | None:
        if self.columns is not None:
            return self.columns.get(path)
        name = path.rpartition(".")[2] if self._of_element(path) else _plain(path)
        sides = isinstance(fact.type, Quantity | Day) and fact.register is not None
        return Column(name=name, least=f"{name}_least", most=f"{name}_most") if sides else Column(name=name)

    def _worth(self, fact: Input, path: str) -> Worth:
        column = self._column(path, fact)
        kind = sql_type(fact)
        exact = self.cells.null(kind)
        if column is not None and column.name is not None:
            exact = self._source(path, column.name, kind, column)
        if path.endswith(".departement") and self.columns is not None:
            exact = self._departement(path, exact)
        if isinstance(fact.type, Quantity | Day):
            return self._bracketed(fact, path, kind, column, exact)
        value = self._default(exact, fact)
        self._keep(path, fact, [value])
        if isinstance(fact.type, Boolean):
            return Truth(value, self.cells.false)
        return Word(value, self.cells.false, isinstance(fact.type, Code) and fact.type.many)

    def _of_element(self, path: str) -> bool:
        return path.partition(".")[0] in self.scheme.entities

    def _departement(self, path: str, given: Cell) -> Cell:
        """Of a place whose commune is known, as `bareme.facts.departement_of`."""
        commune = (self.columns or {}).get(f"{path.rpartition('.')[0]}.commune")
        if commune is None or commune.name is None:
            return given
        make = self.cells
        code = self._source(path, commune.name, TEXT, commune)
        two, three = (make.call("substring", code, 1, length, type=TEXT) for length in (2, 3))
        derived = make.case([(make.call("among", two, "97", "98", type=BOOLEAN), three)], two)
        if given.constant:
            return derived
        return make.call("coalesce", given, derived, type=TEXT, nullable=given.nullable and code.nullable)

    def _source(self, path: str, name: str, kind: SqlType, column: Column) -> Cell:
        op = "field" if self._of_element(path) else "source"
        cell = self.cells.make(op, (name,), kind, not column.full)
        cell.hint = path
        own = None if column.typed else narrower(column.native, kind)
        if own is not None and self.plain(path):
            cell = self.cells.make(op, (name,), own, not column.full)
            cell.hint = path
            if own.name == "DECIMAL":
                return cell
            cell.hint = f"{path}_given"
            self.codes.append(cell)
            return self.cells.cast(cell, kind)
        if not column.typed:
            cell = self.cells.make("cast", (cell,), kind, not column.full)
        return cell

    def plain(self, path: str) -> bool:
        """Has the fact no default, whose decimals could be more than those of a column?"""
        fact = self.scheme.inputs.get(path) or self.scheme.inputs.get(path.rpartition(".")[0])
        return fact is not None and fact.default is None

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
        if column is not None and column.code is not None:
            return self._shaped(fact, path, *self._both(fact, *self._coded(fact, path, kind, column)))
        if column is None or (column.least is None and column.most is None):
            return self._shaped(fact, path, *self._both(fact, exact, exact))
        if column.bounded and column.name is None and column.least and column.most:
            bare = Column(typed=True, full=column.full)
            read = [self._source(path, name, kind, bare) for name in (column.least, column.most)]
            return self._shaped(fact, path, *self._both(fact, *read))
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

    def _coded(self, fact: Input, path: str, kind: SqlType, column: Column) -> tuple[Cell, Cell]:
        """Both bounds of a code: comparing one with a constant asks whether the code is in a list."""
        assert column.code is not None
        code = self.cells.make("source", (column.code,), TEXT, not column.full)
        code.hint = f"{path}_code"
        self.codes.append(code)
        ends = [end.value for end in self._ends(fact)]
        known = [(name, low, high) for name, low, high in column.table if (low, high) != (None, None)]
        sides = [
            tuple((row[0], ends[at] if row[at + 1] is None else row[at + 1]) for row in known)
            for at in (0, 1)
        ]
        inside = [tuple((name, max(ends[0], min(ends[1], end))) for name, end in side) for side in sides]
        least, most = (self.cells.bracket(code, side, len(column.table), kind) for side in inside)
        return least, most

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
        name = _plain(path)
        for cell, suffix in zip(found, ("", "") if len(found) == 1 else ("_least", "_most"), strict=False):
            cell.hint = name + suffix
        self.read[path] = (fact, found)


def _plain(path: str) -> str:
    return path.replace(".", "_").replace("-", "_")


def _spelled(scheme: Scheme, columns: Mapping[str, Column]) -> dict[str, Column]:
    """The columns by path, each period by its usual name (2019-Q3 is 2019-T3)."""
    found: dict[str, Column] = {}
    for path, column in columns.items():
        owner, _, rest = path.rpartition(".")
        fact = scheme.inputs.get(owner)
        number = period_read(fact.by, rest) if fact is not None and fact.by is not None else None
        if fact is not None and fact.by is not None and number is not None:
            path = f"{owner}.{period_name(fact.by, number)}"
        found[path] = column
    return found

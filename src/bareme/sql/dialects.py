"""Cells as sqlglot expressions, in the words of one engine. The engines differ here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sqlglot import exp

from bareme.model import CodeList
from bareme.sql.cells import Cell, SqlType

Dialect = Literal["duckdb", "spark"]
BINARY: dict[str, type[exp.Binary]] = {
    "+": exp.Add, "-": exp.Sub, "*": exp.Mul, "%": exp.Mod, "<": exp.LT, "<=": exp.LTE, "=": exp.EQ,
}  # fmt: skip
WRAPPED = (exp.Binary, exp.Not, exp.Neg, exp.Between, exp.In)
_WORDS = """
all and any array as asc at between both by case cast check collate column constraint create cross
current database date day default desc distinct do drop else end except exists false fetch filter
first for foreign from full function grant group having hour if in index inner insert int interval
into is join key lambda language last lateral leading left like limit local minute month natural no
not null of off offset on only or order outer overlaps partition position primary range references
right row rows second select session set show some start table then time timestamp to trailing
trigger true type union unique unknown update user using value values view when where window with
without year
"""
ELEMENT = "element"  # of a list, in a lambda
RESERVED = frozenset(_WORDS.split())


def identifier(name: str) -> exp.Identifier:
    """Quoted where an engine could read something else."""
    plain = name.isidentifier() and name.isascii() and name == name.lower() and name not in RESERVED
    return exp.to_identifier(name, quoted=not plain)


def column(name: str, table: str | None = None) -> exp.Column:
    return exp.column(identifier(name), table=identifier(table) if table else None)


def kind(name: str, *sizes: int) -> exp.DataType:
    """A type of SQL. Made by hand: sqlglot's parser takes 30 ms to load."""
    numbers = [exp.DataTypeParam(this=exp.Literal.number(size)) for size in sizes]
    return exp.DataType(this=exp.DType[name], expressions=numbers, nested=False)


class Writer:
    """Writes cells; those that became columns are in `named`."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.spark = dialect == "spark"
        self.named: dict[int, str] = {}

    def kind(self, of: SqlType) -> exp.DataType:
        if of.inner is not None:
            return exp.DataType.build(f"ARRAY<{of.inner.name}>", dialect="spark")
        if of.name == "HUGEINT":
            return kind("DECIMAL", 38, 0) if self.spark else kind("INT128")
        return kind(of.name, of.digits, of.scale) if of.name == "DECIMAL" else kind(of.name)

    def write(self, cell: Cell, *, top: bool = False) -> exp.Expr:
        """The expression of a cell; `top`: of a cell that is a column, its own text rather than its name."""
        if not top and id(cell) in self.named:
            return column(self.named[id(cell)])
        method: Callable[[Cell], exp.Expr] | None = getattr(self, f"_{cell.op}", None)
        if method is not None:
            return method(cell)
        if cell.op in BINARY:
            return self._binary(BINARY[cell.op], *cell.args)
        return exp.Anonymous(this=cell.op.upper(), expressions=[self._argument(arg) for arg in cell.args])

    def _argument(self, arg: Any) -> exp.Expr:
        return self.write(arg) if isinstance(arg, Cell) else exp.Literal.number(arg)

    def inner(self, cell: Cell) -> exp.Expr:
        """As an operand: in brackets where it needs them."""
        found = self.write(cell)
        return exp.Paren(this=found) if isinstance(found, WRAPPED) else found

    def _binary(self, kind: type[exp.Binary], left: Cell, right: Cell) -> exp.Expr:
        first = self.inner(left)
        chain = {exp.Add: (exp.Add, exp.Sub), exp.Sub: (exp.Add, exp.Sub), exp.Mul: (exp.Mul,)}.get(kind, ())
        if isinstance(first, exp.Paren) and isinstance(first.this, chain):
            first = first.this
        return kind(this=first, expression=self.inner(right))

    # Leaves

    def _literal(self, cell: Cell) -> exp.Expr:
        value = cell.value
        if value is None:
            return exp.Cast(this=exp.Null(), to=self.kind(cell.type))
        if isinstance(value, bool):
            return exp.Boolean(this=value)
        if isinstance(value, Decimal | int):
            found: exp.Expr = exp.Literal.number(
                format(abs(value), "f") if isinstance(value, Decimal) else abs(value)
            )
            return exp.Neg(this=found) if value < 0 else found
        if isinstance(value, date):
            return exp.Cast(this=exp.Literal.string(value.isoformat()), to=kind("DATE"))
        if isinstance(value, tuple):
            return self._list(value)
        return exp.Literal.string(value)

    def _list(self, words: tuple[str, ...]) -> exp.Expr:
        return exp.Array(expressions=[exp.Literal.string(word) for word in words])

    def _source(self, cell: Cell) -> exp.Expr:
        return column(cell.args[0], "population")

    def _column(self, cell: Cell) -> exp.Expr:
        return column(cell.args[0])

    def _looked(self, cell: Cell) -> exp.Expr:
        table, flag, _ = cell.args
        return exp.Not(this=exp.Is(this=column(flag, table), expression=exp.Null()))

    # Logic

    def _and(self, cell: Cell) -> exp.Expr:
        return self._chain(exp.And, cell)

    def _or(self, cell: Cell) -> exp.Expr:
        return self._chain(exp.Or, cell)

    def _chain(self, kind: type[exp.Expr], cell: Cell) -> exp.Expr:
        items = []
        for part in cell.args:
            found = self.write(part)
            items.append(exp.Paren(this=found) if isinstance(found, exp.Connector) else found)
        result = items[0]
        for item in items[1:]:
            result = kind(this=result, expression=item)
        return result

    def _not(self, cell: Cell) -> exp.Expr:
        part = cell.args[0]
        test = self.write(part)
        bare = not isinstance(test, WRAPPED) or isinstance(test, exp.Is)
        return exp.Not(this=test if bare else exp.Paren(this=test))

    def _is(self, cell: Cell, value: exp.Expr) -> exp.Expr:
        return exp.Is(this=self.inner(cell.args[0]), expression=value)

    def _isnull(self, cell: Cell) -> exp.Expr:
        return self._is(cell, exp.Null())

    def _istrue(self, cell: Cell) -> exp.Expr:
        return self._is(cell, exp.Boolean(this=True))

    def _isfalse(self, cell: Cell) -> exp.Expr:
        return self._is(cell, exp.Boolean(this=False))

    def _case(self, cell: Cell) -> exp.Expr:
        pairs, default = cell.args[:-1], cell.args[-1]
        ifs = [
            exp.If(this=self.write(test), true=self.write(value))
            for test, value in zip(pairs[::2], pairs[1::2], strict=True)
        ]
        last = None if default.constant and default.value is None else self.write(default)
        if last is None and all(v.constant and v.value is None for v in pairs[1::2]):
            last = self.write(default)
        return exp.Case(ifs=ifs, default=last)

    def _among(self, cell: Cell) -> exp.Expr:
        value, *words = cell.args
        return exp.In(this=self.inner(value), expressions=[exp.Literal.string(word) for word in words])

    def _bracket(self, cell: Cell) -> exp.Expr:
        """One bound of each code, where it is more than compared with a constant."""
        code, side, _ = cell.args
        ifs = [
            exp.If(
                this=exp.Literal.string(name), true=self._literal(Cell("literal", (value,), cell.type, False))
            )
            for name, value in side
        ]
        return exp.Cast(this=exp.Case(this=self.write(code), ifs=ifs), to=self.kind(cell.type))

    def _holds(self, cell: Cell) -> exp.Expr:
        """One code of a list at least is in a set, by its exact value or its beginning."""
        codes: CodeList = cell.args[1]
        name = "c"

        def starts(beginnings: tuple[str, ...]) -> list[exp.Expr]:
            return [
                exp.Anonymous(
                    this="STARTSWITH" if self.spark else "STARTS_WITH",
                    expressions=[column(name), exp.Literal.string(beginning)],
                )
                for beginning in sorted(beginnings)
            ]

        inside = starts(codes.prefixes)
        if codes.codes:
            listed = [exp.Literal.string(code) for code in sorted(codes.codes)]
            inside.insert(0, exp.In(this=column(name), expressions=listed))
        test = exp.or_(*inside, copy=False)
        outside = starts(codes.excepted)
        if outside:
            test = exp.and_(test, exp.not_(exp.or_(*outside, copy=False)), copy=False)
        body = exp.Lambda(this=test, expressions=[identifier(name)])
        value = self.write(cell.args[0])
        if self.spark:
            return exp.Anonymous(this="EXISTS", expressions=[value, body])
        kept = exp.Anonymous(this="LIST_FILTER", expressions=[value, body])
        return exp.GT(this=exp.Anonymous(this="LEN", expressions=[kept]), expression=exp.Literal.number(0))

    def _field(self, cell: Cell) -> exp.Expr:
        return exp.Dot(this=identifier(ELEMENT), expression=identifier(cell.args[0]))

    def _fold(self, cell: Cell) -> exp.Expr:
        """A function of each element of a list, then all of them together, NULL as the operator says."""
        op, rows, each, start = cell.args
        items = exp.Anonymous(
            this="TRANSFORM" if self.spark else "LIST_TRANSFORM",
            expressions=[
                self.write(rows),
                exp.Lambda(this=self.write(each), expressions=[identifier(ELEMENT)]),
            ],
        )
        kind = {"and": exp.And, "or": exp.Or, "+": exp.Add}[op]
        both: exp.Expr = kind(this=column("total"), expression=column("item"))
        if op == "+":
            both = exp.Cast(this=both, to=self.kind(cell.type))
        then = exp.Lambda(this=both, expressions=[identifier("total"), identifier("item")])
        if self.spark:
            return exp.Anonymous(this="AGGREGATE", expressions=[items, self._started(start), then])
        return exp.Anonymous(this="LIST_REDUCE", expressions=[items, then, self._started(start)])

    def _started(self, start: Cell) -> exp.Expr:
        return exp.Cast(this=self.write(start), to=self.kind(start.type))

    # Numbers

    def _negate(self, cell: Cell) -> exp.Expr:
        return exp.Neg(this=self.inner(cell.args[0]))

    def _cast(self, cell: Cell) -> exp.Expr:
        return exp.Cast(this=self.write(cell.args[0]), to=self.kind(cell.type))

    def _div(self, cell: Cell) -> exp.Expr:
        """The whole quotient, towards zero.

        Spark's DIV gives 64 bits, and wraps around in silence beyond: there a wide quotient is what is left
        once the remainder is taken away, divided exactly.
        """
        above, below, digits, others = cell.args
        if not self.spark or cell.type.name == "BIGINT":
            return self._binary(exp.IntDiv, above, below)
        rest = self._binary(exp.Mod, above, below)
        exact = exp.Sub(this=self.inner(above), expression=exp.Paren(this=rest))
        top = exp.Cast(this=exact, to=kind("DECIMAL", digits, 0))
        bottom = exp.Cast(this=self.write(below), to=kind("DECIMAL", others, 0))
        return exp.Cast(this=exp.Div(this=top, expression=bottom), to=self.kind(cell.type))

    def _nullif0(self, cell: Cell) -> exp.Expr:
        return exp.Nullif(this=self.write(cell.args[0]), expression=exp.Literal.number(0))

    # Dates

    def _days(self, cell: Cell) -> exp.Expr:
        left, right = (self.write(part) for part in cell.args)
        if self.spark:
            days = exp.Anonymous(this="DATEDIFF", expressions=[left, right])
            return exp.Cast(this=days, to=kind("BIGINT"))
        return exp.Sub(this=self.inner(cell.args[0]), expression=self.inner(cell.args[1]))

    def _shift_days(self, cell: Cell) -> exp.Expr:
        """Never beyond the calendar: its ends stand for it."""
        day, count = (self.write(part) for part in cell.args)
        number = exp.Cast(this=count, to=kind("INT"))
        if self.spark:
            moved: exp.Expr = exp.Anonymous(this="DATE_ADD", expressions=[day, number])
        else:
            moved = exp.Add(this=day, expression=number)
        return self._inside(moved)

    def _inside(self, moved: exp.Expr) -> exp.Expr:
        ends = [
            exp.Cast(this=exp.Literal.string(day.isoformat()), to=kind("DATE"))
            for day in (date.min, date.max)
        ]
        floor = exp.Anonymous(this="GREATEST", expressions=[moved, ends[0]])
        return exp.Anonymous(this="LEAST", expressions=[floor, ends[1]])

    def _shift_down(self, cell: Cell) -> exp.Expr:
        return self._inside(self._months(cell))

    def _months(self, cell: Cell) -> exp.Expr:
        day, count = (self.write(part) for part in cell.args)
        number = exp.Cast(this=count, to=kind("INT"))
        if self.spark:
            return exp.Anonymous(this="ADD_MONTHS", expressions=[day, number])
        months = exp.Anonymous(this="TO_MONTHS", expressions=[number])
        return exp.Cast(this=exp.Add(this=day, expression=months), to=kind("DATE"))

    def _shift_up(self, cell: Cell) -> exp.Expr:
        """Where the day does not exist, the first of the next month."""
        moved = self._months(cell)

        def day_of(item: exp.Expr) -> exp.Expr:
            return exp.Anonymous(this="DAY", expressions=[item])

        short = exp.LT(this=day_of(moved), expression=day_of(self.write(cell.args[0])))
        if self.spark:
            after: exp.Expr = exp.Anonymous(
                this="DATE_ADD", expressions=[moved.copy(), exp.Literal.number(1)]
            )
        else:
            after = exp.Add(this=moved.copy(), expression=exp.Literal.number(1))
        return self._inside(exp.Case(ifs=[exp.If(this=short, true=after)], default=moved.copy()))

    def _part(self, name: str, cell: Cell) -> exp.Expr:
        return exp.Anonymous(this=name, expressions=[self.write(cell.args[0])])

    def _part_year(self, cell: Cell) -> exp.Expr:
        return self._part("YEAR", cell)

    def _part_day(self, cell: Cell) -> exp.Expr:
        return self._part("DAY", cell)

    def _part_month(self, cell: Cell) -> exp.Expr:
        years = exp.Mul(this=self._part("YEAR", cell), expression=exp.Literal.number(12))
        return exp.Add(this=years, expression=self._part("MONTH", cell))

    def _part_monthday(self, cell: Cell) -> exp.Expr:
        months = exp.Mul(this=self._part("MONTH", cell), expression=exp.Literal.number(100))
        return exp.Add(this=months, expression=self._part("DAY", cell))

"""Cells: the values of one SQL row before they are text. Immutable, shared, folded where constant.

A cell knows its SQL type and whether it may be NULL. Two cells that say the same are one object: what two
variants share is computed once, and what is used twice becomes a column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from bareme.values import EXACT, decimals


@dataclass(frozen=True, slots=True)
class SqlType:
    """BOOLEAN, DATE, VARCHAR, BIGINT, HUGEINT (38 digits), DECIMAL(digits, scale), or a list of one."""

    name: str
    digits: int = 0
    scale: int = 0
    inner: SqlType | None = None

    def __str__(self) -> str:
        if self.inner is not None:
            return f"{self.inner}[]"
        return f"DECIMAL({self.digits}, {self.scale})" if self.name == "DECIMAL" else self.name


BOOLEAN, DATE, TEXT = SqlType("BOOLEAN"), SqlType("DATE"), SqlType("VARCHAR")
BIGINT, HUGEINT = SqlType("BIGINT"), SqlType("HUGEINT")
NARROW, WIDE = 18, 38  # digits of a 64-bit decimal, of a 128-bit one


def decimal(digits: int, scale: int) -> SqlType:
    return SqlType("DECIMAL", digits, scale)


def tier(digits: int) -> int:
    """The width a number of so many digits is stored in."""
    return NARROW if digits <= NARROW else WIDE


def whole_digits(*bounds: Decimal) -> int:
    """Digits before the point of the largest of these."""
    size = max(abs(bound) for bound in bounds)
    return max(1, size.adjusted() + 1) if size else 1


class Cell:
    """`op` and `args` say what it is; made only by `Cells`."""

    __slots__ = ("args", "element", "hint", "note", "nullable", "op", "type")

    def __init__(self, op: str, args: tuple[Any, ...], type: SqlType, nullable: bool) -> None:
        self.op, self.args, self.type, self.nullable = op, args, type, nullable
        self.hint = ""  # the name it takes if it becomes a column
        self.note: str | None = (
            None  # what an auditor reads beside it: it has a name of the scheme, and a column
        )
        # of the element at hand in a list: it can be no column of the firm
        self.element: bool = op == "field" or (op != "fold" and any(part.element for part in self.parts))

    @property
    def constant(self) -> bool:
        return self.op == "literal"

    @property
    def value(self) -> Any:
        """Of a literal; None is NULL."""
        return self.args[0]

    @property
    def parts(self) -> tuple[Cell, ...]:
        return tuple(arg for arg in self.args if isinstance(arg, Cell))

    @property
    def thin(self) -> bool:
        """Is writing it twice as good as naming it, if what it is about has a name?"""
        if self.op == "coalesce":
            return self.type == BOOLEAN
        return self.op in ("literal", "source", "not", "isnull", "istrue", "isfalse") or (
            self.op == "cast" and self.parts[0].op in ("literal", "source")
        )

    def __repr__(self) -> str:
        return f"{self.op}{self.args!r}"


COMPARISONS = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
}


STRICT = frozenset({"+", "-", "*", "cast", "negate", "<", "<=", "=", "not", "among"})  # NULL as a part is


class Cells:
    """Makes cells, each once."""

    def __init__(self) -> None:
        self._known: dict[Any, Cell] = {}
        self.true = self.literal(True, BOOLEAN)
        self.false = self.literal(False, BOOLEAN)

    def make(self, op: str, args: tuple[Any, ...], type: SqlType, nullable: bool) -> Cell:
        key = (op, tuple(id(arg) if isinstance(arg, Cell) else (arg.__class__, arg) for arg in args), type)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Cell(op, args, type, nullable)
        return found

    # Leaves

    def literal(self, value: Any, type: SqlType) -> Cell:
        return self.make("literal", (value,), type, value is None)

    def null(self, type: SqlType) -> Cell:
        return self.literal(None, type)

    def number(self, value: Decimal, scale: int | None = None) -> Cell:
        """A decimal literal with at least so many decimals."""
        scale = max(decimals(value), scale or 0)
        with localcontext(EXACT):
            value = value.quantize(Decimal(1).scaleb(-scale)) if value else Decimal(0).scaleb(-scale)
        digits = whole_digits(value) + scale
        if not scale:  # engines type a whole literal as an integer
            digits = 10 if digits < 10 else tier(digits)
        return self.literal(value, decimal(digits, scale))

    def column(self, name: str, type: SqlType, nullable: bool = True) -> Cell:
        return self.make("column", (name,), type, nullable)

    # Logic: three-valued, NULL is unknown

    def both(self, *items: Cell) -> Cell:
        return self._logic("and", items, self.true, self.false)

    def one(self, *items: Cell) -> Cell:
        return self._logic("or", items, self.false, self.true)

    def _logic(self, op: str, items: tuple[Cell, ...], neutral: Cell, strong: Cell) -> Cell:
        found: list[Cell] = []
        for item in items:
            if item is strong:
                return strong
            if item is not neutral and item not in found:
                found.append(item)
        if not found:
            return neutral
        if len(found) == 1:
            return found[0]
        return self.make(op, tuple(found), BOOLEAN, any(part.nullable for part in found))

    def no(self, item: Cell) -> Cell:
        if item.constant:
            return item if item.value is None else self.false if item.value else self.true
        if item.op == "not":
            return item.parts[0]
        return self.make("not", (item,), BOOLEAN, item.nullable)

    def is_null(self, item: Cell) -> Cell:
        if not item.nullable:
            return self.false
        if item.constant:
            return self.true
        read = item.op == "cast" and item.parts[0].op in ("source", "field")  # only the first stage reads
        if item.op in STRICT and not read:
            return self.one(*(self.is_null(part) for part in item.parts))
        if item.op == "case" and len(item.args) == 3 and item.args[0].op == "<":
            # a ceiling or a floor: NULL where what it bounds is
            test, other, kept = item.args
            if not other.nullable and set(test.parts) == {other, kept}:
                return self.is_null(kept)
        return self.make("isnull", (item,), BOOLEAN, False)

    def known(self, *items: Cell) -> Cell:
        return self.both(*(self.no(self.is_null(item)) for item in items))

    def is_true(self, item: Cell) -> Cell:
        """True where true, false where false or unknown."""
        return item if not item.nullable else self.is_value(item, True)

    def is_false(self, item: Cell) -> Cell:
        return self.no(item) if not item.nullable else self.is_value(item, False)

    def not_false(self, item: Cell) -> Cell:
        if not item.nullable:
            return item
        if item.constant:
            return self.true
        return self.make("coalesce", (item, self.true), BOOLEAN, False)

    def is_value(self, item: Cell, value: bool) -> Cell:
        if item.constant:
            return self.true if item.value is value else self.false
        return self.make("istrue" if value else "isfalse", (item,), BOOLEAN, False)

    def compare(self, op: str, left: Cell, right: Cell) -> Cell:
        """op: < <= =. The two have the same kind of type; decimals of two scales were fitted before."""
        if left.constant and right.constant:
            if left.value is None or right.value is None:
                return self.null(BOOLEAN)
            return self.true if COMPARISONS[op](left.value, right.value) else self.false
        if (left.constant and left.value is None) or (right.constant and right.value is None):
            return self.null(BOOLEAN)
        if left is right and not left.nullable:
            return self.true if op != "<" else self.false
        if left.op == "bracket" and right.constant:
            return self._among(left, lambda value: COMPARISONS[op](value, right.value))
        if right.op == "bracket" and left.constant:
            return self._among(right, lambda value: COMPARISONS[op](left.value, value))
        left, right = self._bare(left, right), self._bare(right, left)
        return self.make(op, (left, right), BOOLEAN, left.nullable or right.nullable)

    def _bare(self, item: Cell, other: Cell) -> Cell:
        """A whole number is compared with a whole constant as it is: the engine does it as it reads."""
        whole = other.constant and isinstance(other.value, Decimal) and not other.type.scale
        if whole and item.op == "cast" and item.parts[0].type == BIGINT and item.parts[0].op == "source":
            return item.parts[0]
        return item

    # Codes that stand for bounds

    def bracket(self, code: Cell, side: tuple[tuple[str, Decimal], ...], codes: int, type: SqlType) -> Cell:
        """One bound of each code. `codes`: how many there are; those without a bound are unknown."""
        return self.make("bracket", (code, side, codes), type, code.nullable or len(side) < codes)

    def _among(self, item: Cell, test: Callable[[Decimal], bool]) -> Cell:
        """Is the bound such? As a list of codes."""
        code, side, codes = item.args
        yes = [name for name, value in side if test(value)]
        no = [name for name, value in side if not test(value)]
        if not yes or not no:
            said = self.true if yes else self.false
            return (
                said
                if not item.nullable
                else self.case([(self._listed(code, yes + no), said)], self.null(BOOLEAN))
            )
        if len(side) == codes:
            return self._listed(code, yes)
        pairs = [(self._listed(code, yes), self.true), (self._listed(code, no), self.false)]
        return self.case(pairs, self.null(BOOLEAN))

    def _listed(self, code: Cell, names: list[str]) -> Cell:
        return self.call("among", code, *sorted(names), type=BOOLEAN) if names else self.false

    def settled(self, sure: Cell, never: Cell, item: Cell) -> bool:
        """Does each code of the bracket make either test true?"""
        if item.op != "bracket" or sure.op != "among" or never.op != "among" or sure.parts != never.parts:
            return False
        codes: int = item.args[2]
        return len({*sure.args[1:], *never.args[1:]}) == codes

    def case(self, pairs: list[tuple[Cell, Cell]], default: Cell) -> Cell:
        """The value of the first test that is true (a NULL test is not), else the default."""
        kept: list[Cell] = []
        for test, value in pairs:
            if test is self.false or (test.constant and test.value is None):
                continue
            if test is self.true:
                default = value
                break
            kept += [test, value]
        while kept and kept[-1] is default:
            kept = kept[:-2]
        if not kept:
            return default
        values = [*kept[1::2], default]
        type = max((value.type for value in values), key=lambda kind: kind.digits)
        return self.make("case", (*kept, default), type, any(value.nullable for value in values))

    # Anything else

    def call(self, op: str, *args: Any, type: SqlType, nullable: bool | None = None) -> Cell:
        """A strict function: NULL as soon as one argument is NULL, unless `nullable` says otherwise."""
        cells = [arg for arg in args if isinstance(arg, Cell)]
        if any(cell.constant and cell.value is None for cell in cells) and nullable is None:
            return self.null(type)
        if nullable is None:
            nullable = any(cell.nullable for cell in cells)
        return self.make(op, tuple(args), type, nullable)

    def cast(self, item: Cell, type: SqlType) -> Cell:
        if item.type == type:
            return item
        if item.constant and item.value is None:
            return self.null(type)
        return self.make("cast", (item,), type, item.nullable)

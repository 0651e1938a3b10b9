"""The contract of `bareme.tree` on cells: strict arithmetic, Kleene logic, choices, intervals, absences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from typing import Any

from bareme import arithmetic
from bareme.sql.cells import BOOLEAN, DATE, TEXT, Cell, decimal, tier, whole_digits
from bareme.sql.numbers import Bounds, Numbers, TooWide
from bareme.sql.worth import Date, Number, Truth, Word, Worth
from bareme.units import Unit
from bareme.values import EXACT

ZERO = Decimal(0)


class Algebra(Numbers):
    """Worth in, worth out."""

    # Leaves

    def truth(self, value: Cell, na: Cell | None = None) -> Truth:
        return Truth(value, na or self.false)

    def exactly(self, value: Decimal, scale: int = 0, unit: Unit | None = None) -> Number:
        cell = self.number(value, scale)
        return Number(cell, cell, self.false, value, value, unit or Unit())

    def number_unknown(self, low: Decimal, high: Decimal, scale: int) -> Number:
        cell = self.null(decimal(tier(whole_digits(low, high) + scale), scale))
        return Number(cell, cell, self.false, low, high)

    # Arithmetic

    def _na(self, *items: Worth) -> Cell:
        return self.one(*(item.na for item in items))

    def _within_both(self, function: Callable[..., Any], a: Number, b: Number, bounds: Bounds) -> Bounds:
        """What the operands allow, where it is tighter than what the loader proved for every date."""
        with localcontext(EXACT):
            low, high = arithmetic.bounds(function(arithmetic.hull(*a.bounds), arithmetic.hull(*b.bounds)))
        return max(low, bounds[0]), min(high, bounds[1])

    def add(self, a: Number, b: Number, bounds: Bounds) -> Number:
        bounds = self._within_both(arithmetic.add, a, b, bounds)
        least = self.plus(a.least, b.least, bounds)
        most = least if a.exact and b.exact else self.plus(a.most, b.most, bounds)
        return Number(least, most, self._na(a, b), *bounds)

    def subtract(self, a: Number, b: Number, bounds: Bounds) -> Number:
        bounds = self._within_both(arithmetic.subtract, a, b, bounds)
        least = self.plus(a.least, b.most, bounds, minus=True)
        most = least if a.exact and b.exact else self.plus(a.most, b.least, bounds, minus=True)
        return Number(least, most, self._na(a, b), *bounds)

    def multiply(self, a: Number, b: Number, bounds: Bounds) -> Number:
        bounds = self._within_both(arithmetic.multiply, a, b, bounds)
        least, most = self._products(a, b, bounds)
        return Number(least, most, self._na(a, b), *bounds)

    def _products(self, a: Number, b: Number, bounds: Bounds) -> tuple[Cell, Cell]:
        """The least and the most product: by signs where they are known, else of the four corners."""
        if a.exact and b.exact:
            both = self.times(a.least, b.least, bounds)
            return both, both
        if a.low >= 0 and b.low >= 0:
            return self.times(a.least, b.least, bounds), self.times(a.most, b.most, bounds)
        if b.exact and not a.exact:
            a, b = b, a
        if a.exact and a.low >= 0:
            return self.times(a.least, b.least, bounds), self.times(a.least, b.most, bounds)
        if a.exact and a.high <= 0:
            return self.times(a.least, b.most, bounds), self.times(a.least, b.least, bounds)
        corners = [self.times(x, y, bounds) for x in (a.least, a.most) for y in (b.least, b.most)]
        corners = list(dict.fromkeys(corners))
        type = max((corner.type for corner in corners), key=lambda kind: kind.digits)
        corners = [self.cast(corner, type) for corner in corners]
        return self.extreme(corners, most=False), self.extreme(corners, most=True)

    def negate(self, a: Number) -> Number:
        least = self.minus_of(a.most)
        return Number(least, least if a.exact else self.minus_of(a.least), a.na, -a.high, -a.low, a.unit)

    def extremum(self, items: Sequence[Number], *, most: bool) -> Number:
        choose = max if most else min
        low, high = choose(item.low for item in items), choose(item.high for item in items)
        scale = max(item.least.type.scale for item in items)
        digits = whole_digits(*(bound for item in items for bound in item.bounds)) + scale
        least = self.extreme([self.fit(item.least, digits, scale) for item in items], most=most)
        top = least
        if not all(item.exact for item in items):
            top = self.extreme([self.fit(item.most, digits, scale) for item in items], most=most)
        return Number(least, top, self._na(*items), low, high)

    def round(self, a: Number, step: Decimal, mode: str) -> Number:
        with localcontext(EXACT):
            low, high = (arithmetic.round_fraction(bound, Decimal(1), step, mode) for bound in a.bounds)
        least = self.rounded(a.least, a.bounds, step, mode)
        most = least if a.exact else self.rounded(a.most, a.bounds, step, mode)
        return Number(least, most, a.na, low, high)

    def prorata(
        self, value: Number | None, part: Number, whole: Number, step: Decimal, mode: str, bounds: Bounds
    ) -> Number:
        above = part
        na = self._na(part, whole)
        if value is not None:
            with localcontext(EXACT):
                span = arithmetic.bounds(
                    arithmetic.multiply(arithmetic.hull(*value.bounds), arithmetic.hull(*part.bounds))
                )
            above = self.multiply(value, part, span)
            na = self._na(value, part, whole)
        zero = self.number(ZERO, whole.least.type.scale)
        fine = self.compare("<", zero, whole.least)  # else a whole of zero, or that may be
        found = [
            self.quotient(x, y, above.bounds, whole.high, step, mode, bounds)
            for x in dict.fromkeys((above.least, above.most))
            for y in dict.fromkeys((whole.least, whole.most))
        ]
        nothing = self.null(found[0].type)
        if len(found) == 1:
            cell = found[0]
            return Number(cell, cell, na, *bounds)
        sides = [self.case([(fine, self.extreme(found, most=most))], nothing) for most in (False, True)]
        return Number(sides[0], sides[1], na, *bounds)

    # Comparisons

    def relate(self, op: str, a: Number | Date, b: Number | Date) -> Truth:
        """op: < <= > >= == !=, on numbers or on dates."""
        if op in (">", ">="):
            return self.relate({">": "<", ">=": "<="}[op], b, a)
        na = self._na(a, b)
        if op == "!=":
            return Truth(self.no(self.relate("==", a, b).value), na)
        if op == "==":
            if a.exact and b.exact:
                return Truth(self._order("=", a, a.least, b, b.least), na)
            apart = self.one(self._order("<", a, a.most, b, b.least), self._order("<", b, b.most, a, a.least))
            single = self.both(*(self.compare("=", x.least, x.most) for x in (a, b) if not x.exact))
            same = self._order("=", a, a.least, b, b.least)
            return Truth(self.case([(single, same), (apart, self.false)], self.null(BOOLEAN)), na)
        sure = self._order(op, a, a.most, b, b.least)
        if a.exact and b.exact:
            return Truth(sure, na)
        never = self._order("<=" if op == "<" else "<", b, b.most, a, a.least)
        if self.settled(sure, never, a.most) or self.settled(sure, never, b.most):
            return Truth(sure, na)
        return Truth(self.case([(sure, self.true), (never, self.false)], self.null(BOOLEAN)), na)

    def _order(self, op: str, a: Number | Date, x: Cell, b: Number | Date, y: Cell) -> Cell:
        if isinstance(a, Number) and isinstance(b, Number):
            return self.compared(op, x, y, whole_digits(*a.bounds, *b.bounds))
        return self.compare(op, x, y)

    def same(self, a: Truth | Word, b: Truth | Word) -> Truth:
        return Truth(self.compare("=", a.value, b.value), self._na(a, b))

    # Logic

    def every(self, items: Sequence[Truth]) -> Truth:
        """Kleene's and, leaving out what is not applicable."""
        value = self.both(*(self.one(item.na, item.value) for item in items))
        return self._left(value, items)

    def some(self, items: Sequence[Truth]) -> Truth:
        value = self.one(*(self.both(self.no(item.na), item.value) for item in items))
        return self._left(value, items)

    def _left(self, value: Cell, items: Sequence[Truth]) -> Truth:
        na = self.both(*(item.na for item in items))
        if na is self.false:
            return Truth(value, na)
        return Truth(self.case([(na, self.null(BOOLEAN))], value), na)

    def negation(self, a: Truth) -> Truth:
        return Truth(self.no(a.value), a.na)

    # Choice and absence

    def nothing(self, like: Worth) -> Worth:
        """Not applicable, in the shape of another."""
        if isinstance(like, Number):
            none = self.null(like.least.type)
            return Number(none, none, self.true, like.low, like.high, like.unit)
        if isinstance(like, Date):
            none = self.null(DATE)
            return Date(none, none, self.true)
        if isinstance(like, Word):
            return Word(self.null(like.value.type), self.true, like.many)
        return Truth(self.null(BOOLEAN), self.true)

    def guard(self, test: Truth, a: Worth) -> Worth:
        """`a` where the test is true; not applicable where it is false, or not applicable."""
        off = self.one(test.na, self.is_false(test.value))
        na = self.one(off, self.both(self.is_true(test.value), a.na))
        return self._mask(a, self.is_true(test.value), na)

    def _mask(self, a: Worth, where: Cell, na: Cell) -> Worth:
        def keep(cell: Cell) -> Cell:
            return self.case([(where, cell)], self.null(cell.type))

        if isinstance(a, Number):
            return Number(
                keep(a.least), keep(a.least) if a.exact else keep(a.most), na, a.low, a.high, a.unit
            )
        if isinstance(a, Date):
            return Date(keep(a.least), keep(a.least) if a.exact else keep(a.most), na)
        if isinstance(a, Word):
            return Word(keep(a.value), na, a.many)
        return Truth(keep(a.value), na)

    def otherwise(self, a: Worth, b: Worth) -> Worth:
        """`a`, or `b` where `a` is not applicable."""
        return self.choose([(Truth(self.no(a.na), self.false), a)], b)

    def applies(self, a: Worth) -> Truth:
        value = a.least if isinstance(a, Number | Date) else a.value
        known = self.no(self.is_null(value))
        return Truth(self.case([(a.na, self.false), (known, self.true)], self.null(BOOLEAN)), self.false)

    def choose(self, cases: Sequence[tuple[Truth, Worth]], default: Worth) -> Worth:
        """The first whose test is true; where a test is unknown, what is sure whichever branch is taken."""
        shaped = self._alike([*(worth for _, worth in cases), default])
        tests = [self.both(self.no(test.na), test.value) for test, _ in cases]
        if not any(test.nullable for test in tests):
            return self._plainly(tests, shaped)
        before: list[Cell] = []
        reached: list[Cell] = []
        for test in tests:
            reached.append(self.both(*before, self.not_false(test)))
            before.append(self.no(self.is_true(test)))
        reached.append(self.both(*before))
        return self.either(reached, shaped)

    def _plainly(self, tests: list[Cell], found: list[Worth]) -> Worth:
        def pick(cells: list[Cell]) -> Cell:
            return self.case(list(zip(tests, cells[:-1], strict=True)), cells[-1])

        na = pick([item.na for item in found])
        first = found[0]
        if isinstance(first, Number | Date):
            least = pick([item.least for item in found])  # type: ignore[union-attr]  # all alike
            exact = all(item.exact for item in found)  # type: ignore[union-attr]  # all alike
            most = least if exact else pick([item.most for item in found])  # type: ignore[union-attr]  # all alike
            return self._again(first, found, least, most, na)
        value = pick([item.value for item in found])  # type: ignore[union-attr]  # all alike
        return Word(value, na, first.many) if isinstance(first, Word) else Truth(value, na)

    def _again(self, first: Worth, found: list[Worth], least: Cell, most: Cell, na: Cell) -> Worth:
        if isinstance(first, Number):
            numbers = [item for item in found if isinstance(item, Number)]
            return Number(
                least,
                most,
                na,
                min(item.low for item in numbers),
                max(item.high for item in numbers),
                first.unit,
            )
        return Date(least, most, na)

    def either(self, reached: list[Cell], found: list[Worth]) -> Worth:
        """What is sure when one of the reached holds and nobody knows which."""
        pairs = [(test, item) for test, item in zip(reached, found, strict=True) if test is not self.false]
        na = self.both(*(self.one(self.no(test), item.na) for test, item in pairs))
        first = found[0]
        if isinstance(first, Truth):
            yes = self.both(*(self.one(self.no(test), self.is_true(item.value)) for test, item in pairs))  # type: ignore[union-attr]  # all alike
            no = self.both(*(self.one(self.no(test), self.is_false(item.value)) for test, item in pairs))  # type: ignore[union-attr]  # all alike
            return Truth(self.case([(yes, self.true), (no, self.false)], self.null(BOOLEAN)), na)
        if isinstance(first, Word):
            value = self._agreed(pairs, [item.value for _, item in pairs])  # type: ignore[union-attr]  # all alike
            return Word(value, na, first.many)
        leasts = [item.least for _, item in pairs]  # type: ignore[union-attr]  # all alike
        mosts = [item.most for _, item in pairs]  # type: ignore[union-attr]  # all alike
        if isinstance(first, Date):
            least, most = self._agreed(pairs, leasts), self._agreed(pairs, mosts)
            sure = self.known(least, most)
            least, most = (self.case([(sure, side)], self.null(DATE)) for side in (least, most))
            return Date(least, most, na)
        return self._again(
            first, found, self._outer(pairs, leasts, most=False), self._outer(pairs, mosts, most=True), na
        )

    def _sure(self, pairs: list[tuple[Cell, Worth]], cells: list[Cell]) -> Cell:
        """Is every reached value known?"""
        return self.both(
            *(self.one(self.no(test), self.known(cell)) for (test, _), cell in zip(pairs, cells, strict=True))
        )

    def _reached(self, pairs: list[tuple[Cell, Worth]], cells: list[Cell]) -> list[Cell]:
        return [
            self.case([(test, cell)], self.null(cell.type))
            for (test, _), cell in zip(pairs, cells, strict=True)
        ]

    def _outer(self, pairs: list[tuple[Cell, Worth]], cells: list[Cell], *, most: bool) -> Cell:
        items = list(dict.fromkeys(self._reached(pairs, cells)))
        type = max((item.type for item in items), key=lambda kind: kind.digits)
        # LEAST and GREATEST leave NULL aside: here NULL is a branch that cannot be taken
        side = items[0]
        if len(items) > 1:
            side = self.call("greatest" if most else "least", *items, type=type, nullable=True)
        return self.case([(self._sure(pairs, cells), side)], self.null(type))

    def _agreed(self, pairs: list[tuple[Cell, Worth]], cells: list[Cell]) -> Cell:
        items = list(dict.fromkeys(self._reached(pairs, cells)))
        if len(items) == 1:
            return self.case([(self._sure(pairs, cells), items[0])], self.null(items[0].type))
        first = self.call("least", *items, type=items[0].type, nullable=True)
        last = self.call("greatest", *items, type=items[0].type, nullable=True)
        sure = self.both(self._sure(pairs, cells), self.compare("=", first, last))
        return self.case([(sure, first)], self.null(first.type))

    def _alike(self, found: list[Worth]) -> list[Worth]:
        """Branches of one shape: `not_applicable` takes that of the others, decimals one scale."""
        shapes = [item for item in found if not self._only_nothing(item)] or found
        like = shapes[0]
        found = [self.nothing(like) if self._only_nothing(item) else item for item in found]
        if not isinstance(like, Number):
            return found
        numbers = [item for item in found if isinstance(item, Number)]
        live = [item for item in numbers if item.na is not self.true] or numbers
        scale = max(item.least.type.scale for item in live)
        digits = whole_digits(*(bound for item in live for bound in item.bounds)) + scale
        return [self.fitted(item, digits, scale) for item in numbers]

    def _only_nothing(self, item: Worth) -> bool:
        return item.na is self.true

    def fitted(self, a: Number, digits: int, scale: int) -> Number:
        least = self.fit(a.least, digits, scale)
        return Number(
            least, least if a.exact else self.fit(a.most, digits, scale), a.na, a.low, a.high, a.unit
        )


__all__ = ["TEXT", "Algebra", "TooWide"]

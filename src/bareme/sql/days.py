"""Dates on cells, as the evaluator counts them: open ends, missing days, completed months and years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bareme.sql.algebra import Algebra
from bareme.sql.cells import BIGINT, DATE, Cell, decimal
from bareme.sql.worth import Date, Number
from bareme.units import Unit

MOST_DAYS = Decimal(4_000_000)
MOST_WHOLE = Decimal(120_000)
COUNT = decimal(9, 0)


class Days:
    def __init__(self, cells: Algebra) -> None:
        self.cells = cells
        self.first, self.last = cells.literal(date.min, DATE), cells.literal(date.max, DATE)

    def extremum(self, items: Sequence[Date], *, most: bool) -> Date:
        least = self.cells.extreme([item.least for item in items], most=most)
        top = least
        if not all(item.exact for item in items):
            top = self.cells.extreme([item.most for item in items], most=most)
        return Date(least, top, self.cells.one(*(item.na for item in items)))

    def shift(self, day: Date, count: Number, mode: str, factor: int) -> Date:
        """`factor`: months in one unit of the count, or 1 for days; negative to go back."""
        na = self.cells.one(day.na, count.na)
        near, far = (count.least, count.most) if factor > 0 else (count.most, count.least)
        least = self._moved(day.least, near, mode, factor)
        exact = day.exact and count.exact
        most = least if exact else self._moved(day.most, far, mode, factor)
        # an end of the calendar is no day: whoever lands there is unknown
        off = self.cells.both(self.cells.compare("=", least, most)) if not exact else self.cells.true
        lost = self.cells.one(
            self.cells.compare("=", least, self.first), self.cells.compare("=", least, self.last)
        )
        gone = self.cells.both(off, lost)
        none = self.cells.null(DATE)
        least_, most_ = (self.cells.case([(gone, none)], side) for side in (least, most))
        return Date(least_, least_ if exact else most_, na)

    def _moved(self, day: Cell, count: Cell, mode: str, factor: int) -> Cell:
        cells = self.cells
        if count.constant and count.value is not None and not count.value:
            return day
        step = cells.call("*", cells.cast(count, BIGINT), cells.literal(factor, BIGINT), type=BIGINT)
        if count.constant and count.value is not None:
            step = cells.literal(int(count.value) * factor, BIGINT)
        # beyond the calendar is its last day, and open ends stay open
        room = 3_700_000 if mode == "days" else 120_000
        if not (step.constant and step.value is not None and abs(step.value) <= room):
            low, high = cells.literal(-room, BIGINT), cells.literal(room, BIGINT)
            step = cells.case(
                [(cells.compare("<", step, low), low), (cells.compare("<", high, step), high)], step
            )
        moved = cells.call(f"shift_{mode}", day, step, type=DATE)
        ends = cells.one(cells.compare("=", day, self.first), cells.compare("=", day, self.last))
        return cells.case([(ends, day)], moved)

    def between(self, a: Date, b: Date) -> Number:
        """a − b, in days."""
        na = self.cells.one(a.na, b.na)
        least = self._days(a.least, b.most)
        most = least if a.exact and b.exact else self._days(a.most, b.least)
        return Number(least, most, na, -MOST_DAYS, MOST_DAYS, Unit((("day", 1),)))

    def _days(self, a: Cell, b: Cell) -> Cell:
        if a.constant and b.constant and a.value is not None and b.value is not None:
            return self.cells.number(Decimal((a.value - b.value).days))
        return self.cells.cast(self.cells.call("days", a, b, type=BIGINT), COUNT)

    def whole(self, start: Date, end: Date, unit: str) -> Number:
        """Completed months or years, negative if `end` comes first."""
        na = self.cells.one(start.na, end.na)
        least = self._whole(start.most, end.least, unit)
        most = least if start.exact and end.exact else self._whole(start.least, end.most, unit)
        return Number(least, most, na, -MOST_WHOLE, MOST_WHOLE, Unit(((unit, 1),)))

    def _whole(self, start: Cell, end: Cell, unit: str) -> Cell:
        cells = self.cells
        apart = cells.call("-", self._part(end, unit), self._part(start, unit), type=BIGINT)
        inside = "day" if unit == "month" else "monthday"
        early = cells.compare("<", self._part(end, inside), self._part(start, inside))
        late = cells.compare("<", self._part(start, inside), self._part(end, inside))
        one = cells.literal(1, BIGINT)
        found = cells.case(
            [
                (
                    cells.both(cells.compare("<=", start, end), early),
                    cells.call("-", apart, one, type=BIGINT),
                ),
                (cells.both(cells.compare("<", end, start), late), cells.call("+", apart, one, type=BIGINT)),
            ],
            apart,
        )
        return cells.cast(found, COUNT)

    def _part(self, day: Cell, part: str) -> Cell:
        """year; month: since year 0; day: of the month; monthday: month × 100 + day."""
        if day.constant and day.value is not None:
            value: date = day.value
            found = {
                "year": value.year, "month": value.year * 12 + value.month, "day": value.day,
                "monthday": value.month * 100 + value.day,
            }[part]  # fmt: skip
            return self.cells.literal(found, BIGINT)
        return self.cells.call(f"part_{part}", day, type=BIGINT)

"""Exact decimal arithmetic on cells: each result has an explicit scale and room for its digits."""

from __future__ import annotations

from decimal import Decimal, localcontext

from bareme.arithmetic import round_fraction
from bareme.sql.cells import BIGINT, HUGEINT, NARROW, WIDE, Cell, Cells, decimal, tier, whole_digits
from bareme.values import EXACT

Bounds = tuple[Decimal, Decimal]


class TooWide(ValueError):
    """A number would need more than 38 digits on its way, though its result may not."""


def spark_digits(above: int, below: int) -> int:
    """Digits before the point that Spark keeps of a quotient of whole decimals of so many digits.

    Its rule for `/` where precision loss is not allowed (spark.sql.decimalOperations.allowPrecisionLoss).
    """
    decimals_kept = min(WIDE, max(6, below + 1))
    over = above + decimals_kept - WIDE
    return above if over <= 0 else WIDE - (decimals_kept - over // 2 - 1)


class Numbers(Cells):
    """Cells, with arithmetic. `bounds`: those of the result, proved at load. `spark`: within its limits."""

    def __init__(self, *, spark: bool = False) -> None:
        super().__init__()
        self.spark = spark

    def fit(self, item: Cell, digits: int, scale: int) -> Cell:
        """The same number with `scale` decimals, in a type with room for `digits`."""
        if digits > WIDE:
            raise TooWide
        if item.constant:
            return (
                self.null(decimal(tier(digits), scale))
                if item.value is None
                else self.number(item.value, scale)
            )
        if item.type.scale == scale and item.type.digits <= tier(digits):
            return item
        return self.cast(item, decimal(tier(digits), scale))

    def plus(self, left: Cell, right: Cell, bounds: Bounds, *, minus: bool = False) -> Cell:
        scale = max(left.type.scale, right.type.scale)
        if left.constant and right.constant and left.value is not None and right.value is not None:
            with localcontext(EXACT):
                return self.number(left.value - right.value if minus else left.value + right.value, scale)
        if right.constant and right.value is not None and not right.value:
            return self.fit(left, whole_digits(*bounds) + scale, scale)
        if left.constant and left.value is not None and not left.value and not minus:
            return self.fit(right, whole_digits(*bounds) + scale, scale)
        digits = whole_digits(*bounds) + scale
        whole = max(left.type.digits - left.type.scale, right.type.digits - right.type.scale)
        natural = whole + scale + 1
        if natural > NARROW:
            room = NARROW - 1 if digits < NARROW else WIDE
            left, right = (self._within(item, room, scale) for item in (left, right))
            natural = NARROW if room < NARROW else WIDE
        op = "-" if minus else "+"
        return self.call(op, left, right, type=decimal(min(natural, WIDE), scale))

    def _within(self, item: Cell, room: int, scale: int) -> Cell:
        if item.constant:
            return item if item.value is None else self.number(item.value, scale)
        if item.type.scale == scale and (
            item.type.digits <= room if room < NARROW else item.type.digits == room
        ):
            return item
        return self.cast(item, decimal(room, scale))

    def times(self, left: Cell, right: Cell, bounds: Bounds) -> Cell:
        scale = left.type.scale + right.type.scale
        if left.constant and right.constant and left.value is not None and right.value is not None:
            with localcontext(EXACT):
                return self.number(left.value * right.value, scale)
        for item, other in ((left, right), (right, left)):
            if item.constant and item.value == 1 and not item.type.scale:
                return other
        digits = whole_digits(*bounds) + scale
        if digits > WIDE:
            raise TooWide
        if left.type.digits + right.type.digits <= NARROW:
            return self.call("*", left, right, type=decimal(left.type.digits + right.type.digits, scale))
        if digits <= NARROW and scale < NARROW and max(left.type.digits, right.type.digits) <= NARROW:
            product = self.call("*", left, right, type=decimal(WIDE, scale))
            return self.cast(product, decimal(NARROW, scale))
        wide = self.cast(left, decimal(WIDE, left.type.scale))
        return self.call("*", wide, right, type=decimal(WIDE, scale))

    def minus_of(self, item: Cell) -> Cell:
        if item.constant:
            return item if item.value is None else self.number(-item.value, item.type.scale)
        return self.call("negate", item, type=item.type)

    def compared(self, op: str, left: Cell, right: Cell, whole: int) -> Cell:
        """`whole`: digits before the point that hold both."""
        scale = max(left.type.scale, right.type.scale)
        digits = whole + scale
        return self.compare(op, self.fit(left, digits, scale), self.fit(right, digits, scale))

    def extreme(self, items: list[Cell], *, most: bool) -> Cell:
        """The least (or most) of numbers of one type, NULL as soon as one is."""
        found: list[Cell] = []
        for item in items:
            if item not in found:
                found.append(item)
        constants = [item for item in found if item.constant]
        if any(item.value is None for item in constants):
            return next(item for item in constants if item.value is None)
        if len(constants) > 1:
            chosen = (max if most else min)(constants, key=lambda item: item.value)
            found = [item for item in found if not item.constant] + [chosen]
        if len(found) == 1:
            return found[0]
        unsure = [item for item in found if item.nullable]
        type = max((item.type for item in found), key=lambda kind: kind.digits)
        if len(found) == 2 and len(unsure) < 2:  # NULL stays in the ELSE
            kept = unsure[0] if unsure else found[0]
            other = found[1] if kept is found[0] else found[0]
            test = self.compare("<", kept, other) if most else self.compare("<", other, kept)
            return self.make("case", (test, other, kept), type, kept.nullable)
        chosen = self.call("greatest" if most else "least", *found, type=type, nullable=False)
        if not unsure:
            return chosen
        return self.case([(self.known(*unsure), chosen)], self.null(type))

    # Rounding and division: whole numbers and remainders only

    def rounded(self, item: Cell, bounds: Bounds, step: Decimal, mode: str) -> Cell:
        """To a multiple of `step`, symmetric about zero; the scale is the step's."""
        scale = max(0, -int(step.normalize().as_tuple().exponent))
        if item.constant:
            if item.value is None:
                return self.null(decimal(NARROW, scale))
            with localcontext(EXACT):
                return self.number(round_fraction(item.value, Decimal(1), step, mode), scale)
        tenth = step.normalize().as_tuple().digits == (1,)
        exponent = int(step.normalize().as_tuple().exponent)
        if tenth and item.type.scale <= -exponent:  # already a multiple
            return self.fit(item, whole_digits(*bounds) + scale, scale)
        low, high = bounds
        room = (low - step if low < 0 else low, high + step)
        fine = max(item.type.scale, scale)
        digits = whole_digits(*room) + fine
        if tenth and exponent <= 0 and mode == "half_up":
            result = self.call(
                "round", self.fit(item, digits, fine), -exponent, type=decimal(tier(digits), scale)
            )
            return self.cast(result, decimal(tier(whole_digits(*room) + scale), scale))
        # a digit less than 64 bits hold, where it can be: a difference then stays within them
        value = self._within(item, NARROW - 1, fine) if digits < NARROW else self.fit(item, digits, fine)
        base = decimal(NARROW - 1 if digits < NARROW else tier(digits), fine)
        unit = self.number(step, fine)
        rest = self.cast(self.call("%", value, unit, type=base), base)
        down = self.cast(self.call("-", value, rest, type=base), base)
        if mode == "floor":
            return self.cast(down, decimal(tier(whole_digits(*bounds) + scale), scale))
        up = self._rounds_up(rest, value, unit, low, fine, mode, step)
        away = (
            unit
            if low >= 0
            else self.case(
                [(self.compare("<", value, self.number(Decimal(0), fine)), self.minus_of(unit))], unit
            )
        )
        moved = self.plus(down, away, room)
        result = self.case([(up, self.cast(moved, base))], down)
        return self.cast(result, decimal(tier(whole_digits(*room) + scale), scale))

    def _rounds_up(
        self, rest: Cell, value: Cell, unit: Cell, low: Decimal, scale: int, mode: str, step: Decimal
    ) -> Cell:
        zero = self.number(Decimal(0), scale)
        size = rest if low >= 0 else self.call("abs", rest, type=rest.type)
        if mode == "ceil":
            return self.compare("<", zero, size)
        twice = self.times(self.number(Decimal(2)), size, (Decimal(0), 2 * step))
        unit = self.number(step, scale)
        if mode == "half_up":
            return self.compare("<=", unit, twice)
        past = self.compare("<", unit, twice)
        if mode == "half_down":
            return past
        double = self.number(2 * step, scale)
        odd = self.call("%", self.call("-", value, rest, type=rest.type), double, type=rest.type)
        return self.one(
            past, self.both(self.compare("=", twice, unit), self.no(self.compare("=", odd, zero)))
        )

    def quotient(
        self,
        above: Cell,
        below: Cell,
        tops: Bounds,
        bottom: Decimal,
        step: Decimal,
        mode: str,
        bounds: Bounds,
    ) -> Cell:
        """above ÷ below to a multiple of `step`; NULL where below is zero. below ≥ 0, at most `bottom`.

        Done on whole numbers: above × 10^k, below × step × 10^k, their quotient and remainder.
        """
        scale = max(0, -int(step.normalize().as_tuple().exponent))
        fine = max(above.type.scale, below.type.scale + scale)
        with localcontext(EXACT):
            most_above = max(abs(tops[0]), abs(tops[1])).scaleb(fine)
            most_below = abs(bottom) * step.scaleb(fine)
            factor = step.scaleb(fine)
        top, low = self._whole(above, fine, most_above), self._scaled(below, factor, most_below)
        if 2 * max(most_above, most_below) >= Decimal(10) ** WIDE:
            raise TooWide
        small = 2 * max(most_above, most_below) < Decimal(10) ** NARROW
        kind = BIGINT if small else HUGEINT
        top, low = self.cast(top, kind), self.cast(low, kind)
        low = self.call("nullif0", low, type=kind, nullable=True)
        with localcontext(EXACT):
            most = max(abs(bounds[0]), abs(bounds[1]))
            count = round_fraction(most, Decimal(1), step, "ceil") / step if most else Decimal(0)
        digits = whole_digits(most_above), whole_digits(most_below)
        if not small and self.spark and spark_digits(*digits) < min(digits[0], whole_digits(count) + 1):
            raise TooWide
        whole = self.call("div", top, low, *digits, type=kind)
        if mode != "floor":
            rest = self.call("%", top, low, type=kind)
            size = self.call("abs", rest, type=kind) if tops[0] < 0 else rest
            zero, two = self.literal(0, kind), self.literal(2, kind)
            away = self.literal(1, kind)
            if tops[0] < 0:
                away = self.case([(self.compare("<", top, zero), self.literal(-1, kind))], away)
            if mode == "ceil":
                up = self.compare("<", zero, size)
            else:
                twice = self.call("*", two, size, type=kind)
                past = self.compare("<", low, twice)
                up = past
                if mode == "half_up":
                    up = self.compare("<=", low, twice)
                elif mode == "half_even":
                    odd = self.no(self.compare("=", self.call("%", whole, two, type=kind), zero))
                    up = self.one(past, self.both(self.compare("=", low, twice), odd))
            whole = self.case([(up, self.call("+", whole, away, type=kind))], whole)
        number = self.cast(whole, decimal(tier(whole_digits(count)), 0))
        return self.times(number, self.number(step.normalize(), scale), (-most - step, most + step))

    def _whole(self, item: Cell, fine: int, most: Decimal) -> Cell:
        """item × 10^fine, as a decimal without decimals."""
        return self._scaled(item, Decimal(10) ** fine, most)

    def _scaled(self, item: Cell, factor: Decimal, most: Decimal) -> Cell:
        digits = whole_digits(most)
        if digits > WIDE:
            raise TooWide
        if item.constant:
            with localcontext(EXACT):
                return item if item.value is None else self.number((item.value * factor).to_integral_value())
        product = self.times(item, self.number(factor), (-most, most)) if factor != 1 else item
        return self.cast(product, decimal(tier(digits), 0))

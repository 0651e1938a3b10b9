"""Scales by brackets on cells."""

from __future__ import annotations

from decimal import Decimal, localcontext

from bareme import brackets
from bareme.model import Bracket, ScaleVersion
from bareme.sql.algebra import Algebra
from bareme.sql.cells import BOOLEAN, Cell, decimal, whole_digits
from bareme.sql.numbers import Bounds
from bareme.sql.worth import Number, Truth, Worth
from bareme.values import EXACT


def _under(cells: Algebra, value: Number, side: Cell, bracket: Bracket) -> Cell:
    """Is this side of the value within the bracket’s upper bound? The last bracket has none."""
    if bracket.upper is None:
        return cells.true
    upper = cells.number(bracket.upper)
    digits = whole_digits(*value.bounds, bracket.upper)
    return cells.compared("<=" if bracket.inclusive else "<", side, upper, digits)


def flat(cells: Algebra, version: ScaleVersion, value: Number) -> Worth:
    """The value of the bracket where the number falls; what is sure of several, if it is an interval."""
    found: list[Worth] = [
        cells.exactly(bracket.value)
        if isinstance(bracket.value, Decimal)
        else Truth(cells.null(BOOLEAN), cells.true)
        for bracket in version.brackets
    ]
    unders = [_under(cells, value, value.least, bracket) for bracket in version.brackets]
    there = Truth(cells.known(value.least), cells.false)
    if value.exact:
        tests = [Truth(cells.is_true(under), cells.false) for under in unders[:-1]]
        result = cells.choose(list(zip(tests, found[:-1], strict=True)), found[-1])
    else:
        reached: list[Cell] = []
        done: Cell = cells.false
        for bracket, under in zip(version.brackets, unders, strict=True):
            reached.append(cells.both(cells.is_true(under), cells.no(done)))
            done = cells.one(done, cells.is_true(_under(cells, value, value.most, bracket)))
        result = cells.either(reached, cells._alike(found))
    return _where(cells, there, value, result)


def _where(cells: Algebra, there: Truth, value: Number, result: Worth) -> Worth:
    """Unknown where the number is, not applicable where it is."""
    if there.value is cells.true and value.na is cells.false:
        return result
    test = cells.case([(value.na, cells.false), (there.value, cells.true)], cells.null(BOOLEAN))
    return cells.guard(Truth(test, cells.false), result)


def marginal(cells: Algebra, version: ScaleVersion, value: Number, bounds: Bounds) -> Worth:
    """The sum over brackets of rate × the part of the number inside."""
    with localcontext(EXACT):
        least = _marginal(cells, version, value, value.least, bounds)
        if value.exact:
            return Number(least, least, value.na, *bounds)
        most = _marginal(cells, version, value, value.most, bounds)
        if all(isinstance(b.value, Decimal) and b.value >= 0 for b in version.brackets):
            return Number(least, most, value.na, *bounds)
        ends = [least, most]
        for bracket in version.brackets:  # with a negative rate the extreme may lie at a bound
            if bracket.upper is None:
                continue
            upper = cells.number(bracket.upper)
            digits = whole_digits(*value.bounds, bracket.upper)
            inside = cells.both(
                cells.compared("<", value.least, upper, digits),
                cells.compared("<", upper, value.most, digits),
            )
            worth = cells.fit(
                cells.number(brackets._marginal(version, bracket.upper)),
                whole_digits(*bounds) + least.type.scale, least.type.scale,
            )  # fmt: skip
            ends.append(cells.case([(inside, worth)], least))
        return Number(cells.extreme(ends, most=False), cells.extreme(ends, most=True), value.na, *bounds)


def _marginal(cells: Algebra, version: ScaleVersion, value: Number, side: Cell, bounds: Bounds) -> Cell:
    parts: list[tuple[Cell, Cell]] = []
    floor, base = Decimal(0), Decimal(0)
    rates = [bracket.value for bracket in version.brackets if isinstance(bracket.value, Decimal)]
    scale = max(-int(min(0, Decimal(rate).as_tuple().exponent)) for rate in rates)
    uppers = [bracket.upper for bracket in version.brackets if bracket.upper is not None]
    scale += max([side.type.scale, *(-int(min(0, u.as_tuple().exponent)) for u in uppers)])
    digits = whole_digits(*bounds) + scale
    zero = cells.fit(cells.number(Decimal(0)), digits, scale)
    if value.low < 0:
        parts.append(
            (cells.compared("<=", side, cells.number(Decimal(0)), whole_digits(*value.bounds)), zero)
        )
    last = zero
    for bracket, rate in zip(version.brackets, rates, strict=True):
        span = max(abs(value.low), abs(value.high)) + abs(floor)
        above = cells.plus(side, cells.number(floor), (-span, span), minus=True)
        size = abs(rate) * span
        part = cells.times(cells.number(rate), above, (-size, size)) if rate else None
        total = cells.fit(cells.number(base), digits, scale)
        if part is not None:
            top = size + abs(base)
            total = cells.fit(cells.plus(cells.number(base), part, (-top, top)), digits, scale)
        elif side.nullable:
            total = cells.case([(cells.known(side), total)], cells.null(decimal(18, scale)))
        if bracket.upper is None:
            last = total
            break
        upper = cells.number(bracket.upper)
        within = cells.compared("<=", side, upper, whole_digits(*value.bounds, bracket.upper))
        parts.append((within, total))
        base, floor = brackets._marginal(version, bracket.upper), bracket.upper
    return cells.case(parts, last)

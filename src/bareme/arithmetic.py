"""Arithmetic on values that may be intervals, unknown or not applicable. Exact or refused.

Every function follows the contract of `bareme.tree`: not applicable wins over unknown, unknown makes the
result unknown, an interval gives the interval of all possible results.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bareme.values import NOT_APPLICABLE, UNKNOWN, Days, Interval, NotApplicable, Unknown, Value

ZERO = Decimal(0)
TWO = Decimal(2)
Absent = Unknown | NotApplicable


def absent(*values: Value) -> Absent | None:
    """What the absences among strict operands amount to; None if all are there."""
    found: Absent | None = None
    for value in values:
        if value is NOT_APPLICABLE:
            return NOT_APPLICABLE
        if value is UNKNOWN:
            found = UNKNOWN
    return found


def bounds(value: Any) -> tuple[Any, Any]:
    """Least and most of a number or date."""
    if isinstance(value, Interval | Days):
        return value.low, value.high
    return value, value


def hull(low: Any, high: Any) -> Any:
    """The value between two bounds: the number itself when they meet."""
    if low == high:
        return low
    return Interval(low, high) if isinstance(low, Decimal) else Days(low, high)


def add(left: Value, right: Value) -> Value:
    gone = absent(left, right)
    if gone is not None:
        return gone
    (a, b), (c, d) = bounds(left), bounds(right)
    return _value(hull(a + c, b + d))


def subtract(left: Value, right: Value) -> Value:
    gone = absent(left, right)
    if gone is not None:
        return gone
    (a, b), (c, d) = bounds(left), bounds(right)
    return _value(hull(a - d, b - c))


def multiply(left: Value, right: Value) -> Value:
    gone = absent(left, right)
    if gone is not None:
        return gone
    (a, b), (c, d) = bounds(left), bounds(right)
    corners = [_product(x, y) for x in (a, b) for y in (c, d)]
    return _value(hull(min(corners), max(corners)))


def negate(value: Value) -> Value:
    return subtract(ZERO, value)


def least(values: Iterable[Value]) -> Value:
    operands = list(values)
    gone = absent(*operands)
    if gone is not None:
        return gone
    pairs = [bounds(value) for value in operands]
    return _value(hull(min(low for low, _ in pairs), min(high for _, high in pairs)))


def greatest(values: Iterable[Value]) -> Value:
    operands = list(values)
    gone = absent(*operands)
    if gone is not None:
        return gone
    pairs = [bounds(value) for value in operands]
    return _value(hull(max(low for low, _ in pairs), max(high for _, high in pairs)))


def clip(value: Value, low: Value, high: Value) -> Value:
    return greatest([low, least([value, high])])


def round_fraction(above: Decimal, below: Decimal, step: Decimal, mode: str) -> Decimal:
    """above ÷ below to a multiple of `step`, symmetric about zero; exact, since only remainders are taken."""
    if above.is_infinite():
        return above
    divisor = below * step
    quotient = above // divisor
    rest = above - quotient * divisor
    if not rest:
        return quotient * step
    away = -1 if (above < 0) is not (divisor < 0) else 1
    middle = TWO * abs(rest) - abs(divisor)
    up = (
        mode == "ceil"
        or (mode == "half_up" and middle >= 0)
        or (mode == "half_down" and middle > 0)
        or (mode == "half_even" and (middle > 0 or (middle == 0 and quotient % TWO != 0)))
    )
    return (quotient + away if up else quotient) * step


def round_to(value: Value, step: Value, mode: str) -> Value:
    gone = absent(value, step)
    if gone is not None:
        return gone
    assert isinstance(step, Decimal)
    low, high = bounds(value)
    one = Decimal(1)
    return _value(hull(round_fraction(low, one, step, mode), round_fraction(high, one, step, mode)))


def prorata(value: Value, part: Value, whole: Value, step: Value, mode: str) -> Value:
    """value × part ÷ whole, rounded; a whole of zero, or that may be zero, is unknown."""
    gone = absent(value, part, whole, step)
    if gone is not None:
        return gone
    assert isinstance(step, Decimal)
    low, high = bounds(whole)
    if low <= 0 <= high or low.is_infinite() or high.is_infinite():
        return UNKNOWN
    above = bounds(multiply(value, part))
    found = [round_fraction(x, y, step, mode) for x in above for y in (low, high)]
    return _value(hull(min(found), max(found)))


def compare(op: str, left: Value, right: Value) -> Value:
    gone = absent(left, right)
    if gone is not None:
        return gone
    (a, b), (c, d) = bounds(left), bounds(right)
    if op == "<":
        return True if b < c else False if a >= d else UNKNOWN
    if op == "<=":
        return True if b <= c else False if a > d else UNKNOWN
    if op == ">":
        return compare("<", right, left)
    if op == ">=":
        return compare("<=", right, left)
    if isinstance(left, Interval | Days) or isinstance(right, Interval | Days):
        equal: Value = False if b < c or d < a else UNKNOWN
    else:
        equal = left == right
    return equal if op == "==" else negation(equal)


def negation(value: Value) -> Value:
    return value if absent(value) is not None else not value


def conjunction(values: Iterable[Value]) -> Value:
    """Kleene's and, leaving out what is not applicable."""
    result: Value = NOT_APPLICABLE
    for value in values:
        if value is False:
            return False
        if value is UNKNOWN or (value is True and result is NOT_APPLICABLE):
            result = value
    return result


def disjunction(values: Iterable[Value]) -> Value:
    """Kleene's or, leaving out what is not applicable."""
    result: Value = NOT_APPLICABLE
    for value in values:
        if value is True:
            return True
        if value is UNKNOWN or (value is False and result is NOT_APPLICABLE):
            result = value
    return result


def either(values: Iterable[Value]) -> Value:
    """What is sure when one of these holds and nobody knows which (open branches of a Choose)."""
    found = list(values)
    first = found[0]
    if all(value is first or (type(value) is type(first) and value == first) for value in found):
        return first
    if any(not isinstance(value, Decimal | Interval) for value in found):
        return UNKNOWN
    pairs = [bounds(value) for value in found]
    return _value(hull(min(low for low, _ in pairs), max(high for _, high in pairs)))


def add_days(day: date, count: int) -> date:
    return day + timedelta(days=count)


def add_months(day: date, count: int, *, up: bool) -> date:
    """`count` months later (earlier if negative); a missing day: the month’s last, or the next first."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if day.day <= last:
        return date(year, month + 1, day.day)
    return date(year, month + 1, last) + timedelta(days=1 if up else 0)


def whole_months(start: date, end: date) -> int:
    """Completed months from `start` to `end`, negative if `end` comes first."""
    if end < start:
        return -whole_months(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)


def whole_years(start: date, end: date) -> int:
    """Completed years from `start` to `end`; born on 29 February, a year is full on 1 March."""
    if end < start:
        return -whole_years(end, start)
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def on_days(function: Callable[[date, Any], Any], day: Value, other: Value) -> Value:
    """A function of a date and a number (or two dates), over values that may be intervals."""
    gone = absent(day, other)
    if gone is not None:
        return gone
    (a, b), (c, d) = bounds(day), bounds(other)
    found = [function(x, y) for x in (a, b) for y in (c, d)]
    return _value(hull(min(found), max(found)))


def _product(left: Decimal, right: Decimal) -> Decimal:
    return left * right if left and right else ZERO  # 0 × ∞ is 0 here: no fact is infinite


def _value(value: Any) -> Value:
    result: Value = value
    return result

"""Scales by brackets, applied to one value or to an interval."""

from __future__ import annotations

from decimal import Decimal

from bareme import arithmetic
from bareme.arithmetic import ZERO, absent
from bareme.model import ScaleVersion
from bareme.values import Interval, Value


def flat(version: ScaleVersion, value: Value) -> Value:
    """The value of the bracket where `value` falls; several brackets if it is an interval."""
    gone = absent(value)
    if gone is not None:
        return gone
    low, high = arithmetic.bounds(value)
    found: list[Value] = []
    for bracket in version.brackets:
        upper = bracket.upper
        if upper is None or low < upper or (low == upper and bracket.inclusive):
            found.append(bracket.value)
            if upper is None or high < upper or (high == upper and bracket.inclusive):
                break
    return arithmetic.either(found)


def marginal(version: ScaleVersion, value: Value) -> Value:
    """The sum over brackets of rate × the part of the value inside."""
    gone = absent(value)
    if gone is not None:
        return gone
    if isinstance(value, Interval):
        ends = [_marginal(version, bound) for bound in (value.low, value.high)]
        inner = [
            b.upper for b in version.brackets if b.upper is not None and value.low < b.upper < value.high
        ]
        ends += [_marginal(version, bound) for bound in inner]  # rates may be negative
        return arithmetic.hull(min(ends), max(ends))  # type: ignore[no-any-return]  # hull of two Decimals
    assert isinstance(value, Decimal)
    return _marginal(version, value)


def _marginal(version: ScaleVersion, value: Decimal) -> Decimal:
    result, floor = ZERO, ZERO
    for bracket in version.brackets:
        top = value if bracket.upper is None else min(value, bracket.upper)
        assert isinstance(bracket.value, Decimal)
        if top > floor and bracket.value:
            result += bracket.value * (top - floor)
        if bracket.upper is None or value <= bracket.upper:
            break
        floor = bracket.upper
    return result

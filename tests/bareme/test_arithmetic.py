"""Arithmetic with intervals and absences, and rounding that takes only remainders."""

from __future__ import annotations

from datetime import date
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    localcontext,
)
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bareme import arithmetic as a
from bareme.values import EXACT, INFINITE, NOT_APPLICABLE, UNKNOWN, Days, Interval, Value

D = Decimal
cents = st.integers(-(10**9), 10**9).map(lambda n: D(n).scaleb(-2))
KLEENE: list[Value] = [True, False, UNKNOWN]
DECIMAL_MODES = {
    "half_up": ROUND_HALF_UP,
    "half_down": ROUND_HALF_DOWN,
    "half_even": ROUND_HALF_EVEN,
    "floor": ROUND_DOWN,
    "ceil": ROUND_UP,
}


@st.composite
def ranges(draw: st.DrawFn) -> tuple[Value, Decimal]:
    """An interval (or a number) and one point inside."""
    low, size = draw(cents), draw(st.integers(0, 10**6))
    inside = draw(st.integers(0, size))
    high = low + D(size).scaleb(-2)
    return a.hull(low, high), low + D(inside).scaleb(-2)


def holds(value: Value, point: Decimal) -> bool:
    low, high = a.bounds(value)
    return bool(low <= point <= high)


@given(ranges(), ranges())
def test_every_result_of_points_lies_in_the_result_of_intervals(
    one: tuple[Value, Decimal], two: tuple[Value, Decimal]
) -> None:
    (x, p), (y, q) = one, two

    with localcontext(EXACT):
        assert holds(a.add(x, y), p + q)
        assert holds(a.subtract(x, y), p - q)
        assert holds(a.multiply(x, y), p * q)
        assert holds(a.least([x, y]), min(p, q))
        assert holds(a.greatest([x, y]), max(p, q))
        assert holds(a.negate(x), -p)


@given(ranges(), ranges(), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
def test_a_comparison_of_intervals_is_sure_only_when_every_point_agrees(
    one: tuple[Value, Decimal], two: tuple[Value, Decimal], op: str
) -> None:
    (x, p), (y, q) = one, two

    sure = a.compare(op, x, y)

    assert sure is UNKNOWN or sure is a.compare(op, p, q)


@given(
    cents, st.sampled_from(["0.01", "0.05", "1", "5", "100", "0.3"]), st.sampled_from(sorted(DECIMAL_MODES))
)
def test_rounding_gives_the_multiple_that_exact_fractions_give(number: Decimal, step: str, mode: str) -> None:
    size = D(step)
    with localcontext(EXACT):
        found = a.round_fraction(number, D(1), size, mode)

    steps = Fraction(number) / Fraction(size)
    below = abs(steps).__floor__()
    rest = abs(steps) - below
    up = {
        "half_up": rest >= Fraction(1, 2), "half_down": rest > Fraction(1, 2),
        "floor": False, "ceil": rest > 0,
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1),
    }[mode]  # fmt: skip
    assert Fraction(found) == (below + up) * (1 if steps >= 0 else -1) * Fraction(size)


@given(st.integers(-(10**8), 10**8).map(lambda n: D(n).scaleb(-4)), st.sampled_from(sorted(DECIMAL_MODES)))
def test_rounding_to_cents_agrees_with_the_standard_library(number: Decimal, mode: str) -> None:
    assert a.round_fraction(number, D(1), D("0.01"), mode) == number.quantize(D("0.01"), DECIMAL_MODES[mode])


@pytest.mark.parametrize(
    ("number", "mode", "rounded"),
    [
        ("2.345", "half_up", "2.35"), ("-2.345", "half_up", "-2.35"),
        ("2.345", "half_down", "2.34"),
        ("2.345", "half_even", "2.34"), ("2.355", "half_even", "2.36"),
        ("2.349", "floor", "2.34"),
        ("-2.349", "floor", "-2.34"), ("2.341", "ceil", "2.35"),
        ("-2.341", "ceil", "-2.35"), ("2.34", "ceil", "2.34"),
    ],
)  # fmt: skip
def test_rounding_is_symmetric_about_zero(number: str, mode: str, rounded: str) -> None:
    assert a.round_to(D(number), D("0.01"), mode) == D(rounded)


@given(ranges(), st.sampled_from(sorted(DECIMAL_MODES)))
def test_an_interval_is_rounded_by_its_ends(one: tuple[Value, Decimal], mode: str) -> None:
    value, point = one
    with localcontext(EXACT):
        assert holds(a.round_to(value, D(5), mode), a.round_fraction(point, D(1), D(5), mode))


def test_a_prorata_is_divided_once_and_rounded_once() -> None:
    with localcontext(EXACT):
        assert a.prorata(D(100), D(1), D(3), D("0.01"), "half_up") == D("33.33")
        assert a.prorata(D(100), D(2), D(3), D("0.01"), "half_up") == D("66.67")


def test_a_prorata_of_nothing_is_unknown() -> None:
    assert a.prorata(D(100), D(1), D(0), D(1), "half_up") is UNKNOWN
    assert a.prorata(D(100), D(1), Interval(D(0), D(4)), D(1), "half_up") is UNKNOWN
    assert a.prorata(D(100), D(1), Interval(D(2), INFINITE), D(1), "half_up") is UNKNOWN


def test_a_prorata_of_an_uncertain_whole_gives_both_ends() -> None:
    assert a.prorata(D(100), D(1), Interval(D(2), D(4)), D(1), "half_up") == Interval(D(25), D(50))


STRICT = [
    a.add,
    a.subtract,
    a.multiply,
    lambda x, y: a.least([x, y]),
    lambda x, y: a.greatest([x, y]),
]


@pytest.mark.parametrize("function", STRICT)
def test_unknown_makes_unknown_and_not_applicable_wins(function: object) -> None:
    assert callable(function)
    assert function(UNKNOWN, D(1)) is UNKNOWN
    assert function(D(1), UNKNOWN) is UNKNOWN
    assert function(NOT_APPLICABLE, UNKNOWN) is NOT_APPLICABLE
    assert function(UNKNOWN, NOT_APPLICABLE) is NOT_APPLICABLE


def test_nothing_times_no_end_is_nothing() -> None:
    assert a.multiply(D(0), Interval(D(5), INFINITE)) == D(0)
    assert a.multiply(D(2), Interval(D(5), INFINITE)) == Interval(D(10), INFINITE)


@pytest.mark.parametrize(("x", "y"), list(product(KLEENE, KLEENE)))
def test_and_or_follow_kleene(x: Value, y: Value) -> None:
    rank = {id(False): 0, id(UNKNOWN): 1, id(True): 2}

    assert a.conjunction([x, y]) is min(x, y, key=lambda v: rank[id(v)])
    assert a.disjunction([x, y]) is max(x, y, key=lambda v: rank[id(v)])
    assert a.negation(a.conjunction([x, y])) is a.disjunction([a.negation(x), a.negation(y)])


@pytest.mark.parametrize("value", KLEENE)
def test_what_is_not_applicable_does_not_count_among_conditions(value: Value) -> None:
    assert a.conjunction([NOT_APPLICABLE, value]) is value
    assert a.disjunction([value, NOT_APPLICABLE]) is value
    assert a.conjunction([NOT_APPLICABLE, NOT_APPLICABLE]) is NOT_APPLICABLE
    assert a.negation(NOT_APPLICABLE) is NOT_APPLICABLE


def test_branches_that_agree_are_sure_and_numbers_that_differ_are_an_interval() -> None:
    assert a.either([D(3), D(3)]) == D(3)
    assert a.either([True, True]) is True
    assert a.either([D(3), Interval(D(5), D(7))]) == Interval(D(3), D(7))
    assert a.either([True, False]) is UNKNOWN
    assert a.either([D(3), UNKNOWN]) is UNKNOWN
    assert a.either([D(3), NOT_APPLICABLE]) is UNKNOWN
    assert a.either([UNKNOWN, UNKNOWN]) is UNKNOWN


@pytest.mark.parametrize(
    ("start", "months", "up", "end"),
    [
        (date(2020, 1, 31), 1, False, date(2020, 2, 29)), (date(2020, 1, 31), 1, True, date(2020, 3, 1)),
        (date(2020, 2, 29), 12, False, date(2021, 2, 28)), (date(2020, 2, 29), 12, True, date(2021, 3, 1)),
        (date(2020, 12, 15), 1, False, date(2021, 1, 15)), (date(2020, 3, 31), -1, False, date(2020, 2, 29)),
        (date(2020, 1, 15), -1, False, date(2019, 12, 15)),
    ],
)  # fmt: skip
def test_months_are_added_down_or_up(start: date, months: int, up: bool, end: date) -> None:
    assert a.add_months(start, months, up=up) == end


@pytest.mark.parametrize(
    ("start", "end", "months", "years"),
    [
        (date(2020, 2, 29), date(2021, 2, 28), 11, 0), (date(2020, 2, 29), date(2021, 3, 1), 12, 1),
        (date(2000, 6, 18), date(2026, 6, 17), 311, 25), (date(2000, 6, 18), date(2026, 6, 18), 312, 26),
        (date(2020, 1, 1), date(2020, 1, 1), 0, 0), (date(2020, 3, 1), date(2020, 1, 1), -2, 0),
        (date(2022, 3, 1), date(2020, 2, 1), -25, -2),
    ],
)  # fmt: skip
def test_completed_months_and_years_are_counted(start: date, end: date, months: int, years: int) -> None:
    assert a.whole_months(start, end) == months
    assert a.whole_years(start, end) == years


def test_dates_known_between_two_days_compare_like_intervals() -> None:
    during_2019 = Days(date(2019, 1, 1), date(2019, 12, 31))

    assert a.compare("<", during_2019, date(2020, 5, 1)) is True
    assert a.compare("<", during_2019, date(2019, 5, 1)) is UNKNOWN
    assert a.compare("==", during_2019, date(2020, 5, 1)) is False
    assert a.compare(">", date(2018, 5, 1), during_2019) is False

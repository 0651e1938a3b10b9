"""Widths, scales and rounding of cells: as wide as needed, never wider, and exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bareme.arithmetic import round_fraction
from bareme.sql.cells import Cell, decimal
from bareme.sql.dialects import Writer
from bareme.sql.numbers import Numbers, TooWide
from bareme.values import EXACT

MODES = ("half_up", "half_down", "half_even", "floor", "ceil")
STEPS = ("0.01", "0.05", "1", "0.5", "100", "2.5")
CONNECTION = duckdb.connect(config={"threads": 1})


def value(cell: Cell) -> Any:
    """What DuckDB makes of a cell."""
    found = CONNECTION.execute(f"SELECT {Writer('duckdb').write(cell).sql(dialect='duckdb')}").fetchone()
    assert found is not None
    return found[0]


def type_of(cell: Cell) -> str:
    text = Writer("duckdb").write(cell).sql(dialect="duckdb")
    found = CONNECTION.execute(f"SELECT typeof({text})").fetchone()
    assert found is not None
    return str(found[0])


def seen(make: Numbers, number: Decimal, digits: int, scale: int) -> Cell:
    """A number that the compiler cannot fold: a column, written as its value."""
    kind = decimal(digits, scale)
    return make.make("cast", (make.literal(str(number), kind),), kind, False)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("step", STEPS)
def test_a_rounding_is_that_of_the_evaluator(mode: str, step: str) -> None:
    make = Numbers()
    low, high = Decimal(-1000), Decimal(1000)
    numbers = [
        Decimal(n) / 1000 for n in (0, 5, 25, 45, 75, 250, 500, 750, 1250, 1500, 2345, 2355, 50_000, 50_001)
    ]

    for number in [*numbers, *(-number for number in numbers)]:
        cell = make.rounded(seen(make, number, 10, 3), (low, high), Decimal(step), mode)

        assert value(cell) == round_fraction(number, Decimal(1), Decimal(step), mode), (number, mode)


@pytest.mark.parametrize("mode", MODES)
@settings(max_examples=30, deadline=None)
@given(above=st.integers(-(10**15), 10**15), below=st.integers(1, 10**13), step=st.sampled_from(STEPS))
def test_a_quotient_is_exact_before_it_is_rounded(mode: str, above: int, below: int, step: str) -> None:
    make = Numbers()
    top, bottom = EXACT.scaleb(Decimal(above), -2), EXACT.scaleb(Decimal(below), -2)
    bounds = (Decimal(-(10**13)), Decimal(10**13))

    cell = make.quotient(
        seen(make, top, 18, 2), seen(make, bottom, 18, 2), bounds, Decimal(10**11), Decimal(step), mode,
        (Decimal(-(10**16)), Decimal(10**16)),
    )  # fmt: skip

    exact = Fraction(top) / Fraction(bottom)
    found = Fraction(value(cell))
    assert abs(found - exact) < Fraction(step)
    assert found % Fraction(step) == 0
    if mode == "floor":
        assert abs(found) <= abs(exact)


def test_a_whole_of_zero_gives_nothing() -> None:
    make = Numbers()
    one, zero = seen(make, Decimal(1), 18, 2), seen(make, Decimal(0), 18, 2)

    cell = make.quotient(
        one, zero, (Decimal(0), Decimal(9)), Decimal(9), Decimal(1), "half_up", (Decimal(0), Decimal(9))
    )

    assert value(cell) is None


def test_what_fits_in_64_bits_stays_there() -> None:
    make = Numbers()
    bounds = (Decimal(0), Decimal(10) ** 12)
    a, b = seen(make, Decimal(1), 15, 2), seen(make, Decimal(2), 15, 2)

    total = make.plus(a, b, bounds)
    product = make.times(make.number(Decimal("0.50")), a, bounds)

    assert type_of(total) == "DECIMAL(16,2)"
    assert type_of(product) == "DECIMAL(18,4)"


def test_what_does_not_fit_is_widened_before_it_is_multiplied() -> None:
    make = Numbers()
    most = Decimal(10) ** 12
    a = seen(make, most, 15, 2)
    square = make.times(a, a, (Decimal(0), most * most))
    cube = Decimal("999999.99")
    c = seen(make, cube, 8, 2)

    third = make.times(make.times(c, c, (Decimal(0), cube**2)), c, (Decimal(0), cube**3))

    assert value(square) == Decimal(10) ** 24
    assert value(third) == EXACT.power(cube, 3)


def test_more_than_38_digits_is_refused() -> None:
    make = Numbers()
    a = seen(make, Decimal(1), 38, 2)

    with pytest.raises(TooWide):
        make.times(a, a, (Decimal(0), Decimal(10) ** 36))


def test_an_extreme_is_null_as_soon_as_one_is() -> None:
    make = Numbers()
    kind = decimal(15, 2)
    hole = make.make("cast", (make.null(kind),), kind, True)
    one, two = seen(make, Decimal(1), 15, 2), seen(make, Decimal(2), 15, 2)

    assert value(make.extreme([one, two], most=False)) == 1
    assert value(make.extreme([one, two], most=True)) == 2
    for items in ([hole, one], [one, hole], [hole, hole], [one, hole, two]):
        assert value(make.extreme(items, most=False)) is None
        assert value(make.extreme(items, most=True)) is None


def test_constants_are_worked_out_before_sql() -> None:
    make = Numbers()
    three, rate = make.number(Decimal(3)), make.number(Decimal("0.50"))
    bounds = (Decimal(0), Decimal(9))

    assert make.times(three, rate, bounds).value == Decimal("1.50")
    assert make.plus(three, rate, bounds, minus=True).value == Decimal("2.50")
    assert make.rounded(make.number(Decimal("2.345")), bounds, Decimal("0.01"), "half_up").value == Decimal(
        "2.35"
    )
    assert make.compared("<", rate, three, 1) is make.true


def test_spark_divides_without_its_whole_division_where_64_bits_do_not_hold() -> None:
    """DIV answered 3875818519684212736 for a loan of 999999998500000000000."""
    make = Numbers(spark=True)
    above, below = seen(make, Decimal("999999998500000"), 38, 6), seen(make, Decimal("0.000001"), 18, 6)
    top = Decimal(10) ** 15

    cell = make.quotient(
        above, below, (Decimal(0), top), Decimal(1000), Decimal(1), "half_down", (Decimal(0), top * 10**6)
    )

    text = Writer("spark").write(cell).sql(dialect="spark")
    assert " DIV " not in text
    assert "DECIMAL(22, 0)) / CAST(" in text


def test_spark_refuses_a_quotient_whose_digits_it_would_cut() -> None:
    make = Numbers(spark=True)
    above, below = seen(make, Decimal(1), 38, 12), seen(make, Decimal(1), 38, 12)
    bounds = (Decimal(0), Decimal(10) ** 24)

    with pytest.raises(TooWide):
        make.quotient(
            above, below, bounds, Decimal(10) ** 18, Decimal(1), "half_up", (Decimal(0), Decimal(10) ** 36)
        )

"""Tax is taken from a sum that includes it, rate by rate."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.exchange.rules.buying.totals import TaxPart, by_rate, tax_within


@pytest.mark.parametrize(
    ("total", "rate", "tax"), [(1200, 2000, 200), (1055, 550, 55), (100, 2000, 17), (0, 2000, 0), (500, 0, 0)]
)
def test_the_tax_in_a_sum(total: int, rate: int, tax: int) -> None:
    assert tax_within(total, rate) == tax


@given(total=st.integers(0, 10**9), rate=st.integers(0, 3000))
def test_it_is_the_exact_tax_to_half_a_cent(total: int, rate: int) -> None:
    exact = Fraction(total * rate, 10_000 + rate)

    assert -Fraction(1, 2) < exact - tax_within(total, rate) <= Fraction(1, 2)


def test_lines_of_a_rate_are_added_before_the_tax_is_taken() -> None:
    parts = by_rate([(33, 2000), (33, 2000), (34, 2000), (500, None), (1055, 550)])

    assert parts == [TaxPart(550, 1055, 55), TaxPart(2000, 100, 17), TaxPart(None, 500, None)]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from([None, 0, 550, 1000, 2000])), max_size=20))
def test_the_parts_come_to_the_whole(lines: list[tuple[int, int | None]]) -> None:
    assert sum(part.total for part in by_rate(lines)) == sum(total for total, _ in lines)

"""Periods laid end to end, and how they are called."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.following.periods import Every, TooManyPeriods, called, periods
from relance.values.typography import Locale


@given(st.sampled_from(Every), st.integers(1990, 2090), st.integers(0, 8))
def test_periods_cover_their_years_without_gap_nor_overlap(every: Every, first: int, more: int) -> None:
    found = list(periods(every, first, first + more))

    assert found[0].starts == date(first, 1, 1)
    assert found[-1].ends == date(first + more, 12, 31)
    for sooner, later in itertools.pairwise(found):
        assert later.starts == sooner.ends + timedelta(days=1)


def test_more_than_anybody_fills_in_is_refused() -> None:
    with pytest.raises(TooManyPeriods, match="120 périodes au plus"):
        list(periods(Every.MONTH, 2000, 2010))


def test_years_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="comes before"):
        list(periods(Every.YEAR, 2027, 2026))


@pytest.mark.parametrize(
    ("starts", "ends", "wanted"),
    [
        (date(2027, 1, 1), date(2027, 12, 31), "2027"),
        (date(2027, 1, 1), date(2027, 3, 31), "1er trimestre 2027"),
        (date(2027, 10, 1), date(2027, 12, 31), "4e trimestre 2027"),
        (date(2027, 5, 1), date(2027, 5, 31), "mai 2027"),
        (date(2027, 5, 3), date(2027, 5, 9), "03/05/2027 – 09/05/2027"),
        (date(2027, 4, 1), date(2028, 3, 31), "01/04/2027 – 31/03/2028"),
    ],
)
def test_a_period_has_a_name(starts: date, ends: date, wanted: str) -> None:
    assert called(starts, ends) == wanted


def test_days_are_written_as_in_quebec_there() -> None:
    assert called(date(2027, 5, 3), date(2027, 5, 9), Locale.FR_CA) == "2027-05-03 – 2027-05-09"

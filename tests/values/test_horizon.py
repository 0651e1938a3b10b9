"""A horizon compares itself with a day and prints itself in French."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.values.horizon import BadHorizon, Horizon, Precision, last_day, period


@pytest.mark.parametrize(
    ("horizon", "printed"),
    [
        (Horizon.year(2022), "2022"),
        (Horizon.year(2021, 2024), "2021–2024"),
        (Horizon(end=date(2029, 12, 31)), "d’ici 2029"),
        (Horizon(start=date(2026, 1, 1), precision=Precision.MONTH), "à partir de janvier 2026"),
        (Horizon(start=date(2026, 4, 1), precision=Precision.MONTH), "à partir d’avril 2026"),
        (Horizon(start=date(2026, 1, 1)), "à partir de 2026"),
        (Horizon(start=date(2026, 3, 1), precision=Precision.DAY), "à partir du 1er mars 2026"),
        (Horizon(end=date(2026, 3, 1), precision=Precision.DAY), "d’ici au 1er mars 2026"),
        (Horizon(date(2022, 7, 1), date(2022, 9, 30), Precision.QUARTER), "3e trimestre 2022"),
        (
            Horizon(date(2022, 1, 1), date(2022, 6, 30), Precision.QUARTER),
            "du 1er trimestre 2022 au 2e trimestre 2022",
        ),
        (Horizon(date(2021, 10, 1), date(2022, 3, 31), Precision.MONTH), "d’octobre 2021 à mars 2022"),
        (Horizon(ongoing=True), "en continu"),
        (Horizon(start=date(2022, 1, 1), ongoing=True), "en continu, à partir de 2022"),
        (Horizon(relative="dans les deux ans"), "dans les deux ans"),
    ],
)
def test_it_prints_itself(horizon: Horizon, printed: str) -> None:
    assert str(horizon) == printed


def test_it_cannot_end_before_it_starts_nor_say_nothing() -> None:
    with pytest.raises(BadHorizon, match="cannot end"):
        Horizon(date(2022, 1, 1), date(2021, 1, 1))
    with pytest.raises(BadHorizon, match="says a start"):
        Horizon()


def test_only_a_past_last_day_makes_it_over() -> None:
    today = date(2025, 1, 1)
    assert Horizon.year(2024).is_over(today)
    assert not Horizon.year(2025).is_over(today)
    assert not Horizon(end=date(2024, 1, 1), ongoing=True).is_over(today)
    assert not Horizon(start=date(2020, 1, 1)).is_over(today)


def test_relative_words_alone_are_unresolved() -> None:
    assert not Horizon(relative="sous peu").resolved
    assert Horizon(ongoing=True).resolved


def test_the_period_of_a_day() -> None:
    day = date(2024, 8, 15)
    assert [period(day, p) for p in Precision] == ["15 août 2024", "août 2024", "3e trimestre 2024", "2024"]


@given(st.integers(1, 9000), st.integers(1, 12))
def test_the_day_after_the_last_opens_the_next_month(year: int, month: int) -> None:
    last = last_day(year, month)
    assert (last.year, last.month) == (year, month)
    assert last.toordinal() + 1 == (date(year + month // 12, month % 12 + 1, 1)).toordinal()

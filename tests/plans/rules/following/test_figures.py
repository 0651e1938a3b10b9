"""Figures of indicators: what is typed is what is kept, and what is no number is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.following.figures import LARGEST, Figured, NotAFigure, minor_of
from relance.values.typography import Locale


@pytest.mark.parametrize(
    ("text", "places", "wanted"),
    [
        ("1240", 0, 1240),
        ("1 240", 0, 1240),
        ("1\u202f240,5", 1, 12405),
        ("12.5", 1, 125),
        ("12,5", 2, 1250),
        ("22 %", 0, 22),
        ("22,5\u00a0%", 1, 225),
        ("−3", 0, -3),
        (" 0 ", 0, 0),
        ("12,50", 1, 125),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, places: int, wanted: int) -> None:
    assert minor_of(text, places) == wanted


@pytest.mark.parametrize(
    "text", ["", "beaucoup", "12 commerces", "1,234.5", "1.234,5", "1/2", "NaN", "1e3", "--3", "%", "=1+1"]
)
def test_what_is_no_number_is_refused_with_what_was_allowed(text: str) -> None:
    with pytest.raises(NotAFigure, match="Écrivez par exemple"):
        minor_of(text, 1)


def test_too_many_decimals_are_refused_never_rounded() -> None:
    with pytest.raises(NotAFigure, match="aucune décimale"):
        minor_of("12,5", 0)
    with pytest.raises(NotAFigure, match="une décimale"):
        minor_of("12,55", 1)
    with pytest.raises(NotAFigure, match="2 décimales"):
        minor_of("1,555", 2)


def test_what_no_column_holds_is_refused() -> None:
    assert minor_of(str(LARGEST), 0) == LARGEST
    with pytest.raises(NotAFigure, match="trop grand"):
        minor_of(str(LARGEST + 1), 0)


def test_a_figure_prints_with_its_unit_in_both_countries() -> None:
    assert Figured(225, 1, "percent").format() == "22,5\u00a0%"
    assert Figured(1240, 0, "commerces").format() == "1\u202f240\u00a0commerces"
    assert Figured(1240, 0, "commerces").format(Locale.FR_CA) == "1\u00a0240\u00a0commerces"
    assert Figured(-35, 1, "person").bare() == "-3,5"


@given(st.integers(-LARGEST, LARGEST), st.integers(0, 6))
def test_a_figure_written_plainly_is_read_back_the_same(minor: int, places: int) -> None:
    figure = Figured(minor, places, "percent")

    assert Decimal(figure.plain) == figure.decimal
    if abs(Decimal(minor)) * 1 <= LARGEST:
        assert minor_of(figure.plain, places) == minor

"""Numbers, dates and absences as they are written."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal

import pytest

from bareme.units import ONE, UnknownUnit
from bareme.values import (
    INFINITE,
    NOT_APPLICABLE,
    UNKNOWN,
    Days,
    Interval,
    NotAValue,
    day,
    decimals,
    interval,
    number,
    plain,
    quantity,
    truth,
)

EURO = ("EUR",)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500", "1500"),
        ("-2.50", "-2.50"),
        ("20 000 000", "20000000"),
        ("1_000.5", "1000.5"),
        ("20\u00a0000", "20000"),
        ("20\u202f000.25", "20000.25"),
        ("007", "7"),
    ],
)
def test_a_number_is_read_exactly(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1,5", "1.", ".5", "1e3", "20 00", "Infinity", "NaN", "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotAValue):
        number(text)


def test_a_comma_is_told_to_be_a_point() -> None:
    with pytest.raises(NotAValue, match="point"):
        number("1,5")


def test_a_quantity_has_a_number_and_perhaps_a_unit() -> None:
    assert quantity("12", EURO) == (Decimal(12), None)
    assert quantity("50 %", EURO) == (Decimal("0.50"), ONE)
    assert quantity("12.5%", EURO) == (Decimal("0.125"), ONE)
    value, unit = quantity("620 EUR/month", EURO)
    assert (value, str(unit)) == (Decimal(620), "EUR/month")


def test_a_quantity_in_a_foreign_currency_is_refused() -> None:
    with pytest.raises(UnknownUnit):
        quantity("12 CAD", EURO)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1..2", 1, 2),
        ("1..2 people", 1, 2),
        ("50.. people", 50, INFINITE),
        ("..5", -INFINITE, 5),
        ("-3..-1", -3, -1),
    ],
)
def test_an_interval_has_two_bounds_or_one(text: str, low: Decimal, high: Decimal) -> None:
    found = interval(text, EURO)

    assert found is not None
    assert found[0] == Interval(Decimal(low), Decimal(high))


def test_an_interval_of_one_point_is_that_point() -> None:
    assert interval("3..3", EURO) == (Decimal(3), None)


def test_what_is_no_interval_is_nothing() -> None:
    assert interval("3", EURO) is None
    assert interval("..", EURO) is None


def test_an_interval_upside_down_is_refused() -> None:
    with pytest.raises(NotAValue, match="dépasse"):
        interval("5..2", EURO)
    with pytest.raises(ValueError, match="5 > 2"):
        Interval(Decimal(5), Decimal(2))
    with pytest.raises(ValueError, match=">"):
        Days(date(2020, 2, 1), date(2020, 1, 1))


@pytest.mark.parametrize("text", ["2020-02-30", "2021-02-29", "2020-13-01"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(NotAValue, match="calendrier"):
        day(text)


@pytest.mark.parametrize("text", ["18/06/2020", "2020-6-18", "20200618", "juin"])
def test_a_day_is_written_one_way(text: str) -> None:
    with pytest.raises(NotAValue, match="2020-06-18"):
        day(text)


def test_yes_and_no_are_read_in_both_languages() -> None:
    assert [truth(word) for word in ("yes", "oui", "true", "Yes")] == [True] * 4
    assert [truth(word) for word in ("no", "non", "false")] == [False] * 3
    with pytest.raises(NotAValue):
        truth("peut-être")


@pytest.mark.parametrize("absent", [UNKNOWN, NOT_APPLICABLE])
def test_an_absence_is_never_taken_for_true_or_false(absent: object) -> None:
    with pytest.raises(TypeError):
        bool(absent)


@pytest.mark.parametrize("absent", [UNKNOWN, NOT_APPLICABLE])
def test_an_absence_stays_itself_when_it_travels(absent: object) -> None:
    assert pickle.loads(pickle.dumps(absent)) is absent


def test_decimals_are_counted_as_written() -> None:
    assert [decimals(Decimal(text)) for text in ("1", "1.50", "1E+3", "0.001")] == [0, 2, 0, 3]


def test_a_plain_number_has_no_exponent_and_no_idle_zero() -> None:
    assert [plain(Decimal(text)) for text in ("1E+3", "1.50", "100", "0.00")] == ["1000", "1.5", "100", "0"]

"""Units multiply and divide; nothing is converted but exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bareme.units import ONE, Unit, UnknownUnit, factor, parse

NAMES = ("EUR", "meal")
some_units = st.builds(
    lambda powers: Unit(tuple(sorted((n, p) for n, p in powers.items() if p))),
    st.dictionaries(st.sampled_from(["EUR", "month", "people", "m2"]), st.integers(-2, 2), max_size=3),
)


def unit(text: str) -> Unit:
    return parse(text, NAMES)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("EUR", "EUR"),
        ("EUR/month", "EUR/month"),
        ("EUR/months", "EUR/month"),
        ("people", "people"),
        ("person", "people"),
        ("EUR/m2/month", "EUR/m2/month"),
        ("EUR.month", "EUR.month"),
        ("1/month", "1/month"),
        ("meals", "meal"),
        ("m²", "m2"),
        ("EUR/EUR", ""),
    ],
)
def test_a_unit_reads_and_prints(text: str, shown: str) -> None:
    assert str(unit(text)) == shown


@pytest.mark.parametrize("text", ["CAD", "euro", "EUR/foo", "EUR/", "", "/month", "EUR month", "EUR//month"])
def test_a_word_that_is_no_unit_is_refused(text: str) -> None:
    with pytest.raises(UnknownUnit):
        unit(text)


def test_months_times_money_a_month_are_money() -> None:
    assert unit("months").times(unit("EUR/month")) == unit("EUR")
    assert unit("EUR").per(unit("month")) == unit("EUR/month")


@given(some_units, some_units)
def test_what_is_multiplied_and_divided_is_as_before(a: Unit, b: Unit) -> None:
    assert a.times(b).per(b) == a
    assert a.times(b) == b.times(a)
    assert a.times(ONE) == a


@pytest.mark.parametrize(
    ("source", "target", "number"),
    [
        ("years", "months", 12),
        ("EUR/month", "EUR/year", 12),
        ("weeks", "days", 7),
        ("km", "m", 1000),
        ("ha", "m2", 10000),
        ("EUR/m2", "EUR/ha", 10000),
        ("t", "kg", 1000),
        ("EUR", "EUR", 1),
        ("EUR/m2/month", "EUR/m2/year", 12),
    ],
)
def test_a_conversion_multiplies_exactly(source: str, target: str, number: int) -> None:
    assert factor(unit(source), unit(target)) == Decimal(number)


@pytest.mark.parametrize(
    ("source", "target"),
    [("months", "years"), ("EUR/year", "EUR/month"), ("EUR", "month"), ("days", "months"), ("people", "EUR")],
)
def test_a_conversion_that_could_leave_a_remainder_does_not_exist(source: str, target: str) -> None:
    assert factor(unit(source), unit(target)) is None


def test_money_knows_its_currency() -> None:
    assert unit("EUR/month").currency == "EUR"
    assert unit("people").currency is None
    assert unit("month/EUR").currency is None


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("EUR/month", "€/mois", "€/month"),
        ("people", "personnes", "people"),
        ("m2", "m²", "m²"),
        ("meal", "repas", "meal"),
    ],
)
def test_a_unit_is_said_in_both_languages(text: str, french: str, english: str) -> None:
    own = {"meal": {"fr": "repas"}, "EUR": {"fr": "€"}} if text == "meal" else {}

    assert unit(text).words("fr", own=own) == french
    assert text == "meal" or unit(text).words("en", own=own) == english


def test_one_person_is_not_said_in_the_plural() -> None:
    assert unit("people").words("fr", many=False) == "personne"
    assert unit("people").words("en", many=False) == "person"

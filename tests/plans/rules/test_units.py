"""Figures with their unit, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.units import figure, is_plain, plain
from relance.values.typography import Locale


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        ("1500", "1500", "EUR", "1\u202f500\u00a0€"),
        ("12.5", "12.5", "percent", "12,5\u00a0%"),
        ("3", "5", "year", "3 à 5\u00a0ans"),
        ("36", "60", "month", "3 à 5\u00a0ans"),
        ("18", "18", "month", "18\u00a0mois"),
        ("12", "12", "month", "12\u00a0mois"),
        ("24", "24", "month", "2\u00a0ans"),
        ("12", "24", "month", "12 à 24\u00a0mois"),
        ("1", "1", "person", "1\u00a0personne"),
        ("10", "", "person", "au moins 10\u00a0personnes"),
        ("", "1500", "EUR", "au plus 1\u202f500\u00a0€"),
        ("14200", "14200", "", "14\u202f200"),
        ("160", "160", "formations", "160\u00a0formations"),
        ("", "", "EUR", ""),
        ("beaucoup", "beaucoup", "", "beaucoup"),
    ],
)
def test_a_figure_in_french(low: str, high: str, unit: str, words: str) -> None:
    assert figure(low, high, unit) == words


def test_a_figure_in_quebec() -> None:
    assert figure("1500", "1500", "CAD", Locale.FR_CA) == "1\u00a0500\u00a0$"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("1 500,50", "1500.50"),
        ("1\u202f500", "1500"),
        ("12.5", "12.5"),
        ("-3", "-3"),
        ("douze", None),
        ("", None),
        ("1,2,3", None),
        ("1e9", None),
        ("9" * 30, None),
    ],
)
def test_a_number_as_people_write_it(said: str, kept: str | None) -> None:
    assert plain(said) == kept


@given(st.text(max_size=20))
def test_any_text_is_a_plain_number_or_none(said: str) -> None:
    kept = plain(said)

    assert kept is None or is_plain(kept)


@given(st.text(max_size=10), st.text(max_size=10), st.sampled_from(["EUR", "percent", "month", "", "lots"]))
def test_any_figure_can_be_printed(low: str, high: str, unit: str) -> None:
    assert isinstance(figure(low, high, unit), str)

"""Horizons are found in French as they are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.values import dates
from relance.values.dates import Lead
from relance.values.horizon import Horizon, Precision


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2022", 2022, 2022),
        ("2021-2024", 2021, 2024),
        ("2021 – 2024", 2021, 2024),
        ("2021-22", 2021, 2022),
        ("2022/2023", 2022, 2023),
        ("de 2021 à 2024", 2021, 2024),
        ("entre 2021 et 2024", 2021, 2024),
        ("2021, 2022 et 2023", 2021, 2023),
        ("Court terme (2021-2022)", 2021, 2022),
        ("d'ici 2029", None, 2029),
        ("d’ici la fin de l’année 2022", None, 2022),
        ("avant le 31/12/2022", None, 2022),
        ("à l’horizon 2030", None, 2030),
        ("jusqu’en 2025", None, 2025),
        ("au plus tard fin 2024", None, 2024),
        ("dès janvier 2026", 2026, None),
        ("à compter du 1er avril 2022", 2022, None),
        ("2021 et suivantes", 2021, None),
        ("pour 2024", 2024, 2024),
        ("à la rentrée 2022", 2022, 2022),
        ("10/2023", 2023, 2023),
    ],
)
def test_a_field_is_read(text: str, start: int | None, end: int | None) -> None:
    read = dates.parse(text)
    assert read is not None
    assert read.years == (start, end)
    assert not read.ongoing


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("15 mai 2020", date(2020, 5, 15), date(2020, 5, 15), Precision.DAY),
        ("2020-05-15", date(2020, 5, 15), date(2020, 5, 15), Precision.DAY),
        ("1er mars 2021", date(2021, 3, 1), date(2021, 3, 1), Precision.DAY),
        ("février 2024", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ("janvier à juin 2022", date(2022, 1, 1), date(2022, 6, 30), Precision.MONTH),
        ("T3 2022", date(2022, 7, 1), date(2022, 9, 30), Precision.QUARTER),
        ("2e trimestre 2023", date(2023, 4, 1), date(2023, 6, 30), Precision.QUARTER),
        ("premier semestre 2023", date(2023, 1, 1), date(2023, 6, 30), Precision.QUARTER),
        ("fin 2023", date(2023, 10, 1), date(2023, 12, 31), Precision.QUARTER),
        ("été 2021", date(2021, 6, 1), date(2021, 8, 31), Precision.MONTH),
        ("de janvier 2021 à 2024", date(2021, 1, 1), date(2024, 12, 31), Precision.YEAR),
    ],
)
def test_precision_is_kept(text: str, first: date, last: date, precision: Precision) -> None:
    assert dates.parse(text) == Horizon(first, last, precision)


@pytest.mark.parametrize(
    "text",
    ["En continu", "En cours actuellement et en continu", "Permanent", "En cours", "de façon continue"],
)
def test_what_goes_on_is_ongoing(text: str) -> None:
    assert dates.parse(text) == Horizon(ongoing=True)


def test_what_goes_on_may_have_a_start() -> None:
    read = dates.parse("dès 2022 et en continu")
    assert read is not None
    assert (read.years, read.ongoing) == ((2022, None), True)


@pytest.mark.parametrize(
    "text",
    ["", "à définir", "sur 3 à 5 ans", "2 000 emplois", "chaque année", "une fois par mois", "2021 300 €"],
)
def test_durations_recurrences_and_numbers_are_no_horizon(text: str) -> None:
    assert dates.parse(text) is None


def test_relative_words_stay_words_in_an_undated_document() -> None:
    words = "au cours des deux prochaines années"
    assert dates.parse(words) == Horizon(relative=words)
    assert dates.find("Il veillera, au cours des deux prochaines années, à")[0].lead == Lead.RELATIVE


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("au cours des deux prochaines années", date(2020, 6, 1), date(2022, 6, 30)),
        ("d’ici deux ans", None, date(2022, 6, 30)),
        ("sous six mois", None, date(2020, 12, 31)),
        ("dans les 18 mois", date(2020, 6, 1), date(2021, 12, 31)),
        ("avant la fin de l’année", None, date(2020, 12, 31)),
        ("l’an prochain", date(2021, 1, 1), date(2021, 12, 31)),
        ("d’ici la fin du mandat", None, None),
    ],
)
def test_relative_words_resolve_in_a_dated_document(
    words: str, first: date | None, last: date | None
) -> None:
    read = dates.parse(words, dated=date(2020, 6, 15))
    assert read is not None
    assert (read.start, read.end, read.relative) == (first, last, words)


def test_how_a_date_is_introduced_is_said() -> None:
    text = "Depuis 2018, en 2022, d’ici 2029, dès 2026, 2021-2024 et le 3 mai 2020"
    leads = [found.lead for found in dates.find(text)]
    assert leads == [Lead.SINCE, Lead.IN, Lead.UNTIL, Lead.FROM, Lead.RANGE, Lead.IN]


def test_the_first_full_date_of_a_text() -> None:
    assert dates.day("Séance du 12 mars 2021, avril 2021") == date(2021, 3, 12)
    assert dates.day("mars 2021") is None


def test_an_impossible_day_is_passed_over() -> None:
    assert dates.parse("31 juin 2021") is None


@given(st.text("0123456789/-. dèsàtTjanvierfinmai2021ensept", max_size=50))
def test_any_text_gives_places_inside_it_in_order(text: str) -> None:
    at = 0
    for found in dates.find(text, dated=date(2020, 1, 31)):
        assert at <= found.start < found.end <= len(text)
        at = found.end
    dates.parse(text)

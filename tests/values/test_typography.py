"""French as each side of the ocean prints it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.values import typography
from relance.values.typography import Locale

N = "\u00a0"


@pytest.mark.parametrize(
    ("raw", "france", "quebec"),
    [
        ("Quoi?", f"Quoi{N}?", "Quoi?"),
        ("Oui ! Non ; si", f"Oui{N}! Non{N}; si", "Oui! Non; si"),
        ("Objet : fonds", f"Objet{N}: fonds", f"Objet{N}: fonds"),
        ("20% et 30€", f"20{N}% et 30{N}€", f"20{N}% et 30{N}€"),
        ("1 512 000 $ en 2026", f"1\u202f512\u202f000{N}$ en 2026", f"1{N}512{N}000{N}$ en 2026"),
        ("le 3 2026, 12 0001", "le 3 2026, 12 0001", "le 3 2026, 12 0001"),
        ('dit "oui"', f"dit «{N}oui{N}»", f"dit «{N}oui{N}»"),
        ("« oui »", f"«{N}oui{N}»", f"«{N}oui{N}»"),
        ("l'été...", "l’été…", "l’été…"),
        ("à 10:30, voir http://exemple.fr?a=1", "à 10:30, voir http://exemple.fr?a=1", "à 10:30, voir http://exemple.fr?a=1"),
    ],
)  # fmt: skip
def test_spaces_before_signs_differ_between_france_and_quebec(raw: str, france: str, quebec: str) -> None:
    assert typography.punctuate(raw, Locale.FR) == france
    assert typography.punctuate(raw, Locale.FR_CA) == quebec


def test_english_is_left_alone() -> None:
    assert typography.punctuate("Don't!", Locale.EN) == "Don't!"
    assert typography.quote("yes", Locale.EN) == "“yes”"


@given(st.text("abé :;!?%€$«»'\"0 ", max_size=40), st.sampled_from([Locale.FR, Locale.FR_CA]))
def test_punctuating_twice_changes_nothing_more(text: str, locale: Locale) -> None:
    once = typography.punctuate(text, locale)
    assert typography.punctuate(once, locale) == once


def test_numbers_and_percentages() -> None:
    assert typography.number(12345) == "12\u202f345"
    assert typography.number(12345, Locale.FR_CA) == f"12{N}345"
    assert typography.number(Decimal("0.5")) == "0,5"
    assert typography.percent(Decimal("0.72")) == f"72{N}%"
    assert typography.percent(Decimal("0.725"), places=1) == f"72,5{N}%"
    assert typography.percent(Decimal("0.725"), Locale.EN, places=1) == "72.5%"


def test_the_first_of_the_month_is_1er() -> None:
    assert typography.long_date(date(2024, 1, 1)) == "1er janvier 2024"
    assert typography.long_date(date(2024, 1, 11)) == "11 janvier 2024"
    assert typography.long_date(date(2024, 1, 1), weekday=True) == "lundi 1er janvier 2024"
    assert typography.long_date(date(2024, 1, 1), Locale.EN) == "January 1, 2024"
    assert typography.month(date(2024, 8, 1)) == "août 2024"


def test_short_dates_differ_between_france_and_quebec() -> None:
    assert typography.short_date(date(2024, 3, 5)) == "05/03/2024"
    assert typography.short_date(date(2024, 3, 5), Locale.FR_CA) == "2024-03-05"


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        ("fr", Locale.FR),
        ("fr_CA", Locale.FR_CA),
        ("fr-ca", Locale.FR_CA),
        ("en-GB", Locale.EN),
        ("de", Locale.FR),
    ],
)
def test_language_codes_find_their_locale(code: str, locale: Locale) -> None:
    assert typography.locale_of(code) is locale


def test_spellings_of_one_word_share_their_key() -> None:
    assert typography.fold("ŒUVRE d’Été") == typography.fold("oeuvre  d'ete") == "oeuvre d'ete"
    assert typography.fold("Saint–Étienne") == "saint-etienne"


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_key_of_two_texts_is_the_key_of_each(one: str, other: str) -> None:
    assert typography.fold(f"{one} {other}").split() == [
        *typography.fold(one).split(),
        *typography.fold(other).split(),
    ]


def test_signs_far_from_our_languages_are_folded_too() -> None:
    assert typography.fold("𝕊tade ｔｅｓｔ №3 ½") == "stade test no3 1⁄2"


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text: str) -> None:
    key = typography.fold(text)
    assert typography.fold(key) == key


@given(st.text(max_size=60))
def test_flat_text_keeps_every_place(text: str) -> None:
    assert len(typography.flat(text)) == len(text)


def test_flat_text_drops_case_accents_and_variants() -> None:
    assert typography.flat("L’ÉTÉ\u00a0–\u202fŒuvre") == "l'ete - œuvre"
    assert typography.squeeze("  un\n\tmot ") == "un mot"

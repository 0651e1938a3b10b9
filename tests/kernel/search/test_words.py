"""How the search cuts texts into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.kernel.search.words import LONGEST, query_words, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Les prêts d’honneur", ["les", "pret", "d", "honneur"]),
        ("ŒUVRES à l'été", ["oeuvre", "a", "l", "ete"]),
        ("locaux vacants, bureaux, travaux", ["local", "vacant", "bureau", "traval"]),
        ("le congrès est express", ["le", "congre", "est", "express"]),
        ("66,1 M€ en 2021-2025", ["66", "1", "m", "en", "2021", "2025"]),
        ("NAF 56.10C, 12m²", ["naf", "56", "10", "c", "12", "m", "2"]),
        ("« rez-de-chaussée » ; ' \" * ( ) -", ["rez", "de", "chaussee"]),
        ("", []),
        ("😀 !!!", []),
    ],
)
def test_texts_are_cut_into_folded_singular_words(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_singular_and_plural_are_one_word() -> None:
    for one, many in (("loyer", "loyers"), ("local", "locaux"), ("bureau", "bureaux"), ("prix", "prix")):
        assert words(one) == words(many)


def test_silent_words_leave_a_query_that_says_more() -> None:
    assert query_words("l’aide au loyer pour les commerces de la ville") == [
        "aide",
        "loyer",
        "commerce",
        "ville",
    ]


def test_a_query_of_silent_words_keeps_them() -> None:
    assert query_words("où et par qui") == ["ou", "et", "par", "qui"]


def test_a_word_asked_twice_counts_once() -> None:
    assert query_words("loyer LOYER loyers") == ["loyer"]


@given(st.text(max_size=300))
def test_any_text_gives_words_of_letters_or_digits_alone(text: str) -> None:
    for word in words(text):
        assert 0 < len(word) <= LONGEST
        assert word.isalnum()

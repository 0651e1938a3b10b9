"""What the rows of a plan at work print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.plans.templatetags.running import apart, short


def test_a_title_is_cut_where_it_is_longer() -> None:
    assert short("Rénover la halle", 16) == "Rénover la halle"
    assert short("Rénover la halle", 10) == "Rénover l…"


@given(st.text(max_size=30), st.integers(1, 20))
def test_a_text_never_grows(text: str, most: int) -> None:
    assert len(short(text, most)) <= len(text)
    assert (short(text, most) == text) or len(text) > most


def test_two_texts_that_mostly_agree_are_shown_as_one() -> None:
    one = {
        "before": "Un fonds pour les épiceries du centre-ville",
        "after": "Un fonds pour les librairies du centre-ville",
    }

    pieces = apart(one)

    assert [piece.text for piece in pieces if piece.kind == "gone"] == ["épiceries"]
    assert [piece.text for piece in pieces if piece.kind == "new"] == ["librairies"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("À lancer", "En cours"),
        ("", "Inscrite : un fonds pour les épiceries du centre-ville"),
        ("Un fonds pour les épiceries du centre-ville", "Quarante logements rénovés avant quatre hivers"),
    ],
)
def test_words_that_replace_others_are_shown_one_after_the_other(before: str, after: str) -> None:
    assert apart({"before": before, "after": after}) == ()


@given(st.text(max_size=80), st.text(max_size=80))
def test_pieces_hold_both_texts_whole(before: str, after: str) -> None:
    pieces = apart({"before": before, "after": after})

    if pieces:
        assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
        assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after

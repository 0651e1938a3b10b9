"""The stored text, cut where somebody points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.plans.queries import Passage, pieces_of
from relance.plans.queries.passages import around


def test_a_passage_is_marked_in_its_text() -> None:
    pieces = pieces_of("Ouvrir une halle.", [Passage(7, 10)])

    assert [(piece.text, piece.is_marked) for piece in pieces] == [
        ("Ouvrir ", False),
        ("une", True),
        (" halle.", False),
    ]


def test_passages_that_overlap_become_one_mark() -> None:
    pieces = pieces_of("abcdef", [Passage(1, 3), Passage(2, 5)])

    assert [piece.text for piece in pieces if piece.is_marked] == ["bcde"]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("3-8", Passage(3, 8)),
        ("8-3", None),
        ("3-3", None),
        ("", None),
        ("3", None),
        ("-3-8", None),
        ("trois-8", None),
        ("٣-٨", None),
        ("1-99999999999999999999", None),
    ],
)
def test_a_passage_is_read_from_an_address(said: str, read: Passage | None) -> None:
    assert Passage.from_query(said) == read


places = st.tuples(st.integers(0, 60), st.integers(1, 60)).map(
    lambda pair: Passage(pair[0], pair[0] + pair[1])
)


@given(st.text(max_size=50), st.lists(places, max_size=6))
def test_the_pieces_end_to_end_are_the_text(text: str, passages: list[Passage]) -> None:
    pieces = pieces_of(text, passages)

    assert "".join(piece.text for piece in pieces) == text
    marked = {i for passage in passages for i in range(passage.start, min(passage.end, len(text)))}
    assert sum(len(piece.text) for piece in pieces if piece.is_marked) == len(marked)


@given(st.text(min_size=1, max_size=120), st.data())
def test_what_stands_around_a_passage_is_of_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    before, after = around(text, Passage(start, end), letters=12)

    assert text[:start].endswith(before.removeprefix("…"))
    assert text[end:].startswith(after.removesuffix("…") if end + 12 < len(text) else after)


def test_what_stands_around_a_passage_is_cut_between_words() -> None:
    text = "Une première phrase assez longue. Ouvrir une halle couverte sur la grande place."

    before, after = around(text, Passage(34, 40), letters=16)

    assert (before, after) == ("… assez longue. ", " une halle …")

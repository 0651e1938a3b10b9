"""The text beside its facts: cut where they begin and end, and short where it can be."""

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.facing import Placed, stretches

TEXT = "Axe A\nOuvrir une halle, 2022\nFermer une halle\n"


def test_a_fact_inside_another_is_a_piece_of_both() -> None:
    start = TEXT.index("Ouvrir")
    (stretch,) = stretches(TEXT, [Placed(1, start, start + 22), Placed(2, start + 18, start + 22)])

    pieces = [(one.text, one.facts, one.innermost) for one in stretch.pieces if one.facts]
    assert pieces == [("Ouvrir une halle, ", (1,), 1), ("2022", (1, 2), 2)]
    assert stretch.pieces[0].text == "Axe A\n"


def test_what_is_far_from_every_fact_is_left_out_and_counted() -> None:
    text = "a" * 5000 + "\nOuvrir une halle\n" + "b" * 5000
    start = text.index("Ouvrir")

    (stretch,) = stretches(text, [Placed(1, start, start + 16)], margin=10)

    assert stretch.skipped > 4500
    assert sum(len(one.text) for one in stretch.pieces) < 1000


def test_without_facts_the_beginning_is_shown() -> None:
    (stretch,) = stretches(TEXT, [])

    assert stretch.pieces[0].text.startswith("Axe A")


@given(
    st.text(alphabet="ab \n", min_size=1, max_size=200),
    st.lists(st.tuples(st.integers(0, 210), st.integers(1, 50))),
)
def test_pieces_are_the_text_letter_for_letter(text: str, places: list[tuple[int, int]]) -> None:
    placed = [Placed(key, start, start + length) for key, (start, length) in enumerate(places)]

    found = stretches(text, placed, margin=5)

    for stretch in found:
        for one in stretch.pieces:
            assert text[one.start : one.start + len(one.text)] == one.text
            assert all(placed[key].start <= one.start for key in one.facts)
    inside = {one.key for one in placed if one.start < len(text)}
    assert {key for stretch in found for one in stretch.pieces for key in one.facts} == inside

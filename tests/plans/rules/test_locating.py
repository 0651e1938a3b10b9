"""Words that a person typed, found in the stored text."""

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.locating import locate
from relance.values.typography import flat

TEXT = "Ouvrir une halle.\n\n  •  Soutenir l’économie\nsociale\u00a0: Ouvrir une halle."


def test_words_are_found_whatever_their_spaces_and_apostrophes() -> None:
    place = locate(TEXT, "soutenir l'economie  sociale :", near=0)

    assert place is not None
    assert TEXT[slice(*place)] == "Soutenir l’économie\nsociale\u00a0:"


def test_of_two_places_the_nearest_counts() -> None:
    assert locate(TEXT, "Ouvrir une halle", near=0) == (0, 16)
    assert locate(TEXT, "Ouvrir une halle", near=60) == (len(TEXT) - 17, len(TEXT) - 1)


def test_words_that_are_not_there_are_not_found() -> None:
    assert locate(TEXT, "Fermer une halle", near=0) is None
    assert locate(TEXT, "", near=0) is None
    assert locate(TEXT, "mot " * 601, near=0) is None


@given(st.text(min_size=1, max_size=60), st.data())
def test_any_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end]

    place = locate(text, words, near=start)

    assert (place is None) == (not flat(words).split())
    if place:
        assert 0 <= place[0] < place[1] <= len(text)

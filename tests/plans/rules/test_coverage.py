"""What a document says that no fact represents."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.coverage import Cover, coverage, sentences

TEXT = """PLAN DE RELANCE
Axe 1 : Soutenir les commerces
Le centre compte quatre cents commerces. Un fonds de 2 M€ est créé.
• Ouvrir une halle avec les producteurs
Les loyers des commerces fermés seront
pris en charge pendant trois mois.
3
Page 4 sur 12
Les marchés ................ 12
"""


def said(text: str) -> list[str]:
    return [text[one.start : one.end] for one in sentences(text)]


def cover(words: str, *, whole: bool = False, text: str = TEXT) -> Cover:
    start = text.index(words)
    return Cover(start, start + len(words), whole=whole)


def test_headings_page_numbers_and_contents_are_no_sentences() -> None:
    assert said(TEXT) == [
        "Le centre compte quatre cents commerces.",
        "Un fonds de 2 M€ est créé.",
        "Ouvrir une halle avec les producteurs",
        "Les loyers des commerces fermés seront\npris en charge pendant trois mois.",
    ]


def test_an_abbreviation_ends_no_sentence() -> None:
    assert said("Le plan suit l’art. 12 du code. M. Dupont l’anime.") == [
        "Le plan suit l’art. 12 du code.",
        "M. Dupont l’anime.",
    ]


def test_each_cell_of_a_table_speaks_for_itself() -> None:
    assert said("Planter des arbres au centre\td’ici la fin de 2027\tVille\n") == [
        "Planter des arbres au centre",
        "d’ici la fin de 2027",
        "Ville",
    ]


def test_the_names_of_columns_are_no_sentences() -> None:
    names = "Objectif\tAction\tResponsable\tPartenaires\tÉchéancier\tBudget"
    text = f"{names}\nLoger\tBâtir un foyer\tMRC\t\t2022\t\n"

    said = [text[one.start : one.end] for one in sentences(text)]

    assert said == ["Loger", "Bâtir un foyer"]


def test_a_line_that_comes_on_every_page_says_nothing() -> None:
    page = "Ville de Valmont – Plan de relance 2026\nOuvrir la halle numéro {} au public dès que possible.\n"

    found = said("".join(page.format(number) for number in (1, 2, 3)))

    assert len(found) == 3
    assert all(words.startswith("Ouvrir") for words in found)


def test_a_sentence_that_a_fact_quotes_is_covered() -> None:
    found = coverage(TEXT, [cover("Ouvrir une halle avec les producteurs")])

    assert found.by_facts == 1
    assert len(found.left) == 3
    assert found.total == 4


def test_a_few_words_do_not_cover_a_sentence_but_a_total_does() -> None:
    assert coverage(TEXT, [cover("2 M€")]).by_facts == 0
    assert coverage(TEXT, [cover("2 M€", whole=True)]).by_facts == 1


def test_two_halves_cover_a_sentence_together() -> None:
    halves = [cover("Ouvrir une"), cover("halle avec")]

    assert coverage(TEXT, halves[:1]).by_facts == 0
    assert coverage(TEXT, halves).by_facts == 1


def test_what_a_person_set_aside_is_counted_apart() -> None:
    found = coverage(TEXT, [], [cover("Le centre compte quatre cents commerces.")])

    assert (found.by_facts, found.set_aside, len(found.left)) == (0, 1, 3)
    assert found.done == 1


def test_a_text_without_words_leaves_nothing() -> None:
    assert coverage("12\n\n– 3 –\n", []).total == 0


@given(
    st.text(alphabet="aé .!?\n\t-•1A", max_size=120),
    st.lists(st.tuples(st.integers(0, 130), st.integers(1, 40), st.booleans()), max_size=4),
)
def test_sentences_lie_in_order_and_each_is_counted_once(
    text: str, places: list[tuple[int, int, bool]]
) -> None:
    found = sentences(text)
    covers = [Cover(start, start + length, whole) for start, length, whole in places]

    counts = coverage(text, covers)

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[one.start : one.end].strip() for one in found)
    assert counts.total == len(found)
    assert set(counts.left) <= set(found)

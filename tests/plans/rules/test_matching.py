"""Which wording of an amended document is which known one."""

from hypothesis import given
from hypothesis import strategies as st

from relance.plans.rules.matching import Match, Wording, likeness, match

FUND = "Créer un fonds d’aide aux loyers des commerces du centre"
HALL = "Ouvrir une halle des producteurs"


def known(*found: Match) -> list[tuple[int | None, bool]]:
    return [(one.known, one.is_sure) for one in found]


def test_the_same_words_are_the_same_measure_wherever_they_stand() -> None:
    found = match([Wording(FUND), Wording(HALL)], [Wording(HALL.upper()), Wording(FUND)])

    assert known(*found) == [(1, True), (0, True)]


def test_the_same_number_helps_words_that_are_somewhat_alike() -> None:
    new = "Abonder un fonds de soutien aux loyers des commerces"

    assert known(*match([Wording(FUND, "4")], [Wording(new, "4")])) == [(0, True)]
    assert known(*match([Wording(FUND, "4")], [Wording(new, "5")])) == [(0, False)]


def test_the_same_number_of_another_measure_is_not_the_same() -> None:
    assert known(*match([Wording(FUND, "4")], [Wording("Tailler les platanes", "4")])) == [(None, True)]


def test_a_word_more_is_the_same_measure() -> None:
    assert known(*match([Wording(FUND)], [Wording(FUND + " ancien")])) == [(0, True)]


def test_a_reply_under_two_priorities_stays_under_each() -> None:
    said = [Wording("Le ministère veillera.", home="former"), Wording("Le ministère veillera.", home="loger")]

    assert known(*match(said, said[::-1])) == [(1, True), (0, True)]


def test_no_known_measure_serves_twice() -> None:
    found = match([Wording(FUND)], [Wording(FUND), Wording(FUND)])

    assert [one.known for one in found].count(0) == 1


@given(st.lists(st.text(alphabet="abcé ", min_size=1, max_size=20), max_size=6), st.randoms())
def test_a_document_matched_with_itself_is_all_the_same(words: list[str], random: st.randoms) -> None:  # type: ignore[valid-type]  # hypothesis gives a Random
    wordings = [Wording(one, str(number)) for number, one in enumerate(words)]

    found = match(wordings, wordings)

    assert all(one.known is not None and one.score == 100 for one in found)
    assert sorted(one.known or 0 for one in found) == list(range(len(words)))


def test_likeness_knows_no_case_no_accent_no_order() -> None:
    assert likeness("Créer", "CREER") == 100
    assert likeness("la halle et le marché", "le marché et la halle") > 85

"""What the register says of a number."""

from collections.abc import Callable
from datetime import date

import pytest

from relance.directory.models import RegisterImport
from relance.directory.queries import registered_facts, state_of_register
from relance.directory.rules.classes import headcount_words
from tests.directory.conftest import BAKER, DRAWN_UP, PLACE_COLUMNS, SIREN, place

pytestmark = pytest.mark.django_db
Bring = Callable[..., RegisterImport]
UNIT_COLUMNS = (
    "siren,etatAdministratifUniteLegale,categorieJuridiqueUniteLegale,denominationUniteLegale,"
    "trancheEffectifsUniteLegale,statutDiffusionUniteLegale"
)


def unit(*, state: str = "A", shown: str = "O") -> list[str]:
    return [UNIT_COLUMNS, f"{SIREN},{state},5499,FOURNIL DU PONT SARL,12,{shown}"]


def test_an_establishment_brings_the_facts_of_its_unit(brought_in: Bring) -> None:
    brought_in([PLACE_COLUMNS, place()])
    brought_in(unit())

    found = registered_facts("552 081 317 66522")

    assert found is not None
    assert (found.number, found.unit_number, found.name) == (BAKER, SIREN, "FOURNIL DU PONT")
    assert (found.legal_form, found.activity, found.commune) == ("5499", "10.71C", "84999")
    assert (found.headcount, found.headcount_words, found.unit_headcount) == ("02", "3 à 5 salariés", "12")
    assert (found.as_of, found.is_open, found.created_on) == (DRAWN_UP, True, date(2015, 3, 1))
    assert found.as_json()["created_on"] == "2015-03-01"


def test_a_closed_unit_closes_its_establishments(brought_in: Bring) -> None:
    brought_in([PLACE_COLUMNS, place()])
    brought_in(unit(state="C"))

    found = registered_facts(BAKER)

    assert found is not None
    assert not found.is_open


def test_a_hidden_unit_hides_its_establishments(brought_in: Bring) -> None:
    brought_in([PLACE_COLUMNS, place()])
    brought_in(unit(shown="P"))

    found = registered_facts(BAKER)

    assert found is not None
    assert not found.public
    assert (found.name, found.address, found.postcode) == ("", "", "")


def test_a_siren_and_a_neq_give_the_unit(brought_in: Bring) -> None:
    brought_in(unit())
    brought_in(["neq,nom", "1144556677,Les Pains de la Rivière inc."])

    french, quebec = registered_facts(SIREN), registered_facts("1144556677")

    assert french is not None
    assert french.name == "FOURNIL DU PONT SARL"
    assert quebec is not None
    assert (quebec.country, quebec.headcount_words) == ("CA", "effectif inconnu du registre")


@pytest.mark.parametrize("number", ["", "pas un numéro", "12345678901234", BAKER, "1144556677"])
def test_a_number_that_the_register_does_not_hold_is_nothing_and_no_error(number: str, db: None) -> None:
    assert registered_facts(number) is None


def test_a_look_up_is_two_queries_at_most(
    brought_in: Bring, django_assert_max_num_queries: Callable[..., object]
) -> None:
    brought_in([PLACE_COLUMNS, place()])

    with django_assert_max_num_queries(2):  # type: ignore[attr-defined]  # a context manager
        registered_facts(BAKER)


def test_the_register_says_how_fresh_it_is(brought_in: Bring) -> None:
    brought_in([PLACE_COLUMNS, place()])
    brought_in(["neq,nom", "1144556677,Les Pains de la Rivière inc."], as_of=date(2026, 10, 2))

    state = state_of_register()

    assert (state.establishments, state.establishments_as_of) == (1, DRAWN_UP)
    assert (state.neq, state.neq_as_of) == (1, date(2026, 10, 2))
    assert (state.units, state.units_as_of) == (0, None)


def test_a_class_is_said_in_words() -> None:
    assert headcount_words("01") == "1 ou 2 salariés"
    assert headcount_words("zz") == "effectif inconnu du registre"

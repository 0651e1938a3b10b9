"""Fields of a listing are checked against its kind, and shown to who may see them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.exchange.rules.kinds import PACKAGED, Kind, Sight, checked, load, seen
from relance.values.typography import Locale

KINDS = load([PACKAGED])
ROOM, DISH, INTERNSHIP = KINDS["room"], KINDS["dish"], KINDS["internship"]
A_ROOM = {"area": "12", "free_from": "01/09/2026", "furnished": "oui", "address": "3 rue Haute"}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_texts_become_typed_values() -> None:
    found = checked(ROOM, A_ROOM)

    assert not found.errors
    assert found.values == {
        "area": 12,
        "free_from": "2026-09-01",
        "furnished": True,
        "address": "3 rue Haute",
    }


@pytest.mark.parametrize(
    ("kind", "name", "value", "sentence"),
    [
        (ROOM, "area", "6", "au moins 9"),
        (ROOM, "area", "douze", "nombre entier en m²"),
        (ROOM, "area", "²", "nombre entier"),
        (ROOM, "area", "9" * 400, "nombre entier"),
        (ROOM, "area", "-", "nombre entier"),
        (ROOM, "area", True, "nombre entier"),
        (ROOM, "area", None, "est nécessaire"),
        (ROOM, "free_from", "bientôt", "31/12/2026"),
        (ROOM, "free_from", "31/02/2026", "31/12/2026"),
        (ROOM, "furnished", "plutôt", "oui ou non"),
        (ROOM, "address", "x" * 301, "300 signes"),
        (DISH, "diet", "carnivore", "Végétarien, Végétalien"),
        (DISH, "allergens", ["Lait", "Sable"], "« Sable »"),
    ],
)
def test_a_wrong_value_says_what_was_allowed(kind: Kind, name: str, value: Any, sentence: str) -> None:
    found = checked(kind, {**(A_ROOM if kind is ROOM else {}), name: value})

    assert sentence in plain(found.errors[name])
    assert name not in found.values


def test_a_field_that_the_kind_does_not_have_is_named() -> None:
    found = checked(DISH, {"colour": "rouge"})

    assert "served" in found.errors["colour"]


def test_choices_are_known_by_code_or_by_words() -> None:
    assert checked(DISH, {"allergens": "milk, Œufs"}).values == {"allergens": ["milk", "eggs"]}


def test_what_is_for_accounts_is_not_for_everybody() -> None:
    values = checked(ROOM, A_ROOM).values

    public = [said.label for said in seen(ROOM, values, by=Sight.EVERYBODY)]
    signed_in = [said.label for said in seen(ROOM, values, by=Sight.ACCOUNTS)]

    assert "Adresse exacte" not in public
    assert "Adresse exacte" in signed_in


def test_values_are_shown_in_words() -> None:
    said = seen(ROOM, checked(ROOM, A_ROOM).values, by=Sight.SELLER, locale=Locale.FR)

    assert [plain(one.words) for one in said] == ["12 m²", "oui", "1er septembre 2026", "3 rue Haute"]


def test_choices_are_shown_by_their_words() -> None:
    values = checked(DISH, {"allergens": "milk,eggs", "diet": "vegan"}).values

    assert [one.words for one in seen(DISH, values, by=Sight.EVERYBODY)] == ["Lait, Œufs", "Végétalien"]


def test_blanks_say_nothing() -> None:
    assert checked(ROOM, {"address": " \t"}).values == {}
    assert checked(DISH, {"allergens": " , "}).values == {}


@given(st.dictionaries(st.sampled_from([f.name for f in ROOM.fields] + ["x"]), st.text() | st.integers()))
def test_whatever_is_said_is_either_kept_or_refused(values: dict[str, Any]) -> None:
    found = checked(ROOM, values)

    assert not found.values.keys() & found.errors.keys()
    again = checked(ROOM, found.values)
    assert again.values == found.values

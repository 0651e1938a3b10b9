"""Values take the place of their fields; what is missing is named, and never printed as nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.applications.rules.letters import Filled, Values, fill, parse
from relance.values.typography import NBSP, Locale


def filled(body: str, locale: Locale = Locale.FR, **said: Any) -> Filled:
    values = Values(
        fields=said.get("fields", {}),
        conditions=frozenset(said.get("conditions", ())),
        motives=tuple(said.get("motives", ())),
    )
    return fill(parse(title=said.get("title", "Objet"), body=body), values, locale)


def words(letter: Filled) -> list[str]:
    return ["".join(run["text"] for run in one["runs"]) for one in letter.blocks if "runs" in one]


def test_a_field_gives_its_value() -> None:
    letter = filled("Vous recevez {montant}.", fields={"montant": "1 500 €"})

    assert words(letter) == ["Vous recevez 1 500 €."]
    assert letter.missing == ()


def test_a_field_without_value_is_missing_once() -> None:
    letter = filled("{decideur}\n\n{decideur}\n\n{montant}", fields={"decideur": " "})

    assert letter.missing == ("decideur", "montant")


def test_a_field_on_a_branch_not_taken_is_not_missing() -> None:
    letter = filled("[si accordée]\n{montant}\n[sinon]\nRien.\n[fin]")

    assert (words(letter), letter.missing) == (["Rien."], ())


def test_a_field_tested_and_empty_is_not_missing() -> None:
    letter = filled("[si motivation]\n{motivation}\n[fin]\n\nFin.", fields={"motivation": ""})

    assert (words(letter), letter.missing) == (["Fin."], ())


@pytest.mark.parametrize(("conditions", "said"), [(["refusee"], "Non."), (["accordee"], "Oui.")])
def test_a_condition_chooses_its_side(conditions: list[str], said: str) -> None:
    letter = filled("[si refusée]\nNon.\n[sinon]\nOui.\n[fin]", conditions=conditions)

    assert words(letter) == [said]


def test_each_motive_is_a_line_of_one_list() -> None:
    motives = [{"motif": "Trop grand", "article": "art. 2"}, {"motif": "Trop loin", "article": "art. 3"}]

    letter = filled("[pour chaque motif]\n- {motif} ({article})\n[fin]", motives=motives)

    assert [block["kind"] for block in letter.blocks] == ["list"]
    assert [item[0]["text"] for item in letter.blocks[0]["items"]] == [
        "Trop grand (art. 2)",
        "Trop loin (art. 3)",
    ]


def test_a_motive_without_article_does_not_borrow_one() -> None:
    motives = [{"motif": "A", "article": "art. 2"}, {"motif": "B"}]

    letter = filled("[pour chaque motif]\n- {motif} {article}\n[fin]", motives=motives)

    assert letter.missing == ("article",)


def test_spaces_are_those_of_the_locale_across_fields_and_bold() -> None:
    fields = {"montant": "10", "demandeur": 'Chez "Zoé" !'}

    letter = filled("Reste : {montant} ; **Oui** ! {demandeur} ?", fields=fields)

    assert words(letter) == [f'Reste{NBSP}: 10{NBSP}; Oui{NBSP}! Chez "Zoé" !{NBSP}?']


def test_quebec_puts_no_space_before_a_question_mark() -> None:
    assert words(filled("Pourquoi ?", Locale.FR_CA)) == ["Pourquoi?"]


def test_bold_words_stay_apart() -> None:
    (block,) = filled("un **{montant}** net", fields={"montant": "5 €"}).blocks

    assert [(run["text"], run["strong"]) for run in block["runs"]] == [
        ("un ", False),
        ("5 €", True),
        (" net", False),
    ]


def test_signatures_name_both_sides() -> None:
    (block,) = filled("[signatures]", fields={"collectivite": "Valmont", "demandeur": "Amblard"}).blocks

    assert block == {"kind": "signatures", "who": ["Valmont", "Amblard"]}


def test_the_object_has_fields_too() -> None:
    assert filled("x", title="Demande {numero}", fields={"numero": "7"}).title == "Demande 7"


def test_a_template_with_problems_is_never_filled() -> None:
    with pytest.raises(ValueError, match="problems"):
        filled("{rien}")


@given(st.text(max_size=40))
def test_a_value_is_printed_as_it_is(value: str) -> None:
    letter = filled("Nom : {demandeur}.", fields={"demandeur": value})

    assert words(letter) == [f"Nom{NBSP}: {value.strip()}."]
    assert letter.missing == (() if value.strip() else ("demandeur",))

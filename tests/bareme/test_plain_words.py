"""Sentences that a shopkeeper understands: who is meant, what is compared with what, one or many."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import bareme
from tests.bareme.schemes import HEAD, scheme

BODY = """\
inputs:
  kind:
    type: choice
    values: {shop: {fr: commerce, en: shop}, home: {fr: logement, en: dwelling}}
    label: {fr: Nature, en: Kind}
  term: {type: duration, unit: months, label: {fr: Durée, en: Term}}
  ends: {type: date, label: {fr: Fin, en: End}}
  heads: {type: integer, unit: people, label: {fr: Effectif, en: Staff}}
  spot: {type: place, label: {fr: Adresse, en: Address}}
entities:
  leases:
    many: {fr: Baux, en: Leases}
    inputs: {long: {type: boolean, label: {fr: Long, en: Long}}}
zones: {town: [{from: 2020-01-01, zones: [z], reference: a}]}
parameters:
  least: [{from: 2020-01-01, value: 36 months, reference: a}]
  most: [{from: 2020-01-01, value: 60 months, reference: a}]
  few: [{from: 2020-01-01, value: 2 people, reference: a}]
definitions:
  limit: {value: few, label: {fr: Effectif permis, en: Staff allowed}}
eligibility:
  right_kind: {rule: 'kind == "shop"', else: {fr: Pas un commerce, en: Not a shop}}
  bounded: {rule: least <= term <= most, else: {fr: Durée refusée, en: Term refused}}
  coming: {rule: ends > on, else: {fr: Trop tard, en: Too late}}
  small: {rule: heads <= limit, else: {fr: Trop grand, en: Too large}}
  leased: {rule: any(l.long for l in leases), else: {fr: Aucun bail long, en: No long lease}}
  here: {rule: spot in town, else: {fr: Ailleurs, en: Elsewhere}}
amount: 0 EUR
"""
GOOD: dict[str, Any] = {
    "kind": "shop", "term": "48 months", "ends": "2020-12-31", "heads": 1, "leases": [{"long": "yes"}],
    "spot": {"zones": ["z"]},
}  # fmt: skip
BAD: dict[str, Any] = {
    "kind": "home", "term": "12 months", "ends": "2020-07-01", "heads": 3, "leases": [],
    "spot": {"zones": []},
}  # fmt: skip


def told(facts: dict[str, Any], language: str = "fr", *, head: str = HEAD) -> str:
    """The sentences of one decision, with plain spaces."""
    decision = bareme.evaluate(scheme(BODY, head=head), facts, on=date(2020, 7, 1))
    return "\n".join(decision.sentences(language)).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    "sentence",
    [
        "Nature : commerce.",
        "Durée : 48 mois, au moins 36 mois et au plus 60 mois.",
        "Fin : 31 décembre 2020, après le 1er juillet 2020.",
        "Effectif : 1 personne, au plus 2 personnes (Effectif permis).",
        "Baux : l’un au moins remplit la condition.",
    ],
)
def test_what_holds_is_said_of_the_fact_and_not_of_the_figure(sentence: str) -> None:
    assert sentence in told(GOOD).split("\n")


@pytest.mark.parametrize(
    "sentence",
    [
        "Pas un commerce — Nature : logement, et non commerce.",
        "Durée refusée — Durée : 12 mois, moins de 36 mois.",
        "Trop tard — Fin : 1er juillet 2020, au plus tard le 1er juillet 2020.",
        "Aucun bail long.",
        "Ailleurs — Adresse (périmètres) : aucun, hors de « Town ».",
    ],
)
def test_a_refusal_says_what_was_found_against_what(sentence: str) -> None:
    assert sentence in told(BAD).split("\n")


def test_english_has_its_own_colons_and_plurals() -> None:
    said = told({**BAD, "heads": 0}, "en")

    assert "Elsewhere — Address (zones): none, outside “Town”." in said
    assert "Staff: 0 people, at most 2 people (Staff allowed)." in said


@pytest.mark.parametrize(
    ("language", "due", "not_due"),
    [
        ("fr", "Essai : vous en êtes redevable.", "Essai : vous n’en êtes pas redevable."),
        ("en", "Essai: you are liable for it.", "Essai: you are not liable for it."),
    ],
)
def test_nobody_is_entitled_to_a_levy(language: str, due: str, not_due: str) -> None:
    levy = HEAD.replace("kind: grant", "kind: levy")

    assert told(GOOD, language, head=levy).startswith(due)
    assert told(BAD, language, head=levy).startswith(not_due)


def test_an_amount_that_waits_for_facts_is_not_said_to_wait_for_checks() -> None:
    said = told({key: value for key, value in GOOD.items() if key != "kind"})

    assert "Montant si toutes les conditions sont remplies : 0 €." in said


def test_what_two_conditions_wait_for_is_said_once() -> None:
    said = bareme.evaluate(
        scheme(
            BODY.replace(
                "eligibility:", "eligibility:\n  some: {rule: heads > 0 people, else: {fr: Personne}}"
            )
        ),
        {key: value for key, value in GOOD.items() if key not in ("heads", "kind")},
        on=date(2020, 7, 1),
    ).sentences("fr")

    assert len(said) == len(set(said))
    assert [sentence for sentence in said if "Effectif" in sentence] == [said[-1]]

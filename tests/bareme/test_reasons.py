"""The tree of reasons: what was looked at, with which values, under which text."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

import bareme
from bareme import NOT_APPLICABLE, UNKNOWN
from tests.bareme.schemes import JULY, scheme

BODY = """\
summary: {fr: Une aide}
inputs:
  staff: {type: integer, unit: people, label: {fr: Effectif salarié, en: Employees}}
  rent: {type: money, unit: EUR/month, label: {fr: Loyer mensuel, en: Monthly rent}}
  born: {type: date, label: {fr: Date de création, en: Date of creation}}
  naf: {type: code, of: naf, label: {fr: Activité, en: Activity}}
  kind: {type: choice, values: {shop: {fr: commerce}, craft: {fr: artisanat}}, label: {fr: Sorte}}
  loss: {type: rate, label: {fr: Perte}}
  tenant: {type: boolean, label: {fr: Locataire, en: Tenant}}
questions:
  charter: {fr: Charte signée ?, en: Charter signed?, default: yes}
sets:
  food:
    of: naf
    label: {fr: restauration, en: catering}
    versions: [{from: 2020-01-01, prefixes: [56], reference: annexe}]
parameters:
  limit:
    label: {fr: Effectif maximal, en: Headcount limit}
    values: [{from: 2020-01-01, value: 10 people, reference: article 3}]
  founded: [{from: 2020-01-01, value: 2020-05-01, reference: article 4}]
  half: [{from: 2020-01-01, value: 50 %, reference: article 5}]
  months: [{from: 2020-01-01, value: 3 months, reference: article 6}]
  cap: [{from: 2020-01-01, value: 1500 EUR, scope: award, example: yes, reference: article 6}]
definitions:
  due: {value: months * rent, label: {fr: Loyers dus, en: Rent due}}
eligibility:
  small:
    rule: staff < limit
    label: {fr: Petite entreprise, en: Small firm}
    else: {fr: Trop grand, en: Too large}
    reference: art. 3
  old: {rule: born < founded, else: {fr: Trop récent, en: Too recent}}
  food: {rule: naf in food, else: {fr: Pas la restauration, en: Not catering}}
  either: {rule: {any: [tenant, charter]}, else: {fr: Ni bail ni charte, en: Neither lease nor charter}}
  hit: {rule: loss >= half, else: {fr: Pas assez touché, en: Not hit enough}, applies: tenant}
  sort: {rule: 'kind in ("shop", "craft")', else: {fr: Ni l’un ni l’autre, en: Neither}}
amount: round_half_up(min(due, cap), 0.01 EUR)
"""
ALL = {
    "staff": 3,
    "rent": "412.50",
    "born": "2015-03-01",
    "naf": "56.10C",
    "kind": "craft",
    "loss": "62 %",
    "tenant": True,
}


def decide(**changes: Any) -> bareme.Decision:
    return bareme.evaluate(scheme(BODY), {**ALL, **changes}, on=JULY)


def reason(decision: bareme.Decision, name: str) -> bareme.Reason:
    return next(reason for reason in decision.reasons if reason.name == name)


def test_there_is_one_reason_for_each_condition_then_for_the_amount() -> None:
    kinds = [(reason.kind, reason.name) for reason in decide().reasons]

    conditions = ["small", "old", "food", "either", "hit", "sort"]
    assert kinds == [("condition", name) for name in conditions] + [("amount", "amount")]


def test_a_refusal_has_no_reason_for_an_amount() -> None:
    assert all(reason.kind == "condition" for reason in decide(staff=12).reasons)


def test_a_reason_holds_the_values_and_the_references_used() -> None:
    small = reason(decide(), "small")

    assert small.value is True
    assert small.reference == "art. 3"
    assert [(used.name, used.kind, value, used.reference) for used, value in small.uses] == [
        ("staff", "fact", Decimal(3), ""),
        ("limit", "parameter", Decimal(10), "article 3"),
    ]


def test_alternatives_are_children() -> None:
    either = reason(decide(tenant=False), "either")

    assert [(child.kind, child.value) for child in either.children] == [("test", False), ("test", True)]


def test_a_condition_that_does_not_apply_says_so() -> None:
    hit = reason(decide(tenant=False), "hit")

    assert hit.value is NOT_APPLICABLE


def test_an_amount_shows_its_definitions_and_steps() -> None:
    amount = reason(decide(), "amount")

    steps = [(step.kind, step.name, step.value) for step in amount.walk()]

    assert ("definition", "due", Decimal("1237.50")) in steps
    assert amount.value == Decimal("1237.50")
    assert [used.name for step in amount.walk() for used, _ in step.uses if used.example] == ["cap"]


def test_an_unknown_fact_leaves_an_unknown_reason() -> None:
    assert reason(decide(staff=None), "small").value is UNKNOWN


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Essai : vous y avez droit."),
        ({}, "Montant : 1 237,50 €."),
        ({}, "Petite entreprise (Effectif salarié : 3 personnes, moins de 10 personnes)."),
        ({}, "Date de création : 1er mars 2015, avant le 1er mai 2020."),
        ({}, "Activité : 56.10C, dans « restauration »."),
        ({}, "Perte : 62 %, au moins 50 %."),
        ({}, "Sorte : artisanat."),
        ({}, "Supposé, faute de réponse : Charte signée ? oui."),
        ({"staff": 12}, "Trop grand — Effectif salarié : 12 personnes, au moins 10 personnes."),
        ({"staff": 12}, "Essai : vous n’y avez pas droit."),
        ({"born": "2020-05-01"}, "Trop récent — Date de création : 1er mai 2020, à partir du 1er mai 2020."),
        ({"naf": "47.11F"}, "Pas la restauration — Activité : 47.11F, hors de « restauration »."),
        ({"tenant": False}, "Ne vous concerne pas : Locataire : non."),
        ({"tenant": False, "charter": "no"}, "Ni bail ni charte — Locataire : non ; Charte signée ? non."),
        ({"staff": None}, "Il faut encore connaître : Effectif salarié."),
        ({}, "Calcul : le plus petit de : Loyers dus (1 237,50 €) et 1 500 €."),
        ({}, "Loyers dus : 1 237,50 €, soit 3 mois × Loyer mensuel (412,50 €/mois)."),
        ({"staff": None}, "Essai : il manque des informations pour répondre."),
        (
            {"staff": "1..2"},
            "Petite entreprise (Effectif salarié : entre 1 et 2 personnes, moins de 10 personnes).",
        ),
        ({"rent": "100..200"}, "Montant possible : entre 300 et 600 €."),
        ({"rent": 1}, "Montant : 3 €."),
        ({"staff": 1}, "Petite entreprise (Effectif salarié : 1 personne, moins de 10 personnes)."),
    ],
)
def test_reasons_are_sentences_a_shopkeeper_understands(changes: dict[str, Any], sentence: str) -> None:
    found = [text.replace("\u00a0", " ").replace("\u202f", " ") for text in decide(**changes).sentences("fr")]

    assert sentence in found


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Essai: you are entitled to it."),
        ({}, "Amount: 1,237.50 €."),
        ({}, "Small firm (Employees: 3 people, less than 10 people)."),
        ({}, "Date of creation: 1 March 2015, before 1 May 2020."),
        ({"staff": 12}, "Too large — Employees: 12 people, at least 10 people."),
        ({"staff": None}, "Still to be known: Employees."),
    ],
)
def test_reasons_are_told_in_english_too(changes: dict[str, Any], sentence: str) -> None:
    found = [text.replace("\u00a0", " ") for text in decide(**changes).sentences("en")]

    assert sentence in found


def test_french_has_its_hard_spaces_and_quebec_its_own() -> None:
    france, quebec = (" ".join(decide().sentences(language)) for language in ("fr", "fr-CA"))

    assert "signée\u00a0? oui" in france
    assert "signée? oui" in quebec
    assert "«\u00a0restauration\u00a0»" in quebec
    assert "Montant\u00a0: " in quebec


def test_the_officer_reads_the_whole_tree() -> None:
    text = decide().explain().replace("\u00a0", " ").replace("\u202f", " ")

    for expected in (
        "Essai — Au 1er juillet 2020 : Vous y avez droit",
        "Effectif maximal = 10 personnes (article 3)",
        "[1 237,50 €] Loyers dus",
        "chiffre donné en exemple",
        "Arrondi au multiple de 0,01 : 1 237,50 devient 1 237,50",
        f"Texte {scheme(BODY).hash[:12]}, langue 1",
    ):
        assert expected in text


def test_a_decision_is_json() -> None:
    found = json.loads(json.dumps(decide(tenant=False).as_dict()))

    assert found["verdict"] == "eligible"
    assert found["amount"] == "1237.50"
    assert found["conditions"]["hit"] == "not applicable"
    assert found["assumed"] == ["charter"]
    assert found["reasons"][0]["uses"][0]["value"] == "3"
    assert found["reasons"][-1]["unit"] == "EUR"
    assert found["roundings"] == [
        {"mode": "half_up", "before": "1237.50", "after": "1237.50", "step": "0.01"}
    ]
    assert found["hash"] == scheme(BODY).hash
    assert set(found["sentences"]) == {"fr", "en"}


def test_json_names_absences_and_bounds() -> None:
    unknown, bounded, refused = (
        decide(**change).as_dict() for change in ({"rent": None}, {"rent": "100..200"}, {"staff": 12})
    )

    assert (unknown["amount"], unknown["least"]) == ("unknown", None)
    assert (bounded["amount"], bounded["least"], bounded["most"]) == ("unknown", "300.00", "600.00")
    assert bounded["lines"] == {"amount": {"from": "300.00", "to": "600.00"}}
    assert (refused["amount"], refused["because"]) == ("not applicable", ["small"])
    assert refused["reasons"][0]["refusal"]["fr"] == "Trop grand"
    assert unknown["questions"][0]["fact"] == "rent"


def test_no_float_comes_out_anywhere() -> None:
    def floats(value: Any) -> list[float]:
        if isinstance(value, dict):
            return [found for item in value.values() for found in floats(item)]
        if isinstance(value, list):
            return [found for item in value for found in floats(item)]
        return [value] if isinstance(value, float) else []

    assert floats(decide().as_dict()) == []
    assert floats(decide(rent=None, staff=None).as_dict()) == []

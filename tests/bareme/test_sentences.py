"""What a shopkeeper reads, whole, in French and in English: each line once, why before the rest."""

from __future__ import annotations

from typing import Any

import pytest

import bareme
from tests.bareme.schemes import JULY, documented

FACTS: dict[str, Any] = {
    "headcount": 3,
    "monthly_rent": "620 EUR/month",
    "turnover": {"2019-07": "9000", "2020-07": "4000"},
    "naf": "5610c",
    "shop": {"commune": "59009", "epci": "200093201"},
    "charter": True,
}


def read(language: str = "fr", **more: Any) -> list[str]:
    decision = bareme.evaluate(bareme.loads(documented()), FACTS | more, on=JULY)
    return [s.replace("\u00a0", " ").replace("\u202f", " ") for s in decision.sentences(language)]


def test_an_award_that_the_officer_must_confirm() -> None:
    assert read() == [
        "Fonds Rebond : à vérifier par l’instructeur.",
        "Montant si les vérifications aboutissent : 1 500 €.",
        "Calcul : le plus petit de : 3 mois × Loyer mensuel (620 €/mois) et 1 500 €.",
        "Effectif salarié : 3 personnes, moins de 10 personnes.",
        "Code d’activité : 56.10C, dans « Closed trades ».",
        "Adresse du commerce (intercommunalité) : 200093201, dans « Metropolis ».",
        "Baisse du chiffre d’affaires : 5 000 €, au moins 4 500 €, soit 50 % × Chiffre d’affaires du mois (juillet 2019 : 9 000 €).",  # noqa: E501  # the sentence whole
        "La charte d’engagement est-elle signée ? oui.",
        "L’instructeur doit apprécier : Difficultés avérées, appréciées par l’instructeur.",
    ]


def test_the_same_in_english() -> None:
    assert read("en", monthly_rent="200..400 EUR/month") == [
        "Rebound fund: some information is missing to answer.",
        "Possible amount: between 600 and 1,200 €.",
        "Effectif salarié: 3 people, less than 10 people.",
        "Code d’activité: 56.10C, in “Closed trades”.",
        "Adresse du commerce (intercommunalité): 200093201, in “Metropolis”.",
        "Baisse du chiffre d’affaires: 5,000 €, at least 4,500 €, that is 50% × Chiffre d’affaires du mois (July 2019: 9,000 €).",  # noqa: E501  # the sentence whole
        "La charte d’engagement est-elle signée ? yes.",
        "The officer has to appreciate: Difficultés avérées, appréciées par l’instructeur.",
        "Still to be known: Loyer mensuel.",
    ]


def test_a_refusal_says_why_first_and_asks_nothing_more() -> None:
    assert read(headcount=12, naf="47.11F", monthly_rent=None, turnover=None) == [
        "Fonds Rebond : vous n’y avez pas droit.",
        "Réservé aux petites entreprises — Effectif salarié : 12 personnes, au moins 10 personnes.",
        "Votre activité n’est pas dans la liste — Code d’activité : 47.11F, hors de « Closed trades ».",
        "Adresse du commerce (intercommunalité) : 200093201, dans « Metropolis ».",
        "La charte d’engagement est-elle signée ? oui.",
    ]


def test_a_place_left_out_of_a_territory_is_told_so() -> None:
    assert read(shop={"commune": "59350", "epci": "200093201"})[1] == (
        "Votre commerce est hors du territoire — "
        "Adresse du commerce (commune) : 59350, dans la partie exclue de « Metropolis »."
    )


def test_a_place_outside_a_territory_is_told_so() -> None:
    assert read(shop={"commune": "59606", "epci": "200042190"})[1] == (
        "Votre commerce est hors du territoire — "
        "Adresse du commerce (intercommunalité) : 200042190, hors de « Metropolis »."
    )


def test_an_answer_held_by_default_is_told_as_supposed() -> None:
    assert (
        read(charter=None)[-1] == "Supposé, faute de réponse : La charte d’engagement est-elle signée ? non."
    )


def test_what_the_officer_refused_is_told() -> None:
    said = read(checks={"hardship": False})

    assert said[0] == "Fonds Rebond : vous n’y avez pas droit."
    assert said[1] == "Non retenu par l’instructeur : Difficultés avérées, appréciées par l’instructeur."


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (
            {"headcount": None, "headcount_bracket": "03"},
            "Effectif salarié : entre 6 et 9 personnes, moins de 10 personnes.",
        ),
        ({"headcount": None}, "Il faut encore connaître : Effectif salarié."),
        ({"headcount": 1}, "Effectif salarié : 1 personne, moins de 10 personnes."),
        (
            {"turnover": {"2019-07": "9000"}},
            "Il faut encore connaître : Chiffre d’affaires du mois (juillet 2020).",
        ),
        ({"monthly_rent": "100.10"}, "Montant si les vérifications aboutissent : 300,30 €."),
    ],
)
def test_each_state_of_a_fact_has_its_sentence(facts: dict[str, Any], line: str) -> None:
    assert line in read(**facts)


def test_hard_spaces_stand_where_french_wants_them() -> None:
    decision = bareme.evaluate(bareme.loads(documented()), FACTS, on=JULY)

    france, quebec = decision.sentences("fr"), decision.sentences("fr-CA")

    assert france[1].endswith("\u00a0: 1\u202f500\u00a0€.")
    assert any("signée\u00a0?" in sentence for sentence in france)
    assert any("signée?" in sentence for sentence in quebec)
    assert any("«\u00a0Metropolis\u00a0»" in sentence for sentence in quebec)

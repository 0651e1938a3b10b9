"""How an amount was worked out, in words: each name with its value, each quantity unfolded once."""

from __future__ import annotations

from typing import Any

import pytest

import bareme
from tests.bareme.schemes import JULY, scheme

INPUTS = """\
  a: {type: money, label: {fr: Loyer, en: Rent}}
  b: {type: money, label: {fr: Charges, en: Costs}}
  n: {type: integer, unit: people, label: {fr: Effectif, en: Staff}}
  poor: {type: boolean, label: {fr: Modeste, en: Modest}}
  sales: {type: money, by: month, label: {fr: Ventes, en: Sales}}
  area: {type: number, unit: m2, label: {fr: Surface, en: Area}}
  start: {type: date, label: {fr: Début, en: Start}}
"""
PARAMETERS = """\
  rate: {label: {fr: Taux, en: Rate}, values: [{from: 2020-01-01, value: 30 %, reference: a}]}
  cap: [{from: 2020-01-01, value: 900 EUR, reference: a}]
  days: [{from: 2020-01-01, value: 31 days, reference: a}]
  closed: [{from: 2020-01-01, value: 10 days, reference: a}]
"""
REST = """\
entities:
  quotes: {many: {fr: Devis}, unit: people, inputs: {price: {type: money, label: {fr: Prix}}, kept: {type: boolean, label: {fr: Retenu}}}}
scales:
  tariff:
    kind: marginal
    label: {fr: tarif}
    versions: [{from: 2020-01-01, reference: a, brackets: [{up_to: 10 m2, rate: 4 EUR/m2}, {rate: 6 EUR/m2}]}]
"""  # noqa: E501  # the sentence whole
FACTS: dict[str, Any] = {
    "a": "1000.55", "b": "100", "n": 3, "poor": True, "sales": {"2020-06": "50", "2020-07": "70"},
    "area": "12.5", "start": "2020-05-01", "quotes": [{"price": 10, "kept": True},
    {"price": 5, "kept": False}],
}  # fmt: skip


def worked(amount: str, *, more: str = "", language: str = "fr", **facts: Any) -> list[str]:
    """What is said after the verdict and the amount."""
    text = f"inputs:\n{INPUTS}parameters:\n{PARAMETERS}{REST}{more}amount: '{amount}'\n"
    decision = bareme.evaluate(scheme(text), FACTS | facts, on=JULY)
    said = [s.replace("\u00a0", " ").replace("\u202f", " ") for s in decision.sentences(language)]
    return [sentence for sentence in said[1:] if not sentence.startswith(("Montant", "Amount"))]


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("a + b", "Calcul : Loyer (1 000,55 €) + Charges (100 €)."),
        ("max(a - b - b, 0 EUR)", "Calcul : Loyer (1 000,55 €) − Charges (100 €) − Charges (100 €)."),
        ("max(a - (b - b), 0 EUR)", "Calcul : Loyer (1 000,55 €) − (Charges (100 €) − Charges (100 €))."),
        ("max(b - a, 0 EUR)", "Calcul : le plus grand de : Charges (100 €) − Loyer (1 000,55 €) et 0 €."),
        (
            "round_half_up(rate * (a + b), 0.01 EUR)",
            "Calcul : Taux (30 %) × (Loyer (1 000,55 €) + Charges (100 €)), arrondi à 0,01 € près.",
        ),
        ("floor_to(a, 100 EUR)", "Calcul : Loyer (1 000,55 €), arrondi au multiple inférieur de 100 €."),
        ("ceil_to(a, 1 EUR)", "Calcul : Loyer (1 000,55 €), arrondi au multiple supérieur de 1 €."),
        ("floor_to(b, 100 EUR)", ""),
        ("clip(a, b, cap)", "Calcul : Loyer (1 000,55 €), au moins Charges (100 €) et au plus 900 €."),
        ("clip(a, 0 EUR, cap)", "Calcul : Loyer (1 000,55 €), au plus 900 €."),
        ("a if poor else b", ""),
        ("a + b if poor else b", "Calcul : Loyer (1 000,55 €) + Charges (100 €)."),
        (
            "round_half_up(prorata(a, closed, days), 0.01 EUR)",
            "Calcul : Loyer (1 000,55 €) × 10 jours ÷ 31 jours, arrondi à 0,01 € près.",
        ),
        (
            "b + sum(sales[-1 month : 0 months])",
            "Calcul : Charges (100 €) + Ventes (juin 2020 – juillet 2020 : 120 €).",
        ),
        (
            "b + sum(q.price for q in quotes if q.kept)",
            "Calcul : Charges (100 €) + Prix, au total de ce qui est retenu (Devis : 10 €).",
        ),
        (
            "b + apply(tariff, area)",
            "Calcul : Charges (100 €) + 55 € (tranches « tarif » de : Surface (12,5 m²)).",
        ),
        ("sum(q.price for q in quotes)", ""),
        ("a", ""),
        ("min(a, cap)", "Calcul : le plus petit de : Loyer (1 000,55 €) et 900 €."),
    ],
)  # fmt: skip
def test_an_amount_is_told_with_what_made_it(amount: str, sentence: str) -> None:
    assert worked(amount) == ([sentence] if sentence else [])


def test_each_quantity_is_unfolded_once_after_the_amount() -> None:
    more = """\
definitions:
  net: {value: "max(a - b, 0 EUR)", label: {fr: Loyer net, en: Net rent}}
  half: {value: "rate * net", label: {fr: Part, en: Share}}
"""

    assert worked("round_half_up(min(half + net, cap), 0.01 EUR)", more=more) == [
        "Calcul : le plus petit de : Part (270,165 €) + Loyer net (900,55 €) et 900 €.",
        "Part : 270,165 €, soit Taux (30 %) × Loyer net (900,55 €).",
        "Loyer net : 900,55 €, soit Loyer (1 000,55 €) − Charges (100 €).",
    ]


def test_an_amount_that_is_a_quantity_is_told_as_that_quantity() -> None:
    more = 'definitions:\n  net: {value: "max(a - b, 0 EUR)", label: {fr: Loyer net}}\n'

    assert worked("net", more=more) == ["Calcul : Loyer (1 000,55 €) − Charges (100 €)."]


def test_the_branch_not_taken_is_not_told() -> None:
    more = "definitions:\n  it: {value: [{if: poor, then: a + b}, {else: a}], label: {fr: Dû}}\n"

    assert worked("min(it, cap)", more=more, poor=False)[1:] == []
    assert "Dû : 1 100,55 €, soit Loyer (1 000,55 €) + Charges (100 €)." in worked("min(it, cap)", more=more)


def test_what_is_not_certain_is_not_worked_out() -> None:
    said = worked("min(a, cap)", a="100..2000")

    assert not [sentence for sentence in said if sentence.startswith("Calcul")]


def test_a_refusal_works_nothing_out() -> None:
    more = "eligibility:\n  few: {rule: not poor, else: {fr: Jamais}}\n"

    assert worked("min(a, cap)", more=more) == ["Jamais — Modeste : oui."]


def test_english_has_its_own_words() -> None:
    assert worked("round_half_up(rate * a, 0.01 EUR)", language="en") == [
        "Worked out as: Rate (30%) × Rent (1,000.55 €), rounded to the nearest 0.01 €."
    ]


CONDITIONS = [
    (
        "a - b >= rate * b",
        "Loyer (1 000,55 €) − Charges (100 €) : 900,55 €, au moins 30 €, soit Taux (30 %) × Charges (100 €).",
    ),
    ("sum(q.price for q in quotes) < cap", "Prix, au total (Devis) : 15 €, moins de 900 €."),
    ("count(quotes) > 0 people", "Devis (nombre) : 2 personnes, plus de 0 personne."),
    ("all(q.kept for q in quotes)", "Non."),
    ("any(q.kept for q in quotes)", "Devis : l’un au moins remplit la condition."),
    ("start <= on", "Début : 1er mai 2020, au plus tard le 1er juillet 2020."),
    ("on >= start", "Jour de la demande : 1er juillet 2020, à partir du 1er mai 2020 (Début)."),
    ("poor if a > b else poor and a > b", "Modeste : oui."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "sentence"), CONDITIONS)
def test_a_condition_always_has_a_subject(rule: str, sentence: str) -> None:
    more = f"eligibility:\n  it: {{rule: '{rule}', else: {{fr: Non}}}}\n"

    assert worked("b", more=more) == [sentence]


def test_what_has_no_reason_to_be_is_named_too() -> None:
    more = """\
tables:
  price: {label: {fr: Tarif}, versions: [{from: 2020-01-01, reference: a, rows: [{when: {poor: yes}, then: 3 EUR}, {else: not_applicable}]}]}
eligibility:
  it: {rule: applies(price), else: {fr: Pas de tarif}}
"""  # noqa: E501  # the sentence whole

    assert worked("b", more=more) == ["Tarif : a lieu d’être."]


@pytest.mark.parametrize(
    ("every", "key", "words"),
    [
        ("month", "2020-07", "juillet 2020"),
        ("quarter", "2020-T3", "3e trimestre 2020"),
        ("year", "2020", "2020"),
    ],
)
def test_a_period_is_named_as_people_name_it(every: str, key: str, words: str) -> None:
    inputs = f"inputs:\n  it: {{type: money, by: {every}, label: {{fr: Ventes}}}}\n"
    unit = every if every != "quarter" else "month"

    decision = bareme.evaluate(scheme(f"{inputs}amount: 'it[0 {unit}s]'\n"), {}, on=JULY)

    assert [(q.path, q.label["fr"]) for q in decision.questions] == [(f"it.{key}", f"Ventes ({words})")]


def test_what_is_asked_for_many_periods_is_asked_in_one_breath() -> None:
    said = worked("sum(sales[-2 months : 0 months])", sales={})

    assert said == ["Il faut encore connaître : Ventes (mai 2020, juin 2020, juillet 2020)."]

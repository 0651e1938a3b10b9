"""Which facts could still change the answer, and which to ask first."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import bareme
from tests.bareme.schemes import JULY, scheme

BODY = """\
ASK
inputs:
  naf: {type: code, of: naf, label: {fr: Activité}}
  commune: {type: code, of: commune, label: {fr: Commune}}
  staff: {type: integer, unit: people, register: headcount_bracket, label: {fr: Effectif}}
  rent: {type: money, label: {fr: Loyer}, ask: {fr: Quel loyer payez-vous ?}}
  young: {type: boolean, label: {fr: Jeune entreprise}}
  loan: {type: money, applies: young, label: {fr: Emprunt}}
questions:
  charter: {fr: La charte est-elle signée ?, default: no}
sets:
  trades:
    of: naf
    versions:
      - {from: 2020-01-01, prefixes: [10, 11, 12, 13, 14, 15, 16, 47, 55, 56, 79, 90, 93], reference: a}
  towns: {of: commune, versions: [{from: 2020-01-01, values: [26000, 26001, 26002, 26003], reference: a}]}
parameters:
  limit: [{from: 2020-01-01, value: 10 people, reference: a}]
  cap: [{from: 2020-01-01, value: 900 EUR, reference: a}]
eligibility:
  trade: {rule: naf in trades, else: {fr: non}}
  town: {rule: commune in towns, else: {fr: non}}
  small: {rule: staff < limit or charter, else: {fr: non}}
amount: min(rent, cap) + otherwise(loan, 0 EUR)
"""
ALL: dict[str, Any] = {
    "naf": "56",
    "commune": "26000",
    "staff": 3,
    "rent": 5,
    "young": True,
    "loan": 1,
    "charter": True,
}


def asked(ask: str = "", **facts: Any) -> list[str]:
    text = BODY.replace("ASK", f"ask: [{ask}]" if ask else "")
    return [question.path for question in bareme.evaluate(scheme(text), facts, on=JULY).questions]


def without(*names: str, **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**ALL, **changes}.items() if name not in names}


def test_nothing_is_asked_once_everything_is_known() -> None:
    assert asked(**ALL) == []


def test_nothing_is_asked_of_who_is_refused_already() -> None:
    assert asked(naf="01.1") == []


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        (without("rent"), {"rent"}),
        (without("staff"), set()),
        (without("staff", charter=False), {"staff"}),
        (without("staff", "charter"), {"staff", "charter"}),
        (without("charter", staff=3), set()),
        (without("charter", staff=30), {"charter"}),
        (without("charter"), set()),
        (without("loan", young=False), set()),
        (without("loan", "young"), {"young", "loan"}),
        (without("young"), {"young"}),
        (without("staff", charter=False, headcount_bracket="03"), set()),
        (without(staff="6..12", charter=False), {"staff"}),
        (without(rent="1000..2000"), set()),
        (without(rent="800..2000"), {"rent"}),
    ],
)
def test_only_what_can_change_the_answer_is_asked(facts: dict[str, Any], left: set[str]) -> None:
    assert set(asked(**facts)) == left


def test_what_may_refuse_is_asked_before_what_only_counts() -> None:
    order = asked()

    assert set(order) == {"naf", "commune", "staff", "charter", "rent", "young", "loan"}
    assert order.index("naf") < order.index("rent")
    assert order.index("commune") < order.index("loan")


def test_a_long_list_of_codes_weighs_no_more_than_a_short_one() -> None:
    questions = {
        question.path: question.settles
        for question in bareme.evaluate(scheme(BODY.replace("ASK", "")), {}, on=JULY).questions
    }

    assert questions["naf"] == questions["commune"] == Decimal("0.5")


def test_the_author_may_pin_the_order() -> None:
    assert asked("rent, young")[:2] == ["rent", "young"]


def test_the_order_is_the_same_whatever_the_order_of_facts() -> None:
    facts = without("rent", "staff", "naf")

    assert asked(**facts) == asked(**dict(reversed(facts.items())))


def test_a_question_is_worded_as_its_author_wants() -> None:
    decision = bareme.evaluate(scheme(BODY.replace("ASK", "")), without("rent", "charter", staff=30), on=JULY)

    labels = {question.path: question.label["fr"] for question in decision.questions}

    assert labels == {"rent": "Quel loyer payez-vous ?", "charter": "La charte est-elle signée ?"}


def test_answering_the_questions_one_by_one_ends_in_a_verdict() -> None:
    facts: dict[str, Any] = {}
    found = scheme(BODY.replace("ASK", ""))

    for _ in range(10):
        decision = bareme.evaluate(found, facts, on=JULY)
        if not decision.questions:
            break
        facts[decision.questions[0].path] = ALL[decision.questions[0].path]

    assert decision.verdict == "eligible"
    assert decision.amount == Decimal(6)


def test_an_answer_never_adds_a_question_it_does_not_open() -> None:
    found = scheme(BODY.replace("ASK", ""))

    before = {q.path for q in bareme.evaluate(found, {}, on=JULY).questions}
    after = {q.path for q in bareme.evaluate(found, {"naf": "56"}, on=JULY).questions}

    assert after == before - {"naf"}


def test_the_operands_of_a_quotient_are_asked_for() -> None:
    body = """\
inputs:
  cost: {type: money, label: {fr: Coût}}
  part: {type: money, label: {fr: Part}}
  whole: {type: money, min: 1, label: {fr: Tout}}
amount: "round_half_up(prorata(cost, part, whole), 0.01 EUR)"
"""

    decision = bareme.evaluate(scheme(body), {"part": "10 EUR"}, on=JULY)

    assert [question.path for question in decision.questions] == ["cost", "whole"]
    assert decision.amount is bareme.UNKNOWN
    assert decision.sentences("fr")
    assert decision.reasons

"""Eligible, not eligible, to be checked, undetermined; and three absences that are never confused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import bareme
from bareme import NOT_APPLICABLE, UNKNOWN
from tests.bareme.schemes import JULY, RENT, refused, scheme

BODY = """\
inputs:
  headcount: {type: integer, unit: people, label: {fr: Effectif}}
  rent: {type: money, label: {fr: Loyer}}
  new: {type: boolean, label: {fr: Entreprise nouvelle}}
  loss: {type: money, applies: not new, label: {fr: Perte}}
questions:
  charter: {fr: Charte signée ?, default: no}
parameters:
  limit: [{from: 2020-01-01, value: 10 people, reference: a}]
  threshold: [{from: 2020-01-01, value: 100 EUR, reference: a}]
eligibility:
  small: {rule: headcount < limit, else: {fr: Trop grand}}
  hit: {rule: loss >= threshold, else: {fr: Pas assez touché}}
  fair: {check: {fr: Difficultés avérées}, else: {fr: Non avérées}, applies: charter}
amount: max(rent - otherwise(loss, 0 EUR), 0 EUR)
"""
ALL = {"headcount": 3, "rent": 500, "new": False, "loss": 200, "charter": True, "checks": {"fair": True}}


def decide(**changes: Any) -> bareme.Decision:
    facts = {key: value for key, value in {**ALL, **changes}.items() if value != "-"}
    return bareme.evaluate(scheme(BODY), facts, on=JULY)


@pytest.mark.parametrize(
    ("changes", "verdict", "amount"),
    [
        ({}, "eligible", Decimal(300)),
        ({"headcount": 10}, "not eligible", NOT_APPLICABLE),
        ({"headcount": 10, "rent": "-", "loss": "-"}, "not eligible", NOT_APPLICABLE),
        ({"headcount": "-"}, "undetermined", UNKNOWN),
        ({"rent": "-"}, "undetermined", UNKNOWN),
        ({"rent": "400..500"}, "undetermined", UNKNOWN),
        ({"checks": "-"}, "to be checked", Decimal(300)),
        ({"checks": {"fair": False}}, "not eligible", NOT_APPLICABLE),
        ({"checks": "-", "rent": "-"}, "undetermined", UNKNOWN),
        ({"checks": "-", "headcount": "-"}, "undetermined", UNKNOWN),
        ({"charter": "-", "checks": "-"}, "eligible", Decimal(300)),
        ({"new": True}, "eligible", Decimal(500)),
        ({"new": True, "loss": "-"}, "eligible", Decimal(500)),
        ({"new": "-"}, "undetermined", UNKNOWN),
        ({"loss": 0}, "not eligible", NOT_APPLICABLE),
        ({"rent": 0}, "eligible", Decimal(0)),
    ],
)
def test_the_verdict_and_the_amount_go_together(changes: dict[str, Any], verdict: str, amount: Any) -> None:
    decision = decide(**changes)

    assert decision.verdict == verdict
    assert decision.amount == amount
    assert type(decision.amount) is type(amount)


def test_zero_not_applicable_and_unknown_are_three_things() -> None:
    nothing_due, not_concerned, not_known = decide(rent=0), decide(headcount=10), decide(rent="-")

    amounts = [nothing_due.amount, not_concerned.amount, not_known.amount]

    assert amounts == [Decimal(0), NOT_APPLICABLE, UNKNOWN]
    assert [nothing_due.conditions["hit"], decide(new=True).conditions["hit"]] == [True, NOT_APPLICABLE]


def test_an_uncertain_amount_has_its_least_and_most() -> None:
    decision = decide(rent="400..500")

    assert (decision.least, decision.most) == (Decimal(200), Decimal(300))


def test_a_refusal_has_no_least_and_no_most() -> None:
    decision = decide(headcount=10)

    assert (decision.least, decision.most) == (None, None)
    assert decision.lines == {"amount": NOT_APPLICABLE}


def test_an_endless_amount_has_no_most() -> None:
    text = RENT.replace("min(months * rent, cap)", "months * rent")

    decision = bareme.evaluate(scheme(text), {"headcount": 1, "rent": {"from": 5}}, on=JULY)

    assert decision.least == Decimal(15)
    assert decision.most == Decimal(3) * Decimal(10) ** 12


def test_the_conditions_that_fail_are_named() -> None:
    assert decide(headcount=10, loss=0).because == ("small", "hit")
    assert decide().because == ()


def test_what_waits_for_the_officer_is_named() -> None:
    assert decide(checks="-").checks == ("fair",)
    assert decide(checks="-", headcount="-").checks == ("fair",)
    assert decide().checks == ()


def test_an_answer_taken_by_default_is_said() -> None:
    assert decide(charter="-").assumed == ("charter",)
    assert decide(charter=False).assumed == ()


def test_an_answer_taken_by_default_may_still_be_asked() -> None:
    assert [q.path for q in decide(charter="-", checks="-").questions] == ["charter", "checks.fair"]


def test_untranslatable_conditions_reach_the_officer() -> None:
    text = RENT.replace(
        "amount:", "untranslatable:\n  - {name: hardship, fr: Difficultés}\n  - {fr: Réputation}\namount:"
    )
    found = scheme(text)

    decision = bareme.evaluate(found, {"headcount": 1, "rent": 1}, on=JULY)

    assert decision.verdict == "to be checked"
    assert decision.checks == ("hardship", "check_2")
    ticked = {"headcount": 1, "rent": 1, "checks": {"hardship": True, "check_2": True}}
    assert bareme.evaluate(found, ticked, on=JULY).verdict == "eligible"


def test_an_appreciation_may_be_one_side_of_a_condition() -> None:
    text = RENT.replace("rule: headcount < limit", "rule: headcount < limit or hardship")
    text = text.replace(
        "amount:", "untranslatable:\n  - {name: hardship, fr: Difficultés, required: no}\namount:"
    )
    found = scheme(text)

    small, big = (bareme.evaluate(found, {"headcount": n, "rent": 1}, on=JULY) for n in (1, 50))

    assert small.verdict == "eligible"
    assert big.verdict == "to be checked"
    assert bareme.evaluate(
        found, {"headcount": 50, "rent": 1, "checks": {"hardship": False}}, on=JULY
    ).because == ("small",)


def test_an_amount_that_waits_for_the_officer_is_to_be_checked_and_unknown() -> None:
    text = RENT.replace(
        "amount: min(months * rent, cap)",
        """\
amount: "min(months * rent, cap) if hardship else 0 EUR"
untranslatable: [{name: hardship, fr: Difficultés, required: no}]""",
    )

    decision = bareme.evaluate(scheme(text), {"headcount": 1, "rent": 1}, on=JULY)

    assert (decision.verdict, decision.amount) == ("to be checked", UNKNOWN)
    assert (decision.least, decision.most) == (Decimal(0), Decimal(3))


def test_a_scheme_without_conditions_is_open_to_all() -> None:
    text = RENT.replace("eligibility:\n  small: {rule: headcount < limit, else: {fr: Trop grand}}\n", "")

    assert bareme.evaluate(scheme(text), {"rent": 1}, on=JULY).verdict == "eligible"


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("{rule: headcount < limit}", "sentence"),
        ("{else: {fr: non}}", "shape"),
        ("{rule: headcount < limit, check: {fr: a}, else: {fr: non}}", "shape"),
        ("{rule: headcount, else: {fr: non}}", "type"),
        ("{rule: headcount < limit, else: {en: no}}", "missing"),
        ("{rule: headcount < limit, else: non}", "shape"),
        ("{rule: headcount < limit, else: {fr: ''}}", "value"),
        ("{rule: headcount < limit, else: {fr: non}, from: 2020-02-01, to: 2020-01-01}", "dates"),
        ("{rule: headcount < limit, else: {fr: non}, unless: a}", "key"),
        ("{rule: {all: [headcount < limit], any: [headcount < limit]}, else: {fr: non}}", "shape"),
        ("{rule: {all: []}, else: {fr: non}}", "shape"),
        ("{rule: {some: [headcount < limit]}, else: {fr: non}}", "key"),
        ("{rule: yes, else: {fr: non}}", "dead"),
        ("{rule: yes, else: {fr: Il faut un bail, une vitrine}}", "key"),
    ],
)
def test_a_condition_that_nobody_could_read_is_refused(condition: str, code: str) -> None:
    body = RENT.replace("{rule: headcount < limit, else: {fr: Trop grand}}", condition)

    assert refused(body).code == code


def test_a_comma_that_cuts_a_text_is_explained() -> None:
    body = RENT.replace("{fr: Trop grand}", "{fr: Trop grand, trop riche}")

    assert "guillemets" in refused(body).help


@pytest.mark.parametrize(
    ("rule", "result"),
    [
        ("{all: [a, b]}", False), ("{any: [a, b]}", True), ("{not: a}", False),
        ("{any: [{all: [a, b]}, {not: b}]}", True),
        ("{all: [a, {not: b}]}", True),
    ],
)  # fmt: skip
def test_blocks_read_as_the_words_they_are(rule: str, result: bool) -> None:
    body = "questions:\n  a: {fr: A ?}\n  b: {fr: B ?}\n"
    body += f"eligibility:\n  c: {{rule: {rule}, else: {{fr: non}}}}\namount: 0 EUR\n"

    decision = bareme.evaluate(scheme(body), {"a": True, "b": False}, on=JULY)

    assert decision.conditions == {"c": result}

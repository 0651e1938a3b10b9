"""Versions and territories named outside conditions and amounts hold as well as inside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

import bareme
from tests.bareme.schemes import HEAD, JULY, RENT, scheme, value

DATED = "{versions: [{from: 2020-01-01, value: a, reference: x}, {from: 2020-06-01, value: b, reference: y}]}"
FLAGS = "  a: {type: boolean, label: {fr: A}}\n  b: {type: boolean, label: {fr: B}}\n"
NORTH = "zones:\n  north:\n    - {from: 2020-01-01, departement: ['59'], reference: a}\n"
SHOP = "  shop: {type: place, label: {fr: Commerce}}\n"


@pytest.mark.parametrize(
    ("on", "worth"), [(date(2020, 5, 31), 5), (date(2020, 6, 1), 0), (date(2020, 12, 1), 0)]
)
def test_the_condition_of_a_fact_changes_on_its_day(on: date, worth: int) -> None:
    inputs = f"{FLAGS}  m: {{type: money, label: {{fr: M}}, applies: {DATED}}}\n"

    assert value("otherwise(m, 0 EUR)", inputs, {"a": True, "b": False, "m": 5}, on=on) == worth


@pytest.mark.parametrize(("on", "count"), [(date(2020, 5, 31), 12), (date(2020, 6, 1), 24)])
def test_the_term_of_an_advance_changes_on_its_day(on: date, count: int) -> None:
    terms = """\
  short: [{from: 2020-01-01, value: 12 months, reference: a}]
  long: [{from: 2020-01-01, value: 24 months, reference: a}]
eligibility:
"""
    dated = DATED.replace("value: a", "value: short").replace("value: b", "value: long")
    text = (
        RENT.replace("eligibility:\n", terms)
        + f"repayment: {{term: {dated}, every: month, odd_cent: last}}\n"
    )
    ready = scheme(text, head=HEAD.replace("grant", "advance"))

    decision = bareme.evaluate(ready, {"headcount": 1, "rent": 600}, on=on)

    assert len(bareme.repayments(decision, Decimal(1500), paid=on)) == count


def test_the_departement_of_a_commune_is_known_to_a_fact_s_own_condition() -> None:
    inputs = f"{SHOP}  m: {{type: money, label: {{fr: M}}, applies: shop in north}}\n"

    assert value("otherwise(m, 0 EUR)", inputs, {"shop": "59350", "m": 5}, extra=NORTH) == 5
    assert value("otherwise(m, 0 EUR)", inputs, {"shop": "01004", "m": 5}, extra=NORTH) == 0


@pytest.mark.parametrize(
    "shop", [" 59350 ", {"commune": "59350", "departement": None}, {"departement": "59"}]
)
def test_a_null_or_a_space_hides_no_departement(shop: object) -> None:
    assert value("shop in north", SHOP, {"shop": shop}, extra=NORTH) is True


def test_a_fact_by_period_asks_first_whether_it_applies() -> None:
    inputs = "inputs:\n" + FLAGS + "  t: {type: money, by: month, label: {fr: T}, applies: a}\n"
    ready = scheme(inputs + "amount: otherwise(t[0 months], 0 EUR)\n")

    known = bareme.evaluate(ready, {"t": {"2020-07": 5}}, on=JULY)
    nothing = bareme.evaluate(ready, {}, on=JULY)

    assert [question.path for question in known.questions] == ["a"]
    assert {question.path for question in nothing.questions} == {"a", "t.2020-07"}


def test_a_period_given_under_two_names_is_refused() -> None:
    inputs = "  t: {type: money, by: quarter, label: {fr: T}}\n"

    with pytest.raises(bareme.FactsError, match=r"t\.2020-Q3 : 2020-T3 est donné deux fois"):
        value("t[0 months]", inputs, {"t": {"2020-T3": 5, "2020-Q3": 6}})


def test_a_rounding_shared_with_a_condition_is_still_told_with_the_amount() -> None:
    text = """\
inputs:
  m: {type: money, label: {fr: M}}
definitions:
  base: {value: 'round_half_up(m, 1 EUR)', label: {fr: Base}}
eligibility:
  some: {rule: base > 0 EUR, else: {fr: Rien à payer}}
amounts:
  one: {value: base, label: {fr: Un}}
  two: {value: base, label: {fr: Deux}}
"""

    found = bareme.evaluate(scheme(text), {"m": "5.50"}, on=JULY).roundings

    assert [(r.before, r.after) for r in found] == [(Decimal("5.50"), Decimal(6))]


def test_a_branch_not_taken_tells_no_rounding() -> None:
    text = "inputs:\n  m: {type: money, label: {fr: M}}\n  a: {type: boolean, label: {fr: A}}\n"
    text += "amount: floor_to(m, 1 EUR) if a else ceil_to(m, 1 EUR)\n"

    found = bareme.evaluate(scheme(text), {"m": "5.50", "a": False}, on=JULY).roundings

    assert [(r.mode, r.after) for r in found] == [("ceil", Decimal(6))]


def test_a_null_inside_an_element_is_as_good_as_nothing() -> None:
    extra = "entities:\n  ms: {many: {fr: M}, inputs: {x: {type: money, default: 7 EUR, label: {fr: X}}}}\n"

    assert value("sum(m.x for m in ms)", FLAGS, {"ms": [{"x": None}, {}, {"x": 1}]}, extra=extra) == 15


@pytest.mark.parametrize(("facts", "named"), [({"shop": {1: "59350"}}, "shop.1"), ({2: 3}, "2")])
def test_a_name_that_is_no_text_is_refused_by_name(facts: dict[str, object], named: str) -> None:
    with pytest.raises(bareme.FactsError) as refusal:
        value("shop in north", SHOP, facts, extra=NORTH)

    assert refusal.value.fact == named


def test_no_amount_is_written_minus_zero() -> None:
    text = (
        "inputs:\n  m: {type: money, label: {fr: M}}\namount: max(round_half_up(0 EUR - m, 1 EUR), 0 EUR)\n"
    )
    decision = bareme.evaluate(scheme(text), {"m": "0.20"}, on=JULY)

    assert decision.as_dict()["amount"] == "0"
    assert "Arrondi au multiple de 1 : −0,20 devient 0" in decision.explain("fr").replace("\u00a0", " ")


@pytest.mark.parametrize("rule", ["floor_to(m, 1 EUR)", "floor_to(prorata(m, m, m + 1 EUR), 1 EUR)"])
def test_a_bracket_that_rounds_to_one_number_is_no_rounding_to_tell(rule: str) -> None:
    text = f"inputs:\n  m: {{type: money, label: {{fr: M}}}}\namount: {rule}\n"

    decision = bareme.evaluate(scheme(text), {"m": "0.10..0.20 EUR"}, on=JULY)

    assert decision.amount == 0
    assert not decision.roundings

"""Amounts: rounded where the author says, never negative, in one currency; several lines; ceilings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import bareme
from bareme import NOT_APPLICABLE, UNKNOWN, Interval
from tests.bareme.schemes import HEAD, JULY, refused, scheme

D = Decimal
INPUTS = """\
inputs:
  cost: {type: money, label: {fr: Coût}}
  rent: {type: money, unit: EUR/month, label: {fr: Loyer}}
  gain: {type: money, min: -1000, label: {fr: Résultat}}
  staff: {type: integer, unit: people, label: {fr: Effectif}}
  young: {type: boolean, label: {fr: Moins de trente ans}}
parameters:
  rate: [{from: 2020-01-01, value: 30 %, reference: a}]
  third: [{from: 2020-01-01, value: 33.333 %, reference: a}]
  cap: [{from: 2020-01-01, value: 900 EUR, scope: award, reference: a}]
  firm_cap: [{from: 2020-01-01, value: 1000 EUR, scope: firm, reference: a}]
  fund: [{from: 2020-01-01, value: 5000 EUR, scope: scheme, reference: a}]
  places: [{from: 2020-01-01, value: 4 months, reference: a}]
"""


def amount(expression: str, facts: dict[str, Any], **head: str) -> Any:
    text = HEAD
    for key, value in head.items():
        text = text.replace(f"{key}: grant", f"{key}: {value}")
    return bareme.evaluate(scheme(INPUTS + f"amount: {expression}\n", head=text), facts, on=JULY)


def test_a_rate_of_an_expense_is_rounded_where_the_author_says() -> None:
    decision = amount("round_half_up(rate * cost, 0.01 EUR)", {"cost": "33.35"})

    assert decision.amount == D("10.01")
    assert [(r.before, r.after, r.mode) for r in decision.roundings] == [(D("10.005"), D("10.01"), "half_up")]


def test_each_rounding_is_shown_innermost_first() -> None:
    decision = amount("floor_to(max(ceil_to(rate * cost, 1 EUR), 0 EUR), 5 EUR)", {"cost": "33.35"})

    assert [(r.before, r.after) for r in decision.roundings] == [(D("10.005"), D(11)), (D(11), D(10))]


def test_a_prorata_shows_the_fraction_it_rounds() -> None:
    decision = amount(
        "round_half_up(prorata(cost, staff, 3 * staff), 0.01 EUR)".replace("3", "1"),
        {"cost": 100, "staff": 7},
    )

    assert decision.amount == D("100.00")
    assert str(decision.roundings[0].before) == "100"


@pytest.mark.parametrize(
    ("expression", "code", "remedy"),
    [
        ("rate * cost", "rounding", "round_half_up(…, 0.01 EUR)"),
        ("cost + third * cost", "rounding", "0.01 EUR"),
        ("gain", "negative", "max(…, 0 EUR)"),
        ("cost - cost", "negative", "max"),
        ("rent", "unit", "« * 1 month »"),
        ("(rent - rent) * 1 month", "negative", "0 EUR"),
        ("staff", "unit", ""),
        ("young", "type", ""),
        ("not_applicable", "type", ""),
        ("staff * cost", "unit", ""),
    ],
)
def test_an_amount_that_is_no_sum_of_money_is_refused(expression: str, code: str, remedy: str) -> None:
    problem = refused(INPUTS + f"amount: {expression}\n")

    assert problem.code == code
    assert remedy in problem.help


def test_an_amount_by_month_is_an_entitlement_and_no_sum_to_pay() -> None:
    assert amount("rent", {"rent": "12.30"}, kind="entitlement").amount == D("12.30")
    assert amount("rent * 1 month", {"rent": "12.30"}).amount == D("12.30")


def test_an_entitlement_may_count_something_else_or_nothing() -> None:
    assert amount("places", {}, kind="entitlement").amount == D(4)
    head = HEAD.replace("kind: grant", "kind: entitlement")
    rule = "eligibility:\n  c: {rule: young, else: {fr: non}}\n"
    decision = bareme.evaluate(scheme(INPUTS + rule, head=head), {"young": True}, on=JULY)

    assert (decision.verdict, decision.amount) == ("eligible", NOT_APPLICABLE)


def test_any_other_scheme_has_an_amount() -> None:
    assert refused(INPUTS + "eligibility:\n  c: {rule: young, else: {fr: non}}\n").code == "missing"
    assert refused(INPUTS + "amount: cost\namounts: {a: {value: cost}}\n").code == "shape"


LINES = """\
amounts:
  loan: {value: "min(cost, cap)", kind: advance, label: {fr: Prêt}}
  bonus: {value: 0 EUR, label: {fr: Prime}, applies: young}
  start: {value: rent * places, label: {fr: Premiers loyers}}
"""


def package(**facts: Any) -> bareme.Decision:
    return bareme.evaluate(scheme(INPUTS + LINES), facts, on=JULY)


def test_a_package_adds_the_lines_of_its_own_kind() -> None:
    decision = package(cost=2000, rent=10, young=True)

    assert decision.lines == {"loan": D(900), "bonus": D(0), "start": D(40)}
    assert decision.amount == D(40)
    assert decision.line("loan").kind == "advance"


def test_a_line_that_does_not_apply_is_left_out_of_the_sum() -> None:
    decision = package(cost=2000, rent=10, young=False)

    assert decision.lines["bonus"] is NOT_APPLICABLE
    assert decision.amount == D(40)


def test_one_unknown_line_leaves_the_package_undetermined() -> None:
    decision = package(rent=10, young=False)

    assert decision.verdict == "undetermined"
    assert decision.lines["loan"] is UNKNOWN
    assert decision.lines["start"] == D(40)


def test_an_interval_in_one_line_gives_bounds_to_the_sum() -> None:
    decision = package(cost=1, rent="10..20", young=True)

    assert decision.result == Interval(D(40), D(80))


@pytest.mark.parametrize(
    ("already", "left"), [(0, 1000), (250, 750), (1000, 0), (5000, 0), ("100..200", None), (None, None)]
)
def test_a_ceiling_by_firm_leaves_what_was_not_awarded_yet(already: Any, left: int | None) -> None:
    decision = amount("min(cost, room(firm_cap))", {"cost": 2000, "already": {"firm": already}})

    assert decision.amount == (UNKNOWN if left is None else D(left))


def test_a_ceiling_by_scheme_counts_the_whole_scheme() -> None:
    facts = {"cost": 2000, "already": {"firm": 0, "scheme": 4900}}

    decision = amount("min(cost, room(fund), room(firm_cap))", facts)

    assert decision.amount == D(100)


def test_what_was_already_awarded_is_asked_from_the_register() -> None:
    decision = amount("min(cost, room(firm_cap))", {"cost": 5})

    assert [(q.path, q.source) for q in decision.questions] == [("already.firm", "register")]


@pytest.mark.parametrize(
    ("currency", "step", "fits"), [("CAD", "0.01", True), ("XPF", "1", True), ("XPF", "0.01", False)]
)
def test_each_currency_has_its_smallest_coin(currency: str, step: str, fits: bool) -> None:
    head = HEAD.replace("currency: EUR", f"currency: {currency}")
    body = "inputs:\n  cost: {type: money, decimals: 4, label: {fr: Coût}}\n"
    body += f"amount: floor_to(cost, {step} {currency})\n"

    if fits:
        assert scheme(body, head=head).currency == currency
    else:
        assert refused(body, head=head).code == "rounding"


def test_money_of_another_currency_is_refused() -> None:
    assert (
        refused("inputs:\n  cost: {type: money, unit: CAD, label: {fr: Coût}}\namount: cost\n").code == "unit"
    )

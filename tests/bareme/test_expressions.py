"""What expressions are worth: operators, functions, dates, words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bareme import NOT_APPLICABLE, UNKNOWN, Interval
from tests.bareme.schemes import rule, value

D = Decimal
INPUTS = """\
  rent: {type: money, unit: EUR/month, label: {fr: Loyer}}
  cost: {type: money, label: {fr: Coût}}
  other: {type: money, label: {fr: Autre}}
  staff: {type: integer, unit: people, label: {fr: Effectif}}
  rate: {type: rate, label: {fr: Taux}}
  area: {type: number, unit: m2, label: {fr: Surface}}
  months: {type: duration, unit: months, label: {fr: Mois}}
  born: {type: date, label: {fr: Naissance}}
  signed: {type: boolean, label: {fr: Signé}}
  sure: {type: boolean, label: {fr: Sûr}}
  size: {type: choice, values: {small: {fr: petit}, big: {fr: grand}}, label: {fr: Taille}}
"""
PARAMETERS = """\
  cap: [{from: 2020-01-01, value: 1500 EUR, reference: a}]
  floor: [{from: 2020-01-01, value: 100 EUR, reference: a}]
  limit: [{from: 2020-01-01, value: 10 people, reference: a}]
  half: [{from: 2020-01-01, value: 50 %, reference: a}]
  start: [{from: 2020-01-01, value: 2020-03-01, reference: a}]
  delay: [{from: 2020-01-01, value: 1 months, reference: a}]
  notice: [{from: 2020-01-01, value: 30 days, reference: a}]
"""


def worth(expression: str, **facts: Any) -> Any:
    return value(expression, INPUTS, facts, parameters=PARAMETERS)


@pytest.mark.parametrize(
    ("expression", "facts", "result"),
    [
        ("cost + other", {"cost": 1, "other": "0.05 EUR"}, D("1.05")),
        ("cost - other", {"cost": 1, "other": 3}, D(-2)),
        ("-cost + other", {"cost": 1, "other": 3}, D(2)),
        ("months * rent", {"months": 3, "rent": "410.10"}, D("1230.30")),
        ("rate * cost", {"rate": "12.5 %", "cost": "80.40"}, D("10.05")),
        ("min(cost, cap)", {"cost": 2000}, D(1500)),
        ("min(cost, cap, other)", {"cost": 2000, "other": 7}, D(7)),
        ("max(cost, other, floor)", {"cost": 2, "other": 7}, D(100)),
        ("clip(cost, floor, cap)", {"cost": 5}, D(100)),
        ("clip(cost, floor, cap)", {"cost": 5000}, D(1500)),
        ("clip(cost, floor, cap)", {"cost": 500}, D(500)),
        ("convert(rent, EUR/year)", {"rent": "100.10"}, D("1201.20")),
        ("cost if signed else other", {"signed": True, "cost": 1, "other": 2}, D(1)),
        ("cost if signed else other", {"signed": "no", "cost": 1, "other": 2}, D(2)),
    ],
)  # fmt: skip
def test_numbers(expression: str, facts: dict[str, Any], result: Decimal) -> None:
    assert worth(expression, **facts) == result


@pytest.mark.parametrize(
    ("expression", "amount", "result"),
    [
        ("round_half_up(rate * cost, 0.01 EUR)", "10.10", "5.05"),
        ("round_half_up(rate * cost, 0.01 EUR)", "10.01", "5.01"),
        ("round_half_down(rate * cost, 0.01 EUR)", "10.01", "5.00"),
        ("round_half_even(rate * cost, 0.01 EUR)", "10.01", "5.00"),
        ("floor_to(cost, 100 EUR)", "1299.99", "1200"),
        ("ceil_to(cost, 100 EUR)", "1200.01", "1300"),
        ("round_half_up(prorata(cost, 1, three), 0.01 EUR)", "100", "33.33"),
        ("ceil_to(prorata(cost, 1, three), 0.01 EUR)", "100", "33.34"),
    ],
)
def test_roundings(expression: str, amount: str, result: str) -> None:
    parameters = PARAMETERS + "  three: [{from: 2020-01-01, value: 3, reference: a}]\n"
    facts = {"rate": "50 %", "cost": amount}

    found = value(expression, INPUTS, facts, parameters=parameters)

    assert found == D(result)


@pytest.mark.parametrize(
    ("expression", "facts", "result"),
    [
        ("staff < limit", {"staff": 9}, True),
        ("staff < limit", {"staff": 10}, False),
        ("staff <= limit", {"staff": 10}, True),
        ("staff > limit", {"staff": 10}, False),
        ("staff >= limit", {"staff": 10}, True),
        ("staff == limit", {"staff": 10}, True),
        ("staff != limit", {"staff": 10}, False),
        ("floor <= cost < cap", {"cost": 100}, True),
        ("floor <= cost < cap", {"cost": 1500}, False),
        ("signed and sure", {"signed": True, "sure": False}, False),
        ("signed or sure", {"signed": True}, True),
        ("signed and sure", {"signed": True}, UNKNOWN),
        ("signed and sure", {"signed": False}, False),
        ("not signed", {"signed": False}, True),
        ("signed == sure", {"signed": True, "sure": True}, True),
        ('size == "small"', {"size": "small"}, True),
        ('size != "small"', {"size": "small"}, False),
        ('size in ("small", "big")', {"size": "big"}, True),
        ('size not in ("small",)', {"size": "big"}, True),
        ("born < start", {"born": "2020-02-29"}, True),
        ("born < on", {"born": date(2020, 7, 1)}, False),
        ("cost >= half * other", {"cost": "50", "other": "100"}, True),
        ("cost >= half * other", {"cost": "49.99", "other": "100"}, False),
    ],
)
def test_conditions(expression: str, facts: dict[str, Any], result: Any) -> None:
    assert worth(expression.replace("'", '"'), **facts) is result


@pytest.mark.parametrize(
    ("expression", "born", "result"),
    [
        ("born + notice", "2020-01-31", date(2020, 3, 1)),
        ("born - notice", "2020-03-01", date(2020, 1, 31)),
        ("add_down(born, delay)", "2020-01-31", date(2020, 2, 29)),
        ("add_up(born, delay)", "2020-01-31", date(2020, 3, 1)),
        ("add_down(born, 1 year)", "2020-02-29", date(2021, 2, 28)),
        ("on - born", "2020-06-30", D(1)),
        ("whole_years(born, on)", "1994-07-02", D(25)),
        ("whole_years(born, on)", "1994-07-01", D(26)),
        ("whole_months(born, on)", "2020-05-31", D(1)),
        ("max(born, start)", "2020-01-31", date(2020, 3, 1)),
    ],
)
def test_dates(expression: str, born: str, result: Any) -> None:
    assert worth(expression, born=born) == result


@pytest.mark.parametrize(
    ("expression", "facts", "low", "high"),
    [
        ("min(cost, cap)", {"cost": "1000..2000"}, 1000, 1500),
        ("months * rent", {"months": 3, "rent": "100..200"}, 300, 600),
        ("cost - other", {"cost": 10, "other": "1..4"}, 6, 9),
        ("floor if staff < limit else cap", {"staff": "6..12"}, 100, 1500),
        ("floor if signed else cap", {}, 100, 1500),
        ("floor_to(cost, 100 EUR)", {"cost": "150..350"}, 100, 300),
    ],
)
def test_intervals(expression: str, facts: dict[str, Any], low: int, high: int) -> None:
    assert worth(expression, **facts) == Interval(D(low), D(high))


@pytest.mark.parametrize(
    ("expression", "facts", "result"),
    [
        ("staff < limit", {"staff": "1..2 people"}, True),
        ("staff < limit", {"staff": "6..12"}, UNKNOWN),
        ("staff < limit", {"staff": "10.."}, False),
        ("staff < limit", {"staff": {"from": 3, "to": 5}}, True),
        ("born < start", {"born": "2019-01-01..2019-12-31"}, True),
        ("born < start", {"born": {"from": "2020-01-01"}}, UNKNOWN),
        ("whole_years(born, on) >= whole_years(born, on)", {"born": "2019-01-01..2019-12-31"}, UNKNOWN),
    ],
)
def test_intervals_answer_when_they_can(expression: str, facts: dict[str, Any], result: Any) -> None:
    assert worth(expression, **facts) is result


@pytest.mark.parametrize(
    "expression",
    [
        "cost + other",
        "min(cost, other)",
        "max(cost, other)",
        "clip(other, floor, cap)",
        "floor_to(other, 1 EUR)",
        "-other",
    ],
)
def test_unknown_never_turns_into_money(expression: str) -> None:
    assert worth(expression, cost=5) is UNKNOWN


def test_branches_that_agree_need_no_answer() -> None:
    assert worth("cap if signed else cap") == D(1500)


def test_only_the_branch_taken_matters() -> None:
    assert worth("cost if signed else other", signed=True, cost=4) == D(4)
    assert worth("cost if signed else other", signed=False, cost=4) is UNKNOWN


def test_the_same_words_in_another_order_give_the_same() -> None:
    facts = {"cost": "12.34", "other": "56.78", "signed": True}

    forward = worth("cost if signed else other", **facts)
    backward = worth("cost if signed else other", **dict(reversed(facts.items())))

    assert forward == backward


def test_a_long_product_loses_no_digit() -> None:
    found = worth("rate * rate * rate * cost", rate="0.0001", cost="0.01")

    assert found == D("1E-14")


@pytest.mark.parametrize(
    ("expression", "scale"),
    [
        ("cost", 2),
        ("rate * cost", 6),
        ("rate * rate * cost", 10),
        ("floor_to(rate * cost, 0.05 EUR)", 2),
        ("cost + rate * cost", 6),
    ],
)
def test_decimals_are_counted_at_load(expression: str, scale: int) -> None:
    kind = rule(expression, INPUTS, parameters=PARAMETERS).definitions["it"].node.type

    assert getattr(kind, "scale", None) == scale


@pytest.mark.parametrize(
    ("expression", "unit"),
    [
        ("months * rent", "EUR"),
        ("rent", "EUR/month"),
        ("area", "m2"),
        ("on - born", "day"),
        ("convert(rent, EUR/year)", "EUR/year"),
    ],
)
def test_units_are_worked_out_at_load(expression: str, unit: str) -> None:
    kind = rule(expression, INPUTS, parameters=PARAMETERS).definitions["it"].node.type

    assert str(getattr(kind, "unit", None)) == unit


def test_not_applicable_may_be_written_and_replaced() -> None:
    assert worth("cost if signed else not_applicable", signed=False) is NOT_APPLICABLE
    assert worth("otherwise(cost if signed else not_applicable, 0 EUR)", signed=False) == D(0)
    assert worth("otherwise(cost if signed else not_applicable, 0 EUR)", signed=True) is UNKNOWN
    assert worth("applies(cost if signed else not_applicable)", signed=True, cost=1) is True
    assert worth("applies(cost if signed else not_applicable)", signed=False) is False

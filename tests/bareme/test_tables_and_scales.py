"""Decision tables, scales by brackets, ordered cases: the first that fits, and no dead row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import bareme
from bareme import NOT_APPLICABLE, UNKNOWN, Interval
from tests.bareme.schemes import JULY, refused, scheme

INPUTS = """\
inputs:
  staff: {type: integer, unit: people, label: {fr: Effectif}}
  naf: {type: code, of: naf, label: {fr: Activité}}
  shop: {type: place, label: {fr: Adresse}}
  kind: {type: choice, values: {food: {fr: bouche}, other: {fr: autre}}, label: {fr: Sorte}}
  open: {type: boolean, label: {fr: Ouvert}}
  income: {type: money, label: {fr: Revenu}}
  founded: {type: date, label: {fr: Création}}
sets:
  tourism: {of: naf, versions: [{from: 2020-01-01, prefixes: [55, 79], reference: a}]}
zones:
  centre: [{from: 2020-01-01, commune: [26362], reference: a}]
"""
TABLE = (
    INPUTS
    + """\
tables:
  grant:
    label: {fr: Forfait}
    versions:
      - from: 2020-01-01
        reference: annexe
        rows:
          - {when: {staff: 0..2 people, naf: tourism}, then: 1000 EUR}
          - {when: {staff: "< 10 people", kind: [food, other], open: yes}, then: 1500 EUR}
          - {when: {shop: centre}, then: 200 EUR}
          - {when: {founded: "< 2010-01-01", open: no}, then: 50 EUR}
          - {else: not_applicable}
      - from: 2020-10-01
        reference: avenant
        rows:
          - {when: {staff: 0 people}, then: 1 EUR}
          - {else: 2 EUR}
amount: grant
"""
)
SCALES = (
    INPUTS
    + """\
scales:
  tax:
    kind: marginal
    versions:
      - from: 2020-01-01
        reference: a
        brackets: [{up_to: 10000 EUR, rate: 0 %}, {up_to: 50000 EUR, rate: 5 %}, {rate: 10 %}]
  size:
    kind: flat
    versions:
      - from: 2020-01-01
        reference: a
        brackets:
          - {up_to: 2 people, value: 100 EUR}
          - {below: 10 people, value: 200 EUR}
          - {value: not_applicable}
"""
)


def table(facts: dict[str, Any], on: date = JULY) -> Any:
    decision = bareme.evaluate(scheme(TABLE), facts, on=on)
    return decision.values["grant"]


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        ({"staff": 2, "naf": "55.10Z"}, Decimal(1000)),
        ({"staff": 3, "naf": "5510Z", "kind": "food", "open": True}, Decimal(1500)),
        ({"staff": 2, "naf": "56.10A", "kind": "other", "open": True}, Decimal(1500)),
        ({"staff": 10, "naf": "55", "shop": "26362"}, Decimal(200)),
        ({"staff": 10, "naf": "5", "shop": "26000", "founded": "2009-12-31", "open": False}, Decimal(50)),
        ({"staff": 10, "naf": "5", "shop": "26000", "founded": "2010-01-01"}, NOT_APPLICABLE),
        ({"staff": 2}, UNKNOWN),
        (
            {"naf": "56", "kind": "food", "open": True, "staff": "5..12", "shop": "26362"},
            Interval(Decimal(200), Decimal(1500)),
        ),
    ],
)  # fmt: skip
def test_the_first_row_that_fits_gives_its_value(facts: dict[str, Any], result: Any) -> None:
    assert table(facts) == result


def test_a_table_changes_with_its_dates() -> None:
    assert table({"staff": 0}, date(2020, 10, 1)) == Decimal(1)
    assert table({"staff": 1}, date(2020, 10, 1)) == Decimal(2)


@pytest.mark.parametrize(
    ("income", "tax"),
    [("0", "0"), ("10000", "0"), ("10000.01", "0.0005"), ("50000", "2000"), ("60000", "3000")],
)
def test_each_bracket_has_its_rate(income: str, tax: str) -> None:
    text = SCALES + "definitions:\n  it: apply(tax, income)\n"

    decision = bareme.evaluate(scheme(text + "amount: 0 EUR\n"), {"income": income}, on=JULY)

    assert decision.values["it"] == Decimal(tax)


@pytest.mark.parametrize(
    ("staff", "result"),
    [
        (0, Decimal(100)), (2, Decimal(100)), (3, Decimal(200)), (9, Decimal(200)), (10, NOT_APPLICABLE),
        ("1..2", Decimal(100)), ("1..3", Interval(Decimal(100), Decimal(200))),
        ("9..10", UNKNOWN), (None, UNKNOWN),
    ],
)  # fmt: skip
def test_a_flat_scale_gives_the_value_of_one_bracket(staff: Any, result: Any) -> None:
    text = SCALES + "amount: apply(size, staff)\n"

    decision = bareme.evaluate(scheme(text), {"staff": staff}, on=JULY)

    assert decision.result == result


def test_a_marginal_scale_of_an_interval_has_two_ends() -> None:
    text = SCALES + "amount: floor_to(apply(tax, income), 0.01 EUR)\n"

    decision = bareme.evaluate(scheme(text), {"income": "5000..60000"}, on=JULY)

    assert (decision.least, decision.most) == (Decimal(0), Decimal(3000))


CASES = """\
parameters:
  few: [{from: 2020-01-01, value: 5 people, reference: a}]
  many: [{from: 2020-01-01, value: 20 people, reference: a}]
  big: [{from: 2020-01-01, value: 900 EUR, reference: a}]
amount:
  - {if: staff < few, then: big}
  - {if: {all: [open, staff < many]}, then: income}
  - {else: 0 EUR}
"""


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        ({"staff": 4}, 900),
        ({"staff": 5, "open": True, "income": 7}, 7),
        ({"staff": 5, "open": False}, 0),
        ({"staff": 20}, 0),
    ],
)
def test_cases_are_tried_in_order(facts: dict[str, Any], result: int) -> None:
    decision = bareme.evaluate(scheme(INPUTS + CASES), facts, on=JULY)

    assert decision.amount == Decimal(result)


ROWS = TABLE.partition("        rows:\n")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("[{when: {staff: 0 people}, then: 1 EUR}]", "missing"),
        ("[{else: 1 EUR}]", "missing"),
        ("[{when: {}, then: 1 EUR}, {else: 2 EUR}]", "dead"),
        ("[{when: {staff: 0 people}, then: 1 EUR}, {else: 2 EUR}, {when: {open: yes}, then: 3 EUR}]", "dead"),
        (
            "[{when: {staff: 0..5 people}, then: 1}, {when: {staff: 2..3 people}, then: 3}, {else: 2}]",
            "dead",
        ),
        (
            "[{when: {staff: '<5 people'}, then: 1},{when: {staff: 4 people, open: no}, then: 3},{else: 0}]",
            "dead",
        ),
        ("[{when: {open: yes}, then: 1 EUR}, {when: {open: yes}, then: 3 EUR}, {else: 2 EUR}]", "dead"),
        ("[{when: {staff: 5 EUR}, then: 1 EUR}, {else: 2 EUR}]", "unit"),
        ("[{when: {staff: 1..5 EUR}, then: 1 EUR}, {else: 2 EUR}]", "unit"),
        ("[{when: {staff: 5 people}, then: 1 EUR}, {else: 2 people}]", "type"),
        ("[{when: {staf: 5 people}, then: 1 EUR}, {else: 2 EUR}]", "name"),
        ("[{when: {kind: foods}, then: 1 EUR}, {else: 2 EUR}]", "value"),
        ("[{when: {naf: 56.10}, then: 1 EUR}, {else: 2 EUR}]", "name"),
        ("[{when: {naf: centre}, then: 1 EUR}, {else: 2 EUR}]", "name"),
        ("[{when: {open: 5}, then: 1 EUR}, {else: 2 EUR}]", "type"),
        ("[{when: {founded: 5}, then: 1 EUR}, {else: 2 EUR}]", "type"),
        ("[{when: {staff: 5 people}, gives: 1 EUR}, {else: 2 EUR}]", "key"),
        ("[{when: {staff: 5 people}}, {else: 2 EUR}]", "shape"),
    ],
)
def test_a_table_that_cannot_be_read_one_way_is_refused(rows: str, code: str) -> None:
    body = (
        INPUTS
        + "tables:\n  grant:\n    versions:\n      - from: 2020-01-01\n        reference: a\n"
        + f"        rows: {rows}\n"
    )

    assert refused(body + "amount: grant\n").code == code


@pytest.mark.parametrize(
    ("brackets", "code"),
    [
        ("[{value: 1 EUR}]", "missing"),
        ("[{up_to: 5 people, value: 1 EUR}, {up_to: 9 people, value: 2 EUR}]", "shape"),
        ("[{value: 1 EUR}, {value: 2 EUR}]", "shape"),
        ("[{up_to: 5 people, value: 1 EUR}, {up_to: 5 people, value: 2 EUR}, {value: 3 EUR}]", "dead"),
        ("[{up_to: 5 people, below: 6 people, value: 1 EUR}, {value: 3 EUR}]", "shape"),
        ("[{up_to: 5 people, rate: 1 %}, {value: 3 EUR}]", "missing"),
        ("[{up_to: 5 people, value: 1 EUR}, {value: 3 people}]", "unit"),
        ("[{up_to: 5 people, value: 1 EUR}, {up_to: 6 EUR, value: 2 EUR}, {value: 3 EUR}]", "unit"),
    ],
)
def test_a_scale_that_cannot_be_read_one_way_is_refused(brackets: str, code: str) -> None:
    body = (
        INPUTS
        + "scales:\n  s:\n    kind: flat\n"
        + f"    versions: [{{from: 2020-01-01, reference: a, brackets: {brackets}}}]\n"
    )

    assert refused(body + "amount: apply(s, staff)\n").code == code


def test_a_scale_is_applied_to_its_own_unit() -> None:
    assert refused(SCALES + "amount: apply(size, income)\n").code == "unit"
    assert refused(SCALES + "amount: apply(sizes, staff)\n").code == "name"


@pytest.mark.parametrize(
    ("cases", "code"),
    [
        ("[{if: open, then: income}, {if: open, then: income}, {else: income}]", "dead"),
        ("[{if: staff < many, then: income}, {if: staff < few, then: income}, {else: income}]", "dead"),
        ("[{if: staff > few, then: income}, {if: staff > many, then: income}, {else: income}]", "dead"),
        ("[{else: income}, {if: open, then: income}]", "dead"),
        ("[{if: open, then: income}, {if: staff < few, then: income}]", "missing"),
        ("[{if: open, then: income, else: income}, {else: income}]", "shape"),
        ("[{if: open, then: income}, {else: staff}]", "type"),
        ("[{if: income, then: income}, {else: income}]", "type"),
    ],
)
def test_cases_that_never_come_are_refused(cases: str, code: str) -> None:
    body = INPUTS + CASES.partition("amount:")[0] + f"amount: {cases}\n"

    assert refused(body).code == code


def test_cases_from_narrow_to_wide_are_all_alive() -> None:
    cases = "[{if: staff < few, then: income}, {if: staff < many, then: income}, {else: 0 EUR}]"

    assert scheme(INPUTS + CASES.partition("amount:")[0] + f"amount: {cases}\n").lines

"""Facts as they come: exact, in their unit, inside their bounds, or refused by name."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

import bareme
from bareme import UNKNOWN, Days, Interval
from tests.bareme.schemes import JULY, refused, scheme

BODY = """\
units: {meal: {fr: repas}}
inputs:
  cost: {type: money, label: {fr: Coût}}
  rent: {type: money, unit: EUR/month, max: 5000, label: {fr: Loyer}}
  gain: {type: money, min: -100, label: {fr: Résultat}}
  staff: {type: integer, unit: people, register: headcount_bracket, label: {fr: Effectif}}
  meals: {type: number, unit: meals, decimals: 3, label: {fr: Repas}}
  rate: {type: rate, label: {fr: Taux}}
  open: {type: boolean, label: {fr: Ouvert}}
  born: {type: date, label: {fr: Naissance}}
  kind: {type: choice, values: {a: {fr: A}, b: {fr: B}}, label: {fr: Sorte}}
  delay: {type: duration, unit: months, label: {fr: Délai}}
  band: {type: money, unit: EUR/month, register: rent_band, label: {fr: Tranche}}
  since: {type: date, default: 2019-01-01, label: {fr: Depuis}}
  wage: {type: money, default: 1200 EUR, label: {fr: Salaire}}
registers:
  rent_band: {A: 0..300 EUR/month, B: 300.01.. EUR/month, C: 7 EUR/month, "?": unknown}
definitions:
  d_cost: cost
  d_rent: rent
  d_gain: gain
  d_staff: staff
  d_meals: meals
  d_rate: rate
  d_open: open
  d_born: born
  d_delay: delay
  d_band: band
  d_wage: wage
amount: 0 EUR
"""


def read(**facts: Any) -> Any:
    (name,) = [key for key in facts if key not in ("headcount_bracket", "rent_band")] or [
        {"headcount_bracket": "staff", "rent_band": "band"}[next(iter(facts))]
    ]
    return bareme.evaluate(scheme(BODY), facts, on=JULY).values[f"d_{name}"]


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ({"cost": 5}, Decimal(5)),
        ({"cost": "5"}, Decimal(5)),
        ({"cost": "1 234.50 EUR"}, Decimal("1234.50")),
        ({"cost": Decimal("0.10")}, Decimal("0.10")),
        ({"cost": "1.500"}, Decimal("1.500")),
        ({"rent": "620 EUR/month"}, Decimal(620)),
        ({"gain": -100}, Decimal(-100)),
        ({"staff": "3 people"}, Decimal(3)),
        ({"staff": "3.0"}, Decimal(3)),
        ({"meals": "0.125 meal"}, Decimal("0.125")),
        ({"rate": "12.5 %"}, Decimal("0.125")),
        ({"rate": "0.125"}, Decimal("0.125")),
        ({"delay": "3 months"}, Decimal(3)),
        ({"open": "oui"}, True),
        ({"open": False}, False),
        ({"born": "2000-02-29"}, date(2000, 2, 29)),
        ({"born": date(2000, 2, 29)}, date(2000, 2, 29)),
        ({"cost": None}, UNKNOWN),
        ({"wage": None}, Decimal(1200)),
        ({"wage": 5}, Decimal(5)),
    ],
)
def test_a_fact_is_read_exactly(fact: dict[str, Any], value: Any) -> None:
    found = read(**fact)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("fact", "low", "high"),
    [
        ({"staff": "1..2 people"}, 1, 2),
        ({"staff": {"from": 1, "to": "2 people"}}, 1, 2),
        ({"staff": Interval(Decimal(1), Decimal(2))}, 1, 2),
        ({"rent": {"from": 100}}, 100, 5000),
        ({"rent": "..200"}, 0, 200),
        ({"headcount_bracket": "01"}, 1, 2),
        ({"headcount_bracket": "12"}, 20, 49),
        ({"rent_band": "A"}, 0, 300),
        ({"staff": None, "headcount_bracket": "02"}, 3, 5),
    ],
)
def test_a_fact_may_be_a_bracket(fact: dict[str, Any], low: int, high: int) -> None:
    assert read(**fact) == Interval(Decimal(low), Decimal(high))


def test_a_register_may_know_the_number_or_nothing() -> None:
    assert read(rent_band="C") == Decimal(7)
    assert read(rent_band="?") is UNKNOWN
    assert read(headcount_bracket="00") == Decimal(0)
    assert read(headcount_bracket=None) is UNKNOWN


@pytest.mark.parametrize("order", [("staff", "headcount_bracket"), ("headcount_bracket", "staff")])
def test_the_exact_number_wins_over_its_bracket_in_any_order(order: tuple[str, str]) -> None:
    facts = {"staff": 4, "headcount_bracket": "02"}

    assert read(**{name: facts[name] for name in order}) == Decimal(4)


def test_a_date_may_lie_between_two_days() -> None:
    assert read(born="2019-01-01..2019-12-31") == Days(date(2019, 1, 1), date(2019, 12, 31))
    assert read(born="2019-01-01..") == Days(date(2019, 1, 1), date.max)
    assert read(born={"to": "2019-01-01"}) == Days(date.min, date(2019, 1, 1))
    assert read(born=Days(date(2019, 1, 1), date(2019, 1, 2))) == Days(date(2019, 1, 1), date(2019, 1, 2))


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ({"cost": 5.5}, "flottante"),
        ({"cost": True}, "nombre"),
        ({"cost": "5,5"}, "point"),
        ({"cost": "cinq"}, "nombre"),
        ({"cost": "5 CAD"}, "unité"),
        ({"cost": "5 people"}, "on attend EUR"),
        ({"cost": "5 EUR/month"}, "on attend EUR"),
        ({"cost": "0.001"}, "2 décimales"),
        ({"cost": Decimal("0.001")}, "2 décimales"),
        ({"cost": -1}, "bornes"),
        ({"cost": 10**12 + 1}, "bornes"),
        ({"cost": Decimal("NaN")}, "bornes"),
        ({"cost": Decimal("Infinity")}, "bornes"),
        ({"cost": []}, "nombre"),
        ({"cost": {"from": 1, "until": 2}}, "nombre"),
        ({"cost": {}}, "nombre"),
        ({"cost": "5..2"}, "dépasse"),
        ({"cost": {"from": 5, "to": 2}}, "vide"),
        ({"rent": 5001}, "5000"),
        ({"rent": {"from": 6000}}, "bornes"),
        ({"gain": -101}, "-100"),
        ({"staff": "2.5"}, "entier"),
        ({"staff": "5 EUR"}, "on attend people"),
        ({"meals": "0.0001"}, "3 décimales"),
        ({"open": "peut-être"}, "yes"),
        ({"open": 1}, "oui ou non"),
        ({"born": "29/02/2000"}, "2020-06-18"),
        ({"born": "2001-02-29"}, "calendrier"),
        ({"born": datetime(2000, 1, 1, 12)}, "date"),  # noqa: DTZ001 — it must be refused, zone or not
        ({"born": 20000101}, "date"),
        ({"born": {"from": "hier"}}, "date"),
        ({"born": "2020-01-02..2020-01-01"}, "intervalle vide"),
        ({"kind": "c"}, "admis"),
        ({"headcount_bracket": "99"}, "code"),
        ({"delay": "3 days"}, "month"),
    ],
)
def test_a_fact_that_does_not_fit_is_refused_by_name(fact: dict[str, Any], said: str) -> None:
    with pytest.raises(bareme.FactsError, match=said) as refusal:
        bareme.evaluate(scheme(BODY), fact, on=JULY)

    assert refusal.value.fact == next(iter(fact))


@pytest.mark.parametrize(("name", "near"), [("cots", "cost"), ("Staff", "staff"), ("xyz", "admis")])
def test_a_fact_the_scheme_does_not_know_is_refused(name: str, near: str) -> None:
    with pytest.raises(bareme.FactsError, match=near):
        bareme.evaluate(scheme(BODY), {name: 1}, on=JULY)


def test_json_numbers_are_read_exactly() -> None:
    facts = json.loads('{"cost": 620.10}', parse_float=Decimal)

    assert read(**facts) == Decimal("620.10")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("x: {type: money}", "missing"),
        ("x: {label: {fr: X}}", "missing"),
        ("x: {type: amount, label: {fr: X}}", "value"),
        ("x: {type: choice, label: {fr: X}}", "missing"),
        ("x: {type: code, label: {fr: X}}", "missing"),
        ("x: {type: duration, label: {fr: X}}", "unit"),
        ("x: {type: duration, unit: people, label: {fr: X}}", "unit"),
        ("x: {type: boolean, unit: people, label: {fr: X}}", "type"),
        ("x: {type: integer, decimals: 2, label: {fr: X}}", "type"),
        ("x: {type: money, decimals: many, label: {fr: X}}", "value"),
        ("x: {type: money, min: 5, max: 4, label: {fr: X}}", "value"),
        ("x: {type: money, min: -10000000000000, label: {fr: X}}", "value"),
        ("x: {type: money, default: -1 EUR, label: {fr: X}}", "value"),
        ("x: {type: choice, values: {a: {fr: A}}, default: b, label: {fr: X}}", "value"),
        ("x: {type: integer, register: bracket, label: {fr: X}}", "name"),
        ("x: {type: money, applies: 3, label: {fr: X}}", "undated"),
        ("x: {type: money, applies: x > 0 EUR, label: {fr: X}}", "cycle"),
        ("X: {type: money, label: {fr: X}}", "name"),
        ("min: {type: money, label: {fr: X}}", "name"),
        ("on: {type: money, label: {fr: X}}", "name"),
        ("cost: {type: money, label: {fr: X}, colour: red}", "key"),
    ],
)
def test_a_fact_declared_badly_is_refused(line: str, code: str) -> None:
    assert refused(f"inputs:\n  {line}\namount: 0 EUR\n").code == code


def test_a_name_serves_once() -> None:
    problem = refused(
        "inputs:\n  cost: {type: money, label: {fr: X}}\nquestions:\n  cost: {fr: X ?}\namount: 0 EUR\n"
    )

    assert problem.code == "name"
    assert "ligne 10" in problem.help

"""Facts of a project, of the members of a household: read one by one or counted together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import bareme
from bareme import UNKNOWN, Interval
from tests.bareme.schemes import JULY, refused, value

INPUTS = """\
  rent: {type: money, label: {fr: Loyer}}
entities:
  project:
    one: {fr: Projet}
    inputs: {cost: {type: money, label: {fr: Coût}}, site: {type: place, label: {fr: Lieu}}}
  members:
    many: {fr: Membres}
    unit: people
    inputs:
      income: {type: money, label: {fr: Revenu}}
      adult: {type: boolean, label: {fr: Majeur}}
      worker: {type: boolean, default: no, label: {fr: En emploi}}
      naf: {type: code, of: naf, label: {fr: Activité}}
sets:
  trades: {of: naf, versions: [{from: 2020-01-01, prefixes: [56], reference: a}]}
zones:
  town: [{from: 2020-01-01, commune: [26362], reference: a}]
"""
PARAMETERS = "  floor: [{from: 2020-01-01, value: 100 EUR, reference: a}]\n"
FAMILY = [
    {"income": 1000, "adult": True, "naf": "56.10A"},
    {"income": "500.50", "adult": True, "naf": "47.11B", "worker": True},
    {"income": 0, "adult": False, "naf": "56.30Z"},
]


def worth(expression: str, members: Any = None, **facts: Any) -> Any:
    given = facts if members is None else {"members": members, **facts}
    return value(expression, INPUTS, given, parameters=PARAMETERS)


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("sum(m.income for m in members)", Decimal("1500.50")),
        ("sum(m.income for m in members if m.adult and m.worker)", Decimal("500.50")),
        ("count(members)", Decimal(3)),
        ("count(m for m in members if m.adult)", Decimal(2)),
        ("any(m.naf in trades for m in members)", True),
        ("all(m.naf in trades for m in members)", False),
        ("all(m.adult for m in members if m.worker)", True),
        ("any(m.income > floor for m in members if not m.adult)", False),
        ("sum(min(m.income, floor) for m in members)", Decimal(200)),
        ("sum(m.income for m in members if m.income > rent)", Decimal(1000)),
    ],
)
def test_an_aggregate_reads_each_element(expression: str, result: Any) -> None:
    assert worth(expression, FAMILY, rent=600) == result


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("sum(m.income for m in members)", Decimal(0)),
        ("count(members)", Decimal(0)),
        ("any(m.adult for m in members)", False),
        ("all(m.adult for m in members)", True),
    ],
)
def test_nobody_is_a_known_answer(expression: str, result: Any) -> None:
    assert worth(expression, []) == result


@pytest.mark.parametrize(
    "expression", ["sum(m.income for m in members)", "count(members)", "any(m.adult for m in members)"]
)
def test_a_list_nobody_gave_is_unknown(expression: str) -> None:
    assert worth(expression) is UNKNOWN


def test_one_missing_income_makes_the_sum_unknown() -> None:
    assert worth("sum(m.income for m in members)", [{"income": 5}, {}]) is UNKNOWN


def test_an_element_that_may_or_may_not_count_makes_an_interval() -> None:
    people = [{"income": 5, "adult": True}, {"income": 7}]

    assert worth("sum(m.income for m in members if m.adult)", people) == Interval(Decimal(5), Decimal(12))
    assert worth("count(m for m in members if m.adult)", people) == Interval(Decimal(1), Decimal(2))


def test_any_and_all_answer_before_everything_is_known() -> None:
    assert worth("any(m.adult for m in members)", [{"adult": True}, {}]) is True
    assert worth("all(m.adult for m in members)", [{"adult": False}, {}]) is False
    assert worth("any(m.adult for m in members)", [{"adult": False}, {}]) is UNKNOWN
    assert worth("all(m.adult for m in members if m.worker)", [{"worker": True}]) is UNKNOWN


def test_a_count_has_the_unit_of_its_entity() -> None:
    found = worth("round_half_up(prorata(rent, 1, count(members)), 0.01 EUR/people)", FAMILY, rent=100)

    assert found == Decimal("33.33")


def test_a_single_related_entity_is_read_directly() -> None:
    assert worth("project.cost - rent", project={"cost": 9}, rent=2) == Decimal(7)
    assert worth("project.site in town", project={"site": "26362"}) is True
    assert worth("project.site in town", project={"site": {"commune": "26000"}}) is False
    assert worth("project.site in town", project={}) is UNKNOWN


@pytest.mark.parametrize(
    ("facts", "where", "said"),
    [
        ({"members": {}}, "members", "liste"),
        ({"members": ["x"]}, "members.0", "objet"),
        ({"members": [{}, {"incom": 5}]}, "members.1.incom", "income"),
        ({"members": [{"income": "x"}]}, "members.income", "nombre"),
        ({"members": [{}] * 1001}, "members", "1000"),
        ({"project": 5}, "project", "objet"),
        ({"project": {"coast": 5}}, "project.coast", "cost"),
        ({"project": {"site": {"town": 5}}}, "project.site.town", "commune"),
    ],
)
def test_a_fact_that_does_not_fit_is_named_with_its_place(
    facts: dict[str, Any], where: str, said: str
) -> None:
    with pytest.raises(bareme.FactsError) as refusal:
        value("rent", INPUTS, facts, parameters=PARAMETERS)

    assert refusal.value.fact == where
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("entity", "said"),
    [
        ("{inputs: {a: {type: boolean, label: {fr: A}}}}", "one"),
        ("{one: {fr: A}, many: {fr: B}, inputs: {a: {type: boolean, label: {fr: A}}}}", "one"),
        ("{many: {fr: A}, inputs: {a: {type: place, label: {fr: A}}}}", "place"),
        ("{many: {fr: A}, inputs: {a: {type: money, by: month, label: {fr: A}}}}", "by"),
        ("{many: {fr: A}, unit: francs, inputs: {a: {type: boolean, label: {fr: A}}}}", "unité"),
    ],
)
def test_an_entity_says_whether_it_is_one_or_many(entity: str, said: str) -> None:
    problem = refused(f"entities:\n  it: {entity}\namount: 0 EUR\n")

    assert said in problem.cause


def test_the_question_names_the_member_it_is_about() -> None:
    text = f"inputs:\n{INPUTS}amount: sum(m.income for m in members)\n"
    from tests.bareme.schemes import scheme

    decision = bareme.evaluate(scheme(text), {"members": [{"income": 4}, {}]}, on=JULY)

    assert [question.path for question in decision.questions] == ["members.1.income"]
    assert decision.questions[0].label["fr"] == "Revenu (2)"

"""What a rule may not say, where the refusal points, and what it proposes."""

from __future__ import annotations

import pytest

from bareme import SchemeError
from tests.bareme.schemes import HEAD, refused, scheme

INPUTS = """\
  headcount: {type: integer, unit: people, label: {fr: Effectif}}
  rent: {type: money, unit: EUR/month, label: {fr: Loyer}}
  cost: {type: money, label: {fr: Coût}}
  signed: {type: boolean, label: {fr: Signé}}
  naf: {type: code, of: naf, label: {fr: Activité}}
  size: {type: choice, values: {small: {fr: petit}, big: {fr: grand}}, label: {fr: Taille}}
  born: {type: date, label: {fr: Naissance}}
  turnover: {type: money, by: month, label: {fr: Chiffre d’affaires}}
  shop: {type: place, label: {fr: Adresse}}
entities:
  project: {one: {fr: Projet}, inputs: {cost: {type: money, label: {fr: Coût}}}}
  members: {many: {fr: Membres}, inputs: {income: {type: money, label: {fr: Revenu}}}}
sets:
  trades: {of: naf, versions: [{from: 2020-01-01, prefixes: [56], reference: a}]}
  places: {of: commune, versions: [{from: 2020-01-01, values: [59350], reference: a}]}
"""
PARAMETERS = """\
  limit: [{from: 2020-01-01, value: 10 people, reference: a}]
  ceiling: [{from: 2020-01-01, value: 900 EUR, scope: firm, reference: a}]
"""

REFUSED = [
    # unknown names
    ("headcont < limit", "name", "headcont", "headcount"),
    ("headcount < limits", "name", "limits", "limit"),
    ("minimum(cost, cost)", "name", "minimum", ""),
    ("project.coast > 0 EUR", "name", "project.coast", "cost"),
    ("sum(m.incomes for m in members)", "name", "m.incomes", "income"),
    ("sum(m.income for m in member)", "name", "member", "members"),
    ("nothing.cost", "name", "nothing.cost", ""),
    ("naf in trade", "name", "trade", "trades"),
    # units and types
    ("rent + cost", "unit", "rent + cost", "convert"),
    ("rent < cost", "unit", "rent < cost", ""),
    ("min(rent, cost)", "unit", "cost", ""),
    ("headcount > 0", "unit", "headcount > 0", ""),
    ("signed + 1", "type", "signed", ""),
    ("cost and signed", "type", "cost", ""),
    ("not cost", "type", "cost", ""),
    ("signed < signed", "type", "signed < signed", ""),
    ("cost if cost else cost", "type", "cost", ""),
    ("cost if signed else rent", "type", "cost if signed else rent", ""),
    ("born + cost", "type", "born + cost", ""),
    ("born + 1 month", "type", "born + 1 month", "add_down"),
    ("add_down(cost, 1 month)", "type", "cost", ""),
    ("whole_years(cost, on)", "type", "cost", ""),
    ('size == "medium"', "value", 'size == "medium"', "small"),
    ("naf in places", "type", "naf in places", ""),
    ("cost in trades", "type", "cost", ""),
    ("trades", "type", "trades", ""),
    ("members", "type", "members", ""),
    ("shop", "type", "shop", ""),
    ("members.income", "type", "members.income", "sum(x.income for x in members)"),
    ("turnover", "type", "turnover", "turnover[0 months]"),
    ("cost[0 months]", "type", "cost[0 months]", "by: month"),
    ("turnover[headcount]", "type", "headcount", ""),
    ("turnover[cost]", "type", "cost", ""),
    ("turnover[0 months:1 months]", "type", "turnover[0 months:1 months]", ""),
    ("convert(rent, EUR)", "unit", "convert(rent, EUR)", ""),
    ("convert(cost, francs)", "unit", "francs", ""),
    ("cost < 0 francs", "unit", "francs", ""),
    # division
    ("cost / cost", "division", "cost / cost", "prorata"),
    ("cost // cost", "division", "cost // cost", "prorata"),
    ("prorata(cost, cost, cost)", "rounding", "prorata(cost, cost, cost)", "round_half_up"),
    ("min(prorata(cost, cost, cost), cost)", "rounding", "prorata(cost, cost, cost)", ""),
    # thresholds without a date
    ("headcount < 10 people", "undated", "10 people", "parameters"),
    ("cost >= 30 % * cost", "undated", "30 %", "parameters"),
    ("born < 2020-05-01", "undated", "2020-05-01", "parameters"),
    ("min(cost, 1500 EUR)", "undated", "1500 EUR", "parameters"),
    ('naf in ("56.10A", "56.10B")', "undated", '("56.10A", "56.10B")', ""),
    # clock and chance
    ("born < today", "clock", "today", "on"),
    ("born < now()", "clock", "now", "on"),
    ("born < datetime.now()", "clock", "datetime.now()", "on"),
    ("random() < 1", "random", "random", ""),
    # dead branches
    ("headcount >= 0 people", "dead", None, ""),
    ("cost if cost < 0 EUR else cost", "dead", "cost < 0 EUR", ""),
    ("signed and cost >= 0 EUR", "dead", "cost >= 0 EUR", ""),
    ("otherwise(cost, 0 EUR)", "dead", "otherwise(cost, 0 EUR)", ""),
    ("applies(cost)", "dead", "applies(cost)", ""),
    # ceilings that count what was awarded
    ("min(cost, ceiling)", "scope", "ceiling", "room(ceiling)"),
    ("room(limit)", "scope", "limit", ""),
    # rounding
    ("round_half_up(cost, 0 EUR)", "value", "0 EUR", ""),
    ("round_half_up(cost, cost)", "type", "cost", ""),
    ("round_half_up(cost, 1 people)", "unit", "1 people", ""),
    ("round(cost, 2)", "name", "round", "round_half_up"),
    # Python that is no rule
    ("lambda: cost", "syntax", "lambda: cost", ""),
    ("[cost]", "syntax", "[cost]", ""),
    ("cost ** cost", "syntax", "cost ** cost", ""),
    ("cost.__class__", "name", "cost.__class__", ""),
    ("(cost).real", "name", None, ""),
    ('"a".upper()', "syntax", '"a".upper()', ""),
    ("min(cost)", "syntax", "min(cost)", ""),
    ("min(*cost)", "syntax", None, ""),
    ("min(cost, cost, key=cost)", "syntax", None, ""),
    ("True", "syntax", "True", "yes"),
    ("cost is cost", "syntax", None, ""),
    ("sum(cost)", "syntax", "cost", "for m in members"),
    ("sum(sum(n.income for n in members) for m in members)", "name", "n", ""),
    ("sum(cost.income for cost in members)", "name", "cost", ""),
    ("~signed", "syntax", "~signed", ""),
    ("f(cost)", "name", "f", ""),
    ("cost = cost", "syntax", "=", "=="),
    ("cost ≤ cost", "syntax", "≤", "<="),
    ("cost &&signed", "syntax", "&&", "and"),
    ("cost <", "syntax", None, ""),
]


@pytest.mark.parametrize(
    ("expression", "code", "place", "remedy"), REFUSED, ids=[case[0] for case in REFUSED]
)
def test_a_rule_is_refused_at_its_culprit(expression: str, code: str, place: str | None, remedy: str) -> None:
    quote = "'" if '"' in expression else '"'
    definition = f"definitions:\n  it:\n    value: {quote}{expression}{quote}\n"
    condition = "signed"
    if place is None and code == "dead":  # a condition that never changes, as a rule of its own
        definition, condition = "", expression
    body = f"inputs:\n{INPUTS}parameters:\n{PARAMETERS}{definition}"
    body += f"eligibility:\n  c: {{rule: {condition}, else: {{fr: non}}}}\namount: 0 EUR\n"

    problem = refused(body)

    assert problem.code == code, problem
    assert remedy in problem.help, problem
    if place is not None:
        line = (HEAD + body).splitlines()[problem.span.line - 1]
        start = problem.span.column - 1
        assert line[start : start + problem.span.length] == place, problem


def test_all_the_faults_of_a_text_are_told_at_once() -> None:
    text = (
        "inputs:\n" + INPUTS + "definitions:\n  a: cost / cost\n  b: coost\n  c: today\n" + "amount: 0 EUR\n"
    )
    with pytest.raises(SchemeError) as refusal:
        scheme(text)

    assert [problem.code for problem in refusal.value.problems] == ["division", "name", "clock"]


def test_a_name_whose_own_text_is_wrong_is_not_blamed_twice() -> None:
    text = "inputs:\n" + INPUTS + "definitions:\n  a: cost / cost\n  b: a + a\n  c: b\n" + "amount: 0 EUR\n"

    with pytest.raises(SchemeError) as refusal:
        scheme(text)

    assert [problem.code for problem in refusal.value.problems] == ["division"]


@pytest.mark.parametrize(
    ("definitions", "loop"),
    [
        ("  a: b\n  b: a\n", "a → b → a"),
        ("  a: a + cost\n", "a → a"),
        ("  a: b\n  b: c\n  c: b\n", "b → c → b"),
    ],
)
def test_a_circle_of_definitions_is_drawn(definitions: str, loop: str) -> None:
    problem = refused("inputs:\n" + INPUTS + "definitions:\n" + definitions + "amount: 0 EUR\n")

    assert problem.code == "cycle"
    assert loop in problem.cause


def test_a_number_too_long_for_any_database_is_refused() -> None:
    problem = refused("inputs:\n" + INPUTS + "definitions:\n  a: cost * cost * cost\namount: 0 EUR\n")

    assert problem.code == "digits"
    assert "38" in problem.cause

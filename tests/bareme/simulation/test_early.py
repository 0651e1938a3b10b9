"""Filters on the file: they keep whoever is not refused, and look only at lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import bareme
from bareme.model import Scheme
from bareme.simulation.early import filters
from bareme.sql import Column, compile_scheme
from tests.bareme.schemes import HEAD

RULES = """\
inputs:
  shop: {type: place, label: {fr: Adresse}}
  naf: {type: code, of: naf, label: {fr: Activité}}
  rent: {type: money, label: {fr: Loyer}}
zones: {here: [{from: 2020-01-01, epci: [200093201, 200067437], reference: a}]}
sets: {food: {of: naf, versions: [{from: 2020-01-01, values: [5610A], reference: a}]}}
parameters: {least: [{from: 2020-01-01, value: 10 EUR, reference: a}]}
eligibility:
  here: {rule: shop in here, else: {fr: Ailleurs}}
  other: {rule: naf not in food, else: {fr: Exclu}}
  enough: {rule: rent >= least, else: {fr: Trop petit}}
amount: rent
"""


def written(scheme: Scheme) -> list[str]:
    compiled = compile_scheme(
        scheme,
        on=date(2020, 7, 1),
        columns={"shop.epci": Column(name="epci", typed=True), "naf": "naf", "rent": "rent"},
        only_possible=True,
    )
    codes = {"metropolis": ["x"]}
    tests = filters(compiled, lambda table, flag: codes.get(flag, ["200067437", "200093201"]))
    return [test.sql(dialect="duckdb") for test in tests]


def test_a_territory_is_asked_of_the_file_and_the_unknown_are_kept() -> None:
    found = written(bareme.loads(HEAD + RULES))

    assert found == ["((population.epci IN ('200067437', '200093201')) OR population.epci IS NULL)"]


def test_either_of_two_lists_is_no_list() -> None:
    text = (HEAD + RULES).replace("rule: shop in here", "rule: {any: [shop in here, naf in food]}")

    assert written(bareme.loads(text)) == []


def test_a_guard_on_another_column_is_no_list() -> None:
    guarded = "naf:  {type: code, of: naf, label: {fr: Activité}, applies: shop in here}"
    text = (HEAD + RULES).replace("naf: {type: code, of: naf, label: {fr: Activité}}", guarded)
    text = text.replace("rule: naf not in food", "rule: naf in food").replace(
        "rule: shop in here", "rule: rent >= least"
    )

    assert written(bareme.loads(text)) == []


def test_a_territory_is_read_and_answers_the_same(tmp_path: Path) -> None:
    from bareme.populations import open_population
    from bareme.simulation import simulate

    path = tmp_path / "firmes.csv"
    rows = [("200093201", 12), ("999", 50), ("", 70), ("200067437", 5), ("200067437", 40)]
    path.write_text(
        "siret,epci,naf,rent\n" + "".join(f"{i:014d},{e},4711B,{r}\n" for i, (e, r) in enumerate(rows))
    )

    result = simulate(
        bareme.loads(HEAD + RULES), open_population(path), on=date(2020, 7, 1), stated={"shop.epci": "epci"}
    )

    totals = result.text.totals
    assert (totals.firms, totals.eligible, totals.undetermined, totals.not_eligible) == (5, 2, 1, 2)
    assert [step.refused for step in result.funnel] == [1, 0, 1]
    assert str(totals.cost.central) == "52.00"

"""Filters on the file: they keep whoever is not refused, and look only at lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

import bareme
from bareme.model import Scheme
from bareme.simulation.early import filters, territory
from bareme.sql import Column, compile_scheme
from tests.bareme.schemes import HEAD

RULES = """\
inputs:
  shop: {type: place, label: {fr: Adresse}}
  naf: {type: code, of: naf, label: {fr: Activité}}
  rent: {type: money, label: {fr: Loyer}}
zones: {here: [{from: 2020-01-01, epci: [EPCI], reference: a}]}
sets: {food: {of: naf, versions: [{from: 2020-01-01, values: [5610A], reference: a}]}}
parameters: {least: [{from: 2020-01-01, value: 10 EUR, reference: a}]}
eligibility:
  here: {rule: shop in here, else: {fr: Ailleurs}}
  other: {rule: naf not in food, else: {fr: Exclu}}
  enough: {rule: rent >= least, else: {fr: Trop petit}}
amount: rent
"""
MANY = ", ".join(str(200067437 + i) for i in range(9))  # more than are compared one by one
FEW = "200093201, 200067437"
RULES = RULES.replace("EPCI", FEW)


COLUMNS: Mapping[str, Column | str] = {
    "shop.epci": Column(name="epci", typed=True),
    "naf": "naf",
    "rent": "rent",
}


def written(scheme: Scheme) -> list[str]:
    compiled = compile_scheme(
        scheme,
        on=date(2020, 7, 1),
        columns=COLUMNS,
        only_possible=True,
    )
    codes = {"metropolis": ["x"]}
    tests = filters(compiled, lambda table, flag: codes.get(flag, ["200067437", "200093201"]))
    return [test.sql(dialect="duckdb") for test in tests]


def test_a_long_territory_is_asked_of_the_file_and_the_unknown_are_kept() -> None:
    found = written(bareme.loads((HEAD + RULES).replace(FEW, MANY)))

    assert found == ["((population.epci IN ('200067437', '200093201')) OR population.epci IS NULL)"]


def test_a_short_list_is_asked_of_the_column_by_the_rules_themselves() -> None:
    compiled = compile_scheme(bareme.loads(HEAD + RULES), on=date(2020, 7, 1), columns=COLUMNS,
                              only_possible=True, lean=True)  # fmt: skip

    assert filters(compiled, lambda table, flag: []) == []
    assert not any("epci" in statement for statement in compiled.setup)
    assert "shop_epci IN ('200067437', '200093201')" in compiled.rows


@pytest.mark.parametrize("listed", [FEW, MANY])
def test_a_territory_is_read_apart_from_those_without_a_place(listed: str) -> None:
    compiled = compile_scheme(bareme.loads((HEAD + RULES).replace(FEW, listed)), on=date(2020, 7, 1),
                              columns=COLUMNS, only_possible=True, lean=True)  # fmt: skip

    found = territory(compiled, lambda table, flag: ["200067437"], {"epci"})

    assert found is not None
    assert found[0] == "epci"
    assert found[1].sql().startswith("population.epci IN ('200067437'")
    assert territory(compiled, lambda table, flag: ["200067437"], {"commune"}) is None


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

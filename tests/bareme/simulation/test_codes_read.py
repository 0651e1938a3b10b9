"""Codes are checked where they are read: a territory does not answer for what is outside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import bareme
from bareme.populations import Population, PopulationError, open_population
from bareme.simulation import simulate
from tests.bareme.schemes import HEAD

ON = date(2020, 7, 1)
RULES = """\
inputs:
  shop: {type: place, label: {fr: Adresse}}
  kind: {type: choice, label: {fr: Forme}, values: {counter: {fr: Boutique}, stall: {fr: Étal}}}
zones: {here: [{from: 2020-01-01, epci: [200093201], reference: a}]}
parameters: {aid: [{from: 2020-01-01, value: 10 EUR, reference: a}]}
eligibility:
  here: {rule: shop in here, else: {fr: Ailleurs}}
  sort: {rule: kind == "counter", else: {fr: Autre}}
amount: aid
"""
ROWS = [("200093201", "counter"), ("200093201", "stall"), ("", "counter"), ("999", "counter")]


def file(folder: Path, *more: tuple[str, str]) -> Population:
    path = folder / "firmes.csv"
    lines = [f"{rank:014d},{epci},{kind}\n" for rank, (epci, kind) in enumerate([*ROWS, *more])]
    path.write_text("siret,epci,kind\n" + "".join(lines), encoding="utf-8")
    return open_population(path)


def run(population: Population, *, funnel: bool = False, only: str | None = None) -> tuple[int, int, int]:
    result = simulate(
        bareme.loads(HEAD + RULES), population, on=ON, stated={"shop.epci": "epci"}, funnel=funnel, threads=1,
        only={"epci": [only]} if only else None,
    )  # fmt: skip
    totals = result.text.totals
    return totals.firms, totals.eligible, totals.undetermined


def test_a_sound_file_is_read_whole_or_in_part(tmp_path: Path) -> None:
    population = file(tmp_path)

    assert run(population) == (4, 1, 1)
    assert run(population, funnel=True) == (4, 1, 1)
    assert run(population, only="200093201") == (2, 1, 0)


def test_a_wrong_code_in_the_territory_is_refused(tmp_path: Path) -> None:
    population = file(tmp_path, ("200093201", "boutique"))

    with pytest.raises(PopulationError, match="une ligne ne se lit pas, dont « boutique » ; on attend"):
        run(population)
    with pytest.raises(PopulationError, match="boutique"):
        run(population, only="200093201")


def test_a_wrong_code_of_a_firm_without_a_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PopulationError, match="boutique"):
        run(file(tmp_path, ("", "boutique")))


def test_a_wrong_code_elsewhere_is_seen_when_every_firm_is_looked_at(tmp_path: Path) -> None:
    population = file(tmp_path, ("999", "boutique"))

    assert run(population) == (5, 1, 1)
    assert run(population, only="200093201") == (2, 1, 0)
    with pytest.raises(PopulationError, match="boutique"):
        run(population, funnel=True)


def test_a_part_without_any_firm_answers_zero_if_its_epci_exists(tmp_path: Path) -> None:
    assert run(file(tmp_path), only="200054807") == (0, 0, 0)

    with pytest.raises(bareme.BaremeError, match="« 12 » n’est pas un EPCI"):
        run(file(tmp_path), only="12")

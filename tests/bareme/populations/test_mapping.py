"""Which column is which fact: by name, by the register's names, or as stated; and what does not read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import bareme
from bareme.model import Scheme
from bareme.populations.files import PopulationError, open_population
from bareme.populations.mapping import Mapped, map_facts
from bareme.populations.synth import Synthetic
from tests.bareme.schemes import HEAD, ROOT

RULES = """\
inputs:
  headcount: {type: integer, unit: people, label: {fr: Effectif}, register: headcount_bracket}
  rent: {type: money, unit: EUR/month, label: {fr: Loyer}}
  turnover: {type: money, by: month, label: {fr: Chiffre d’affaires}}
  naf: {type: code, of: naf, label: {fr: Activité}}
  created: {type: date, label: {fr: Création}, source: register}
  shop: {type: place, label: {fr: Adresse}}
  kind: {type: choice, values: {a: {fr: A}, b: {fr: B}}, label: {fr: Genre}}
questions: {open: {fr: Ouvert ?}}
zones: {here: [{from: 2020-01-01, epci: [200093201], reference: a}]}
sets: {food: {of: naf, versions: [{from: 2020-01-01, prefixes: [56], reference: a}]}}
parameters: {few: [{from: 2020-01-01, value: 10 people, reference: a}]}
eligibility:
  small: {rule: headcount < few, else: {fr: Trop grand}}
  here: {rule: shop in here, else: {fr: Ailleurs}}
  food: {rule: naf in food, else: {fr: Autre métier}}
  open: {rule: open, else: {fr: Fermé}}
  kind: {rule: kind == "a", else: {fr: Autre}}
  old: {rule: created < on, else: {fr: Trop récente}}
amount: "turnover[0 months]"
"""


@pytest.fixture
def scheme() -> Scheme:
    return bareme.loads(HEAD + RULES)


def read(mapped: Mapped, path: str) -> list[Any]:
    place = mapped.places[path]
    names = [name for name in (place.name, place.least, place.most) if name]
    connection = duckdb.connect()
    for statement in mapped.setup:
        connection.execute(statement)
    columns = ", ".join('"' + name + '"' for name in names)
    return connection.execute(f"SELECT {columns} FROM {mapped.sql} ORDER BY siret").fetchall()


def opened(csv: Path, text: str, scheme: Scheme, **more: Any) -> Mapped:
    csv.write_text(text, encoding="utf-8")
    return map_facts([scheme], open_population(csv), **more)


def test_the_official_columns_are_understood(csv: Path, scheme: Scheme) -> None:
    text = (
        "siret,codeCommuneEtablissement,activitePrincipaleEtablissement,trancheEffectifsEtablissement,"
        "dateCreationEtablissement\n1,59350,56.10a,03,2019-02-28\n2,97411,47.11B,53,\n3,,,NN,2020-01-01\n"
    )

    mapped = opened(csv, text, scheme)

    assert read(mapped, "naf") == [("5610A",), ("4711B",), (None,)]
    assert mapped.places["headcount"].code == "trancheEffectifsEtablissement"
    table: dict[str, list[Any]] = {code: sides for code, *sides in mapped.places["headcount"].table}
    assert (table["03"], table["53"], table["NN"]) == ([6, 9], [10000, None], [0, 0])
    assert read(mapped, "shop.commune") == [("59350",), ("97411",), (None,)]
    assert read(mapped, "shop.epci") == [("200093201",), ("249740119",), (None,)]
    assert read(mapped, "shop.departement") == [("59",), ("974",), (None,)]
    assert mapped.told["headcount"] == "trancheEffectifsEtablissement"
    assert mapped.told["shop.epci"] == "codeCommuneEtablissement (liste des communes)"


def test_facts_without_a_column_are_listed(csv: Path, scheme: Scheme) -> None:
    mapped = opened(csv, "siret,naf\n1,56.10A\n", scheme)

    assert {"headcount", "rent", "turnover", "open", "kind", "created"} <= set(mapped.absent)
    assert "naf" not in mapped.absent


def test_columns_named_as_facts_are_taken_and_amounts_read_as_written(csv: Path, scheme: Scheme) -> None:
    text = (
        'siret,rent,turnover_2020_03,"turnover.2020-04",open,kind\n1,"1 234,50 €",10,0.01,oui,a\n2,,,,NON,\n'
    )

    mapped = opened(csv, text, scheme)

    assert read(mapped, "rent") == [(Decimal("1234.50"),), (None,)]
    assert read(mapped, "turnover.2020-03") == [(Decimal("10.00"),), (None,)]
    assert read(mapped, "turnover.2020-04") == [(Decimal("0.01"),), (None,)]
    assert read(mapped, "open") == [(True,), (False,)]
    assert read(mapped, "kind") == [("a",), (None,)]


def test_a_fact_may_be_stated_as_one_column_or_two_or_none(csv: Path, scheme: Scheme) -> None:
    stated = {"rent": "loyer", "headcount": "bas:haut", "naf": "-", "turnover.2020-03": "ca"}

    mapped = opened(csv, "siret,loyer,bas,haut,naf,ca\n1,3,1,2,56.10A,7\n", scheme, stated=stated)

    assert read(mapped, "rent") == [(Decimal("3.00"),)]
    assert read(mapped, "headcount") == [(Decimal(1), Decimal(2))]
    assert read(mapped, "turnover.2020-03") == [(Decimal("7.00"),)]
    assert "naf" in mapped.absent


def test_bounds_in_two_columns_are_found_by_their_names(csv: Path, scheme: Scheme) -> None:
    mapped = opened(csv, "siret,rent_least,rent_most\n1,100,200\n2,,300\n", scheme)

    assert read(mapped, "rent") == [(Decimal(100), Decimal(200)), (None, Decimal(300))]


@pytest.mark.parametrize(("header", "value", "cause"), [
    ("rent", "12,3,4", "un nombre, 2 décimales au plus"),
    ("rent", "1.005", "un nombre, 2 décimales au plus"),
    ("open", "peut-être", "oui ou non"),
    ("kind", "z", "on attend a, b"),
    ("created", "le 3 mars", "une date : 2020-06-18 ou 18/06/2020"),
    ("headcount_bracket", "9", "NN, 00, 01"),
])  # fmt: skip
def test_what_does_not_read_is_refused_with_an_example(
    header: str, value: str, cause: str, csv: Path, scheme: Scheme
) -> None:
    with pytest.raises(PopulationError) as refused:
        opened(csv, f'siret,{header}\n1,"{value}"\n2,\n', scheme)

    assert f"une ligne ne se lit pas, dont « {value} »" in str(refused.value)
    assert cause in str(refused.value)
    assert header in str(refused.value)


def test_a_floating_column_tells_no_amount(tmp_path: Path, scheme: Scheme) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql(f"COPY (SELECT '1' AS siret, 0.1::DOUBLE AS rent) TO '{path}'")

    with pytest.raises(PopulationError, match="colonne est flottante"):
        map_facts([scheme], open_population(path))


def test_a_code_kept_as_a_number_has_lost_its_zero(tmp_path: Path, scheme: Scheme) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql(f"COPY (SELECT '1' AS siret, 1004 AS commune) TO '{path}'")

    with pytest.raises(PopulationError, match="gardez-la en texte"):
        map_facts([scheme], open_population(path))


@pytest.mark.parametrize(("stated", "cause"), [
    ({"rentt": "rent"}, "vouliez-vous dire « rent »"),
    ({"rent": "loier"}, "vouliez-vous dire « loyer »"),
])  # fmt: skip
def test_a_wrong_statement_is_refused(stated: dict[str, str], cause: str, csv: Path, scheme: Scheme) -> None:
    with pytest.raises(PopulationError, match=cause):
        opened(csv, "siret,rent,loyer\n1,2,3\n", scheme, stated=stated)


def test_the_synthetic_register_tells_both_lille_schemes_and_says_what_it_drew(synthetic: Synthetic) -> None:
    schemes = [
        bareme.load(ROOT / f"examples/schemes/{name}.yaml")
        for name in ("fonds-loyer", "avances-remboursables")
    ]

    mapped = map_facts(schemes, open_population(synthetic.path))

    assert {"monthly_rent", "turnover.2020-04", "term", "tenant"} <= set(mapped.drawn)
    assert {"headcount", "shop.epci", "legal_form", "created"} & set(mapped.drawn) == set()
    assert {"headcount", "shop.epci", "legal_form", "created", "seat.epci"} <= set(mapped.places)


def test_drawn_columns_may_be_left_unknown(synthetic: Synthetic) -> None:
    scheme = bareme.load(ROOT / "examples/schemes/fonds-loyer.yaml")
    population = open_population(synthetic.path)

    mapped = map_facts([scheme], population, unknown=population.drawn)

    assert mapped.drawn == ()
    assert {"monthly_rent", "turnover", "tenant"} <= set(mapped.absent)

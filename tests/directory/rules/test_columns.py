"""What a row of a register's file says, and which rows are refused."""

import csv
from datetime import date

import pytest

from relance.directory.rules.columns import ESTABLISHMENTS, NEQ, UNITS, RowRefused, read, recognise
from tests.directory.conftest import BAKER, PLACE_COLUMNS, SIREN, place
from tests.support.shared import needed

UNIT = {
    "siren": SIREN,
    "statutdiffusionunitelegale": "O",
    "datecreationunitelegale": "2014-11-03",
    "trancheeffectifsunitelegale": "03",
    "etatadministratifunitelegale": "A",
    "categoriejuridiqueunitelegale": "5499",
    "activiteprincipaleunitelegale": "10.71C",
}
QUEBEC = {"neq": "1144556677", "nom": "Les Pains de la Rivière inc."}


def row(line: str = "") -> dict[str, str]:
    names = PLACE_COLUMNS.lower().split(",")
    return dict(zip(names, (line or place()).split(","), strict=True))


def test_the_file_is_known_by_its_columns_in_any_order_and_case() -> None:
    assert recognise(PLACE_COLUMNS.upper().split(",")[::-1]).kind == ESTABLISHMENTS
    assert recognise(list(UNIT)).kind == UNITS
    assert recognise(["NEQ", " Nom "]).kind == NEQ


def test_another_file_is_told_what_it_lacks() -> None:
    found = recognise(["siren", "categorieJuridiqueUniteLegale", "denomination"])

    assert found.kind == ""
    assert found.missing == ("etatadministratifunitelegale",)


def test_an_establishment_is_read_with_its_facts() -> None:
    found = read(ESTABLISHMENTS, row())

    assert found["number"] == BAKER
    assert found["unit_number"] == SIREN
    assert found["name"] == "FOURNIL DU PONT"
    assert found["address"] == "4 PL DU MARCHE"
    assert (found["commune"], found["postcode"]) == ("84999", "84110")
    assert (found["headcount"], found["activity"]) == ("02", "10.71C")
    assert found["created_on"] == date(2015, 3, 1)
    assert found["state"] == "open"
    assert found["is_seat"] is True


@pytest.mark.parametrize("status", ["N", "P", "n"])
def test_who_asked_not_to_be_shown_leaves_neither_name_nor_address(status: str) -> None:
    found = read(ESTABLISHMENTS, row(place(shown=status)))

    assert found["public"] is False
    assert (found["name"], found["address"], found["postcode"]) == ("", "", "")
    assert found["commune"] == "84999"


def test_what_the_register_masks_is_nothing() -> None:
    assert read(ESTABLISHMENTS, row(place(name="[ND]")))["name"] == ""


def test_a_closed_establishment_says_so() -> None:
    assert read(ESTABLISHMENTS, row(place(state="F")))["state"] == "closed"


def test_a_person_in_business_is_called_by_first_and_last_name() -> None:
    found = read(UNITS, UNIT | {"nomunitelegale": "AMBLARD", "prenom1unitelegale": "LUCIE"})

    assert found["name"] == "LUCIE AMBLARD"


def test_a_company_is_called_by_its_name() -> None:
    found = read(UNITS, UNIT | {"denominationunitelegale": "FOURNIL DU PONT", "nomunitelegale": "AMBLARD"})

    assert (found["name"], found["legal_form"], found["headcount"]) == ("FOURNIL DU PONT", "5499", "03")


def test_a_quebec_firm_is_active_unless_the_file_says_otherwise() -> None:
    assert read(NEQ, QUEBEC)["state"] == "open"
    assert read(NEQ, QUEBEC | {"statut": "Radiée"})["state"] == "closed"


@pytest.mark.parametrize(
    ("kind", "broken", "cause"),
    [
        (ESTABLISHMENTS, row(place(number="55208131766523")), "SIRET"),
        (ESTABLISHMENTS, row(place(number="5.52081E+13")), "tableur"),
        (ESTABLISHMENTS, row(place(state="C")), "A ou F"),
        (ESTABLISHMENTS, row() | {"datedebut": "le 3 mars"}, "datedebut"),
        (UNITS, UNIT | {"siren": ""}, "SIREN"),
        (UNITS, UNIT | {"etatadministratifunitelegale": ""}, "A ou C"),
        (NEQ, QUEBEC | {"neq": "99"}, "NEQ"),
        (NEQ, QUEBEC | {"statut": "en vacances"}, "immatriculée ou radiée"),
    ],
)
def test_a_row_that_cannot_be_is_refused_by_name(kind: str, broken: dict[str, str], cause: str) -> None:
    with pytest.raises(RowRefused, match=cause):
        read(kind, broken)


def official(name: str) -> list[dict[str, str]]:
    path = needed() / "data" / "sirene" / name
    with path.open(encoding="utf-8") as file:
        return [{key.lower(): value for key, value in one.items() if key} for one in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("name", "kind"), [("osf_sireneTestData.csv", ESTABLISHMENTS), ("osf_sireneULTestData.csv", UNITS)]
)
def test_the_official_columns_are_those_that_we_read(name: str, kind: str) -> None:
    rows = official(name)

    assert recognise(list(rows[0])).kind == kind
    for one in rows:  # the numbers of these rows were scrambled: only their check digit may be at fault
        number = {"siret": BAKER, "siren": SIREN, "datecreationunitelegale": ""}
        assert read(kind, one | number)["activity"]

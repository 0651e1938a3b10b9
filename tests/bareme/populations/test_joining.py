"""Joining one's own files by SIRET: every row is joined, or counted among those that were not."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bareme.populations.files import Population, PopulationError, open_population
from bareme.populations.joining import join_files

GOOD = [
    "73282932000074",
    "00000000090001",
    "35600000000048",
]  # the last one is La Poste's, numbered by its own rule


@pytest.fixture
def register(tmp_path: Path) -> Population:
    path = tmp_path / "registre.csv"
    path.write_text("siret,commune\n" + "".join(f"{number},59350\n" for number in GOOD), encoding="utf-8")
    return open_population(path)


def read(population: Population, column: str) -> dict[str, str]:
    connection = duckdb.connect()
    for statement in population.setup:
        connection.execute(statement)
    return dict(connection.execute(f"SELECT siret, {column} FROM {population.sql}").fetchall())


def test_every_row_is_joined_or_counted(register: Population, csv: Path) -> None:
    csv.write_text(
        "siret;loyer\n732 829 320 00074;1200\n00000000090001;1\n00000000090001;2\n"
        "7,17E+13;3\n12345678901234;4\n;5\n55208131766522;6\n", encoding="utf-8"
    )  # fmt: skip

    joined, (report,) = join_files(register, [csv])

    assert read(joined, "loyer") == {GOOD[0]: "1200", GOOD[1]: None, GOOD[2]: None}
    assert (report.rows, report.joined, report.malformed, report.duplicated, report.unknown) == (
        7,
        1,
        3,
        2,
        1,
    )
    assert report.joined + report.malformed + report.duplicated + report.unknown == report.rows
    assert report.examples["unknown"] == ("55208131766522",)
    assert "7,17E+13" in report.examples["malformed"]


def test_the_report_is_said_in_words(register: Population, csv: Path) -> None:
    csv.write_text(f"siret,loyer\n{GOOD[0]},1\n7E13,2\n", encoding="utf-8")

    _, (report,) = join_files(register, [csv])

    assert report.sentences() == [
        f"{csv} : 1 lignes jointes sur 2, par siret",
        "  1 clé mal formées : « 7E13 »",
    ]


def test_every_establishment_of_a_firm_gets_what_is_known_of_the_firm(
    register: Population, csv: Path, tmp_path: Path
) -> None:
    path = tmp_path / "firmes.csv"
    path.write_text("siret,siren\n73282932000074,732829320\n73282932000082,732829320\n", encoding="utf-8")
    csv.write_text("siren,ca\n732829320,9\n", encoding="utf-8")

    joined, (report,) = join_files(open_population(path), [csv])

    assert set(read(joined, "ca").values()) == {"9"}
    assert (report.key, report.joined) == ("siren", 1)


def test_the_numbers_of_the_postal_service_are_good(register: Population, csv: Path) -> None:
    csv.write_text(f"siret,loyer\n{GOOD[2]},8\n", encoding="utf-8")

    joined, (report,) = join_files(register, [csv])

    assert report.malformed == 0
    assert read(joined, "loyer")[GOOD[2]] == "8"


def test_two_files_are_joined_one_after_the_other_and_pinned(
    register: Population, csv: Path, tmp_path: Path
) -> None:
    other = tmp_path / "autre.csv"
    csv.write_text(f"siret,loyer\n{GOOD[0]},1\n", encoding="utf-8")
    other.write_text(f"siret,ca,commune\n{GOOD[0]},2,75001\n", encoding="utf-8")

    joined, reports = join_files(register, [csv, other])

    assert read(joined, "loyer")[GOOD[0]] == "1"
    assert read(joined, "ca")[GOOD[0]] == "2"
    assert read(joined, "commune")[GOOD[0]] == "59350"
    assert reports[1].clashing == ("commune",)
    assert [path for path, _ in joined.parts] == [str(csv), str(other)]
    assert joined.hash not in (register.hash, open_population(csv).hash)


@pytest.mark.parametrize(("text", "cause"), [
    ("nom,loyer\nx,1\n", "il faut une colonne siret"),
    ("siret,commune\n1,2\n", "aucune colonne nouvelle"),
    ("siren,ca\n732829320,1\n", "pas de colonne « siren » à laquelle joindre"),
])  # fmt: skip
def test_a_file_that_cannot_be_joined_is_refused(
    text: str, cause: str, register: Population, csv: Path
) -> None:
    csv.write_text(text, encoding="utf-8")

    with pytest.raises(PopulationError, match=cause):
        join_files(register, [csv])

"""Opening a file of firms: what it says of itself, and what is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pytest

from bareme.populations.files import PopulationError, open_population


def test_a_csv_file_keeps_its_zeros(csv: Path) -> None:
    csv.write_text("siret;commune\n00000000090001;01004\n", encoding="utf-8")

    population = open_population(csv)

    assert population.columns == {"siret": "VARCHAR", "commune": "VARCHAR"}
    assert duckdb.execute(f"FROM {population.sql}").fetchall() == [("00000000090001", "01004")]
    assert (population.rows, population.key) == (1, "siret")


def test_the_hash_is_that_of_the_file(csv: Path) -> None:
    csv.write_text("siret\n1\n", encoding="utf-8")

    first = open_population(csv).hash
    csv.write_text("siret\n2\n3\n", encoding="utf-8")

    assert first == hashlib.sha256(b"siret\n1\n").hexdigest()
    assert open_population(csv).hash == hashlib.sha256(b"siret\n2\n3\n").hexdigest()
    assert open_population(csv, hashed=False).hash == ""


def test_columns_of_ones_own_may_be_said_drawn(csv: Path) -> None:
    csv.write_text("numero,loyer\n1,2\n", encoding="utf-8")

    population = open_population(csv, key="numero", drawn=["loyer"])

    assert population.key == "numero"
    assert population.drawn == ("loyer",)
    assert population.note == ""


@pytest.mark.parametrize(("name", "content", "cause"), [
    ("absent.csv", None, "n’existe pas"),
    ("a.xlsx", "x", "du parquet"),
    ("vide.csv", "siret\n", "aucune ligne"),
    ("faux.parquet", "PAR1 n’en est pas", "ne se lit pas"),
])  # fmt: skip
def test_what_is_not_a_population_is_refused(
    name: str, content: str | None, cause: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(PopulationError, match=cause) as refused:
        open_population(path)

    assert name in str(refused.value)


def test_a_column_that_is_not_there_is_named_with_those_that_are(csv: Path) -> None:
    csv.write_text("siret,loyer\n1,2\n", encoding="utf-8")

    with pytest.raises(PopulationError, match="pas de colonne « rent » ; il y a siret, loyer"):
        open_population(csv, drawn=["rent"])


def test_a_quote_in_a_name_is_only_a_name(tmp_path: Path) -> None:
    path = tmp_path / "l'été.csv"
    path.write_text("siret\n1\n", encoding="utf-8")

    assert open_population(path).rows == 1

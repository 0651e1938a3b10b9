"""Tables come as CSV, Parquet or a workbook; rows come one at a time."""

import io
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from relance.directory.actions.tables import NotATable, opened

Write = Callable[[bytes], Path]


def all_of(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    with opened(path) as (header, rows):
        return header, list(rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_is_read_however_it_was_written(written: Write, separator: str, encoding: str) -> None:
    content = f"NEQ{separator}Nom\r\n1144556677{separator}Pâtisserie\r\n\r\n".encode(encoding)

    header, rows = all_of(written(content))

    assert header == ["neq", "nom"]
    assert rows == [(2, {"neq": "1144556677", "nom": "Pâtisserie"})]


def test_a_parquet_file_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "stock.parquet"
    query = "SELECT '0123' AS siret, DATE '2020-06-18' AS dateDebut, true AS siege, NULL AS nom"
    duckdb.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")

    header, rows = all_of(path)

    assert header == ["siret", "datedebut", "siege", "nom"]
    assert rows == [(2, {"siret": "0123", "datedebut": "2020-06-18", "siege": "true", "nom": ""})]


def test_a_workbook_says_the_same(written: Write) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["siret", "créé", "effectif"], [12345678901234, date(2020, 6, 18), 3.0], [None, None, None]):
        sheet.append(line)
    content = io.BytesIO()
    book.save(content)

    _, rows = all_of(written(content.getvalue()))

    assert rows == [(2, {"siret": "12345678901234", "créé": "2020-06-18", "effectif": "3"})]


@pytest.mark.parametrize("content", [b"PAR1 but no more", b"PK\x03\x04 but no more"])
def test_a_damaged_file_is_refused(written: Write, content: bytes) -> None:
    with pytest.raises(NotATable):
        all_of(written(content))


def test_an_empty_file_has_no_column(written: Write) -> None:
    assert all_of(written(b"")) == ([], [])


def test_a_cell_that_never_ends_is_refused(written: Write) -> None:
    with pytest.raises(NotATable, match="ligne"):
        all_of(written(b'neq,nom\n1,"' + b"x" * 1_100_000))


def test_a_hundred_thousand_rows_are_never_whole_in_memory(written: Write) -> None:
    path = written(b"neq,nom\n" + b"1144556677,Les Pains de la Riviere\n" * 100_000)

    tracemalloc.start()
    with opened(path) as (_, rows):
        read = sum(1 for _ in rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert read == 100_000
    assert peak < 2_000_000

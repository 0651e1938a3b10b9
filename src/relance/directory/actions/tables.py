"""Rows of a register's file, one at a time: CSV, Parquet or the first sheet of a workbook.

A file of a hundred thousand rows is never whole in memory.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import duckdb
from openpyxl import load_workbook

from relance.values.typography import NBSP

PARQUET, WORKBOOK = b"PAR1", b"PK\x03\x04"
AT_ONCE = 2000
LONGEST = 1_000_000  # letters of a cell: beyond, it is no register


class NotATable(ValueError):
    """The file holds no table that we read; the message says why, in French."""


Numbered = tuple[int, dict[str, str]]


@contextmanager
def opened(path: Path) -> Iterator[tuple[list[str], Iterator[Numbered]]]:
    """The column names (lower case) of a file, and its rows with their line number (the first is 2).

    Raises NotATable, also while rows are read.
    """
    with path.open("rb") as file:
        start = file.read(4)
    if start == PARQUET:
        yield _parquet(path)
    elif start == WORKBOOK:
        with path.open("rb") as file:
            yield _workbook(file)
    else:
        with path.open("rb") as file:
            head = file.read(65_536)
        encoding = _encoding(head)
        first = head.splitlines()[0].decode(encoding, "replace") if head else ""
        with path.open(encoding=encoding, errors="replace", newline="") as lines:
            yield _csv(lines, max(",;\t", key=first.count))


def _named(cells: list[str]) -> list[str]:
    return [cell.strip().lower() for cell in cells]


def _encoding(head: bytes) -> str:
    """UTF-8, unless the beginning of the file (whose last letter may be cut) cannot be."""
    try:
        head[: -4 if len(head) == 65_536 else None].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"  # what spreadsheets of a French office write
    return "utf-8-sig"


def _csv(lines: IO[str], separator: str) -> tuple[list[str], Iterator[Numbered]]:
    csv.field_size_limit(LONGEST)
    reader = csv.reader(lines, delimiter=separator)
    try:
        header = _named(next(reader, []))
    except csv.Error as error:
        raise NotATable(f"Ce fichier n’est pas un tableau{NBSP}: {error}.") from error

    def rows() -> Iterator[Numbered]:
        try:
            for cells in reader:
                if cells:
                    yield reader.line_num, dict(zip(header, cells, strict=False))
        except csv.Error as error:
            raise NotATable(f"La ligne {reader.line_num} ne se lit pas{NBSP}: {error}.") from error

    return header, rows()


def _parquet(path: Path) -> tuple[list[str], Iterator[Numbered]]:
    connection = duckdb.connect()
    try:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
    except duckdb.Error as error:
        raise NotATable("Ce fichier Parquet ne se lit pas.") from error
    header = _named([column[0] for column in found.description or []])

    def rows() -> Iterator[Numbered]:
        line = 1
        while part := found.fetchmany(AT_ONCE):
            for cells in part:
                line += 1
                yield line, dict(zip(header, map(_text, cells), strict=True))

    return header, rows()


def _workbook(file: IO[bytes]) -> tuple[list[str], Iterator[Numbered]]:
    try:
        sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
        lines = sheet.iter_rows(values_only=True)
        header = _named([_text(cell) for cell in next(lines, ())])
    except Exception as error:  # a damaged package fails in many ways, none of them ours
        raise NotATable("Ce classeur ne se lit pas.") from error

    def rows() -> Iterator[Numbered]:
        for line, cells in enumerate(lines, start=2):
            if any(cell is not None for cell in cells):
                yield line, dict(zip(header, map(_text, cells), strict=False))

    return header, rows()


def _text(cell: object) -> str:
    """The cell as a CSV file would hold it: no ".0" behind a number that is whole."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    isoformat = getattr(cell, "isoformat", None)
    return isoformat()[:10] if isoformat else str(cell)

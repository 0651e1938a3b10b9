"""A file of exchange as tables of cells, whatever its format.

`Layout` says which tables and columns there are, with their French headers. Readers match
sheets and columns by name or header, in any order; what they do not know they name in
`Book.unknown`, so that nothing is left out silently.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from relance.values.typography import fold

FORMAT: Final = "relance-plan"
VERSION: Final = 1

Cell = str | int | float | bool | date | datetime | None


class BadFile(Exception):
    """The file as a whole cannot be read; the message is a French sentence for its sender."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A table: its name in JSON, its title in spreadsheets, its columns (name → French header)."""

    name: str
    title: str
    columns: Mapping[str, str]

    def column_called(self, said: str) -> str | None:
        """The column of this name or header, whatever its case and accents."""
        wanted = fold(said)
        return next(
            (name for name, header in self.columns.items() if wanted in (fold(name), fold(header))), None
        )


@dataclass(frozen=True, slots=True)
class Layout:
    sheets: tuple[SheetLayout, ...]

    def sheet_called(self, said: str) -> SheetLayout | None:
        """The table of this name or title."""
        wanted = fold(said)
        return next((one for one in self.sheets if wanted in (fold(one.name), fold(one.title))), None)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it stands in its file (from 1), its cells by column, their addresses if any."""

    number: int
    cells: Mapping[str, Cell]
    addresses: Mapping[str, str] = field(default_factory=dict)

    def where(self, column: str | None = None) -> str:
        """ "C12", or "ligne 12" where cells have no address."""
        return self.addresses.get(column or "", f"ligne {self.number}")

    @property
    def is_empty(self) -> bool:
        return all(value is None or value == "" for value in self.cells.values())


@dataclass(slots=True)
class Book:
    """Rows by table name. `unknown`: sheets and columns of the file that are none of ours."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    def columns(self, table: str) -> set[str]:
        """The columns that the file has for a table."""
        return {name for row in self.rows(table) for name in row.cells}

    def __iter__(self) -> Iterator[tuple[str, Row]]:
        for table, rows in self.tables.items():
            for row in rows:
                yield table, row


def check_version(name: object, version: object) -> None:
    """Raise BadFile unless the file says that it is ours, of a version that we read."""
    if name != FORMAT:
        raise BadFile("Ce fichier n’est pas un export de plan de Relance.")
    if isinstance(version, bool) or not isinstance(version, int):
        raise BadFile("Ce fichier ne dit pas sa version.")
    if version > VERSION:
        raise BadFile(
            f"Ce fichier est de la version {version} du format. "
            f"Cette installation lit jusqu’à la version {VERSION}."
        )

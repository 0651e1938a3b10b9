"""Sheets of a workbook or a CSV file, once read into cells, become blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from relance.reading.columns import field_count
from relance.reading.limits import Deadline
from relance.reading.readers.compose import Composer, GridCell

_SEARCHED = 40
_DEFAULT_NAMES = ("feuil", "sheet", "feuille", "tabelle")


@dataclass(slots=True)
class Sheet:
    """A sheet in reading order; rows may be of different lengths, empty cells are None."""

    name: str
    rows: list[list[GridCell | None]]


def place_sheets(sheets: Sequence[Sheet], composer: Composer, deadline: Deadline) -> None:
    """Each sheet as a table; what stands above its header as paragraphs.

    The name of a sheet is a heading (style "sheet") when there are several and somebody
    chose the name.
    """
    filled = [sheet for sheet in sheets if any(cell and cell.words for row in sheet.rows for cell in row)]
    for sheet in filled:
        if len(filled) > 1 and not sheet.name.lower().startswith(_DEFAULT_NAMES):
            composer.heading(sheet.name, level=1, style=["sheet"])
        _place(sheet, composer, deadline)


def _place(sheet: Sheet, composer: Composer, deadline: Deadline) -> None:
    rows = sheet.rows
    if all(len(_once(row)) <= 1 for row in rows):
        # One cell a row is a text written in a sheet (a manual, a note), not a table.
        for row in rows:
            for cell in _once(row):
                composer.paragraph(cell.words, style=["bold"] if cell.bold else [])
        return
    top = find_header(rows)
    first = 0
    if top is not None:
        first = top
        # A merged title right above ("Présentation de l’action") groups columns: part of the header.
        while first and _groups_columns(rows[first - 1]):
            first -= 1
    for row in rows[:first]:
        words = list(dict.fromkeys(cell for cell in row if cell and cell.words))
        if len(words) == 1:
            composer.paragraph(words[0].words, style=["preamble", *(["bold"] if words[0].bold else [])])
        elif words:
            composer.paragraph("\u00a0: ".join(cell.words for cell in words), style=["preamble"])
    deadline.check()
    composer.table(rows[first:], headers=0 if top is None else top - first + 1)


def find_header(rows: Sequence[Sequence[GridCell | None]]) -> int | None:
    """The row that names the columns: by the lexicon of columns, else by its look; None without one."""
    best, best_score = None, 1
    for index, row in enumerate(rows[:_SEARCHED]):
        words = [cell.words.replace("\n", " ") for cell in _once(row)]
        score = field_count(words)
        if score > best_score and 2 * score >= len(words) * 0.8:
            best, best_score = index, score
    if best is not None:
        return best
    width = max((len(_once(row)) for row in rows[: 4 * _SEARCHED]), default=0)
    for index, row in enumerate(rows[:_SEARCHED]):
        cells = _once(row)
        if len(cells) >= 2 and len(cells) >= 0.6 * width:
            return (
                index if index + 1 < len(rows) and all(_names_column(cell.words) for cell in cells) else None
            )
    return None


def _once(row: Sequence[GridCell | None]) -> list[GridCell]:
    return list(dict.fromkeys(cell for cell in row if cell and cell.words))


def _names_column(words: str) -> bool:
    return (
        len(words) <= 60 and not words.replace(" ", "").replace(",", "").isdigit() and not words.endswith(".")
    )


def _groups_columns(row: Sequence[GridCell | None]) -> bool:
    """Whether some cells of the row are merged across columns, or few titles stand far apart."""
    cells = [cell for cell in row if cell and cell.words]
    if len(cells) > len({id(cell) for cell in cells}):
        return True
    # "Budget total" beside its figure is a line of the preamble.
    return 2 <= len(cells) < 0.5 * len(row) and not any(cell.words[0].isdigit() for cell in cells)

"""CSV: separator found by content, quoted fields, rows before the header, addresses as in a spreadsheet."""

import csv
import io
import itertools
from collections import Counter

from relance.reading.document import TooLarge
from relance.reading.limits import Deadline, Limits, refuse_over, whole
from relance.reading.readers.compose import Composer, GridCell, clean
from relance.reading.readers.grid import Sheet, place_sheets
from relance.reading.readers.xlsx import address

_SEPARATORS = ";,\t|"


def read_csv(text: str, composer: Composer, limits: Limits, deadline: Deadline) -> None:
    """Put the rows of a CSV text into `composer`."""
    rows: list[list[GridCell | None]] = []
    count = 0
    try:
        records = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
        for row, values in enumerate(records, start=1):
            count += len(values)
            if row % 500 == 0:
                deadline.check()
                refuse_over(count, limits.cells, "cellules")
            cells = [_cell(value, row, column) for column, value in enumerate(values, start=1)]
            if any(cells):
                rows.append(cells)
    except csv.Error as error:
        most = whole(csv.field_size_limit())
        raise TooLarge(f"Une cellule de ce fichier dépasse {most} caractères, le maximum accepté.") from error
    refuse_over(count, limits.cells, "cellules")
    place_sheets([Sheet("", rows)], composer, deadline)


def separator(text: str) -> str:
    """The sign that cuts most lines into the same number (at least two) of columns; ";" if none does."""
    best, best_score = ";", 0.0
    for sign in _SEPARATORS:
        records = itertools.islice(csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=sign), 60)
        try:
            widths = [len(record) for record in records if any(record)]
        except csv.Error:
            continue
        usual, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
        # Agreement of the lines counts first, then the number of columns.
        score = times / len(widths) + min(usual, 50) / 100 if usual >= 2 else 0.0
        if score > best_score:
            best, best_score = sign, score
    return best


def _cell(value: str, row: int, column: int) -> GridCell | None:
    words = clean(value)
    return GridCell(words, address=address(row, column)) if words else None

"""XLSX: every visible sheet, merged cells, the values that formulas had when the file was saved."""

import io
import warnings
import zipfile

import openpyxl
from lxml import etree
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from relance.reading.document import DamagedFile
from relance.reading.limits import Deadline, Limits, refuse_over
from relance.reading.readers.compose import Composer, GridCell, clean
from relance.reading.readers.displayed import displayed
from relance.reading.readers.grid import Sheet, place_sheets
from relance.reading.readers.package import DAMAGED


def read_xlsx(data: bytes, composer: Composer, limits: Limits, deadline: Deadline) -> list[str]:
    """Put the sheets of a workbook into `composer`; returns French warnings."""
    told: list[str] = []
    try:
        with warnings.catch_warnings():
            # openpyxl warns about parts that it would lose on writing; nothing is written here.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        sheets = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                told.append(f"La feuille masquée «\u00a0{sheet.title}\u00a0» n’a pas été lue.")
                continue
            sheets.append(_sheet(sheet, limits, deadline))
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        SyntaxError,  # ElementTree's ParseError is one
        etree.LxmlError,
    ) as error:
        # openpyxl trusts the parts of a package to refer to each other: a broken one ends here.
        raise DamagedFile(DAMAGED) from error
    place_sheets(sheets, composer, deadline)
    return told


def _sheet(sheet: Worksheet, limits: Limits, deadline: Deadline) -> Sheet:
    cells: dict[tuple[int, int], GridCell] = {}
    styles: dict[int, tuple[str, bool]] = {}
    # Real cells only: a stray format in row 1,048,576 must not make a million rows.
    for index, cell in enumerate(sheet._cells.values()):
        if index % 2_000 == 0:
            deadline.check()
            refuse_over(index, limits.cells, "cellules")
        if cell.value is None or isinstance(cell, MergedCell):
            continue
        style = cell.style_id
        if style not in styles:
            # Fonts and formats are slow to ask for, and few.
            styles[style] = (cell.number_format, bool(cell.font.b))
        number_format, bold = styles[style]
        words = clean(displayed(cell.value, number_format))
        if words:
            cells[cell.row, cell.column] = GridCell(words, address=cell.coordinate, bold=bold)
    for merged in list(sheet.merged_cells.ranges):
        _spread(merged.coord, cells, limits)
    return Sheet(sheet.title, rows_of(cells))


def _spread(area: str, cells: dict[tuple[int, int], GridCell], limits: Limits) -> None:
    """Let a merged cell stand at each place that it covers."""
    left, top, right, bottom = range_boundaries(area)
    if not (left and top and right and bottom):
        return
    anchor = cells.get((top, left))
    if anchor is None:
        return
    refuse_over((right - left + 1) * (bottom - top + 1), limits.cells, "cellules")
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            cells[row, column] = anchor


def rows_of(cells: dict[tuple[int, int], GridCell]) -> list[list[GridCell | None]]:
    """Filled rows in order, each from column 1 to the last filled one of the sheet."""
    width = max((column for _, column in cells), default=0)
    grid: dict[int, list[GridCell | None]] = {}
    for (row, column), cell in cells.items():
        grid.setdefault(row, [None] * width)[column - 1] = cell
    return [grid[row] for row in sorted(grid)]


def address(row: int, column: int) -> str:
    """The address of a cell, both counted from 1: (3, 28) → "AB3"."""
    return f"{get_column_letter(column)}{row}"

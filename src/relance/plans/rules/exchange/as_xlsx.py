"""The exchange format as an XLSX spreadsheet. Texts are texts: no cell is ever a formula."""

import io
import zipfile
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from relance.plans.rules.exchange.as_csv import MAX_BYTES
from relance.plans.rules.exchange.as_sheets import (
    BROKEN,
    TOO_MUCH,
    WIDE,
    book_of_pages,
    pages_of,
    within_bounds,
)
from relance.plans.rules.exchange.book import BadFile, Book, Layout


def write_xlsx(book: Book, layout: Layout) -> bytes:
    workbook = Workbook(write_only=True)
    plain, bold = Font(), Font(bold=True)
    wrapped = Alignment(vertical="top", wrap_text=True)
    for title, sheet, lines in pages_of(book, layout):
        page = workbook.create_sheet(title)
        if sheet is not None:
            page.freeze_panes = "B2"
            for number, name in enumerate(sheet.columns, 1):
                page.column_dimensions[get_column_letter(number)].width = 60 if name in WIDE else 18
        for number, line in enumerate(lines):
            font = bold if sheet is not None and not number else plain
            page.append([_text(page, one, font, wrapped) if isinstance(one, str) else one for one in line])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _text(page: Any, text: str, font: Font, alignment: Alignment) -> Any:
    cell = WriteOnlyCell(page)
    cell.value = text
    cell.data_type = "s"  # a text that starts with "=" is a text
    cell.font = font
    cell.alignment = alignment
    return cell


def read_xlsx(data: bytes, layout: Layout) -> Book:
    """Raises BadFile for a damaged or oversized workbook, or one that is not ours."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
                raise BadFile(TOO_MUCH)
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except BadFile:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise BadFile(BROKEN) from error
    try:
        return book_of_pages({page.title: _lines(page) for page in workbook.worksheets}, layout)
    finally:
        workbook.close()


def _lines(page: Any) -> Any:
    # Other programs declare sizes that are not true; what is there counts.
    page.reset_dimensions()
    return within_bounds(page.title, page.iter_rows(values_only=True))

"""The exchange format as a spreadsheet: one sheet a table, headers in French.

Text cells are texts, whatever they start with: never formulas. What a cell cannot hold goes
to the sheet "Suites", piece by piece; characters that XML forbids are written `_xHHHH_`, as
spreadsheets do themselves.
Sources: ECMA-376 part 1, 22.9.2.19 (ST_Xstring); Excel's limit of 32,767 characters a cell.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from relance.plans.rules.exchange.as_csv import MAX_BYTES, printed
from relance.plans.rules.exchange.book import (
    FORMAT,
    VERSION,
    BadFile,
    Book,
    Cell,
    Layout,
    Row,
    SheetLayout,
    check_version,
)

ABOUT: Final = "Format"
MORE: Final = "Suites"
MORE_HEADERS: Final = ("Feuille", "Ligne", "Colonne", "Rang", "Texte")
PIECE: Final = 16_000  # letters; a spreadsheet counts some of them twice
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200
# Beyond, a spreadsheet rounds: such numbers are texts.
EXACT: Final = 10**15
# sheet, row, header, rank, text
Continuation = tuple[str, int, str, int, str]

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN: Final = re.compile("_x([0-9A-Fa-f]{4})_")


def write_xlsx(book: Book, layout: Layout) -> bytes:
    workbook = Workbook(write_only=True)
    _add_about(workbook)
    more: list[Continuation] = []
    for sheet in layout.sheets:
        page = workbook.create_sheet(sheet.title)
        page.freeze_panes = "B2"
        for number, name in enumerate(sheet.columns, 1):
            wide = name in ("quote", "paraphrase", "text", "summary", "objective", "title")
            page.column_dimensions[get_column_letter(number)].width = 60 if wide else 18
        page.append([_text(page, header, bold=True) for header in sheet.columns.values()])
        for number, row in enumerate(book.rows(sheet.name), 2):
            page.append(
                [
                    _cell(page, row.cells.get(name), (sheet.title, number, header), more)
                    for name, header in sheet.columns.items()
                ]
            )
    if more:
        page = workbook.create_sheet(MORE)
        page.append([_text(page, header, bold=True) for header in MORE_HEADERS])
        for title, number, header, rank, piece in more:
            page.append([title, number, _text(page, header), rank, _text(page, piece)])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _add_about(workbook: Workbook) -> None:
    page = workbook.create_sheet(ABOUT)
    page.append(["format", FORMAT])
    page.append(["version", VERSION])


def _cell(page: Any, value: Cell, place: tuple[str, int, str], more: list[Continuation]) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < EXACT:
        return value
    text = escaped(printed(value))
    pieces = list(_pieces(text))
    more += [(*place, rank, piece) for rank, piece in enumerate(pieces[1:], 1)]
    return _text(page, pieces[0], escape=False)


def _text(page: Any, text: str, *, bold: bool = False, escape: bool = False) -> Any:
    cell = WriteOnlyCell(page)
    cell.value = escaped(text) if escape else text
    cell.data_type = "s"  # a text that starts with "=" is a text
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]


def escaped(text: str) -> str:
    """The text with `_xHHHH_` for what XML forbids, and for what looks like it."""
    return _FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text)


def read_xlsx(data: bytes, layout: Layout) -> Book:
    """Raises BadFile for a damaged or oversized workbook, or one that is not ours."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
                raise BadFile("Ce classeur contient trop de données pour un plan.")
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except BadFile:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise BadFile("Ce classeur est endommagé, il ne s’ouvre pas.") from error
    try:
        return _read(workbook, layout)
    finally:
        workbook.close()


def _read(workbook: Any, layout: Layout) -> Book:
    pages = {page.title: page for page in workbook.worksheets}
    about = pages.pop(ABOUT, None)
    told = {row[0]: row[1] for row in _values(about) if len(row) > 1} if about else {}
    check_version(told.get("format"), told.get("version"))
    more = _continuations(pages.pop(MORE, None))
    book = Book()
    for title, page in pages.items():
        sheet = layout.sheet_called(title)
        if sheet is None:
            book.unknown.append(f"feuille {title[:80]}")
        else:
            _read_sheet(book, sheet, title, page, more)
    return book


def _read_sheet(
    book: Book, sheet: SheetLayout, title: str, page: Any, more: dict[tuple[str, int, str], str]
) -> None:
    lines = _values(page)
    headers = [str(said) if said is not None else "" for said in next(lines, ())]
    columns = [sheet.column_called(said) if said else None for said in headers]
    book.unknown += [
        f"feuille {title}, colonne {said[:80]}"
        for said, column in zip(headers, columns, strict=True)
        if said and not column
    ]
    rows = []
    for number, line in enumerate(lines, 2):
        cells: dict[str, Cell] = {}
        addresses: dict[str, str] = {}
        for place, (column, value) in enumerate(zip(columns, line, strict=False), 1):
            if column is None:
                continue
            rest = more.get((title, number, headers[place - 1]), "")
            cells[column] = unescaped(value + rest) if isinstance(value, str) else value
            addresses[column] = f"{title}!{get_column_letter(place)}{number}"
        row = Row(number, cells, addresses)
        if not row.is_empty:
            rows.append(row)
    book.tables[sheet.name] = rows


def _continuations(page: Any) -> dict[tuple[str, int, str], str]:
    """The rest of long cells, by sheet, row and header, their pieces in order."""
    found: dict[tuple[str, int, str], list[tuple[int, str]]] = {}
    if page is None:
        return {}
    for line in list(_values(page))[1:]:
        title, number, header, rank, piece = (*line, None, None, None, None, None)[:5]
        if isinstance(number, int) and isinstance(rank, int) and isinstance(piece, str):
            found.setdefault((str(title), number, str(header)), []).append((rank, piece))
    return {place: "".join(piece for _, piece in sorted(pieces)) for place, pieces in found.items()}


def _values(page: Any) -> Iterator[tuple[Any, ...]]:
    # Other programs declare sizes that are not true; what is there counts.
    page.reset_dimensions()
    for number, line in enumerate(page.iter_rows(values_only=True), 1):
        if number > MAX_ROWS:
            raise BadFile(f"La feuille {page.title} a plus de {MAX_ROWS} lignes.")
        yield line[:MAX_COLUMNS]

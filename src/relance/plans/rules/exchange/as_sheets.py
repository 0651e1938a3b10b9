"""The exchange format as pages of cells, for spreadsheets whatever their file: headers in French.

What a cell cannot hold goes to the sheet "Suites", piece by piece; characters that XML forbids are
written `_xHHHH_`, as spreadsheets do themselves.
Sources: ECMA-376 part 1, 22.9.2.19 (ST_Xstring); Excel's limit of 32,767 characters a cell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from openpyxl.utils import get_column_letter

from relance.plans.rules.exchange.as_csv import printed
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
WIDE: Final = ("quote", "paraphrase", "text", "summary", "objective", "title")
PIECE: Final = 16_000  # letters; a spreadsheet counts some of them twice
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200
TOO_MUCH: Final = "Ce classeur contient trop de données pour un plan."
BROKEN: Final = "Ce classeur est endommagé, il ne s’ouvre pas."
# Beyond, a spreadsheet rounds: such numbers are texts.
EXACT: Final = 10**15
# sheet, row, header, rank, text
Continuation = tuple[str, int, str, int, str]
Line = Sequence[str | int | None]

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN: Final = re.compile("_x([0-9A-Fa-f]{4})_")


def pages_of(book: Book, layout: Layout) -> Iterator[tuple[str, SheetLayout | None, Iterator[Line]]]:
    """Each page to write, in order: its title, its table if it is one, its lines (the first: headers).

    Texts are escaped and short enough for a cell. Lines of a page are to be taken before the next page.
    """
    more: list[Continuation] = []
    yield ABOUT, None, iter([("format", FORMAT), ("version", VERSION)])
    for sheet in layout.sheets:
        yield sheet.title, sheet, _lines(book, sheet, more)
    if more:
        yield MORE, None, iter([MORE_HEADERS, *more])


def _lines(book: Book, sheet: SheetLayout, more: list[Continuation]) -> Iterator[Line]:
    yield tuple(sheet.columns.values())
    for number, row in enumerate(book.rows(sheet.name), 2):
        yield [
            _cell(row.cells.get(name), (sheet.title, number, header), more)
            for name, header in sheet.columns.items()
        ]


def _cell(value: Cell, place: tuple[str, int, str], more: list[Continuation]) -> str | int | None:
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < EXACT:
        return value
    text = escaped(printed(value))
    pieces = list(_pieces(text))
    more += [(*place, rank, piece) for rank, piece in enumerate(pieces[1:], 1)]
    return pieces[0]


def _pieces(text: str) -> Iterator[str]:
    for start in range(0, len(text), PIECE):
        yield text[start : start + PIECE]


def escaped(text: str) -> str:
    """The text with `_xHHHH_` for what XML forbids, and for what looks like it."""
    return _FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text)


def book_of_pages(pages: Mapping[str, Iterator[Sequence[Cell]]], layout: Layout) -> Book:
    """The tables that these pages hold, by title. Raises BadFile when they are not ours."""
    left = dict(pages)
    about = left.pop(ABOUT, None)
    told = {str(line[0]): line[1] for line in about if len(line) > 1} if about else {}
    check_version(told.get("format"), told.get("version"))
    more = _continuations(left.pop(MORE, None))
    book = Book()
    for title, lines in left.items():
        sheet = layout.sheet_called(title)
        if sheet is None:
            book.unknown.append(f"feuille {title[:80]}")
        else:
            _read_sheet(book, sheet, title, lines, more)
    return book


def _read_sheet(
    book: Book,
    sheet: SheetLayout,
    title: str,
    lines: Iterator[Sequence[Cell]],
    more: dict[tuple[str, int, str], str],
) -> None:
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


def _continuations(lines: Iterator[Sequence[Cell]] | None) -> dict[tuple[str, int, str], str]:
    """The rest of long cells, by sheet, row and header, their pieces in order."""
    found: dict[tuple[str, int, str], list[tuple[int, str]]] = {}
    if lines is None:
        return {}
    for line in list(lines)[1:]:
        title, number, header, rank, piece = (*line, None, None, None, None, None)[:5]
        if isinstance(number, int) and isinstance(rank, int) and isinstance(piece, str):
            found.setdefault((str(title), number, str(header)), []).append((rank, piece))
    return {place: "".join(piece for _, piece in sorted(pieces)) for place, pieces in found.items()}


def within_bounds(title: str, lines: Iterator[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    """The lines of a page that was sent; raises BadFile when they are too many."""
    for number, line in enumerate(lines, 1):
        if number > MAX_ROWS:
            raise BadFile(f"La feuille {title[:80]} a plus de {MAX_ROWS} lignes.")
        yield line[:MAX_COLUMNS]

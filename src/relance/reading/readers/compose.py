"""Composes the stored text of a format that is no text: one block a line, cells by tabs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from relance.reading.document import Block, BlockKind, Cell, Span
from relance.reading.limits import Limits, refuse_over
from relance.reading.readers.marks import hints, leading_mark
from relance.reading.readers.pieces import Piece, finish

# Signs without width or meaning; the soft hyphen only says where a word may break.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u2060\ufeff\u200e\u200f\ufffe\uffff\x00"))
_SPACES = re.compile(r"[ \t\r\f\v\u2028\u2029]+")
_PLAIN = re.compile(r"[!-~]*(?: [!-~]+)* ?")
_BREAKS = re.compile(r"[ \u00a0]*\n[\s\u00a0]*")


def clean(words: str) -> str:
    """`words` without invisible signs, white space collapsed, line ends kept, no-break spaces kept."""
    if words.isascii() and _PLAIN.fullmatch(words):
        return words.strip(" ")
    words = _SPACES.sub(" ", words.translate(_INVISIBLE).replace("\r\n", "\n"))
    return _BREAKS.sub("\n", words).strip(" \n\u00a0")


@dataclass(slots=True, eq=False)
class GridCell:
    """A cell before it is placed; one that is merged stands in several places of the grid."""

    words: str
    address: str | None = None
    bold: bool = False
    span: Span | None = None


Grid = Sequence[Sequence[GridCell | None]]


class Composer:
    """Takes the pieces of a document in reading order and gives its text and blocks."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._pieces: list[Piece] = []
        self._cells = 0
        self.tables = 0
        self._names: list[str | None] = []

    def finish(self) -> tuple[str, list[Block]]:
        """The stored text and its blocks."""
        return "".join(self._parts), finish(self._pieces)

    def heading(
        self,
        words: str,
        *,
        level: int,
        style: Sequence[str] = (),
        page: int | None = None,
        marker: str | None = None,
    ) -> None:
        """A heading that the format itself declares; a number typed before it becomes its marker."""
        self._add(
            BlockKind.HEADING,
            clean(words).replace("\n", " "),
            level=min(max(level, 1), 6),
            style=style,
            page=page,
            marker=marker,
        )

    def item(
        self,
        words: str,
        *,
        level: int,
        marker: str | None,
        style: Sequence[str] = (),
        page: int | None = None,
    ) -> None:
        """A list item that the format itself declares, with the marker that it shows."""
        for index, line in enumerate(clean(words).split("\n")):
            if index == 0:
                self._add(BlockKind.ITEM, line, level=max(level, 1), marker=marker, style=style, page=page)
            else:
                self.paragraph(line, style=(*style, "in-item"), page=page)

    def paragraph(
        self, words: str, *, style: Sequence[str] = (), page: int | None = None, indent: int = 0
    ) -> None:
        """Lines of text whose kind their marks and neighbours decide."""
        for line in clean(words).split("\n"):
            self._add(None, line, level=0, style=style, page=page, indent=indent)

    def table(
        self, grid: Grid, *, headers: int | None = None, page: int | None = None, continues: bool = False
    ) -> None:
        """The rows of one table. `headers`: how many rows on top name columns; None finds out.

        A cell merged over rows keeps its span in each row that it covers; one merged over
        columns stands in the first. A row that is one cell across the whole table has the
        style "spanning". `continues`: more rows of the table before, under its column names.
        """
        width = max((len(row) for row in grid), default=0)
        if continues and self._names and len(self._names) >= width:
            # A header printed again at the top of a page is no row.
            repeated = bool(grid) and _column_names(grid[:1], len(self._names)) == self._names
            for row in grid[1:] if repeated else grid:
                self._row(row, names=self._names, width=width, is_header=False, page=page)
            return
        if headers is None:
            headers = header_rows(grid)
        self._names = _column_names(grid[:headers], width)
        self.tables += 1
        for index, row in enumerate(grid):
            self._row(row, names=self._names, width=width, is_header=index < headers, page=page)

    def _row(
        self,
        row: Sequence[GridCell | None],
        *,
        names: list[str | None],
        width: int,
        is_header: bool,
        page: int | None,
    ) -> None:
        self._cells += len(row)
        refuse_over(self._cells, self._limits.cells, "cellules")
        start = self._length
        first = last = None
        cells: list[Cell] = []
        seen: set[int] = set()
        for column, cell in enumerate(row):
            if column:
                self._write("\t")
            if cell is None or id(cell) in seen:
                cells.append(Cell(column, names[column], None, cell.address if cell else None))
                continue
            seen.add(id(cell))
            if cell.span is None and cell.words:
                cell.span = Span(self._length, self._length + len(cell.words))
                self._write(cell.words)
                first, last = first if first is not None else cell.span.start, cell.span.end
            cells.append(Cell(column, names[column], cell.span, cell.address))
        if first is None or last is None:
            self._rewind(start)
            return
        self._write("\n")
        style = set()
        if width > 1 and len(seen) == 1 and len(row) == width and all(row):
            style.add("spanning")
        if all(cell.bold for cell in row if cell and cell.words):
            style.add("bold")
        block = Block(
            BlockKind.ROW,
            Span(first, last),
            cells=tuple(cells),
            table=self.tables - 1,
            is_header=is_header,
            page=page,
            style=frozenset(style),
        )
        self._append(Piece(block, settled=True))

    def _add(
        self,
        kind: BlockKind | None,
        words: str,
        *,
        level: int,
        style: Sequence[str],
        page: int | None,
        marker: str | None = None,
        indent: int = 0,
    ) -> None:
        mark = leading_mark(words) if kind is not BlockKind.ITEM else None
        if kind is BlockKind.HEADING and mark and mark.kind == "bullet":
            mark = None
        inner = mark.length if mark and mark.length < len(words) else 0
        if not inner:
            if mark and mark.kind == "bullet":
                return
            mark = None
        if not words:
            return
        if marker:
            lead = "  " * max(level - 1, 0) if kind is BlockKind.ITEM else ""
            self._write(f"{lead}{marker} ")
        start = self._length + inner
        self._write(words)
        looks = hints(words[inner:]) | set(style)
        block = Block(
            kind or BlockKind.PARAGRAPH,
            Span(start, self._length),
            level=level,
            marker=marker if marker and not mark else mark.printed if mark else None,
            page=page,
            style=frozenset(looks),
        )
        self._write("\n")
        self._append(Piece(block, indent=indent, mark=mark, settled=kind is not None))

    def _append(self, piece: Piece) -> None:
        self._pieces.append(piece)
        refuse_over(len(self._pieces), self._limits.blocks, "paragraphes")

    def _write(self, part: str) -> None:
        self._parts.append(part)
        self._length += len(part)
        refuse_over(self._length, self._limits.characters, "caractères")

    def _rewind(self, length: int) -> None:
        """Take back the tabs of a row that turned out to be empty."""
        while self._length > length:
            self._length -= len(self._parts.pop())


def header_rows(grid: Grid) -> int:
    """1 when the first row names columns: filled, short, no figures, unlike the rows below."""
    if len(grid) < 2 or len(grid[0]) < 2:
        return 0
    first = [cell.words if cell else "" for cell in grid[0]]
    below = [cell.words for row in grid[1:] for cell in row if cell and cell.words]
    if not all(first) or len({id(cell) for cell in grid[0]}) < 2 or not below:
        return 0
    if any(re.search(r"\d", word) or len(word.split()) > 8 or word.endswith(".") for word in first):
        return 0
    capitals = all(word.isupper() for word in first)
    bold = all(cell.bold for cell in grid[0] if cell) and not all(
        c.bold for row in grid[1:] for c in row if c
    )
    return 1 if capitals or bold or max(map(len, first)) <= max(map(len, below)) else 0


def _column_names(rows: Grid, width: int) -> list[str | None]:
    """The name of each column: of several header rows the lowest that is filled."""
    names: list[str | None] = [None] * width
    for row in rows:
        for column, cell in enumerate(row):
            if cell and cell.words:
                names[column] = cell.words.replace("\n", " ")
    return names

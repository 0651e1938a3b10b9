"""Plain text, with the tab-separated tables, bullets and Markdown-like links found in it.

The stored text is the decoded text itself. A line is a block, unless the text was wrapped
at a fixed width: then the lines of a paragraph are joined into one block whose words hold
the line ends.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from relance.reading.document import Block, BlockKind, Cell, Span
from relance.reading.readers.marks import hints, leading_mark
from relance.reading.readers.pieces import Piece, finish

_BLANKS = " \t\u00a0\u202f\u2007\u2009\u200b\ufeff"
_INNER_BULLET = re.compile(r"(?<=\S)[ \u00a0\t]+(?=[•▪●➢►✓][ \u00a0\t]*\S)")
_RULE = re.compile(r"[-=_*~–—.•· \t]{3,}")
_HEADER_WORDS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: offsets of its words without outer white space."""

    start: int
    end: int
    indent: int
    after_blank: bool
    before_blank: bool


def text_blocks(
    text: str, *, start: int = 0, end: int | None = None, wrapped: bool | None = None
) -> list[Block]:
    """The blocks of `text[start:end]`.

    Headings are lines in capitals, or with a label ("AXE 1 :") or number that something
    else than the next number follows. Short lines without a full stop stay paragraphs with
    the styles "short", "no-stop" and "alone": whether position makes them headings is for
    the reader of facts to decide. `wrapped` says whether lines were cut at a fixed width;
    None finds out.
    """
    end = len(text) if end is None else end
    lines = _lines(text, start, end)
    width = _wrap_width(text, lines) if wrapped is None else (80 if wrapped else None)
    pieces: list[Piece] = []
    tables = 0
    at = 0
    while at < len(lines):
        rows = _table_at(text, lines, at)
        if rows:
            pieces += _rows(text, lines[at : at + rows], table=tables)
            tables += 1
            at += rows
            continue
        used, found = _paragraph_at(text, lines, at, width)
        pieces += found
        at += used
    return finish(pieces)


def _lines(text: str, start: int, end: int) -> list[Line]:
    lines: list[Line] = []
    blank = True
    at = start
    for raw in text[start:end].split("\n"):
        words = raw.strip(_BLANKS)
        if not words or _RULE.fullmatch(words):
            if lines and not blank:
                lines[-1] = replace(lines[-1], before_blank=True)
            blank = True
        else:
            inner = at + raw.index(words[0])
            indent = len(raw[: inner - at].expandtabs(4))
            lines.append(Line(inner, inner + len(words), indent, blank, False))
            blank = False
        at += len(raw) + 1
    if lines:
        lines[-1] = replace(lines[-1], before_blank=True)
    return lines


def _wrap_width(text: str, lines: list[Line]) -> int | None:
    """The width at which lines were cut, or None when each line stands for itself."""
    widths = [
        line.indent + line.end - line.start for line in lines if "\t" not in text[line.start : line.end]
    ]
    if len(widths) < 4 or max(widths) > 140:
        return None
    inside = [w for w, line in zip(widths, lines, strict=False) if not line.before_blank]
    if len(inside) < 3 or len(inside) < 0.25 * len(widths):
        return None
    full = sorted(widths)[int(0.9 * (len(widths) - 1))]
    # Lines cut at a width end close to it.
    return full if full >= 50 and sum(w >= 0.75 * full for w in inside) >= 0.5 * len(inside) else None


def _goes_on(text: str, line: Line, following: Line, width: int | None) -> bool:
    """Whether `following` continues the paragraph of `line`."""
    if following.after_blank or "\t" in text[following.start : following.end]:
        return False
    if leading_mark(text[following.start : following.end]):
        return False
    if text[following.start].islower():
        return True
    last = text[line.end - 1]
    if last in ",;(’'" or last == "-":
        return last != ";"
    if width is None:
        return False
    # A full line goes on, whatever its last sign; a shorter one ended its paragraph.
    next_word = len(text[following.start : following.end].split(None, 1)[0])
    return line.indent + line.end - line.start + next_word >= 0.92 * width


def _paragraph_at(text: str, lines: list[Line], at: int, width: int | None) -> tuple[int, list[Piece]]:
    first = lines[at]
    used = 1
    while at + used < len(lines) and _goes_on(text, lines[at + used - 1], lines[at + used], width):
        used += 1
    last = lines[at + used - 1]
    style = {"alone"} if first.after_blank and last.before_blank else set()
    pieces = []
    bounds = [first.start]
    if (mark := leading_mark(text[first.start : last.end])) and mark.kind == "bullet":
        # "• one • two" on one line: bullets pasted together.
        bounds += [first.start + m.end() for m in _INNER_BULLET.finditer(text[first.start : last.end])]
    bounds.append(last.end)
    for start, stop in pairwise(bounds):
        if piece := _words(text, start, stop, indent=first.indent, style=frozenset(style)):
            pieces.append(piece)
    return used, pieces


def _words(text: str, start: int, end: int, *, indent: int, style: frozenset[str]) -> Piece | None:
    end = start + len(text[start:end].rstrip(_BLANKS + "\n"))
    mark = leading_mark(text[start:end])
    inner = start + mark.length if mark else start
    if inner >= end:
        # Nothing but a mark: a bare label ("AXE 1") keeps its words, a lone bullet is dropped.
        if mark and mark.kind == "bullet":
            return None
        inner, mark = start, None
    inner, end, bold = without_bold(text, inner, end)
    style |= hints(text[inner:end]) | ({"bold"} if bold else frozenset())
    block = Block(BlockKind.PARAGRAPH, Span(inner, end), marker=mark.printed if mark else None, style=style)
    return Piece(block, indent=indent, mark=mark)


def without_bold(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Without bold marks around the whole line: "**Réponse**" → Réponse."""
    for sign in ("***", "**", "__"):
        words = text[start:end]
        if (
            len(words) > 2 * len(sign)
            and words.startswith(sign)
            and words.endswith(sign)
            and words.count(sign) == 2
        ):
            inner = words[len(sign) : -len(sign)]
            lead = len(inner) - len(inner.lstrip())
            if inner.strip():
                return start + len(sign) + lead, start + len(sign) + len(inner.rstrip()), True
    return start, end, False


def _table_at(text: str, lines: list[Line], at: int) -> int:
    """How many lines from `at` make a tab-separated table (0: none)."""
    count = 0
    for line in lines[at:]:
        raw = _whole(text, line)
        if "\t" not in raw or (count and line.after_blank):
            break
        mark = leading_mark(text[line.start : line.end])
        if mark and mark.kind == "bullet" and raw.strip(_BLANKS).count("\t") <= 1:
            break
        if (
            mark
            and mark.kind == "number"
            and mark.printed[-1] in ".)-–—"
            and raw.strip(_BLANKS).count("\t") <= 1
        ):
            break
        if raw.strip(_BLANKS).count("\t") == 0 and count == 0:
            break
        count += 1
    return count if count >= 2 else 0


def _whole(text: str, line: Line) -> str:
    start, end = _whole_bounds(text, line)
    return text[start:end]


def _whole_bounds(text: str, line: Line) -> tuple[int, int]:
    end = text.find("\n", line.end)
    return text.rfind("\n", 0, line.start) + 1, len(text) if end < 0 else end


def _rows(text: str, lines: list[Line], *, table: int) -> list[Piece]:
    grid = []
    for line in lines:
        at, stop = _whole_bounds(text, line)
        row: list[Span | None] = []
        for raw in text[at:stop].split("\t"):
            words = raw.strip(_BLANKS)
            start = at + raw.index(words[0]) if words else 0
            row.append(Span(start, start + len(words)) if words else None)
            at += len(raw) + 1
        while row and row[-1] is None:
            row.pop()
        grid.append(row)
    return [Piece(block, settled=True) for block in row_blocks(text, grid, table=table)]


def row_blocks(text: str, grid: list[list[Span | None]], *, table: int) -> list[Block]:
    """Rows of one table as blocks; the first row is the header when it looks like one."""
    headers: list[str | None] = []
    if header_like(text, grid):
        headers = [span.quote(text) if span else None for span in grid[0]]
    blocks = []
    for index, row in enumerate(grid):
        filled = [span for span in row if span]
        if not filled:
            continue
        cells = tuple(
            Cell(column, headers[column] if column < len(headers) else None, span)
            for column, span in enumerate(row)
        )
        span = Span(min(s.start for s in filled), max(s.end for s in filled))
        is_header = bool(headers) and index == 0
        blocks.append(Block(BlockKind.ROW, span, cells=cells, table=table, is_header=is_header))
    return blocks


def header_like(text: str, grid: list[list[Span | None]]) -> bool:
    """Whether the first row names columns: all filled, short, no figures, unlike the rows below."""
    if len(grid) < 2 or len(grid[0]) < 2:
        return False
    first = [span.quote(text) if span else "" for span in grid[0]]
    if not all(first) or len(first) < max(len(row) for row in grid[1:]):
        return False
    if any(
        re.search(r"\d", word) or len(word.split()) > _HEADER_WORDS or word.endswith(".") for word in first
    ):
        return False
    # Either capitals throughout, or shorter than what stands below.
    below = [len(span.quote(text)) for row in grid[1:] for span in row if span]
    return all(w.isupper() for w in first) or max(map(len, first)) <= max(below, default=0)


def words_of(text: str, blocks: Iterable[Block]) -> list[str]:
    """The quotes of `blocks`, for tests and for printing."""
    return [block.span.quote(text) for block in blocks]

"""Markdown: markdown-it finds the blocks and their lines, the words are cut from the source.

Paragraphs go through the plain text reader, so that "•" bullets and tables with tabs
inside a Markdown file are read too.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from relance.reading.document import Block, BlockKind, Span
from relance.reading.limits import Limits
from relance.reading.readers.marks import hints, leading_mark
from relance.reading.readers.text import row_blocks, text_blocks, without_bold

_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]+(?:\[[ xX]\][ \t]+)?|$)")
_CELL = re.compile(r"(?<!\\)\|")


def markdown_blocks(text: str, limits: Limits) -> list[Block]:
    """The blocks of a Markdown text; offsets point into the source itself."""
    # Indented lines are hardly ever code in a plan; raw tags are read as words.
    parser = MarkdownIt("commonmark", {"maxNesting": min(limits.depth, 60)}).enable("table")
    parser.disable(["code", "html_block", "reference"])
    # Spans are cut from the source: inline marks need no parsing.
    parser.core.ruler.disable(["inline", "text_join"])
    return _Walk(text).blocks(parser.parse(text))


def _lines_of(token: Token) -> tuple[int, int]:
    first, stop = token.map or (0, 0)
    return first, stop


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._lists: list[str] = []
        self._marker: str | None = None
        self._tables = 0

    def blocks(self, tokens: list[Token]) -> list[Block]:
        found: list[Block] = []
        grid: list[list[Span | None]] | None = None
        for token in tokens:
            match token.type:
                case "bullet_list_open" | "ordered_list_open":
                    self._lists.append(token.type)
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._marker = f"{token.info}{token.markup}"
                case "heading_open":
                    found += self._heading(token)
                case "paragraph_open":
                    found += self._paragraph(token)
                case "fence" if token.map:
                    found += text_blocks(
                        self._text, start=self._starts[token.map[0] + 1], end=self._end(token) - 1
                    )
                case "table_open":
                    grid = []
                case "tr_open" if grid is not None and token.map:
                    grid.append(self._row(token.map[0]))
                case "table_close" if grid is not None:
                    found += row_blocks(self._text, grid, table=self._tables)
                    self._tables += 1
                    grid = None
        return found

    def _end(self, token: Token) -> int:
        return min(self._starts[_lines_of(token)[1]] - 1, len(self._text))

    def _bounds(self, first: int, stop: int) -> tuple[int, int]:
        """Offsets of the words between two lines, without quote signs and outer white space."""
        start, end = self._starts[first], min(self._starts[stop] - 1, len(self._text))
        prefix = _PREFIX.match(self._text, start, end)
        start = prefix.end() if prefix else start
        return start, start + len(self._text[start:end].rstrip())

    def _heading(self, token: Token) -> list[Block]:
        start, end = self._bounds(*_lines_of(token))
        start, end = self._after_item_marks(start, end)
        if token.markup.startswith("#"):
            words = re.sub(r"[ \t]+#+$", "", self._text[start:end])
            lead = len(words) - len(words.lstrip("#").lstrip())
            start, end = start + lead, start + len(words)
        else:
            end = start + len(self._text[start:end].rpartition("\n")[0].rstrip())
        if start >= end:
            return []
        start, end, bold = without_bold(self._text, start, end)
        mark = leading_mark(self._text[start:end])
        if mark and mark.kind != "bullet" and start + mark.length < end:
            start += mark.length
        else:
            mark = None
        level = int(token.tag[1])
        style = hints(self._text[start:end]) | {token.tag} | ({"bold"} if bold else set())
        if mark and mark.label:
            style |= {f"label={mark.label}"}
        marker = mark.printed if mark else None
        return [
            Block(BlockKind.HEADING, Span(start, end), level=level, marker=marker, style=frozenset(style))
        ]

    def _after_item_marks(self, start: int, end: int) -> tuple[int, int]:
        while self._lists and (mark := _ITEM.match(self._text, start, end)):
            start = mark.end()
        return start, end

    def _paragraph(self, token: Token) -> list[Block]:
        start, end = self._bounds(*_lines_of(token))
        marker, self._marker = self._marker, None
        if not self._lists:
            return text_blocks(self._text, start=start, end=end) if start < end else []
        if marker:
            start, end = self._after_item_marks(start, end)
        if start >= end:
            return []
        start, end, bold = without_bold(self._text, start, end)
        style = hints(self._text[start:end]) | ({"bold"} if bold else set())
        kind = BlockKind.ITEM if marker else BlockKind.PARAGRAPH
        level = len(self._lists) if marker else 0
        return [Block(kind, Span(start, end), level=level, marker=marker, style=frozenset(style))]

    def _row(self, line: int) -> list[Span | None]:
        start, end = self._bounds(line, line + 1)
        if self._text[start] == "|":
            start += 1
        row: list[Span | None] = []
        bounds = [start, *(m.end() for m in _CELL.finditer(self._text, start, end))]
        for left, right in zip(bounds, [*(b - 1 for b in bounds[1:]), end], strict=True):
            words = self._text[left:right]
            inner = left + len(words) - len(words.lstrip())
            row.append(Span(inner, inner + len(words.strip())) if words.strip() else None)
        if row and row[-1] is None and self._text[end - 1] == "|":
            row.pop()
        return row

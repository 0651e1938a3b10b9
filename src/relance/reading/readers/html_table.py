"""Tables of HTML, as grids of cells."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from relance.reading.limits import Deadline, Limits, refuse_over
from relance.reading.readers.compose import GridCell, clean
from relance.reading.readers.html_tags import BLOCKS, DROPPED


def grid_of(
    table: LexborNode, limits: Limits, deadline: Deadline
) -> tuple[list[list[GridCell | None]], int | None] | None:
    """The cells of a table of data; None when the table only lays out the page."""
    rows = [row for row in table.css("tr") if _own(row, table)]
    refuse_over(len(rows), limits.cells, "cellules")
    if len(rows) < 2 or table.css_first("table table, h1, h2, h3, h4"):
        return None
    grid: dict[tuple[int, int], GridCell] = {}
    headers = 0
    for y, row in enumerate(rows):
        deadline.check()
        x = 0
        cells = [cell for cell in row.iter() if cell.tag in {"td", "th"}]
        if (
            cells
            and headers == y
            and (_in_head(row) or (all(c.tag == "th" for c in cells) and len(cells) > 1))
        ):
            headers = y + 1
        for node in cells:
            while (y, x) in grid:
                x += 1
            cell = GridCell(_cell_words(node), bold=node.tag == "th")
            for dy in range(min(_number(node, "rowspan"), len(rows) - y)):
                for dx in range(_number(node, "colspan")):
                    grid.setdefault((y + dy, x + dx), cell)
            refuse_over(len(grid), limits.cells, "cellules")
    width = max((x for _, x in grid), default=-1) + 1
    if width < 2:
        return None
    refuse_over(width * len(rows), limits.cells, "cellules")
    return [[grid.get((y, x)) for x in range(width)] for y in range(len(rows))], headers or None


def _cell_words(cell: LexborNode) -> str:
    """The words of a cell, its paragraphs and list items on lines of their own."""
    parts: list[str] = []
    for node, opens in _events(cell):
        tag = node.tag or ""
        if tag == "-text":
            parts.append(re.sub(r"[ \t\r\n\f]+", " ", node.text_content or ""))
        elif tag == "br" or (tag in BLOCKS and tag not in {"td", "th"}):
            parts.append("\n")
            if tag == "li" and opens:
                parts.append("• ")
    return clean("".join(parts))


def _events(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Each node below `root` when it opens (True), and elements again when they close (False)."""
    node = root.child
    while node is not None:
        yield node, True
        hidden = node.tag in DROPPED or "hidden" in node.attributes
        if node.child is not None and not hidden:
            node = node.child
            continue
        while node.next is None:
            parent = node.parent
            if parent is None or parent.mem_id == root.mem_id:
                return
            node = parent
            yield node, False
        node = node.next


def _own(row: LexborNode, table: LexborNode) -> bool:
    parent = row.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent is not None and parent.mem_id == table.mem_id


def _in_head(row: LexborNode) -> bool:
    return row.parent is not None and row.parent.tag == "thead"


def _number(node: LexborNode, name: str) -> int:
    raw = node.attributes.get(name) or "1"
    return min(max(int(raw), 1), 1_000) if re.fullmatch(r"\d{1,6}", raw) else 1

"""Ruled tables of a PDF page: pdfplumber's algorithm finds the cells, our characters fill them.

Only its geometry is used, on rules that pdfium has read: opening the page a second time
with pdfplumber costs seventy times as much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from relance.reading.readers.compose import GridCell, clean
from relance.reading.readers.marks import leading_mark
from relance.reading.readers.pdfchars import Place, Segment
from relance.reading.readers.pdflayout import Line, lines_of

_EDGES = 1_500
_POINTS = 2_500


@dataclass(slots=True)
class Table:
    """A ruled table: its place, its cells row by row, the left edges of its columns."""

    place: Place
    grid: list[list[GridCell | None]]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    lines: list[Line]

    def adopt(self, segments: Sequence[Segment]) -> set[int]:
        """Take words of cells that lack a rule: one cut by the end of the page. Returns their ids."""
        open_cells: dict[tuple[int, int], list[Segment]] = {}
        for segment in segments:
            column = sum(segment.x0 + 2 >= edge for edge in self.columns) - 1
            row = sum(segment.middle >= edge for edge in self.rows) - 1
            if min(column, row) < 0 or self.grid[row][column] is not None:
                continue
            while row and self.grid[row - 1][column] is None:
                row -= 1
            open_cells.setdefault((row, column), []).append(segment)
        for (row, column), inside in open_cells.items():
            lines = lines_of(inside)
            self.lines += lines
            cell = GridCell(cell_text(lines))
            while row < len(self.grid) and self.grid[row][column] is None:
                self.grid[row][column] = cell
                row += 1
        return {id(segment) for inside in open_cells.values() for segment in inside}


def tables_of(rules: Sequence[Place], segments: Sequence[Segment]) -> tuple[list[Table], list[Segment]]:
    """The ruled tables of a page from top to bottom, and the segments that stand in none of them."""
    tables: list[Table] = []
    left = list(segments)
    for cells in sorted(_grids(rules), key=lambda cells: min(cell[1] for cell in cells)):
        place = _around(cells)
        if any(_overlap(place, t.place) for t in tables):
            continue
        edges = _edges([cell[0] for cell in cells])
        inside = [s for s in left if _holds(place, s)]
        pieces = [piece for segment in inside for piece in _cut(segment, edges, cells)]
        table = _table(place, cells, pieces)
        if table is None:
            continue
        tables.append(table)
        lost = [p for p in pieces if not any(_holds(cell, p) for cell in cells)]
        adopted = table.adopt(lost)
        taken = {id(s) for s in inside}
        left = [s for s in left if id(s) not in taken] + [p for p in lost if id(p) not in adopted]
    return tables, left


def _grids(rules: Sequence[Place]) -> list[list[Place]]:
    """The cells of each grid that the rules draw."""
    edges = merge_edges([_edge(rule) for rule in rules], 3, 3, 3, 3)
    if len(edges) > _EDGES:
        return []
    points = edges_to_intersections(edges, 3, 3)
    if not 6 <= len(points) <= _POINTS:
        return []
    found = cells_to_tables(intersections_to_cells(points))
    grids = [[cell for cell in cells if cell[2] - cell[0] > 4 and cell[3] - cell[1] > 4] for cells in found]
    return [cells for cells in grids if len(cells) >= 2]


def _edge(rule: Place) -> dict[str, Any]:
    """A rule as pdfplumber describes edges."""
    x0, top, x1, bottom = rule
    flat = x1 - x0 >= bottom - top
    if flat:
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if flat else "v",
    }


def _around(cells: Sequence[Place]) -> Place:
    return (
        min(c[0] for c in cells),
        min(c[1] for c in cells),
        max(c[2] for c in cells),
        max(c[3] for c in cells),
    )


def _table(place: Place, cells: Sequence[Place], segments: Sequence[Segment]) -> Table | None:
    columns = _edges([cell[0] for cell in cells])
    rows = _edges([cell[1] for cell in cells])
    if len(columns) < 2 or len(rows) < 2:
        return None
    grid: list[list[GridCell | None]] = [[None] * len(columns) for _ in rows]
    lines: list[Line] = []
    for cell in sorted(cells, key=lambda c: (c[1], c[0])):
        inside = [s for s in segments if _holds(cell, s)]
        words = lines_of(inside)
        lines += words
        placed = GridCell(cell_text(words), bold=bool(words) and all(line.bold for line in words))
        across = [x for x, edge in enumerate(columns) if cell[0] - 2 <= edge < cell[2] - 2]
        for y, top in enumerate(rows):
            if cell[1] - 2 <= top < cell[3] - 2:
                for x in across:
                    grid[y][x] = grid[y][x] or placed
    filled = [{id(c) for c in row if c and c.words} for row in grid]
    if sum(len(row) >= 2 for row in filled) < 2:
        # A frame around a text, not a table of data.
        return None
    return Table(place, grid, tuple(columns), tuple(rows), lines)


def cell_text(lines: Sequence[Line]) -> str:
    """The words of a cell: wrapped lines joined, bullets on lines of their own."""
    words = ""
    for line in lines:
        text = line.text.strip()
        mark = leading_mark(text)
        if not words:
            words = text
        elif mark and mark.kind == "bullet":
            words += "\n" + text
        elif words.endswith("\u00ad"):
            words = words[:-1] + ("" if text[:1].islower() else "-") + text
        else:
            words += " " + text
    return clean(words.replace("\u00ad", "-"))


def _cut(segment: Segment, columns: Sequence[float], cells: Sequence[Place]) -> list[Segment]:
    """A segment whose words run over the edge of a column, cut there; not inside a merged cell."""
    cuts = [edge for edge in columns if segment.x0 + 2 < edge < segment.x1 - 2]
    beside = [cell for cell in cells if cuts and cell[1] <= segment.middle <= cell[3]]
    cuts = [edge for edge in cuts if not any(cell[0] + 3 < edge < cell[2] - 3 for cell in beside)]
    if not cuts:
        return [segment]
    pieces: dict[int, list[int]] = {}
    for at, box in enumerate(segment.boxes):
        middle = (box[0] + box[2]) / 2
        pieces.setdefault(sum(middle > edge for edge in cuts), []).append(at)
    return [_part(segment, indexes) for indexes in pieces.values()]


def _part(segment: Segment, indexes: list[int]) -> Segment:
    boxes = [segment.boxes[at] for at in indexes]
    return Segment(
        text="".join(segment.text[at] for at in indexes),
        boxes=boxes,
        x0=min(b[0] for b in boxes),
        y0=min(b[1] for b in boxes),
        x1=max(b[2] for b in boxes),
        y1=max(b[3] for b in boxes),
        size=segment.size,
        bold=segment.bold,
        rotated=segment.rotated,
        spaced=segment.spaced,
    )


def _edges(values: Sequence[float]) -> list[float]:
    """Values in order, those closer than three points taken as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:
            edges.append(value)
    return edges


def _holds(place: Place, segment: Segment) -> bool:
    x, y = (segment.x0 + segment.x1) / 2, segment.middle
    return place[0] - 1 <= x <= place[2] + 1 and place[1] - 1 <= y <= place[3] + 1


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

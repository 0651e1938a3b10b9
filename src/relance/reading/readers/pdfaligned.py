"""Tables of a PDF without rules: lines whose parts stand below each other."""

from collections.abc import Sequence

from relance.reading.readers.compose import GridCell, clean
from relance.reading.readers.marks import leading_mark
from relance.reading.readers.pdfflow import Flow
from relance.reading.readers.pdflayout import Line
from relance.reading.readers.pdftables import Table

_NEAR = 8.0


def aligned_table(items: Sequence[Line | Table], flow: Flow) -> list[Line | Table]:
    """The items of a page, with runs of at least three aligned lines made into tables."""
    found: list[Line | Table] = []
    at = 0
    while at < len(items):
        run = _run(items[at:], flow)
        if run:
            found.append(_table(run))
            at += len(run)
        else:
            found.append(items[at])
            at += 1
    return found


def _starts(line: Line) -> list[float]:
    return list(line.starts)


def _run(items: Sequence[Line | Table], flow: Flow) -> list[Line]:
    """The lines from here on that make a table; empty when there is none."""
    first = items[0]
    if not isinstance(first, Line) or not _has_cells(first, flow):
        return []
    columns = _starts(first)
    run = [first]
    full = 1
    for item in items[1:]:
        if (
            not isinstance(item, Line)
            or item.rotated
            or item.y0 - run[-1].y1 > 3 * first.height
            or item.y0 < run[-1].y0
        ):
            break
        starts = _starts(item)
        if not all(any(abs(x - column) <= _NEAR for column in columns) for x in starts):
            break
        if len(starts) == 1 and abs(starts[0] - columns[0]) <= _NEAR and len(item.text) > 60:
            break
        full += len(starts) >= 2
        run.append(item)
    while run and len(run[-1].parts) == 1 and abs(_starts(run[-1])[0] - columns[0]) <= _NEAR:
        run.pop()
    return run if full >= 3 else []


def _has_cells(line: Line, flow: Flow) -> bool:
    if line.rotated or len(line.parts) < 2 or flow.is_contents(line.text):
        return False
    start, end = line.parts[0]
    mark = leading_mark(line.text)
    # "1.   Ouvrir une halle" is a line with its number, not a row of two cells.
    return not (len(line.parts) == 2 and mark and mark.length >= end - start)


def _table(run: Sequence[Line]) -> Table:
    columns = _starts(run[0])
    grid: list[list[GridCell | None]] = []
    for line in run:
        cells: list[GridCell | None] = [None] * len(columns)
        for (start, end), x in zip(line.parts, _starts(line), strict=True):
            column = min(range(len(columns)), key=lambda at: abs(columns[at] - x))
            cells[column] = GridCell(clean(line.text[start:end]), bold=line.bold)
        if grid and cells[0] is None and sum(cell is not None for cell in cells) == 1 and _close(line, run):
            column = next(at for at, cell in enumerate(cells) if cell)
            above, below = grid[-1][column], cells[column]
            if above and below:
                # A lone cell right below another is its second line.
                above.words = f"{above.words} {below.words}"
                continue
        grid.append(cells)
    place = (min(line.x0 for line in run), run[0].y0, max(line.x1 for line in run), run[-1].y1)
    return Table(place, grid, tuple(columns), tuple(line.y0 for line in run), [])


def _close(line: Line, run: Sequence[Line]) -> bool:
    above = [other for other in run if other.y1 <= line.y0 + 0.5 * line.height]
    return bool(above) and line.y0 - above[-1].y1 < 0.5 * line.height

"""From segments on a page to lines in reading order: rows, columns of prose, aligned cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from relance.reading.readers.pdfchars import Place, Segment

_GUTTER = 9.0
_COLUMN_ROWS = 3


@dataclass(slots=True)
class Line:
    """A printed line: its words, the place of each character, and how it looks.

    `left` and `right` bound the column that it stands in.
    """

    text: str
    boxes: list[Place]
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    left: float
    right: float
    rotated: bool = False
    parts: tuple[tuple[int, int], ...] = ()
    starts: tuple[float, ...] = ()

    @property
    def height(self) -> float:
        """In points; a damaged page may set its signs flat, and nobody divides by nothing."""
        return max(self.y1 - self.y0, 0.1)


def lines_of(segments: Sequence[Segment]) -> list[Line]:
    """The lines of a page (or of a cell) in reading order, columns one after the other."""
    straight = [s for s in segments if not s.rotated]
    lines = list(_region(_rows(straight)))
    for segment in segments:
        if segment.rotated:
            lines.append(_line([segment], segment.x0, segment.x1, rotated=True))
    return lines


def _rows(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments at the same height, from top to bottom, each row from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (s.middle, s.x0)):
        # Looking back a few rows catches exponents and signs of another size.
        for row in reversed(rows[-3:]):
            if any(_same_height(segment, other) for other in row):
                row.append(segment)
                break
        else:
            rows.append([segment])
    for row in rows:
        row.sort(key=lambda s: s.x0)
    return rows


def _same_height(one: Segment, other: Segment) -> bool:
    overlap = min(one.y1, other.y1) - max(one.y0, other.y0)
    low, high = sorted((one.height, other.height))
    if high > 1.8 * low:
        # An exponent or a dropped capital: only beside its line, not below it.
        return overlap > 0.7 * low and (abs(one.x0 - other.x1) < high or abs(other.x0 - one.x1) < high)
    return overlap > 0.5 * low


def _region(rows: Sequence[list[Segment]]) -> Iterator[Line]:
    """The lines of some rows; a run of rows with a gutter through it is read column by column."""
    at = 0
    bounds = _bounds(rows)
    while at < len(rows):
        stop, gutter = _columns_at(rows, at)
        if gutter is None:
            yield _line(rows[at], *bounds)
            at += 1
            continue
        middle = (gutter[0] + gutter[1]) / 2
        run = rows[at:stop]
        for side in (True, False):
            part = [[s for s in row if ((s.x0 + s.x1) / 2 < middle) is side] for row in run]
            yield from _region([row for row in part if row])
        at = stop


def _bounds(rows: Sequence[list[Segment]]) -> tuple[float, float]:
    return (
        min((row[0].x0 for row in rows), default=0.0),
        max((max(s.x1 for s in row) for row in rows), default=0.0),
    )


def _columns_at(rows: Sequence[list[Segment]], at: int) -> tuple[int, tuple[float, float] | None]:
    """The longest run of rows from `at` with a gutter, if it holds two columns of prose."""
    free = _free(rows[at])
    if not free:
        return at, None
    stop = at + 1
    while stop < len(rows) and (narrowed := _common(free, _free(rows[stop]))):
        free = narrowed
        stop += 1
    for gutter in sorted(free, key=lambda g: g[0] - g[1]):
        middle = (gutter[0] + gutter[1]) / 2
        end = _end_of_columns(rows, at, stop, middle)
        run = rows[at:end]
        left = [s for row in run for s in row if s.x1 <= middle]
        right = [s for row in run for s in row if s.x0 >= middle]
        if _is_prose(left) and _is_prose(right):
            return end, gutter
    return at, None


def _end_of_columns(rows: Sequence[list[Segment]], at: int, stop: int, middle: float) -> int:
    """Where the columns end: before a row that stands alone in its band, set apart or larger."""
    for index in range(at + 1, stop):
        row = rows[index]
        side = row[0].x0 < middle
        if any((s.x0 < middle) is not side for s in row):
            continue
        top, bottom, height = row[0].y0, row[0].y1, row[0].height
        near = (s for other in rows[at:stop] for s in other if (s.x0 < middle) is not side)
        if any(s.y0 < bottom + 0.8 * height and s.y1 > top - 0.8 * height for s in near):
            continue
        before = [s for s in rows[index - 1] if (s.x0 < middle) is side] or rows[index - 1]
        apart = top - before[0].y1 > 0.8 * height
        larger = row[0].size > 1.12 * before[0].size
        if apart or larger:
            return index
    return stop


def _is_prose(side: Sequence[Segment]) -> bool:
    """At least three lines, most of them filling the width of the column with words."""
    rows = _rows(side)
    if len(rows) < _COLUMN_ROWS:
        return False
    left, right = _bounds(rows)
    widths = [max(s.x1 for s in row) - row[0].x0 for row in rows]
    letters = median(sum(len(s.text) for s in row) for row in rows)
    return median(widths) >= 0.6 * (right - left) and letters >= 18


def _free(row: Sequence[Segment]) -> list[tuple[float, float]]:
    """The empty stretches of a row, the margins included."""
    edges = [(-1e6, -1e6), *((s.x0, s.x1) for s in row), (1e6, 1e6)]
    found = []
    reach = edges[0][1]
    for x0, x1 in edges[1:]:
        if x0 - reach >= _GUTTER:
            found.append((reach, x0))
        reach = max(reach, x1)
    return found


def _common(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches in both lists, wide enough, margins on their own no longer counted."""
    found = []
    for a0, a1 in one:
        for b0, b1 in other:
            x0, x1 = max(a0, b0), min(a1, b1)
            if x1 - x0 >= _GUTTER:
                found.append((x0, x1))
    inner = [(x0, x1) for x0, x1 in found if x0 > -1e5 and x1 < 1e5]
    return found if inner else []


def _line(row: Sequence[Segment], left: float, right: float, *, rotated: bool = False) -> Line:
    words = ""
    boxes: list[Place] = []
    parts: list[tuple[int, int]] = []
    before: Segment | None = None
    start = 0
    for segment in row:
        if before is not None:
            gap = segment.x0 - before.x1
            low = min(segment.height, before.height)
            if gap > 1.8 * low:
                parts.append((start, len(words)))
                start = len(words) + 1
            if before.spaced or gap > 0.2 * low:
                words += " "
                boxes.append((before.x1, before.y0, segment.x0, before.y1))
            elif start > len(words):
                start = len(words)
        words += segment.text
        boxes += segment.boxes
        before = segment
    parts.append((start, len(words)))
    letters = sum(len(s.text) for s in row)
    return Line(
        text=words,
        boxes=boxes,
        x0=min(s.x0 for s in row),
        y0=min(s.y0 for s in row),
        x1=max(s.x1 for s in row),
        y1=max(s.y1 for s in row),
        # The size that most letters have: an exponent does not count.
        size=max(row, key=lambda s: len(s.text)).size,
        bold=sum(len(s.text) for s in row if s.bold) > 0.9 * letters,
        left=left,
        right=right,
        rotated=rotated,
        parts=tuple(parts),
        starts=tuple(boxes[start][0] for start, _ in parts),
    )

"""Measures from the rows of tables, by the names of their columns or by what stands in them.

A first column filled once per group gives the axis of the rows below it.
"""

import re
from collections.abc import Sequence
from typing import Final

from relance.reading.document import Cell, Span
from relance.reading.facts.drafts import Draft, DraftAxis, unnumbered
from relance.reading.facts.fields import Field
from relance.reading.facts.labels import Key, key_of
from relance.reading.facts.lines import Line
from relance.reading.readers.text import without_bold
from relance.values import dates
from relance.values.typography import flat

_UNIT: Final = re.compile(
    r"\b(k|m|md)? ?(€|\$|euros?|dollars?)|\ben (milliers|millions) (?:d'|de )(euros?|dollars?)"
)
_TOTAL: Final = re.compile(r"[*_ ]*(?:(?:sous-)?totaux?|(?:sous-)?total|ensemble)\b")
_MEASURE_WORDS: Final = (
    "action",
    "mesure",
    "intitule",
    "titre",
    "nom",
    "libelle",
    "projet",
    "operation",
    "proposition",
    "moyen",
    "tache",
)
_RANK: Final = re.compile(r"[a-z]?\d{1,3}(?:[.-]\d{1,3})*\.?|[ivx]{1,4}")

Columns = dict[int, Key]


def read_table(text: str, rows: Sequence[Line], axes: list[DraftAxis], above: int | None) -> list[Draft]:
    """The measures of one table; new axes are added to `axes`. `above`: the axis in force."""
    body = [row for row in rows if not row.is_header]
    columns = _named(rows) or _guessed(body)
    if Key.TITLE not in columns.values():
        return []
    drafts: list[Draft] = []
    axis, objective = above, None
    last_axis: Span | None = None
    for row in body:
        cells = {cell.column: cell for cell in row.cells if cell.span}
        if not cells or _TOTAL.match(flat(min(cells.items())[1].span.quote(text) if cells else "")):  # type: ignore[union-attr]  # spans were checked
            continue
        group = _of(columns, Key.AXIS, cells)
        if (
            len(cells) == 1
            and group is None
            and len(row.cells) > 2
            and columns.get(min(cells)) is not Key.TITLE
        ):
            group = next(iter(cells.values()))
        if group and group.span and group.span != last_axis:
            last_axis = group.span
            start, end, _ = without_bold(text, group.span.start, group.span.end)
            span, number = unnumbered(text, Span(start, end))
            axes.append(DraftAxis(span, number, 0.93))
            axis = len(axes) - 1
        title = _of(columns, Key.TITLE, cells)
        if over := _of(columns, Key.OBJECTIVE, cells):
            objective = over.span
        if title is None or title.span is None:
            continue
        span, printed = unnumbered(text, title.span)
        rank = _of(columns, Key.NUMBER, cells)
        draft = Draft(
            span=span,
            confidence=0.95,
            number=rank.span.quote(text) if rank and rank.span else printed,
            axis=axis,
            objective=objective,
        )
        _attach(text, draft, columns, cells)
        drafts.append(draft)
    return drafts


def unit_of(header: str) -> str | None:
    """What a column counts, by its header: "Budget (k€)" → "k€"; None when it does not say."""
    words = flat(header)
    found = _UNIT.search(words)
    if not found:
        return None
    if found[3]:
        return {"milliers": "k", "millions": "m"}[found[3]] + ("€" if found[4].startswith("euro") else "$")
    sign = "€" if found[2].startswith(("€", "euro")) else "$"
    return f"{found[1] or ''}{sign}"


def _of(columns: Columns, key: Key, cells: dict[int, Cell]) -> Cell | None:
    return next((cells[c] for c, k in columns.items() if k is key and c in cells), None)


def _attach(text: str, draft: Draft, columns: Columns, cells: dict[int, Cell]) -> None:
    for column, cell in cells.items():
        key = columns.get(column)
        if cell.span is None or key in (None, Key.TITLE, Key.AXIS, Key.NUMBER, Key.OBJECTIVE):
            continue
        draft.fields.append(Field(key, cell.header or "", cell.span))
        if key is Key.AMOUNT:
            draft.units[cell.span] = unit_of(cell.header or "") or "?"


def _named(rows: Sequence[Line]) -> Columns:
    """The columns by their headers; the best word for a measure wins, and numbers are told from axes."""
    headers: dict[int, str] = {}
    for row in rows:
        for cell in row.cells:
            if cell.header and cell.column not in headers:
                headers[cell.column] = cell.header
    columns: Columns = {}
    for column, header in headers.items():
        key = key_of(header) or (Key.AMOUNT if unit_of(header) else None)
        if key:
            columns[column] = key
    titles = [c for c, k in columns.items() if k is Key.TITLE]
    if len(titles) > 1:
        best = min(titles, key=lambda c: (_order(headers[c]), c))
        columns |= {c: Key.CONTEXT for c in titles if c != best}
    for wanted in (Key.OBJECTIVE, Key.CONTEXT):
        if not titles and wanted in columns.values() and len(columns) > 1:
            columns[next(c for c, k in columns.items() if k is wanted)] = Key.TITLE
            titles = [0]
    _numbers(rows, columns)
    return columns


def _order(header: str) -> int:
    words = flat(header)
    return next((i for i, word in enumerate(_MEASURE_WORDS) if word in words), len(_MEASURE_WORDS))


def _numbers(rows: Sequence[Line], columns: Columns) -> None:
    """A column called "Priorité" or "Action" that holds ranks is the number of the measure."""
    for column, key in list(columns.items()):
        if key not in (Key.AXIS, Key.TITLE):
            continue
        texts = [
            c.span for row in rows if not row.is_header for c in row.cells if c.column == column and c.span
        ]
        words = [flat(_quote(rows, span)) for span in texts]
        if words and all(_RANK.fullmatch(w) for w in words):
            columns[column] = Key.NUMBER


def _quote(rows: Sequence[Line], span: Span) -> str:
    row = next(r for r in rows if r.span.start <= span.start and span.end <= r.span.end)
    return row.text[span.start - row.span.start : span.end - row.span.start]


def _guessed(body: Sequence[Line]) -> Columns:
    """Columns without headers: ranks, dates, and the longest words."""
    if len(body) < 2:
        return {}
    words: dict[int, list[str]] = {}
    for row in body:
        for cell in row.cells:
            if cell.span and row.span.start <= cell.span.start and cell.span.end <= row.span.end:
                words.setdefault(cell.column, []).append(_quote([row], cell.span))
    columns: Columns = {}
    for column, texts in words.items():
        if all(_RANK.fullmatch(flat(t)) for t in texts):
            columns[column] = Key.NUMBER
        elif sum(dates.parse(t) is not None and len(t.split()) <= 8 for t in texts) >= 0.6 * len(texts):
            columns[column] = Key.HORIZON
    rest = {c: sum(map(len, t)) / len(t) for c, t in words.items() if c not in columns}
    if not rest or not columns:
        return {}
    title = max(rest, key=lambda c: rest[c])
    columns[title] = Key.TITLE
    sparse = [c for c in rest if c < title and len(words[c]) < len(body)]
    if sparse:
        columns[sparse[0]] = Key.AXIS
    return columns

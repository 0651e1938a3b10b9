"""Measures and axes as found by structure, before their amounts, dates and partners are read."""

import re
from dataclasses import dataclass, field
from typing import Final

from relance.reading.document import Span
from relance.reading.facts.fields import Field
from relance.values.typography import flat

_PREFIX: Final = re.compile(
    r"(?:(?:axes?|chapitre|partie|titre|priorite|orientation|volet|pilier|theme|thematique|enjeu|defi"
    r"|ambition|chantier|deliberation|point"
    r"|objectif)(?: strategique)? (?:n° ?)?)?"
    r"(?:(\d{1,2}(?:\.\d{1,2})*|\d{2,4}-\d{1,3}|[ivx]{1,5})(?: ?(?:[:)°-]|\.(?!\d))+ ?)+"
    r"|(\d{1,2}(?:\.\d{1,2}){1,4}) (?=[^\W\d_]))"
)
_SIGNS: Final = re.compile(r"[^\w«(\"“]+")  # a pictogram or a mark


@dataclass(slots=True)
class DraftAxis:
    span: Span
    number: str | None
    confidence: float


@dataclass(slots=True)
class Draft:
    """One measure: where its words stand, what belongs to it, and under which headings."""

    span: Span
    confidence: float
    number: str | None = None
    axis: int | None = None
    objective: Span | None = None
    response: bool = False
    prose: bool = False  # found in running text
    fields: list[Field] = field(default_factory=list)
    body: list[Span] = field(default_factory=list)  # description lines beneath
    units: dict[Span, str] = field(default_factory=dict)  # bare numbers counted in this unit


@dataclass(slots=True)
class Outline:
    axes: list[DraftAxis]
    drafts: list[Draft]
    findings: list[Span]


def drop_empty(outline: Outline) -> None:
    """A group that holds no measure ("TITRE Ier – Objet") is none of the plan's axes."""
    used = sorted({draft.axis for draft in outline.drafts if draft.axis is not None})
    moved = {old: new for new, old in enumerate(used)}
    outline.axes = [outline.axes[old] for old in used]
    for draft in outline.drafts:
        draft.axis = None if draft.axis is None else moved[draft.axis]


def axis_called(text: str, said: Span, outline: Outline) -> int:
    """The axis of these words, whatever its number; a new one when there is none yet."""
    span, number = unnumbered(text, said)
    label = flat(span.quote(text))
    for index, axis in enumerate(outline.axes):
        if flat(axis.span.quote(text)) == label:
            return index
    outline.axes.append(DraftAxis(span, number, 0.85))
    return len(outline.axes) - 1


def unnumbered(text: str, span: Span) -> tuple[Span, str | None]:
    """The span without "AXE 1 :" or "2 –" at its start, and that number."""
    words = flat(span.quote(text))
    signs = _SIGNS.match(words)
    if signs and signs.end() < len(words):
        span = Span(span.start + signs.end(), span.end)
        words = words[signs.end() :]
    found = _PREFIX.match(words)
    if not found or found.end() >= len(words):
        return span, None
    start = span.start + found.end()
    rank = 1 if found[1] else 2
    return Span(start, span.end), text[span.start + found.start(rank) : span.start + found.end(rank)]

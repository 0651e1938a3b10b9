"""Where a walk through the lines of a document stands, and the measures it has found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from relance.reading.document import Document, Span
from relance.reading.facts.drafts import Draft, Outline
from relance.reading.facts.fields import Field, inline_fields
from relance.reading.facts.headings import Heading, Section
from relance.reading.facts.judge import Verdict
from relance.reading.facts.lines import Line

_DECOR: Final = re.compile(r"[^\w«“\"'’(\[*_+<>=€$%-]*")  # white space, pictograms


@dataclass(slots=True)
class State:
    """Where the walk stands."""

    axis: int | None = None
    objective: Span | None = None
    section: Section = Section.PLAIN
    lead: str | None = None  # "measures" or "criteria": what the last lead-in announced
    lead_span: Span | None = None
    draft: Draft | None = None  # the measure that fields and descriptions belong to
    sheet: bool = False  # inside a sheet: only its fields speak
    pending: tuple[str, str] | None = None  # "ACTION N° 3" whose words come below
    field: Field | None = None  # a label whose value stands below
    measured: bool = False  # lines above, under the same heading, are measures
    quoted: bool = False  # the line above quotes somebody, whose name may follow
    item_level: int = 0
    indent: int = 0  # of the line that opened the measure


@dataclass(slots=True)
class Walk:
    """A walk. `sheets`: the document describes measures by fields; `labelled`: it labels them
    ("Proposition 3 :"); `reply`: it answers priorities."""

    document: Document
    lines: Sequence[Line]
    noise: set[int]
    headings: dict[int, Heading]
    axis_kinds: frozenset[str]
    measure_headings: set[int]
    sheets: bool
    labelled: bool
    reply: bool
    outline: Outline = field(default_factory=lambda: Outline([], [], []))
    state: State = field(default_factory=State)
    verdict_lines: list[int] = field(default_factory=list)


def emit(walk: Walk, line: Line, verdict: Verdict, number: str | None, *, sheet: bool) -> None:
    """Add a measure: the stretch of a line that a verdict found, under what the walk stands in."""
    state = walk.state
    start = line.span.start + verdict.start
    text = walk.document.text[start : line.span.start + verdict.end]
    end = start + len(text.rstrip())
    start += _DECOR.match(text).end()  # type: ignore[union-attr]  # it always matches
    if end <= start:
        return
    span, fields = inline_fields(walk.document.text, Span(start, end))
    draft = Draft(
        span=span,
        fields=fields,
        confidence=verdict.confidence,
        number=number,
        axis=state.axis,
        objective=state.lead_span if state.lead == "measures" and state.lead_span else state.objective,
        response=state.section is Section.REPLY,
        prose=not line.is_item and not sheet and line.label is None,
    )
    walk.outline.drafts.append(draft)
    walk.verdict_lines.append(line.index)
    state.draft, state.sheet, state.measured, state.field = draft, sheet, True, None
    state.indent = line.indent

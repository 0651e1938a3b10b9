"""One walk through the lines under their headings: axes open, measures are found, fields attached."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from relance.reading.document import Document, Span
from relance.reading.facts import lexicon
from relance.reading.facts.drafts import Draft, DraftAxis, Outline, unnumbered
from relance.reading.facts.fields import Field, Key, bare_label, field_of, inline_fields
from relance.reading.facts.headings import BY_LOOK, MEASURE_LABELS, Heading, Section
from relance.reading.facts.judge import Verdict, judge_item, judge_paragraph
from relance.reading.facts.lines import Line
from relance.reading.facts.tables import read_table

# Under these headings, what stands above still says what it is about.
_TELLING: Final = (Key.CONTEXT, Key.OBJECTIVE, Key.INDICATOR, Key.TITLE)  # what a label says in prose
_LISTED: Final = (Key.PARTNER, Key.FUNDER)  # names stand under their label, one a line
_OF_FORM: Final = (Key.TERRITORY, Key.LEAD)  # labels of a form, also above its first measure
_DECOR: Final = re.compile(r"[^\w«“\"'’(\[*_+<>=€$%-]*")  # white space, pictograms
_KEEPING: Final = (Section.REPLY, Section.MEASURES, Section.REQUEST)


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
    item_level: int = 0


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


def walk_through(walk: Walk) -> Outline:
    """Fill and return the outline of a walk."""
    lines = walk.lines
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.is_row:
            rows = [row for row in lines[at:] if row.is_row and row.table == line.table]
            run = _run_of(lines, at)
            _table(walk, run or rows)
            at += len(run)
            continue
        at += 1
        if line.index not in walk.noise:
            _line(walk, line)
    return walk.outline


def _run_of(lines: Sequence[Line], at: int) -> list[Line]:
    run = []
    for line in lines[at:]:
        if not line.is_row or line.table != lines[at].table:
            break
        run.append(line)
    return run


def _table(walk: Walk, rows: Sequence[Line]) -> None:
    if walk.state.section is Section.SKIP:
        return
    found = read_table(walk.document.text, rows, walk.outline.axes, walk.state.axis)
    for draft in found:
        if draft.objective is None:
            draft.objective = walk.state.objective
    walk.outline.drafts += found
    walk.verdict_lines += [rows[0].index] * len(found)


def _line(walk: Walk, line: Line) -> None:
    state = walk.state
    heading = walk.headings.get(line.index)
    bare = lexicon.NUMBERED_LABEL.fullmatch(line.flat.strip(" *_"))
    if bare and line.words <= 4:
        _open_pending(walk, line, bare)
    elif state.pending and _resolve_pending(walk, line):
        pass
    elif walk.sheets and (key := bare_label(line)) and (state.sheet or key in _OF_FORM):
        state.field = Field(key, line.flat, None)
    elif state.field is not None and not (heading and heading.rank[0] < BY_LOOK) and _below(walk, line):
        pass
    elif heading:
        _heading(walk, heading)
    elif (line.label in MEASURE_LABELS or line.label == "engagement") and line.words >= 2:
        _labelled(walk, line)
    elif found := field_of(line):
        _field(walk, line, found)
    elif state.section is Section.REQUEST:
        state.objective = state.objective or line.span
    elif line.is_item:
        _item(walk, line)
    else:
        _paragraph(walk, line)


def _open_pending(walk: Walk, line: Line, bare: re.Match[str]) -> None:
    walk.state.pending = (bare["label"], bare["number"])
    walk.state.field = None
    walk.state.lead = None


def _resolve_pending(walk: Walk, line: Line) -> bool:
    """Give "ACTION N° 3" the words of the line below, or of its title field."""
    state = walk.state
    assert state.pending is not None  # noqa: S101 — the caller has looked
    label, number = state.pending
    if bare_label(line) is Key.TITLE:
        return True  # "Intitulé de l'action": the words stand one line further down
    found = field_of(line)
    if found and (
        (found.key is not Key.TITLE and not found.label.startswith("intitule")) or found.value is None
    ):
        state.pending = None
        return False
    span = found.value if found and found.value else line.span
    state.pending = None
    if label.startswith("fiche") or label in MEASURE_LABELS:
        _emit(
            walk,
            line,
            Verdict(span.start - line.span.start, span.end - line.span.start, 0.95),
            number,
            sheet=True,
        )
        return True
    _open_axis(walk, span, number, 0.95)
    return True


def _open_axis(walk: Walk, span: Span, number: str | None, confidence: float) -> None:
    short, own = unnumbered(walk.document.text, span)
    walk.outline.axes.append(DraftAxis(short, number or own, confidence))
    walk.state = State(axis=len(walk.outline.axes) - 1)
    if walk.reply:  # until "Réponse", the text is what was asked
        walk.state.section = Section.REQUEST


def _heading(walk: Walk, heading: Heading) -> None:
    state, line = walk.state, heading.line
    if line.index in walk.measure_headings:
        state.section = Section.PLAIN
        _emit(walk, line, Verdict(0, len(line.text), 0.93 if line.label else 0.8), line.number, sheet=True)
        return
    if heading.rank[1] in walk.axis_kinds and heading.section is Section.PLAIN:
        _open_axis(walk, line.span, line.number, 0.93 if heading.rank[0] < 3 else 0.75)
        return
    if heading.section is Section.PLAIN:
        walk.state = State(axis=state.axis, objective=line.span)
        return
    kept = state.objective if heading.section in _KEEPING else None
    walk.state = State(axis=state.axis, objective=kept, section=heading.section)


def _labelled(walk: Walk, line: Line) -> None:
    verdicts = [Verdict(0, len(line.text), 0.92)]
    if line.label == "article":
        verdicts = judge_item(line, walk.state.section, led=True, nested=False)
        for verdict in verdicts[:1]:
            _emit(walk, line, verdict, line.number, sheet=False)
        return
    _emit(walk, line, verdicts[0], line.number, sheet=True)


def _field(walk: Walk, line: Line, found: Field) -> None:
    state = walk.state
    state.field = None
    if found.key is Key.TITLE and found.value and walk.sheets:
        if state.draft is None or state.draft.fields or state.draft.span.end < line.span.start:
            start = found.value.start - line.span.start
            _emit(walk, line, Verdict(start, len(line.text.rstrip()), 0.85), line.number, sheet=True)
        return
    if found.value is None:
        if found.key is Key.TITLE or not walk.sheets:
            _lead_in(walk, line)
            return
        state.field = found
        return
    if state.draft is not None and (state.sheet or walk.sheets):
        if found.key in (Key.CONTEXT, Key.OBJECTIVE, Key.INDICATOR):
            state.draft.body.append(found.value)
            if found.key is Key.CONTEXT:
                walk.outline.findings.append(found.value)
        else:
            state.draft.fields.append(found)
        return
    if not walk.sheets and found.key is not Key.INDICATOR:  # "Suivi : un bilan sera fait" is no measure
        (_item if line.is_item else _paragraph)(walk, line)


def _below(walk: Walk, line: Line) -> bool:
    """Take a line as the value of the label that stands above it."""
    state = walk.state
    label = state.field
    assert label is not None  # noqa: S101 — the caller has looked
    if bare_label(line) or field_of(line) or (label.value and line.gap and not line.is_item):
        state.field = None
        return False
    if state.draft is not None:
        if label.key in _TELLING:
            state.draft.body.append(line.span)
        else:
            state.draft.fields.append(Field(label.key, label.label, line.span))
    if line.is_item or label.key in _TELLING or label.key in _LISTED:
        state.field = Field(label.key, label.label, line.span)
    else:
        state.field = None
    return True


def _lead_in(walk: Walk, line: Line) -> bool:
    """A line that ends in a colon and announces a list; True when it is nothing else."""
    if not line.text.rstrip().endswith(":"):
        return False
    believed = lexicon.IDEALS.search(line.flat) is not None
    asked = lexicon.CRITERIA.search(line.flat) is not None and not line.commits
    criteria = believed or asked
    walk.state.lead = "criteria" if criteria else "measures"
    walk.state.lead_span = line.span
    walk.state.item_level = 0
    return True


def _item(walk: Walk, line: Line) -> None:
    state = walk.state
    if state.lead == "criteria" or (state.sheet and walk.sheets and state.draft is not None):
        if state.draft is not None:
            state.draft.body.append(line.span)
        return
    if line.text.rstrip().endswith(":") and line.words <= 20:
        if not (state.lead and state.item_level and line.level > state.item_level):
            _lead_in(walk, line)
            state.item_level = line.level
        return
    nested = (
        line.level > 1
        and state.draft is not None
        and not line.acts
        and not line.commits
        and not state.item_level
    )
    verdicts = judge_item(line, state.section, led=state.lead == "measures" and _leads(walk), nested=nested)
    if not verdicts:
        walk.outline.findings.append(line.span)
    for verdict in verdicts:
        _emit(walk, line, verdict, line.number, sheet=False)


def _leads(walk: Walk) -> bool:
    """Whether the lead-in itself speaks of doing."""
    span = walk.state.lead_span
    if span is None:
        return False
    words = " ".join(walk.document.text[span.start : span.end].lower().split())
    return bool(
        re.search(
            r"mesure|action|décid|propos|prévoi|suivant|engag|attribu|outil|phare|aide|dispositif", words
        )
    )


def _paragraph(walk: Walk, line: Line) -> None:
    state = walk.state
    if state.sheet and state.draft is not None and not line.is_item and (walk.sheets or walk.labelled):
        state.draft.body.append(line.span)
        return
    if line.text.rstrip().endswith(":") and line.words <= 40:
        _lead_in(walk, line)
        if line.acts or lexicon.START_ACTION.match(line.flat):
            state.objective = line.span
        return
    led = state.lead == "measures" and _leads(walk) and state.measured
    verdicts = judge_paragraph(line, state.section, led=led, after_measure=state.measured)
    if not verdicts:
        if state.draft is not None and state.draft.number and state.sheet:
            state.draft.body.append(line.span)
        walk.outline.findings.append(line.span)
        state.lead = None
    for verdict in verdicts:
        _emit(walk, line, verdict, line.number, sheet=False)


def _emit(walk: Walk, line: Line, verdict: Verdict, number: str | None, *, sheet: bool) -> None:
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

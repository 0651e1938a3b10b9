"""One walk through the lines under their headings: axes open, measures are found, fields attached."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from relance.reading.document import Span
from relance.reading.facts import lexicon
from relance.reading.facts.drafts import Draft, DraftAxis, Outline, unnumbered
from relance.reading.facts.fields import Field, bare_label, field_of, inline_fields
from relance.reading.facts.headings import BY_LOOK, MEASURE_LABELS, Heading, Section
from relance.reading.facts.judge import Verdict, is_formal, judge_item, judge_paragraph, whole
from relance.reading.facts.labels import Key
from relance.reading.facts.lines import Line
from relance.reading.facts.noise import is_ticked
from relance.reading.facts.state import State, Walk, emit
from relance.reading.facts.tables import read_table
from relance.values.typography import flat

# Under these headings, what stands above still says what it is about.
_TELLING: Final = (Key.CONTEXT, Key.OBJECTIVE, Key.INDICATOR, Key.TITLE)  # what a label says in prose
_LISTED: Final = (Key.PARTNER, Key.FUNDER)  # names stand under their label, one a line
_OF_FORM: Final = (Key.TERRITORY, Key.LEAD)  # labels of a form, also above its first measure
_REFUSED: Final = ("❌", "🚫", "✗", "✘", "⛔")  # what will not be done
_OF_MEASURE: Final = (Key.LEAD, Key.PARTNER, Key.FUNDER, Key.AMOUNT, Key.HORIZON)
_QUOTED: Final = re.compile(r"[«“\"].*[»”\"][\s\u00a0.]*$", re.DOTALL)
_SUM_FIRST: Final = re.compile(r"(?:environ |pres de |plus de )?\d")
_PRECISED: Final = ("precisez", "preciser", "a preciser")
_COLUMN: Final = 8  # a value in a column of its own stands at least so far from the margin
_KEEPING: Final = (Section.REPLY, Section.MEASURES, Section.REQUEST)


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
        emit(
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
        emit(walk, line, Verdict(0, len(line.text), 0.93 if line.label else 0.8), line.number, sheet=True)
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
            emit(walk, line, verdict, line.number, sheet=False)
        return
    emit(walk, line, verdicts[0], line.number, sheet=True)


def _field(walk: Walk, line: Line, found: Field) -> None:
    state = walk.state
    state.field = None
    found = _instructed(walk, found)
    if found.label in _PRECISED and found.value and state.draft and _is_other(walk, state.draft):
        state.draft.span = found.value
        return
    if found.key is Key.TITLE and found.value and walk.sheets:
        if state.draft is None or state.draft.fields or state.draft.span.end < line.span.start:
            start = found.value.start - line.span.start
            emit(walk, line, Verdict(start, len(line.text.rstrip()), 0.85), line.number, sheet=True)
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
            kept, inside = inline_fields(walk.document.text, found.value)
            state.draft.fields += [replace(found, value=kept), *(_instructed(walk, one) for one in inside)]
        if found.aligned:
            state.field = found
        return
    if line.is_item and line.level > 1 and state.draft is not None and found.key in _OF_MEASURE:
        state.draft.fields.append(found)
        return
    said = flat(found.value.quote(walk.document.text))
    if found.key is Key.AMOUNT and not line.is_item and line.words <= 12 and _SUM_FIRST.match(said):
        return  # "Coût estimé : 2,1 M€ sur six ans" is a sum, not a measure
    if not walk.sheets and found.key is not Key.INDICATOR:  # "Suivi : un bilan sera fait" is no measure
        (_item if line.is_item else _paragraph)(walk, line)


def _instructed(walk: Walk, found: Field) -> Field:
    """ "Instruction : Initiative Untel" names who deals with the files; a sentence would tell how."""
    if found.value is None or not found.label.startswith("instruction"):
        return found
    words = found.value.quote(walk.document.text)
    named = words[0].isupper() and len(words.split()) <= 8 and not lexicon.finite(words, flat(words))
    return replace(found, key=Key.LEAD) if named else found


def _is_other(walk: Walk, draft: Draft) -> bool:
    """Whether a measure is only called "Autre": what it is stands beneath."""
    return re.fullmatch(r"autres?", flat(draft.span.quote(walk.document.text)).strip(" .:")) is not None


def _below(walk: Walk, line: Line) -> bool:
    """Take a line as the value of the label that stands above it."""
    state = walk.state
    label = state.field
    assert label is not None  # noqa: S101 — the caller has looked
    beneath = label.aligned and line.indent >= _COLUMN and not line.gap
    if not beneath and (
        bare_label(line) or field_of(line) or label.aligned or (label.value and line.gap and not line.is_item)
    ):
        state.field = None
        return False
    if state.draft is not None:
        if label.key in _TELLING:
            state.draft.body.append(line.span)
        else:
            state.draft.fields.append(Field(label.key, label.label, line.span))
    if beneath:
        return True
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
    if (line.marker or "").strip("\ufe0f ") in _REFUSED:
        walk.outline.findings.append(line.span)
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
    if not verdicts and is_ticked(line) and walk.sheets and not is_formal(line):
        verdicts = whole(line, 0.8)
    if not verdicts:
        walk.outline.findings.append(line.span)
        deeper = line.level > 1 and line.indent > state.indent
        if deeper and state.draft is not None and state.section is not Section.DIAGNOSIS:
            state.draft.body.append(line.span)
    for verdict in verdicts:
        emit(walk, line, verdict, line.number, sheet=False)


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
    signed = state.quoted and not line.gap and line.words <= 12 and not line.acts and not line.commits
    state.quoted = _QUOTED.match(line.text) is not None
    if signed:
        return
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
        emit(walk, line, verdict, line.number, sheet=False)

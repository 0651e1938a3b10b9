"""From lines to axes and measures: what kind of document it is, then a walk through it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from relance.reading.document import Document, Span
from relance.reading.facts.drafts import Outline, axis_called, drop_empty
from relance.reading.facts.fields import bare_label, field_of
from relance.reading.facts.headings import MEASURE_LABELS, Heading, Section, choose_axes, headings_of
from relance.reading.facts.judge import is_formal
from relance.reading.facts.labels import Key
from relance.reading.facts.lines import Line
from relance.reading.facts.state import State, Walk
from relance.reading.facts.walk import walk_through


def outline_of(
    document: Document, lines: Sequence[Line], noise: set[int], *, title: Span | None = None
) -> Outline:
    """Axes and measures of a document, in order. Nothing down to its title is a measure."""
    announced = [line.content for line in lines if line.index in noise and line.is_item]
    headings = headings_of(lines, noise, [words for words in announced if words][:200])
    noise = noise | _subject(lines, noise)
    sheets = _has_sheets(lines, noise)
    labelled = sum(line.label in MEASURE_LABELS and line.label != "article" for line in lines) >= 3
    reply = sum(heading.section is Section.REPLY for heading in headings.values()) >= 2
    measure_headings = _measure_headings(lines, noise, headings)
    if title is not None:
        noise = noise | {line.index for line in lines[:14] if line.span.end <= title.end and not line.is_row}
        headings = {i: h for i, h in headings.items() if i not in noise}
    kept = Walk(document, lines, noise, headings, frozenset(), measure_headings, sheets, labelled, reply)
    walk_through(kept)  # a first time, to see which headings hold measures
    kinds = choose_axes(
        {i: h for i, h in headings.items() if i not in measure_headings},
        _counts(headings, measure_headings, sorted(kept.verdict_lines)),
    )
    outline = walk_through(
        replace(
            kept,
            axis_kinds=frozenset(kinds or ()),
            outline=Outline([], [], []),
            state=State(),
            verdict_lines=[],
        )
    )
    _said_axes(document.text, outline)
    _drop_preamble(outline)
    drop_empty(outline)
    return outline


def _subject(lines: Sequence[Line], noise: set[int]) -> set[int]:
    """The one "Objet :" of a deliberation or a letter: it names the document, not a measure."""
    found = [
        line.index
        for line in lines
        if line.index not in noise and (f := field_of(line)) and f.label.startswith("objet")
    ]
    return set(found) if len(found) == 1 else set()


def _said_axes(text: str, outline: Outline) -> None:
    """Sheets that name their axis themselves, "Axe du plan : 2 – Circuits courts"."""
    said = {
        at: entry.value
        for at, draft in enumerate(outline.drafts)
        for entry in draft.fields
        if entry.key is Key.AXIS and entry.value and draft.axis is None
    }
    if len(said) < 2:
        return
    for at, span in said.items():
        outline.drafts[at].axis = axis_called(text, span, outline)


def _drop_preamble(outline: Outline) -> None:
    """Promises in the prose before the first axis introduce those beneath: leave them out."""
    grouped = [draft for draft in outline.drafts if draft.axis is not None]
    if not grouped or len(grouped) < 0.6 * len(outline.drafts):
        return
    first = outline.axes[0].span.start
    early = [d for d in outline.drafts if d.prose and d.axis is None and d.span.start < first]
    outline.drafts = [draft for draft in outline.drafts if draft not in early]


def _has_sheets(lines: Sequence[Line], noise: set[int]) -> bool:
    """Whether the document describes measures by labelled fields."""
    keys = [f.key for line in lines if line.index not in noise and (f := field_of(line))]
    kinds = (Key.LEAD, Key.PARTNER, Key.HORIZON, Key.AMOUNT, Key.FUNDER)
    if sum(key in kinds for key in keys) >= 3:
        return True
    labels = {*kinds, Key.BENEFICIARIES, Key.CONTEXT}
    alone = Counter(key for line in lines if line.index not in noise and (key := bare_label(line)) in labels)
    return sum(count >= 2 for count in alone.values()) >= 2  # labels above their values


def _measure_headings(lines: Sequence[Line], noise: set[int], headings: dict[int, Heading]) -> set[int]:
    """Headings that are measures: labelled so, described by fields, or acting with prose beneath."""
    found: set[int] = set()
    kept = [line for line in lines if line.index not in noise]
    place = {line.index: at for at, line in enumerate(kept)}
    by_kind: dict[str, list[int]] = {}
    fiches = (
        sum(line.flat.startswith("fiche") or (line.label or "").startswith("fiche") for line in kept) >= 2
    )
    for index, heading in headings.items():
        line = heading.line
        if (
            line.label == "annexe"
            or (fiches and line.label == "article")
            or is_formal(line)
            or heading.section in (Section.SKIP, Section.DIAGNOSIS)
        ):
            continue
        under = kept[place[index] + 1 : place[index] + 4]
        if line.label in MEASURE_LABELS and line.words >= 2:
            found.add(index)
        elif (
            under and (first := field_of(under[0])) and first.key not in (Key.TITLE, Key.AXIS, Key.OBJECTIVE)
        ):
            if line.number or line.acts:
                found.add(index)
        elif heading.rank[1].startswith("number"):
            by_kind.setdefault(heading.rank[1], []).append(index)
    for kind, members in by_kind.items():
        acting = [i for i in members if headings[i].line.acts]
        bare = [i for i in members if place[i] + 1 >= len(kept) or not kept[place[i] + 1].is_item]
        deep = kind != "number0"
        if (
            len(acting) >= 0.6 * len(members)
            and len(bare) >= 0.8 * len(members)
            and (deep or len(members) >= 5)
        ):
            found |= set(acting)
    return found


def _counts(headings: dict[int, Heading], measure_headings: set[int], measures: list[int]) -> dict[int, int]:
    """How many measures stand between each heading and the next of its kind or a stronger one."""
    counts: dict[int, int] = {}
    order = sorted(i for i in headings if i not in measure_headings)
    for at, index in enumerate(order):
        rank = headings[index].rank[0]
        end = next((j for j in order[at + 1 :] if headings[j].rank[0] <= rank), None)
        counts[index] = sum(1 for m in measures if m >= index and (end is None or m < end))
    return counts

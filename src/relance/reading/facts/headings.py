"""Which lines are headings, what each says about its section, and which ones are the axes.

Headings show by the format, a label ("AXE 2 :"), a number, capitals, bold, or by position
alone: a short line without a stop, set apart, above something else.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from relance.reading.document import BlockKind
from relance.reading.facts import lexicon
from relance.reading.facts.fields import field_of
from relance.reading.facts.lexicon import vocabulary
from relance.reading.facts.lines import Line
from relance.reading.facts.noise import alike
from relance.reading.readers.marks import is_pictogram

TOP_LABELS: Final = vocabulary(
    "axe axes chapitre partie titre priorite orientation volet pilier theme thematique enjeu defi "
    "ambition chantier domaine recommandation"
)
MEASURE_LABELS: Final = frozenset(
    [
        *("fiche", "fiche action", "fiche-action", "sous-action", "mesure", "action", "proposition"),
        *("article", "dispositif", "projet", "code", "aide"),
    ]
)
_SIGNS: Final = re.compile(r"^[^\w«(]+")  # pictograms, marks
_ROMAN: Final = re.compile(r"[ivx]+")


class Section(StrEnum):
    """What a heading says about the lines beneath it."""

    PLAIN = "plain"
    DIAGNOSIS = "diagnosis"
    MEASURES = "measures"
    REPLY = "reply"
    REQUEST = "request"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line. `rank`: what kind of heading it is, the strongest kind first."""

    line: Line
    section: Section
    rank: tuple[int, str]


def section_of(line: Line) -> Section:
    """What the words of a heading announce."""
    words = _SIGNS.sub("", line.flat).strip(" :*_.!?«»")
    for section, pattern in _SECTIONS:
        if pattern.match(words) and line.words <= 10:
            return section
    if line.text.rstrip().endswith("?") and lexicon.DIAGNOSIS_HEADING.match(words):
        return Section.DIAGNOSIS
    return Section.PLAIN


_SECTIONS: Final = (
    (Section.REPLY, lexicon.REPLY_HEADING),
    (Section.REQUEST, lexicon.REQUEST_HEADING),
    (Section.DIAGNOSIS, lexicon.DIAGNOSIS_HEADING),
    (Section.SKIP, lexicon.SKIP_HEADING),
    (Section.MEASURES, lexicon.MEASURES_HEADING),
)


@dataclass(frozen=True, slots=True)
class Near:
    """The lines around one, and whether the one above is a heading."""

    before: Line | None
    after: Line | None
    next: Line | None
    under_heading: bool


def headings_of(
    lines: Sequence[Line], noise: set[int], named: Sequence[frozenset[str]]
) -> dict[int, Heading]:
    """The headings by line index. `named`: the words of each line of a table of contents."""
    found: dict[int, Heading] = {}
    kept = [line for line in lines if line.index not in noise]
    for at, line in enumerate(kept):
        near = Near(
            before=kept[at - 1] if at else None,
            after=kept[at + 1] if at + 1 < len(kept) else None,
            next=kept[at + 2] if at + 2 < len(kept) else None,
            under_heading=bool(at) and kept[at - 1].index in found,
        )
        if is_heading(line, near, named):
            found[line.index] = Heading(line, section_of(line), _rank(line))
    return found


def is_heading(line: Line, near: Near, named: Sequence[frozenset[str]]) -> bool:
    """Whether a line stands above others, by its look or by its place."""
    if line.is_row or field_of(line) or not line.text.strip():
        return False
    if line.kind is BlockKind.HEADING:
        return not (line.stop in (".", ";") and line.words > 12 and not line.label)
    if line.is_item:
        return line.label in TOP_LABELS and line.short
    after = near.after
    if not line.short or line.stop in (".", ";", ",", ":") or after is None:
        return False
    if section_of(line) is not Section.PLAIN and line.words <= 8:
        return True
    if line.stop in ("?", "!"):
        return line.stop == "?" and (line.gap or line.words <= 12)
    mine = line.content
    if any(mine <= name or (len(mine) > 3 and alike(mine, name) >= 0.8) for name in named):
        return True
    return _by_position(line, near, after)


def _by_position(line: Line, near: Near, after: Line) -> bool:
    """A short line without verb, set apart above, with longer text, a list or a heading beneath."""
    if not line.gap and not (line.caps and line.words <= 10):
        return False
    if line.commits or line.acts == "gerund" or line.words > 12:
        return False
    if line.acts == "infinitive":
        return (line.words <= 9 and _opens(line, near, after)) or _subtitles(near, after)
    if line.acts == "noun" and (line.words > 7 or (after.acts == "noun" and not after.gap)):
        return False
    if line.words > 7 and line.finite:
        return False
    return line.words <= 6 or _opens(line, near, after)


def _opens(line: Line, near: Near, after: Line) -> bool:
    """Whether what follows is glued to the line, or a run of lines glued together."""
    if not line.gap or (after.acts and not after.gap and not after.is_item):
        return False
    run = near.next is not None and not near.next.gap and not after.is_item and not near.next.is_row
    return not after.gap or after.is_item or run


def _subtitles(near: Near, after: Line) -> bool:
    """Whether a short line under a heading is followed by a statement: a subtitle, then a diagnosis."""
    return near.under_heading and after.words >= 15 and after.finite and after.acts is None


BY_LOOK: Final = 9  # ranks from here on show by bold type or place alone


def _rank(line: Line) -> tuple[int, str]:
    label = line.label or ""
    if line.stop == "?":
        return (11, "question")
    if label in TOP_LABELS:
        return (0, label)
    if label in MEASURE_LABELS or label:
        return (6, label)
    if line.number and line.kind is BlockKind.HEADING:
        depth = line.number.count(".") + line.number.count("-")
        if _ROMAN.fullmatch(line.number.lower()) and not line.number.isdigit():
            return (1, "roman")
        if line.number.isalpha():
            return (3, "letter")
        return (2 + 2 * depth, f"number{depth}")
    if line.kind is BlockKind.HEADING and is_pictogram(line.marker or ""):
        return (5, "picture")
    if line.kind is BlockKind.HEADING and not line.caps:
        return (3 + line.level, f"level{line.level}")
    if line.caps:
        return (3, "caps")
    if line.kind is BlockKind.HEADING:
        return (3 + line.level, f"level{line.level}")
    return (9, "bold") if "bold" in line.style else (10, "position")


def choose_axes(headings: dict[int, Heading], measures_under: dict[int, int]) -> tuple[str, ...] | None:
    """The kind of heading that makes the axes, or None when the document names no group.

    `measures_under[i]`: measures between heading i and the next of its kind or above.
    """
    kinds: dict[tuple[int, str], list[int]] = defaultdict(list)
    for index, heading in headings.items():
        if heading.section is Section.PLAIN:
            kinds[heading.rank].append(index)
    alone: tuple[str, ...] | None = None
    for rank in sorted(kinds):
        members = [i for i in kinds[rank] if measures_under.get(i)]
        if not members or rank[1] in MEASURE_LABELS or rank[1] == "question":
            continue
        held = sum(measures_under[i] for i in members)
        if len(members) >= 2 and (rank[0] < BY_LOOK or held >= 1.5 * len(members)):
            return (rank[1],)
        if rank[0] == 0 and rank[1] != "chapitre" and alone is None:
            alone = (rank[1],)
    return alone

"""The text of a document as it stands beside the facts under review: cut where facts begin and end.

Far from every fact the text is left out, so that a long document stays quick to show.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

MARGIN: Final = 700  # letters of text shown around facts


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact and its half-open place in the text."""

    key: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that the same facts hold. `facts`: widest first; `first_of`: those that begin here."""

    start: int
    text: str
    facts: tuple[int, ...] = ()
    first_of: tuple[int, ...] = ()

    @property
    def innermost(self) -> int | None:
        return self.facts[-1] if self.facts else None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text shown without a break."""

    pieces: tuple[Piece, ...]
    skipped: int  # letters left out before it


def stretches(text: str, places: Iterable[Placed], *, margin: int = MARGIN) -> tuple[Stretch, ...]:
    """The text around the places, cut at their ends. Without places: the beginning of the text.

    Put end to end, the pieces of a stretch are the text there, letter for letter.
    """
    inside = sorted(
        (Placed(one.key, one.start, min(one.end, len(text))) for one in places if one.start < len(text)),
        key=lambda one: (one.start, -one.end, one.key),
    )
    found = []
    here = 0
    for start, end in _windows(text, inside, margin):
        held = [one for one in inside if one.start < end and one.end > start]
        found.append(Stretch(tuple(_pieces(text, start, end, held)), start - here))
        here = end
    return tuple(found)


def _windows(text: str, places: Sequence[Placed], margin: int) -> list[tuple[int, int]]:
    windows: list[tuple[int, int]] = []
    for one in places or [Placed(0, 0, min(len(text), 1))]:
        start, end = _line(text, one.start - margin, one.end + margin)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(windows[-1][1], end))
        else:
            windows.append((start, end))
    return windows


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """Both ends moved to ends of lines, outwards, though never far."""
    far = 400
    if start <= 0:
        start = 0
    else:
        line = text.rfind("\n", max(0, start - far), start)
        start = line + 1 if line >= 0 else start
    if end >= len(text):
        return start, len(text)
    line = text.find("\n", end, end + far)
    return start, line if line >= 0 else end


def _pieces(text: str, start: int, end: int, places: Sequence[Placed]) -> Iterable[Piece]:
    ends = (cut for one in places for cut in (one.start, one.end))
    cuts = sorted({start, end, *(cut for cut in ends if start < cut < end)})
    for here, there in pairwise(cuts):
        held = [one for one in places if one.start <= here and one.end >= there]
        held.sort(key=lambda one: (one.start - one.end, one.key))
        yield Piece(
            here,
            text[here:there],
            tuple(one.key for one in held),
            tuple(one.key for one in held if one.start == here),
        )

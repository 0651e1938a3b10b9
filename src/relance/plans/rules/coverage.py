"""What a document says that no fact represents: its sentences, less those that facts cover.

Pure: a stored text and the places that are accounted for. Headings, page numbers, running
headers, tables of contents and other decoration say nothing by themselves and are not counted.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from relance.reading.columns import field_of
from relance.values.typography import fold

HALF: Final = 2  # a sentence is covered once facts hold one letter in two of it
HEADING_WORDS: Final = 4
LETTERS: Final = 4  # fewer say nothing
RUNNING: Final = 100  # letters of a running header at most
REPEATED: Final = 3  # the same short line so often is a running header or footer


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """Half-open offsets of one sentence in the text, without the white space around it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cover:
    """A place that is accounted for. `whole`: it answers for each sentence that it stands in,
    as a total or a date does; else it answers for the letters that it covers."""

    start: int
    end: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a document is represented. Counts of sentences; `left` are those of nobody.

    `by_facts` are represented by a fact, `set_aside` were left out by a person.
    """

    by_facts: int
    set_aside: int
    left: tuple[Sentence, ...]

    @property
    def total(self) -> int:
        return self.by_facts + self.set_aside + len(self.left)

    @property
    def done(self) -> int:
        return self.by_facts + self.set_aside


def coverage(text: str, facts: Iterable[Cover], aside: Iterable[Cover] = ()) -> Coverage:
    """Each sentence of the text, counted once: of a fact, else set aside, else left."""
    said, refused = _Covers(text, facts), _Covers(text, aside)
    by_facts = set_aside = 0
    left = []
    for sentence in sentences(text):
        if said.hold(sentence):
            by_facts += 1
        elif refused.hold(sentence) or said.hold(sentence, refused):
            set_aside += 1
        else:
            left.append(sentence)
    return Coverage(by_facts, set_aside, tuple(left))


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences that say something, in the order of the text."""
    lines = list(_lines(text))
    seen = Counter(_key(text[start:end]) for start, end in lines if end - start < RUNNING)
    found: list[Sentence] = []
    for start, end in _joined(text, lines, seen):
        for cell in _cells(text, start, end):
            found += [one for one in _cut(text, cell.start, cell.end) if _says(text[one.start : one.end])]
    return tuple(found)


class _Covers:
    """Places of a text, asked whether they hold a sentence."""

    def __init__(self, text: str, covers: Iterable[Cover]) -> None:
        self.text = text
        self.mask = bytearray(len(text))
        wholes = []
        for one in covers:
            end = min(one.end, len(text))
            if one.start < end:
                self.mask[one.start : end] = b"\x01" * (end - one.start)
                if one.whole:
                    wholes.append((one.start, end))
        self.wholes = sorted(wholes)
        self.starts = [start for start, _ in self.wholes]

    def hold(self, sentence: Sentence, other: "_Covers | None" = None) -> bool:
        here = slice(sentence.start, sentence.end)
        signs = bytes(map(str.isalnum, self.text[here]))
        letters, mask = sum(signs), int.from_bytes(self.mask[here])
        if other is not None:
            mask |= int.from_bytes(other.mask[here])
        held = (mask & int.from_bytes(signs)).bit_count()
        return held * HALF >= letters or (held > 0 and self._whole_in(sentence))

    def _whole_in(self, sentence: Sentence) -> bool:
        place = bisect_right(self.starts, sentence.end - 1)
        return any(end > sentence.start for _, end in self.wholes[max(0, place - 8) : place])


_LINE: Final = re.compile(r"[^\n]+")
_BULLET: Final = re.compile(r"\s*(?:[-–—•·▪*+►→]\s|\d+(?:\.\d+)*[.)]?\s|[a-z]\)\s|#|\||>)")
_PAGE_NUMBER: Final = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:/|sur|de)\s*\d{1,4})?\W*", re.I)
_CONTENTS: Final = re.compile(r".*(?:\.\s?){4,}\s*\d*\s*|.*…{2,}\s*\d*\s*")
_ADDRESS: Final = re.compile(r"\s*(?:https?://|www\.)\S+\s*|\s*\S+@\S+\s*")
_RANK: Final = re.compile(
    r"\W*(?:axe|chapitre|partie|titre|annexe|section|volet|article|orientation|th[eè]me|priorit[ée]|"
    r"objectif|action|mesure|fiche)\s+(?:n[°o]\s*)?(?:\d+|[ivx]+)\b[\s.:–-]*",
    re.I,
)
# A full stop after these ends no sentence.
_SHORT: Final = re.compile(
    r"\b(?:mm|mme|mmes|mlle|dr|me|st|ste|art|al|cf|pp|no|env|ex|etc|tél|[a-z])\.$", re.I
)
_STOP: Final = re.compile(r"[.!?…]+[»”\")\]]*\s+(?=[«“\"(\[]?\s?[A-ZÀ-ÖØ-ÞŒ0-9–•-])")


def _lines(text: str) -> Iterable[tuple[int, int]]:
    for found in _LINE.finditer(text):
        yield found.span()


def _key(line: str) -> str:
    return re.sub(r"\d+", "0", fold(line))


def _joined(text: str, lines: list[tuple[int, int]], seen: Counter[str]) -> Iterable[tuple[int, int]]:
    """Lines that say something; those that a line end cuts in the middle of a sentence, together."""
    start = end = -1
    for line_start, line_end in lines:
        line = text[line_start:line_end]
        if _is_decoration(line, seen):
            continue
        follows = end >= 0 and text[end:line_start] == "\n" and _runs_on(text[start:end], line)
        if not follows:
            if end >= 0:
                yield start, end
            start = line_start
        end = line_end
    if end >= 0:
        yield start, end


def _runs_on(before: str, line: str) -> bool:
    """Whether a line carries on the sentence of the one above, as wrapped text does."""
    stripped = line.lstrip()
    if not stripped or "\t" in line or "\t" in before or _BULLET.match(line):
        return False
    return before.rstrip()[-1:] not in ".!?…:;" and (stripped[0].islower() or before.rstrip()[-1:] in ",-’'")


def _is_decoration(line: str, seen: Counter[str]) -> bool:
    words = line.strip(" \t#*_|>-–—•·=~").strip()
    if not _says(words):
        return True
    if _PAGE_NUMBER.fullmatch(words) or _CONTENTS.fullmatch(words) or _ADDRESS.fullmatch(words):
        return True
    if line.lstrip().startswith("#") or words.isupper():
        return True
    if "\t" in line and _names_columns(line):
        return True
    ends = words[-1] in ".!?…;"
    if not ends and len(words) <= 160 and _RANK.match(words):
        return True
    if not ends and len(words.split()) <= HEADING_WORDS and not re.search(r"\d", words) and "\t" not in line:
        return True
    return len(line) < RUNNING and not ends and seen[_key(line)] >= REPEATED


def _names_columns(line: str) -> bool:
    """Whether a row is the header of a table: each of its cells is the name of a column."""
    cells = [cell.strip(" *_|") for cell in line.split("\t")]
    named = [cell for cell in cells if cell]
    return len(named) >= 2 and all(field_of(cell) is not None for cell in named)


def _cells(text: str, start: int, end: int) -> Iterable[Sentence]:
    """The cells of a table's row; a line of prose is one."""
    for found in re.finditer(r"[^\t]+", text[start:end]):
        yield Sentence(start + found.start(), start + found.end())


def _cut(text: str, start: int, end: int) -> Iterable[Sentence]:
    here = start
    for stop in _STOP.finditer(text, start, end):
        if _SHORT.search(text, max(here, stop.start() - 6), stop.start() + 1) and text[stop.start()] == ".":
            continue
        yield _trimmed(text, here, stop.end())
        here = stop.end()
    yield _trimmed(text, here, end)


def _trimmed(text: str, start: int, end: int) -> Sentence:
    """Without white space, bullet and marks around the words."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_|"):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in "-–—•·▪*+►→|>_"):
        start += 1
    return Sentence(start, end)


def _says(words: str) -> bool:
    return sum(map(str.isalpha, words[:80])) >= LETTERS or sum(map(str.isalpha, words)) >= LETTERS

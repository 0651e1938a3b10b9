"""The document as lines: one per block, with what its words and neighbours look like."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from relance.reading.document import Block, BlockKind, Cell, Document, Span
from relance.reading.facts import lexicon
from relance.reading.facts.labels import SPACED, key_of
from relance.reading.facts.lexicon import vocabulary
from relance.values.typography import flat, squeeze

_NUMBER: Final = re.compile(r"(\d{1,3}(?:[.\-]\d{1,3})*)")
_LETTERS: Final = re.compile(r"\b([ivxlc]{1,6}|[a-z])\b")
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")


_WORD: Final = re.compile(r"[a-z0-9œæ]+")
_EMPTY: Final = vocabulary(
    "le la les l de des du d et un une pour en dans par sur a au aux nos notre votre son sa ses plus "
    "meilleure meilleur nouvelle nouveau nouvelles nouveaux grand grande"
)


@dataclass(frozen=True)
class Line:
    """One block of the document, seen as a line.

    `flat` has the length of `text`. `number` and `label` come from what stood before the
    words ("AXE 2 :" → "2", "axe"). `gap` is True when white space sets the line apart above.
    """

    index: int
    text: str
    flat: str
    span: Span
    kind: BlockKind
    level: int
    marker: str | None
    number: str | None
    label: str | None
    style: frozenset[str]
    cells: tuple[Cell, ...]
    table: int | None
    is_header: bool
    page: int | None
    gap: bool
    indent: int

    @cached_property
    def words(self) -> int:
        return len(self.text.split())

    @cached_property
    def clean(self) -> str:
        """The words on one line, links reduced to their text."""
        return squeeze(_LINK.sub(r"\1", self.text))

    @property
    def is_item(self) -> bool:
        return self.kind is BlockKind.ITEM

    @property
    def is_row(self) -> bool:
        return self.kind is BlockKind.ROW

    @cached_property
    def content(self) -> frozenset[str]:
        """The words that carry meaning."""
        return content_words(self.flat)

    @cached_property
    def caps(self) -> bool:
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.85 * len(letters)

    @cached_property
    def stop(self) -> str:
        """The last sign of the line, "" when it ends on a word."""
        last = self.text.rstrip(' \u00a0*_»")”')[-1:]
        return last if last in ".;:,!?…" else ""

    @cached_property
    def short(self) -> bool:
        return self.words <= 14 and len(self.text) <= 110

    @cached_property
    def acts(self) -> str | None:
        """How the line starts when it starts as a measure: see `acts`."""
        return acts(self.flat)

    @cached_property
    def commits(self) -> bool:
        return lexicon.commits(self.text, self.flat)

    @cached_property
    def finite(self) -> bool:
        """Whether the first sentence states something in the present or past."""
        return lexicon.finite(self.text[:200], self.flat[:200])


def content_words(plain: str) -> frozenset[str]:
    """The words of flat text that carry meaning, plurals reduced."""
    found = _WORD.findall(plain)
    return frozenset(word.rstrip("sx") or word for word in found if word not in _EMPTY)


def acts(plain: str) -> str | None:
    """How flat words start when they start as a measure: "infinitive", "gerund", "noun"; else None."""
    start = plain.lstrip(" «\"'*_(")
    if lexicon.START_INFINITIVE.match(start):
        # "Dépenser n’est pas gouverner" is a maxim, not a measure.
        return None if lexicon.is_maxim(start) else "infinitive"
    if lexicon.START_GERUND.match(start):
        return "gerund"
    return "noun" if lexicon.BARE_ACTION.match(start) else None


def lines_of(document: Document) -> list[Line]:
    """Every block of the document as a line, in reading order.

    Labelled values that stand on successive lines of one block become lines of their own.
    """
    lines: list[Line] = []
    last_end = 0
    for block in document.blocks:
        for part in _parts(document.text, block):
            lines.append(_line(document.text, part, len(lines), last_end))
            last_end = part.span.end
    return lines


def _parts(text: str, block: Block) -> list[Block]:
    """A block cut before each line that is "Label : value" or a new statement with its own start."""
    words = block.span.quote(text)
    if block.kind is BlockKind.ROW:
        return [block]
    beside = _side_by_side(words)
    if not beside and (pasted := _enumerated(words)):
        beside, block = pasted, replace(block, kind=BlockKind.ITEM, level=max(1, block.level))
    if "\n" not in words and not beside:
        return [block]
    cuts = [0]
    for end in re.finditer(r"\n", words):
        following = words[end.end() :].split("\n", 1)[0]
        before = words[cuts[-1] : end.start()].rstrip()
        ended = before[-1:] in ".;!?"
        labelled = ended or before[-1:] == ":" or _LABELLED.match(words[cuts[-1] :])
        starts = ended and following.lstrip()[:1].isupper() and acts(flat(following))
        spaced = SPACED.match(following.lstrip())
        aligned = spaced and key_of(spaced[1])
        if (_LABELLED.match(following) and labelled) or starts or aligned or _CODE.match(following.lstrip()):
            cuts.append(end.end())
    bounds = [*sorted({*cuts, *beside}), len(words)]
    parts = []
    for index, (start, stop) in enumerate(pairwise(bounds)):
        piece = words[start:stop]
        start += len(piece) - len(piece.lstrip())
        piece = piece.strip()
        if beside:
            piece = piece.rstrip("·|•– \u00a0")
        stop = start + len(piece)
        if stop > start:
            span = Span(block.span.start + start, block.span.start + stop)
            parts.append(replace(block, span=span, marker=block.marker if index == 0 else None))
    return parts or [block]


def _enumerated(words: str) -> list[int]:
    """Where the members of a list pasted into one paragraph start: "1) Rénover… 2) Créer… 3) Ouvrir…"."""
    found = list(_PASTED.finditer(words))
    numbers = [int(one[1]) for one in found]
    if (
        len(found) < (2 if numbers[:1] == [2] else 3)
        or numbers != list(range(numbers[0], numbers[0] + len(numbers)))
        or numbers[0] > 2
    ):
        return []
    return [one.start(1) for one in found if one.start(1)]


# "; 2) ", ". 3° "
_PASTED: Final = re.compile(r"(?:^|(?<=[.;:,!?…»)] ))(\d{1,2})[)°] ?(?=[^\W\d_])")


def _side_by_side(words: str) -> list[int]:
    """Where known labels start on one line: "Montant : 22 500 €     Début : 2022     Fin : 2023"."""
    return [cut.end() for cut in _BESIDE.finditer(words) if key_of(cut[1])]


_BESIDE: Final = re.compile(
    r"(?<=[^\s:])(?:[ \u00a0]{3,}|[ \u00a0]+[·|•–][ \u00a0]+)"
    r"(?=\**([^\W\d_][^:*\n]{1,30}?) ?: ?\**[ \u00a0]?\S)"
)
# "R1 – ", "M12 : ", "A.3.1 - ": a code that numbers measures
_CODE: Final = re.compile(r"[A-ZÀ-Þ]{1,3}[.\u00a0 ]?\d{1,3}(?:\.\d{1,3})*[\u00a0 ]?[–—:.)-][\u00a0 ]+(?=\S)")
_CODE_SIGNS: Final = re.compile(r"[\s\u00a0–—:.)-]+$")
_LABELLED: Final = re.compile(r"\s*[^\W\d_][\w '’/()-]{1,40} ?: ?\S")


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text start and end."""
    bounds, start = [], 0
    for stop in _STOP.finditer(text):
        if _ABBREVIATION.search(text, max(0, stop.start() - 12), stop.start() + 1):
            continue
        bounds.append((start, stop.start() + 1))
        start = stop.end()
    if text[start:].strip():
        bounds.append((start, len(text)))
    return bounds


_STOP: Final = re.compile(r"[.!?…][»\"”)]*[\s\u00a0]+(?=[«\"“(]?[\s\u00a0]?[A-ZÀ-ÖØ-Þ0-9])")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:M|MM|Mme|Mmes|Dr|St|Ste|art|cf|etc|no|n|p|av|bd|env|max|min|tél|[A-Z]))\.$"
)


def _line(text: str, block: Block, index: int, last_end: int) -> Line:
    words = block.span.quote(text)
    if block.kind is not BlockKind.ROW:
        block = _coded(words, block)
        words = block.span.quote(text)
    between = text[last_end : block.span.start]
    at_line = text.rfind("\n", 0, block.span.start) + 1
    marker = block.marker
    label = next((flat(s.removeprefix("label=")) for s in block.style if s.startswith("label=")), None)
    number = None
    if label == "code" and marker:
        number = _CODE_SIGNS.sub("", marker)
    elif marker:
        rest = flat(marker).removeprefix(label or "").replace("n°", "")
        if found := _NUMBER.search(rest) or _LETTERS.search(rest):
            number = _printed(marker, found[1])
    lead = text[at_line : block.span.start]
    return Line(
        index=index,
        text=words,
        flat=flat(words).replace("\n", " "),
        span=block.span,
        kind=block.kind,
        level=block.level,
        marker=marker,
        number=number,
        label=label,
        style=block.style,
        cells=block.cells,
        table=block.table,
        is_header=block.is_header,
        page=block.page,
        gap=index == 0 or between.count("\n") >= 2,
        indent=len(lead) - len(lead.lstrip()),
    )


def _coded(words: str, block: Block) -> Block:
    """A block without the code ("R1 –") or rank ("2.4") that its format left among its words."""
    if block.marker is None and (code := _PASTED.match(words)):
        span = Span(block.span.start + code.end(), block.span.end)
        return replace(block, span=span, marker=code[0].rstrip(), kind=BlockKind.ITEM, level=1)
    if block.marker is None and (code := _CODE.match(words)):
        style = block.style | {"label=code"}
    elif (block.marker is None or not any(c.isalnum() for c in block.marker)) and (
        code := _RANK.match(words)
    ):
        style = block.style
    else:
        return block
    span = Span(block.span.start + code.end(), block.span.end)
    return replace(block, span=span, marker=code[0].rstrip(), style=style)


_RANK: Final = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?[\u00a0 ]+(?:[–:-][\u00a0 ]+)?(?=[A-ZÀ-Þ])")


def _printed(marker: str, number: str) -> str:
    """The number with the case in which the marker prints it."""
    at = flat(marker).rfind(number)
    return marker[at : at + len(number)]

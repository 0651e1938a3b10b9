"""How the lines of a PDF run on: body size, spacing, hyphens, lines that repeat on every page."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from relance.reading.readers.marks import leading_mark
from relance.reading.readers.pdflayout import Line
from relance.reading.readers.pdfpages import Page

_MARGIN = 0.11
_STOPS = ".!?:;»"
_NUMBER_ONLY = re.compile(r"(?:page\s*)?[-–—|\s]*\d{1,4}[-–—|\s]*(?:(?:/|sur|de)\s*\d{1,4})?[-–—|\s]*", re.I)
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$|_{4,}\s*\d{1,4}$")
# First parts of French words that keep their hyphen.
_KEPT = frozenset(
    [
        "sous",
        "non",
        "vice",
        "mi",
        "demi",
        "semi",
        "ex",
        "avant",
        "après",
        "arrière",
        "contre",
        "entre",
        "grand",
        "haut",
        "bas",
        "centre",
        "rendez",
        "peut",
        "vis",
    ]
)
_WORD = re.compile(r"[\w’']+(?:-[\w’']+)*")


def without_running_lines(pages: Sequence[Page]) -> Sequence[Page]:
    """Pages without their page numbers and the headers and footers that repeat.

    A line in the margin zone repeats when it stands, figures aside, at the same height on
    at least three pages (on both, of two).
    """
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_running_key(line, page) for line in _margin_lines(page)})
    enough = min(3, len(pages))
    for page in pages:
        drop = set()
        lines = list(_margin_lines(page))
        for edge in (
            sorted((line for line in lines if line.y1 < page.height / 2), key=lambda line: line.y0),
            sorted((line for line in lines if line.y1 >= page.height / 2), key=lambda line: -line.y1),
        ):
            for line in edge:
                words, height = _running_key(line, page)
                times = max(seen[words, height + shift] for shift in (-1, 0, 1))
                if not (_NUMBER_ONLY.fullmatch(line.text.strip()) or (len(pages) > 1 and times >= enough)):
                    # From the edge inwards: what stands behind a line of text is text.
                    break
                drop.add(id(line))
        page.items = [item for item in page.items if id(item) not in drop]
    return pages


def _margin_lines(page: Page) -> Iterator[Line]:
    top, bottom = _MARGIN * page.height, (1 - _MARGIN) * page.height
    for item in page.items:
        if isinstance(item, Line) and (item.y1 <= top or item.y0 >= bottom):
            yield item


def _running_key(line: Line, page: Page) -> tuple[str, int]:
    """The words without figures, and the height in steps of 1 % of the page."""
    return re.sub(r"\d+", "#", " ".join(line.text.lower().split())), round(100 * line.y0 / page.height)


class Flow:
    """What is usual in this document, and whether one line goes on in the next."""

    def __init__(self, pages: Sequence[Page]) -> None:
        lines = [item for page in pages for item in page.items if isinstance(item, Line) and not item.rotated]
        sizes: Counter[float] = Counter()
        bold: Counter[bool] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
            bold[line.bold] += len(line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 11.0
        self.body_bold = bold[True] > bold[False]
        gaps = [
            (second.y0 - first.y1) / first.height
            for page in pages
            for first, second in _neighbours(page)
            if abs(first.size - second.size) < 0.6 and abs(first.left - second.left) < 3
        ]
        close = sorted(g for g in gaps if -0.6 < g < 2.0)
        # Most neighbours are lines of one paragraph: the low middle is their spacing.
        self._gap = close[int(0.4 * (len(close) - 1))] if close else 0.2
        self._rights = _right_edges(pages)

    def is_large(self, line: Line) -> bool:
        """Whether a line is clearly larger than the body."""
        return line.size >= (1.07 if line.bold else 1.15) * self.body

    @staticmethod
    def is_contents(words: str) -> bool:
        """Whether the words end with leaders and a page number."""
        return bool(_LEADERS.search(words))

    def goes_on(self, first: Line, last: Line, following: Line, *, same_page: bool) -> bool:
        """Whether `following` continues the paragraph that begins with `first` and ends with `last`."""
        if last.rotated or following.rotated or abs(last.size - following.size) > 0.7:
            return False
        words, more = last.text.rstrip(), following.text.lstrip()
        if not words or not more or self.is_contents(words) or self.is_contents(more):
            return False
        full = self._is_full(last, following)
        lower = more[0].islower() or words.endswith(("\u00ad", ","))
        mark = leading_mark(more)
        if mark and (mark.kind != "number" or not full or words[-1] in _STOPS):
            return False
        if last.bold != following.bold and not lower:
            return False
        beside = same_page and abs(last.left - following.left) < 3 and following.y0 > last.y0
        if not beside:
            return full and lower and words[-1] not in _STOPS
        gap = (following.y0 - last.y1) / last.height
        if gap > self._gap + 0.45:
            return False
        if self.is_large(last) or (last.bold and following.bold and not self.body_bold):
            # A title over several lines, often centred.
            return words[-1] not in _STOPS
        if not full:
            # A ragged line of prose still crosses most of its column; a short one is on its own.
            wide = last.x1 - last.x0 >= 0.6 * (last.right - last.left)
            return lower and wide and words[-1] not in _STOPS
        indented = following.x0 > last.x0 + 0.8 * last.size and words[-1] in _STOPS
        return not (indented and first is not last)

    def _is_full(self, line: Line, following: Line) -> bool:
        """Whether the first word of the next line had no room on this one."""
        right = max(self._rights.get((round(line.left), round(line.right)), line.right), line.x1)
        first_word = following.text.lstrip().split(None, 1)[0]
        width = (following.x1 - following.x0) * len(first_word) / max(len(following.text), 1)
        return line.x1 + width + 0.2 * line.size >= right


def _neighbours(page: Page) -> Iterator[tuple[Line, Line]]:
    for first, second in zip(page.items, page.items[1:], strict=False):
        if isinstance(first, Line) and isinstance(second, Line):
            yield first, second


def _right_edges(pages: Sequence[Page]) -> dict[tuple[int, int], float]:
    """Where the long lines of each column end, lone wide lines aside."""
    ends: dict[tuple[int, int], list[float]] = defaultdict(list)
    for page in pages:
        for item in page.items:
            if isinstance(item, Line) and len(item.parts) == 1 and len(item.text) >= 25:
                ends[round(item.left), round(item.right)].append(item.x1)
    return {column: sorted(rights)[int(0.9 * (len(rights) - 1))] for column, rights in ends.items()}


class Hyphens:
    """Joins words cut at the end of a line, by what the document writes elsewhere."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._words: set[str] = set()
        for page in pages:
            for item in page.items:
                texts = (
                    [item.text]
                    if isinstance(item, Line)
                    else [cell.words for row in item.grid for cell in row if cell]
                )
                for text in texts:
                    self._words.update(word.lower() for word in _WORD.findall(text))

    def joined(self, words: str, more: str) -> str:
        """`words` and `more` as one text: with a space, or as one word where a hyphen ended the line."""
        words, more = words.rstrip(), more.lstrip()
        if not words or words[-1] not in "-\u00ad\u2010" or len(words) < 2 or not words[-2].isalpha():
            return f"{words} {more}"
        if not more[:1].islower():
            return f"{words[:-1]}-{more}"
        start, end = _WORD.findall(words[:-1])[-1:], _WORD.match(more)
        if not start or not end:
            return f"{words[:-1]}-{more}"
        first, second = start[0].lower(), end.group().lower()
        kept = f"{first}-{second}" in self._words or first.rpartition("-")[2] in _KEPT
        if kept and first + second not in self._words:
            return f"{words[:-1]}-{more}"
        return words[:-1] + more

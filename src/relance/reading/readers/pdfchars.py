"""The characters of a PDF page with their places, gathered into segments of one look.

All places are PDF points from the top left corner of the page as shown (rotation and crop
applied), y downwards.
"""

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from relance.reading.limits import refuse_over

HYPHENS = "-\u2010\u00ad\u2011"
# pdfium puts this sign where a line ended with a hyphen.
_LINE_HYPHEN = 0xFFFE
_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_CHARACTERS = 200_000

Place = tuple[float, float, float, float]


@dataclass(slots=True)
class Segment:
    """Characters side by side in one font: words, the place of each character, the look.

    `boxes` runs beside `text`. `spaced`: a space follows in the page itself.
    """

    text: str
    boxes: list[Place]
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    rotated: bool = False
    spaced: bool = False

    @property
    def height(self) -> float:
        """In points; a damaged page may set its signs flat, and nobody divides by nothing."""
        return max(self.y1 - self.y0, 0.1)

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class PageChars:
    """What stands on a page: segments in the order of the file."""

    number: int
    width: float
    height: float
    segments: list[Segment] = field(default_factory=list)


def page_chars(page: pdfium.PdfPage, number: int, placer: "Placer") -> PageChars:
    """Read the characters of one page; `number` counts from 1. Raises TooLarge for absurd pages."""
    width, height = page.get_size()
    found = PageChars(number, width, height)
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        refuse_over(count, _CHARACTERS, f"caractères à la page {number}")
        _Gatherer(text_page.raw, placer, found).run(count)
    finally:
        text_page.close()
    return found


class Placer:
    """From the space of the page to points from its top left corner as shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._width, self._height = page.get_size()
        x0, y0 = self._shown(0, 0)
        x1, y1 = self._shown(1000, 0)
        x2, y2 = self._shown(0, 1000)
        self._matrix = ((x1 - x0) / 1000, (x2 - x0) / 1000, x0, (y1 - y0) / 1000, (y2 - y0) / 1000, y0)
        self.upright = abs(self._matrix[1]) < 1e-6

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        # Whole device units: a hundredth of a point is fine enough.
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (round(self._width * 100), round(self._height * 100))
        raw.FPDF_PageToDevice(self._page.raw, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
        return across.value / 100, down.value / 100

    def place(self, left: float, bottom: float, right: float, top: float) -> Place:
        a, b, c, d, e, f = self._matrix
        x0, x1 = a * left + b * bottom + c, a * right + b * top + c
        y0, y1 = d * left + e * top + f, d * right + e * bottom + f
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


class _Gatherer:
    def __init__(self, text_page: object, placer: Placer, found: PageChars) -> None:
        self._text = text_page
        self._place = placer.place
        self._upright = placer.upright
        self._segments = found.segments
        self._words: list[str] = []
        self._boxes: list[Place] = []
        self._indexes: list[int] = []
        self._pending_space = False

    def run(self, count: int) -> None:
        rect = raw.FS_RECTF()
        by_rect = ctypes.byref(rect)
        unicode_at, box_at, text = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, self._text
        for index in range(count):
            code = unicode_at(text, index)
            if code in (0x20, 0x09):
                self._pending_space = True
                continue
            if code in (0x0D, 0x0A):
                self._end(spaced=True)
                continue
            if code == _LINE_HYPHEN or code == 0x02:
                if self._words:
                    self._add("\u00ad", self._boxes[-1], index)
                self._end(spaced=False)
                continue
            if code < 0x20 or not box_at(text, index, by_rect):
                continue
            box = self._place(rect.left, rect.bottom, rect.right, rect.top)
            if self._boxes and not self._continues(box):
                self._end(spaced=self._pending_space)
            if self._pending_space and self._words:
                last = self._boxes[-1]
                self._add(" ", (last[2], last[1], box[0], last[3]), index)
            self._pending_space = False
            self._add(_character(code), box, index)
        self._end(spaced=True)

    def _add(self, sign: str, box: Place, index: int) -> None:
        for letter in sign:
            self._words.append(letter)
            self._boxes.append(box)
            self._indexes.append(index)

    def _continues(self, box: Place) -> bool:
        last = self._boxes[-1]
        height = max(last[3] - last[1], 1.0)
        gap = box[0] - last[2]
        return (
            abs(box[3] - last[3]) < 0.3 * height
            and abs((box[3] - box[1]) - height) < 0.15 * height
            and -0.6 * height < gap < 0.9 * height
        )

    def _end(self, *, spaced: bool) -> None:
        self._pending_space = False
        if not self._words:
            return
        boxes, indexes = self._boxes, self._indexes
        looks = [self._look(indexes[at]) for at in {0, len(indexes) // 2, len(indexes) - 1}]
        # A rotated page turns upright text on its side, and the other way round.
        angle = raw.FPDFText_GetCharAngle(self._text, indexes[0])
        rotated = abs(math.sin(angle)) > 0.05 if self._upright else abs(math.cos(angle)) > 0.05
        self._segments.append(
            Segment(
                text="".join(self._words),
                boxes=boxes,
                x0=min(b[0] for b in boxes),
                y0=min(b[1] for b in boxes),
                x1=max(b[2] for b in boxes),
                y1=max(b[3] for b in boxes),
                size=max(size for size, _ in looks),
                bold=all(bold for _, bold in looks),
                rotated=rotated,
                spaced=spaced,
            )
        )
        self._words, self._boxes, self._indexes = [], [], []

    def _look(self, index: int) -> tuple[float, bool]:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text, index, ctypes.byref(matrix))
        size = raw.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        name = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._text, index, name, 128, ctypes.byref(flags))
        font = name.value.decode("utf-8", "replace").lower()
        weight = raw.FPDFText_GetFontWeight(self._text, index)
        return round(size, 1), weight >= 600 or any(word in font for word in _BOLD)


def _character(code: int) -> str:
    """The sign of a code; ligatures come apart, what is no character becomes a replacement sign."""
    ligature = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}.get(code)
    if ligature:
        return ligature
    return chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def with_drawn_bullets(segments: list[Segment], dots: Sequence[Place]) -> list[Segment]:
    """Segments with a "•" for each dot drawn right before a line: browsers draw their bullets."""
    found = list(segments)
    for dot in dots:
        x, y = dot[2], (dot[1] + dot[3]) / 2
        beside = [s for s in segments if s.y0 < y < s.y1 and not s.rotated]
        after = [s for s in beside if 0 < s.x0 - x < 2.5 * s.height]
        if not after or any(s.x0 < x < s.x1 + s.height for s in beside):
            continue
        line = min(after, key=lambda s: s.x0)
        if dot[3] - dot[1] > 0.7 * line.height:
            continue
        place = (dot[0], line.y0, dot[2], line.y1)
        found.append(Segment("•", [place], *place, size=line.size, bold=line.bold, spaced=True))
    return found

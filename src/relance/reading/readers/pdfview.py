"""For the screen of review: where a quote stands on its PDF page, and the page as a picture."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from relance.reading.document import Block, Document, ReadingError, Span, TooLarge
from relance.reading.readers.pdfchars import HYPHENS, Place
from relance.reading.readers.pdflayout import Line
from relance.reading.readers.pdfpages import PDFIUM, Page, open_pdf, read_page

_PIXELS = 40_000_000
_IGNORED = frozenset(HYPHENS + "\ufffd•")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points from the top left corner of the page as shown.

    `page` counts from 1; `page_width` and `page_height` let a picture of any size be marked.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    page_width: float
    page_height: float


def page_boxes(data: bytes, span: Span, *, document: Document) -> list[Box]:
    """The rectangles that the words of `span` cover, one a line, in reading order.

    `document` is what `read_document(data)` gave. Empty when the span lies in no block of a
    page, or when its words cannot be found there again.
    """
    pieces = [(block, _inside(span, block.span)) for block in document.blocks if block.page]
    wanted = [(block, inside) for block, inside in pieces if inside]
    if not wanted:
        return []
    boxes: list[Box] = []
    pages: dict[int, _Signs] = {}
    with PDFIUM:
        opened = open_pdf(data)
        try:
            for block, inside in wanted:
                boxes += _boxes(opened, pages, document, block, inside)
        finally:
            opened.close()
    return boxes


def render_page(data: bytes, page: int, *, dpi: int = 110) -> bytes:
    """Page `page` (from 1) as a PNG at `dpi` dots per inch, at most forty million pixels.

    Raises ReadingError (a French sentence) when there is no such page.
    """
    with PDFIUM:
        opened = open_pdf(data)
        try:
            if not 1 <= page <= len(opened):
                raise ReadingError(f"Ce PDF a {len(opened)} pages\u00a0; il n’a pas de page {page}.")
            width, height = opened.get_page_size(page - 1)
            scale = dpi / 72
            if width * height * scale * scale > _PIXELS:
                raise TooLarge(f"La page {page} est trop grande pour être affichée à {dpi} points par pouce.")
            sheet = opened[page - 1]
            try:
                picture = sheet.render(scale=scale).to_pil()
            finally:
                sheet.close()
        except pdfium.PdfiumError as error:
            raise ReadingError(f"La page {page} de ce PDF est endommagée et ne s’affiche pas.") from error
        finally:
            opened.close()
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=False, compress_level=6)
    return file.getvalue()


class _Signs:
    """The visible signs of a page in reading order, each with its place."""

    def __init__(self, page: Page) -> None:
        self.page = page
        letters: list[str] = []
        self.places: list[Place] = []
        for line in _lines(page):
            for sign, place in zip(line.text, line.boxes, strict=True):
                if not sign.isspace() and sign not in _IGNORED:
                    letters.append(sign)
                    self.places.append(place)
        self.text = "".join(letters)

    def boxes(self, start: int, end: int) -> Iterator[Box]:
        """One box for each run of signs on one line."""
        run: Place | None = None
        for place in self.places[start:end]:
            if run and place[0] > run[0] and abs(place[3] - run[3]) < 0.4 * (run[3] - run[1]):
                run = (run[0], min(run[1], place[1]), max(run[2], place[2]), max(run[3], place[3]))
                continue
            if run:
                yield self._box(run)
            run = place
        if run:
            yield self._box(run)

    def _box(self, place: Place) -> Box:
        return Box(self.page.number, *place, page_width=self.page.width, page_height=self.page.height)


def _lines(page: Page) -> Iterator[Line]:
    for item in page.items:
        if isinstance(item, Line):
            yield item
        else:
            yield from item.lines


def _boxes(
    opened: pdfium.PdfDocument,
    pages: dict[int, _Signs],
    document: Document,
    block: Block,
    inside: Sequence[Span],
) -> Iterator[Box]:
    number = block.page or 1
    for part in inside:
        needle = visible(part.quote(document.text))
        if not needle:
            continue
        here = _signs(opened, pages, number)
        at = _occurrence(here.text, needle, _before(document, part, number))
        if at >= 0:
            yield from here.boxes(at, at + len(needle))
        elif number < len(opened):
            # The paragraph runs over the end of the page.
            following = _signs(opened, pages, number + 1)
            cut = next((n for n in range(len(needle) - 1, 0, -1) if needle[:n] in here.text), 0)
            if cut and needle[cut:] in following.text:
                start = here.text.rindex(needle[:cut])
                yield from here.boxes(start, start + cut)
                start = following.text.index(needle[cut:])
                yield from following.boxes(start, start + len(needle) - cut)


def _signs(opened: pdfium.PdfDocument, pages: dict[int, _Signs], number: int) -> _Signs:
    if number not in pages:
        pages[number] = _Signs(read_page(opened, number - 1))
    return pages[number]


def _inside(span: Span, around: Span) -> list[Span]:
    start, end = max(span.start, around.start), min(span.end, around.end)
    return [Span(start, end)] if start < end else []


def _before(document: Document, part: Span, number: int) -> str:
    """The visible signs of the blocks of this page that come before the part."""
    blocks = [b for b in document.blocks if b.page == number and b.span.start < part.start]
    return visible("".join(document.text[b.span.start : min(b.span.end, part.start)] for b in blocks))


def _occurrence(text: str, needle: str, before: str) -> int:
    """Where `needle` stands: when it is there several times, the one after as many in `before`."""
    times = before.count(needle)
    at = text.find(needle)
    while times and at >= 0:
        following = text.find(needle, at + 1)
        if following < 0:
            break
        at, times = following, times - 1
    return at


def visible(words: str) -> str:
    """`words` without white space, hyphens and bullets: what is compared with the page."""
    return "".join(sign for sign in words if not sign.isspace() and sign not in _IGNORED)

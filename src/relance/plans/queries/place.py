"""Where a fact stands on a page of a PDF: the picture's address and the rectangles on it."""

from dataclasses import dataclass
from itertools import pairwise

from relance.kernel import files
from relance.plans.models import DocumentText, Fact, FactPlace
from relance.reading.document import Block, BlockKind, Document, ReadingError, Span
from relance.reading.readers.pdfview import Box, page_boxes


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page that shows a fact. `boxes` are in points of the page; empty when its words were not found."""

    page: int
    width: float
    height: float
    boxes: tuple[Box, ...]


def place_of(fact: Fact, text: DocumentText) -> PagePlace | None:
    """The page of a text that holds the fact; None when it has no page there, or no file."""
    spot = _spot(fact, text)
    if spot is None or not text.page_starts or text.document.file is None:
        return None
    page = text.page_of(spot[0])
    if page is None:
        return None
    try:
        boxes = page_boxes(files.read(text.document.file), Span(*spot), document=_paged(text))
    except (ReadingError, FileNotFoundError):
        boxes = []
    if not boxes:
        return PagePlace(page, 0, 0, ())
    first = boxes[0]
    here = tuple(box for box in boxes if box.page == first.page)
    return PagePlace(first.page, first.page_width, first.page_height, here)


def _spot(fact: Fact, text: DocumentText) -> tuple[int, int] | None:
    if fact.source_id == text.pk:
        return fact.place
    again = FactPlace.objects.of(fact.authority).filter(fact=fact, text=text).first()
    return (again.start, again.end) if again else None


def _paged(text: DocumentText) -> Document:
    """The stored text with one block a page: enough to find words on their page, without reading anew."""
    starts = [*text.page_starts, (0, len(text.text))]
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, Span(start, following), page=page)
        for (page, start), (_, following) in pairwise(starts)
        if start < following
    )
    return Document(text.text, blocks, text.format, text.document.sha256)

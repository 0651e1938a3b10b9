"""The pages of a PDF: opening the file, and what each page holds in reading order."""

import threading
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from relance.reading.document import DamagedFile, EncryptedFile
from relance.reading.readers.package import DAMAGED
from relance.reading.readers.pdfchars import Placer, Segment, page_chars, with_drawn_bullets
from relance.reading.readers.pdflayout import Line, lines_of
from relance.reading.readers.pdfrules import page_rules
from relance.reading.readers.pdftables import Table, tables_of

# pdfium is not made for threads: whoever calls it holds this, page by page.
PDFIUM = threading.RLock()


@dataclass(slots=True)
class Page:
    """One page: lines and ruled tables in reading order; sizes in points. `number` from 1."""

    number: int
    width: float
    height: float
    items: list[Line | Table] = field(default_factory=list)
    images: int = 0


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """Open a PDF, or raise EncryptedFile or DamagedFile. The caller closes it."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise EncryptedFile(
                "Ce PDF est protégé par un mot de passe. "
                "Enregistrez-le sans mot de passe, puis envoyez-le de nouveau."
            ) from error
        raise DamagedFile(DAMAGED) from error


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """What page `index` (from 0) holds. A page that does not open raises DamagedFile."""
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        raise DamagedFile(f"La page {index + 1} de ce PDF est endommagée et ne se lit pas.") from error
    try:
        placer = Placer(page)
        chars = page_chars(page, index + 1, placer)
        drawn = page_rules(page, placer.place)
        found = Page(index + 1, chars.width, chars.height, images=drawn.images)
        segments = with_drawn_bullets(chars.segments, drawn.dots)
        tables, segments = tables_of(drawn.rules, segments) if len(drawn.rules) >= 4 else ([], segments)
        found.items = _in_order(tables, segments)
        return found
    except pdfium.PdfiumError as error:
        raise DamagedFile(f"La page {index + 1} de ce PDF est endommagée et ne se lit pas.") from error
    finally:
        page.close()


def _in_order(tables: list[Table], segments: list[Segment]) -> list[Line | Table]:
    """Lines above, between and below the tables."""
    items: list[Line | Table] = []
    left = segments
    for table in tables:
        middle = (table.place[1] + table.place[3]) / 2
        items += lines_of([s for s in left if s.middle < middle])
        items.append(table)
        left = [s for s in left if s.middle >= middle]
    return items + list(lines_of(left))

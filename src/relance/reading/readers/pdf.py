"""PDF: lines joined into paragraphs, headings by size, lists, tables, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from relance.reading.document import NoText
from relance.reading.limits import Deadline, Limits, refuse_over
from relance.reading.readers.compose import Composer
from relance.reading.readers.marks import leading_mark
from relance.reading.readers.pdfaligned import aligned_table
from relance.reading.readers.pdfflow import Flow, Hyphens, without_running_lines
from relance.reading.readers.pdflayout import Line
from relance.reading.readers.pdfpages import PDFIUM, Page, open_pdf, read_page
from relance.reading.readers.pdftables import Table

_HEADING_LENGTH = 220
_SCAN = (
    "Ce PDF est une image numérisée\u00a0: il ne contient aucun texte. "
    "Faites-le passer par un logiciel de reconnaissance de caractères, puis envoyez-le de nouveau."
)


def read_pdf(
    data: bytes, composer: Composer, limits: Limits, deadline: Deadline
) -> tuple[str | None, int, list[str]]:
    """Put the blocks of a PDF into `composer`; returns its title, number of pages and warnings."""
    with PDFIUM:
        document = open_pdf(data)
    try:
        count = len(document)
        refuse_over(count, limits.pages, "pages")
        pages = []
        for index in range(count):
            deadline.check()
            with PDFIUM:
                pages.append(_light(read_page(document, index)))
        title = _title(document)
    finally:
        with PDFIUM:
            document.close()
    if not any(page.items for page in pages):
        raise NoText(_SCAN if any(page.images for page in pages) else "Ce PDF ne contient aucun texte.")
    _compose(without_running_lines(pages), composer, deadline)
    return title, count, _warnings(pages)


def _light(page: Page) -> Page:
    """Without the places of characters: hundreds of pages of them would fill the memory."""
    for item in page.items:
        if isinstance(item, Line):
            item.boxes = []
        else:
            item.lines = []
    return page


def _title(document: pdfium.PdfDocument) -> str | None:
    """The title in the properties, unless it is only the name of a file."""
    title = " ".join(str(document.get_metadata_value("Title") or "").replace("\x00", "").split())
    return (
        None if title.lower().endswith((".doc", ".docx", ".odt", ".indd", ".pdf", ".rtf")) else title or None
    )


def _warnings(pages: Sequence[Page]) -> list[str]:
    scans = [str(page.number) for page in pages if not page.items and page.images]
    if not scans:
        return []
    if len(scans) == 1:
        return [f"La page {scans[0]} est une image sans texte\u00a0: son contenu n’a pas été lu."]
    return [f"Les pages {', '.join(scans)} sont des images sans texte\u00a0: leur contenu n’a pas été lu."]


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together."""

    lines: list[Line]
    page: int
    last_page: int
    words: str = ""
    styles: list[str] = field(default_factory=list)


def _compose(pages: Sequence[Page], composer: Composer, deadline: Deadline) -> None:
    flow = Flow(pages)
    hyphens = Hyphens(pages)
    paragraphs: list[_Paragraph | tuple[Table, int]] = []
    for page in pages:
        deadline.check()
        for item in aligned_table(page.items, flow):
            if isinstance(item, Table):
                paragraphs.append((item, page.number))
                continue
            last = paragraphs[-1] if paragraphs else None
            if isinstance(last, _Paragraph) and flow.goes_on(
                last.lines[0], last.lines[-1], item, same_page=last.last_page == page.number
            ):
                last.last_page = page.number
                last.words = hyphens.joined(last.words, item.text)
                last.lines.append(item)
            else:
                paragraphs.append(_Paragraph([item], page.number, page.number, item.text))
    ranks = _heading_sizes(paragraphs, flow)
    before: tuple[Table, int] | None = None
    for paragraph in paragraphs:
        deadline.check()
        if isinstance(paragraph, _Paragraph):
            _place(paragraph, composer, flow, ranks)
            before = None
            continue
        table, number = paragraph
        same = before is not None and _same_columns(before[0], table) and number == before[1] + 1
        composer.table(table.grid, page=number, continues=same)
        before = paragraph


def _heading_sizes(paragraphs: Sequence[object], flow: Flow) -> list[float]:
    """The sizes of short texts larger than the body, the largest first."""
    sizes = {
        p.lines[0].size
        for p in paragraphs
        if isinstance(p, _Paragraph) and flow.is_large(p.lines[0]) and len(p.words) <= _HEADING_LENGTH
    }
    return sorted(sizes, reverse=True)


def _place(paragraph: _Paragraph, composer: Composer, flow: Flow, ranks: list[float]) -> None:
    line, words = paragraph.lines[0], paragraph.words.replace("\u00ad", "-").strip()
    bold = all(piece.bold for piece in paragraph.lines)
    style = [f"font={line.size:.1f}", *(["bold"] if bold else []), *(["rotated"] if line.rotated else [])]
    if flow.is_contents(words):
        composer.paragraph(words, style=[*style, "toc"], page=paragraph.page)
        return
    mark = leading_mark(words)
    is_item = mark is not None and mark.kind == "bullet"
    short = len(words) <= _HEADING_LENGTH and not words.endswith((".", ";", ","))
    if not is_item and not line.rotated and short and any(c.isalpha() for c in words):
        if flow.is_large(line):
            composer.heading(words, level=ranks.index(line.size) + 1, style=style, page=paragraph.page)
            return
        if bold and not flow.body_bold and len(paragraph.lines) <= 3 and line.size >= flow.body - 1:
            composer.heading(words, level=len(ranks) + 1, style=style, page=paragraph.page)
            return
    composer.paragraph(words, style=style, page=paragraph.page, indent=round((line.x0 - line.left) / 6))


def _same_columns(one: Table, other: Table) -> bool:
    return len(one.columns) == len(other.columns) and all(
        abs(a - b) <= 5 for a, b in zip(one.columns, other.columns, strict=True)
    )

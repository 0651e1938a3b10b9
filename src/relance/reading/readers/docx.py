"""DOCX: paragraphs, headings by style, lists with the numbers that Word would show, tables, text boxes."""

import io
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from relance.reading.document import DamagedFile
from relance.reading.limits import Deadline, Limits
from relance.reading.readers.compose import Composer, GridCell, clean
from relance.reading.readers.package import DAMAGED
from relance.reading.readers.wordnumbers import Numbering
from relance.reading.readers.wordstyles import Styles, W, flag, val

_SKIPPED = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}delText",
    f"{W}txbxContent",
    f"{W}pPr",
    f"{W}rPr",
}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}smartTag", f"{W}moveTo"}


def read_docx(data: bytes, composer: Composer, limits: Limits, deadline: Deadline) -> str | None:
    """Put the blocks of a DOCX into `composer`; returns the title of its properties."""
    try:
        document: WordDocument = docx.Document(io.BytesIO(data))
        body = document.element.body
        _Walk(document, composer, deadline).story(body)
        return (document.core_properties.title or "").strip() or None
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        IndexError,
        NotImplementedError,  # a part that python-docx would have to make
        etree.LxmlError,
    ) as error:
        # python-docx trusts the parts of a package to refer to each other: a broken one ends here.
        raise DamagedFile(DAMAGED) from error


class _Walk:
    def __init__(self, document: WordDocument, composer: Composer, deadline: Deadline) -> None:
        self._composer = composer
        self._deadline = deadline
        self._styles = Styles(document.styles.element)
        self._numbering = Numbering(_numbering_element(document), self._styles)

    def story(self, parent: etree._Element) -> None:
        """The paragraphs and tables below `parent`, whatever wraps them."""
        for element in _content(parent):
            self._deadline.check()
            if element.tag == f"{W}tbl":
                self._table(element)
            else:
                self._paragraph(element)

    def _paragraph(self, element: etree._Element) -> None:
        words = paragraph_words(element)
        if clean(words):
            self._place(element, words)
        for box in _text_boxes(element):
            self.story(box)

    def _place(self, element: etree._Element, words: str) -> None:
        look = self._styles.look(element, clean(words))
        number = self._numbering.of(element)
        if look.level is not None:
            self._composer.heading(
                words, level=look.level, style=look.names, marker=number.shown if number else None
            )
        elif number is not None:
            self._composer.item(words, level=number.level, marker=number.shown, style=look.names)
        else:
            self._composer.paragraph(words, style=look.names, indent=look.indent)

    def _table(self, table: etree._Element) -> None:
        rows = list(_children(table, f"{W}tr"))
        cells = [cell for row in rows for cell in _children(row, f"{W}tc")]
        widths = [sum(_span(cell) for cell in _children(row, f"{W}tc")) for row in rows]
        if not rows or max(widths) < 2 or len(cells) < 3:
            # One column or two cells only lay out the page: what is inside is read as usual.
            for cell in cells:
                self.story(cell)
            return
        headers = 0
        grid: list[list[GridCell | None]] = []
        above: list[GridCell | None] = []
        for index, row in enumerate(rows):
            self._deadline.check()
            line = self._row(row, above)
            if headers == index and flag(row.find(f"{W}trPr"), "tblHeader"):
                headers = index + 1
            grid.append(line)
            above = line
        self._composer.table(grid, headers=headers or None)

    def _row(self, row: etree._Element, above: list[GridCell | None]) -> list[GridCell | None]:
        line: list[GridCell | None] = [None] * int(val(row.find(f"{W}trPr"), "gridBefore") or 0)
        for cell in _children(row, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            merge = properties.find(f"{W}vMerge") if properties is not None else None
            column = len(line)
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column < len(above):
                placed = above[column]
            else:
                placed = GridCell(self._cell_words(cell), bold=self._is_bold(cell))
            line += [placed] * _span(cell)
        return line

    def _cell_words(self, cell: etree._Element) -> str:
        lines = []
        for element in cell.iter(f"{W}p"):
            words = clean(paragraph_words(element))
            number = self._numbering.of(element) if words else None
            lines.append(f"{number.shown} {words}" if number else words)
        return clean("\n".join(lines))

    def _is_bold(self, cell: etree._Element) -> bool:
        paragraphs = [p for p in cell.iter(f"{W}p") if clean(paragraph_words(p))]
        return bool(paragraphs) and all("bold" in self._styles.look(p, "").names for p in paragraphs)


def paragraph_words(element: etree._Element) -> str:
    """The words of a paragraph as they show: inserted text in, deleted text and text boxes out."""
    parts: list[str] = []
    for node in _shown(element):
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag in {f"{W}tab", f"{W}ptab"}:
            parts.append("\t")
        elif node.tag in {f"{W}br", f"{W}cr"}:
            parts.append("\n" if node.get(f"{W}type") not in {"page", "column"} else " ")
        elif node.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif node.tag == f"{W}sym":
            parts.append("•")
    return "".join(parts)


def _shown(element: etree._Element) -> Iterator[etree._Element]:
    stack = [element]
    while stack:
        node = stack.pop()
        yield node
        stack += [c for c in reversed(node) if c.tag not in _SKIPPED and c.tag != _FALLBACK]


def _content(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables directly in `parent` or in what wraps them."""
    stack = list(reversed(parent))
    while stack:
        node = stack.pop()
        if node.tag in {f"{W}p", f"{W}tbl"}:
            yield node
        elif node.tag in _WRAPPERS:
            stack += reversed(node)


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    stack = list(reversed(parent))
    while stack:
        node = stack.pop()
        if node.tag == tag:
            yield node
        elif node.tag in _WRAPPERS:
            stack += reversed(node)


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    for box in element.iter(f"{W}txbxContent"):
        above = {ancestor.tag for ancestor in box.iterancestors()}
        # Old and new drawing of the same box stand side by side; boxes in boxes are met inside.
        if _FALLBACK not in above and not _boxed_below(box, element):
            yield box


def _boxed_below(box: etree._Element, element: etree._Element) -> bool:
    for ancestor in box.iterancestors():
        if ancestor is element:
            return False
        if ancestor.tag == f"{W}txbxContent":
            return True
    return False


def _span(cell: etree._Element) -> int:
    raw = val(cell.find(f"{W}tcPr"), "gridSpan") or "1"
    return min(max(int(raw), 1), 200) if raw.isdigit() else 1


def _numbering_element(document: WordDocument) -> etree._Element | None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            # Not `numbering_part`: it would have to make one where the address is not quite the usual one.
            element: etree._Element | None = getattr(relation.target_part, "element", None)
            return element
    return None

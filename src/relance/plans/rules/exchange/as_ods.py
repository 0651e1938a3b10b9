"""The exchange format as an ODS spreadsheet (OpenDocument), written and read with lxml.

The few elements that we need are written as they come; `reading.readers.odf` says why no library reads
them. Texts are texts: no cell is ever a formula.
Source: OpenDocument 1.3 part 3, 9.1 (tables), 6.1 (white space), 19.385 (office:value-type).
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from relance.plans.rules.exchange.as_csv import MAX_BYTES
from relance.plans.rules.exchange.as_sheets import (
    BROKEN,
    MAX_COLUMNS,
    MAX_ROWS,
    TOO_MUCH,
    WIDE,
    book_of_pages,
    pages_of,
    within_bounds,
)
from relance.plans.rules.exchange.book import BadFile, Book, Cell, Layout

MEDIA: Final = "application/vnd.oasis.opendocument.spreadsheet"
CONTENT: Final = "content.xml"
_SPACE: Final = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES: Final = {name: f"{_SPACE}:{name}:1.0" for name in ("office", "table", "text", "style")} | {
    "fo": f"{_SPACE}:xsl-fo-compatible:1.0"
}
_OFFICE, _TABLE, _TEXT = (f"{{{_NAMES[name]}}}" for name in ("office", "table", "text"))
# Zip keeps a date for each file: always the same, so that equal plans give equal files.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
_SPACES: Final = re.compile("^ | {2,}| $")


def write_ods(book: Book, layout: Layout) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        # First and not compressed: that is how such a file is known (part 2, 3.3).
        archive.writestr(zipfile.ZipInfo("mimetype", _NO_DATE), MEDIA)
        _add(archive, "META-INF/manifest.xml", _manifest())
        _add(archive, CONTENT, "".join(_content(book, layout)))
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, _NO_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode())


def _manifest() -> str:
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{media}"/>'
        for path, media in (("/", MEDIA), (CONTENT, "text/xml"))
    )
    return f'<m:manifest xmlns:m="{_SPACE}:manifest:1.0" m:version="1.3">{entries}</m:manifest>'


def _content(book: Book, layout: Layout) -> Iterator[str]:
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _NAMES.items())
    yield f'<office:document-content {names} office:version="1.3">{_STYLES}<office:body><office:spreadsheet>'
    for title, sheet, lines in pages_of(book, layout):
        yield f'<table:table table:name="{escape(title, {chr(34): "&quot;"})}">'
        for name in sheet.columns if sheet else ("", "", "", "", ""):
            yield f'<table:table-column table:style-name="{"wide" if name in WIDE else "column"}"/>'
        for number, line in enumerate(lines):
            look = "head" if sheet and not number else "cell"
            yield f"<table:table-row>{''.join(_cell(one, look) for one in line)}</table:table-row>"
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


_STYLES: Final = (
    "<office:automatic-styles>"
    + "".join(
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}"/></style:style>'
        for name, width in (("column", "3.5cm"), ("wide", "11cm"))
    )
    + "".join(
        f'<style:style style:name="{name}" style:family="table-cell">'
        f'<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
        f'<style:text-properties fo:font-weight="{weight}"/></style:style>'
        for name, weight in (("cell", "normal"), ("head", "bold"))
    )
    + "</office:automatic-styles>"
)


def _cell(value: str | int | None, look: str) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    start = f'<table:table-cell table:style-name="{look}" office:value-type='
    if isinstance(value, int):
        return f'{start}"float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    words = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in value.split("\n"))
    return f'{start}"string">{words}</table:table-cell>'


def _spaced(text: str) -> str:
    """White space that a reader would otherwise take for one blank, as elements."""
    said = escape(text).replace("\t", "<text:tab/>")
    if "  " not in said and not said.startswith(" ") and not said.endswith(" "):
        return said
    return _SPACES.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', said)


def read_ods(data: bytes, layout: Layout) -> Book:
    """Raises BadFile for a damaged or oversized workbook, or one that is not ours."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_BYTES:
                raise BadFile(TOO_MUCH)
            root = etree.fromstring(archive.read(CONTENT), parser)
    except (etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError) as error:
        raise BadFile(BROKEN) from error
    pages = {}
    for table in root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        title = table.get(f"{_TABLE}name", "")
        pages[title] = within_bounds(title, _lines(table))
    return book_of_pages(pages, layout)


def _lines(table: etree._Element) -> Iterator[Sequence[Cell]]:
    """The rows of a table; empty ones that fill a sheet to its end are not there."""
    empty = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells = _cells(row)
        again = min(_times(row, "rows"), MAX_ROWS + 1)
        if not any(one is not None and one != "" for one in cells):
            empty += again
            continue
        for _ in range(min(empty, MAX_ROWS + 1)):
            yield ()
        empty = 0
        for _ in range(again):
            yield cells


def _cells(row: etree._Element) -> list[Cell]:
    found: list[Cell] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        room = MAX_COLUMNS - len(found)
        if room <= 0:
            break
        found += [_value(cell)] * min(_times(cell, "columns"), room)
    return found


def _times(node: etree._Element, what: str) -> int:
    said = node.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(said) if said.isascii() and said.isdigit() and 0 < len(said) < 10 else 1


def _value(cell: etree._Element) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type")
    try:
        if kind in ("float", "currency", "percentage"):
            return _number(cell.get(f"{_OFFICE}value", ""))
        if kind == "date":
            said = cell.get(f"{_OFFICE}date-value", "")
            return date.fromisoformat(said) if len(said) == 10 else datetime.fromisoformat(said)
        if kind == "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
    except ValueError:
        pass  # a value that is none: what is shown counts
    return "\n".join("".join(_words(line)) for line in cell.iterfind(f"{_TEXT}p")) or None


def _number(said: str) -> Cell:
    number = float(said)
    return int(number) if number.is_integer() else number


def _words(node: etree._Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            yield " " * min(int(count) if count.isascii() and count.isdigit() else 1, 10_000)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag in (f"{_TEXT}span", f"{_TEXT}a"):
            yield from _words(child)
        yield child.tail or ""

"""Which of our four formats a file is, by its content."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

from relance.plans.rules.exchange.as_csv import read_csv, write_csv
from relance.plans.rules.exchange.as_json import read_json, write_json
from relance.plans.rules.exchange.as_ods import CONTENT, read_ods, write_ods
from relance.plans.rules.exchange.as_xlsx import read_xlsx, write_xlsx
from relance.plans.rules.exchange.book import BadFile, Book, Layout

WRITERS: Final[Mapping[str, Callable[[Book, Layout], bytes]]] = {
    "json": write_json,
    "xlsx": write_xlsx,
    "ods": write_ods,
    "csv": write_csv,
}


def write_book(book: Book, layout: Layout, *, form: str) -> bytes:
    """The tables as a file; `form` is "json", "xlsx", "ods" or "csv" (a zip)."""
    return WRITERS[form](book, layout)


def read_book(data: bytes, layout: Layout) -> Book:
    """The tables of a file in any of the four formats. Raises BadFile with a French sentence."""
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = set(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise BadFile("Cette archive est endommagée, elle ne s’ouvre pas.") from error
        if "xl/workbook.xml" in names:
            return read_xlsx(data, layout)
        return read_ods(data, layout) if CONTENT in names else read_csv(data, layout)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return read_json(data, layout)
    raise BadFile(
        "Ce fichier n’est ni un export JSON, ni un classeur XLSX ou ODS, ni une archive ZIP de CSV."
    )

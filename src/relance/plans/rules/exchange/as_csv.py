"""The exchange format as a zip of CSV: one file a table, and one that says the version.

Semicolons, UTF-8 with its mark, as French spreadsheets expect. A cell that a spreadsheet
could take for a formula gets an apostrophe in front, and so does one that starts with an
apostrophe: reading takes exactly one away.
Source: OWASP, "CSV Injection".
"""

import csv
import io
import zipfile
from typing import Final

from relance.plans.rules.exchange.book import FORMAT, VERSION, BadFile, Book, Cell, Layout, Row, check_version

ABOUT: Final = "format.csv"
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
MAX_FILES: Final = 50
MAX_BYTES: Final = 200 * 1024 * 1024
# Zip keeps a date for each file: always the same, so that equal plans give equal files.
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)


def write_csv(book: Book, layout: Layout) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, ABOUT, [["format", "version"], [FORMAT, str(VERSION)]])
        for sheet in layout.sheets:
            lines = [[shielded(header) for header in sheet.columns.values()]]
            for row in book.rows(sheet.name):
                lines.append([shielded(printed(row.cells.get(name))) for name in sheet.columns])
            _add(archive, f"{sheet.name}.csv", lines)
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, lines: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(lines)
    info = zipfile.ZipInfo(name, _NO_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, text.getvalue().encode("utf-8-sig"))


def printed(value: Cell) -> str:
    """A cell as text: oui and non, numbers without spaces, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value)


def shielded(text: str) -> str:
    """The text, harmless in a spreadsheet."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unshielded(text: str) -> str:
    """The text as it was before `shielded`. An apostrophe before anything else was typed by a person."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def read_csv(data: bytes, layout: Layout) -> Book:
    """Raises BadFile for a broken archive, one that unpacks to too much, or one that is not ours."""
    book = Book()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
                raise BadFile("Cette archive contient trop de données pour un plan.")
            texts = {entry.filename.rpartition("/")[2]: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise BadFile("Cette archive est endommagée, elle ne s’ouvre pas.") from error
    about = _lines(ABOUT, texts.pop(ABOUT, b""))
    told = dict(zip(about[0], about[1], strict=False)) if len(about) > 1 else {}
    version = told.get("version", "")
    check_version(told.get("format"), int(version) if version.isdecimal() else None)
    for name, content in texts.items():
        sheet = layout.sheet_called(name.removesuffix(".csv"))
        if sheet is None:
            book.unknown.append(f"fichier {name[:80]}")
            continue
        lines = _lines(name, content)
        headers = lines[0] if lines else []
        columns = [sheet.column_called(unshielded(said)) for said in headers]
        unknown = [said for said, column in zip(headers, columns, strict=True) if not column]
        book.unknown += [f"{name}, colonne {said[:80]}" for said in unknown if said]
        rows = []
        for number, line in enumerate(lines[1:], 2):
            cells = {column: unshielded(said) for column, said in zip(columns, line, strict=False) if column}
            row = Row(number, {name: said or None for name, said in cells.items()})
            if not row.is_empty:
                rows.append(row)
        book.tables[sheet.name] = rows
    return book


def _lines(name: str, content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"Le fichier {name} n’est pas en UTF-8 (octet {error.start}).") from error
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise BadFile(f"Le fichier {name} est mal formé ({error}).") from error
